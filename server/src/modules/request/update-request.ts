import type { RequestUpdate } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import type { Doors } from './doors.ts'
import { columnsOfForm, refuseProviders, toLineRow } from './form/form-columns.ts'
import { loadForm } from './form/load-form.ts'
import { replaceLines } from './line-store.ts'
import { refuseEdit } from './request.ts'
import {
  findRequest,
  loadRequestForUpdate,
  type RequestRow,
  updateRequest as store,
} from './request-store.ts'
import { ownedOf, viewerOf } from './viewer.ts'

/**
 * Writes a draft or a returned request anew.
 * @throws `request.not_editable`, `request.not_applicant`, `request.line_malformed`, `common.version_stale`.
 */
export async function updateRequest(
  doors: Doors,
  ctx: Ctx,
  id: string,
  input: RequestUpdate,
): Promise<RequestRow> {
  const { version, ...content } = input
  return ctx.inTx(async (tx) => {
    const found = await loadRequestForUpdate(tx, id, viewerOf(ctx))
    const request = ctx.authz.authorised(ctx, 'modify', 'request', found)
    const refusal = refuseEdit(ownedOf(request), ctx.actor)
    if (refusal) refuse(refusal)
    await refuseProviders(tx, content)
    const form = await loadForm(doors, ctx, tx, {
      kind: request.kind,
      systemId: request.system_id,
      content,
      requestId: id,
    })
    const change = { ...columnsOfForm(form), updated_at: ctx.clock.now() }
    if (!(await store(tx, request, version, change))) refuse('common.version_stale')
    await replaceLines(
      tx,
      id,
      form.lines.map((line) => toLineRow(ctx, id, line)),
    )
    await ctx.audit(tx, {
      noun: 'request',
      objectId: id,
      bodyId: request.body_id,
      before: { title: request.title, summary: request.summary_zh, justification: request.justification },
      after: content,
    })
    await ctx.emit(tx, { type: 'request.updated', noun: 'request', id, bodyId: request.body_id })
    return (await findRequest(tx, id, viewerOf(ctx))) as RequestRow
  })
}
