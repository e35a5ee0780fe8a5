import {
  type CloudCreate,
  cloudOperations as clouds,
  type NodeCreate,
  poolOperations as pools,
  quotaOperations as quotas,
} from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { amountsOf, aPool, givenCloud, givenQuota, setupCtx } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { DEFAULT_ACCESS_KEY, INSTANT } from '../../connectors/simulated/index.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import { findCloud } from './index.ts'

const server = useServer()

let made = 0
function aCloud(parts: Partial<CloudCreate> = {}): CloudCreate {
  made += 1
  return {
    code: `own-${made}`,
    name: `云 ${made}`,
    providerBodyId: server.current.world.bodies.provider,
    kind: 'simulated',
    endpoint: `simulated://own-${made}`,
    region: null,
    options: {},
    credentials: { accessKey: DEFAULT_ACCESS_KEY },
    ...parts,
  }
}

/** One look of the reconciler, as its loop would take it. */
async function look(cloudId: string) {
  const [reconciler] = server.current.composition.cloud.reconcilers as [Reconciler]
  return reconciler.reconcile(setupCtx(server.current), cloudId, AbortSignal.timeout(10_000))
}

describe('registering', () => {
  it('is for the centre and for a provider’s own clouds', async () => {
    const { call, world } = server.current
    const { people, bodies } = world
    const reasonOf = async (persona: (typeof people)[keyof typeof people], body: CloudCreate) =>
      (await call(persona, clouds.create, { body })).problem?.reason ?? 'ok'
    expect(await reasonOf(people.departmentAdmin, aCloud())).toBe('common.forbidden')
    expect(await reasonOf(people.providerAdmin, aCloud({ providerBodyId: bodies.otherProvider }))).toBe(
      'cloud.provider_not_found',
    )
    expect(await reasonOf(people.centre, aCloud({ providerBodyId: bodies.guide }))).toBe(
      'cloud.provider_not_found',
    )
    const own = await call(people.providerAdmin, clouds.create, { body: aCloud() })
    expect(own.body).toMatchObject({ state: 'new', isSimulated: true, findings: [] })
  })

  it('R42 shows a provider its own clouds only', async () => {
    const { call, world } = server.current
    const { people, bodies } = world
    const { body: mine } = await call(people.centre, clouds.create, { body: aCloud() })
    const { body: theirs } = await call(people.centre, clouds.create, {
      body: aCloud({ providerBodyId: bodies.otherProvider }),
    })
    const seen = (await call(people.otherProviderOperator, clouds.list, { query: { pageSize: 200 } })).body
      .items
    expect(seen.map((cloud) => cloud.id)).toEqual([theirs.id])
    const foreign = await call(people.otherProviderOperator, clouds.get, { params: { id: mine.id } })
    expect(foreign.problem.reason).toBe('common.not_found')
  })

  it('names settings that are missing or that the kind does not have', async () => {
    const { call, world } = server.current
    const tryWith = async (parts: Partial<CloudCreate>) =>
      (await call(world.people.centre, clouds.create, { body: aCloud(parts) })).problem
    expect(await tryWith({ kind: 'nimbus' })).toMatchObject({ reason: 'cloud.kind_unknown' })
    const missing = await tryWith({ credentials: {} })
    expect(missing).toMatchObject({ reason: 'cloud.setting_missing', status: 400 })
    expect(missing.detail).toContain('accessKey')
    expect((await tryWith({ options: { accessKey: 'in the open' } })).reason).toBe('cloud.setting_unknown')
  })

  it('says in plain words what is wrong before anything is registered', async () => {
    const { call, world } = server.current
    const { code: _code, name: _name, providerBodyId: _provider, ...trial } = aCloud()
    const { simulator } = server.current.composition.cloudKinds
    await simulator.cloud(trial.endpoint).set({ ...INSTANT, down: true })
    const findingsOf = async () =>
      (await call(world.people.centre, clouds.try, { body: trial })).body.findings
    expect(await findingsOf()).toMatchObject([
      { check: 'reach', ok: false, zh: expect.stringContaining('连不上') },
    ])
    await simulator.cloud(trial.endpoint).set({ down: false })
    expect((await findingsOf()).every((finding) => finding.ok)).toBe(true)
    const openstack = { kind: 'openstack', endpoint: 'not a url', region: null }
    const options = { username: 'admin', project: 'admin' }
    const body = { ...openstack, options, credentials: { password: 'x' } }
    const broken = (await call(world.people.centre, clouds.try, { body })).body.findings
    expect(broken).toMatchObject([{ check: 'reach', ok: false }])
  })

  it('refuses an endpoint that leads to the platform itself or to metadata, tried, registered or changed to (F20)', async () => {
    const { call, world } = server.current
    const openstack = {
      kind: 'openstack',
      region: null,
      options: { username: 'admin', project: 'admin' },
      credentials: { password: 'x' },
    }
    const { provider } = world.bodies
    const whole = { ...openstack, code: 'reached', name: '某云', providerBodyId: provider }
    const me = world.people.centre
    for (const endpoint of [
      'http://127.0.0.1:5000/v3',
      'http://169.254.169.254/latest',
      'http://localhost',
    ]) {
      for (const refused of [
        await call(me, clouds.try, { body: { ...openstack, endpoint } }),
        await call(me, clouds.create, { body: { ...whole, endpoint } }),
      ])
        expect(refused.problem).toMatchObject({
          status: 422,
          reason: 'cloud.endpoint_not_allowed',
          fields: [{ path: '/endpoint' }],
        })
    }
    const made = await call(me, clouds.create, { body: { ...whole, endpoint: 'http://192.0.2.7:5000' } })
    expect(made.status).toBe(201)
    const { id, version } = made.body
    const { options } = openstack
    const turned = {
      version,
      name: '某云',
      endpoint: 'http://[::1]:5000',
      region: null,
      options,
      credentials: null,
    }
    const changed = await call(me, clouds.update, { params: { id }, body: turned })
    expect(changed.problem.reason).toBe('cloud.endpoint_not_allowed')
  })

  it('never answers with a secret, never writes one down in the open', async () => {
    const { call, world, database } = server.current
    const secret = 'correct-horse-battery'
    const { body } = await call(world.people.centre, clouds.create, {
      body: aCloud({ credentials: { accessKey: secret } }),
    })
    expect(body.credentialNames).toEqual(['accessKey'])
    expect(JSON.stringify(body)).not.toContain(secret)
    const rows = await database.owner.query(
      `select to_jsonb(c)::text as text from cloud c union all select to_jsonb(a)::text from audit_pending a
       union all select to_jsonb(o)::text from outbox o union all select to_jsonb(s)::text from secret s`,
    )
    expect(rows.rows.length).toBeGreaterThan(3)
    for (const row of rows.rows as { text: string }[]) expect(row.text).not.toContain(secret)
  })
})

