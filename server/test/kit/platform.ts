/**
 * The platform as it is run: API and worker as processes of their own over one database, people who sign in, calls over
 * HTTP. For what only real processes show: `kill -9`, restarts, two at work at once.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BodyOf, OperationSpec, ParamsOf, Problem, QueryOf, ResponseOf } from '@yunheng/contract'
import { identityOperations } from '@yunheng/contract'
import { systemClock } from '../../src/platform/clock.ts'
import { type Database, openDatabase } from '../../src/platform/db/index.ts'
import { createIds } from '../../src/platform/ids.ts'
import { givenAccount, PASSWORD } from './accounts.ts'
import { type RoleProcess, startRole } from './role-process.ts'
import type { Answer } from './server.ts'
import { givenWorld, type Persona, type PersonaKey, type World } from './world.ts'

export interface Platform {
  readonly database: Database
  readonly world: World
  /** Calls an operation over HTTP, signed in as this persona. */
  call<O extends OperationSpec>(persona: Persona, operation: O, input?: Input<O>): Promise<Answer<O>>
  /** One more worker process, ready. It ends with the platform, unless it was killed before. */
  startWorker(): Promise<RoleProcess>
  /** Ends those that still run, as their operator would. */
  stopWorkers(): Promise<void>
  /** `yunheng` as a tool, until it ends. */
  run(...words: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }>
  stop(): Promise<void>
}

interface Input<O extends OperationSpec> {
  readonly params?: ParamsOf<O>
  readonly query?: QueryOf<O>
  readonly body?: BodyOf<O>
}

/** @param url an empty database, which stays the caller's. */
export async function startPlatform(url: string): Promise<Platform> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yunheng-platform-'))
  const env = {
    DATABASE_URL: url,
    YUNHENG_DATA_DIR: dataDir,
    YUNHENG_SAMPLE_DATA: 'never',
    YUNHENG_SECRET_KEY: randomBytes(32).toString('hex'),
    // Clouds of the tests stand on this machine.
    YUNHENG_CLOUD_NETWORKS: '127.0.0.0/8',
    YUNHENG_LOG_LEVEL: process.env.TEST_LOG ? 'debug' : 'warn',
  }
  const started: RoleProcess[] = []
  const workers: RoleProcess[] = []
  const start = async (role: string) => {
    const running = startRole([role], env)
    started.push(running)
    if (process.env.TEST_LOG) running.child.stderr?.pipe(process.stderr)
    return { running, address: await running.address() }
  }
  const { address } = await start('api')
  const database = openDatabase({ url, poolSize: 5, onError: () => {} })
  const ids = createIds(systemClock)
  const world = await givenWorld(database, systemClock, ids)
  for (const [name, persona] of Object.entries(world.people) as [PersonaKey, Persona][])
    await givenAccount({ database, clock: systemClock, ids }, persona, name.toLowerCase())
  const cookieOf = createSignIn(address, world)

  return {
    database,
    world,
    call: async (persona, operation, input = {}) =>
      exchange(address, operation, input, await cookieOf(persona)),
    async startWorker() {
      const { running } = await start('worker')
      workers.push(running)
      return running
    },
    stopWorkers: () => end(workers.splice(0)),
    async run(...words) {
      const running = startRole(words, env)
      const code = await running.ended
      return { code, out: running.out() + running.errors() }
    },
    async stop() {
      await end(started)
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function end(processes: readonly RoleProcess[]): Promise<void> {
  for (const { child } of processes) child.kill('SIGTERM')
  await Promise.all(processes.map((each) => each.ended))
}

/** Each persona signs in once, by password, as in a browser. */
function createSignIn(address: string, world: World): (persona: Persona) => Promise<string> {
  const names = new Map(
    Object.entries(world.people).map(([name, { personId }]) => [personId, name.toLowerCase()]),
  )
  const cookies = new Map<string, Promise<string>>()
  const signIn = async (username: string) => {
    const { signIn: operation } = identityOperations.session
    const answer = await send(address, operation, { body: { username, password: PASSWORD } }, null)
    const cookie = /yunheng_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1]
    if (cookie === undefined) throw new Error(`${username} cannot sign in: ${await answer.text()}`)
    return cookie
  }
  return (persona) => {
    const username = names.get(persona.personId) ?? ''
    const known = cookies.get(username) ?? signIn(username)
    cookies.set(username, known)
    return known
  }
}

async function exchange<O extends OperationSpec>(
  address: string,
  operation: O,
  input: Input<O>,
  cookie: string,
): Promise<Answer<O>> {
  const answer = await send(address, operation, input, cookie)
  const text = await answer.text()
  const body: unknown = text === '' ? null : JSON.parse(text)
  return { status: answer.status, body: body as ResponseOf<O>, problem: body as Problem }
}

function send<O extends OperationSpec>(
  address: string,
  { method, path }: O,
  input: Input<O>,
  cookie: string | null,
): Promise<Response> {
  const params = (input.params ?? {}) as Record<string, string>
  const url = new URL(
    `${address}/api/v1${path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))}`,
  )
  for (const [key, value] of Object.entries((input.query ?? {}) as Record<string, unknown>))
    url.searchParams.append(key, String(value))
  return fetch(url, {
    method,
    headers: {
      'x-yunheng': '1',
      ...(cookie === null ? {} : { cookie: `yunheng_session=${cookie}` }),
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
  })
}
