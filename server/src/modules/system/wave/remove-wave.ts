import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { refuseReach, refuseRemove } from './wave.ts'
import { countSystemsOfWave, findWave, lockWave, removeWave } from './wave-store.ts'

/** @throws `migration-wave.has_systems`. */
export async function dropWave(ctx: Ctx, id: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const wave = ctx.authz.authorised(ctx, 'delete', 'migration-wave', await findWave(tx, id))
    const foreign = refuseReach(wave, ctx.actor)
    if (foreign) refuse(foreign)
    await lockWave(tx, id)
    const refusal = refuseRemove({ systems: await elevated(tx, () => countSystemsOfWave(tx, id)) })
    if (refusal) refuse(refusal)
    await removeWave(tx, wave)
    const bodyId = wave.responsible_body_id
    await ctx.audit(tx, { noun: 'migration-wave', objectId: id, bodyId, before: { name: wave.name } })
    await ctx.emit(tx, { type: 'migration-wave.removed', noun: 'migration-wave', id, bodyId })
  })
}
