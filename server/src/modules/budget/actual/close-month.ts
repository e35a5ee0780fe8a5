/**
 * A month that is over (R274): what was set aside for it and not charged is free again, as an entry of its own. Not only of the orders
 * that were billed in it: a server that was delivered later, or never, holds nothing of the months before.
 */
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { holdYear, insertCommitments, listHeldOfMonth } from '../commitment-store.ts'
import { reversed } from '../entries.ts'
import { yearOf } from '../spread.ts'
import { lockLinesHolding } from './actual-store.ts'

export interface ClosedMonth {
  readonly bodyId: string
  /** Its first day. */
  readonly month: string
  /** Null: nothing was billed. */
  readonly billId: string | null
}

/** Of a body whose bill is closed, or that held nothing in the month. Within the caller’s transaction; asked again there is nothing more. */
export async function closeMonth(ctx: Ctx, tx: Tx, of: ClosedMonth): Promise<void> {
  await elevated(tx, async () => {
    await holdYear(tx, yearOf(of.month), 'to-commit')
    await lockLinesHolding(tx, of)
    await freeMonth(ctx, tx, of)
  })
}

/** Behind the lines' locks. */
export async function freeMonth(ctx: Ctx, tx: Tx, of: ClosedMonth): Promise<void> {
  const held = await listHeldOfMonth(tx, of)
  const entries = reversed(ctx, held, { kind: 'close', note: '' })
  await insertCommitments(
    tx,
    entries.map((entry) => ({ ...entry, bill_id: of.billId })),
  )
}
