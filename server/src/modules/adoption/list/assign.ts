import {
  ADOPTION_LIST_MAX,
  type BodyOf,
  type adoptionOperations as operations,
  type PoolMapping,
} from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { type CloudRow, findCloud, findPool, type PoolRow } from '../../cloud/index.ts'
import { findSystem } from '../../system/index.ts'
import { proposePlans, refusePast } from '../plan/set-plan.ts'
import { conditionsOf } from '../proposal/item-list-store.ts'
import { type Chosen, insertEntries, insertList, nextListNo } from './list-store.ts'

type Assignment = BodyOf<typeof operations.assign>

export interface Assigned {
  readonly listId: string
  readonly skipped: number
  readonly needed: number
}

/**
 * A list of things of one cloud for one body. What others have assigned meanwhile is left out and counted.
 * @throws `adoption.nothing_chosen`, `adoption.too_many`, `adoption.system_elsewhere`, `adoption.pool_elsewhere`,
 * `adoption.priced_from_past`.
 */
export async function assignItems(ctx: Ctx, input: Assignment): Promise<Assigned> {
  ctx.authz.require(ctx, 'create', 'adoption')
  const pricedFrom = input.pricedFrom ?? null
  refusePast(ctx, pricedFrom)
  return ctx.inTx(async (tx) => {
    const { cloud, pool } = await cloudWithPool(ctx, tx, input)
    if (input.systemId !== null) await refuseForeignSystem(tx, input.systemId, input.bodyId)
    const { listId, chosen } = await openList(ctx, tx, { ...input, cloud, pool, pricedFrom }, chosenBy(input))
    return { listId, skipped: chosen.all - chosen.inserted, needed: chosen.needed }
  })
}

/** @throws `adoption.pool_elsewhere`; 404 for a cloud that the caller does not see. */
export async function cloudWithPool(
  ctx: Ctx,
  tx: Tx,
  place: { readonly cloudId: string; readonly poolId: string },
): Promise<{ readonly cloud: CloudRow; readonly pool: PoolRow }> {
  const cloud = ctx.authz.authorised(ctx, 'view', 'inventory', await findCloud(tx, place.cloudId))
  const pool = await findPool(tx, place.poolId)
  if (pool?.cloud_id !== cloud.id) refuse('adoption.pool_elsewhere')
  return { cloud, pool }
}

/** Those who assign do not see the ledgers of all departments; whose a system is, its name tells anyway. */
async function refuseForeignSystem(tx: Tx, systemId: string, bodyId: string): Promise<void> {
  const system = await elevated(tx, () => findSystem(tx, systemId))
  if (system?.body_id !== bodyId || system.retired_at !== null) refuse('adoption.system_elsewhere')
}

function chosenBy({ cloudId, bodyId, systemId, itemIds, filter }: Assignment): RawBuilder<unknown> {
  const system = systemId === null ? sql`p.system_id` : sql`${systemId}::uuid`
  const fits = systemId === null ? sql`p.body_id = ${bodyId}` : sql`true`
  const among = itemIds === null ? sql`true` : sql`i.id = any(${sql.val([...itemIds])}::uuid[])`
  return sql`select i.id as item_id, ${system} as system_id,
      case when p.system_id = ${system} then p.rule end as rule, case when p.system_id = ${system} then p.found end as found
    from inventory_directory i left join adoption_proposal p on p.item_id = i.id
    where ${conditionsOf({ ...given(filter), cloudId })} and ${among} and ${fits}
    limit ${ADOPTION_LIST_MAX + 1}`
}

/** Neither ids nor filter: everything that is left. */
const given = (filter: Assignment['filter']) => filter ?? {}

export async function openList(
  ctx: Ctx,
  tx: Tx,
  parts: {
    readonly cloud: CloudRow
    readonly bodyId: string
    readonly pool: PoolRow
    readonly note: string
    readonly pricedFrom: string | null
  },
  chosen: RawBuilder<unknown>,
): Promise<{ readonly listId: string; readonly no: string; readonly chosen: Chosen }> {
  const { actor, clock, ids } = ctx
  assert(actor.kind === 'person', 'people assign')
  const { cloud, bodyId, pool, note, pricedFrom } = parts
  const poolId = pool.id
  const now = clock.now()
  const id = ids.next()
  const no = await nextListNo(tx, dayInChina(now).slice(0, 4))
  const list = {
    id,
    no,
    sort: 'take-in',
    cloudId: cloud.id,
    providerBodyId: cloud.provider_body_id,
    bodyId,
    poolId,
  } as const
  await insertList(tx, { ...list, note: note.trim(), pricedFrom, createdByName: actor.name, createdAt: now })
  const counts = await insertEntries(tx, list, chosen)
  if (counts.inserted === 0) refuse('adoption.nothing_chosen')
  if (counts.inserted + counts.needed > ADOPTION_LIST_MAX)
    refuse('adoption.too_many', { details: { limit: ADOPTION_LIST_MAX } })
  await proposePlans(tx, { id, mapping: pool.mapping as PoolMapping })
  const after = { no, cloudId: cloud.id, poolId, ...(pricedFrom === null ? {} : { pricedFrom }), ...counts }
  await ctx.audit(tx, { noun: 'adoption', objectId: id, label: no, bodyId, after })
  return { listId: id, no, chosen: counts }
}
