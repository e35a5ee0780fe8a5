import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../log/index.ts'
import { findRunningPostgres, type RunningPostgres, startPostgres } from './index.ts'
import { findPostmaster } from './postmaster.ts'
import { isAlive } from './process.ts'

let dataDir: string
let running: RunningPostgres[]
let children: ChildProcess[]
const clusterDir = () => join(dataDir, 'postgres', 'cluster')
const postmasterPid = () => findPostmaster(clusterDir())?.pid ?? 0

/** An initialised data directory, copied for each test: making one takes longer than any of the tests. */
let pristine: string

beforeAll(async () => {
  pristine = mkdtempSync(join(tmpdir(), 'yunheng-pristine-'))
  await (await startPostgres({ dataDir: pristine, log: silentLog() })).stop()
})
afterAll(() => rmSync(pristine, { recursive: true, force: true }))

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'yunheng-postgres-'))
  spawnSync('cp', ['-a', `${pristine}/.`, dataDir])
  running = []
  children = []
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const postgres of running) await postgres.stop()
  for (const pid of serverProcesses()) process.kill(pid, 'SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(settings: Record<string, string> = {}) {
  const postgres = await startPostgres({ dataDir, log: silentLog(), settings })
  running.push(postgres)
  return postgres
}

/** Every process of this test's server: they all work in the cluster's directory. */
function serverProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isAlive(Number(name)))
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`).startsWith(clusterDir())
      } catch {
        return false
      }
    })
    .map(Number)
}

/** The fixture: a server process of ours that inserts rows and says which were acknowledged. */
/** A server process may end by itself once the one before it is gone: that is what the power cut was to do. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function spawnWriter() {
  const fixture = join(import.meta.dirname, 'supervisor.fixture.ts')
  const child = spawn(process.execPath, [fixture, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const acknowledged: number[] = []
  let refused = ''
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as { n?: number; refused?: string }
    if (said.n !== undefined) acknowledged.push(said.n)
    refused ||= said.refused ?? ''
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, acknowledged, ended, refusal: () => refused }
}

async function until(condition: () => boolean, timeoutMs = 300_000): Promise<void> {
  for (let waitedMs = 0; !condition(); waitedMs += 20) {
    if (waitedMs > timeoutMs) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A writer that was killed with at least 50 rows acknowledged. */
async function givenKilledWriter() {
  const writer = spawnWriter()
  await until(() => writer.acknowledged.length >= 50)
  writer.child.kill('SIGKILL')
  await writer.ended
  return writer.acknowledged
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

async function storedRows(url: string): Promise<Set<number>> {
  const rows = await query<{ n: number }>(url, 'select n from acknowledged')
  return new Set(rows.map(({ n }) => n))
}

async function expectAllStored(url: string, acknowledged: readonly number[]) {
  const stored = await storedRows(url)
  expect(acknowledged.filter((n) => !stored.has(n))).toEqual([])
}

describe('startPostgres', () => {
  it('makes a durable, checksummed, Unicode cluster that listens on no network', async () => {
    const { url, adopted } = await start()
    const [row] = await query<Record<string, string>>(
      url,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
              current_setting('data_checksums') as checksums, current_setting('listen_addresses') as listens,
              current_setting('server_encoding') as encoding, datlocprovider as provider, current_database() as name
         from pg_database where datname = current_database()`,
    )
    expect(row).toEqual({
      fsync: 'on',
      commit: 'on',
      checksums: 'on',
      listens: '',
      encoding: 'UTF8',
      provider: 'i',
      name: 'yunheng',
    })
    expect(adopted).toBe(false)
    await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password')
  })

  it('keeps its rows over a stop, and leaves no process and no lock behind', async () => {
    const first = await start()
    await query(first.url, 'create table kept (n int); insert into kept values (7)')
    await first.stop()
    expect(serverProcesses()).toEqual([])
    expect(existsSync(join(clusterDir(), 'postmaster.pid'))).toBe(false)
    expect(existsSync(join(dataDir, 'yunheng.lock'))).toBe(false)
    const second = await start()
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }])
  })

  it('refuses a second start on the same directory, says who has it, and leaves the first in peace', async () => {
    const first = await start()
    const second = spawnWriter()
    expect(await second.ended).toBe(3)
    expect(second.refusal()).toContain(`正被另一个云衡进程使用（进程 ${process.pid}@`)
    expect(second.refusal()).toContain('in use by another Yunheng process')
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(await findRunningPostgres(dataDir)).toEqual({ url: first.url })
  })

  it('begins again after an initialisation that was killed half-way', async () => {
    const first = await start()
    await first.stop()
    rmSync(clusterDir(), { recursive: true })
    mkdirSync(`${clusterDir()}.draft`)
    writeFileSync(join(`${clusterDir()}.draft`, 'PG_VERSION'), '18\n')
    const second = await start()
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('refuses a directory made by another major version of PostgreSQL', async () => {
    await (await start()).stop()
    writeFileSync(join(clusterDir(), 'PG_VERSION'), '14\n')
    await expect(start()).rejects.toThrow('made by PostgreSQL 14')
    expect(existsSync(join(dataDir, 'yunheng.lock'))).toBe(false)
  })
})

