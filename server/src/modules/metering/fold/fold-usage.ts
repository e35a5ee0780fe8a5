import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { hourOf, instantOf, monthOf, windowOfMonth } from '../civil-month.ts'
import type { ClosedUntil } from '../ports.ts'
import { findFirstMonth, listHoldingBodies } from '../read/held-store.ts'
import { type Folded, foldMonth, listUnfolded } from './fold-store.ts'

/**
 * The first month whose hours stand one by one though it is billed for everybody who held something in it.
 *
 * @returns `2026-11`; null where there is none.
 */
export async function findFoldable(ctx: Ctx, closedUntil: ClosedUntil): Promise<string | null> {
  const first = await findFirstMonth(ctx.db)
  if (first === null) return null
  for (const month of await listUnfolded(ctx.db, monthsBetween(first, monthOf(hourOf(ctx.clock.now())))))
    if (await isClosed(ctx.db, closedUntil, month)) return month
  return null
}

/** Makes spans of its hours; 0 where there are none, or none any more. */
export const foldUsage = (ctx: Ctx, month: string): Promise<Folded> => ctx.inTx((tx) => foldMonth(tx, month))

/** From the first month on, up to the one before the other. */
function monthsBetween(first: string, beyond: string): readonly string[] {
  const months: string[] = []
  for (let month = first; month < beyond; month = monthOf(windowOfMonth(month).to)) months.push(month)
  return months
}

async function isClosed(db: Db, closedUntil: ClosedUntil, month: string): Promise<boolean> {
  const end = instantOf(windowOfMonth(month).to)
  const holding = (await listHoldingBodies(db, [month], [], null)).map((row) => row.body_id)
  const until = await closedUntil(db, holding)
  return holding.every((bodyId) => (until.get(bodyId) ?? new Date(0)) >= end)
}
