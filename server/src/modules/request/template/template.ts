/** Templates (申请模板): standard on-cloud plans to start from (R105). */
import type {
  ReasonCode,
  RequestContent,
  RequestTemplate,
  RequestTemplateCreate,
  RequestTemplateUpdate,
} from '@yunheng/contract'
import type { Actor, Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { refuseLines } from '../form/form.ts'
import {
  findTemplate,
  insertTemplate,
  removeTemplate,
  type TemplateRow,
  updateTemplate,
} from './template-store.ts'

/** The regulator keeps those for all; a body keeps its own. */
export function refuseTemplate(template: Pick<TemplateRow, 'body_id'>, actor: Actor): ReasonCode | null {
  if (actor.kind !== 'person') return null
  const isRegulator = actor.post?.role === 'regulator-centre'
  const isOwn = template.body_id === null ? isRegulator : template.body_id === actor.post?.bodyId
  return isOwn ? null : 'request-template.not_yours'
}

/** @throws `request-template.not_for_all`, `request.line_malformed`. */
export async function createTemplate(ctx: Ctx, input: RequestTemplateCreate): Promise<TemplateRow> {
  ctx.authz.require(ctx, 'create', 'request-template')
  const { actor } = ctx
  assert(actor.kind === 'person' && actor.post !== null, 'only a post passes the policy')
  const bodyId = input.isShared ? null : actor.post.bodyId
  if (input.isShared && actor.post.role !== 'regulator-centre') refuse('request-template.not_for_all')
  refuseLines('new', input.content.lines)
  return ctx.inTx(async (tx) => {
    const id = ctx.ids.next()
    const now = ctx.clock.now()
    await insertTemplate(tx, {
      id,
      body_id: bodyId,
      kind: 'new',
      name: input.name.trim(),
      summary: input.summary.trim(),
      content: JSON.stringify(input.content),
      created_at: now,
      updated_at: now,
    })
    await ctx.audit(tx, { noun: 'request-template', objectId: id, bodyId, after: input })
    return (await findTemplate(tx, id)) as TemplateRow
  })
}

/** @throws `request-template.not_yours`, `request.line_malformed`, `common.version_stale`. */
export async function changeTemplate(
  ctx: Ctx,
  id: string,
  input: RequestTemplateUpdate,
): Promise<TemplateRow> {
  return ctx.inTx(async (tx) => {
    const template = ctx.authz.authorised(ctx, 'modify', 'request-template', await findTemplate(tx, id))
    const refusal = refuseTemplate(template, ctx.actor)
    if (refusal) refuse(refusal)
    refuseLines('new', input.content.lines)
    const change = {
      name: input.name.trim(),
      summary: input.summary.trim(),
      content: input.content,
      updated_at: ctx.clock.now(),
    }
    if (!(await updateTemplate(tx, template, input.version, change))) refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'request-template',
      objectId: id,
      bodyId: template.body_id,
      before: { name: template.name, content: template.content },
      after: input,
    })
    return (await findTemplate(tx, id)) as TemplateRow
  })
}

/** @throws `request-template.not_yours`. */
export async function deleteTemplate(ctx: Ctx, id: string): Promise<null> {
  return ctx.inTx(async (tx) => {
    const template = ctx.authz.authorised(ctx, 'delete', 'request-template', await findTemplate(tx, id))
    const refusal = refuseTemplate(template, ctx.actor)
    if (refusal) refuse(refusal)
    await removeTemplate(tx, template)
    await ctx.audit(tx, {
      noun: 'request-template',
      objectId: id,
      bodyId: template.body_id,
      before: { name: template.name, content: template.content },
    })
    return null
  })
}

export function toTemplate(ctx: Ctx, row: TemplateRow): RequestTemplate {
  const { authz, actor } = ctx
  const refusal = refuseTemplate(row, actor)
  return {
    id: row.id,
    name: row.name,
    summary: row.summary,
    content: row.content as RequestContent,
    kind: row.kind,
    body: row.body_id === null ? null : { id: row.body_id, name: row.body_name ?? '' },
    version: row.version,
    updatedAt: row.updated_at.toISOString(),
    actions: {
      modify: authz.allowance(actor, 'modify', 'request-template', refusal),
      remove: authz.allowance(actor, 'delete', 'request-template', refusal),
    },
  }
}
