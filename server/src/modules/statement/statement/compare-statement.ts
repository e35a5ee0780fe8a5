import type { ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { addWorkingDays, dayInChina, isMissing } from '../../../platform/worktime/index.ts'
import { findMeteredHour, instantOf, windowOfMonth } from '../../metering/index.ts'
import { loadWorkCalendar } from '../../workflow/index.ts'
import {
  findDifferences,
  hasFoundAnew,
  hasUnbilled,
  keepDifferences,
  saveCompared,
  sumLedgers,
} from './compare-store.ts'
import { gather } from './gather-store.ts'
import { findTolerance, type StatementRow } from './statement-store.ts'

/** Why a month cannot be compared yet: the platform's own ledgers must be whole. */
export async function refuseComparing(
  tx: Tx,
  statement: Pick<StatementRow, 'month' | 'provider_body_id'>,
): Promise<ReasonCode | null> {
  const metered = await findMeteredHour(tx)
  if (metered === null || metered < windowOfMonth(statement.month).to) return 'statement.month_open'
  return (await elevated(tx, () => hasUnbilled(tx, statement.provider_body_id, statement.month)))
    ? 'statement.bills_missing'
    : null
}

/**
 * Compares a statement with the platform's ledgers (issue 4 §3): the same ledgers give the same differences, and decisions stand.
 * @param onStep told after each of its steps.
 * @returns why not, where it cannot be done now; then nothing was written.
 */
export async function compareStatement(
  ctx: Ctx,
  tx: Tx,
  statement: StatementRow,
  onStep: (done: number) => Promise<void> = async () => {},
): Promise<ReasonCode | null> {
  const refusal = await refuseComparing(tx, statement)
  if (refusal) return refusal
  const now = ctx.clock.now()
  const tolerance = await findTolerance(tx, statement.month)
  const calendar = await loadWorkCalendar(tx)
  const due = calendar === null ? null : addWorkingDays(calendar, now, tolerance.answer_days)
  if (due === null || isMissing(due)) return 'statement.calendar_missing'
  const window = windowOfMonth(statement.month)
  const one = {
    id: statement.id,
    providerId: statement.provider_body_id,
    month: statement.month,
    from: instantOf(window.from),
    until: instantOf(window.to),
    tolerance,
    dueOn: dayInChina(due),
    now,
  }
  await elevated(tx, async () => {
    await gather(tx, one, onStep)
    await findDifferences(tx, one)
    await onStep(4)
    const sums = await sumLedgers(tx, one)
    if (BigInt(sums.billed_amount) - BigInt(sums.delta) !== BigInt(sums.owed))
      throw new Error(`assertion: what is billed in ${one.id} is what is owed and what differs`)
    await onStep(5)
    await keepDifferences(tx, one)
    await saveCompared(tx, one, sums)
  })
  if (await hasFoundAnew(tx, one))
    await ctx.emit(tx, { type: 'statement.compared', noun: 'statement', id: one.id, bodyId: one.providerId })
  return null
}
