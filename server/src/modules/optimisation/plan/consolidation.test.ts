import {
  drainPlanOperations,
  noticeOperations,
  consolidationOperations as operations,
  placementBondOperations,
} from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { zonesOf } from '../../../connectors/simulated/index.ts'
import { createDispatcher } from '../../../platform/events/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import type { GuestOfPool, HostOfPool } from '../../cloud/index.ts'
import { createNoticeSubscribers } from '../../notice/index.ts'
import { consolidationNotices, createConsolidationReconciler } from '../index.ts'
import { findObstacle } from './consolidation.ts'

const aHost = (id: string, more: Partial<HostOfPool> = {}): HostOfPool => ({
  id,
  name: id,
  nativeZone: 'az-1',
  hypervisor: 'qemu',
  isDomestic: true,
  state: 'in-service',
  limit: { vcpus: 16, memoryMiB: 16_384, storageGiB: 0 },
  idleWatts: null,
  ...more,
})
const aGuest = (id: string, hostId: string, more: Partial<GuestOfPool> = {}): GuestOfPool => ({
  id,
  hostId,
  resourceId: null,
  takes: { vcpus: 8, memoryMiB: 8_192, storageGiB: 0 },
  apartGroup: null,
  isMovable: true,
  ...more,
})

describe('what is looked at again before each step', () => {
  const move = { guest: 'm', from_host_id: 'a', to_host_id: 'b' }
  const hosts = [aHost('a'), aHost('b')]
  const m = aGuest('m', 'a')
  const promised = { hostId: 'b', systemId: null, vcpus: 9, memoryMiB: 1 }
  it.each([
    ['nothing stands in the way', hosts, [m, aGuest('n', 'b')], [], false, null],
    ['the machine is gone', hosts, [], [], false, 'machine-gone'],
    ['it stands elsewhere', hosts, [aGuest('m', 'b')], [], false, 'machine-elsewhere'],
    ['it is bound to its host', hosts, [{ ...m, isMovable: false }], [], false, 'machine-bound'],
    ['something else is done with it', hosts, [m], [], true, 'machine-busy'],
    [
      'the host left service',
      [aHost('a'), aHost('b', { state: 'maintenance' })],
      [m],
      [],
      false,
      'host-not-in-service',
    ],
    [
      'the host is of another kind',
      [aHost('a'), aHost('b', { isDomestic: false })],
      [m],
      [],
      false,
      'other-place',
    ],
    ['the room was taken', hosts, [m, aGuest('n', 'b'), aGuest('o', 'b')], [], false, 'no-room'],
    ['the room was promised', hosts, [m], [promised], false, 'no-room'],
    [
      'one that it must stand apart from came',
      hosts,
      [{ ...m, apartGroup: 'g' }, aGuest('n', 'b', { apartGroup: 'g' })],
      [],
      false,
      'apart',
    ],
  ] as const)('%s', (_, there, guests, claims, isBusy, expected) => {
    expect(findObstacle(move, { hosts: there, guests }, claims, isBusy)).toBe(expected)
  })

  const apart = { systemId: 's', apartFrom: ['t'], isHeld: false }
  const other = { systemId: 't', apartFrom: ['s'], isHeld: false }
  const claimOf = (systemId: string) => ({ hostId: 'b', systemId, vcpus: 1, memoryMiB: 1 })
  it.each([
    ['a machine of a system that is bound apart came', { m: apart, n: other }, [], 'apart'],
    ['one came whose system is no matter', { m: apart, n: { ...other, systemId: 'u' } }, [], null],
    ['room was promised to such a system', { m: apart }, [claimOf('t')], 'apart'],
    ['room was promised to another', { m: apart }, [claimOf('u')], null],
    [
      'the system that its own belongs with came beside it',
      { m: { ...apart, isHeld: true } },
      [],
      'machine-bound',
    ],
  ] as const)('R9 %s', (_, bonds, claims, expected) => {
    const guests = [m, aGuest('n', 'b', { takes: { vcpus: 1, memoryMiB: 1, storageGiB: 1 } })]
    expect(findObstacle(move, { hosts, guests }, claims, false, new Map(Object.entries(bonds)))).toBe(
      expected,
    )
  })
})

const server = useServer()

