import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type GivenCloud, givenCloud, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { type Effect, zonesOf } from '../../../connectors/simulated/index.ts'
import type { Connector, Observed, ResourceKind } from '../../cloud/index.ts'
import { runScan } from './run-scan.ts'
import { DEFAULT_SCAN_OPTIONS } from './scan.ts'
import { findScansSoFar, listCloudScans } from './scan-store.ts'

const server = useServer()

const open = (cloud: GivenCloud) => async () =>
  (await server.current.composition.cloud.connections.to(cloud.cloudId)).connector

async function scan(
  cloud: GivenCloud,
  parts: {
    readonly since?: Date
    readonly open?: () => Promise<Connector>
    readonly batchRows?: number
    readonly signal?: AbortSignal
  } = {},
) {
  const { database, clock } = server.current
  clock.advance({ ms: 5 })
  const options = { ...DEFAULT_SCAN_OPTIONS, batchRows: parts.batchRows ?? 7 }
  const next = { sort: parts.since ? 'incremental' : 'full', since: parts.since ?? null } as const
  const signal = parts.signal ?? new AbortController().signal
  const complete = await runScan(
    setupCtx(server.current),
    { database, options },
    cloud.cloudId,
    next,
    parts.open ?? open(cloud),
    signal,
  )
  clock.advance({ ms: 5 })
  return { complete, row: await lastScan(cloud.cloudId) }
}

interface ScanFacts {
  readonly id: string
  readonly state: string
  readonly pages: number
  readonly seen: number
  readonly appeared: number
  readonly changed: number
  readonly vanished: number
  readonly reason: string | null
  readonly details: Record<string, unknown>
}

async function lastScan(cloudId: string): Promise<ScanFacts> {
  const { rows } = await server.current.database.owner.query<ScanFacts>(
    'select * from inventory_scan where cloud_id = $1 order by began_at desc, id desc limit 1',
    [cloudId],
  )
  return rows[0] as ScanFacts
}

interface ItemFacts {
  readonly id: string
  readonly kind: ResourceKind
  readonly external_id: string
  readonly name: string
  readonly spec: Record<string, unknown>
  readonly vanished_at: Date | null
  readonly xmin: string
}

async function items(cloudId: string): Promise<readonly ItemFacts[]> {
  const { rows } = await server.current.database.owner.query<ItemFacts>(
    'select *, xmin::text from inventory_item where cloud_id = $1 order by kind, external_id',
    [cloudId],
  )
  return rows
}

const standing = async (cloudId: string) => (await items(cloudId)).filter((one) => one.vanished_at === null)

/** What stands in the inventory, as the cloud itself would tell it. */
async function expectSameAsCloud(cloud: GivenCloud, kinds: readonly ResourceKind[]): Promise<void> {
  const there: Observed[] = []
  for (const kind of kinds) there.push(...(await cloud.simulated.things(kind)))
  const keyed = (kind: string, ref: string, name: string, spec: unknown) => [`${kind} ${ref}`, { name, spec }]
  const inCloud = there.map((one) => keyed(one.kind, one.externalId, one.name, one.spec))
  const known = (await standing(cloud.cloudId)).map((one) =>
    keyed(one.kind, one.external_id, one.name, one.spec),
  )
  expect(Object.fromEntries(known)).toEqual(Object.fromEntries(inCloud))
  expect(known.length).toBe(inCloud.length)
}

async function aProject(cloud: GivenCloud, name = '项目'): Promise<string> {
  return cloud.simulated.make({ kind: 'project', name, description: '' }, null)
}

const volumeSpec = (name: string, sizeGiB = 1) =>
  ({ kind: 'volume', name, sizeGiB, volumeType: null, serverRef: null }) as const

