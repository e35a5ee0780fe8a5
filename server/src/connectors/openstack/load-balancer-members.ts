/** Octavia knows addresses, we know servers: Neutron's ports stand between. */
import type { ExternalId, Listener } from '../../modules/cloud/connector.ts'
import { projectOf } from './answer.ts'
import type { Call } from './call.ts'
import { refuse } from './fault.ts'
import type { SeenMember } from './load-balancer-parts.ts'
import type { WantedListener } from './load-balancer-steps.ts'
import { type Port, portsOf, toPort } from './port.ts'

/** Each server's address in the balancer's subnet, or its first one, which a router leads to. */
export async function withAddresses(
  call: Call,
  subnetRef: ExternalId,
  listeners: readonly Listener[],
): Promise<readonly WantedListener[]> {
  const servers = [...new Set(listeners.flatMap((one) => one.members.map(({ serverRef }) => serverRef)))]
  const ports = servers.length === 0 ? new Map<string, readonly Port[]>() : await portsOf(call, servers)
  const addresses = new Map<ExternalId, Pick<SeenMember, 'address' | 'subnetRef'>>()
  for (const server of servers)
    addresses.set(server, await addressOf(call, subnetRef, server, ports.get(server) ?? []))
  return listeners.map((listener) => ({
    ...listener,
    members: listener.members.flatMap(({ serverRef, port, weight }) => {
      const found = addresses.get(serverRef)
      return found ? [{ ...found, port, weight }] : []
    }),
  }))
}

async function addressOf(call: Call, subnetRef: ExternalId, server: ExternalId, ports: readonly Port[]) {
  const near = ports.find((port) => port.subnetRefs.includes(subnetRef)) ?? ports[0]
  const at = Math.max(0, near?.subnetRefs.indexOf(subnetRef) ?? 0)
  const address = near?.addresses[at]
  if (address !== undefined) return { address, subnetRef: near?.subnetRefs[at] ?? null }
  if ((await call.find('compute', ['servers', server])) === null)
    throw refuse('not-found', `no server ${server}`)
  throw refuse('conflict', `server ${server} has no address yet`)
}

/** So many addresses still fit into a request line. */
const ADDRESSES_PER_QUESTION = 100

/** Server of each of these members, where one in this project has the address; two tenants may have the same (R62). */
export async function serversOf(
  call: Call,
  projectRef: ExternalId | null,
  members: readonly SeenMember[],
): Promise<(member: SeenMember) => ExternalId> {
  const addresses = [...new Set(members.map(({ address }) => address))]
  const ports: Port[] = []
  for (let start = 0; start < addresses.length; start += ADDRESSES_PER_QUESTION) {
    const some = addresses.slice(start, start + ADDRESSES_PER_QUESTION)
    const query = {
      fixed_ips: some.map((address) => `ip_address=${address}`),
      ...(projectRef === null ? {} : { project_id: projectRef }),
    }
    const rows = await call.list('network', ['ports'], 'ports', query)
    ports.push(...rows.filter((row) => projectOf(row) === projectRef).map(toPort))
  }
  return ({ address, subnetRef }) =>
    ports.find(
      (port) =>
        port.addresses.includes(address) &&
        port.deviceId !== '' &&
        (subnetRef === null || port.subnetRefs.includes(subnetRef)),
    )?.deviceId ?? address
}
