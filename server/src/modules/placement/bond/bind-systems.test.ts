import {
  placementBondOperations as bonds,
  hostClaimOperations as claims,
  type HostWanted,
  type PlacementBond,
  type PlacementBondKind,
  type PlacementBondLevel,
  placementOperations,
  systemOperations as systems,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { amountsOf, type GivenCloud, givenCloud, givenQuota, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { zonesOf } from '../../../connectors/simulated/index.ts'
import { createDispatcher } from '../../../platform/events/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { createPlacing, placementSubscribers } from '../index.ts'

const server = useServer()
const placing = createPlacing()
let [first, second] = [] as GivenCloud[] as [GivenCloud, GivenCloud]

beforeAll(async () => {
  const { current } = server
  const { world } = current
  first = await givenCloud(current)
  second = await givenCloud(current, { provider: world.bodies.otherProvider })
  const plenty = amountsOf({ vcpus: 10_000, memoryMiB: 10_000_000, storageGiB: 10_000_000 })
  for (const body of [world.bodies.department, world.bodies.otherDepartment])
    await givenQuota(current, body, plenty)
})

let made = 0
async function aSystem(by: 'department' | 'otherDepartment' = 'department') {
  made += 1
  const { call, world } = server.current
  const persona = by === 'department' ? world.people.departmentAdmin : world.people.otherAdmin
  const { body } = await call(persona, systems.create, {
    body: {
      code: `BOND-${made}`,
      bodyId: world.bodies[by],
      name: `业务系统 ${made}`,
      ...{ summary: '', kind: 'new', lifecycle: 'planned', protectionLevel: 2, protectionFilingNo: null },
      ...{ classification: 'internal', networkZone: 'government-extranet' },
      ...{ accessPaths: ['government-extranet'], responsiblePersonId: null, hasWeb: true, isVertical: false },
      ...{ deployment: 'cloud', exemption: null, waveId: null },
    },
  })
  return { id: body.id, name: body.name, bodyId: body.body.id, version: body.version }
}
type ASystem = Awaited<ReturnType<typeof aSystem>>

const bind = (
  one: ASystem,
  kind: PlacementBondKind,
  level: PlacementBondLevel,
  other: { id: string },
  {
    strength = 'must',
    by = server.current.world.people.centre,
  }: { strength?: 'must' | 'prefer'; by?: Persona } = {},
) =>
  server.current.call(by, bonds.create, {
    body: { kind, level, strength, systemId: one.id, otherId: other.id, reason: '高可用要求' },
  })

const wantedFor = (system: ASystem) => ({
  systemId: system.id,
  bodyId: system.bodyId,
  poolClass: 'general' as const,
  networkZone: 'government-extranet' as const,
  cloudId: null,
  poolId: null,
  preference: null,
  atEdge: true,
})
const needs = { imageCodes: [], tiers: [], needsExternalNetwork: false }

/** Claims one vCPU. @returns the pool and the placement, or why not. */
async function place(system: ASystem, poolId: string | null = null) {
  const ctx = setupCtx(server.current)
  const part = { requestLineId: null, quantity: 1, unit: amountsOf({ vcpus: 1 }), ...needs }
  return ctx
    .inTx((tx) =>
      placing.claim(tx, ctx, {
        requestId: null,
        wanted: wantedFor(system),
        parts: [part],
        poolIds: poolId === null ? null : [poolId],
      }),
    )
    .then(
      ([placed]) => ({ poolId: placed?.site.poolId, id: placed?.site.placementId ?? '', why: null }),
      (error: { reason: string; details?: { why?: string } }) => ({
        poolId: error.reason,
        id: '',
        why: error.details?.why ?? null,
      }),
    )
}

async function listOf(system: ASystem, by: Persona = server.current.world.people.centre) {
  return (await server.current.call(by, bonds.list, { query: { systemId: system.id } })).body.items
}

describe('R9 R43 binding systems', () => {
  it('is for the centre; a department sees what binds its own', async () => {
    const { world } = server.current
    const { people } = world
    const [own, foreign] = [await aSystem(), await aSystem('otherDepartment')]
    for (const by of [people.departmentAdmin, people.bureau, people.operations, people.providerAdmin])
      expect((await bind(own, 'apart', 'node', foreign, { by })).problem.reason).toBe('common.forbidden')
    const made = await bind(own, 'apart', 'node', foreign)
    expect(made).toMatchObject({ status: 201, body: { standing: 'waiting', createdBy: 'centre' } })
    const apart = { kind: 'apart', level: 'node', strength: 'must', actions: { remove: { allowed: false } } }
    expect(await listOf(own, people.departmentAdmin)).toMatchObject([apart])
    // Of the other half of the pair only the name.
    expect(await listOf(own, people.otherAdmin)).toMatchObject([apart])
    expect(await listOf(await aSystem(), people.departmentAdmin)).toEqual([])
    const remove = (by: Persona) =>
      server.current.call(by, bonds.remove, { params: { id: made.body.id }, body: { reason: '已整改' } })
    expect((await remove(people.departmentAdmin)).status).toBe(403)
    expect((await remove(people.centre)).status).toBe(204)
    expect((await remove(people.centre)).status).toBe(404)
  })

  it('refuses a system with itself, a retired one, a second of its kind, and what contradicts', async () => {
    const { call, world } = server.current
    const [a, b, c, gone] = [await aSystem(), await aSystem(), await aSystem(), await aSystem()]
    await call(world.people.departmentAdmin, systems.retire, {
      params: { id: gone.id },
      body: { version: gone.version, reason: '并入' },
    })
    const reasonOf = async (answer: ReturnType<typeof bind>): Promise<string> => {
      const { status, problem } = await answer
      return status === 201 ? 'bound' : problem.reason
    }
    expect(await reasonOf(bind(a, 'apart', 'node', a))).toBe('placement-bond.with_itself')
    expect(await reasonOf(bind(a, 'apart', 'node', gone))).toBe('placement-bond.system_gone')
    expect(await reasonOf(bind(a, 'together', 'cloud', b))).toBe('bound')
    expect(await reasonOf(bind(b, 'together', 'zone', a))).toBe('placement-bond.there')
    expect(await reasonOf(bind(a, 'apart', 'host', b))).toBe('bound')
    expect(await reasonOf(bind(b, 'together', 'zone', c))).toBe('bound')
    const { problem } = await bind(c, 'apart', 'provider', a)
    expect(problem.reason).toBe('placement-bond.contradicts')
    for (const name of [a.name, b.name, c.name]) expect(problem.detail).toContain(name)
    expect(await reasonOf(bind(c, 'apart', 'provider', a, { strength: 'prefer' }))).toBe('bound')
  })

  it('lets only one of two through that contradict each other and come at the same time', async () => {
    const [a, b, c] = [await aSystem(), await aSystem(), await aSystem()]
    await bind(a, 'together', 'cloud', b)
    const answers = await Promise.all([bind(b, 'together', 'cloud', c), bind(a, 'apart', 'cloud', c)])
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409])
  })

  it('lists page by page, newest first', async () => {
    const { call, world } = server.current
    const hub = await aSystem()
    for (let nth = 0; nth < 3; nth += 1) await bind(hub, 'apart', 'zone', await aSystem())
    const seen: PlacementBond[] = []
    let pageToken: string | undefined
    do {
      const query = { systemId: hub.id, pageSize: 2, ...(pageToken ? { pageToken } : {}) }
      const { body } = await call(world.people.guide, bonds.list, { query })
      seen.push(...body.items)
      pageToken = body.nextPageToken ?? undefined
    } while (pageToken)
    expect(new Set(seen.map((one) => one.id)).size).toBe(3)
    const times = seen.map((one) => one.createdAt)
    expect(times).toEqual([...times].sort().reverse())
  })

  it('ends with the system, and says so in the trail', async () => {
    const { call, world, database } = server.current
    const [a, b] = [await aSystem(), await aSystem()]
    await bind(a, 'together', 'node', b)
    const ctx = setupCtx(server.current)
    const dispatcher = createDispatcher(database, () => ctx.asSystem('events'), placementSubscribers)
    dispatcher.start()
    await call(world.people.departmentAdmin, systems.retire, {
      params: { id: b.id },
      body: { version: b.version, reason: '并入' },
    })
    await expect.poll(() => listOf(a)).toEqual([])
    await dispatcher.stop()
    const { rows } = await database.owner.query(
      "select count(*)::int as acts from audit_pending where act = 'placement-bond.remove' and content::text like '%the system is retired%'",
    )
    expect(rows[0].acts).toBe(1)
  })
})

