/** How the ceilings of contracts stand with what is applied for (R299): answers the port of requests. */
import type { CeilingItem, CeilingStanding } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Db, elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { spread } from '../../budget/index.ts'
import { type CeilingAsked, type CeilingDoor, type CeilingFact, decidingOf } from '../../request/index.ts'
import { rulesOnDay } from '../../rule/index.ts'
import {
  type ContractRow,
  findContract,
  findTerms,
  type Lease,
  listLeasesWith,
  lockContracts,
  sumPermits,
} from '../../service-contract/index.ts'
import { contractOf } from '../calc/attribution.ts'
import { type Room, withAsked } from '../calc/ceiling.ts'
import { money, spentOfContract } from '../spending/spent.ts'
import { committedOfContract } from './committed.ts'
import { findPayer, listNames } from './committed-store.ts'

type How = { readonly lock: boolean; readonly isCommitted: boolean }

export const ceilingDoor: CeilingDoor = {
  standing: (ctx, tx, asked) => standing(ctx, tx, asked, { lock: false, isCommitted: false }),
  async hold(ctx, tx, asked) {
    const fact = await standing(ctx, tx, asked, { lock: true, isCommitted: asked.isCommitted })
    if (fact === null || !fact.rule.isBlocking || asked.isEmergency) return
    const item = decidingOf(fact.standing)
    if (item?.level !== 'over') return
    const rest = item.rest.amountMinor + item.asked.amountMinor
    const details = { contract: item.contract.name, asked: yuan(item.asked.amountMinor), rest: yuan(rest) }
    refuse('service-contract.ceiling_passed', { details })
  },
}

const yuan = (minor: number) => (minor / 100).toFixed(2)

/** Of one contract with one provider: what would be applied for, in 分. */
interface Part {
  readonly providerId: string
  readonly contractId: string
  readonly leases: readonly Lease[]
  readonly asked: bigint
}

async function standing(ctx: Ctx, tx: Tx, asked: CeilingAsked, how: How): Promise<CeilingFact | null> {
  return elevated(tx, async () => {
    const today = dayInChina(ctx.clock.now())
    const rules = await rulesOnDay(tx, today, asked.bodyId)
    if (!rules.flag('contract.ceiling.asked').value) return null
    const warn = rules.integer('contract.ceiling.warn-percent')
    const { value: isBlocking, ...source } = rules.flag('contract.ceiling.blocks')
    const parts = await partsOf(tx, asked, today)
    if (how.lock) await lockContracts(tx, [...new Set(parts.map(({ contractId }) => contractId))])
    const names = await listNames(
      tx,
      asked.parts.map(({ providerBodyId }) => providerBodyId),
    )
    const refOf = (id: string) => ({ id, name: names.get(id) ?? '' })
    const items: CeilingItem[] = []
    for (const part of parts) {
      const item = await itemOf(tx, part, { today, warnPercent: warn.value, isCommitted: how.isCommitted })
      if (item !== null) items.push({ ...item, provider: refOf(part.providerId) })
    }
    const limited = new Set(items.map(({ provider }) => provider.id))
    const unlimited = asked.parts.flatMap(({ providerBodyId: id }) => (limited.has(id) ? [] : [refOf(id)]))
    const found: CeilingStanding = {
      isNamed: asked.isNamed,
      warnPercent: warn.value,
      isProductDefault: warn.isProductDefault,
      items,
      unlimited,
    }
    return { rule: { isBlocking, ...source }, standing: found }
  })
}

/** Month by month the contract that the body would be charged under. */
async function partsOf(tx: Tx, asked: CeilingAsked, today: string): Promise<readonly Part[]> {
  const payer = await findPayer(tx, asked.bodyId)
  if (payer === undefined) return []
  const parts: Part[] = []
  for (const { providerBodyId, term, lines } of asked.parts) {
    const leases = await listLeasesWith(tx, providerBodyId)
    const sums = new Map<string, bigint>()
    for (const { month, amountMinor } of spread(lines, term, `${today.slice(0, 7)}-01`)) {
      const id = contractOf(payer, month.slice(0, 7), leases)
      if (id !== null) sums.set(id, (sums.get(id) ?? 0n) + BigInt(amountMinor))
    }
    for (const [contractId, sum] of sums)
      parts.push({ providerId: providerBodyId, contractId, leases, asked: sum })
  }
  return parts
}

async function itemOf(
  tx: Tx,
  part: Part,
  { today, warnPercent, isCommitted }: { today: string; warnPercent: number; isCommitted: boolean },
): Promise<Omit<CeilingItem, 'provider'> | null> {
  const contract = await findContract(tx, part.contractId)
  const terms = await findTerms(tx, part.contractId)
  if (contract === undefined || terms?.ceiling == null) return null
  const room = await roomOf(tx, contract, terms.ceiling, part.leases, today)
  const { rest, percent, level } = withAsked(room, isCommitted ? 0n : part.asked, warnPercent)
  return {
    contract: { id: contract.id, no: contract.no, name: contract.name },
    ceiling: money(room.ceiling),
    permitted: money(room.permitted),
    spent: money(room.spent),
    committed: money(room.committed),
    asked: money(part.asked),
    rest: money(rest),
    percent,
    level,
  }
}

/** Ceiling, permits, what is spent of it, and what is approved and not billed. */
async function roomOf(
  db: Db,
  contract: ContractRow,
  ceiling: string,
  leases: readonly Lease[],
  today: string,
): Promise<Room> {
  const { months, spent } = await spentOfContract(db, contract, today)
  const charged = new Map(months.map((one) => [one.month, one.charged]))
  const committed = await committedOfContract(db, contract, leases, charged, today)
  return {
    ceiling: BigInt(ceiling),
    permitted: await sumPermits(db, contract.id),
    spent,
    committed,
  }
}
