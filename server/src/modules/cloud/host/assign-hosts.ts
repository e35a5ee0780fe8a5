import type { BodyOf, hostOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { findPool } from '../pool/pool-store.ts'
import { findHost, type HostRow, loadHostForUpdate, updatePoolOf } from './host-store.ts'

/** Says of many hosts at once which pool they serve: all of them, or none where one stands in another zone. */
export async function assignHosts(
  ctx: Ctx,
  { ids, poolId }: BodyOf<(typeof hostOperations)['assign']>,
): Promise<readonly HostRow[]> {
  ctx.authz.require(ctx, 'modify', 'host')
  return ctx.inTx(async (tx) => {
    const pool = poolId === null ? null : await findPool(tx, poolId)
    // In the order of their ids, so that two who assign the same hosts do not wait for each other in a circle.
    const ordered = [...new Set(ids)].sort()
    for (const id of ordered) {
      const host = ctx.authz.authorised(ctx, 'modify', 'host', await loadHostForUpdate(tx, id))
      if (pool !== null && pool?.zone_id !== host.zone_id) refuse('host.pool_elsewhere')
      const of = { noun: 'host', objectId: id, label: host.name, bodyId: null } as const
      await ctx.audit(tx, { ...of, before: { poolId: host.pool_id }, after: { poolId } })
    }
    await updatePoolOf(tx, ordered, poolId)
    const rows: HostRow[] = []
    for (const id of ordered) rows.push((await findHost(tx, id)) as HostRow)
    return rows
  })
}
