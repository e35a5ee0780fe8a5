import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import type { Subscriber } from '../../../platform/events/index.ts'
import { findCloud } from '../../cloud/index.ts'
import { countUnmanaged, replaceProposals } from './proposal-store.ts'

/** The rules need every system in sight, whoever asks; nothing but the count comes back. */
async function renew(tx: Tx, cloudId: string): Promise<{ proposed: number; unmanaged: number }> {
  return elevated(tx, async () => ({
    proposed: await replaceProposals(tx, cloudId),
    unmanaged: await countUnmanaged(tx, cloudId),
  }))
}

/** Works out anew whose the unmanaged things of a cloud seem to be. */
export async function proposeOwners(ctx: Ctx, cloudId: string) {
  return ctx.inTx(async (tx) => {
    const cloud = ctx.authz.authorised(ctx, 'operate', 'inventory', await findCloud(tx, cloudId))
    const counts = await renew(tx, cloud.id)
    await ctx.audit(tx, {
      noun: 'adoption',
      objectId: cloudId,
      label: cloud.name,
      bodyId: cloud.provider_body_id,
      after: counts,
    })
    return counts
  })
}

/** After every scan; and after things were taken in, since what stands beside them is better known then. */
export const proposalSubscriber: Subscriber = {
  name: 'adoption.propose',
  types: ['inventory.scanned', 'adoption.done'],
  async handle(_ctx, tx, event) {
    const { cloudId, appeared, changed, vanished } = event.payload as Readonly<Record<string, unknown>>
    if (event.type === 'inventory.scanned' && !appeared && !changed && !vanished) return
    await renew(tx, typeof cloudId === 'string' ? cloudId : event.aggregateId)
  },
}
