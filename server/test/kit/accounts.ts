import type { BodyOf, OperationSpec, ParamsOf, Problem, QueryOf, ResponseOf } from '@yunheng/contract'
import { identityOperations } from '@yunheng/contract'
import { hashPassword, insertAccount } from '../../src/modules/identity/index.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { SCOPE_ALL } from '../../src/platform/db/index.ts'
import type { TestServer } from './server.ts'
import type { Persona } from './world.ts'

export const PASSWORD = 'Correct-Horse-7'
let hash: Promise<string> | null = null

/** An account whose password was changed already, so that it can sign in and work at once. */
export async function givenAccount(
  server: Pick<TestServer, 'database' | 'ids'> & { readonly clock: Clock },
  persona: Persona,
  username: string,
  more: { readonly mustChange?: boolean; readonly totpRequired?: boolean } = {},
): Promise<string> {
  hash ??= hashPassword(PASSWORD)
  const passwordHash = await hash
  const id = server.ids.next()
  const now = server.clock.now()
  await server.database.inTx(SCOPE_ALL, (tx) =>
    insertAccount(
      tx,
      {
        id,
        person_id: persona.personId,
        username,
        must_change_password: more.mustChange ?? false,
        password_changed_at: now,
        totp_required: more.totpRequired ?? false,
        created_at: now,
      },
      passwordHash,
    ),
  )
  return id
}

export interface Reply<O extends OperationSpec> {
  readonly status: number
  readonly body: ResponseOf<O>
  readonly problem: Problem
  /** The session cookie that came with the answer. */
  readonly cookie: string | null
  readonly setCookie: string
}

interface Sent<O extends OperationSpec> {
  readonly cookie?: string | null
  readonly bearer?: string
  readonly params?: ParamsOf<O>
  readonly query?: QueryOf<O>
  readonly body?: BodyOf<O>
  readonly address?: string
  readonly headers?: Record<string, string>
}

/** A call as a browser makes it: cookie and the header that forms cannot set. */
export async function send<O extends OperationSpec>(
  server: TestServer,
  operation: O,
  sent: Sent<O>,
): Promise<Reply<O>> {
  const params = (sent.params ?? {}) as Record<string, string>
  const query = new URLSearchParams((sent.query ?? {}) as Record<string, string>)
  const answer = await server.api.inject({
    method: operation.method,
    url: `/api/v1${operation.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')}?${query}`,
    remoteAddress: sent.address ?? '10.0.0.9',
    headers: {
      'x-yunheng': '1',
      'user-agent': 'test browser',
      ...(sent.cookie ? { cookie: `yunheng_session=${sent.cookie}` } : {}),
      ...(sent.bearer ? { authorization: `Bearer ${sent.bearer}` } : {}),
      ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...sent.headers,
    },
    ...(sent.body === undefined ? {} : { payload: JSON.stringify(sent.body) }),
  })
  const body: unknown = answer.body === '' ? null : answer.json()
  const setCookie = String(answer.headers['set-cookie'] ?? '')
  return {
    status: answer.statusCode,
    body: body as ResponseOf<O>,
    problem: body as Problem,
    cookie: /yunheng_session=([^;]+)/.exec(setCookie)?.[1] ?? null,
    setCookie,
  }
}

export async function signIn(
  server: TestServer,
  username: string,
  more: { password?: string; code?: string; recoveryCode?: string; address?: string } = {},
): Promise<Reply<typeof identityOperations.session.signIn>> {
  const { address, ...body } = more
  return send(server, identityOperations.session.signIn, {
    body: { username, password: PASSWORD, ...body },
    ...(address ? { address } : {}),
  })
}
