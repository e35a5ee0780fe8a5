/** Identity: accounts, sign-in, second factor, sessions, API tokens. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/index.ts'
import type { Subscriber } from '../../platform/events/index.ts'
import type { Route } from '../../platform/http/index.ts'
import type { Job } from '../../platform/jobs/index.ts'
import type { TrustInForce } from '../../platform/pki/index.ts'
import type { Secrets } from '../../platform/secrets/index.ts'
import { accountPolicy } from './account/account-policy.ts'
import { accountRoutes, ownAccountRoutes } from './account/account-routes.ts'
import { certificateRoutes } from './certificate/certificate-routes.ts'
import { endAccessOfLeavers } from './identity-events.ts'
import { sweepIdentity } from './identity-jobs.ts'
import { createNetworksInForce } from './network/networks-in-force.ts'
import { roleNetworkPolicy } from './network/role-network-policy.ts'
import { roleNetworkRoutes } from './network/role-network-routes.ts'
import { createAuthenticator, type IdentityAuthenticator } from './session/authenticator.ts'
import { createRarely } from './session/rarely.ts'
import { sessionRoutes } from './session/session-routes.ts'
import { tokenRoutes } from './token/token-routes.ts'

export { insertAccount } from './account/account-store.ts'
export { createAccount } from './account/create-account.ts'
export {
  createFirstAdministrators,
  FIRST_ROLES,
  type FirstAdministrators,
  type NewAdministrator,
} from './account/first-administrators.ts'
export { insertSampleAccount, SAMPLE_PASSWORD, sampleAccounts } from './account/sample-account.ts'
export { identityHome } from './identity-home.ts'
export { hashPassword } from './password/password-hash.ts'
export { makeToken } from './session/session.ts'

export const identityPolicies: readonly Policy[] = [accountPolicy, roleNetworkPolicy]

export interface Identity {
  readonly routes: readonly Route[]
  readonly authenticator: IdentityAuthenticator
  readonly subscribers: readonly Subscriber[]
  readonly jobs: readonly Job<never>[]
}

export function createIdentity(parts: {
  readonly database: Database
  readonly clock: Clock
  readonly secrets: Secrets
  /** The CAs of sign-in by certificate; null where it is not configured. */
  readonly trust: TrustInForce | null
}): Identity {
  const { secrets, trust } = parts
  const networks = createNetworksInForce(parts.database)
  const authenticator = createAuthenticator(parts.database, parts.clock, networks)
  const forget = () => authenticator.forget()
  return {
    authenticator,
    routes: [
      ...sessionRoutes({ secrets, networks, trust, rarely: createRarely(parts.clock) }, forget),
      ...ownAccountRoutes(secrets, forget),
      ...accountRoutes(secrets, forget),
      ...certificateRoutes(trust, forget),
      ...tokenRoutes(forget),
      ...roleNetworkRoutes(() => networks.forget()),
    ],
    subscribers: [endAccessOfLeavers],
    jobs: [sweepIdentity],
  }
}
