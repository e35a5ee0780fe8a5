import { type Host, hostOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { assignHosts } from './assign-hosts.ts'
import { hostAmounts } from './host.ts'
import { findHost, type HostRow, listHosts } from './host-store.ts'
import { stateHost } from './state-host.ts'

function toHost(ctx: Ctx, row: HostRow): Host {
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })
  return {
    id: row.id,
    name: row.name,
    cloud: { id: row.cloud_id, name: row.cloud_name },
    nativeZone: row.native_zone,
    zone: named(row.zone_id, row.zone_name),
    pool: named(row.pool_id, row.pool_name),
    hypervisor: row.hypervisor,
    state: row.state,
    total: hostAmounts('total', row),
    limit: hostAmounts('limit', row),
    used: hostAmounts('used', row),
    machines: Number(row.machines),
    isDomestic: row.is_domestic,
    power:
      row.watts_idle === null || row.watts_peak === null
        ? null
        : { idleWatts: row.watts_idle, peakWatts: row.watts_peak },
    observedAt: row.hosts_observed_at?.toISOString() ?? null,
    version: row.version,
    actions: { modify: ctx.authz.allowance(ctx.actor, 'modify', 'host') },
  }
}

export const hostRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) =>
    listHosts(ctx.authz.require(ctx, 'list', 'host'), query, query, (row) => toHost(ctx, row)),
  ),
  route(operations.get, async (ctx, { params }) =>
    toHost(ctx, ctx.authz.authorised(ctx, 'view', 'host', await findHost(ctx.db, params.id))),
  ),
  route(operations.update, async (ctx, { params, body }) =>
    toHost(ctx, await stateHost(ctx, params.id, body)),
  ),
  route(operations.assign, async (ctx, { body }) => ({
    items: (await assignHosts(ctx, body)).map((row) => toHost(ctx, row)),
  })),
]
