import type { BodyOf, billRunOperations as operations, QueryOf } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { PageRequest } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { refuseCount, refuseStop, TAKEN } from './bill-run.ts'
import {
  endRun,
  findRun,
  hasUnderWayForUpdate,
  insertRun,
  listBillsToTreat,
  listItems,
  loadRunForUpdate,
  type RunRow,
} from './bill-run-store.ts'
import { toItem } from './bill-run-view.ts'

export const RECONCILER = 'bill-run'

/**
 * Which bills, is settled here and now; they are treated behind the call.
 * @throws `bill-run.empty`, `bill-run.too_many`, `bill-run.under_way`; `common.not_found` for a chosen bill out of sight.
 */
export async function startRun(ctx: Ctx, { verb, of }: BodyOf<typeof operations.start>): Promise<RunRow> {
  ctx.authz.require(ctx, 'create', 'bill-run')
  const { actor } = ctx
  assert(actor.kind === 'person' && actor.post !== null, 'people treat bills, from a post')
  const { personId, accountId, name, post } = actor
  return ctx.inTx(async (tx) => {
    if (await hasUnderWayForUpdate(tx, personId)) refuse('bill-run.under_way')
    const filters = 'filters' in of ? of.filters : null
    const billIds = await listBillsToTreat(tx, 'billIds' in of ? of : { ...of, state: TAKEN[verb] })
    if ('billIds' in of && billIds.length !== of.billIds.length) refuse('common.not_found')
    const refusal = refuseCount(billIds.length)
    if (refusal) refuse(refusal)
    const run = {
      id: ctx.ids.next(),
      verb,
      person_id: personId,
      post_id: post.postId,
      body_id: post.bodyId,
      account_id: accountId,
      person_name: name,
      filters,
      created_at: ctx.clock.now(),
    }
    await insertRun(tx, run, billIds)
    const after = { verb, filters, bills: billIds.length }
    await ctx.audit(tx, { noun: 'bill-run', objectId: run.id, bodyId: post.bodyId, after })
    await ctx.nudge(tx, RECONCILER, run.id)
    return (await findRun(tx, run.id)) as RunRow
  })
}

/** The bill that is being treated is treated to its end. @throws `bill-run.ended`. */
export async function stopRun(ctx: Ctx, id: string): Promise<RunRow> {
  return ctx.inTx(async (tx) => {
    const run = ctx.authz.authorised(ctx, 'operate', 'bill-run', await loadRunForUpdate(tx, id))
    const refusal = refuseStop(run.state)
    if (refusal) refuse(refusal)
    await endRun(tx, id, 'stopped', ctx.clock.now())
    const after = { state: 'stopped', done: run.done, of: run.total }
    await ctx.audit(tx, { noun: 'bill-run', objectId: id, bodyId: run.body_id, after })
    return (await findRun(tx, id)) as RunRow
  })
}

export async function seenRun(ctx: Ctx, id: string): Promise<RunRow> {
  return ctx.authz.authorised(ctx, 'view', 'bill-run', await findRun(ctx.db, id))
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
