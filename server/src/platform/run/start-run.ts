import type { Ctx } from '../context.ts'
import type { Tx } from '../db/index.ts'
import { assert, refuse } from '../errors.ts'
import { type RunKind, refuseCount, refuseStop } from './run.ts'
import {
  endRun,
  findRun,
  hasUnderWayForUpdate,
  insertRun,
  loadRunForUpdate,
  type RunRow,
} from './run-store.ts'

interface Asked<Own, Thing, Filters> {
  readonly own: Own
  /** As the list was filtered; null where things were chosen one by one. */
  readonly filters: Filters | null
  /** How many were chosen; null with a filter. */
  readonly chosen: number | null
  /** In the order in which they are treated; of a filter one more than a run may have at the most. */
  find(tx: Tx): Promise<readonly Thing[]>
}

/**
 * Which things, is settled here and now; they are treated behind the call.
 * @throws `<noun>.empty`, `<noun>.too_many`, `<noun>.under_way`; `common.not_found` for a chosen one out of sight.
 */
export async function startRun<Own extends object, Thing extends object, Filters>(
  ctx: Ctx,
  kind: RunKind<Own, Thing, Filters>,
  asked: Asked<Own, Thing, Filters>,
): Promise<RunRow<Own, Filters>> {
  const { noun } = kind
  ctx.authz.require(ctx, 'create', noun)
  const { actor } = ctx
  assert(actor.kind === 'person' && actor.post !== null, 'people start runs, from a post')
  const { personId, accountId, name, post } = actor
  return ctx.inTx(async (tx) => {
    if (await hasUnderWayForUpdate(tx, kind, personId)) refuse(`${noun}.under_way` as const)
    const things = await asked.find(tx)
    if (asked.chosen !== null && things.length !== asked.chosen) refuse('common.not_found')
    const refusal = refuseCount(noun, things.length)
    if (refusal) refuse(refusal)
    const { filters } = asked
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
    await insertRun(tx, kind, run, asked.own, things)
    const after = { ...asked.own, filters, total: things.length }
    await ctx.audit(tx, { noun, objectId: run.id, bodyId: post.bodyId, after })
    await ctx.nudge(tx, noun, run.id)
    return (await findRun(tx, kind, run.id)) as RunRow<Own, Filters>
  })
}

/** What is being treated is treated to its end. @throws `<noun>.ended`. */
export async function stopRun<Own extends object, Thing extends object, Filters>(
  ctx: Ctx,
  kind: RunKind<Own, Thing, Filters>,
  id: string,
): Promise<RunRow<Own, Filters>> {
  const { noun } = kind
  return ctx.inTx(async (tx) => {
    const run = ctx.authz.authorised(ctx, 'operate', noun, await loadRunForUpdate(tx, kind, id))
    const refusal = refuseStop(noun, run.state)
    if (refusal) refuse(refusal)
    await endRun(tx, kind, id, 'stopped', ctx.clock.now())
    const after = { state: 'stopped', done: run.done, of: run.total }
    await ctx.audit(tx, { noun, objectId: id, bodyId: run.body_id, after })
    return (await findRun(tx, kind, id)) as RunRow<Own, Filters>
  })
}

export async function seenRun<Own extends object, Thing extends object, Filters>(
  ctx: Ctx,
  kind: RunKind<Own, Thing, Filters>,
  id: string,
): Promise<RunRow<Own, Filters>> {
  return ctx.authz.authorised(ctx, 'view', kind.noun, await findRun(ctx.db, kind, id))
}
