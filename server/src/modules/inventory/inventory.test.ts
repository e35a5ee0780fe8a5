import {
  cloudOperations,
  homeOperations,
  type InventoryItem,
  inventoryOperations as operations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { type GivenCloud, givenCloud, setupCtx } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { createReconcileRunner } from '../../platform/reconcile/index.ts'
import type { Connector } from '../cloud/index.ts'
import { createInventoryModule, DEFAULT_SCAN_OPTIONS, noteObserved, runScan } from './index.ts'

const server = useServer()

const volume = (name: string) =>
  ({ kind: 'volume', name, sizeGiB: 1, volumeType: null, serverRef: null }) as const

/** One pass of the reconciler of scans over this cloud. */
async function pass(cloud: GivenCloud) {
  const { database, composition, clock } = server.current
  clock.advance({ ms: 5 })
  const inventory = createInventoryModule({ database, connections: composition.cloud.connections })
  const [reconciler] = inventory.reconcilers
  if (reconciler === undefined) throw new Error('inventory brings a reconciler')
  const result = await reconciler.reconcile(
    setupCtx(server.current),
    cloud.cloudId,
    new AbortController().signal,
  )
  clock.advance({ ms: 5 })
  return result
}

const ofCloud = (cloud: GivenCloud) => ({ params: { id: cloud.cloudId } })

describe('the inventory of a cloud', () => {
  let cloud: GivenCloud
  let project = ''
  let tagged: Record<'foreign' | 'leftover' | 'duplicate', string>

  beforeAll(async () => {
    const { ids } = server.current
    cloud = await givenCloud(server.current)
    project = await cloud.simulated.make({ kind: 'project', name: '旧系统', description: '' }, null)
    await cloud.simulated.make(volume('无主盘'), project)
    await cloud.simulated.make(volume('别家的盘'), project, ids.next())
    tagged = { foreign: '', leftover: ids.next(), duplicate: ids.next() }
    await cloud.simulated.make(volume('留下的盘'), project, tagged.leftover)
    const first = await cloud.simulated.make(volume('本尊'), project, tagged.duplicate)
    await cloud.simulated.make(volume('影子'), project, tagged.duplicate)
    await givenResource(tagged.leftover, cloud, null, true)
    await givenResource(tagged.duplicate, cloud, first, false)
    await pass(cloud)
  })

  async function list(query: Record<string, unknown> = {}) {
    const { call, world } = server.current
    const input = { query: { cloudId: cloud.cloudId, ...query } } as never
    const answer = await call(world.people.centre, operations.items, input)
    expect(answer.status).toBe(200)
    return answer.body.items
  }

  it('says of each thing whose it is, and respects the tag of another platform', async () => {
    const items = await list({ kind: 'volume' })
    expect(Object.fromEntries(items.map((one) => [one.name, one.standing]))).toEqual({
      无主盘: 'unmanaged',
      别家的盘: 'foreign',
      留下的盘: 'leftover',
      本尊: 'managed',
      影子: 'duplicate',
    })
    expect(items.every((one) => one.projectName === '旧系统')).toBe(true)
    for (const standing of ['unmanaged', 'foreign', 'leftover', 'managed', 'duplicate'] as const) {
      const found = await list({ kind: 'volume', standing })
      expect(found.map((one) => one.standing)).toEqual([standing])
    }
    const foreign = items.find((one) => one.standing === 'foreign')
    expect(foreign?.actions.ignore).toMatchObject({
      allowed: false,
      reason: 'inventory.not_unmanaged',
    })
  })

  it('a project that several regions of one cloud share is managed in each of them, other things are not', async () => {
    const { ids, call, world } = server.current
    const other = await givenCloud(server.current)
    const [shared, copied] = [ids.next(), ids.next()]
    const spec = { kind: 'project', name: '两区共用', description: '' } as const
    const ref = await other.simulated.make(spec, null, shared)
    const copy = await other.simulated.make(volume('同号的盘'), ref, copied)
    await givenResource(shared, cloud, ref, false)
    await givenResource(copied, cloud, copy, false)
    await pass(other)
    for (const standing of [undefined, 'managed', 'duplicate'] as const) {
      const query = { cloudId: other.cloudId, ...(standing ? { standing } : {}) }
      const { body } = await call(world.people.centre, operations.items, { query })
      const stands = body.items.map((one) => `${one.kind} ${one.standing}`).sort()
      const all = ['project managed', 'volume duplicate']
      expect(stands).toEqual(standing ? all.filter((one) => one.endsWith(standing)) : all)
    }
  })

  it('pages by key without loss or repetition, and finds by name', async () => {
    const { call, world } = server.current
    const names: string[] = []
    let pageToken: string | undefined
    do {
      const query = { cloudId: cloud.cloudId, pageSize: 2, ...(pageToken ? { pageToken } : {}) }
      const { body } = await call(world.people.centre, operations.items, { query })
      names.push(...body.items.map((one) => one.name))
      pageToken = body.nextPageToken ?? undefined
    } while (pageToken !== undefined)
    expect(names.sort()).toEqual((await list({ pageSize: 200 })).map((one) => one.name).sort())
    expect((await list({ q: '无主' })).map((one) => one.name)).toEqual(['无主盘'])
    expect((await list({ q: '无主盘' })).map((one) => one.name)).toEqual(['无主盘'])
    const [{ externalId } = { externalId: '' }] = await list({ q: '无主盘' })
    expect((await list({ q: externalId })).map((one) => one.name)).toEqual(['无主盘'])
    // Looked up by the index beyond anybody's sight, and shown within it.
    const beyond = { query: { q: '无主盘' } }
    expect((await call(world.people.otherProviderOperator, operations.items, beyond)).body.items).toEqual([])
    expect(await list({ q: '%' })).toEqual([])
    expect(await list({ q: '%%%' })).toEqual([])
  })

  it('pages what a plan is kept for, newest first, without loss or repetition and with nothing beside it', async () => {
    const { call, world, database } = server.current
    const paged = async (filter: Readonly<Record<string, string>>) => {
      const found: InventoryItem[] = []
      let pageToken: string | undefined
      do {
        const query = { ...filter, pageSize: 2, ...(pageToken ? { pageToken } : {}) }
        const { body } = await call(world.people.centre, operations.items, { query })
        found.push(...body.items)
        pageToken = body.nextPageToken ?? undefined
      } while (pageToken !== undefined)
      return found
    }
    const kept = await database.owner.query('select id, state, fingerprint from inventory_item')
    await database.owner.query(
      `update inventory_item set state = case when name = '影子' then 'error' else 'building' end where kind = 'volume' and name <> '本尊'`,
    )
    const all = await paged({})
    expect(all.map((one) => one.id)).toEqual(
      all
        .map((one) => one.id)
        .sort()
        .reverse(),
    )
    const { cloudId } = cloud
    const filters: readonly [Readonly<Record<string, string>>, (one: InventoryItem) => boolean][] = [
      [{ cloudId }, (one) => one.cloud.id === cloudId],
      [{ kind: 'volume' }, (one) => one.kind === 'volume'],
      [{ kind: 'project' }, (one) => one.kind === 'project'],
      [{ cloudId, kind: 'volume' }, (one) => one.cloud.id === cloudId && one.kind === 'volume'],
      [{ cloudId, projectRef: project }, (one) => one.cloud.id === cloudId && one.projectRef === project],
      [{ state: 'error' }, (one) => one.state === 'error'],
      [{ state: 'building' }, (one) => one.state === 'building'],
      [{ state: 'ready' }, (one) => one.state === 'ready'],
      [{ cloudId, state: 'building' }, (one) => one.cloud.id === cloudId && one.state === 'building'],
    ]
    for (const [filter, isMeant] of filters) {
      const meant = all.filter(isMeant)
      expect(meant.length, JSON.stringify(filter)).toBeGreaterThan(0)
      expect(await paged(filter), JSON.stringify(filter)).toEqual(meant)
    }
    const [, ...gone] = all.filter((one) => one.kind === 'volume').map((one) => one.id)
    expect(gone.length).toBeGreaterThan(2)
    await database.owner.query(
      'update inventory_item set vanished_at = now(), fingerprint = null where id = any ($1)',
      [gone],
    )
    expect((await paged({ standing: 'vanished' })).map((one) => one.id)).toEqual(gone)
    expect((await paged({ standing: 'vanished', cloudId })).map((one) => one.id)).toEqual(gone)
    expect((await paged({})).map((one) => one.id)).not.toEqual(expect.arrayContaining(gone))
    for (const { id, state, fingerprint } of kept.rows)
      await database.owner.query(
        'update inventory_item set state = $2, fingerprint = $3, vanished_at = null where id = $1',
        [id, state, fingerprint],
      )
  })

  it('narrows by state, project and time, counts what it lists, and says nothing of what has vanished', async () => {
    const { call, world, clock } = server.current
    const all = await list({ pageSize: 200 })
    expect(await list({ state: 'ready', pageSize: 200 })).toEqual(all)
    expect(await list({ state: 'error' })).toEqual([])
    expect((await list({ projectRef: project })).every((one) => one.projectRef === project)).toBe(true)
    expect(await list({ changedSince: clock.now().toISOString() })).toEqual([])
    expect(await list({ changedSince: '2020-01-01T00:00:00.000Z', pageSize: 200 })).toEqual(all)
    const query = { cloudId: cloud.cloudId, kind: 'volume' } as const
    const counted = await call(world.people.centre, operations.count, { query })
    expect(counted.body).toEqual({ count: 5, isEstimate: false })
    expect(await list({ standing: 'vanished' })).toEqual([])
  })

  it('leaves many aside in one go, each for itself, and takes that back', async () => {
    const { call, world } = server.current
    const { centre, departmentAdmin } = world.people
    const [unmanaged] = await list({ standing: 'unmanaged', kind: 'volume' })
    const [managed] = await list({ standing: 'managed' })
    const ids = [unmanaged?.id ?? '', managed?.id ?? '']
    const body = { ids, reason: '厂商自用', until: null }
    expect((await call(departmentAdmin, operations.ignoreMany, { body })).status).toBe(403)
    const ignored = await call(centre, operations.ignoreMany, { body })
    expect(ignored.body.items.map(({ done, reason }) => [done, reason])).toEqual([
      [true, null],
      [false, 'inventory.not_unmanaged'],
    ])
    expect((await list({ standing: 'ignored' })).map((one) => one.id)).toEqual([unmanaged?.id])
    const none = await call(centre, operations.ignoreMany, { body })
    expect(none.problem.reason).toBe('inventory.not_unmanaged')
    const back = await call(centre, operations.unignoreMany, { body: { ids: ids.slice(0, 1) } })
    expect(back.body.items).toMatchObject([{ done: true }])
    expect(await list({ standing: 'ignored' })).toEqual([])
  })

  it('leaves a thing unmanaged with a reason until a day, audited, and takes that back', async () => {
    const { call, world, clock, database } = server.current
    const [item] = await list({ standing: 'unmanaged', kind: 'volume' })
    const params = { id: item?.id ?? '' }
    const { centre, bureau, departmentAdmin } = world.people
    const body = { reason: '设备厂商的监控盘', until: '2026-12-31' }
    expect((await call(departmentAdmin, operations.ignore, { params, body })).status).toBe(404)
    expect((await call(bureau, operations.ignore, { params, body })).status).toBe(403)
    const past = { ...body, until: '2026-09-15' }
    expect((await call(centre, operations.ignore, { params, body: past })).problem.reason).toBe(
      'inventory.until_past',
    )
    const ignored = await call(centre, operations.ignore, { params, body })
    expect(ignored.body).toMatchObject({ standing: 'ignored', ignored: body })
    const again = await call(centre, operations.ignore, { params, body })
    expect(again.problem.reason).toBe('inventory.not_unmanaged')
    const audit = await database.owner.query(
      `select act from audit_pending where object_id = $1 union all select act from audit_entry where object_id = $1`,
      [params.id],
    )
    expect(audit.rows.map((row) => row.act)).toContain('inventory.ignore')
    const before = clock.now().toISOString()
    clock.set('2027-01-01T04:00:00.000Z')
    expect((await call(centre, operations.item, { params })).body.standing).toBe('unmanaged')
    expect((await list({ standing: 'unmanaged' })).map((one) => one.id)).toContain(params.id)
    expect(await list({ standing: 'ignored' })).toEqual([])
    clock.set(before)
    expect((await list({ standing: 'ignored' })).map((one) => one.id)).toEqual([params.id])
    expect((await list({ standing: 'unmanaged' })).map((one) => one.id)).not.toContain(params.id)
    const back = await call(centre, operations.unignore, { params })
    expect(back.body).toMatchObject({ standing: 'unmanaged', ignored: null })
    expect((await call(centre, operations.unignore, { params })).problem.reason).toBe('inventory.not_ignored')
  })

  it('tells what became different of a thing, newest first', async () => {
    const { call, world } = server.current
    const [item] = await list({ standing: 'unmanaged', kind: 'volume' })
    const params = { id: item?.id ?? '' }
    for (const sizeGiB of [2, 3]) {
      await cloud.simulated.alter('volume', item?.externalId ?? '', { sizeGiB })
      await call(world.people.centre, operations.scan, ofCloud(cloud))
      await pass(cloud)
    }
    const { body } = await call(world.people.centre, operations.changes, { params })
    expect(body.items.map(({ sort, by, differences }) => ({ sort, by, differences }))).toEqual(
      [3, 2].map((size) => ({
        sort: 'changed',
        by: 'scan',
        differences: [{ field: 'spec.sizeGiB', before: String(size - 1), after: String(size) }],
      })),
    )
  })

  it('is seen by the regulator and by its own provider, by no other and by no department', async () => {
    const { call, world } = server.current
    const { bureau, providerOperator, otherProviderOperator, departmentAdmin } = world.people
    const query = { cloudId: cloud.cloudId }
    const count = async (persona: typeof bureau) => {
      const { status, body } = await call(persona, operations.items, { query })
      return status === 200 ? body.items.length : status
    }
    expect(await count(bureau)).toBe(6)
    expect(await count(departmentAdmin)).toBe(403)
    expect(await count(providerOperator)).toBe(6)
    expect(await count(otherProviderOperator)).toBe(0)
    // What is found as the owner of the tables is found within the reader's sight, each standing and name of it.
    for (const narrower of [
      { standing: 'unmanaged' },
      { standing: 'leftover' },
      { q: '盘' },
      { changedSince: '2020-01-01T00:00:00.000Z' },
    ]) {
      const found = async (persona: typeof bureau) => {
        const input = { query: narrower } as never
        const { body } = await call(persona, operations.items, input)
        expect((await call(persona, operations.count, input)).body.count).toBe(body.items.length)
        return body.items.map((one) => one.id)
      }
      expect(await found(providerOperator)).toEqual(await found(bureau))
      expect((await found(bureau)).length).toBeGreaterThan(0)
      expect(await found(otherProviderOperator)).toEqual([])
    }
  })
})

describe('how well a cloud is known', () => {
  it('shows the last complete scan, its age, failures in words, and old figures as old', async () => {
    const { call, world, clock } = server.current
    const { centre } = world.people
    const cloud = await givenCloud(server.current)
    const one = async () => {
      const { body } = await call(centre, operations.clouds)
      const found = body.items.find((item) => item.cloud.id === cloud.cloudId)
      if (!found) throw new Error('the cloud is listed')
      return found
    }
    expect(await one()).toMatchObject({ completeSince: null, isOld: true, scans: 0, failed: 0 })
    await pass(cloud)
    expect(await one()).toMatchObject({ isOld: false, lagSeconds: 0, scans: 1, failed: 0, lastProblem: null })
    clock.advance({ minutes: 10 })
    await cloud.simulated.set({ down: true })
    await pass(cloud)
    const failed = await one()
    expect(failed).toMatchObject({ isOld: false, lagSeconds: 600, scans: 2, failed: 1 })
    expect(failed.lastProblem?.zh).toContain('云平台没有应答')
    expect(failed.lastProblem?.en).toContain('ECONNREFUSED')
    clock.advance({ hours: 9 })
    expect((await one()).isOld).toBe(true)
    const old = await call(centre, operations.clouds, { query: { old: true } })
    expect(old.body.items.map((item) => item.cloud.id)).toContain(cloud.cloudId)
    const home = await call(centre, homeOperations.summary)
    expect(home.body.figures.find((figure) => figure.key === 'clouds-old')).toMatchObject({
      value: old.body.items.length,
      tone: 'attention',
      list: { operation: 'inventory.clouds', query: { old: true } },
    })
    await cloud.simulated.set({ down: false })
    await pass(cloud)
    expect(await one()).toMatchObject({ isOld: false, lagSeconds: 0, lastProblem: null })
    const { body } = await call(centre, operations.scans, ofCloud(cloud))
    expect(body.items.map((scan) => [scan.sort, scan.state])).toEqual([
      ['full', 'complete'],
      ['incremental', 'failed'],
      ['full', 'complete'],
    ])
  })

  it('is scanned at once when a person wants it, unless it is out of service', async () => {
    const { call, world } = server.current
    const { centre, bureau } = world.people
    const cloud = await givenCloud(server.current)
    await pass(cloud)
    expect(await pass(cloud)).toMatchObject({ done: false })
    expect((await call(bureau, operations.scan, ofCloud(cloud))).status).toBe(403)
    const wanted = await call(centre, operations.scan, ofCloud(cloud))
    expect(wanted.body).toMatchObject({ isWanted: true, isScanning: false, progress: null })
    await pass(cloud)
    expect((await call(centre, operations.clouds)).body.items.some((item) => item.isWanted)).toBe(false)
    const { body } = await call(centre, operations.scans, ofCloud(cloud))
    expect(body.items.map((scan) => scan.sort)).toEqual(['full', 'full'])
    const refused = await call(centre, operations.believeLoss, {
      ...ofCloud(cloud),
      body: { reason: '退役' },
    })
    expect(refused.problem.reason).toBe('inventory.nothing_lost')
    const version = (await call(centre, cloudOperations.get, ofCloud(cloud))).body.version
    await call(centre, cloudOperations.suspend, { ...ofCloud(cloud), body: { version } })
    expect((await call(centre, operations.scan, ofCloud(cloud))).problem.reason).toBe('cloud.suspended')
    expect(await pass(cloud)).toEqual({ done: true })
  })

  it('is found and scanned by the sweep alone', async () => {
    const { database, composition, call, world } = server.current
    const cloud = await givenCloud(server.current)
    await cloud.simulated.make({ kind: 'project', name: 'p', description: '' }, null)
    const { reconcilers } = createInventoryModule({ database, connections: composition.cloud.connections })
    const runner = createReconcileRunner(database, () => setupCtx(server.current), reconcilers)
    runner.start()
    const input = { query: { cloudId: cloud.cloudId } }
    try {
      await expect
        .poll(async () => (await call(world.people.centre, operations.items, input)).body.items.length, {
          timeout: 20_000,
        })
        .toBe(1)
    } finally {
      await runner.stop()
    }
  })
})

/** A resource row as the approval of a request would leave it, reduced to what the inventory asks of it. */
describe('a look while a scan runs', () => {
  it('that told otherwise than a page after it is taken once again: the resource is looked at', async () => {
    const { database, clock, composition, ids } = server.current
    const cloud = await givenCloud(server.current)
    const project = await cloud.simulated.make({ kind: 'project', name: '项目', description: '' }, null)
    const resource = ids.next()
    const ref = await cloud.simulated.make(volume('盘'), project, resource)
    await givenResource(resource, cloud, ref, false)
    await pass(cloud)
    await database.owner.query('delete from reconcile_item')
    const plain = (await composition.cloud.connections.to(cloud.cloudId)).connector
    const ctx = setupCtx(server.current)
    clock.advance({ ms: 5 })
    const connector: Connector = {
      ...plain,
      async *inventory(query) {
        const [observed] = await cloud.simulated.things('volume')
        if (!observed) throw new Error('there is a volume')
        const look = { kind: 'volume', externalId: ref, observed: { ...observed, name: '改名' } } as const
        await ctx.inTx((tx) => noteObserved(ctx, tx, { ...look, cloudId: cloud.cloudId, asked: clock.now() }))
        yield* plain.inventory(query)
      },
    }
    const parts = { database, options: DEFAULT_SCAN_OPTIONS }
    const signal = new AbortController().signal
    const whole = { sort: 'full', since: null } as const
    expect(await runScan(ctx, parts, cloud.cloudId, whole, async () => connector, signal)).toBe(true)
    const { rows } = await database.owner.query('select reconciler, id from reconcile_item')
    expect(rows).toEqual([{ reconciler: 'resource', id: resource }])
  })
})

async function givenResource(
  id: string,
  cloud: GivenCloud,
  externalId: string | null,
  released: boolean,
): Promise<void> {
  const { database, world, ids, clock } = server.current
  const { rows } = await database.owner.query<{ provider_body_id: string }>(
    'select provider_body_id from cloud where id = $1',
    [cloud.cloudId],
  )
  await database.owner.query(
    `insert into resource (id, kind, name, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone,
       created_by, created_at, presence, spec, intended_at, external_id, observed_state, released_at, state, agreement,
       differences, conditions, wanted, reserved, allocated, search)
     values ($1, 'volume', '云盘', $2, $3, $4, $5, $6, 'government-extranet', 'test', $7, $8, '{}', $7, $9, 'ready', $10,
       $11, 'level', '[]', '[]', '{}', '{}', '{}', '')`,
    [
      id,
      world.bodies.department,
      ids.next(),
      rows[0]?.provider_body_id,
      cloud.cloudId,
      cloud.poolId,
      clock.now(),
      released ? 'absent' : 'present',
      externalId,
      released ? clock.now() : null,
      released ? 'released' : 'ready',
    ],
  )
}

describe('more things than are counted one by one', () => {
  it('are told as an estimate of the planner, to the regulator and to their provider (R19)', async () => {
    const { call, database, world } = server.current
    const cloud = await givenCloud(server.current)
    const many = 10_500
    await database.owner.query(
      `insert into inventory_item (id, cloud_id, kind, external_id, fingerprint, name, state, native_state, spec, attributes,
         first_seen_at, known_since)
       select gen_random_uuid(), $1, 'volume', 'many-' || n, gen_random_uuid(), 'many', 'ready', 'available', '{}', '{}', now(), now()
       from generate_series(1, $2::int) n`,
      [cloud.cloudId, many],
    )
    await database.owner.query('analyze inventory_item')
    for (const persona of [world.people.centre, world.people.providerAdmin])
      for (const query of [{}, { cloudId: cloud.cloudId, kind: 'volume' }] as const) {
        const { status, body } = await call(persona, operations.count, { query })
        expect(status).toBe(200)
        expect(body.isEstimate).toBe(true)
        expect(body.count).toBeGreaterThan(10_000)
      }
  })
})
