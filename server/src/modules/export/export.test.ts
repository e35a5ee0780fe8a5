import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type Export, inventoryOperations, exportOperations as operations } from '@yunheng/contract'
import excel from 'exceljs'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GivenCloud, givenCloud } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenPersona, type Persona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { type Download, type Route, route } from '../../platform/http/index.ts'
import { exportList } from '../../platform/xlsx/index.ts'
import { createExportModule } from './index.ts'

const server = useServer()
const THINGS = 1_203

let dir = ''
let cloud: GivenCloud
let otherCloud: GivenCloud

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yunheng-exports-'))
  cloud = await givenCloud(server.current)
  otherCloud = await givenCloud(server.current, { provider: server.current.world.bodies.otherProvider })
  await things(cloud.cloudId, 'vm', THINGS)
  await things(otherCloud.cloudId, '别家', 3)
})
afterAll(() => rm(dir, { recursive: true, force: true }))
beforeEach(() => server.current.database.owner.query('delete from export'))

/** Things in the inventory of a cloud; the second is named as a formula. */
async function things(cloudId: string, name: string, count: number): Promise<void> {
  await server.current.database.owner.query(
    `insert into inventory_item (id, cloud_id, kind, external_id, fingerprint, name, state, native_state, spec, attributes,
       first_seen_at, known_since)
     select gen_random_uuid(), $1, 'server', $2 || n, gen_random_uuid(), case n when 2 then '=cmd|"x",' else $2 || '-' || n end,
       'ready', 'ACTIVE', '{}', '{}', '2026-09-15T00:00:00Z', '2026-09-15T00:00:00Z' from generate_series(1, $3::int) n`,
    [cloudId, name, count],
  )
}

/** The module over a directory of this test, with the platform's own lists or others. */
function exporting(lists: readonly Route[] = server.current.composition.routes) {
  const { makeCtx } = server.current.composition
  const { routes, reconcilers, jobs } = createExportModule({ dir, makeCtx, routes: () => lists })
  const [reconciler] = reconcilers
  const [forget] = jobs
  if (!reconciler || !forget) throw new Error('the module brings a reconciler and a job')
  return {
    run: async (id: string, signal = new AbortController().signal) =>
      reconciler.reconcile((await server.current.ctxOf(centre())).asSystem('test'), id, signal),
    forget: async () => forget.run((await server.current.ctxOf(centre())).asSystem('test'), {} as never),
    async file(persona: Persona, id: string): Promise<Buffer> {
      const download = routes.find(({ operation }) => operation.id === operations.download.id) as Route
      const ctx = { ...(await server.current.ctxOf(persona)), operation: operations.download }
      const answer = (await download.handle(ctx, { params: { id } } as never, {} as never)) as Download
      return buffer(answer.content as never)
    },
  }
}

const centre = () => server.current.world.people.centre

async function start(persona: Persona, parts: Partial<Parameters<typeof bodyOf>[0]> = {}) {
  return server.current.call(persona, operations.start, { body: bodyOf(parts) })
}
const bodyOf = (parts: { filters?: Record<string, string>; format?: 'csv' | 'xlsx' | 'parquet' }) =>
  ({ list: 'inventory.export', filters: {}, format: 'csv', language: 'zh', ...parts }) as const

async function own(persona: Persona, id: string): Promise<Export> {
  const answer = await server.current.call(persona, operations.get, { params: { id } })
  expect(answer.status).toBe(200)
  return answer.body
}

/** A list of pages that does between them what a test wants. */
function aList(between: (page: number) => Promise<void>, pages = 3): Route {
  return route(inventoryOperations.export, (ctx) =>
    exportList(ctx, {
      noun: 'inventory',
      name: { zh: '清单', en: 'List' },
      language: 'zh',
      filter: {},
      columns: [{ title: { zh: '数', en: 'Number' }, kind: 'number', value: (row: number) => row }],
      async page({ pageToken }) {
        const page = Number(pageToken ?? 0)
        await between(page)
        return { items: [page * 2, page * 2 + 1], nextPageToken: page + 1 < pages ? String(page + 1) : null }
      },
    }),
  )
}

