import { hostOperations as hosts, poolOperations as pools } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { aPool, type GivenCloud, givenCloud, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { zonesOf } from '../../../connectors/simulated/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { createPool } from '../index.ts'

const server = useServer()

async function look(cloudId: string) {
  const { reconcilers } = server.current.composition.cloud
  const reconciler = reconcilers.find((one) => one.name === 'cloud-hosts') as Reconciler
  return reconciler.reconcile(setupCtx(server.current), cloudId, AbortSignal.timeout(10_000))
}

async function hostsOf(cloudId: string) {
  const { call, world } = server.current
  return (await call(world.people.centre, hosts.list, { query: { cloudId, pageSize: 200 } })).body.items
}

/** Eight hosts of 128 cores in the zone `az-1`, with a project to put machines in. */
async function givenHosts(): Promise<GivenCloud & { readonly projectRef: string }> {
  const cloud = await givenCloud(server.current, { knobs: { zones: zonesOf(1_024, ['az-1']), pageSize: 3 } })
  const projectRef = await cloud.simulated.make({ kind: 'project', name: 'p', description: '' }, null)
  return { ...cloud, projectRef }
}

const crowd = { zone: 'az-1', count: 16, vcpus: 4, memoryMiB: 8_192 }

describe('hosts', () => {
  it('are taken in with the machines on them, with the over-commit of the only pool of their zone', async () => {
    const { cloudId, poolId, simulated, projectRef } = await givenHosts()
    await simulated.crowd({ ...crowd, projectRef })
    await look(cloudId)
    const seen = await hostsOf(cloudId)
    expect(seen).toHaveLength(8)
    for (const host of seen)
      expect(host).toMatchObject({
        zone: { name: '可用区一' },
        pool: { id: poolId },
        state: 'in-service',
        total: { vcpus: 128 },
        limit: { vcpus: 512 },
        used: { vcpus: 8, memoryMiB: 16_384 },
        machines: 2,
        observedAt: server.current.clock.now().toISOString(),
      })
  })

  it('are not written again when nothing changed, and change when something did', async () => {
    const { cloudId, simulated, projectRef } = await givenHosts()
    await simulated.crowd({ ...crowd, projectRef })
    await look(cloudId)
    const writes = async () => {
      const { rows } = await server.current.database.owner.query(
        `select (select array_agg(xmin::text order by id) from host where cloud_id = $1) as hosts,
           (select array_agg(xmin::text order by external_id) from host_guest where cloud_id = $1) as guests`,
        [cloudId],
      )
      return rows[0]
    }
    const before = await writes()
    await look(cloudId)
    expect(await writes()).toEqual(before)
    const [machine] = await simulated.things('server')
    await simulated.vanish('server', machine?.externalId ?? '')
    await look(cloudId)
    expect((await hostsOf(cloudId)).map((host) => host.machines).sort()).toEqual([1, 2, 2, 2, 2, 2, 2, 2])
  })

  it('are believed gone after a complete look only (F9)', async () => {
    const { cloudId, simulated, projectRef } = await givenHosts()
    await simulated.crowd({ ...crowd, projectRef })
    await look(cloudId)
    const stateOf = async (name: string) => (await hostsOf(cloudId)).find((host) => host.name === name)?.state
    await simulated.set({ zones: zonesOf(896, ['az-1']) })
    const effect = { fault: 'unreachable', when: 'before' } as const
    await simulated.fail({ verb: 'hosts', nth: 3, effect })
    expect(await look(cloudId)).toMatchObject({ done: false })
    expect(await stateOf('az-1-host-8')).toBe('in-service')
    await look(cloudId)
    expect(await stateOf('az-1-host-8')).toBe('gone')
    expect(await stateOf('az-1-host-7')).toBe('in-service')
  })

  it('let the centre state what the cloud does not tell, within their zone', async () => {
    const { call, world } = server.current
    const { people } = world
    const { cloudId, zoneId } = await givenHosts()
    const foreign = await givenHosts()
    await look(cloudId)
    const [host] = await hostsOf(cloudId)
    const second = await createPool(
      setupCtx(server.current, pools.create),
      aPool(zoneId, { overCommit: { vcpus: '2', memory: '1', storage: '1' } }),
    )
    const params = { id: host?.id ?? '' }
    const body = {
      version: host?.version ?? 0,
      poolId: second.id,
      isDomestic: true,
      power: { idleWatts: 150, peakWatts: 400 },
    }
    const tryWith = async (parts: Partial<typeof body>) =>
      (await call(people.centre, hosts.update, { params, body: { ...body, ...parts } })).problem.reason
    expect((await call(people.operations, hosts.update, { params, body })).problem.reason).toBe(
      'common.forbidden',
    )
    expect(await tryWith({ poolId: foreign.poolId })).toBe('host.pool_elsewhere')
    expect(await tryWith({ power: { idleWatts: 500, peakWatts: 400 } })).toBe('host.power_order')
    const stated = await call(people.centre, hosts.update, { params, body })
    expect(stated.body).toMatchObject({
      pool: { id: second.id },
      isDomestic: true,
      power: body.power,
      limit: { vcpus: 256 },
      version: 2,
    })
    expect(await tryWith({})).toBe('common.version_stale')
    await look(cloudId)
    expect((await call(people.centre, hosts.get, { params })).body.pool?.id).toBe(second.id)
  })

  it('are divided among the pools of their zone, many at once: all of them or none', async () => {
    const { call, world } = server.current
    const { people } = world
    const { cloudId, zoneId, poolId } = await givenHosts()
    const foreign = await givenHosts()
    await look(cloudId)
    await look(foreign.cloudId)
    const declared = await createPool(
      setupCtx(server.current, pools.create),
      aPool(zoneId, { capacitySource: 'declared', overCommit: { vcpus: '2', memory: '1', storage: '1' } }),
    )
    const ids = (await hostsOf(cloudId)).slice(0, 3).map((host) => host.id)
    const [stranger] = await hostsOf(foreign.cloudId)
    const assign = (persona: typeof people.centre, body: { poolId: string | null; ids: string[] }) =>
      call(persona, hosts.assign, { body })
    expect((await assign(people.operations, { poolId: declared.id, ids })).status).toBe(403)
    const mixed = await assign(people.centre, { poolId: declared.id, ids: [...ids, stranger?.id ?? ''] })
    expect(mixed.problem.reason).toBe('host.pool_elsewhere')
    const inPool = async (query: object) =>
      (await call(people.centre, hosts.list, { query: { cloudId, ...query } })).body.items.length
    expect(await inPool({ poolId })).toBe(8)
    const done = await assign(people.providerAdmin, { poolId: declared.id, ids })
    expect(done.body.items).toHaveLength(3)
    for (const host of done.body.items)
      expect(host).toMatchObject({ pool: { id: declared.id }, limit: { vcpus: 256 } })
    await look(cloudId)
    expect([await inPool({ poolId }), await inPool({ poolId: declared.id })]).toEqual([5, 3])
    await assign(people.centre, { poolId: null, ids: ids.slice(0, 1) })
    expect([await inPool({ assigned: false }), await inPool({ assigned: true })]).toEqual([1, 7])
  })

  it('R42 show themselves to their own provider only', async () => {
    const { call, world } = server.current
    const { cloudId } = await givenHosts()
    await look(cloudId)
    const [host] = await hostsOf(cloudId)
    const params = { id: host?.id ?? '' }
    expect((await call(world.people.providerOperator, hosts.get, { params })).status).toBe(200)
    expect((await call(world.people.otherProviderOperator, hosts.get, { params })).status).toBe(404)
    expect((await call(world.people.departmentAdmin, hosts.list, {})).status).toBe(403)
  })
})
