import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { refuseChange } from './body.ts'
import { type BodyRow, findBody, hasOpenParts, loadBodyForUpdate, updateBody } from './body-store.ts'

/** Closes a body that nothing stands on any more. Closed bodies stay in the ledger; nothing new starts in them. */
export async function closeBody(ctx: Ctx, id: string, version: number): Promise<BodyRow> {
  return ctx.inTx(async (tx) => {
    const body = ctx.authz.authorised(ctx, 'delete', 'body', await loadBodyForUpdate(tx, id))
    const refusal = refuseChange(body)
    if (refusal) refuse(refusal)
    if (await hasOpenParts(tx, id, ctx.clock.now())) refuse('body.has_open_parts')
    if (!(await updateBody(tx, body, version, { closed_at: ctx.clock.now() }))) refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'body',
      objectId: id,
      bodyId: id,
      before: { closed: false },
      after: { closed: true },
    })
    await ctx.emit(tx, { type: 'body.closed', noun: 'body', id, bodyId: id })
    return (await findBody(tx, id)) as BodyRow
  })
}
