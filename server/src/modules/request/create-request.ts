import type { RequestContent, RequestCreate, RequestKind } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import type { Doors } from './doors.ts'
import { insertRequestEvent } from './event-store.ts'
import { columnsOfForm, refuseProviders, toLineRow, withDefaults } from './form/form-columns.ts'
import { loadForm } from './form/load-form.ts'
import { replaceLines } from './line-store.ts'
import { findRequest, insertRequest, nextRequestNo, type RequestRow } from './request-store.ts'
import { viewerOf } from './viewer.ts'

/**
 * Saves a first draft. It may be incomplete; the gates say what is missing before it is submitted.
 * @throws `request.system_not_yours`, `request.line_malformed`, `request.provider_unknown`.
 */
export async function createRequest(doors: Doors, ctx: Ctx, input: RequestCreate): Promise<RequestRow> {
  ctx.authz.require(ctx, 'create', 'request')
  const { kind, systemId, ...given } = input
  const content = withDefaults(given)
  return ctx.inTx((tx) => draft(doors, ctx, tx, { kind, systemId, content, copiedFromId: null }))
}

export interface Draft {
  readonly kind: RequestKind
  readonly systemId: string
  readonly content: RequestContent
  readonly copiedFromId: string | null
}

/** Writes a draft of the acting person. */
export async function draft(doors: Doors, ctx: Ctx, tx: Tx, input: Draft): Promise<RequestRow> {
  const { actor } = ctx
  assert(actor.kind === 'person', 'people apply, the platform does not')
  await refuseProviders(tx, input.content)
  const form = await loadForm(doors, ctx, tx, { ...input, requestId: null })
  const id = ctx.ids.next()
  const now = ctx.clock.now()
  const bodyId = form.system.bodyId
  await insertRequest(tx, {
    id,
    no: await nextRequestNo(tx, dayInChina(now).slice(0, 4)),
    kind: input.kind,
    state: 'draft',
    body_id: bodyId,
    system_id: input.systemId,
    applicant_id: actor.personId,
    applicant_name: actor.name,
    copied_from_id: input.copiedFromId,
    created_at: now,
    updated_at: now,
    ...columnsOfForm(form),
  })
  await replaceLines(
    tx,
    id,
    form.lines.map((line) => toLineRow(ctx, id, line)),
  )
  await insertRequestEvent(tx, ctx, id, 'created')
  await ctx.audit(tx, {
    noun: 'request',
    objectId: id,
    bodyId,
    after: { kind: input.kind, systemId: input.systemId, ...input.content },
  })
  await ctx.emit(tx, { type: 'request.created', noun: 'request', id, bodyId })
  return (await findRequest(tx, id, viewerOf(ctx))) as RequestRow
}