describe('exporting a list in the background', () => {
  it('writes all of it as CSV that Excel reads, with no formula in it, and tells how many rows and bytes', async () => {
    const { database } = server.current
    const begun = await start(centre(), { filters: { cloudId: cloud.cloudId } })
    expect([begun.status, begun.body.state]).toEqual([202, 'waiting'])
    const { id } = begun.body
    const { run, file } = exporting()
    expect(await run(id)).toEqual({ done: true })
    const bytes = await file(centre(), id)
    expect(await own(centre(), id)).toMatchObject({
      state: 'ready',
      rows: THINGS,
      sizeBytes: bytes.length,
      problem: null,
      actions: { download: { allowed: true }, remove: { allowed: true }, cancel: { allowed: false } },
    })
    const text = bytes.toString()
    expect(text.startsWith('\ufeff名称,种类,纳管情况,')).toBe(true)
    const lines = text.trimEnd().split('\r\n')
    expect(lines).toHaveLength(THINGS + 1)
    expect(new Set(lines).size).toBe(lines.length)
    expect(lines.filter((line) => line.startsWith(`"'=cmd|""x"",",`))).toHaveLength(1)
    expect(lines[1]).toContain('2026-09-15 08:00:00')
    const told = await database.owner.query(
      `select type, payload->>'personId' as person from outbox where aggregate_id = $1`,
      [id],
    )
    expect(told.rows).toEqual([{ type: 'export.ready', person: centre().personId }])
  })

  it('writes a workbook that opens, with who, when and which filters', async () => {
    const { id } = (await start(centre(), { format: 'xlsx', filters: { cloudId: cloud.cloudId } })).body
    const { run, file } = exporting()
    await run(id)
    const workbook = new excel.Workbook()
    await workbook.xlsx.load((await file(centre(), id)) as unknown as ArrayBuffer)
    expect(workbook.worksheets.map((sheet) => [sheet.name, sheet.rowCount])).toEqual([
      ['资源总览', THINGS + 1],
      ['说明', 4],
    ])
  })

  it('writes Parquet that is read back whole', async () => {
    const { id } = (await start(centre(), { format: 'parquet', filters: { cloudId: cloud.cloudId } })).body
    const { run, file } = exporting()
    await run(id)
    const bytes = await file(centre(), id)
    const rows = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
    })
    expect(rows).toHaveLength(THINGS)
    // No spreadsheet opens it: a text is what it is.
    expect(rows.filter((row) => row.名称 === '=cmd|"x",')).toHaveLength(1)
  })

  it('shows no more than the post may see while it is written', async () => {
    const { otherProviderOperator } = server.current.world.people
    const { id } = (await start(otherProviderOperator)).body
    const { run, file } = exporting()
    await run(id)
    const text = (await file(otherProviderOperator, id)).toString()
    expect(text.trimEnd().split('\r\n')).toHaveLength(4)
    expect(text).not.toContain('vm-1')
  })

  it('refuses who may not list it, filters that the list does not have, and a fourth at a time', async () => {
    const { departmentAdmin } = server.current.world.people
    expect((await start(departmentAdmin)).problem.reason).toBe('common.forbidden')
    expect((await start(centre(), { filters: { colour: 'red' } })).problem.reason).toBe(
      'common.invalid_input',
    )
    expect((await start(centre(), { filters: { kind: 'elephant' } })).problem.reason).toBe(
      'common.invalid_input',
    )
    for (let nth = 0; nth < 3; nth++) expect((await start(centre())).status).toBe(202)
    expect((await start(centre())).problem.reason).toBe('export.too_many')
  })

  it('belongs to one person acting from one post', async () => {
    const { database, clock, ids, world, call } = server.current
    const { bureau } = world.people
    const { id } = (await start(centre())).body
    const params = { id }
    for (const operation of [operations.get, operations.cancel, operations.remove])
      expect((await call(bureau, operation, { params })).status).toBe(404)
    // The same person from another post: what one of them may see is nothing to the other.
    const second = await database.inTx(SCOPE_ALL, (tx) =>
      givenPersona(tx, clock, ids, world.bodies.centre, 'system-admin', 'second'),
    )
    await database.owner.query('update post set person_id = $1 where id = $2', [
      centre().personId,
      second.postId,
    ])
    expect((await call(second, operations.get, { params })).status).toBe(404)
    expect((await call(second, operations.list, {})).body.items).toEqual([])
    expect((await call(centre(), operations.list, {})).body.items).toMatchObject([{ id }])
    await expect(exporting().file(centre(), id)).rejects.toMatchObject({ reason: 'export.not_ready' })
  })

  it('is not made for a post that has ended', async () => {
    const { database, clock, ids, world } = server.current
    const gone = await database.inTx(SCOPE_ALL, (tx) =>
      givenPersona(tx, clock, ids, world.bodies.centre, 'regulator-centre', 'gone'),
    )
    const { id } = (await start(gone)).body
    await database.owner.query('update post set ended_at = $1 where id = $2', [clock.now(), gone.postId])
    await exporting().run(id)
    const { rows } = await database.owner.query('select state, reason, rows from export where id = $1', [id])
    expect(rows).toEqual([{ state: 'failed', reason: 'export.post_ended', rows: 0 }])
    expect(await readdir(dir)).not.toContain(expect.stringContaining(id))
  })
})