describe('looking at a cloud', () => {
  it('finds it, reads what its zones hold, and keeps both', async () => {
    const { call, world } = server.current
    const given = await givenCloud(server.current, { pool: { capacitySource: 'observed' } })
    expect(await look(given.cloudId)).toEqual({ done: true })
    const { body: cloud } = await call(world.people.centre, clouds.get, { params: { id: given.cloudId } })
    expect(cloud).toMatchObject({ state: 'healthy' })
    expect(cloud.findings.length).toBeGreaterThan(5)
    const { body: nodes } = await call(world.people.centre, clouds.listNodes, {
      query: { cloudId: given.cloudId },
    })
    expect(nodes.items[0]?.zones[0]?.observed).toMatchObject({ vcpusTotal: 1000, vcpusUsed: 0 })
    const { body: pool } = await call(world.people.centre, pools.get, { params: { id: given.poolId } })
    expect(pool.capacity).toMatchObject({ total: { vcpus: 1000, floatingIps: 200 }, limit: { vcpus: 4000 } })
    expect(pool.observedAt).not.toBeNull()
  })

  it('shows a cloud that is down, slow to answer or talking nonsense as a state with words, and heals by itself', async () => {
    const { database } = server.current
    const { cloudId, simulated } = await givenCloud(server.current)
    const stateOf = async () => (await findCloud(database.as(SCOPE_ALL), cloudId))?.state
    const seen: (string | undefined)[] = []
    for (const trouble of [
      { down: true },
      { down: false, nonsense: true },
      { nonsense: false, clockSkewMinutes: 90 },
    ]) {
      await simulated.set(trouble)
      expect(await look(cloudId)).toMatchObject({ done: false })
      seen.push(await stateOf())
    }
    await simulated.set({ clockSkewMinutes: 0 })
    expect(await look(cloudId)).toEqual({ done: true })
    seen.push(await stateOf())
    expect(seen).toEqual(['unreachable', 'unreachable', 'degraded', 'healthy'])
  })

  it('R121 shows of a cloud that fell silent what was last known, and since when', async () => {
    const { call, clock, world } = server.current
    const given = await givenCloud(server.current, { pool: { capacitySource: 'observed' } })
    const shown = async () => {
      const [cloud, pool] = [{ params: { id: given.cloudId } }, { params: { id: given.poolId } }]
      const { state, lastProbedAt } = (await call(world.people.centre, clouds.get, cloud)).body
      const { capacity, observedAt } = (await call(world.people.centre, pools.get, pool)).body
      return { state, lastProbedAt, observedAt, vcpus: capacity.total.vcpus }
    }
    await look(given.cloudId)
    const known = await shown()
    await given.simulated.set({ down: true })
    clock.advance({ minutes: 10 })
    await look(given.cloudId)
    const now = clock.now().toISOString()
    expect(known).toMatchObject({ state: 'healthy', vcpus: 1000 })
    expect(await shown()).toEqual({ ...known, state: 'unreachable', lastProbedAt: now })
    expect(Date.parse(now) - Date.parse(known.observedAt ?? '')).toBe(600_000)
  })

  it('R121 looks again by itself before a state is five minutes old, and leaves alone what is out of service', async () => {
    const { clock, call, world } = server.current
    const [reconciler] = server.current.composition.cloud.reconcilers as [Reconciler]
    const { cloudId } = await givenCloud(server.current)
    const due = async () => (await reconciler.sweep(setupCtx(server.current))).includes(cloudId)
    expect(await due()).toBe(true)
    await look(cloudId)
    expect(await due()).toBe(false)
    // Time for the sweep to come round, and for the longest that a probe takes.
    clock.advance({ ms: 300_000 - reconciler.sweepEveryMs - 30_000 + 1 })
    expect(await due()).toBe(true)
    const { version } = (await call(world.people.centre, clouds.get, { params: { id: cloudId } })).body
    await call(world.people.operations, clouds.suspend, { params: { id: cloudId }, body: { version } })
    expect(await due()).toBe(false)
    expect(await look(cloudId)).toEqual({ done: true })
    const resumed = await call(world.people.operations, clouds.resume, {
      params: { id: cloudId },
      body: { version: version + 1 },
    })
    expect(resumed.body.state).toBe('new')
  })

  it('opens a new connection when the secrets were changed, and says when they do not fit', async () => {
    const { call, world } = server.current
    const { cloudId, endpoint } = await givenCloud(server.current)
    const params = { id: cloudId }
    const probe = async () => (await call(world.people.operations, clouds.probe, { params })).body
    const before = await probe()
    expect(before.state).toBe('healthy')
    const change = { version: before.version, name: before.name, endpoint, region: null, options: {} }
    const body = { ...change, credentials: { accessKey: 'another' } }
    const changed = await call(world.people.securityAdmin, clouds.update, { params, body })
    expect(changed.status).toBe(200)
    expect(await probe()).toMatchObject({
      state: 'degraded',
      findings: [{ check: 'authenticate', ok: false, zh: expect.stringContaining('访问密钥') }],
    })
    const back = { ...body, version: changed.body.version, credentials: { accessKey: DEFAULT_ACCESS_KEY } }
    await call(world.people.securityAdmin, clouds.update, { params, body: back })
    expect((await probe()).state).toBe('healthy')
  })

  it('asks live what the cloud offers, and passes on its words when it has none', async () => {
    const { call, world } = server.current
    const { cloudId, simulated } = await givenCloud(server.current)
    const offer = async () => call(world.people.centre, clouds.offer, { params: { id: cloudId } })
    expect((await offer()).body.zones).toEqual(['az-1', 'az-2'])
    await simulated.set({ down: true })
    const answer = await offer()
    expect(answer.problem).toMatchObject({ status: 502, reason: 'cloud.no_answer' })
    expect(answer.problem.detail).toContain('ECONNREFUSED')
  })
})

