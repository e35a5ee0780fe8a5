import { drainPlanOperations as plans } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { givenCloud, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { zonesOf } from '../../../connectors/simulated/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { createHostPlacing } from '../../placement/index.ts'
import { savingOf } from './saving.ts'

const server = useServer()

/** Four hosts of 128 cores, without over-commit, all alike, each with the same machines. */
async function givenEstate(perHost: number) {
  const cloud = await givenCloud(server.current, {
    knobs: { zones: zonesOf(512, ['az-1']) },
    pool: { overCommit: { vcpus: '1', memory: '1', storage: '1' } },
  })
  const projectRef = await cloud.simulated.make({ kind: 'project', name: 'p', description: '' }, null)
  const crowd = { projectRef, zone: 'az-1', vcpus: 16, memoryMiB: 16_384 }
  if (perHost > 0) await cloud.simulated.crowd({ ...crowd, count: 4 * perHost })
  const { reconcilers } = server.current.composition.cloud
  const reconciler = reconcilers.find((one) => one.name === 'cloud-hosts') as Reconciler
  await reconciler.reconcile(setupCtx(server.current), cloud.cloudId, AbortSignal.timeout(10_000))
  await server.current.database.owner.query(
    'update host set is_domestic = true, watts_idle = 200, watts_peak = 600 where cloud_id = $1',
    [cloud.cloudId],
  )
  return cloud
}

async function advice(poolId: string, query = {}) {
  const { call, world } = server.current
  return (await call(world.people.centre, plans.get, { params: { id: poolId }, query })).body
}

describe('consolidation advice', () => {
  it('R304 names the moves that free hosts, cheapest first, with energy and money by stated coefficients', async () => {
    const { poolId } = await givenEstate(3)
    // 4 × 3 × 16 cores are 192: two hosts of 128 carry them.
    const plan = await advice(poolId)
    expect(plan).toMatchObject({ hosts: 4, machines: 12, freed: 2, moves: 6, emptyCount: 0 })
    expect(plan.steps.map((step) => [step.moves.length, step.idleWatts])).toEqual([
      [3, 200],
      [3, 200],
    ])
    // 400 W × 8,760 h × 1.4 = 4,905.6 kWh at 0.70 yuan.
    expect(plan.saving).toMatchObject({
      watts: 400,
      kwhPerYear: 4_906,
      amountMinorPerYear: 343_392,
      isProductDefault: true,
    })
    const own = await advice(poolId, { puePercent: 120, fenPerKwh: 50, steps: 1 })
    expect(own.steps).toHaveLength(1)
    expect(own).toMatchObject({ freed: 2, saving: { kwhPerYear: 4_205, isProductDefault: false } })
  })

  it('changes nothing, and keeps a host on that promised room to somebody', async () => {
    const { poolId } = await givenEstate(1)
    const ctx = setupCtx(server.current)
    const wanted = {
      takes: { vcpus: 4, memoryMiB: 4_096, storageGiB: 10 },
      ...{ cloudId: null, zoneId: null, poolId, poolClass: null, networkZone: null },
      ...{ domesticOnly: false, apartGroup: null, togetherGroup: null },
    }
    const claim = { id: server.current.ids.next(), resourceId: null, name: 'soon', wanted }
    const hostId = await ctx.inTx((tx) => createHostPlacing().claim(tx, ctx, claim))
    const plan = await advice(poolId)
    expect(plan).toMatchObject({ freed: 3, moves: 3 })
    expect(plan.steps.map((step) => step.host.id)).not.toContain(hostId)
    expect(new Set(plan.steps.flatMap((step) => step.moves.map((move) => move.to.id)))).toEqual(
      new Set([hostId]),
    )
    expect(await advice(poolId)).toEqual(plan)
  })

  it('lists what is empty already, and does not guess what nobody told', async () => {
    const { poolId, cloudId } = await givenEstate(0)
    await server.current.database.owner.query(
      "update host set watts_idle = null, watts_peak = null where cloud_id = $1 and name = 'az-1-host-1'",
      [cloudId],
    )
    const plan = await advice(poolId)
    expect(plan).toMatchObject({ freed: 0, emptyCount: 4, saving: { emptyWatts: 600, hostsWithoutPower: 1 } })
  })

  it('R42 is for the provider whose hosts they are, not for another or a department', async () => {
    const { call, world } = server.current
    const { poolId } = await givenEstate(1)
    const params = { id: poolId }
    const { people } = world
    expect((await call(people.providerAdmin, plans.get, { params })).status).toBe(200)
    expect((await call(people.otherProviderOperator, plans.get, { params })).status).toBe(404)
    expect((await call(people.departmentAdmin, plans.get, { params })).status).not.toBe(200)
  })
})

describe('the saving', () => {
  it('is rounded once, at the end', () => {
    expect(savingOf([1], [], { puePercent: 101, fenPerKwh: 1 })).toMatchObject({
      kwhPerYear: 9,
      amountMinorPerYear: 9,
    })
    expect(savingOf([null], [], {})).toMatchObject({ watts: 0, kwhPerYear: 0, hostsWithoutPower: 1 })
  })
})
