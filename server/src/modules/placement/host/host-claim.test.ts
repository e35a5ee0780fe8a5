import { hostClaimOperations as claims, type HostWanted, hostOperations as hosts } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { givenCloud, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { zonesOf } from '../../../connectors/simulated/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { createHostPlacing } from '../index.ts'

const server = useServer()

/** So many hosts of 128 cores without over-commit, in a pool of their own. */
async function givenHosts(count: number) {
  const cloud = await givenCloud(server.current, {
    knobs: { zones: zonesOf(128 * count, ['az-1']) },
    pool: { overCommit: { vcpus: '1', memory: '1', storage: '1' } },
  })
  const look = () => {
    const { reconcilers } = server.current.composition.cloud
    const reconciler = reconcilers.find((one) => one.name === 'cloud-hosts') as Reconciler
    return reconciler.reconcile(setupCtx(server.current), cloud.cloudId, AbortSignal.timeout(10_000))
  }
  await look()
  return { ...cloud, look }
}

const wants = (poolId: string, parts: Partial<HostWanted> = {}): HostWanted => ({
  takes: { vcpus: 8, memoryMiB: 16_384, storageGiB: 40 },
  cloudId: null,
  zoneId: null,
  poolId,
  poolClass: null,
  networkZone: null,
  domesticOnly: false,
  apartGroup: null,
  togetherGroup: null,
  ...parts,
})

/** One claim as the centre. */
async function claim(wanted: HostWanted) {
  const { call, world } = server.current
  return call(world.people.centre, claims.create, { body: { name: 'vm', wanted } })
}

const promised = async (poolId: string) => {
  const { rows } = await server.current.database.owner.query<Record<string, string>>(
    `select h.id, h.claimed_vcpus, h.limit_vcpus, coalesce(sum(c.vcpus), 0) as held from host h
     left join host_claim c on c.host_id = h.id where h.pool_id = $1 group by h.id order by h.id`,
    [poolId],
  )
  return rows.map((row) => [Number(row.claimed_vcpus), Number(row.held), Number(row.limit_vcpus)] as const)
}

describe('claiming room on hosts', () => {
  it('is for the centre and operations', async () => {
    const { call, world } = server.current
    const { poolId } = await givenHosts(1)
    const body = { name: 'vm', wanted: wants(poolId) }
    for (const persona of [world.people.providerAdmin, world.people.departmentAdmin, world.people.guide])
      expect((await call(persona, claims.create, { body })).problem.reason).toBe('common.forbidden')
  })

  it('fills what is fullest, refuses with the reason when nothing fits, and takes again what was given back', async () => {
    const { call, world } = server.current
    const { poolId } = await givenHosts(2)
    const all = wants(poolId, { takes: { vcpus: 128, memoryMiB: 1_024, storageGiB: 1 } })
    await claim(wants(poolId))
    const whole = await claim(all)
    const half = await claim(wants(poolId, { takes: { vcpus: 64, memoryMiB: 1_024, storageGiB: 1 } }))
    expect([whole.status, half.status]).toEqual([201, 201])
    expect(half.body.host.id).not.toBe(whole.body.host.id)
    const full = (await claim(all)).problem
    expect(full).toMatchObject({ reason: 'host.no_fit', status: 409 })
    expect(full.detail).toContain('2 余量不足')
    const released = await call(world.people.centre, claims.release, { params: { id: whole.body.id } })
    expect(released.status).toBe(204)
    expect((await call(world.people.centre, claims.release, { params: { id: whole.body.id } })).status).toBe(
      404,
    )
    expect((await claim(all)).body.host.id).toBe(whole.body.host.id)
    const held = await promised(poolId)
    expect(held.map(([claimed, sum]) => claimed - sum)).toEqual([0, 0])
  })

  it('keeps members of a group apart, or together, also when they are claimed at the same time', async () => {
    const { poolId } = await givenHosts(4)
    const six = (parts: Partial<HostWanted>) =>
      Promise.all(Array.from({ length: 6 }, () => claim(wants(poolId, parts))))
    const apart = await six({ apartGroup: 'quorum' })
    expect(apart.map((one) => one.status).sort()).toEqual([201, 201, 201, 201, 409, 409])
    const stood = apart.filter((one) => one.status === 201).map((one) => one.body.host.id)
    expect(new Set(stood).size).toBe(4)
    const together = await six({ togetherGroup: 'pair' })
    expect(together.map((one) => one.status)).toEqual(Array(6).fill(201))
    expect(new Set(together.map((one) => one.body.host.id)).size).toBe(1)
  })

  it('never over-commits when many compete for the last room, over two looks of two processes', async () => {
    const { poolId } = await givenHosts(3)
    const ctx = setupCtx(server.current)
    const placings = [createHostPlacing(), createHostPlacing()]
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, async (_, nth) => {
        const placing = placings[nth % 2] as (typeof placings)[number]
        const id = server.current.ids.next()
        try {
          const wanted = wants(poolId)
          await ctx.inTx((tx) => placing.claim(tx, ctx, { id, resourceId: null, name: `vm-${nth}`, wanted }))
          return 'placed'
        } catch (error) {
          return error instanceof AppError ? error.reason : String(error)
        }
      }),
    )
    expect(outcomes.filter((one) => one === 'placed')).toHaveLength(48)
    expect(outcomes.filter((one) => one === 'host.no_fit')).toHaveLength(12)
    expect(await promised(poolId)).toEqual(Array(3).fill([128, 128, 128]))
  })

  it('counts machines that no claim speaks for, and stays away from maintenance', async () => {
    const { poolId, simulated, look } = await givenHosts(2)
    const projectRef = await simulated.make({ kind: 'project', name: 'p', description: '' }, null)
    await simulated.crowd({ projectRef, zone: 'az-1', count: 2, vcpus: 100, memoryMiB: 1_024 })
    await look()
    expect((await claim(wants(poolId, { takes: { vcpus: 32, memoryMiB: 1, storageGiB: 1 } }))).status).toBe(
      409,
    )
    expect((await claim(wants(poolId, { takes: { vcpus: 28, memoryMiB: 1, storageGiB: 1 } }))).status).toBe(
      201,
    )
    await server.current.database.owner.query("update host set state = 'maintenance' where pool_id = $1", [
      poolId,
    ])
    expect((await claim(wants(poolId))).problem.reason).toBe('host.no_fit')
  })

  it('keeps the claim that a resource has already', async () => {
    const { poolId } = await givenHosts(3)
    const ctx = setupCtx(server.current)
    const placing = createHostPlacing()
    const resourceId = server.current.ids.next()
    const once = () =>
      ctx.inTx((tx) =>
        placing.claim(tx, ctx, {
          id: server.current.ids.next(),
          resourceId,
          name: 'vm',
          wanted: wants(poolId),
        }),
      )
    const first = await once()
    expect(await once()).toBe(first)
    const { call, world } = server.current
    const { body } = await call(world.people.centre, claims.list, { query: { hostId: first } })
    expect(body.items).toMatchObject([{ resourceId, actions: { release: { allowed: false } } }])
    const params = { id: body.items[0]?.id ?? '' }
    expect((await call(world.people.centre, claims.release, { params })).problem.reason).toBe(
      'host.claim_in_use',
    )
  })
})

