import { type HostClaim, hostClaimOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import type { HostPlacing } from './claim-host.ts'
import { type HostClaimRow, listClaims, takesOf } from './host-claim-store.ts'
import { createClaim, refuseRelease, releaseClaim } from './keep-claim.ts'

function toHostClaim(ctx: Ctx, row: HostClaimRow): HostClaim {
  return {
    id: row.id,
    host: { id: row.host_id, name: row.host_name },
    name: row.name,
    resourceId: row.resource_id,
    takes: takesOf(row),
    apartGroup: row.apart_group,
    togetherGroup: row.together_group,
    systemId: row.system_id,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    actions: { release: ctx.authz.allowance(ctx.actor, 'delete', 'host-claim', refuseRelease(row)) },
  }
}

export function createHostClaimRoutes(placing: HostPlacing): readonly Route[] {
  return [
    route(operations.list, async (ctx, { query }) =>
      listClaims(ctx.authz.require(ctx, 'list', 'host-claim'), query, query, (row) => toHostClaim(ctx, row)),
    ),
    route(operations.try, (ctx, { body }) => {
      ctx.authz.require(ctx, 'list', 'host-claim')
      return placing.foresee(ctx, body.lines)
    }),
    route(operations.create, async (ctx, { body }) =>
      toHostClaim(ctx, await createClaim(ctx, placing, body)),
    ),
    route(operations.release, async (ctx, { params }) => {
      await releaseClaim(ctx, params.id)
      return null
    }),
  ]
}
