/** Calls to the services of one project: token, address, version, paging, faults. Everything else is built on it. */
import { ConnectorFault, type ExternalId } from '../../modules/cloud/connector.ts'
import { type Json, jsonOf, listAt, listOrEmpty, textOrNull } from './answer.ts'
import type { Service } from './catalogue.ts'
import { faultOfAnswer, unless } from './fault.ts'
import type { Http, HttpCall } from './http.ts'
import type { HttpAnswer } from './http-answer.ts'
import { createMemo, type Memo } from './memo.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'
import type { Token } from './token.ts'
import {
  BASE_VERSIONS,
  isVersioned,
  parseVersion,
  type VersionedService,
  type Versions,
  versionAddress,
  versionsIn,
} from './versions.ts'

function versionHeaders(service: Service, version?: string): Readonly<Record<string, string>> {
  if (!isVersioned(service)) return {}
  return { 'openstack-api-version': `${service} ${version ?? BASE_VERSIONS[service]}` }
}

/** Seldom changes: when the cloud itself is upgraded. */
const VERSIONS_LIFE_MS = 10 * 60_000

export type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** Parts of a path; each is escaped. Ids are checked before (see connector.ts), so that none can lead elsewhere. */
export type Path = readonly string[]

export interface Call {
  readonly projectRef: ExternalId | null
  readonly signal: AbortSignal
  readonly settings: Settings
  readonly memo: Memo
  get(service: Service, path: Path, query?: Query): Promise<Json>
  /** Null when the cloud says that it does not exist. */
  find(service: Service, path: Path, query?: Query): Promise<Json | null>
  /** `version`: where this call needs a later one than the others; see `versions`. */
  post(service: Service, path: Path, body: unknown, version?: string): Promise<Json>
  put(service: Service, path: Path, body?: unknown): Promise<Json>
  patch(service: Service, path: Path, body: unknown): Promise<Json>
  delete(service: Service, path: Path, query?: Query): Promise<Json>
  /** The answer itself, where it is no JSON object or its head is what tells. What is refused is a fault here too. */
  send(method: HttpCall['method'], service: Service, path: Path, more?: SendMore): Promise<HttpAnswer>
  /** The whole of a list, page by page, each at most of the connection's page size. */
  pages(service: Service, path: Path, key: string, query?: Query): AsyncGenerator<readonly Json[]>
  /** A list that is known to be short. */
  list(service: Service, path: Path, key: string, query?: Query): Promise<readonly Json[]>
  /** What the service says it speaks; null when it does not say. */
  versions(service: VersionedService): Promise<Versions | null>
  token(): Promise<Token>
  /** Whether the registered region has this service. */
  offers(service: Service): Promise<boolean>
  /** The user as which tenants' projects are worked in. */
  actorId(): Promise<string>
  /** The same caller in the administrator's own project. */
  admin(): Call
  /** The same caller in another region: its own services, with the Keystone that both have. */
  inRegion(region: string): Call
  /** The same caller in a tenant's. */
  within(projectRef: ExternalId): Call
}

export interface SendMore {
  readonly query?: Query
  readonly headers?: Readonly<Record<string, string>>
}

export interface Connection {
  readonly http: Http
  readonly session: Session
  readonly settings: Settings
  readonly memo: Memo
}

