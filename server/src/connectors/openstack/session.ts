/**
 * Keystone v3: one token per project, kept until shortly before its end, and the service catalogue that came with it.
 * The catalogue is read per token because Cinder's addresses carry the project.
 */
import { performance } from 'node:perf_hooks'
import { ConnectorFault, type ExternalId } from '../../modules/cloud/connector.ts'
import { isObject, type Json, jsonOf, listAt, listOrEmpty, objectAt, textAt, textOrNull } from './answer.ts'
import { faultOfAnswer } from './fault.ts'
import type { Http } from './http.ts'
import type { Settings } from './settings.ts'

export type Service = 'identity' | 'compute' | 'network' | 'volume' | 'image'

/** The names under which catalogues list a service, the official one first. */
const CATALOGUE_TYPES: Readonly<Record<Exclude<Service, 'identity'>, readonly string[]>> = {
  compute: ['compute'],
  network: ['network'],
  volume: ['block-storage', 'volumev3', 'block-store', 'volume'],
  image: ['image'],
}

/** Renewed that long before its end: a token must outlive the calls that the cloud makes with it (image, port, volume). */
const RENEW_BEFORE_MS = 5 * 60_000
const AUTHENTICATE_LIMIT_MS = 30_000

export interface Token {
  readonly id: string
  readonly userId: string
  readonly projectId: string
  readonly roles: readonly string[]
  readonly catalogue: readonly Json[]
  /** The cloud's clock when it made the token, and this process's monotonic one. */
  readonly issuedAt: Date
  readonly issuedAtMs: number
  /** On this process's monotonic clock, so that no wall clock matters. */
  readonly renewAtMs: number
}

export interface Session {
  /** The administrator's own project for null. */
  token(projectRef: ExternalId | null, signal: AbortSignal): Promise<Token>
  /** Forgets this very token; a newer one stays. */
  drop(projectRef: ExternalId | null, token: Token): void
  endpoint(token: Token, service: Service): string
}

export function openSession(http: Http, settings: Settings): Session {
  const tokens = new Map<ExternalId | null, Promise<Token>>()

  function fresh(projectRef: ExternalId | null): Promise<Token> {
    const asked = authenticate(http, settings, projectRef)
    tokens.set(projectRef, asked)
    asked.catch(() => {
      if (tokens.get(projectRef) === asked) tokens.delete(projectRef)
    })
    return asked
  }

  return {
    async token(projectRef, signal) {
      // Many calls share one authentication; its limit is its own, a caller only stops waiting.
      const kept = await waitFor(tokens.get(projectRef) ?? fresh(projectRef), signal)
      if (performance.now() < kept.renewAtMs) return kept
      this.drop(projectRef, kept)
      return waitFor(tokens.get(projectRef) ?? fresh(projectRef), signal)
    },
    drop(projectRef, token) {
      const kept = tokens.get(projectRef)
      tokens.delete(projectRef)
      kept?.then(
        (current) => {
          if (current !== token && !tokens.has(projectRef)) tokens.set(projectRef, Promise.resolve(current))
        },
        () => undefined,
      )
    },
    endpoint: (token, service) => endpointOf(token, service, settings),
  }
}

function waitFor<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new ConnectorFault('timeout', 'no token in time', { cause: signal.reason }))
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

async function authenticate(http: Http, settings: Settings, projectRef: ExternalId | null): Promise<Token> {
  const what = 'authentication'
  const askedAtMs = performance.now()
  const answer = await http.send({
    method: 'POST',
    url: new URL(`${settings.authUrl}/auth/tokens`),
    headers: {},
    body: {
      auth: {
        identity: {
          methods: ['password'],
          password: {
            user: {
              name: settings.username,
              domain: { name: settings.userDomain },
              password: settings.password,
            },
          },
        },
        scope: {
          project:
            projectRef === null
              ? { name: settings.project, domain: { name: settings.projectDomain } }
              : { id: projectRef },
        },
      },
    },
    signal: AbortSignal.timeout(AUTHENTICATE_LIMIT_MS),
  })
  if (answer.status !== 201 && answer.status !== 200) throw faultOfAnswer(what, answer)
  const id = answer.header('x-subject-token')
  const token = objectAt(jsonOf(what, answer), 'token')
  if (id === null) throw new ConnectorFault('nonsense', `${what}: no token in the answer`)
  // Its length, not its end: only the cloud's clock is in it, however wrong that is.
  const issuedAt = new Date(textAt(token, 'issued_at'))
  const lifeMs = Date.parse(textAt(token, 'expires_at')) - issuedAt.getTime()
  return {
    id,
    userId: textAt(objectAt(token, 'user'), 'id'),
    projectId: textAt(objectAt(token, 'project'), 'id'),
    roles: listOrEmpty(token, 'roles').flatMap((role) => textOrNull(role, 'name') ?? []),
    catalogue: listAt(token, 'catalog'),
    issuedAt,
    issuedAtMs: performance.now(),
    renewAtMs: askedAtMs + (lifeMs > 0 ? Math.max(lifeMs - RENEW_BEFORE_MS, lifeMs / 2) : 0),
  }
}

/** The address of a service for this token, in the registered region, without a slash at the end. */
export function endpointOf(
  token: Pick<Token, 'catalogue'>,
  service: Service,
  settings: Pick<Settings, 'authUrl' | 'region' | 'interface'>,
): string {
  // The address that was registered works from here; the catalogue's may not.
  if (service === 'identity') return settings.authUrl
  const types = CATALOGUE_TYPES[service]
  const offered = types.flatMap((type) =>
    token.catalogue
      .filter((entry) => entry.type === type)
      .flatMap((entry) => listOrEmpty(entry, 'endpoints')),
  )
  const ofInterface = offered.filter((endpoint) => endpoint.interface === settings.interface)
  const here = ofInterface.find(
    (endpoint) => settings.region === null || regionOf(endpoint) === settings.region,
  )
  if (!here) throw new ConnectorFault('invalid', missing(service, types, offered, settings.region))
  const url = textAt(here, 'url').replace(/\/+$/, '')
  if (service === 'network') return `${url.replace(/\/v2\.0$/, '')}/v2.0`
  if (service === 'image') return `${url.replace(/\/v2$/, '')}/v2`
  return url
}

function missing(
  service: Service,
  types: readonly string[],
  offered: readonly Json[],
  region: string | null,
) {
  if (offered.length === 0) return `the catalogue has no ${service} service (${types.join(', ')})`
  const regions = [...new Set(offered.map(regionOf))].join(', ')
  return `the ${service} service is not in region ${region ?? '-'}; regions with it: ${regions}`
}

function regionOf(endpoint: Json): string | null {
  const region = endpoint.region_id ?? endpoint.region
  return typeof region === 'string' ? region : isObject(region) ? textOrNull(region, 'id') : null
}
