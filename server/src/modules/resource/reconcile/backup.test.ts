import { describe, expect, it } from 'vitest'
import { useDatabase } from '../../../../test/kit/database.ts'
import { intendRelease } from '../intend/intend-release.ts'
import { newResource } from '../intend/new-resource.ts'
import { refuseAbility } from '../resource-rules.ts'
import { insertResource } from '../resource-store.ts'
import { createStage } from '../stage.fixture.ts'
import { RESOURCE_RECONCILER } from './record-outcome.ts'

const db = useDatabase()

describe('a backup of a volume (R61)', () => {
  it('outlives the volume, fills another one, and leaves nothing behind', async () => {
    const stage = await createStage(db.current.database)
    const aVolume = (parameters: object = {}) =>
      stage.intend({
        lineId: stage.ctx.ids.next(),
        fulfilment: { by: 'connector', kinds: ['volume', 'snapshot'] },
        dimensions: { 'storage-gib': 10 },
        parameters: { tier: 'general', ...parameters },
      })
    const release = (ids: readonly string[]) =>
      stage.ctx.inTx((tx) =>
        intendRelease(tx, stage.ctx, ids, { act: 'resource.release', reason: null, coolingDays: 0 }),
      )
    const [volumeId = ''] = await aVolume()
    await stage.settle()
    const { body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, project_id } =
      await stage.row(volumeId)
    const place = { body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, project_id }
    const backupId = stage.ctx.ids.next()
    await stage.ctx.inTx(async (tx) => {
      const backup = { ...place, id: backupId, name: 'copy', spec: { kind: 'backup', volumeId } } as const
      await insertResource(tx, newResource(stage.ctx, backup))
      await stage.ctx.nudge(tx, RESOURCE_RECONCILER, backupId)
    })
    await stage.settle()
    expect(await stage.row(backupId)).toMatchObject({ kind: 'backup', agreement: 'level' })

    await release([volumeId])
    await stage.settle()
    expect(await stage.row(volumeId)).toMatchObject({ state: 'released' })
    expect(await stage.row(backupId)).toMatchObject({ state: 'ready', agreement: 'level' })
    const [filledId = ''] = await aVolume({ backupId })
    await stage.settle()
    const [backup] = await stage.cloud.things('backup')
    const [filled] = await stage.cloud.things('volume')
    expect(filled).toMatchObject({ resourceId: filledId, spec: { backupRef: backup?.externalId } })

    await release([backupId])
    await stage.settle()
    expect(await stage.inventory()).toMatchObject({ volume: 1 })
    await release([filledId])
    await stage.settle()
    expect(await stage.inventory()).toEqual({})
  })

  it('is offered only where the cloud keeps backups', () => {
    expect(refuseAbility('backup', { kind: 'volume' }, ['attach'])).toBe('resource.cloud_cannot')
    expect(refuseAbility('backup', { kind: 'volume' }, ['backup'])).toBeNull()
    expect(refuseAbility('backup', { kind: 'server' }, [])).toBeNull()
  })
})