describe('after a kill -9', () => {
  it('of our process: the next start adopts the server it left, and every acknowledged row is there', async () => {
    const acknowledged = await givenKilledWriter()
    const orphan = postmasterPid()
    expect(isAlive(orphan)).toBe(true)
    expect(await findRunningPostgres(dataDir)).toBeNull()
    const postgres = await start()
    expect(postgres.adopted).toBe(true)
    expect(postmasterPid()).toBe(orphan)
    await expectAllStored(postgres.url, acknowledged)
    await postgres.stop()
    expect(serverProcesses()).toEqual([])
  })

  it('of our process and every server process, as in a power cut: nothing acknowledged is lost', async () => {
    const writer = spawnWriter()
    await until(() => writer.acknowledged.length >= 50)
    for (const pid of [writer.child.pid ?? 0, ...serverProcesses()]) killIfThere(pid)
    await writer.ended
    const postgres = await start()
    expect(postgres.adopted).toBe(false)
    await expectAllStored(postgres.url, writer.acknowledged)
  })

  it('of our process, with the server it left frozen: it is ended and started anew', async () => {
    const acknowledged = await givenKilledWriter()
    const orphan = postmasterPid()
    process.kill(orphan, 'SIGSTOP')
    const postgres = await start()
    expect(postgres.adopted).toBe(false)
    expect(isAlive(orphan)).toBe(false)
    await expectAllStored(postgres.url, acknowledged)
  })

  it('of our process, when the next start wants other settings: the server it left is ended in order', async () => {
    const acknowledged = await givenKilledWriter()
    const postgres = await start({ max_connections: '50' })
    expect(postgres.adopted).toBe(false)
    expect(await query(postgres.url, 'show max_connections')).toEqual([{ max_connections: '50' }])
    await expectAllStored(postgres.url, acknowledged)
  })

  it.each(['started', 'adopted'] as const)(
    'of the %s server: it runs again under the same address, and nothing acknowledged is lost',
    async (how) => {
      const acknowledged = how === 'adopted' ? await givenKilledWriter() : []
      const postgres = await start()
      expect(postgres.adopted).toBe(how === 'adopted')
      await query(postgres.url, 'create table if not exists acknowledged (n int primary key)')
      await query(postgres.url, 'insert into acknowledged values (-1)')
      const before = postmasterPid()
      process.kill(before, 'SIGKILL')
      await until(() => ![0, before].includes(postmasterPid()))
      await expect
        .poll(() => storedRows(postgres.url).catch(() => new Set()), { timeout: 300_000 })
        .toContain(-1)
      await expectAllStored(postgres.url, acknowledged)
    },
  )
})
