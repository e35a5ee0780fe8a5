/**
 * Keystone v3: one token per project, kept until shortly before its end, and the service catalogue that came with it.
 * The catalogue is read per token because Cinder's addresses carry the project.
 */
import { performance } from 'node:perf_hooks'
import { ConnectorFault, type ExternalId } from '../../modules/cloud/connector.ts'
import { endpointOf, isOffered, type Service } from './catalogue.ts'
import type { Http } from './http.ts'
import { createProjectUser } from './project-user.ts'
import type { Settings } from './settings.ts'
import {
  type Authentication,
  authenticate,
  byApplicationCredential,
  byPassword,
  type Token,
} from './token.ts'

export interface Session {
  /** The administrator's own project for null. */
  token(projectRef: ExternalId | null, signal: AbortSignal): Promise<Token>
  /** The administrator's, asked for anew: whether what is registered still lets in. */
  renew(signal: AbortSignal): Promise<Token>
  /** Forgets this very token; a newer one stays. */
  drop(projectRef: ExternalId | null, token: Token): void
  /** The user that acts in tenants' projects: the administrator's own, or the one kept beside an application credential. */
  actorId(signal: AbortSignal): Promise<string>
  endpoint(token: Token, service: Service): string
  /** Whether the registered region has this service. */
  offers(token: Token, service: Service): boolean
  /** The same tokens, with the addresses of another region. */
  inRegion(region: string): Session
}

export function openSession(http: Http, settings: Settings): Session {
  const tokens = new Map<ExternalId | null, Promise<Token>>()
  const { signIn, authUrl } = settings
  const projectUser =
    signIn.by === 'password'
      ? null
      : createProjectUser(http, settings, signIn.secret, {
          token: () => kept(null),
          drop: (token) => drop(null, token),
        })

  function fresh(projectRef: ExternalId | null): Promise<Token> {
    const asked =
      projectUser === null || projectRef === null
        ? authenticate(http, authUrl, authenticationOf(settings, projectRef))
        : projectUser.token(projectRef)
    tokens.set(projectRef, asked)
    asked.catch(() => {
      if (tokens.get(projectRef) === asked) tokens.delete(projectRef)
    })
    return asked
  }

  async function kept(projectRef: ExternalId | null): Promise<Token> {
    const token = await (tokens.get(projectRef) ?? fresh(projectRef))
    if (performance.now() < token.renewAtMs) return token
    drop(projectRef, token)
    return tokens.get(projectRef) ?? fresh(projectRef)
  }

  function drop(projectRef: ExternalId | null, token: Token): void {
    const known = tokens.get(projectRef)
    tokens.delete(projectRef)
    known?.then(
      (current) => {
        if (current !== token && !tokens.has(projectRef)) tokens.set(projectRef, Promise.resolve(current))
      },
      () => undefined,
    )
  }

  const within = (where: Settings): Session => ({
    // Many calls share one authentication; its limit is its own, a caller only stops waiting.
    token: (projectRef, signal) => waitFor(kept(projectRef), signal),
    drop,
    async renew(signal) {
      const token = await waitFor(authenticate(http, authUrl, authenticationOf(settings, null)), signal)
      tokens.set(null, Promise.resolve(token))
      return token
    },
    actorId: (signal) =>
      waitFor(projectUser === null ? kept(null).then((token) => token.userId) : projectUser.id(), signal),
    endpoint: (token, service) => endpointOf(token.catalogue, service, where),
    offers: (token, service) => isOffered(token.catalogue, service, where),
    inRegion: (region) => within({ ...settings, region }),
  })
  return within(settings)
}

function authenticationOf({ signIn }: Settings, projectRef: ExternalId | null): Authentication {
  if (signIn.by === 'application-credential')
    return { identity: byApplicationCredential(signIn.id, signIn.secret), scope: null }
  const { username, password, userDomain, project, projectDomain } = signIn
  return {
    identity: byPassword({ name: username, domain: { name: userDomain }, password }),
    scope: {
      project: projectRef === null ? { name: project, domain: { name: projectDomain } } : { id: projectRef },
    },
  }
}

function waitFor<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  // Nobody may be left who waits for it; what came of it then is nobody's matter.
  promise.catch(() => {})
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new ConnectorFault('timeout', 'no token in time', { cause: signal.reason }))
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
