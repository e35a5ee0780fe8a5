/** A load balancer as Octavia tells of it: the balancer, its listeners, their pools with members and health monitors. */
import type { HealthMonitor, Listener } from '../../modules/cloud/connector.ts'
import {
  type Json,
  listAt,
  listOrEmpty,
  numberAt,
  numberOrNull,
  objectAt,
  textAt,
  textOrNull,
} from './answer.ts'
import type { Call } from './call.ts'
import { unless } from './fault.ts'

/** Octavia's own words, for one listener. */
export interface SeenListener {
  readonly id: string
  readonly protocol: string
  readonly port: number
  readonly pool: SeenPool | null
}

export interface SeenPool {
  readonly id: string
  readonly algorithm: string
  readonly members: readonly SeenMember[]
  readonly monitor: (HealthMonitor & { readonly id: string }) | null
}

export interface SeenMember {
  readonly address: string
  readonly subnetRef: string | null
  readonly port: number
  readonly weight: number
}

export interface Parts {
  readonly listeners: readonly SeenListener[]
  /** Pools that no listener sends to. */
  readonly idlePools: readonly string[]
}

const PROTOCOLS = { TCP: 'tcp', UDP: 'udp', HTTP: 'http', HTTPS: 'https' } as const
const ALGORITHMS = {
  ROUND_ROBIN: 'round-robin',
  LEAST_CONNECTIONS: 'least-connections',
  SOURCE_IP: 'source-address',
} as const

/** What we have no word for keeps the cloud's, so that it is seen to differ. */
const ours = <T extends string>(words: Readonly<Record<string, T>>, said: string): T =>
  words[said] ?? (said.toLowerCase() as T)

const theirs = <T extends string>(words: Readonly<Record<string, T>>, wanted: T): string =>
  Object.entries(words).find(([, word]) => word === wanted)?.[0] ?? wanted.toUpperCase()

export const protocolOf = (said: string): Listener['protocol'] => ours(PROTOCOLS, said)
export const algorithmOf = (said: string): Listener['algorithm'] => ours(ALGORITHMS, said)
export const toProtocol = (protocol: Listener['protocol']): string => theirs(PROTOCOLS, protocol)
export const toAlgorithm = (algorithm: Listener['algorithm']): string => theirs(ALGORITHMS, algorithm)

/** The type of a monitor that only connects depends on what it connects by. */
export const toMonitor = (monitor: HealthMonitor, protocol: Listener['protocol']): Json => ({
  ...monitorLimits(monitor),
  type: monitor.type === 'http' ? 'HTTP' : protocol === 'udp' ? 'UDP-CONNECT' : 'TCP',
})

export const monitorLimits = (monitor: HealthMonitor): Json => ({
  delay: monitor.intervalSeconds,
  timeout: monitor.timeoutSeconds,
  // As many good answers bring it back.
  max_retries: monitor.failures,
  max_retries_down: monitor.failures,
  ...(monitor.type === 'http' ? { url_path: monitor.path ?? '/' } : {}),
})

const MONITOR_TYPES = { HTTP: 'http', TCP: 'connect', 'UDP-CONNECT': 'connect' } as const

function monitorIn(json: Json): SeenPool['monitor'] {
  const type = ours<HealthMonitor['type']>(MONITOR_TYPES, textAt(json, 'type'))
  return {
    id: textAt(json, 'id'),
    type,
    path: type === 'http' ? textOrNull(json, 'url_path') : null,
    intervalSeconds: numberAt(json, 'delay'),
    timeoutSeconds: numberAt(json, 'timeout'),
    failures: numberOrNull(json, 'max_retries_down') ?? numberAt(json, 'max_retries'),
  }
}

const memberIn = (json: Json): SeenMember => ({
  address: textAt(json, 'address'),
  subnetRef: textOrNull(json, 'subnet_id'),
  port: numberAt(json, 'protocol_port'),
  weight: numberOrNull(json, 'weight') ?? 1,
})

const idsIn = (json: Json, key: string) => listOrEmpty(json, key).map((one) => textAt(one, 'id'))

/** A part that went between two questions is no part any more. */
async function part(admin: Call, path: string, id: string, key: string): Promise<Json | null> {
  const answer = await admin.find('load-balancer', [path, id])
  return answer && objectAt(answer, key)
}

async function poolOf(admin: Call, id: string): Promise<SeenPool | null> {
  const json = await part(admin, 'pools', id, 'pool')
  if (json === null) return null
  const monitorId = textOrNull(json, 'healthmonitor_id')
  const [members, monitor] = await Promise.all([
    idsIn(json, 'members').length === 0
      ? []
      : unless('not-found', admin.list('load-balancer', ['pools', id, 'members'], 'members'), null),
    monitorId === null ? null : part(admin, 'healthmonitors', monitorId, 'healthmonitor'),
  ])
  if (members === null) return null
  return {
    id,
    algorithm: textAt(json, 'lb_algorithm'),
    members: members.map(memberIn),
    monitor: monitor && monitorIn(monitor),
  }
}

async function listenerOf(admin: Call, id: string): Promise<SeenListener | null> {
  const json = await part(admin, 'listeners', id, 'listener')
  if (json === null) return null
  const poolId = textOrNull(json, 'default_pool_id')
  const pool = poolId === null ? null : await poolOf(admin, poolId)
  return { id, protocol: textAt(json, 'protocol'), port: numberAt(json, 'protocol_port'), pool }
}

export async function partsOf(admin: Call, balancer: Json): Promise<Parts> {
  const seen = await Promise.all(idsIn(balancer, 'listeners').map((id) => listenerOf(admin, id)))
  const listeners = seen.filter((one) => one !== null)
  const used = new Set(listeners.map((one) => one.pool?.id))
  return { listeners, idlePools: idsIn(balancer, 'pools').filter((id) => !used.has(id)) }
}

export async function listBalancers(
  admin: Call,
  query: Readonly<Record<string, string>>,
): Promise<readonly Json[]> {
  return listAt(await admin.get('load-balancer', ['loadbalancers'], query), 'loadbalancers')
}
