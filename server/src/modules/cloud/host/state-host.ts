import type { BodyOf, hostOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { findPool } from '../pool/pool-store.ts'
import { findHost, type HostRow, loadHostForUpdate, updateStated } from './host-store.ts'

/** What the cloud does not tell: the pool that a host serves, whether it is 信创 (R17), what it draws. */
export async function stateHost(
  ctx: Ctx,
  id: string,
  { version, ...stated }: BodyOf<(typeof hostOperations)['update']>,
): Promise<HostRow> {
  return ctx.inTx(async (tx) => {
    const host = ctx.authz.authorised(ctx, 'modify', 'host', await loadHostForUpdate(tx, id))
    if (stated.poolId !== null) {
      const pool = await findPool(tx, stated.poolId)
      if (pool === undefined || pool.zone_id !== host.zone_id) refuse('host.pool_elsewhere')
    }
    if (stated.power !== null && stated.power.peakWatts < stated.power.idleWatts) refuse('host.power_order')
    if (!(await updateStated(tx, id, version, stated))) refuse('common.version_stale')
    const before = { poolId: host.pool_id, isDomestic: host.is_domestic, idleWatts: host.watts_idle }
    await ctx.audit(tx, { noun: 'host', objectId: id, bodyId: null, before, after: stated })
    return (await findHost(tx, id)) as HostRow
  })
}
