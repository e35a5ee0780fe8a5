import type { ResourceSpecOf } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { useDatabase } from '../../../../test/kit/database.ts'
import { NOTHING } from '../amounts.ts'
import { kindsOf } from '../intend/blueprint.ts'
import { amountsOfChange, intendChange } from '../intend/intend-change.ts'
import { intendRelease, intendRestore } from '../intend/intend-release.ts'
import { referencesOf } from '../resource.ts'
import { refuseAction } from '../resource-rules.ts'
import { createStage, type Stage } from '../stage.fixture.ts'

const db = useDatabase()

const ON_VOLUME = { image: 'small', tier: 'general', bootFromVolume: true }

async function given(parameters: Record<string, unknown> = ON_VOLUME) {
  const stage = await createStage(db.current.database)
  await stage.intend({
    fulfilment: { by: 'connector', kinds: ['server'] },
    dimensions: { vcpu: 2, 'memory-gib': 4, 'root-disk-gib': 20 },
    parameters,
  })
  await stage.settle()
  return { stage, ...(await pairOf(stage)) }
}

async function pairOf(stage: Stage) {
  const [server] = await stage.rows('server')
  const [volume] = await stage.rows('volume')
  if (server === undefined || volume === undefined) throw new Error('both were intended')
  return { server, volume }
}

const release = (stage: Stage, ids: readonly string[], coolingDays = 0) =>
  stage.ctx.inTx((tx) =>
    intendRelease(tx, stage.ctx, ids, { act: 'resource.release', reason: null, coolingDays }),
  )

describe('a server that starts from a volume', () => {
  it('is made with it, agrees with it, and counts its disk once (R60, R61)', async () => {
    const { stage, server, volume } = await given()
    expect(server).toMatchObject({ state: 'ready', agreement: 'level', differences: [] })
    expect(volume).toMatchObject({ state: 'ready', agreement: 'level', differences: [] })
    expect(volume.spec).toMatchObject({ sizeGiB: 20, serverId: server.id, image: 'small-test' })
    expect((server.spec as ResourceSpecOf<'server'>).rootVolumeId).toBe(volume.id)
    expect(referencesOf(server.spec)).toContain(volume.id)
    const [made] = await stage.cloud.things('server')
    const [disk] = await stage.cloud.things('volume')
    expect(made?.spec).toMatchObject({ rootVolumeRef: disk?.externalId })
    expect(disk?.spec).toMatchObject({ serverRef: made?.externalId })
    expect(stage.holdings.held.allocated).toEqual({ ...NOTHING, vcpus: 2, memoryMiB: 4096, storageGiB: 20 })
  })

  it('goes with it, and comes back with it within the cooling-off time', async () => {
    const { stage, server, volume } = await given()
    await release(stage, [server.id], 7)
    expect((await stage.row(volume.id)).state).toBe('cooling-off')
    const back = await stage.ctx.inTx((tx) => intendRestore(tx, stage.ctx, [server.id]))
    expect(back).toEqual([server.id, volume.id])
    await stage.settle()
    expect(await stage.row(server.id)).toMatchObject({ state: 'ready', agreement: 'level' })
    expect(await stage.row(volume.id)).toMatchObject({ state: 'ready', agreement: 'level' })
    await release(stage, [server.id])
    await stage.settle()
    expect(await stage.inventory()).toEqual({})
    expect(stage.holdings.held.allocated).toEqual(NOTHING)
  })

  it('leaves the volume where that was asked for, free to be used elsewhere', async () => {
    const { stage, server, volume } = await given({ ...ON_VOLUME, keepRootVolume: true })
    await release(stage, [server.id])
    await stage.settle()
    const kept = await stage.row(volume.id)
    expect(kept).toMatchObject({ state: 'ready', agreement: 'level', spec: { serverId: null } })
    expect(await stage.inventory()).toMatchObject({ volume: 1 })
    expect((await stage.row(server.id)).state).toBe('released')
    expect(stage.holdings.held.allocated).toEqual({ ...NOTHING, storageGiB: 20 })
  })

  it('grows by an approved change, and its volume is what grows (R60)', async () => {
    const { stage, server, volume } = await given()
    const change = {
      resourceId: server.id,
      lineId: stage.ctx.ids.next(),
      plan: stage.line.line.plan,
      dimensions: { vcpu: 4, 'memory-gib': 4, 'root-disk-gib': 50 },
      parameters: {},
    }
    expect(amountsOfChange(server, change)).toEqual({ ...NOTHING, vcpus: 2, storageGiB: 30 })
    await stage.ctx.inTx((tx) => intendChange(tx, stage.ctx, stage.holdings, change))
    await stage.settle()
    expect(await stage.row(server.id)).toMatchObject({ agreement: 'level', differences: [] })
    expect(await stage.row(volume.id)).toMatchObject({ agreement: 'level', observed_spec: { sizeGiB: 50 } })
    expect(stage.holdings.held.allocated).toEqual({ ...NOTHING, vcpus: 4, memoryMiB: 4096, storageGiB: 50 })
  })

  it('is neither rescued nor reinstalled where its cloud said that it cannot do that to this one (R60)', async () => {
    const { stage, server } = await given()
    const said = (cannot: readonly string[]) => {
      const row = { ...server, attributes: { ...server.attributes, cannot } }
      return (['rescue', 'reinstall', 'stop'] as const).map((verb) =>
        refuseAction(verb, row, stage.clock.now()),
      )
    }
    expect(said([])).toEqual([null, null, null])
    expect(said(['rescue'])).toEqual(['resource.cloud_cannot_this', null, null])
    expect(said(['rescue', 'rebuild'])).toEqual([
      'resource.cloud_cannot_this',
      'resource.cloud_cannot_this',
      null,
    ])
  })

  it('is placed only where there are volumes', () => {
    const kindsWith = (parameters: Record<string, unknown>) =>
      kindsOf({ fulfilment: { by: 'connector', kinds: ['server'] }, dimensions: { vcpu: 1 }, parameters })
    expect(kindsWith({ bootFromVolume: true })).toContain('volume')
    expect(kindsWith({})).not.toContain('volume')
  })
})
