/** One authentication with Keystone v3: who asks, for which project, and the token that came back. */
import { performance } from 'node:perf_hooks'
import { ConnectorFault } from '../../modules/cloud/connector.ts'
import { instantAt, type Json, jsonOf, listAt, listOrEmpty, objectAt, textAt, textOrNull } from './answer.ts'
import { faultOfAnswer } from './fault.ts'
import type { Http } from './http.ts'
import type { HttpAnswer } from './http-answer.ts'

/** Renewed that long before its end: a token must outlive the calls that the cloud makes with it (image, port, volume). */
const RENEW_BEFORE_MS = 5 * 60_000
const AUTHENTICATE_LIMIT_MS = 30_000

export interface Token {
  readonly id: string
  readonly userId: string
  readonly projectId: string
  readonly domainId: string
  readonly roles: readonly string[]
  readonly catalogue: readonly Json[]
  /** The cloud's clock when it made the token, and this process's monotonic one. */
  readonly issuedAt: Date
  readonly issuedAtMs: number
  /** On this process's monotonic clock, so that no wall clock matters. */
  readonly renewAtMs: number
}

/** The two halves of a question for a token; without a scope the credential brings its own. */
export interface Authentication {
  readonly identity: Json
  readonly scope: Json | 'unscoped' | null
}

export function byPassword(user: Json): Json {
  return { methods: ['password'], password: { user } }
}

export function byApplicationCredential(id: string, secret: string): Json {
  return { methods: ['application_credential'], application_credential: { id, secret } }
}

/** The answer as it is: the probe also wants to know of refusals. */
export function askForToken(http: Http, authUrl: string, asked: Authentication): Promise<HttpAnswer> {
  const { identity, scope } = asked
  return http.send({
    method: 'POST',
    url: new URL(`${authUrl}/auth/tokens`),
    headers: {},
    body: { auth: { identity, ...(scope === null ? {} : { scope }) } },
    // Its own limit: many calls share one authentication.
    signal: AbortSignal.timeout(AUTHENTICATE_LIMIT_MS),
  })
}

export async function authenticate(http: Http, authUrl: string, asked: Authentication): Promise<Token> {
  const what = 'authentication'
  const askedAtMs = performance.now()
  const answer = await askForToken(http, authUrl, asked)
  if (answer.status !== 201 && answer.status !== 200) throw faultOfAnswer(what, answer)
  const id = answer.header('x-subject-token')
  const token = objectAt(jsonOf(what, answer), 'token')
  if (id === null) throw new ConnectorFault('nonsense', `${what}: no token in the answer`)
  // Its length, not its end: only the cloud's clock is in it, however wrong that is.
  const at = (key: string) => instantAt(token, key) ?? new Date(Number.NaN)
  const issuedAt = at('issued_at')
  const lifeMs = at('expires_at').getTime() - issuedAt.getTime()
  const project = objectAt(token, 'project')
  return {
    id,
    userId: textAt(objectAt(token, 'user'), 'id'),
    projectId: textAt(project, 'id'),
    domainId: textAt(objectAt(project, 'domain'), 'id'),
    roles: listOrEmpty(token, 'roles').flatMap((role) => textOrNull(role, 'name') ?? []),
    catalogue: listAt(token, 'catalog'),
    issuedAt,
    issuedAtMs: performance.now(),
    renewAtMs: askedAtMs + (lifeMs > 0 ? Math.max(lifeMs - RENEW_BEFORE_MS, lifeMs / 2) : 0),
  }
}
