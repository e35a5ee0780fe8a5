import type { MigrationWave } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { isLate, refuseReach, refuseRemove } from './wave.ts'
import type { WaveRow } from './wave-store.ts'

export function toWave(ctx: Ctx, row: WaveRow): MigrationWave {
  const { authz, actor } = ctx
  const reach = refuseReach(row, actor)
  return {
    id: row.id,
    name: row.name,
    position: row.position,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    responsibleBody:
      row.responsible_body_id === null
        ? null
        : { id: row.responsible_body_id, name: row.responsible_name ?? '' },
    note: row.note,
    systems: row.systems,
    migrated: row.migrated,
    isLate: isLate(row, dayInChina(ctx.clock.now())),
    version: row.version,
    actions: {
      modify: authz.allowance(actor, 'modify', 'migration-wave', reach),
      remove: authz.allowance(actor, 'delete', 'migration-wave', reach ?? refuseRemove(row)),
      assign: authz.allowance(actor, 'modify', 'system'),
    },
  }
}