export function openCall(connection: Connection, projectRef: ExternalId | null, signal: AbortSignal): Call {
  const { session, settings } = connection

  const wordsOf = (method: string, service: Service, path: Path) => `${method} ${service} /${path.join('/')}`

  async function send(
    method: HttpCall['method'],
    service: Service,
    path: Path,
    query: Query,
    body?: unknown,
    version?: string,
  ) {
    const more = { query, headers: versionHeaders(service, version), body }
    return jsonOf(wordsOf(method, service, path), await sendRaw(method, service, path, more))
  }

  function sendRaw(
    method: HttpCall['method'],
    service: Service,
    path: Path,
    { query = {}, headers = {}, body }: SendMore & { readonly body?: unknown } = {},
  ): Promise<HttpAnswer> {
    return exchange(wordsOf(method, service, path), (token) => {
      const parts = [session.endpoint(token, service), ...path.map(encodeURIComponent)]
      const url = new URL(parts.join('/'))
      for (const [key, value] of Object.entries(query))
        for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(key, String(one))
      return { method, url, headers: { 'x-auth-token': token.id, ...headers }, body, signal }
    })
  }

  async function exchange(what: string, callWith: (token: Token) => HttpCall): Promise<HttpAnswer> {
    const attempt = (token: Token) => connection.http.send(callWith(token))
    const token = await session.token(projectRef, signal)
    let answer: HttpAnswer = await attempt(token)
    if (answer.status === 401) {
      // Revoked, or its key was rotated away: once more with a new one, then it is an answer.
      session.drop(projectRef, token)
      answer = await attempt(await session.token(projectRef, signal))
    }
    if (answer.status < 200 || answer.status > 299) throw faultOfAnswer(what, answer)
    return answer
  }

  const call: Call = {
    projectRef,
    signal,
    settings,
    memo: connection.memo,
    get: (service, path, query = {}) => send('GET', service, path, query),
    find: (service, path, query = {}) => unless('not-found', send('GET', service, path, query), null),
    post: (service, path, body, version) => send('POST', service, path, {}, body, version),
    put: (service, path, body) => send('PUT', service, path, {}, body),
    patch: (service, path, body) => send('PATCH', service, path, {}, body),
    delete: (service, path, query = {}) => send('DELETE', service, path, query),
    send: (method, service, path, more = {}) => sendRaw(method, service, path, more),
    pages: (service, path, key, query = {}) => pagesOf(call, service, path, key, query),
    async list(service, path, key, query = {}) {
      const all: Json[] = []
      for await (const page of call.pages(service, path, key, { ...query, limit: 1000 })) all.push(...page)
      return all
    },
    versions: (service) =>
      connection.memo.of(`versions ${service}`, VERSIONS_LIFE_MS, async () => {
        const what = `GET ${service} versions`
        const answer = await exchange(what, (token) => {
          const url = new URL(versionAddress(session.endpoint(token, service)))
          return { method: 'GET', url, headers: { 'x-auth-token': token.id }, signal }
        })
        return versionsIn(jsonOf(what, answer), parseVersion(BASE_VERSIONS[service]).major)
      }),
    token: () => session.token(projectRef, signal),
    offers: async (service) => session.offers(await session.token(projectRef, signal), service),
    actorId: () => session.actorId(signal),
    admin: () => (projectRef === null ? call : openCall(connection, null, signal)),
    inRegion: (region) =>
      openCall(
        {
          ...connection,
          session: session.inRegion(region),
          settings: { ...settings, region },
          memo: createMemo(),
        },
        projectRef,
        signal,
      ),
    within: (ref) => (ref === projectRef ? call : openCall(connection, ref, signal)),
  }
  return call
}

/** Follows the cloud's own link to the next page: only its query, because its host may be an inner one. */
async function* pagesOf(
  call: Call,
  service: Service,
  path: Path,
  key: string,
  query: Query,
): AsyncGenerator<readonly Json[]> {
  const size = call.settings.pageSize
  const seen = new Set<string>()
  let next: Query | null = { limit: size, ...query }
  while (next !== null) {
    const answer: Json = await call.get(service, path, next)
    const items = listAt(answer, key)
    // A list that the service itself cut off proves nothing about what is absent.
    if (answer.truncated === true)
      throw new ConnectorFault('nonsense', `${service} /${path.join('/')}: the service cut its list off`)
    // A service without paging (Keystone's projects) sends everything at once.
    for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
    const link = nextLink(answer, key)
    if (link !== null && seen.has(link))
      throw new ConnectorFault('nonsense', `${service} /${path.join('/')}: the same page twice`)
    if (link !== null) seen.add(link)
    next = link === null ? null : queryOf(link)
  }
}

/** `servers_links: [{rel: 'next', href}]` (Nova, Neutron, Cinder), `next` (Glance), `links.next` (Keystone). */
export function nextLink(answer: Json, key: string): string | null {
  const linked = listOrEmpty(answer, `${key}_links`).find((link) => link.rel === 'next')
  if (linked) return textOrNull(linked, 'href')
  const links = answer.links
  if (typeof links === 'object' && links !== null && 'next' in links && typeof links.next === 'string')
    return links.next
  return textOrNull(answer, 'next')
}

function queryOf(link: string): Query {
  const query: Record<string, string[]> = {}
  for (const [key, value] of new URL(link, 'http://any').searchParams) {
    query[key] = [...(query[key] ?? []), value]
  }
  return query
}
