import type { BodyUpdate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { refuseChange } from './body.ts'
import { type BodyRow, findBody, loadBodyForUpdate, updateBody as store } from './body-store.ts'

/** Renames a body or corrects its credit code. @throws `body.closed`, `common.version_stale`. */
export async function updateBody(ctx: Ctx, id: string, input: BodyUpdate): Promise<BodyRow> {
  return ctx.inTx(async (tx) => {
    const body = ctx.authz.authorised(ctx, 'modify', 'body', await loadBodyForUpdate(tx, id))
    const refusal = refuseChange(body)
    if (refusal) refuse(refusal)
    const change = {
      name: input.name.trim(),
      short_name: input.shortName.trim(),
      credit_code: input.creditCode,
    }
    if (!(await store(tx, body, input.version, change))) refuse('common.version_stale')
    const before = { name: body.name, short_name: body.short_name, credit_code: body.credit_code }
    await ctx.audit(tx, { noun: 'body', objectId: id, bodyId: id, before, after: change })
    await ctx.emit(tx, { type: 'body.updated', noun: 'body', id, bodyId: id })
    return (await findBody(tx, id)) as BodyRow
  })
}