/** Four hosts with six servers of ours. */
async function givenEstate() {
  const { current } = server
  const supply = await givenSupply(current)
  const { cloud } = supply
  await cloud.simulated.set({ zones: zonesOf(512, ['az-1']) })
  const line = {
    fulfilment: { by: 'connector' as const, kinds: ['server' as const] },
    quantity: 6,
    dimensions: { vcpu: 2, 'memory-gib': 4, 'root-disk-gib': 40 },
  }
  await supply.approve(line, { poolId: cloud.poolId })
  await supply.settle()
  // Two, two, one and one to a host.
  await current.database.owner.query(
    `update simulated.thing t set attributes = attributes || jsonb_build_object('host', 'az-1-host-' || (1 + n % 4))
     from (select ref, row_number() over (order by number) - 1 as n from simulated.thing
           where cloud = $1 and kind = 'server') s where s.ref = t.ref and t.cloud = $1`,
    [cloud.endpoint],
  )
  const ctx = setupCtx(current)
  const look = async (name: string) => {
    const reconciler = current.composition.cloud.reconcilers.find((one) => one.name === name) as Reconciler
    await reconciler.reconcile(ctx, cloud.cloudId, AbortSignal.timeout(10_000))
  }
  await look('cloud')
  await look('cloud-hosts')
  await current.database.owner.query('update host set is_domestic = true where cloud_id = $1', [
    cloud.cloudId,
  ])
  const { reconcile } = createConsolidationReconciler(current.composition.cloud.connections)
  const pass = (id: string) => reconcile(ctx, id, AbortSignal.timeout(10_000))
  return { ...supply, pass }
}

describe('R8 R42 a consolidation', () => {
  it('is proposed by one, approved by another, carried out step by step, paused, resumed, and leaves out what cannot be done', async () => {
    const { cloud, pass } = await givenEstate()
    const { call, world, database } = server.current
    const { centre, bureau, departmentAdmin, providerAdmin, providerOperator, otherProviderOperator } =
      world.people
    const propose = (by: Persona) =>
      call(by, operations.propose, {
        params: { id: cloud.poolId },
        body: { hosts: 3, reason: '夜间腾空主机' },
      })
    // A department does not so much as see the pool.
    expect((await propose(departmentAdmin)).status).toBe(404)
    expect((await propose(providerOperator)).status).toBe(403)
    const proposed = await propose(centre)
    expect(proposed).toMatchObject({ status: 201, body: { state: 'proposed' } })
    expect((await propose(providerAdmin)).problem.reason).toBe('consolidation.open_already')
    expect(proposed.body).toMatchObject({ hosts: 3, moves: { all: 4, done: 0 } })
    const { id } = proposed.body
    const get = async (by: Persona = centre) => call(by, operations.get, { params: { id } })
    expect((await get(otherProviderOperator)).status).toBe(404)
    expect((await get(providerAdmin)).body.state).toBe('proposed')
    const act = async (by: Persona, verb: 'approve' | 'pause' | 'resume' | 'stop') => {
      const { version } = (await get()).body
      return call(by, operations[verb], { params: { id }, body: { version, reason: '值守安排' } as never })
    }
    const approve = async (by: Persona) =>
      call(by, operations.approve, { params: { id }, body: { version: (await get()).body.version } })
    expect((await approve(centre)).problem.reason).toBe('consolidation.same_person')
    expect((await approve(providerAdmin)).status).toBe(403)
    // Before it is approved nothing moves, whoever looks.
    expect(await pass(id)).toEqual({ done: true })
    expect((await get()).body.moves).toMatchObject({ done: 0, moving: 0 })
    expect((await approve(bureau)).body.state).toBe('running')

    // Asked for; then halted: the machine on its way arrives, and no other begins.
    await pass(id)
    expect((await get()).body.moves.moving).toBe(1)
    expect((await act(providerAdmin, 'pause')).body).toMatchObject({ state: 'paused', note: '值守安排' })
    await pass(id)
    expect(await pass(id)).toEqual({ done: true })
    const paused = (await get()).body
    expect(paused.moves).toMatchObject({ done: 1, moving: 0 })
    const standsOn = async (machine: string) =>
      (await cloud.simulated.things('server')).find((one) => one.externalId === machine)?.attributes.host
    expect(await standsOn(paused.steps[0]?.machine ?? '')).toBe(paused.steps[0]?.to.name)
    // People know it by its name, not by the cloud's id.
    for (const step of paused.steps) expect(step.name).toBeTruthy()

    // The next one is being changed meanwhile: it stays, and the plan goes on with the other host.
    const next = paused.steps.find((step) => step.state === 'waiting')
    await database.owner.query("update resource set agreement = 'changing' where id = $1", [next?.resourceId])
    expect((await act(centre, 'resume')).body.state).toBe('running')
    for (let passes = 0; passes < 40 && !(await pass(id)).done; passes += 1);
    const { body } = await get()
    expect(body).toMatchObject({
      state: 'done',
      moves: { all: 4, done: 3, skipped: 1, moving: 0, failed: 0 },
    })
    expect(body.steps.find((step) => step.position === next?.position)).toMatchObject({
      state: 'skipped',
      why: 'machine-busy',
    })
    expect(body.freed).toHaveLength(2)
    for (const step of body.steps)
      expect(await standsOn(step.machine)).toBe(step.state === 'done' ? step.to.name : step.from.name)
    expect((await act(centre, 'stop')).problem.reason).toBe('consolidation.not_in_this_state')
    const { rows } = await database.owner.query(
      "select count(*)::int as steps from audit_pending where object_id = $1 and act = 'consolidation.step'",
      [id],
    )
    expect(rows[0].steps).toBe(3)
  }, 60_000)

  it('R8 tells those who decide, the provider, the departments whose machines move, and its proposer of the end', async () => {
    const { call, world, database } = server.current
    const { centre, bureau, departmentAdmin, providerAdmin, otherAdmin } = world.people
    const ctx = setupCtx(server.current)
    const dispatcher = createDispatcher(
      database,
      () => ctx.asSystem('events'),
      createNoticeSubscribers(consolidationNotices),
    )
    dispatcher.start()
    const toldTo = async (persona: Persona) =>
      (await call(persona, noticeOperations.list, { query: {} })).body.items
        .filter((one) => one.kind.startsWith('consolidation.'))
        .map((one) => [one.kind, one.noun])
    await expect
      .poll(() => toldTo(centre), { timeout: 20_000 })
      .toEqual([['consolidation.done', 'consolidation']])
    for (const persona of [bureau, providerAdmin])
      expect(await toldTo(persona)).toEqual([['consolidation.proposed', 'consolidation']])
    // Once, though it was paused and resumed; leading to a machine of theirs, since the plan is not for them to see.
    expect(await toldTo(departmentAdmin)).toEqual([['consolidation.running', 'resource']])
    expect(await toldTo(otherAdmin)).toEqual([])
    await dispatcher.stop()
  }, 30_000)
})

