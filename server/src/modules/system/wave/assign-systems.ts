import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { refuseSystem } from './wave.ts'
import { findWave, lockSystems, updateWaveOfSystems, type WaveRow } from './wave-store.ts'

/**
 * Assigns systems to a wave, all that are named or none (R20).
 * @throws `migration-wave.system_not_found`, `migration-wave.system_unfit`.
 */
export async function assignSystems(
  ctx: Ctx,
  waveId: string,
  systemIds: readonly string[],
): Promise<{ readonly assigned: number; readonly wave: WaveRow }> {
  ctx.authz.require(ctx, 'modify', 'system')
  return ctx.inTx(async (tx) => {
    const wave = ctx.authz.authorised(ctx, 'view', 'migration-wave', await findWave(tx, waveId))
    const systems = await lockSystems(tx, systemIds)
    if (systems.length < systemIds.length) refuse('migration-wave.system_not_found')
    for (const system of systems) {
      const refusal = refuseSystem(system)
      if (refusal) refuse(refusal, { details: { name: system.name } })
    }
    const moved = systems.filter((system) => system.wave_id !== waveId)
    if (moved.length > 0)
      await updateWaveOfSystems(
        tx,
        wave,
        moved.map(({ id }) => id),
        ctx.clock.now(),
      )
    for (const { id, body_id: bodyId, wave_id: before } of moved) {
      await ctx.audit(tx, {
        noun: 'system',
        objectId: id,
        bodyId,
        before: { waveId: before },
        after: { waveId },
      })
      await ctx.emit(tx, { type: 'system.updated', noun: 'system', id, bodyId })
    }
    return { assigned: moved.length, wave: (await findWave(tx, waveId)) as WaveRow }
  })
}
