import {
  roleNetworkOperations as operations,
  ROLES,
  type Role,
  type RoleNetwork,
  roles,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { createAddressList, plainAddress } from '../../../platform/net/address-list.ts'
import { countHolders, listRoleNetworks, type RoleNetworkRow } from './role-network-store.ts'
import { setRoleNetwork } from './set-role-network.ts'
import { tryRoleNetwork } from './try-role-network.ts'

/** `forget`: what the process remembers of the lists is no longer so. */
export function roleNetworkRoutes(forget: () => void): readonly Route[] {
  return [
    route(operations.list, async (ctx) => {
      const db = ctx.authz.require(ctx, 'list', 'role-network')
      return { address: plainAddress(ctx.address ?? ''), items: await toRoleNetworks(ctx, db, ROLES) }
    }),
    route(operations.try, async (ctx, { params, body }) => tryRoleNetwork(ctx, params.role, body.ranges)),
    route(operations.set, async (ctx, { params, body }) => {
      await setRoleNetwork(ctx, params.role, body)
      forget()
      const [set] = await toRoleNetworks(ctx, ctx.db, [params.role])
      return set as RoleNetwork
    }),
  ]
}

/** Every role, whether it has a list or not: what has none is the finding. */
async function toRoleNetworks(ctx: Ctx, db: Db, wanted: readonly Role[]): Promise<RoleNetwork[]> {
  const rows = new Map((await listRoleNetworks(db)).map((row) => [row.role, row]))
  const people = await countHolders(db, ctx.clock.now())
  return wanted.map((role) => toRoleNetwork(ctx, role, rows.get(role), people.get(role) ?? 0))
}

function toRoleNetwork(
  ctx: Ctx,
  role: Role,
  row: RoleNetworkRow | undefined,
  peopleCount: number,
): RoleNetwork {
  const ranges = row?.ranges ?? []
  return {
    role,
    title: roles[role].title,
    ranges,
    version: row?.version ?? 0,
    peopleCount,
    within: ranges.length === 0 || createAddressList(ranges).has(ctx.address ?? ''),
    reason: row?.reason ?? null,
    changedAt: row?.changed_at.toISOString() ?? null,
    changedByName: row?.changed_by_name ?? null,
    actions: { set: ctx.authz.allowance(ctx.actor, 'modify', 'role-network') },
  }
}