describe('R9 what is bound', () => {
  it('is kept apart, also from a pool that the regulator names, and the explanation names the bond', async () => {
    const { call, world } = server.current
    const [a, b] = [await aSystem(), await aSystem('otherDepartment')]
    const stands = await place(a, first.poolId)
    expect(stands.poolId).toBe(first.poolId)
    await bind(b, 'apart', 'provider', a)
    const apart = await place(b)
    expect(apart.poolId).toBe(second.poolId)
    const { body } = await call(world.people.otherAdmin, placementOperations.get, {
      params: { id: apart.id },
    })
    expect(body.explanation.candidates.find((one) => one.pool.id === first.poolId)?.refusedBy).toMatchObject({
      filter: 'bond-apart',
      text: { zh: `与“${a.name}”反亲和：不能在同一服务商` },
    })
    const named = await place(b, first.poolId)
    expect(named).toMatchObject({ poolId: 'placement.no_fit', why: expect.stringContaining(a.name) })
    expect(await listOf(b)).toMatchObject([{ standing: 'kept' }])
  })

  it('is kept together, and what stood apart before is told, not moved', async () => {
    const [a, b] = [await aSystem(), await aSystem()]
    await place(a, second.poolId)
    await bind(a, 'together', 'cloud', b)
    expect((await place(b)).poolId).toBe(second.poolId)
    expect(await listOf(a)).toMatchObject([{ standing: 'kept' }])
    const [c, d] = [await aSystem(), await aSystem()]
    await place(c, first.poolId)
    await place(d, second.poolId)
    await bind(c, 'together', 'zone', d)
    expect(await listOf(c)).toMatchObject([{ standing: 'broken' }])
  })

  it('follows what is preferred where it can, and goes elsewhere where it cannot', async () => {
    const [a, b] = [await aSystem(), await aSystem()]
    await place(a, first.poolId)
    await bind(a, 'apart', 'node', b, { strength: 'prefer' })
    expect((await place(b)).poolId).toBe(second.poolId)
    expect((await place(b, first.poolId)).poolId).toBe(first.poolId)
    expect(await listOf(b)).toMatchObject([{ standing: 'broken' }])
  })

  it('never meets when both are placed at the same time', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [a, b] = [await aSystem(), await aSystem()]
      await bind(a, 'apart', 'cloud', b)
      const pools = await Promise.all([place(a), place(b)])
      expect(pools.map((one) => one.poolId).sort()).toEqual([first.poolId, second.poolId].sort())
    }
  })
})

