import type { ExternalId, Listener } from '../../modules/cloud/connector.ts'
import { parseCidr4 } from '../../platform/net/ipv4.ts'
import type { Maker } from './maker.ts'
import { type Room, refuseCall } from './room.ts'
import { takeAddress } from './room-store.ts'
import { needThing } from './thing-store.ts'

/** Members are no hindrance to their servers: one that goes leaves a dead member behind, as elsewhere. */
export const makeLoadBalancer: Maker<'load-balancer'> = async (room, spec, { ref, projectRef }) => {
  const subnet = await needThing(room, 'subnet', spec.subnetRef, projectRef)
  const listeners = await toListeners(room, spec.listeners, projectRef)
  const range = parseCidr4(String(subnet.spec.cidr))
  if (!range) return refuseCall('internal', 'The subnet has no usable range.')
  return {
    working: 'PENDING_CREATE',
    ready: 'ACTIVE',
    spec: { ...spec, listeners },
    attributes: { addresses: [await takeAddress(room, subnet.ref, range, ref)] },
    standsOn: [subnet.ref],
  }
}

/** Told in the order of their ports, as they are kept. */
export async function toListeners(
  room: Room,
  listeners: readonly Listener[],
  projectRef: ExternalId,
): Promise<readonly Listener[]> {
  const taken = new Set<string>()
  for (const { protocol, port, members } of listeners) {
    const place = `${protocol === 'udp' ? 'udp' : 'tcp'} ${port}`
    if (taken.has(place)) refuseCall('conflict', `Another listener is on ${place} already.`)
    taken.add(place)
    if (port < 1 || port > 65_535) refuseCall('invalid', 'Bad port.')
    for (const { serverRef } of members) await needThing(room, 'server', serverRef, projectRef)
  }
  const byRef = (a: { serverRef: string; port: number }, b: { serverRef: string; port: number }) =>
    `${a.serverRef} ${a.port}` < `${b.serverRef} ${b.port}` ? -1 : 1
  return [...listeners]
    .map((one) => ({ ...one, members: [...one.members].sort(byRef) }))
    .sort((a, b) => a.port - b.port)
}
