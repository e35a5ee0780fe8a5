/** Listeners of load balancers as people ask for them: out of a request's parameters, or all of them at once. */
import {
  BALANCER_ALGORITHMS,
  HEALTH_PATH_PATTERN,
  LISTENER_PROTOCOLS,
  type Listener,
} from '@yunheng/contract'
import { refuse } from '../../../platform/errors.ts'

/** Two listeners of one balancer may share a port only when one of them is UDP. */
const placeOf = ({ protocol, port }: Listener) => `${protocol === 'udp' ? 'udp' : 'tcp'} ${port}`

/** In the order of their ports. @throws `resource.listener_invalid` naming the first bad row, from 1. */
export function normaliseListeners(listeners: readonly Listener[]): Listener[] {
  const taken = new Set<string>()
  for (const [index, listener] of listeners.entries()) {
    // Only what speaks HTTP can be asked by it.
    const asksWrongly = listener.healthPath !== null && listener.protocol !== 'http'
    if (asksWrongly || taken.has(placeOf(listener)))
      refuse('resource.listener_invalid', { details: { row: index + 1 } })
    taken.add(placeOf(listener))
  }
  return listeners.toSorted((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1))
}

const HEALTH_PATH = new RegExp(HEALTH_PATH_PATTERN)

/** The first way in, by the parameters of the plan. @throws `resource.parameter_invalid`. */
export function listenerAsked(parameters: Readonly<Record<string, unknown>>): Listener {
  const protocol = oneOf(parameters, 'protocol', LISTENER_PROTOCOLS)
  const port = portOf(parameters, 'port') ?? invalid('port')
  const { serverIds, healthPath = null } = parameters
  const isIds = Array.isArray(serverIds) && serverIds.every((id) => typeof id === 'string')
  // R68: it spreads over two at least.
  if (!isIds || new Set(serverIds).size < 2) return invalid('serverIds')
  const isPath = healthPath === null || (typeof healthPath === 'string' && HEALTH_PATH.test(healthPath))
  if (!isPath || (healthPath !== null && protocol !== 'http')) return invalid('healthPath')
  return {
    protocol,
    port,
    algorithm: oneOf(parameters, 'algorithm', BALANCER_ALGORITHMS),
    memberPort: portOf(parameters, 'memberPort') ?? port,
    healthPath,
    serverIds: [...new Set(serverIds as string[])],
  }
}

/** The first is meant where none is named. */
function oneOf<const V extends readonly [string, ...string[]]>(
  parameters: Readonly<Record<string, unknown>>,
  name: string,
  allowed: V,
): V[number] {
  const value = parameters[name] ?? allowed[0]
  return allowed.find((one) => one === value) ?? invalid(name)
}

function portOf(parameters: Readonly<Record<string, unknown>>, name: string): number | null {
  const value = parameters[name] ?? null
  if (value === null) return null
  const isPort = Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535
  return isPort ? Number(value) : invalid(name)
}

const invalid = (name: string): never => refuse('resource.parameter_invalid', { details: { name } })
