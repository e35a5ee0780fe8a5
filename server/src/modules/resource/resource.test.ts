import { resourceOperations as operations, type Resource, ruleSetOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../test/kit/supply.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { intendRelease } from './index.ts'

const server = useServer()
let supply: Supply
let ids: readonly string[]

beforeAll(async () => {
  supply = await givenSupply(server.current)
  ids = await supply.approve()
  await supply.settle()
})

const me = () => server.current.world.people.departmentApplicant
const get = async (id: string, persona = me()) =>
  (await server.current.call(persona, operations.get, { params: { id } })).body
const ofKind = async (kind: Resource['kind']) => {
  const all = await Promise.all(ids.map((id) => get(id)))
  return all.find((one) => one.kind === kind) as Resource
}

describe('an approved line', () => {
  it('shows its resources to the department, as intended and with their facts', async () => {
    const { body } = await server.current.call(me(), operations.list, {
      query: { systemId: supply.systemId },
    })
    expect(
      body.items
        .filter((one) => one.plan !== null)
        .map(({ kind, state, agreement }) => `${kind} ${state} ${agreement}`),
    ).toEqual(['floating-ip ready level', 'volume ready level', 'server ready level'])
    const machine = await ofKind('server')
    expect(machine.progress.percent).toBe(100)
    expect(machine.addresses[0]).toMatch(/^10\.10\./)
    expect(machine.cloud.isSimulated).toBe(true)
    expect(machine.standsOn.map((one) => one.kind).sort()).toEqual(['project', 'security-group', 'subnet'])
    expect(machine.carries.map((one) => one.kind).sort()).toEqual(['floating-ip', 'volume'])
  })

  it('holds as delivered exactly what it was approved for', async () => {
    const { rows } = await server.current.database.owner.query(
      `select reserved_vcpus, allocated_vcpus, allocated_memory_mib, allocated_storage_gib, allocated_floating_ips
         from pool where id = $1`,
      [supply.cloud.poolId],
    )
    expect(rows[0]).toEqual({
      reserved_vcpus: '0',
      allocated_vcpus: '2',
      allocated_memory_mib: '4096',
      allocated_storage_gib: '140',
      allocated_floating_ips: '1',
    })
  })

  it('R41 R42 is there for its own people and its provider, and for nobody else', async () => {
    const { call, world } = server.current
    const [id] = ids
    for (const persona of [world.people.providerOperator, world.people.centre, world.people.departmentAdmin])
      expect((await call(persona, operations.get, { params: { id: id as string } })).status).toBe(200)
    for (const persona of [
      world.people.otherApplicant,
      world.people.otherProviderOperator,
      world.people.officeApplicant,
    ])
      expect((await call(persona, operations.get, { params: { id: id as string } })).problem.reason).toBe(
        'common.not_found',
      )
    const foreign = await call(world.people.otherApplicant, operations.list, { query: {} })
    expect(foreign.body.items).toEqual([])
    expect((await call(world.people.otherApplicant, operations.count, { query: {} })).body.count).toBe(0)
  })

  it('R39 lets the regulator look, not operate', async () => {
    const { call, world } = server.current
    const machine = await ofKind('server')
    const body = { version: machine.version }
    const answer = await call(world.people.centre, operations.stop, { params: { id: machine.id }, body })
    expect(answer.problem.reason).toBe('common.forbidden')
    expect((await get(machine.id, world.people.centre)).actions.stop).toEqual({
      allowed: false,
      reason: 'common.forbidden',
    })
  })
})

describe('running it day by day', () => {
  type Verb = Exclude<keyof typeof operations, 'list' | 'count' | 'get' | 'history' | 'createKeyPair'>
  const act = async (verb: Verb, id: string, more: object = {}) => {
    const { version } = await get(id)
    const operation = operations[verb] as typeof operations.stop
    return server.current.call(me(), operation, { params: { id }, body: { version, ...more } })
  }

  it('stops, starts and reboots once, and says when it makes no sense', async () => {
    const { id } = await ofKind('server')
    expect((await act('stop', id)).body).toMatchObject({ agreement: 'changing' })
    await supply.settle()
    expect(await get(id)).toMatchObject({ state: 'stopped', agreement: 'level' })
    expect((await act('reboot', id)).problem.reason).toBe('resource.not_running')
    expect((await act('stop', id)).problem.reason).toBe('resource.already_so')
    await act('start', id)
    await supply.settle()
    await act('reboot', id)
    await supply.settle()
    const [machine] = await supply.cloud.simulated.things('server')
    expect(machine).toMatchObject({ spec: { power: 'on' }, attributes: { reboots: 1 } })
  })

  it('is rescued, let out and reinstalled where its cloud can, and shows no screen where it cannot (R60)', async () => {
    const { call, composition } = server.current
    const { id } = await ofKind('server')
    const machine = async () => (await supply.cloud.simulated.things('server'))[0]
    // Nothing is promised before the cloud was asked what it can.
    expect((await act('rescue', id)).problem.reason).toBe('resource.cloud_cannot')
    const [looker] = composition.cloud.reconcilers
    await looker?.reconcile(setupCtx(server.current), supply.cloud.cloudId, AbortSignal.timeout(10_000))
    expect((await act('unrescue', id)).problem.reason).toBe('resource.not_rescued')
    await act('rescue', id)
    await supply.settle()
    expect(await machine()).toMatchObject({ nativeState: 'RESCUE', spec: { isRescued: true } })
    expect(await get(id)).toMatchObject({ agreement: 'level' })
    for (const verb of ['stop', 'reboot', 'rescue'] as const)
      expect((await act(verb, id)).problem.reason).toBe('resource.is_rescued')
    expect((await act('reinstall', id, { reason: '系统损坏' })).problem.reason).toBe('resource.is_rescued')
    await act('unrescue', id)
    await supply.settle()
    await act('reinstall', id, { reason: '系统损坏' })
    await supply.settle()
    expect(await machine()).toMatchObject({
      nativeState: 'ACTIVE',
      spec: { isRescued: false, rebuildGeneration: 1 },
    })
    const { body: history } = await call(me(), operations.history, { params: { id }, query: {} })
    expect(history.items.map((entry) => entry.code)).toEqual(
      expect.arrayContaining(['resource.rescue', 'resource.unrescue', 'resource.reinstall']),
    )
    expect((await get(id)).actions.console).toEqual({ allowed: false, reason: 'resource.cloud_cannot' })
    const screen = await call(me(), operations.console, { params: { id }, body: {} })
    expect(screen.problem.reason).toBe('resource.cloud_cannot')
  })

  it('refuses a stale version', async () => {
    const { id, version } = await ofKind('server')
    const answer = await server.current.call(me(), operations.rename, {
      params: { id },
      body: { version: version - 1, name: 'x' },
    })
    expect(answer.problem.reason).toBe('common.version_stale')
  })

  it('R61 detaches and attaches a volume, renames it, takes a snapshot and gives that back; the trail has each act', async () => {
    const { id } = await ofKind('volume')
    const { id: serverId } = await ofKind('server')
    await act('detach', id)
    await supply.settle()
    const volumeOf = async () => (await supply.cloud.simulated.things('volume'))[0]
    expect((await volumeOf())?.spec).toMatchObject({ serverRef: null })
    await act('attach', id, { serverId })
    await act('rename', id, { name: '数据盘' })
    await supply.settle()
    expect(await volumeOf()).toMatchObject({ name: '数据盘', spec: { serverRef: expect.any(String) } })
    const { body: snapshot } = await server.current.call(me(), operations.snapshot, {
      params: { id },
      body: { name: '上线前' },
    })
    await supply.settle()
    expect(await get(snapshot.id)).toMatchObject({ kind: 'snapshot', state: 'ready' })
    expect((await act('release', id, { reason: null })).problem.reason).toBe('resource.release_by_request')
    await act('release', snapshot.id, { reason: null })
    const cooling = await get(snapshot.id)
    expect(cooling).toMatchObject({ state: 'cooling-off', actions: { restore: { allowed: true } } })
    const { rows } = await server.current.database.owner.query<{ act: string }>(
      'select distinct act from audit_pending where object_id in ($1, $2)',
      [id, snapshot.id],
    )
    const audited = rows.map(({ act: name }) => name)
    for (const verb of ['attach', 'detach', 'rename', 'snapshot', 'release'])
      expect(audited).toContain(`resource.${verb}`)
  })

  it('sets rules of a group in one canonical form, and names the row that is wrong', async () => {
    const { call } = server.current
    const rule = {
      direction: 'ingress',
      protocol: 'tcp',
      portFrom: 443,
      portTo: 443,
      remoteCidr: '10.1.2.3/8',
    } as const
    const { body: group } = await call(me(), operations.createSecurityGroup, {
      body: { systemId: supply.systemId, cloudId: supply.cloud.cloudId, name: 'web', rules: [rule] },
    })
    expect(group.desired.spec).toMatchObject({ rules: [{ remoteCidr: '10.0.0.0/8' }] })
    await supply.settle()
    expect(await get(group.id)).toMatchObject({ state: 'ready', agreement: 'level' })
    const bad = await act('setRules', group.id, { rules: [rule, { ...rule, portTo: null }] })
    expect(bad.problem).toMatchObject({
      reason: 'resource.rule_invalid',
      detail: expect.stringContaining('2'),
    })
  })
})

describe('what happens outside the platform', () => {
  it('is shown and left alone until a person decides', async () => {
    const { id } = await ofKind('server')
    const row = await supply.row(id)
    await supply.cloud.simulated.alter('server', row.external_id as string, { power: 'off' })
    await server.current.database
      .as(SCOPE_ALL)
      .updateTable('resource')
      .set({ look_at: new Date(0) })
      .where('id', '=', id)
      .execute()
    await look(id)
    const drifted = await get(id)
    expect(drifted).toMatchObject({ state: 'stopped', agreement: 'tilted', condition: { type: 'Drift' } })
    expect(drifted.differences).toEqual([{ field: 'power', desired: 'on', observed: 'off' }])
    expect((await supply.cloud.simulated.things('server'))[0]?.spec).toMatchObject({ power: 'off' })
    await server.current.call(me(), operations.retry, { params: { id }, body: { version: drifted.version } })
    await supply.settle()
    expect(await get(id)).toMatchObject({ state: 'ready', agreement: 'level', conditions: [] })
  })

  it('what vanished is never made again by itself, only when a person says so', async () => {
    const { id } = await ofKind('server')
    const row = await supply.row(id)
    await supply.cloud.simulated.vanish('server', row.external_id as string)
    await look(id)
    expect(await get(id)).toMatchObject({
      state: 'missing',
      agreement: 'tilted',
      condition: { type: 'Missing' },
    })
    await look(id)
    expect(await supply.cloud.simulated.things('server')).toEqual([])
    const { version } = await get(id)
    await server.current.call(me(), operations.recreate, {
      params: { id },
      body: { version, reason: '数据已确认无须保留' },
    })
    await supply.settle()
    expect(await get(id)).toMatchObject({ state: 'ready', agreement: 'level' })
    const { body } = await server.current.call(me(), operations.history, { params: { id }, query: {} })
    expect(body.items.map((one) => one.code)).toEqual(
      expect.arrayContaining(['resource.recreate', 'resource.vanished', 'observed.gone']),
    )
  })

  async function look(id: string): Promise<void> {
    const [reconciler] = supply.resource.reconcilers
    await reconciler?.reconcile(setupCtx(server.current), id, AbortSignal.timeout(10_000))
  }
})

/** Drafted by one, published by another, in force today. */
async function givenCoolingDays(value: number): Promise<void> {
  const { call, clock, world } = server.current
  const { centre, bureau } = world.people
  const effectiveFrom = dayInChina(clock.now())
  const item = { code: 'release.cooling-days', value, source: '某省规定 第六条', isProductDefault: false }
  const body = { effectiveFrom, reason: '按省里新规调整冷静期', items: [item] }
  const { id, version } = (await call(centre, ruleSetOperations.create, { body })).body
  await call(bureau, ruleSetOperations.publish, { params: { id }, body: { version } })
}

describe('giving back', () => {
  it('stops at once, can be restored for the days that the rule in force says, then goes with the ground under it', async () => {
    const { database, clock, call } = server.current
    const ctx = setupCtx(server.current)
    await givenCoolingDays(3)
    await ctx.inTx((tx) => intendRelease(tx, ctx, ids, { act: 'request.release', reason: null }))
    await supply.settle()
    const machine = await ofKind('server')
    expect(machine).toMatchObject({ state: 'cooling-off', observed: { spec: { power: 'off' } } })
    const days = (Date.parse(machine.coolingUntil ?? '') - clock.now().getTime()) / 86_400_000
    expect(Math.round(days * 100) / 100).toBe(3)
    await call(me(), operations.restore, { params: { id: machine.id }, body: { version: machine.version } })
    await supply.settle()
    expect(await get(machine.id)).toMatchObject({
      state: 'ready',
      agreement: 'level',
      observed: { spec: { power: 'on' } },
    })

    await ctx.inTx((tx) => intendRelease(tx, ctx, [machine.id], { act: 'request.release', reason: null }))
    const all = await database
      .as(SCOPE_ALL)
      .selectFrom('resource')
      .select(['id'])
      .where('ground', 'is', null)
      .where('released_at', 'is', null)
      .execute()
    await ctx.inTx((tx) =>
      intendRelease(
        tx,
        ctx,
        all.map((one) => one.id),
        { act: 'request.release', reason: null },
      ),
    )
    await supply.settle()
    clock.advance({ days: 8 })
    const [reconciler] = supply.resource.reconcilers
    for (const id of (await reconciler?.sweep(ctx)) ?? [])
      await ctx.inTx((tx) => ctx.nudge(tx, 'resource', id))
    await supply.settle()
    const left = await database
      .as(SCOPE_ALL)
      .selectFrom('resource')
      .select(['kind', 'state'])
      .where('released_at', 'is', null)
      .execute()
    expect(left).toEqual([])
    expect(await supply.cloud.simulated.things('project')).toEqual([])
    const { rows } = await database.owner.query(
      'select reserved_vcpus, allocated_vcpus, allocated_storage_gib, allocated_floating_ips from pool where id = $1',
      [supply.cloud.poolId],
    )
    expect(rows[0]).toEqual({
      reserved_vcpus: '0',
      allocated_vcpus: '0',
      allocated_storage_gib: '0',
      allocated_floating_ips: '0',
    })
    const { rows: placements } = await database.owner.query('select distinct state from placement')
    expect(placements).toEqual([{ state: 'released' }])
  })
})
