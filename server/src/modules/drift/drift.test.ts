import {
  type Drift,
  type DriftChoice,
  homeOperations,
  driftOperations as operations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../test/kit/supply.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { DEFAULT_SCAN_OPTIONS, runScan } from '../inventory/index.ts'
import { createDriftModule } from './index.ts'

const server = useServer()
let supply: Supply
let ids: readonly string[]
const idOf: Record<string, string> = {}

beforeAll(async () => {
  supply = await givenSupply(server.current)
  ids = await supply.approve()
  await supply.settle()
  for (const id of ids) idOf[(await supply.row(id)).kind] = id
})

const people = () => server.current.world.people
const WHY = '值班核对后决定'

async function list(persona: Persona, query: Record<string, unknown> = {}): Promise<readonly Drift[]> {
  const { status, body } = await server.current.call(persona, operations.list, { query: query as never })
  expect(status).toBe(200)
  return body.items
}

async function one(persona: Persona, id: string, query: Record<string, unknown> = {}): Promise<Drift> {
  const found = (await list(persona, query)).find((row) => row.id === id)
  if (found === undefined) throw new Error(`${id} is listed`)
  return found
}

const decide = (
  persona: Persona,
  choice: DriftChoice,
  rows: readonly Pick<Drift, 'id' | 'sort'>[],
  more: { readonly until?: string } = {},
) => {
  const items = rows.map(({ id, sort }) => ({ id, sort }))
  return server.current.call(persona, operations.decide, { body: { choice, items, reason: WHY, ...more } })
}

/** What the reconciler of resources does when its time has come. */
async function look(id: string): Promise<void> {
  const [reconciler] = supply.resource.reconcilers
  await reconciler?.reconcile(setupCtx(server.current), id, AbortSignal.timeout(10_000))
}

async function alter(kind: 'server' | 'volume', parts: Record<string, unknown>): Promise<string> {
  const id = idOf[kind] as string
  await supply.cloud.simulated.alter(kind, (await supply.row(id)).external_id as string, parts)
  await look(id)
  return id
}

async function scan(): Promise<void> {
  const { database, composition, clock } = server.current
  clock.advance({ ms: 5 })
  const open = async () => (await composition.cloud.connections.to(supply.cloud.cloudId)).connector
  const parts = { database, options: DEFAULT_SCAN_OPTIONS }
  const full = { sort: 'full', since: null } as const
  const signal = new AbortController().signal
  await runScan(setupCtx(server.current), parts, supply.cloud.cloudId, full, open, signal)
  clock.advance({ ms: 5 })
}

describe('what was changed outside', () => {
  it('is one row for its department, its provider and the regulator, and for nobody else', async () => {
    const id = await alter('server', { power: 'off' })
    const { centre, departmentApplicant, providerOperator, otherApplicant, otherProviderOperator, guide } =
      people()
    for (const persona of [centre, departmentApplicant, providerOperator, guide])
      expect(await one(persona, id), persona.role).toMatchObject({
        sort: 'changed',
        kind: 'server',
        differences: [{ field: 'power', desired: 'on', observed: 'off' }],
        accepted: null,
        byRequest: false,
      })
    for (const persona of [otherApplicant, otherProviderOperator]) expect(await list(persona)).toEqual([])
    const counted = await server.current.call(centre, operations.counts)
    expect(counted.body).toMatchObject({ changed: { count: 1, isMore: false }, vanished: { count: 0 } })
    const home = await server.current.call(departmentApplicant, homeOperations.summary)
    expect(home.body.figures.find((figure) => figure.key === 'drift-changed')).toMatchObject({ value: 1 })
  })

  it('offers each the choices that are his: the department puts back, the regulator decides', async () => {
    const { centre, departmentApplicant, providerOperator, bureau } = people()
    const allowed = async (persona: Persona) => {
      const { actions } = await one(persona, idOf.server as string)
      return Object.entries(actions).flatMap(([verb, allowance]) => (allowance.allowed ? [verb] : []))
    }
    expect(await allowed(centre)).toEqual(['takeOver', 'putBack', 'accept'])
    expect(await allowed(departmentApplicant)).toEqual(['putBack'])
    expect(await allowed(providerOperator)).toEqual([])
    expect(await allowed(bureau)).toEqual([])
  })

  it('is accepted by the regulator until a day: not without one, not by others; it is kept and audited', async () => {
    const { centre, departmentApplicant, bureau, otherApplicant } = people()
    const row = await one(centre, idOf.server as string)
    expect((await decide(departmentApplicant, 'accept', [row], { until: '2026-12-31' })).status).toBe(403)
    expect((await decide(bureau, 'accept', [row], { until: '2026-12-31' })).status).toBe(403)
    expect((await decide(otherApplicant, 'put-back', [row])).problem.reason).toBe('drift.over')
    expect((await decide(centre, 'accept', [row])).problem.reason).toBe('drift.until_needed')
    expect((await decide(centre, 'accept', [row], { until: '2020-01-01' })).problem.reason).toBe(
      'inventory.until_past',
    )
    const { status, body } = await decide(centre, 'accept', [row], { until: '2026-12-31' })
    expect([status, body.items]).toEqual([200, [{ id: row.id, done: true, reason: null, problem: null }]])
    expect(await list(centre)).toEqual([])
    const accepted = await one(centre, row.id, { accepted: true })
    expect(accepted.accepted).toMatchObject({ reason: WHY, until: '2026-12-31', by: 'centre' })
    const decisions = await server.current.call(departmentApplicant, operations.decisions, { query: {} })
    expect(decisions.body.items).toMatchObject([
      { choice: 'accept', actor: 'centre', until: '2026-12-31', differences: row.differences },
    ])
    const { rows } = await server.current.database.owner.query(
      `select act from audit_pending where object_id = $1 union all select act from audit_entry where object_id = $1`,
      [row.id],
    )
    expect(rows.map(({ act }) => act)).toContain('drift.decide')
  })

  it('shows again when it changes otherwise, when its day has passed, and when somebody takes that back', async () => {
    const { centre } = people()
    const { clock } = server.current
    const id = await alter('server', { vcpus: 3 })
    const again = await one(centre, id)
    expect(again.differences.map(({ field }) => field).sort()).toEqual(['power', 'vcpus'])
    await decide(centre, 'accept', [again], { until: '2026-12-31' })
    expect(await list(centre)).toEqual([])
    const before = clock.now().toISOString()
    clock.set('2027-01-01T04:00:00.000Z')
    expect((await one(centre, id)).accepted).toBeNull()
    clock.set(before)
    expect((await decide(centre, 'withdraw', [again])).status).toBe(200)
    expect((await decide(centre, 'withdraw', [again])).problem.reason).toBe('drift.not_accepted')
    expect((await one(centre, id)).id).toBe(id)
  })

  it('is put back by its department, and then both sides agree', async () => {
    const { departmentApplicant } = people()
    const row = await one(departmentApplicant, idOf.server as string)
    expect((await decide(departmentApplicant, 'put-back', [row])).status).toBe(200)
    await supply.settle()
    expect(await list(departmentApplicant)).toEqual([])
    const [machine] = await supply.cloud.simulated.things('server')
    expect(machine?.spec).toMatchObject({ power: 'on', vcpus: 2 })
    expect((await decide(departmentApplicant, 'put-back', [row])).problem.reason).toBe('drift.over')
  })

  it('is taken over by the regulator as it is, but sizes go by a request, for they were approved and cost', async () => {
    const { centre, departmentApplicant } = people()
    const off = await one(centre, await alter('server', { power: 'off' }))
    expect((await decide(departmentApplicant, 'take-over', [off])).status).toBe(403)
    expect((await decide(centre, 'take-over', [off])).status).toBe(200)
    await supply.settle()
    expect(await list(centre)).toEqual([])
    expect((await supply.row(off.id)).spec).toMatchObject({ power: 'off' })
    const grown = await one(centre, await alter('volume', { sizeGiB: 500 }))
    expect(grown).toMatchObject({ byRequest: true })
    expect(grown.actions.takeOver).toMatchObject({ allowed: false, reason: 'resource.change_by_request' })
    expect((await decide(centre, 'take-over', [grown])).problem.reason).toBe('resource.change_by_request')
    await alter('volume', { sizeGiB: 100 })
    expect(await list(centre)).toEqual([])
  })
})

describe('what vanished', () => {
  it('is made again, empty, or written off with its capacity given back', async () => {
    const { centre, departmentApplicant } = people()
    const vanish = async () => {
      const { external_id } = await supply.row(idOf.volume as string)
      await supply.cloud.simulated.vanish('volume', external_id as string)
      await look(idOf.volume as string)
      return one(centre, idOf.volume as string)
    }
    const first = await vanish()
    expect(first).toMatchObject({ sort: 'vanished', kind: 'volume' })
    expect((await decide(departmentApplicant, 'put-back', [first])).status).toBe(200)
    await supply.settle()
    expect(await list(centre)).toEqual([])
    const second = await vanish()
    const held = () =>
      server.current.database.owner.query<{ gib: string }>(
        'select allocated_storage_gib as gib from pool where id = $1',
        [supply.cloud.poolId],
      )
    const before = Number((await held()).rows[0]?.gib)
    expect((await decide(departmentApplicant, 'take-over', [second])).status).toBe(403)
    expect((await decide(centre, 'take-over', [second])).status).toBe(200)
    await supply.settle()
    expect(await supply.row(second.id)).toMatchObject({ state: 'released' })
    expect(before - Number((await held()).rows[0]?.gib)).toBe(100)
    expect(await list(centre)).toEqual([])
  })
})

describe('what a cloud has that is not intended', () => {
  let project = ''
  const volume = (name: string) =>
    ({ kind: 'volume', name, sizeGiB: 1, volumeType: null, serverRef: null }) as const

  beforeAll(async () => {
    project = await supply.cloud.simulated.make({ kind: 'project', name: '旧系统', description: '' }, null)
    await supply.cloud.simulated.make(volume('无主盘一'), project)
    await supply.cloud.simulated.make(volume('无主盘二'), project)
    await scan()
  })

  it('is listed as unmanaged, is never changed or removed from here, and is left aside in one go', async () => {
    const { centre, providerAdmin, departmentApplicant } = people()
    const found = await list(centre, { sort: 'unmanaged', q: '无主盘' })
    expect(found.map((row) => row.name).sort()).toEqual(['无主盘一', '无主盘二'])
    expect(await list(departmentApplicant, { sort: 'unmanaged' })).toEqual([])
    expect((await decide(centre, 'put-back', found)).problem.reason).toBe('drift.not_ours')
    expect((await decide(centre, 'take-over', found)).problem.reason).toBe('drift.by_adoption')
    const gone = { id: server.current.ids.next(), sort: 'unmanaged' } as const
    const { status, body } = await decide(providerAdmin, 'accept', [...found, gone])
    expect([status, body.items.map((item) => item.reason)]).toEqual([200, [null, null, 'drift.over']])
    expect(await list(centre, { sort: 'unmanaged', q: '无主盘' })).toEqual([])
    const aside = await list(centre, { accepted: true, q: '无主盘' })
    expect(aside.map((row) => row.standing)).toEqual(['ignored', 'ignored'])
    expect((await decide(providerAdmin, 'withdraw', aside)).status).toBe(200)
    expect(await list(centre, { sort: 'unmanaged', q: '无主盘' })).toHaveLength(2)
  })

  it('pages by key over resources and things alike, without loss or repetition', async () => {
    const { centre } = people()
    await alter('server', { power: 'on' })
    const all = await list(centre, { pageSize: 200 })
    // What is ours first.
    expect([...new Set(all.map((row) => row.sort))]).toEqual(['changed', 'unmanaged'])
    const seen: string[] = []
    let pageToken: string | undefined
    do {
      const query = { pageSize: 2, ...(pageToken === undefined ? {} : { pageToken }) }
      const { body } = await server.current.call(centre, operations.list, { query })
      seen.push(...body.items.map((row) => row.id))
      pageToken = body.nextPageToken ?? undefined
    } while (pageToken !== undefined)
    expect(seen).toEqual(all.map((row) => row.id))
  })

  it('what was given back and is there again is removed when the regulator says so, by its tag alone', async () => {
    const { centre, providerAdmin } = people()
    const released = idOf.volume as string
    const ref = await supply.cloud.simulated.make(volume('诈尸盘'), project, released)
    await scan()
    const [row] = await list(centre, { sort: 'reappeared' })
    expect(row).toMatchObject({ name: '诈尸盘', standing: 'leftover', resource: { id: released } })
    expect((await decide(providerAdmin, 'put-back', [row as Drift])).status).toBe(403)
    expect((await decide(centre, 'put-back', [row as Drift])).status).toBe(200)
    expect((await list(centre, { sort: 'reappeared' }))[0]?.removal).toMatchObject({ problem: null })
    expect((await decide(centre, 'put-back', [row as Drift])).problem.reason).toBe('drift.under_way')
    const [reconciler] = createDriftModule(server.current.composition.cloud.connections).reconcilers
    const ctx = setupCtx(server.current)
    expect(await reconciler?.sweep(ctx)).toEqual([row?.id])
    for (let passes = 0; passes < 5; passes += 1) {
      server.current.clock.advance({ ms: 2_000 })
      const done = await reconciler?.reconcile(ctx, row?.id as string, AbortSignal.timeout(10_000))
      if (done?.done) break
    }
    const left = await supply.cloud.simulated.things('volume')
    expect(left.map((thing) => thing.externalId)).not.toContain(ref)
    expect(left.map((thing) => thing.name).sort()).toEqual(['无主盘一', '无主盘二'])
    expect(await list(centre, { sort: 'reappeared' })).toEqual([])
    expect(await reconciler?.sweep(ctx)).toEqual([])
  })

  it('what vanished and came back is called reappeared', async () => {
    const { centre } = people()
    const [thing] = (await supply.cloud.simulated.things('volume')).filter(({ name }) => name === '无主盘一')
    const found = (await list(centre, { q: '无主盘一' }))[0]
    await server.current.database.owner.query(
      `insert into inventory_change (item_id, cloud_id, sort, differences, at) values ($1, $2, 'reappeared', '[]', now())`,
      [found?.id, supply.cloud.cloudId],
    )
    expect(await list(centre, { sort: 'reappeared' })).toMatchObject([
      { id: found?.id, externalId: thing?.externalId, standing: 'unmanaged' },
    ])
    expect((await list(centre, { sort: 'unmanaged', q: '无主盘' })).map((row) => row.name)).toEqual([
      '无主盘二',
    ])
  })
})
