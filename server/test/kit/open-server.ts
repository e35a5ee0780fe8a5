import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BodyOf, OperationSpec, ParamsOf, Problem, QueryOf, ResponseOf } from '@yunheng/contract'
import type { FastifyInstance } from 'fastify'
import { type Composition, compose } from '../../src/compose.ts'
import { findPersonName, listActingPosts, scopeOfPost } from '../../src/modules/organisation/index.ts'
import type { ClientCertificateFiles } from '../../src/platform/config/index.ts'
import type { Actor, Ctx } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/db/index.ts'
import { SCOPE_ALL } from '../../src/platform/db/index.ts'
import type { Authenticator } from '../../src/platform/http/index.ts'
import { createIds, type Ids } from '../../src/platform/ids.ts'
import { createLog, silentLog } from '../../src/platform/log/index.ts'
import { createSecrets, parseKeyRing } from '../../src/platform/secrets/index.ts'
import { createTestClock, type TestClock } from './clock.ts'
import { givenWorld, type Persona, type World } from './world.ts'

export interface TestServer {
  readonly database: Database
  readonly clock: TestClock
  readonly ids: Ids
  readonly world: World
  readonly composition: Composition
  readonly api: FastifyInstance
  /** The context of a call by this persona, as the binder would make it: for testing use cases without HTTP. */
  ctxOf(persona: Persona): Promise<Ctx>
  /** Calls an operation over HTTP (in process) as this persona; null is nobody. */
  call<O extends OperationSpec>(
    persona: Persona | null,
    operation: O,
    input?: { params?: ParamsOf<O>; query?: QueryOf<O>; body?: BodyOf<O>; headers?: Record<string, string> },
  ): Promise<Answer<O>>
}

export interface Answer<O extends OperationSpec> {
  readonly status: number
  readonly body: ResponseOf<O>
  /** The same body, read as a problem. */
  readonly problem: Problem
}

export interface ServerOptions {
  readonly realSignIn?: boolean
  /** Looks each post up once: for many calls by people whose posts do not change meanwhile. */
  readonly rememberActors?: boolean
  /** What stands in the database from before, and the instant at which it is gone on with. */
  readonly before?: { readonly world: World; readonly now: string }
  readonly trustProxy?: readonly string[]
  readonly clientCertificates?: ClientCertificateFiles
}

/** The whole server over this migrated, empty database, with the small province in it. */
export async function openServer(
  database: Database,
  options: ServerOptions = {},
): Promise<TestServer & { close(): Promise<void> }> {
  const clock = createTestClock(options.before?.now)
  const dataDir = await mkdtemp(join(tmpdir(), 'yunheng-test-'))
  const ids = createIds(clock)
  const world = options.before?.world ?? (await givenWorld(database, clock, ids))
  const composition = compose({
    database,
    clock,
    secrets: createSecrets(parseKeyRing(randomBytes(32).toString('hex')), clock),
    dataDir,
    cloudNetworks: [],
    log: process.env.TEST_LOG ? createLog({ level: 'debug', format: 'text' }) : silentLog(),
    ...(options.realSignIn
      ? {}
      : { authenticator: testAuthenticator(database, clock, options.rememberActors ?? false) }),
    trustProxy: options.trustProxy ?? [],
    clientCertificates: options.clientCertificates ?? null,
    secureCookies: false,
    assertAudited: true,
    workerConcurrency: 4,
  })
  await composition.prepare()
  const api = await composition.createApi()
  return {
    database,
    clock,
    ids,
    world,
    composition,
    api,
    ctxOf: async (persona) =>
      composition.makeCtx(await actorOf(database, clock, persona.postId), {
        requestId: ids.next(),
        address: '127.0.0.1',
        operation: null,
      }),
    call: (persona, operation, input = {}) => inject(api, persona, operation, input),
    async close() {
      await api.close()
      await composition.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** `Bearer <post id>` is that post; anything else is nobody. Real sign-in is tested in identity. */
function testAuthenticator(database: Database, clock: TestClock, remember: boolean): Authenticator {
  const known = new Map<string, Promise<Actor>>()
  return {
    async authenticate({ bearer }) {
      if (bearer === null || !/^[0-9a-f-]{36}$/.test(bearer)) return null
      const actor = known.get(bearer) ?? actorOf(database, clock, bearer)
      if (remember) known.set(bearer, actor)
      return actor
    },
  }
}

export async function actorOf(database: Database, clock: TestClock, postId: string): Promise<Actor> {
  const db = database.as(SCOPE_ALL)
  const owner = await db
    .selectFrom('post')
    .select('person_id')
    .where('id', '=', postId)
    .executeTakeFirstOrThrow()
  const posts = await listActingPosts(db, owner.person_id, clock.now())
  const post = posts.find((each) => each.postId === postId) ?? null
  return {
    kind: 'person',
    personId: owner.person_id,
    accountId: owner.person_id,
    name: await findPersonName(db, owner.person_id),
    post,
    scope: post
      ? await scopeOfPost(db, post, owner.person_id)
      : { all: false, bodyIds: [], providerId: null, personId: owner.person_id },
    via: { kind: 'api-token', id: postId },
  }
}

async function inject<O extends OperationSpec>(
  api: FastifyInstance,
  persona: Persona | null,
  operation: O,
  input: { params?: unknown; query?: unknown; body?: unknown; headers?: Record<string, string> },
): Promise<Answer<O>> {
  const params = (input.params ?? {}) as Record<string, string>
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
  const query = new URLSearchParams(
    Object.entries((input.query ?? {}) as Record<string, unknown>).map(([key, value]): [string, string] => [
      key,
      String(value),
    ]),
  )
  const answer = await api.inject({
    method: operation.method,
    url: `/api/v1${path}${query.size > 0 ? `?${query}` : ''}`,
    headers: {
      ...(persona ? { authorization: `Bearer ${persona.postId}` } : {}),
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...input.headers,
    },
    ...(input.body === undefined ? {} : { payload: JSON.stringify(input.body) }),
  })
  const body: unknown = answer.body === '' ? null : answer.json()
  return { status: answer.statusCode, body: body as ResponseOf<O>, problem: body as Problem }
}
