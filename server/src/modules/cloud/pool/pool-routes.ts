import { poolOperations as operations, type PoolChoices, type PoolMapping } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { ask, recordCapacity } from '../cloud/probe-cloud.ts'
import type { Connections } from '../connections.ts'
import { changePool, createPool, setPoolState } from './keep-pool.ts'
import { findPool, listPoolCandidates, listPools, type PoolFilter, type PoolRow } from './pool-store.ts'
import { toPool } from './pool-view.ts'

export function createPoolRoutes(connections: Connections): readonly Route[] {
  return [
    route(operations.list, async (ctx, { query }) =>
      listPools(ctx.authz.require(ctx, 'list', 'pool'), query, query, (row) => toPool(ctx, row)),
    ),
    route(operations.get, async (ctx, { params }) =>
      toPool(ctx, ctx.authz.authorised(ctx, 'view', 'pool', await findPool(ctx.db, params.id))),
    ),
    route(operations.choices, async (ctx, { query }) => poolChoices(ctx, query)),
    route(operations.create, async (ctx, { body }) => toPool(ctx, await createPool(ctx, body))),
    route(operations.update, async (ctx, { params, body }) =>
      toPool(ctx, await changePool(ctx, params.id, body)),
    ),
    route(operations.close, async (ctx, { params, body }) =>
      toPool(ctx, await setPoolState(ctx, params.id, body.version, 'closed')),
    ),
    route(operations.open, async (ctx, { params, body }) =>
      toPool(ctx, await setPoolState(ctx, params.id, body.version, 'open')),
    ),
    route(operations.refresh, async (ctx, { params }) =>
      toPool(ctx, await refreshPool(ctx, connections, params.id)),
    ),
  ]
}

async function refreshPool(ctx: Ctx, connections: Connections, id: string): Promise<PoolRow> {
  const pool = ctx.authz.authorised(ctx, 'operate', 'pool', await findPool(ctx.db, id))
  const { connector } = await connections.to(pool.cloud_id)
  const capacity = await ask((signal) => connector.capacity(signal))
  return ctx.inTx(async (tx) => {
    await recordCapacity(ctx, tx, pool.cloud_id, capacity)
    await ctx.audit(tx, { noun: 'pool', objectId: id, bodyId: null, after: { zones: capacity.length } })
    return (await findPool(tx, id)) as PoolRow
  })
}

/**
 * What a request form can offer: pools themselves are not for departments to see, their choices are. Dedicated pools count
 * only for those whose body they are for.
 */
export async function poolChoices(
  ctx: Ctx,
  filter: Pick<PoolFilter, 'class' | 'networkZone'>,
): Promise<PoolChoices> {
  ctx.authz.require(ctx, 'list', 'offering')
  const { scope } = ctx.actor
  const isOwn = (row: PoolRow) =>
    row.dedicated_body_id === null || scope.all || scope.bodyIds.includes(row.dedicated_body_id)
  const all = await listPoolCandidates(ctx.asSystem('pool choices').db, { ...filter, state: 'open' })
  const pools = all.filter(
    (row) => row.cloud_state !== 'suspended' && row.node_intake === 'managed' && isOwn(row),
  )
  const mappings = pools.map((row) => row.mapping as PoolMapping)
  const images = mappings.flatMap((mapping) => mapping.images)
  return {
    places: uniqueBy(
      pools.map((row) => ({ networkZone: row.network_zone, poolClass: row.class })),
      (place) => `${place.networkZone} ${place.poolClass}`,
    ),
    providers: uniqueBy(
      pools.map((row) => ({ id: row.provider_id, name: row.provider_name })),
      (provider) => provider.id,
    ),
    images: uniqueBy(
      images.map(({ code, title, minDiskGiB }) => ({ code, title, minDiskGiB })),
      (image) => image.code,
    ),
    tiers: [...new Set(mappings.flatMap((mapping) => mapping.volumeTypes.map((type) => type.tier)))].sort(),
    hasExternalNetwork: mappings.some((mapping) => mapping.externalNetwork !== null),
  }
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()].sort((a, b) =>
    keyOf(a).localeCompare(keyOf(b)),
  )
}