describe('nodes', () => {
  it('keeps one backbone per cloud and region, certified, and tells what the layout lacks', async () => {
    const { call, world } = server.current
    const { centre } = world.people
    const { cloudId } = await givenCloud(server.current)
    const backbone = {
      code: 'b1',
      name: '主节点',
      kind: 'backbone',
      regionId: world.regions.city,
      latitude: 33.35,
      longitude: 120.16,
      grade: 'national-a',
      certificateNo: 'A-1',
      certificateUntil: '2030-01-01',
    } as const
    const add = (body: NodeCreate) => call(centre, clouds.addNode, { params: { id: cloudId }, body })
    expect((await add({ ...backbone, certificateUntil: '2020-01-01' })).problem.reason).toBe(
      'node.grade_required',
    )
    const twice = await Promise.all(['b1', 'b2'].map((code) => add({ ...backbone, code })))
    expect(twice.map((answer) => answer.status).sort()).toEqual([201, 409])
    expect((await add({ ...backbone, code: 'main', kind: 'edge' })).problem.reason).toBe('node.code_taken')
    const { body: check } = await call(centre, clouds.topology, {})
    const own = check.items.filter((finding) => finding.cloudId === cloudId)
    expect(own.filter((finding) => !finding.ok).map((finding) => finding.check)).toEqual([
      'dr-same-city-count',
      'dr-remote-count',
    ])
    // 30 km away, and then in the prefecture that it serves: refused, each in its own words.
    const ungraded = { grade: null, certificateNo: null, certificateUntil: null }
    const place = { name: '异地灾备节点', kind: 'dr-remote', regionId: world.regions.city } as const
    const remote = { ...place, ...ungraded, code: 'far', latitude: 33.6, longitude: 120.16 }
    const near = await add(remote)
    expect(near.problem.reason).toBe('node.too_near')
    expect(JSON.stringify(near.problem)).toContain('27.7')
    const far = { ...remote, latitude: 36 }
    expect((await add({ ...far, siteRegionId: world.regions.countyA })).problem.reason).toBe(
      'node.same_prefecture',
    )
    const kept = await add(far)
    expect(kept.status).toBe(201)
    const moved = await call(centre, clouds.updateNode, {
      params: { id: kept.body.id },
      body: { ...place, ...ungraded, latitude: 33.6, longitude: 120.16, version: kept.body.version },
    })
    expect(moved.problem.reason).toBe('node.too_near')
  })

  it('R2 R109: an edge node is assessed by the centre, approved by a city or province, and carries nothing before', async () => {
    const { call, world } = server.current
    const { centre, bureau, countyBureau, providerAdmin } = world.people
    const { cloudId } = await givenCloud(server.current)
    const added = await call(centre, clouds.addNode, {
      params: { id: cloudId },
      body: {
        code: 'edge-2',
        name: '监测边缘节点',
        kind: 'edge',
        regionId: world.regions.countyA,
        latitude: null,
        longitude: null,
        grade: null,
        certificateNo: null,
        certificateUntil: null,
      },
    })
    expect(added.body).toMatchObject({ intake: 'registered', assessment: null, decision: null })
    const params = { id: added.body.id }
    const zoned = await call(centre, clouds.addZone, {
      params,
      body: { code: 'az', name: '可用区', nativeZone: 'az-1' },
    })
    const pool = aPool(zoned.body.zones[0]?.id ?? '', { networkZone: 'dedicated-line' })
    expect((await call(centre, pools.create, { body: pool })).status).toBe(201)
    const offered = async () =>
      (
        await call(world.people.departmentApplicant, pools.choices, {
          query: { networkZone: 'dedicated-line' },
        })
      ).body.places
    expect(await offered()).toEqual([])
    const decide = async (persona: typeof centre, verb: 'admitNode' | 'declineNode', version: number) =>
      call(persona, clouds[verb], { params, body: { version, note: '已核' } })
    expect((await decide(bureau, 'admitNode', 1)).problem.reason).toBe('node.not_assessed')
    const assessed = await call(centre, clouds.assessNode, {
      params,
      body: { version: 1, assessment: '现场数据须就近处理。' },
    })
    expect(assessed.body).toMatchObject({ intake: 'assessed', assessment: { text: '现场数据须就近处理。' } })
    expect((await decide(countyBureau, 'admitNode', 2)).problem.reason).toBe('node.city_decides')
    for (const persona of [centre, providerAdmin])
      expect((await decide(persona, 'admitNode', 2)).status).toBe(403)
    const declined = await decide(bureau, 'declineNode', 2)
    expect(declined.body).toMatchObject({ intake: 'declined', decision: { note: '已核' } })
    await call(centre, clouds.assessNode, { params, body: { version: 3, assessment: '补充了必要性论证。' } })
    expect((await decide(bureau, 'admitNode', 4)).body.intake).toBe('managed')
    const again = await call(centre, clouds.assessNode, { params, body: { version: 5, assessment: '再评' } })
    expect(again.problem.reason).toBe('node.intake_passed')
    expect(await offered()).toEqual([{ networkZone: 'dedicated-line', poolClass: 'general' }])
  })
})

