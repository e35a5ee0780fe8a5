/** Drafts of offerings: the first one, and every later one beside the version that is published. */
import type { OfferingContent, OfferingCreate, OfferingUpdate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { refuseKeeping } from './offering.ts'
import {
  findOffering,
  findOfferingByCode,
  findVersionId,
  insertOffering,
  loadOfferingForUpdate,
  type OfferingWithContent,
  replaceContent,
  updateOffering,
} from './offering-store.ts'
import { problemOfPlans } from './plan.ts'

function requirePlans(content: OfferingContent): void {
  const problem = problemOfPlans(content.plans)
  if (problem) refuse('offering.plan_invalid', { details: problem })
}

/** Adds an offering as a draft; nobody can apply for it before it is published. */
export async function createOffering(ctx: Ctx, input: OfferingCreate): Promise<OfferingWithContent> {
  ctx.authz.require(ctx, 'create', 'offering')
  const refusal = refuseKeeping(ctx.actor)
  if (refusal) refuse(refusal)
  requirePlans(input)
  const { code, serviceClass, family, part, ...content } = input
  return ctx.inTx(async (tx) => {
    if (await findOfferingByCode(tx, code)) refuse('offering.code_taken', { details: { code } })
    const id = ctx.ids.next()
    const now = ctx.clock.now()
    await insertGuarded(tx, {
      id,
      code,
      service_class: serviceClass,
      family,
      part,
      draft_number: 1,
      created_at: now,
    })
    const version = { id: ctx.ids.next(), offeringId: id, number: 1, createdAt: now }
    await replaceContent(
      tx,
      version,
      content,
      content.plans.map(() => ctx.ids.next()),
    )
    await ctx.audit(tx, { noun: 'offering', objectId: id, bodyId: null, after: input })
    await ctx.emit(tx, { type: 'offering.created', noun: 'offering', id, bodyId: null })
    return (await findOffering(tx, id)) as OfferingWithContent
  })
}

/** Two at once may both find the code free; the unique constraint lets only one in. */
async function insertGuarded(tx: Tx, offering: Parameters<typeof insertOffering>[1]): Promise<void> {
  try {
    await insertOffering(tx, offering)
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint !== 'offering_code_key') throw error
    throw new AppError('offering.code_taken', { details: { code: offering.code }, cause: error })
  }
}

/** Changes the draft; where there is none, opens one beside the published version, which stays as it is. */
export async function updateDraft(ctx: Ctx, id: string, input: OfferingUpdate): Promise<OfferingWithContent> {
  return ctx.inTx(async (tx) => {
    const offering = ctx.authz.authorised(ctx, 'modify', 'offering', await loadOfferingForUpdate(tx, id))
    const refusal = refuseKeeping(ctx.actor) ?? (offering.withdrawn_at === null ? null : 'offering.withdrawn')
    if (refusal) refuse(refusal)
    const { version, ...content } = input
    requirePlans(content)
    const number = offering.draft_number ?? (offering.published_number ?? 0) + 1
    if (!(await updateOffering(tx, id, version, { draft_number: number }))) refuse('common.version_stale')
    const versionId = (await findVersionId(tx, id, number)) ?? ctx.ids.next()
    const draft = { id: versionId, offeringId: id, number, createdAt: ctx.clock.now() }
    await replaceContent(
      tx,
      draft,
      content,
      content.plans.map(() => ctx.ids.next()),
    )
    await ctx.audit(tx, {
      noun: 'offering',
      objectId: id,
      bodyId: null,
      after: { ...content, itemVersion: number },
    })
    await ctx.emit(tx, { type: 'offering.drafted', noun: 'offering', id, bodyId: null })
    return (await findOffering(tx, id, number)) as OfferingWithContent
  })
}
