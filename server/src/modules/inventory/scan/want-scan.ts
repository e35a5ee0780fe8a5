/** A person wants a cloud scanned now, or has checked that most of it is gone indeed. */
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { type CloudRow, findCloud } from '../../cloud/index.ts'
import { INVENTORY_RECONCILER } from './scan-reconciler.ts'
import { insertWish, listCloudScans } from './scan-store.ts'

/** @throws `cloud.suspended`. */
export async function wantScan(ctx: Ctx, cloudId: string): Promise<void> {
  const cloud = ctx.authz.authorised(ctx, 'operate', 'inventory', await findCloud(ctx.db, cloudId))
  await wish(ctx, cloud, null)
}

/** @throws `cloud.suspended`, `inventory.nothing_lost`. */
export async function believeLoss(ctx: Ctx, cloudId: string, reason: string): Promise<void> {
  const cloud = ctx.authz.authorised(ctx, 'approve', 'inventory', await findCloud(ctx.db, cloudId))
  const [scans] = await listCloudScans(ctx.db, ctx.clock.now(), cloudId)
  if (scans?.last_reason !== 'inventory.scan_shrunk') refuse('inventory.nothing_lost')
  await wish(ctx, cloud, reason)
}

async function wish(ctx: Ctx, cloud: CloudRow, lossReason: string | null): Promise<void> {
  if (cloud.state === 'suspended') refuse('cloud.suspended')
  const { id, name, provider_body_id: bodyId } = cloud
  await ctx.inTx(async (tx) => {
    await insertWish(tx, { cloudId: id, now: ctx.clock.now(), lossReason })
    await ctx.nudge(tx, INVENTORY_RECONCILER, id)
    await ctx.audit(tx, { noun: 'inventory', objectId: id, label: name, bodyId, after: { lossReason } })
  })
}
