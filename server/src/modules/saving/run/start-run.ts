import type { BodyOf, savingRunOperations as operations, QueryOf } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { PageRequest } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { RUN_RECONCILER, refuseCount, refuseStop } from './saving-run.ts'
import {
  endRun,
  findRun,
  hasUnderWayForUpdate,
  insertRun,
  listItems,
  listToNotify,
  loadRunForUpdate,
  type RunRow,
} from './saving-run-store.ts'
import { toItem } from './saving-run-view.ts'

/**
 * About which resources, is settled here and now; the notices are sent behind the call.
 * @throws `saving-run.empty`, `saving-run.too_many`, `saving-run.under_way`; `common.not_found` for a chosen one that is not there.
 */
export async function startRun(ctx: Ctx, { of }: BodyOf<typeof operations.start>): Promise<RunRow> {
  ctx.authz.require(ctx, 'create', 'saving-run')
  const { actor } = ctx
  assert(actor.kind === 'person' && actor.post !== null, 'people send notices, from a post')
  const { personId, accountId, name, post } = actor
  return ctx.inTx(async (tx) => {
    if (await hasUnderWayForUpdate(tx, personId)) refuse('saving-run.under_way')
    const found = await listToNotify(tx, of)
    if ('proposalIds' in of && found.length !== of.proposalIds.length) refuse('common.not_found')
    const refusal = refuseCount(found.length)
    if (refusal) refuse(refusal)
    const filters = 'filters' in of ? of.filters : null
    const run = {
      id: ctx.ids.next(),
      person_id: personId,
      post_id: post.postId,
      body_id: post.bodyId,
      account_id: accountId,
      person_name: name,
      filters,
      created_at: ctx.clock.now(),
    }
    await insertRun(tx, run, found)
    const after = { filters, proposals: found.length }
    await ctx.audit(tx, { noun: 'saving-run', objectId: run.id, bodyId: post.bodyId, after })
    await ctx.nudge(tx, RUN_RECONCILER, run.id)
    return (await findRun(tx, run.id)) as RunRow
  })
}

/** What is being sent is sent. @throws `saving-run.ended`. */
export async function stopRun(ctx: Ctx, id: string): Promise<RunRow> {
  return ctx.inTx(async (tx) => {
    const run = ctx.authz.authorised(ctx, 'operate', 'saving-run', await loadRunForUpdate(tx, id))
    const refusal = refuseStop(run.state)
    if (refusal) refuse(refusal)
    await endRun(tx, id, 'stopped', ctx.clock.now())
    const after = { state: 'stopped', done: run.done, of: run.total }
    await ctx.audit(tx, { noun: 'saving-run', objectId: id, bodyId: run.body_id, after })
    return (await findRun(tx, id)) as RunRow
  })
}

export async function seenRun(ctx: Ctx, id: string): Promise<RunRow> {
  return ctx.authz.authorised(ctx, 'view', 'saving-run', await findRun(ctx.db, id))
}

export async function pageOfItems(
  ctx: Ctx,
  id: string,
  query: QueryOf<typeof operations.items>,
  page: PageRequest,
) {
  await seenRun(ctx, id)
  return listItems(ctx.db, id, query, page, toItem)
}