describe('an export that is cut off', () => {
  it('by kill -9 begins anew: every row once, nothing left of the first time', async () => {
    const { database } = server.current
    const { id } = (await start(centre())).body
    // As a killed process leaves it: half a file, and a row that says it is being written.
    await writeFile(join(dir, `${id}.1.part`), '\ufeff数\r\n0\r\n')
    await database.owner.query(`update export set state = 'running', attempts = 1, rows = 1 where id = $1`, [
      id,
    ])
    const { run, file } = exporting([aList(async () => {})])
    expect(await run(id)).toEqual({ done: true })
    expect((await file(centre(), id)).toString()).toBe('\ufeff数\r\n0\r\n1\r\n2\r\n3\r\n4\r\n5\r\n')
    expect((await readdir(dir)).filter((name) => name.startsWith(id))).toEqual([`${id}.csv`])
  })

  it('by a stop is given back, and by a database that is away is tried again; after five times it has failed', async () => {
    const { id } = (await start(centre())).body
    const stop = new AbortController()
    const stopped = exporting([aList(async (page) => (page === 1 ? stop.abort() : undefined))])
    expect(await stopped.run(id, stop.signal)).toEqual({ done: false, againMs: 0 })
    const broken = exporting([aList(() => Promise.reject(new Error('connection lost')))])
    for (let nth = 2; nth <= 5; nth++) await expect(broken.run(id)).rejects.toThrow('connection lost')
    expect(await broken.run(id)).toEqual({ done: true })
    expect(await own(centre(), id)).toMatchObject({
      state: 'failed',
      problem: { zh: expect.stringContaining('多次中断') },
    })
    expect((await readdir(dir)).filter((name) => name.startsWith(id))).toEqual([])
  })

  it('by the person ends at once and leaves no file; then it can be removed', async () => {
    const { call } = server.current
    const { id } = (await start(centre())).body
    const params = { id }
    expect((await call(centre(), operations.remove, { params })).problem.reason).toBe('export.under_way')
    const cancelling = aList(async (page) => {
      if (page === 0)
        expect((await call(centre(), operations.cancel, { params })).body.state).toBe('cancelled')
    })
    const { run } = exporting([cancelling])
    expect(await run(id)).toEqual({ done: true })
    expect((await readdir(dir)).filter((name) => name.startsWith(id))).toEqual([])
    expect(await own(centre(), id)).toMatchObject({ state: 'cancelled', sizeBytes: null })
    expect((await call(centre(), operations.cancel, { params })).problem.reason).toBe('export.not_under_way')
    expect((await call(centre(), operations.remove, { params })).status).toBe(204)
    expect((await call(centre(), operations.get, { params })).status).toBe(404)
  })

  it('of two that write at once, only the one begun last counts', async () => {
    const { id } = (await start(centre())).body
    const second = exporting([aList(async () => {})])
    const first = exporting([
      aList(async (page) => {
        // The lease of the first ran out: another process takes over and ends before it.
        if (page === 2) await second.run(id)
      }),
    ])
    expect(await first.run(id)).toEqual({ done: true })
    expect(await own(centre(), id)).toMatchObject({ state: 'ready', rows: 6 })
    expect((await second.file(centre(), id)).toString().split('\r\n')).toHaveLength(8)
  })
})

describe('a file', () => {
  it('is kept for three days; what nobody knows of any more goes as well', async () => {
    const { clock, call } = server.current
    const { id } = (await start(centre())).body
    const { run, forget, file } = exporting([aList(async () => {})])
    await run(id)
    const stray = join(dir, `${server.current.ids.next()}.csv`)
    await writeFile(stray, '')
    await forget()
    expect(await readdir(dir)).toEqual([`${id}.csv`])
    await rm(join(dir, `${id}.csv`))
    await expect(file(centre(), id)).rejects.toMatchObject({ reason: 'export.file_elsewhere' })
    await writeFile(join(dir, `${id}.csv`), await readFile(new URL(import.meta.url)))
    clock.advance({ ms: 3 * 86_400_000 + 1 })
    await forget()
    expect(await readdir(dir)).toEqual([])
    expect((await call(centre(), operations.get, { params: { id } })).status).toBe(404)
  })
})
