/** What a registration says, parsed once. */
import {
  type ConnectionSettings,
  ConnectorFault,
  count,
  demand,
  oneOf,
} from '../../modules/cloud/connector.ts'

/** How the administrator signs in. Whole-cloud questions are asked from the project named, or the credential's own. */
export type SignIn =
  | {
      readonly by: 'password'
      readonly username: string
      readonly password: string
      readonly userDomain: string
      readonly project: string
      readonly projectDomain: string
    }
  | { readonly by: 'application-credential'; readonly id: string; readonly secret: string }

export interface Settings {
  readonly cloudId: string
  /** Identity API v3, without a slash at the end. */
  readonly authUrl: string
  readonly region: string | null
  readonly signIn: SignIn
  readonly interface: 'public' | 'internal' | 'admin'
  /** Role that the administrator takes in each tenant's project. */
  readonly projectRole: string
  /** Lifts OpenStack's own limits in the projects that we make: Yunheng keeps the quotas. */
  readonly liftQuotas: boolean
  readonly createFlavors: boolean
  readonly pageSize: number
  readonly timeoutMs: number
  readonly connections: number
  readonly ca: string | null
}

/** Nova's answer of a thousand servers is about 3 MB. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024

export function parseSettings({
  cloudId,
  endpoint,
  region,
  credentials,
  options,
}: ConnectionSettings): Settings {
  // Which of the fields are kept encrypted is the registry's matter.
  const given = { ...options, ...credentials }
  return {
    cloudId,
    authUrl: parseAuthUrl(endpoint),
    region: region === '' ? null : region,
    signIn: parseSignIn(given),
    interface: oneOf(given, 'interface', ['public', 'internal', 'admin']),
    projectRole: given.projectRole || 'member',
    liftQuotas: oneOf(given, 'quotas', ['lift', 'keep']) === 'lift',
    createFlavors: oneOf(given, 'createFlavors', ['yes', 'no']) === 'yes',
    pageSize: count(given, 'pageSize', 1000, 1, 1000),
    timeoutMs: count(given, 'timeoutMs', 60_000, 100, 600_000),
    connections: count(given, 'connections', 16, 1, 128),
    ca: given.caCertificate || null,
  }
}

function parseSignIn(given: Readonly<Record<string, string>>): SignIn {
  if (given.applicationCredentialId)
    return {
      by: 'application-credential',
      id: given.applicationCredentialId.trim(),
      secret: demand(given, 'applicationCredentialSecret'),
    }
  const domain = given.domain || 'Default'
  return {
    by: 'password',
    username: demand(given, 'username'),
    password: demand(given, 'password'),
    userDomain: domain,
    project: demand(given, 'project'),
    projectDomain: given.projectDomain || domain,
  }
}

/** People paste `http://host:5000`, `http://host:5000/v3/` or `https://host/identity`: all are meant. */
function parseAuthUrl(endpoint: string): string {
  let url: URL
  try {
    url = new URL(endpoint.trim())
  } catch (error) {
    throw new ConnectorFault('invalid', `not a URL: ${endpoint}`, { cause: error })
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ConnectorFault('invalid', `neither http nor https: ${endpoint}`)
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v(2\.0|3)(\/auth\/tokens)?$/, '')
  return `${url.origin}${path}/v3`
}
