/** What was committed and is not used any more is free again. Within the caller's transaction; asked again there is nothing more to free. */
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { insertCommitments, listHeldOfRenewals, listHeldOfRequest, lockLinesOf } from './commitment-store.ts'
import { reversed } from './entries.ts'
import { firstMonth } from './hold-lines.ts'
import { restoreReduced } from './reduce-request.ts'
import { addMonths } from './spread.ts'

/** Gives back what a request holds: all of it, or of some lines the months after this one. */
export async function releaseRequest(
  ctx: Ctx,
  tx: Tx,
  requestId: string,
  part: { readonly lines: readonly number[] | null; readonly note: string },
): Promise<void> {
  const { lines, note } = part
  await elevated(tx, async () => {
    const fromMonth = lines === null ? null : addMonths(firstMonth(ctx), 1)
    // Bills use up months that are over, too: nothing of them is both used and given back.
    if (lines === null) await lockLinesOf(tx, requestId)
    const held = await listHeldOfRequest(tx, requestId, { lines, fromMonth })
    await insertCommitments(tx, reversed(ctx, held, { kind: 'release', note }))
    if (lines === null) await restoreReduced(ctx, tx, requestId, note)
  })
}

/** The resources were given back: of the terms that they renewed by themselves the months after this one are free. */
export async function releaseRenewals(ctx: Ctx, tx: Tx, resourceIds: readonly string[]): Promise<void> {
  await elevated(tx, async () => {
    const held = await listHeldOfRenewals(tx, resourceIds, addMonths(firstMonth(ctx), 1))
    await insertCommitments(tx, reversed(ctx, held, { kind: 'release', note: '' }))
  })
}