describe('the trial', () => {
  it('says where 500 would go and how many hosts more the rest would take, and changes nothing', async () => {
    const { call, world } = server.current
    const { poolId } = await givenHosts(4)
    const lines = [
      { wanted: wants(poolId, { apartGroup: 'a' }), count: 3 },
      { wanted: wants(poolId, { takes: { vcpus: 4, memoryMiB: 8_192, storageGiB: 40 } }), count: 497 },
    ]
    const before = await promised(poolId)
    const { body } = await call(world.people.centre, claims.try, { body: { lines } })
    // 4 × 128 cores: 3 of 8 and 122 of 4; the other 375 × 4 cores fill 11.7 hosts.
    expect(body).toMatchObject({ placed: 125, unplaced: 375, hostCount: 4 })
    expect(body.further).toMatchObject({ hosts: 12, each: { vcpus: 128 } })
    expect(body.refused.find((one) => one.filter === 'room')).toBeUndefined()
    expect(await promised(poolId)).toEqual(before)
  })

  it('tells which filter left how many hosts out', async () => {
    const { call, world } = server.current
    const { poolId, cloudId } = await givenHosts(2)
    const listed = await call(world.people.centre, hosts.list, { query: { cloudId } })
    const domestic = listed.body.items.filter((host) => host.isDomestic === true).length
    const wanted = wants(poolId, { domesticOnly: true, takes: { vcpus: 200, memoryMiB: 1, storageGiB: 1 } })
    const { body } = await call(world.people.centre, claims.try, { body: { lines: [{ wanted, count: 1 }] } })
    const of = (filter: string) => body.refused.find((one) => one.filter === filter)?.hosts ?? 0
    expect([of('domestic'), of('room')]).toEqual([2 - domestic, domestic])
    expect(body).toMatchObject({ placed: 0, unplaced: 1, further: null })
  })
})
