/** A list of resources that were taken in without a plan: the assigner says from when, the body approves. */
import {
  ADOPTION_LIST_MAX,
  type BodyOf,
  type adoptionPlanOperations as operations,
  type PoolMapping,
  type ResponseOf,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findPool } from '../../cloud/index.ts'
import { listUnpriced, type Unpriced } from '../../resource/index.ts'
import { insertList, nextListNo } from '../list/list-store.ts'
import type { ClosedUntil } from '../ports.ts'
import { insertResourceEntries, listWaiting } from './plan-store.ts'
import { nameOf, refuseClosed } from './refuse-closed.ts'
import { proposePlans } from './set-plan.ts'

type Input = BodyOf<typeof operations.price>
type Answer = ResponseOf<typeof operations.price>

/** @throws `adoption.nothing_without_plan`, `adoption.too_many`, `adoption.month_closed`. */
export async function priceResources(ctx: Ctx, closedUntil: ClosedUntil, input: Input): Promise<Answer> {
  ctx.authz.require(ctx, 'create', 'adoption')
  return ctx.inTx(async (tx) => {
    const rows = await listUnpriced(tx, input.resourceIds, input.filter ?? {}, ADOPTION_LIST_MAX + 1)
    if (rows.length > ADOPTION_LIST_MAX)
      refuse('adoption.too_many', { details: { limit: ADOPTION_LIST_MAX } })
    const bodyIds = [...new Set(rows.map((row) => row.body_id))]
    await refuseClosed(tx, closedUntil, { bodyIds, pricedFrom: input.pricedFrom })
    const waiting = await listWaiting(
      tx,
      rows.map((row) => row.id),
    )
    const free = rows.filter((row) => !waiting.has(row.id))
    if (free.length === 0) refuse('adoption.nothing_without_plan')
    const lists: Answer['lists'] = []
    const places = Map.groupBy(free, (row) => `${row.body_id} ${row.cloud_id} ${row.pool_id}`)
    for (const group of places.values()) lists.push(await openPlanList(ctx, tx, input, group))
    return { lists, resources: lists.reduce((sum, list) => sum + list.entries, 0) }
  })
}

async function openPlanList(
  ctx: Ctx,
  tx: Tx,
  { pricedFrom, reason }: Input,
  group: readonly Unpriced[],
): Promise<Answer['lists'][number]> {
  const { actor, clock, ids } = ctx
  assert(actor.kind === 'person' && group[0] !== undefined, 'people choose, and chose something')
  const { body_id: bodyId, cloud_id: cloudId, pool_id: poolId, provider_body_id: providerBodyId } = group[0]
  const now = clock.now()
  const id = ids.next()
  const no = await nextListNo(tx, dayInChina(now).slice(0, 4))
  const place = { cloudId, providerBodyId, bodyId, poolId }
  const more = { note: reason.trim(), pricedFrom, createdByName: actor.name, createdAt: now }
  await insertList(tx, { id, no, sort: 'plan', ...place, ...more })
  const entries = await insertResourceEntries(tx, id, group)
  // Others listed them all in the same moment.
  if (entries === 0) refuse('adoption.nothing_without_plan')
  const pool = await findPool(tx, poolId)
  await proposePlans(tx, { id, mapping: (pool?.mapping as PoolMapping | undefined) ?? { volumeTypes: [] } })
  const after = { no, cloudId, poolId, pricedFrom, entries, reason: more.note }
  await ctx.audit(tx, { noun: 'adoption', objectId: id, label: no, bodyId, after })
  return { id, no, body: { id: bodyId, name: await nameOf(tx, bodyId) }, entries }
}
