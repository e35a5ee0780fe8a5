/**
 * OpenStack's own Placement service as Debian ships it (`placement-api` under uWSGI, two processes), on the PostgreSQL that it is
 * given, with 5,000 hosts in two zones of which four in five carry a trait: up, filled, asked, down. On loopback, ended by
 * the process id that was started. It is asked as Nova asks it: candidates (at most 1,000, Nova's default), then an
 * allocation on one of them, again with another when somebody was quicker.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { Agent, request } from 'undici'

const PACKAGES = ['placement-api', 'python3-psycopg2', 'uwsgi-core', 'uwsgi-plugin-python3']
const ZONES = [randomUUID(), randomUUID()] as const
const TRAIT = 'CUSTOM_DOMESTIC'
const CANDIDATES = 1_000

export interface PlacementApi {
  /** One allocation, as Nova makes it. @returns false when nothing fits. */
  claim(): Promise<boolean>
  close(): Promise<void>
}

export interface HostShape {
  readonly hosts: number
  readonly vcpus: number
  readonly memoryMiB: number
  readonly storageGiB: number
}

export async function startPlacementApi(postgresUrl: string, shape: HostShape): Promise<PlacementApi> {
  install()
  const folder = mkdtempSync(join(tmpdir(), 'placement-'))
  const url = await makeDatabase(postgresUrl)
  writeFileSync(
    join(folder, 'placement.conf'),
    `[DEFAULT]\ndebug = false\n[placement_database]\nconnection = ${url}\nsync_on_startup = true\n[api]\nauth_strategy = noauth2\n`,
  )
  const env = { ...process.env, OS_PLACEMENT_CONFIG_DIR: folder }
  execFileSync('placement-manage', ['--config-file', join(folder, 'placement.conf'), 'db', 'sync'], {
    env,
    stdio: 'pipe',
  })
  const port = await freePort()
  const options = [
    '--plugin',
    'python3',
    '--master',
    '--lazy-apps',
    '--need-app',
    '--enable-threads',
    '--die-on-term',
  ]
  const child = spawn(
    'uwsgi',
    [
      ...options,
      ...[
        '--disable-logging',
        '--buffer-size',
        '65535',
        '--listen',
        '128',
        '--processes',
        '2',
        '--threads',
        '4',
      ],
      ...['--http-socket', `127.0.0.1:${port}`, '--wsgi-file', '/usr/bin/placement-api'],
    ],
    { env, stdio: 'ignore' },
  )
  // uWSGI's own socket ends a connection after its answer: none is kept, or the next call may meet the end of it.
  const agent = new Agent({ connections: 8, pipelining: 0, headersTimeout: 120_000, bodyTimeout: 120_000 })
  const call = callerOf(`http://127.0.0.1:${port}`, agent)
  const close = async () => {
    await agent.close()
    await ended(child)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await answering(call)
    await fill(postgresUrl, shape)
    return { claim: () => claimOnce(call), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What is missing is installed by the distribution's own tool, without starting anything by itself. */
function install(): void {
  if (existsSync('/usr/bin/placement-api') && existsSync('/usr/bin/uwsgi')) return
  const command = ['install', '-y', '--no-install-recommends', ...PACKAGES]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  execFileSync('apt-get', command, { env, stdio: 'pipe' })
}

async function makeDatabase(postgresUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  await client.query('create database placement')
  await client.end()
  const { username, password, host, socket } = partsOf(postgresUrl)
  const at = socket === null ? `${host}/placement` : `/placement?host=${encodeURIComponent(socket)}`
  return `postgresql+psycopg2://${username}:${password}@${at}`
}

function partsOf(postgresUrl: string) {
  const url = new URL(postgresUrl)
  return {
    username: url.username,
    password: url.password,
    host: url.host,
    socket: url.searchParams.get('host'),
  }
}

async function fill(postgresUrl: string, shape: HostShape): Promise<void> {
  const url = new URL(postgresUrl)
  url.pathname = '/placement'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(`insert into traits (name) values ('${TRAIT}')`)
  for (const zone of ZONES) await client.query('insert into placement_aggregates (uuid) values ($1)', [zone])
  await client.query(
    `insert into resource_providers (uuid, name, generation)
     select gen_random_uuid()::text, 'host-' || n, 1 from generate_series(1, $1::int) n`,
    [shape.hosts],
  )
  await client.query('update resource_providers set root_provider_id = id')
  const amounts = { VCPU: shape.vcpus, MEMORY_MB: shape.memoryMiB, DISK_GB: shape.storageGiB }
  for (const [name, total] of Object.entries(amounts))
    await client.query(
      `insert into inventories (resource_provider_id, resource_class_id, total, reserved, min_unit, max_unit, step_size, allocation_ratio)
       select p.id, c.id, $2, 0, 1, $2, 1, 1 from resource_providers p, resource_classes c where c.name = $1`,
      [name, total],
    )
  await client.query(
    `insert into resource_provider_aggregates (resource_provider_id, aggregate_id)
     select p.id, a.id from resource_providers p join placement_aggregates a on a.id % 2 = p.id % 2`,
  )
  await client.query(
    `insert into resource_provider_traits (trait_id, resource_provider_id)
     select t.id, p.id from resource_providers p, traits t where t.name = $1 and p.id % 5 <> 0`,
    [TRAIT],
  )
  await client.query('analyze')
  await client.end()
}

type Caller = <T>(method: 'GET' | 'PUT', path: string, body?: unknown) => Promise<{ status: number; json: T }>

function callerOf(origin: string, dispatcher: Agent): Caller {
  const headers = {
    'x-auth-token': 'admin',
    'openstack-api-version': 'placement 1.36',
    'content-type': 'application/json',
  }
  return async (method, path, body) => {
    const answer = await request(`${origin}${path}`, {
      method,
      headers,
      dispatcher,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.body.text()
    return { status: answer.statusCode, json: text.startsWith('{') ? JSON.parse(text) : ({} as never) }
  }
}

interface Candidates {
  readonly allocation_requests: readonly {
    readonly allocations: Readonly<Record<string, { readonly resources: Record<string, number> }>>
  }[]
}

async function claimOnce(call: Caller): Promise<boolean> {
  const zone = ZONES[Math.floor(Math.random() * ZONES.length)]
  const query = `resources=VCPU:1,MEMORY_MB:4096,DISK_GB:40&required=${TRAIT}&member_of=${zone}&limit=${CANDIDATES}`
  const { status, json } = await call<Candidates>('GET', `/allocation_candidates?${query}`)
  if (status !== 200) throw new Error(`allocation_candidates answered ${status}`)
  const candidates = json.allocation_requests
  for (let tried = 0; tried < 5 && candidates.length > 0; tried += 1) {
    const one = candidates[Math.floor(Math.random() * candidates.length)]
    const body = {
      allocations: one?.allocations,
      consumer_generation: null,
      project_id: randomUUID(),
      user_id: randomUUID(),
    }
    const written = await call('PUT', `/allocations/${randomUUID()}`, body)
    if (written.status === 204) return true
    if (written.status !== 409) throw new Error(`allocations answered ${written.status}`)
  }
  return false
}

async function answering(call: Caller): Promise<void> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const status = await call('GET', '/resource_providers?name=none').then(
      (answer) => answer.status,
      () => 0,
    )
    if (status === 200) return
    if (performance.now() > deadline) throw new Error(`placement-api does not answer (${status})`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await gone
  clearTimeout(patience)
}
