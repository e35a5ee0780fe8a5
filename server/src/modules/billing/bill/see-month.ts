import {
  type BillMonthStanding,
  type billMonthOperations,
  CARRIED_MONTHS_MAX,
  type ResponseOf,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findMeteredHour, hourOf, listHoldingBodies, monthOf, windowOfMonth } from '../../metering/index.ts'
import { countMonth, listBilledOfMonth, listCarried } from './bill-month-store.ts'

/** What of a month is left to do, counted over what the caller sees. */
export async function seeMonth(
  ctx: Ctx,
  asked: string | undefined,
  bodyId: string | undefined,
): Promise<BillMonthStanding> {
  const db = ctx.authz.require(ctx, 'list', 'bill')
  const today = dayInChina(ctx.clock.now())
  const month = asked ?? monthOf(windowOfMonth(today.slice(0, 7)).from - 1)
  const { from, to } = windowOfMonth(month)
  const metered = (await findMeteredHour(db)) ?? from
  const unmeteredHours = Math.max(0, to - Math.max(from, metered))
  const billed = await listBilledOfMonth(db, month)
  const unbilled = unmeteredHours > 0 ? [] : await listHoldingBodies(db, [month], billed, bodyId ?? null)
  const counts = await countMonth(db, month, bodyId, today)
  return { month, unmeteredHours, unbilledBodies: unbilled.length, ...counts }
}

/** What of months before is not closed, with how long each has been over; the caller's sight as above. */
export async function seeCarried(
  ctx: Ctx,
  asked: string | undefined,
  bodyId: string | undefined,
): Promise<ResponseOf<typeof billMonthOperations.carried>> {
  const db = ctx.authz.require(ctx, 'list', 'bill')
  const now = ctx.clock.now()
  const today = dayInChina(now)
  const month = asked ?? monthOf(windowOfMonth(today.slice(0, 7)).from - 1)
  const rows = await listCarried(db, month, bodyId, today, CARRIED_MONTHS_MAX)
  return {
    month,
    items: rows.map((row) => ({ ...row, ageDays: daysSince(row.month, now) })),
  }
}

const HOURS_OF_DAY = 24
const daysSince = (month: string, now: Date) =>
  Math.max(0, Math.floor((hourOf(now) - windowOfMonth(month).to) / HOURS_OF_DAY))