describe('a full scan', () => {
  it('takes in all that a full cloud shows; unchanged, the next one writes no row', async () => {
    const cloud = await givenCloud(server.current, { knobs: { pageSize: 10 } })
    const project = await aProject(cloud)
    for (let n = 0; n < 35; n++) await cloud.simulated.make(volumeSpec(`卷-${n}`), project)
    const first = await scan(cloud)
    expect(first.row).toMatchObject({ state: 'complete', seen: 36, appeared: 36, changed: 0, vanished: 0 })
    await expectSameAsCloud(cloud, ['project', 'volume'])
    const before = await items(cloud.cloudId)
    const second = await scan(cloud)
    expect(second.row).toMatchObject({ state: 'complete', seen: 36, appeared: 0, changed: 0, vanished: 0 })
    // xmin is the transaction that wrote the row: not one was rewritten.
    expect(await items(cloud.cloudId)).toEqual(before)
  })

  it('keeps what changed, before → after, what vanished, and what came back', async () => {
    const { database } = server.current
    const cloud = await givenCloud(server.current)
    const project = await aProject(cloud)
    const [grown, gone] = [
      await cloud.simulated.make(volumeSpec('a', 5), project),
      await cloud.simulated.make(volumeSpec('b', 5), project),
    ]
    await scan(cloud)
    await cloud.simulated.alter('volume', grown, { sizeGiB: 8 })
    await cloud.simulated.vanish('volume', gone)
    expect((await scan(cloud)).row).toMatchObject({ appeared: 0, changed: 1, vanished: 1 })
    const history = await database.owner.query(
      `select i.external_id, c.sort, c.differences from inventory_change c join inventory_item i on i.id = c.item_id
       where c.cloud_id = $1 order by c.at, c.sort`,
      [cloud.cloudId],
    )
    expect(history.rows).toEqual([
      {
        external_id: grown,
        sort: 'changed',
        differences: [{ field: 'spec.sizeGiB', before: '5', after: '8' }],
      },
      { external_id: gone, sort: 'vanished', differences: [] },
    ])
    const back = database.owner
    await back.query(
      `insert into simulated.thing select cloud, $2, kind, resource_id, project_ref, name, state, native_state, spec,
         attributes, fault, null, null, number + 1000, created_at, updated_at from simulated.thing
       where cloud = $1 and ref = $3`,
      [cloud.endpoint, gone, grown],
    )
    expect((await scan(cloud)).row).toMatchObject({ appeared: 0, changed: 1, vanished: 0 })
    await expectSameAsCloud(cloud, ['project', 'volume'])
  })

  it('keeps names in every script, with emoji, quotes, slashes, NUL and half characters', async () => {
    const cloud = await givenCloud(server.current)
    const project = await aProject(cloud)
    const names = [
      '政务云·主机①',
      'خادم/ملف',
      'தமிழ் "quoted"',
      "o'brien; drop table resource;--",
      '😀👩‍👩‍👧‍👦',
      'a\\b\tc\nd',
      '../../etc/passwd',
      '\u202eabc',
      'ᠮᠣᠩᠭᠣᠯ',
      'བོད་ཡིག',
      'ئۇيغۇرچە',
      '𠮷野家',
    ]
    const odd = ['nul\0nul', 'half \ud83d']
    const plain = (await open(cloud)()) as Connector
    for (const name of names) await cloud.simulated.make(volumeSpec(name), project)
    // Such names cannot be kept by the simulated cloud's own database: they come over the wire.
    const withOdd: Connector = {
      ...plain,
      async *inventory(query) {
        yield* plain.inventory(query)
        const like = { ...volumeSpec(''), kind: 'volume' } as const
        yield {
          kind: 'volume',
          items: odd.map((name, nth) => ({
            kind: 'volume',
            externalId: `odd-${nth}`,
            resourceId: null,
            projectRef: project,
            name,
            state: 'ready',
            nativeState: 'available',
            spec: { ...like, name },
            attributes: { note: name, [name]: [name] },
            fault: null,
            createdAt: null,
          })),
        }
      },
    }
    expect((await scan(cloud, { open: async () => withOdd })).row).toMatchObject({ state: 'complete' })
    const kept = (await standing(cloud.cloudId)).filter((one) => one.kind === 'volume').map((one) => one.name)
    expect(kept.sort()).toEqual([...names, 'nul\ufffdnul', 'half \ufffd'].sort())
    expect((await scan(cloud, { open: async () => withOdd })).row).toMatchObject({ appeared: 0, changed: 0 })
  })

  it('tells how far it has come while it runs, and how much the last one read', async () => {
    const cloud = await givenCloud(server.current, { knobs: { pageSize: 10 } })
    const project = await aProject(cloud)
    for (let n = 0; n < 50; n++) await cloud.simulated.make(volumeSpec(`卷-${n}`), project)
    await scan(cloud)
    const plain = await open(cloud)()
    const told: unknown[] = []
    const slow: Connector = {
      ...plain,
      async *inventory(query) {
        for await (const page of plain.inventory(query)) {
          server.current.clock.advance({ ms: 3_000 })
          yield page
        }
        const rows = await listCloudScans(setupCtx(server.current).db, new Date(0), cloud.cloudId)
        told.push(
          ...rows.map((row) => [
            row.is_scanning,
            row.running_sort,
            Number(row.running_seen) > 0,
            row.full_seen,
          ]),
        )
      },
    }
    await scan(cloud, { open: async () => slow })
    expect(told).toEqual([[true, 'full', true, 51]])
  })

  it('R124 10,000 servers in one project, some told twice, are taken in once each, and nothing stands twice', async () => {
    const cloud = await givenCloud(server.current, { knobs: { pageSize: 1_000, zones: zonesOf(20_000) } })
    const project = await aProject(cloud)
    const crowd = { projectRef: project, zone: 'az-1', count: 10_000, vcpus: 1, memoryMiB: 64 }
    await cloud.simulated.crowd(crowd)
    const plain = await open(cloud)()
    const twice: Connector = {
      ...plain,
      async *inventory(query) {
        for await (const page of plain.inventory(query)) {
          yield page
          if (page.kind === 'server') yield { ...page, items: page.items.slice(-3) }
        }
      },
    }
    const { row } = await scan(cloud, { open: async () => twice, batchRows: 900 })
    expect(row).toMatchObject({ state: 'complete', seen: 10_031, appeared: 10_001, changed: 0 })
    expect(await standing(cloud.cloudId)).toHaveLength(10_001)
    const { owner } = server.current.database
    const { rows } = await owner.query(
      `select count(distinct (kind, external_id))::int as known, count(distinct id)::int as ids from inventory_item where cloud_id = $1`,
      [cloud.cloudId],
    )
    expect(rows).toEqual([{ known: 10_001, ids: 10_001 }])
    // Not even whoever writes past the program enters one twice.
    const copied = `insert into inventory_item select (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid()))).*
      from inventory_item i where cloud_id = $1 and kind = 'server' limit 1`
    await expect(owner.query(copied, [cloud.cloudId])).rejects.toThrow(/inventory_item_key/)
  })

  it.each([1, 2, 100])('takes the later word on what is told twice (batches of %d)', async (batchRows) => {
    const cloud = await givenCloud(server.current)
    const project = await aProject(cloud)
    for (let n = 0; n < 3; n++) await cloud.simulated.make(volumeSpec(`卷-${n}`, 5), project)
    await scan(cloud)
    const plain = await open(cloud)()
    const told = (words: readonly number[]): Connector => ({
      ...plain,
      async *inventory(query) {
        for await (const page of plain.inventory(query)) {
          yield page
          if (page.kind !== 'volume') continue
          const [first, ...others] = page.items as [Observed, ...Observed[]]
          for (const sizeGiB of words)
            yield { ...page, items: [{ ...first, spec: { ...first.spec, sizeGiB } as never }, ...others] }
        }
      },
    })
    const sizes = async () => (await standing(cloud.cloudId)).map((one) => one.spec.sizeGiB ?? 0).sort()
    await scan(cloud, { open: async () => told([8, 5]), batchRows })
    expect(await sizes()).toEqual([0, 5, 5, 5])
    const { row } = await scan(cloud, { open: async () => told([8]), batchRows })
    expect(row).toMatchObject({ appeared: 0, changed: 1, vanished: 0 })
    expect(await sizes()).toEqual([0, 5, 5, 8])
  })

  it('does not bury most of a cloud at once: it says that it shows less than half, until somebody says why', async () => {
    const { database, clock } = server.current
    const cloud = await givenCloud(server.current, { knobs: { pageSize: 500, vcpuRatio: 100 } })
    const project = await aProject(cloud)
    await cloud.simulated.crowd({ projectRef: project, zone: 'az-1', count: 150, vcpus: 1, memoryMiB: 64 })
    await scan(cloud)
    await database.owner.query(
      `delete from simulated.thing where cloud = $1 and kind = 'server' and number > 30`,
      [cloud.endpoint],
    )
    const { row } = await scan(cloud)
    expect(row).toMatchObject({ state: 'failed', reason: 'inventory.scan_shrunk', vanished: 0 })
    expect(await standing(cloud.cloudId)).toHaveLength(151)
    await database.owner.query(
      `insert into inventory_wish (cloud_id, wanted_at, loss_reason) values ($1, $2, '机房退役')`,
      [cloud.cloudId, clock.now()],
    )
    const believed = await scan(cloud)
    expect(believed.row.state).toBe('complete')
    expect(believed.row.vanished).toBeGreaterThan(100)
    await expectSameAsCloud(cloud, ['project', 'server'])
  })
})

