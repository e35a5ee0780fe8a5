import { poolOperations, capacityTargetOperations as targets } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { amountsOf, aPool, givenCloud } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { gaugeOf, targetsOf } from './capacity-target.ts'

const none = { vcpus: 0, storageGiB: 0, fileStorageGiB: null, pflops: [] }

describe('the gauge of a target', () => {
  it('R13 shows 66.7 % and a gap of 50,000 at 100,000 vCPU', () => {
    const [cores] = targetsOf({ ...none, vcpus: 100_000 })
    expect(cores).toMatchObject({ actual: 100_000, percent: 66.7, gap: 50_000, unit: { en: 'vCPU' } })
  })

  it('has no gap beyond the target, and nothing to show of what nobody tells', () => {
    expect(gaugeOf(30, 45)).toEqual({ target: 30, actual: 45, percent: 150, gap: 0 })
    expect(gaugeOf(45, null)).toEqual({ target: 45, actual: null, percent: null, gap: null })
  })

  it('R14 counts one numeric precision and states the others beside it', () => {
    const pflops = [
      { precision: 'fp16', pflops: 75 },
      { precision: 'int8', pflops: 300 },
    ] as const
    const compute = targetsOf({ ...none, pflops }).find((one) => one.code === 'compute')
    expect(compute).toMatchObject({
      actual: 75,
      percent: 50,
      unit: { en: 'PFlops (FP16)' },
      byPrecision: [
        { precision: 'fp16', isTarget: true },
        { precision: 'int8', pflops: 300, isTarget: false },
      ],
    })
  })

  it('R15 counts a PB as 10¹⁵ bytes, not as a PiB', () => {
    const pib = 1_048_576
    const storage = targetsOf({ ...none, storageGiB: 10 * pib }).find((one) => one.code === 'block-storage')
    // 10 PiB are 11.259 PB.
    expect(storage).toMatchObject({ actual: 11.259, percent: 37.5, gap: 18.741 })
  })

  it('R16 counts file storage by the same convention, against 45 PB, and does not take unknown for nothing', () => {
    const filesOf = (fileStorageGiB: number | null) =>
      targetsOf({ ...none, storageGiB: 1_048_576, fileStorageGiB }).find((one) => one.code === 'file-storage')
    expect(filesOf(10 * 1_048_576)).toMatchObject({
      requirement: 'R16',
      unit: { en: 'PB' },
      target: 45,
      actual: 11.259,
      percent: 25,
      gap: 33.741,
    })
    expect(filesOf(0)).toMatchObject({ actual: 0, percent: 0, gap: 45 })
    expect(filesOf(null)).toMatchObject({ actual: null, percent: null, gap: null })
  })
})

const server = useServer()

describe('the gauges', () => {
  it('R72 R16 read the pools, with their over-commit, of the clouds that the caller may see', async () => {
    const { call, world } = server.current
    const total = amountsOf({ vcpus: 1_000, storageGiB: 100_000, cards: 8 })
    const accelerator = { model: 'Ascend 910B', pflops: '2.5', precision: 'fp16' } as const
    await givenCloud(server.current, { pool: { class: 'heterogeneous', total, accelerator } })
    await givenCloud(server.current, {
      pool: { total, fileStorageGiB: 2_000_000 },
      provider: world.bodies.otherProvider,
    })
    const seen = async (persona: (typeof world.people)[keyof typeof world.people]) => {
      const { body } = await call(persona, targets.list, {})
      return body.items.map((one) => one.actual)
    }
    expect(await seen(world.people.centre)).toEqual([8_000, 2.5, 0.215, 2.147])
    expect(await seen(world.people.providerAdmin)).toEqual([4_000, 2.5, 0.107, null])
    expect((await call(world.people.departmentAdmin, targets.list, {})).status).toBe(403)
  })
})

describe('a heterogeneous pool', () => {
  it('R72 holds its quantity in PFlops of a stated precision and in cards, and is refused without them', async () => {
    const { call, world } = server.current
    const total = amountsOf({ vcpus: 256, cards: 16 })
    const accelerator = { model: 'Ascend 910B', pflops: '5.12', precision: 'fp16' } as const
    const { poolId, zoneId } = await givenCloud(server.current, {
      pool: { class: 'heterogeneous', total, accelerator },
    })
    const { body: pool } = await call(world.people.centre, poolOperations.get, { params: { id: poolId } })
    expect(pool).toMatchObject({ class: 'heterogeneous', accelerator, capacity: { total: { cards: 16 } } })
    const bare = aPool(zoneId, { class: 'heterogeneous', total })
    const refused = await call(world.people.centre, poolOperations.create, { body: bare })
    expect(refused.problem.reason).toBe('pool.accelerator_required')
  })
})