describe('R9 consolidation of bound systems', () => {
  it('keeps them on hosts of their own, or where they stand together, in advice and plan', async () => {
    const { cloud, systemId } = await givenEstate()
    const { call, world, database, ids } = server.current
    const { centre } = world.people
    const params = { id: cloud.poolId }
    const giveTo = async (host: string, most: number) => {
      const id = ids.next()
      await database.owner.query(
        `insert into system select (jsonb_populate_record(s, jsonb_build_object('id', $2::text, 'code', $2::text))).*
         from system s where id = $1`,
        [systemId, id],
      )
      await database.owner.query(
        `update resource set system_id = $1 where id in (select g.resource_id from host_guest g join host h on h.id = g.host_id
         where h.cloud_id = $2 and h.name = $3 order by g.external_id limit $4)`,
        [id, cloud.cloudId, host, most],
      )
      return id
    }
    const bind = async (kind: 'apart' | 'together', otherId: string) =>
      expect(
        (
          await call(centre, placementBondOperations.create, {
            body: { kind, level: 'host', strength: 'must', systemId, otherId, reason: '高可用' },
          })
        ).status,
      ).toBe(201)
    const advice = async () => (await call(centre, drainPlanOperations.get, { params })).body
    expect(await advice()).toMatchObject({ machines: 6, freed: 3 })
    const loner = await giveTo('az-1-host-4', 1)
    await bind('apart', loner)
    expect(await advice()).toMatchObject({ freed: 2 })
    await bind('together', await giveTo('az-1-host-1', 1))
    const plan = await advice()
    expect(plan.steps.map((step) => step.host.name)).not.toContain('az-1-host-1')
    const proposed = await call(centre, operations.propose, { params, body: { hosts: 3, reason: '节能' } })
    expect(proposed).toMatchObject({ status: 201, body: { hosts: 2 } })
    const to = new Set(proposed.body.steps.map((step) => step.to.name))
    expect(proposed.body.steps.map((step) => step.from.name)).not.toContain('az-1-host-1')
    expect([...to].filter((name) => name !== 'az-1-host-1')).toEqual([])
  })
})