describe('a scan that fails', () => {
  const faults: readonly [string, Effect][] = [
    ['unreachable', { fault: 'unreachable', when: 'before' }],
    ['an answer that gets lost', { fault: 'timeout', when: 'after' }],
    ['no right', { fault: 'forbidden', when: 'before' }],
    ['too many calls', { fault: 'rate-limited', when: 'before', retryAfterMs: 1000 }],
    ['nonsense', { fault: 'nonsense', when: 'after' }],
  ]
  const places = Array.from({ length: 10 }, (_, page) => page + 1)
  const cases = faults.flatMap(([words, effect]) => places.map((page) => ({ words, effect, page })))
  let cloud: GivenCloud
  let known: readonly ItemFacts[]

  beforeAll(async () => {
    cloud = await givenCloud(server.current, { knobs: { pageSize: 4 } })
    const project = await aProject(cloud)
    for (let n = 0; n < 14; n++) {
      await cloud.simulated.make({ kind: 'network', name: `网-${n}` }, project)
      await cloud.simulated.make(volumeSpec(`卷-${n}`), project)
    }
    await scan(cloud)
    known = await items(cloud.cloudId)
    // From here on much is missing in the cloud: every page could be taken for a proof of it.
    for (const volume of (await cloud.simulated.things('volume')).slice(0, 6))
      await cloud.simulated.vanish('volume', volume.externalId)
  })

  it('has fifty cases', () => expect(cases).toHaveLength(50))

  it.each(cases)('on page $page with $words buries nothing (F9)', async ({ effect, page }) => {
    await cloud.simulated.heal()
    await cloud.simulated.fail({ verb: 'inventory', nth: page, effect })
    const { complete, row } = await scan(cloud)
    expect(complete).toBe(false)
    expect(row).toMatchObject({ state: 'failed', vanished: 0 })
    expect(row.reason).toMatch(/^inventory\.scan_/)
    expect(await items(cloud.cloudId)).toEqual(known)
  })

  it('and when the cloud answers again, exactly what is gone is gone (F9)', async () => {
    await cloud.simulated.heal()
    expect((await scan(cloud)).row).toMatchObject({ state: 'complete', vanished: 6, changed: 0, appeared: 0 })
    await expectSameAsCloud(cloud, ['project', 'network', 'volume'])
  })

  it('keeps what it saw before it failed, and says why in plain words with those of the cloud', async () => {
    const other = await givenCloud(server.current, { knobs: { pageSize: 4 } })
    const project = await aProject(other)
    for (let n = 0; n < 20; n++) await other.simulated.make(volumeSpec(`卷-${n}`), project)
    const effect = { fault: 'internal', when: 'before', words: 'HTTP 500: database is locked' } as const
    await other.simulated.fail({ verb: 'inventory', kind: 'volume', nth: 4, effect })
    const { row } = await scan(other, { batchRows: 4 })
    expect(row).toMatchObject({
      state: 'failed',
      reason: 'inventory.scan_error',
      details: { words: 'HTTP 500: database is locked' },
      appeared: 13,
    })
    const so = await findScansSoFar(server.current.database.as({ all: true }), other.cloudId)
    expect(so).toMatchObject({ failures: 1, lastBeganAt: null })
  })
})