describe('pools', () => {
  it('are made by the centre, one observing its zone alone, and keep their class while something stands in them', async () => {
    const { call, world } = server.current
    const { centre, providerAdmin, departmentAdmin } = world.people
    const { zoneId, poolId } = await givenCloud(server.current)
    const create = async (persona: typeof centre, parts = {}) =>
      (await call(persona, pools.create, { body: aPool(zoneId, parts) })).problem?.reason ?? 'ok'
    expect(await create(providerAdmin)).toBe('common.forbidden')
    expect(await create(centre, { capacitySource: 'observed' })).toBe('pool.zone_shared')
    expect(await create(centre, { class: 'dedicated' })).toBe('pool.body_required')
    expect(await create(centre, { class: 'dedicated', dedicatedBodyId: world.bodies.department })).toBe('ok')
    expect((await call(departmentAdmin, pools.get, { params: { id: poolId } })).status).toBe(404)
    const { body: pool } = await call(centre, pools.get, { params: { id: poolId } })
    expect(pool).toMatchObject({
      overCommit: { vcpus: '4', memory: '1' },
      capacity: { limit: { vcpus: 4000 } },
    })
    await server.current.database.owner.query('update pool set reserved_vcpus = 1 where id = $1', [poolId])
    const { code: _, zoneId: __, ...fields } = aPool(zoneId)
    const move = { ...fields, networkZone: 'internet', version: pool.version } as const
    const moved = await call(centre, pools.update, { params: { id: poolId }, body: move })
    expect(moved.problem.reason).toBe('pool.class_in_use')
    const closed = await call(centre, pools.close, {
      params: { id: poolId },
      body: { version: pool.version },
    })
    expect(closed.body).toMatchObject({ state: 'closed', actions: { close: { reason: 'pool.already_so' } } })
  })

  it('offers departments places, images and tiers without showing the pools', async () => {
    const { call, world } = server.current
    const { zoneId } = await givenCloud(server.current)
    const body = aPool(zoneId, {
      class: 'dedicated',
      networkZone: 'dedicated-line',
      dedicatedBodyId: world.bodies.otherDepartment,
    })
    await call(world.people.centre, pools.create, { body })
    const choices = async (persona: typeof world.people.centre) =>
      (await call(persona, pools.choices, { query: {} })).body
    const own = await choices(world.people.otherApplicant)
    expect(own.places).toContainEqual({ networkZone: 'dedicated-line', poolClass: 'dedicated' })
    expect(own.images.map((image) => image.code)).toEqual(['kylin-v10', 'openeuler'])
    expect(own.tiers).toEqual(['general-ssd'])
    const others = await choices(world.people.officeApplicant)
    expect(others.places).not.toContainEqual({ networkZone: 'dedicated-line', poolClass: 'dedicated' })
    expect(others.places).toContainEqual({ networkZone: 'government-extranet', poolClass: 'general' })
  })

  it('asks the cloud for its capacity when a person wants it now', async () => {
    const { call, world } = server.current
    const { poolId, zoneId } = await givenCloud(server.current)
    const refreshed = await call(world.people.operations, pools.refresh, { params: { id: poolId } })
    expect(refreshed.body.observedAt).toBe(server.current.clock.now().toISOString())
    const zone = await server.current.database.owner.query('select observed from zone where id = $1', [
      zoneId,
    ])
    expect(zone.rows[0].observed).toMatchObject({ vcpusTotal: 1000 })
  })
})

