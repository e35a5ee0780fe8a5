/** Opens the connector on the OpenStack that `up.sh` has brought up; its ports and password come from the environment. */
import { openstackKind } from '../../../server/src/connectors/openstack/index.ts'
import {
  type ConnectionSettings,
  type Connector,
  RESOURCE_KINDS,
  type ResourceKind,
} from '../../../server/src/modules/cloud/connector.ts'
import { createEgress } from '../../../server/src/platform/net/egress.ts'

const {
  OST_PASSWORD = 'ost-secret',
  OST_REGION = 'RegionOne',
  P_KEYSTONE = '5000',
  // As in `env.sh`.
  OST_EXTRAS = 'octavia swift',
} = process.env

const hasExtra = (name: string) => OST_EXTRAS.split(' ').includes(name)

/** What the cloud has not as it was brought up. Backups (one of 1 GiB costs Cinder ten seconds) are there on demand. */
export const LACKS: readonly ResourceKind[] = [
  ...(hasExtra('octavia') ? [] : ['load-balancer' as const]),
  ...(hasExtra('backup') ? [] : ['backup' as const]),
  ...(hasExtra('swift') ? [] : ['bucket' as const]),
]
export const KINDS = RESOURCE_KINDS.filter((kind) => !LACKS.includes(kind))

export const OPENSTACK: ConnectionSettings = {
  cloudId: 'openstack-lane',
  endpoint: `http://127.0.0.1:${P_KEYSTONE}/v3`,
  region: OST_REGION,
  credentials: { username: 'admin', password: OST_PASSWORD, project: 'admin', domain: 'Default' },
  options: {},
}

/** The lane's cloud stands on loopback, where a platform would not look for one unless it is told so. */
export const EGRESS = createEgress({ allowed: ['127.0.0.0/8', '::1'] })

/** What `lib/seed.py` puts there. */
export const IMAGE = 'tiny'
export const EXTERNAL_NETWORK = 'public'

export function openOpenStack(changed: Partial<ConnectionSettings> = {}): Connector {
  return openstackKind({ now: () => new Date(), egress: EGRESS }).connect({ ...OPENSTACK, ...changed })
}