describe('a scan that is cut off', () => {
  it('by a stop buries nothing, and is called interrupted', async () => {
    const cloud = await givenCloud(server.current, { knobs: { pageSize: 2 } })
    const project = await aProject(cloud)
    for (let n = 0; n < 9; n++) await cloud.simulated.make(volumeSpec(`卷-${n}`), project)
    await scan(cloud)
    await cloud.simulated.fail({ verb: 'inventory', nth: 3, effect: { hang: 'before' } })
    const stop = new AbortController()
    const running = scan(cloud, { signal: stop.signal })
    setTimeout(() => stop.abort(), 100)
    expect((await running).row).toMatchObject({ state: 'failed', reason: 'inventory.scan_interrupted' })
    expect(await standing(cloud.cloudId)).toHaveLength(10)
  })

  it('by the death of its session leaves nothing that the next one does not clear', async () => {
    const { database } = server.current
    const cloud = await givenCloud(server.current, { knobs: { pageSize: 2 } })
    const project = await aProject(cloud)
    for (let n = 0; n < 9; n++) await cloud.simulated.make(volumeSpec(`卷-${n}`), project)
    const plain = await open(cloud)()
    const deadly: Connector = {
      ...plain,
      async *inventory(query) {
        let pages = 0
        for await (const page of plain.inventory(query)) {
          pages += 1
          if (pages === 4)
            await database.owner.query(
              `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 4712
               and database = (select oid from pg_database where datname = current_database())`,
            )
          yield page
        }
      },
    }
    await expect(scan(cloud, { open: async () => deadly, batchRows: 2 })).rejects.toThrow()
    // As a killed process would leave it: still said to be running.
    await database.owner.query(
      `update inventory_scan set state = 'running', ended_at = null, reason = null where cloud_id = $1`,
      [cloud.cloudId],
    )
    expect((await scan(cloud)).row).toMatchObject({ state: 'complete', seen: 10 })
    await expectSameAsCloud(cloud, ['project', 'volume'])
    const left = await database.owner.query(
      `select (select count(*)::int from inventory_scan where cloud_id = $1 and state = 'running') as running,
         (select count(*)::int from pg_class where relname like 'scan\\_%' and relpersistence = 't') as tables`,
      [cloud.cloudId],
    )
    expect(left.rows).toEqual([{ running: 0, tables: 0 }])
  })

  it('two at once: one scans, the other leaves it to it', async () => {
    const cloud = await givenCloud(server.current, { knobs: { latencyMs: { min: 20, max: 20 } } })
    await aProject(cloud)
    const both = await Promise.all([scan(cloud), scan(cloud)])
    expect(both.map((one) => one.complete).sort()).toEqual([null, true])
  })
})