describe('quotas', () => {
  it('R134: are set by the centre, seen by their bodies, and moved between siblings of different regions', async () => {
    const { call, world } = server.current
    const { people, bodies } = world
    const limit = amountsOf({ vcpus: 64 })
    const body = { version: null, limit, reason: '年度核定' }
    const refused = await call(people.departmentAdmin, quotas.set, {
      params: { id: bodies.department },
      body,
    })
    expect(refused.problem.reason).toBe('common.forbidden')
    const set = await call(people.centre, quotas.set, { params: { id: bodies.department }, body })
    expect(set.body).toMatchObject({ limit, free: limit, version: 1 })
    await givenQuota(server.current, bodies.otherDepartment, { vcpus: 8 })
    const inherited = await call(people.officeApplicant, quotas.get, { params: { id: bodies.office } })
    expect(inherited.body.body.id).toBe(bodies.department)
    expect(
      (await call(people.officeApplicant, quotas.get, { params: { id: bodies.otherDepartment } })).status,
    ).toBe(404)
    const move = {
      fromBodyId: bodies.department,
      toBodyId: bodies.otherDepartment,
      amounts: amountsOf({ vcpus: 60 }),
      reason: '普查',
    }
    const moved = await call(people.centre, quotas.move, { body: move })
    expect(moved.body).toMatchObject({ from: { limit: { vcpus: 4 } }, to: { limit: { vcpus: 68 } } })
    const { rows } = await server.current.database.owner.query(
      'select distinct region_id from body where id = any($1)',
      [[bodies.department, bodies.otherDepartment]],
    )
    expect(rows).toHaveLength(2)
    expect((await call(people.centre, quotas.move, { body: move })).problem.reason).toBe('quota.below_use')
  })
})
