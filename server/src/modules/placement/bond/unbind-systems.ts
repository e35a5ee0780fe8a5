import type { BodyOf, placementBondOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import type { Subscriber } from '../../../platform/events/index.ts'
import { findBond, removeBond, removeBondsOf } from './bond-store.ts'

/** What is placed stays where it is; from then on it is placed without the bond. */
export async function unbindSystems(
  ctx: Ctx,
  id: string,
  { reason }: BodyOf<typeof operations.remove>,
): Promise<void> {
  await ctx.inTx(async (tx) => {
    const bond = ctx.authz.authorised(ctx, 'delete', 'placement-bond', await findBond(tx, id))
    if (!(await removeBond(tx, id))) refuse('common.not_found')
    const { kind, level, strength } = bond
    const before = { kind, level, strength, systemId: bond.system_id, otherId: bond.other_id }
    await ctx.audit(tx, { noun: 'placement-bond', objectId: id, bodyId: null, reason: reason.trim(), before })
  })
}

/** A system that is retired binds nobody any more: else a bond with it could never be told from one that counts. */
export const endBondsOfRetired: Subscriber = {
  name: 'placement.end-bonds',
  types: ['system.retired'],
  async handle(ctx, tx, event) {
    for (const { id, system_id, other_id, ...nature } of await elevated(tx, () =>
      removeBondsOf(tx, event.aggregateId),
    ))
      await ctx.audit(tx, {
        act: 'placement-bond.remove',
        noun: 'placement-bond',
        objectId: id,
        bodyId: null,
        reason: '信息系统已下线 / the system is retired',
        before: { ...nature, systemId: system_id, otherId: other_id },
      })
  },
}