describe('R9 hosts of bound systems', () => {
  const takes = { vcpus: 8, memoryMiB: 8_192, storageGiB: 10 }
  const claim = async (poolId: string, system: ASystem, more: Partial<HostWanted> = {}) => {
    const wanted = {
      ...{ takes, cloudId: null, zoneId: null, poolId, poolClass: null, networkZone: null },
      ...{ domesticOnly: false, apartGroup: null, togetherGroup: null, systemId: system.id },
      ...more,
    }
    const { call, world } = server.current
    const answer = await call(world.people.centre, claims.create, { body: { name: 'vm', wanted } })
    return answer.status === 201 ? answer.body.host.id : answer.problem.detail
  }
  async function givenHosts(count: number) {
    const cloud = await givenCloud(server.current, {
      knobs: { zones: zonesOf(128 * count, ['az-1']) },
      pool: { networkZone: 'internet', overCommit: { vcpus: '1', memory: '1', storage: '1' } },
    })
    const { reconcilers } = server.current.composition.cloud
    const reconciler = reconcilers.find((one) => one.name === 'cloud-hosts') as Reconciler
    await reconciler.reconcile(setupCtx(server.current), cloud.cloudId, AbortSignal.timeout(10_000))
    return cloud
  }

  it('are their own, or one, and the refusal names the other system', async () => {
    const { poolId } = await givenHosts(2)
    const [a, b, c] = [await aSystem(), await aSystem(), await aSystem()]
    await bind(a, 'apart', 'host', b)
    await bind(b, 'together', 'host', c)
    const one = await claim(poolId, a)
    const other = await claim(poolId, b)
    expect(other).not.toBe(one)
    expect(await claim(poolId, c)).toBe(other)
    expect(await claim(poolId, c, { takes: { ...takes, vcpus: 128 } })).toContain(b.name)
    const standing = (await listOf(b)).map((bond) => [bond.kind, bond.standing])
    expect(standing.sort()).toEqual([
      ['apart', 'kept'],
      ['together', 'kept'],
    ])
  })

  it('are never shared when both are claimed at the same time', async () => {
    const { poolId } = await givenHosts(2)
    const [a, b] = [await aSystem(), await aSystem()]
    await bind(a, 'apart', 'host', b)
    const hosts = await Promise.all([claim(poolId, a), claim(poolId, b)])
    expect(new Set(hosts).size).toBe(2)
    expect(await listOf(a)).toMatchObject([{ standing: 'kept' }])
  })
})