describe('what was changed behind our back', () => {
  /** One change of each sort, by number: what it does and what the scan must say of it. */
  const SORTS = ['make', 'vanish', 'resize', 'rename', 'power', 'attribute', 'tag', 'recreate'] as const

  it('1,000 random changes are all found, and none is invented (F10)', async () => {
    const { database } = server.current
    const cloud = await givenCloud(server.current, { knobs: { pageSize: 300, zones: zonesOf(20_000) } })
    const project = await aProject(cloud)
    const crowd = { projectRef: project, zone: 'az-1', count: 2_500, vcpus: 1, memoryMiB: 64 }
    await cloud.simulated.crowd(crowd)
    await scan(cloud, { batchRows: 1_000 })
    const refs = (await cloud.simulated.things('server')).map((one) => one.externalId)
    const alter = (ref: string, set: string, values: readonly unknown[] = []) =>
      database.owner.query(`update simulated.thing set ${set} where cloud = $1 and ref = $2`, [
        cloud.endpoint,
        ref,
        ...values,
      ])
    let done = 0
    const picks = fc.array(
      fc.record({
        sort: fc.constantFrom(...SORTS),
        victim: fc.nat(100_000),
        value: fc.integer({ min: 2, max: 512 }),
      }),
      { minLength: 100, maxLength: 100 },
    )
    await fc.assert(
      fc.asyncProperty(picks, async (changes) => {
        const expected = { appeared: 0, vanished: 0, changed: new Map<string, string>() }
        const touched = new Set<string>()
        for (const { sort, victim, value } of changes) {
          done += 1
          const place = victim % refs.length
          const ref = refs[place] as string
          if (sort === 'make' || touched.has(ref)) {
            const made = await cloud.simulated.make(volumeSpec(`新-${done}`, value), project)
            expect(made).not.toBe('')
            expected.appeared += 1
            continue
          }
          touched.add(ref)
          switch (sort) {
            case 'vanish':
              await database.owner.query('delete from simulated.thing where cloud = $1 and ref = $2', [
                cloud.endpoint,
                ref,
              ])
              refs.splice(place, 1)
              expected.vanished += 1
              break
            case 'recreate': {
              // Gone, and another of the same name in its place: identity is never the name.
              const ref2 = `${ref.slice(0, 24)}${String(done).padStart(12, '0')}`
              await alter(ref, 'ref = $3', [ref2])
              refs[place] = ref2
              touched.add(ref2)
              expected.vanished += 1
              expected.appeared += 1
              break
            }
            case 'resize':
              await alter(ref, `spec = spec || jsonb_build_object('memoryMiB', $3::int + 4096)`, [
                value * 1000 + done,
              ])
              expected.changed.set(ref, 'spec.memoryMiB')
              break
            case 'rename':
              await alter(ref, `name = $3, spec = spec || jsonb_build_object('name', $3::text)`, [
                `改名-${done}`,
              ])
              expected.changed.set(ref, 'name')
              break
            case 'power':
              await alter(
                ref,
                `spec = spec || jsonb_build_object('power', case spec->>'power' when 'on' then 'off' else 'on' end)`,
              )
              expected.changed.set(ref, 'spec.power')
              break
            case 'attribute':
              await alter(ref, `attributes = attributes || jsonb_build_object('host', $3::text)`, [
                `host-${done}`,
              ])
              expected.changed.set(ref, 'attributes.host')
              break
            case 'tag':
              await alter(ref, 'resource_id = $3', [`other-platform-${done}`])
              expected.changed.set(ref, 'tag')
              break
          }
        }
        const { row } = await scan(cloud, { batchRows: 1_000 })
        expect(row).toMatchObject({
          state: 'complete',
          appeared: expected.appeared,
          vanished: expected.vanished,
          changed: expected.changed.size,
        })
        const told = await database.owner.query<{ external_id: string; field: string }>(
          `select i.external_id, c.differences->0->>'field' as field from inventory_change c
           join inventory_item i on i.id = c.item_id
           where c.scan_id = $1 and c.sort = 'changed' and jsonb_array_length(c.differences) = 1`,
          [row.id],
        )
        expect(new Map(told.rows.map((one) => [one.external_id, one.field]))).toEqual(expected.changed)
        expect((await scan(cloud, { batchRows: 1_000 })).row).toMatchObject({
          appeared: 0,
          changed: 0,
          vanished: 0,
        })
      }),
      { numRuns: 10, endOnFailure: true },
    )
    expect(done).toBe(1_000)
    await expectSameAsCloud(cloud, ['project', 'server', 'volume'])
  })
})
