/** A load balancer's listeners: what is wanted in the connector's words, and in what the two sides differ. */
import type { Listener, ResourceSpecOf } from '@yunheng/contract'
import type { Listener as CloudListener } from '../../cloud/index.ts'

type Members = CloudListener['members']

/** How members are looked at (product default): every 5 s, out after 3 failures in a row. */
const LOOKED_AT = { intervalSeconds: 5, timeoutSeconds: 3, failures: 3 } as const

const monitorOf = ({ healthPath }: Listener): CloudListener['monitor'] =>
  healthPath === null
    ? { type: 'connect', path: null, ...LOOKED_AT }
    : { type: 'http', path: healthPath, ...LOOKED_AT }

export function buildListeners(
  listeners: ResourceSpecOf<'load-balancer'>['listeners'],
  ref: (id: string) => string,
): readonly CloudListener[] {
  return listeners.map((listener) => ({
    protocol: listener.protocol,
    port: listener.port,
    algorithm: listener.algorithm,
    members: listener.serverIds.map((id) => ({ serverRef: ref(id), port: listener.memberPort, weight: 1 })),
    monitor: monitorOf(listener),
  }))
}

/** One line per listener, the same for the same listener in whatever order its members are told. */
export function listenerWords({ protocol, port, algorithm, members, monitor }: CloudListener): string {
  const looked =
    monitor === null
      ? 'none'
      : `${monitor.type}${monitor.path ?? ''} ${monitor.intervalSeconds}/${monitor.timeoutSeconds}/${monitor.failures}`
  return `${protocol} ${port} ${algorithm} [${memberWords(members)}] ${looked}`
}

const memberWords = (members: Members): string =>
  members
    .map(({ serverRef, port, weight }) => `${serverRef}:${port}${weight === 1 ? '' : `×${weight}`}`)
    .sort()
    .join(', ')
