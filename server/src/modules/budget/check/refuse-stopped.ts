/** R273: with evidence of the leading group's office, a system that is still not on the cloud gets nothing for its upkeep. */
import type { BudgetPurpose } from '@yunheng/contract'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { loadSystemForUpdate } from '../../system/index.ts'
import type { BudgetRow } from '../budget-store.ts'
import { countEvidence } from './check-store.ts'

const UPKEEP: ReadonlySet<BudgetPurpose> = new Set(['machine-room', 'network', 'hardware'])

/** The system is locked: evidence that comes at the same moment comes before or after. @throws `budget.stopped`. */
export async function refuseStopped(
  tx: Tx,
  line: Pick<BudgetRow, 'system_id' | 'fiscal_year' | 'purpose'>,
): Promise<void> {
  if (line.system_id === null || !UPKEEP.has(line.purpose)) return
  const system = await loadSystemForUpdate(tx, line.system_id)
  if (system?.deployment !== 'to-migrate') return
  if ((await countEvidence(tx, system.id, line.fiscal_year)) > 0)
    refuse('budget.stopped', { details: { year: line.fiscal_year } })
}

/** What is in force may become less, or stay. @throws `budget.stopped`. */
export async function refuseMoreThanStopped(
  tx: Tx,
  line: Pick<BudgetRow, 'system_id' | 'fiscal_year' | 'purpose' | 'state' | 'amount_minor'>,
  amountMinor: bigint,
): Promise<void> {
  const inForce = line.state === 'active' ? BigInt(line.amount_minor) : 0n
  if (amountMinor > inForce) await refuseStopped(tx, line)
}
