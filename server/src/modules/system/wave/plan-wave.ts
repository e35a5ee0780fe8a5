import type { MigrationWaveCreate, MigrationWaveUpdate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { findBody } from '../../organisation/index.ts'
import { refuseReach, refuseWindow } from './wave.ts'
import { findWave, insertWave, updateWave, type WaveRow } from './wave-store.ts'

/** Plans a wave (R20). @throws `migration-wave.window`, `migration-wave.body_not_found`, `migration-wave.name_taken`. */
export async function createWave(ctx: Ctx, input: MigrationWaveCreate): Promise<WaveRow> {
  ctx.authz.require(ctx, 'create', 'migration-wave')
  return ctx.inTx(async (tx) => {
    const columns = await toColumns(tx, input)
    const id = ctx.ids.next()
    await named(input.name, () => insertWave(tx, { id, created_at: ctx.clock.now(), ...columns }))
    const bodyId = input.responsibleBodyId
    await ctx.audit(tx, { noun: 'migration-wave', objectId: id, bodyId, after: input })
    await ctx.emit(tx, { type: 'migration-wave.created', noun: 'migration-wave', id, bodyId })
    return (await findWave(tx, id)) as WaveRow
  })
}

/** @throws as {@link createWave}, `common.version_stale`. */
export async function changeWave(ctx: Ctx, id: string, input: MigrationWaveUpdate): Promise<WaveRow> {
  return ctx.inTx(async (tx) => {
    const wave = ctx.authz.authorised(ctx, 'modify', 'migration-wave', await findWave(tx, id))
    const foreign = refuseReach(wave, ctx.actor)
    if (foreign) refuse(foreign)
    const { version, ...fields } = input
    const columns = await toColumns(tx, fields)
    if (!(await named(input.name, () => updateWave(tx, wave, version, columns))))
      refuse('common.version_stale')
    const bodyId = input.responsibleBodyId
    const before = {
      name: wave.name,
      position: wave.position,
      startsOn: wave.starts_on,
      endsOn: wave.ends_on,
      responsibleBodyId: wave.responsible_body_id,
      note: wave.note,
    }
    await ctx.audit(tx, { noun: 'migration-wave', objectId: id, bodyId, before, after: fields })
    await ctx.emit(tx, { type: 'migration-wave.updated', noun: 'migration-wave', id, bodyId })
    return (await findWave(tx, id)) as WaveRow
  })
}

async function toColumns(tx: Tx, input: MigrationWaveCreate) {
  const refusal = refuseWindow(input)
  if (refusal) refuse(refusal)
  const body = await findBody(tx, input.responsibleBodyId)
  if (!body || body.closed_at !== null) refuse('migration-wave.body_not_found')
  return {
    name: input.name.trim(),
    position: input.position,
    starts_on: input.startsOn,
    ends_on: input.endsOn,
    responsible_body_id: input.responsibleBodyId,
    note: input.note.trim(),
  }
}

/** The unique constraint decides, also between two who plan at the same moment. */
async function named<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint !== 'migration_wave_name_key') throw error
    throw new AppError('migration-wave.name_taken', { details: { name: name.trim() }, cause: error })
  }
}
