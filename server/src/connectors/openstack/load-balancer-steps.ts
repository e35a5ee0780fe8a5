/**
 * The next one of the calls that lead from what Octavia has to what is wanted. After each, Octavia is at work and takes no
 * other, so there is only ever a next one; the order needs no memory, since each is read off what is there. Pure.
 */
import type { HealthMonitor, Listener } from '../../modules/cloud/connector.ts'
import type { Json } from './answer.ts'
import {
  algorithmOf,
  monitorLimits,
  type Parts,
  protocolOf,
  type SeenListener,
  type SeenMember,
  type SeenPool,
  toAlgorithm,
  toMonitor,
  toProtocol,
} from './load-balancer-parts.ts'

/** A wanted listener, its members as the addresses that Octavia knows. */
export interface WantedListener extends Omit<Listener, 'members'> {
  readonly members: readonly SeenMember[]
}

export type Step =
  | { readonly do: 'delete'; readonly path: readonly string[] }
  | { readonly do: 'post' | 'put'; readonly path: readonly string[]; readonly body: Json }

const named = ({ protocol, port }: Listener | WantedListener): string => `${protocol}-${port}`

const isOf = (seen: SeenListener, wanted: WantedListener): boolean =>
  protocolOf(seen.protocol) === wanted.protocol && seen.port === wanted.port

export function nextStep(balancerRef: string, seen: Parts, wanted: readonly WantedListener[]): Step | null {
  // What is in the way goes first: a port can be listened on once.
  const surplus = seen.listeners.find((one) => !wanted.some((other) => isOf(one, other)))
  if (surplus) return { do: 'delete', path: ['listeners', surplus.id] }
  const [idle] = seen.idlePools
  if (idle !== undefined) return { do: 'delete', path: ['pools', idle] }
  for (const one of wanted) {
    const there = seen.listeners.find((other) => isOf(other, one))
    const step = there === undefined ? makeListener(balancerRef, one) : toward(there, one)
    if (step) return step
  }
  return null
}

function makeListener(loadbalancer_id: string, wanted: WantedListener): Step {
  const { protocol, port } = wanted
  const listener = {
    loadbalancer_id,
    name: named(wanted),
    protocol: toProtocol(protocol),
    protocol_port: port,
  }
  return { do: 'post', path: ['listeners'], body: { listener } }
}

function toward({ id, pool }: SeenListener, wanted: WantedListener): Step | null {
  if (pool === null)
    return { do: 'post', path: ['pools'], body: { pool: { ...poolOf(wanted), listener_id: id } } }
  if (algorithmOf(pool.algorithm) !== wanted.algorithm) {
    const body = { pool: { lb_algorithm: toAlgorithm(wanted.algorithm) } }
    return { do: 'put', path: ['pools', pool.id], body }
  }
  const isSame = memberKeys(pool.members) === memberKeys(wanted.members)
  if (!isSame)
    return {
      do: 'put',
      path: ['pools', pool.id, 'members'],
      body: { members: wanted.members.map(toMember) },
    }
  return towardMonitor(pool, wanted)
}

function towardMonitor({ id, monitor }: SeenPool, wanted: WantedListener): Step | null {
  if (monitor !== null && monitor.type !== wanted.monitor?.type)
    return { do: 'delete', path: ['healthmonitors', monitor.id] }
  if (wanted.monitor === null) return null
  const healthmonitor = toMonitor(wanted.monitor, wanted.protocol)
  if (monitor === null)
    return {
      do: 'post',
      path: ['healthmonitors'],
      body: { healthmonitor: { ...healthmonitor, pool_id: id } },
    }
  if (monitorKey(monitor) === monitorKey(wanted.monitor)) return null
  const body = { healthmonitor: monitorLimits(wanted.monitor) }
  return { do: 'put', path: ['healthmonitors', monitor.id], body }
}

const memberKeys = (members: readonly SeenMember[]): string =>
  members
    .map(({ address, port, weight }) => `${address} ${port} ${weight}`)
    .sort()
    .join()

const monitorKey = ({ path, intervalSeconds, timeoutSeconds, failures }: HealthMonitor): string =>
  [path, intervalSeconds, timeoutSeconds, failures].join()

const toMember = ({ address, subnetRef, port, weight }: SeenMember): Json => ({
  address,
  protocol_port: port,
  weight,
  ...(subnetRef === null ? {} : { subnet_id: subnetRef }),
})

const poolOf = (wanted: WantedListener): Json => ({
  name: named(wanted),
  protocol: toProtocol(wanted.protocol),
  lb_algorithm: toAlgorithm(wanted.algorithm),
})

/** The listener with all that is behind it, for the one call that makes a whole balancer. */
export function wholeListener(wanted: WantedListener): Json {
  const { protocol, port, members, monitor } = wanted
  return {
    name: named(wanted),
    protocol: toProtocol(protocol),
    protocol_port: port,
    default_pool: {
      ...poolOf(wanted),
      members: members.map(toMember),
      ...(monitor === null ? {} : { healthmonitor: toMonitor(monitor, protocol) }),
    },
  }
}
