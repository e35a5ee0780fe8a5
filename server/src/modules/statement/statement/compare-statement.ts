import type { ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { addWorkingDays, dayInChina, isMissing } from '../../../platform/worktime/index.ts'
import { findMeteredHour, instantOf, windowOfMonth } from '../../metering/index.ts'
import { loadWorkCalendar } from '../../workflow/index.ts'
import { keepParts } from './agreed-store.ts'
import {
  findDifferences,
  hasFoundAnew,
  hasUnbilled,
  keepDifferences,
  saveCompared,
  sumLedgers,
} from './compare-store.ts'
import { fingerprintOf } from './fingerprint-store.ts'
import { gather } from './gather-store.ts'
import type { StatementRow } from './statement-store.ts'
import { toleranceOfMonth } from './tolerance.ts'

/** Why a month cannot be compared yet: the platform's own ledgers must be whole. */
export async function refuseComparing(
  tx: Tx,
  statement: Pick<StatementRow, 'month' | 'provider_body_id'>,
): Promise<ReasonCode | null> {
  const metered = await findMeteredHour(tx)
  if (metered === null || metered < windowOfMonth(statement.month).to) return 'statement.month_open'
  return (await elevated(tx, () => hasUnbilled(tx, statement, { isSent: false })))
    ? 'statement.bills_missing'
    : null
}

/** What of a month is compared, whenever it is. */
async function aboutOf(tx: Tx, statement: StatementRow) {
  const window = windowOfMonth(statement.month)
  return {
    id: statement.id,
    providerId: statement.provider_body_id,
    month: statement.month,
    from: instantOf(window.from),
    until: instantOf(window.to),
    tolerance: await toleranceOfMonth(tx, statement.month),
  }
}

/** Whether anything that the last comparison rests on is not as it was then. */
export async function hasChangedSince(tx: Tx, statement: StatementRow): Promise<boolean> {
  const about = await aboutOf(tx, statement)
  return (await elevated(tx, () => fingerprintOf(tx, about))) !== statement.fingerprint
}

/**
 * Compares a statement with the platform's ledgers (R299): the same ledgers give the same differences, and decisions stand.
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
  const about = await aboutOf(tx, statement)
  const calendar = await loadWorkCalendar(tx)
  const due = calendar === null ? null : addWorkingDays(calendar, now, about.tolerance.answerDays)
  if (due === null || isMissing(due)) return 'statement.calendar_missing'
  const one = { ...about, dueOn: dayInChina(due), now }
  await elevated(tx, async () => {
    // Taken before anything is read: what changes meanwhile makes the next one another.
    const fingerprint = await fingerprintOf(tx, one)
    await gather(tx, one, onStep)
    await findDifferences(tx, one)
    await onStep(4)
    const sums = await sumLedgers(tx, one)
    if (BigInt(sums.billed_amount) - BigInt(sums.delta) !== BigInt(sums.owed))
      throw new Error(`assertion: what is billed in ${one.id} is what is owed and what differs`)
    await onStep(5)
    await keepDifferences(tx, one)
    await keepParts(tx, one)
    await saveCompared(tx, one, sums, fingerprint)
  })
  if (await hasFoundAnew(tx, one))
    await ctx.emit(tx, { type: 'statement.compared', noun: 'statement', id: one.id, bodyId: one.providerId })
  return null
}
