/**
 * Ports are no kind of their own: Nova makes and removes those of servers. We make one only where Nova cannot be told
 * the subnet (a network with several). Such a port carries its server's tag, and is taken away with the server, or,
 * when that was cut off, with the first thing that it would hold (subnet, network, security group).
 */
import type { ExternalId } from '../../modules/cloud/connector.ts'
import { type Json, listAt, listOrEmpty, textAt, textOrNull, textsAt } from './answer.ts'
import type { Call, Query } from './call.ts'
import { unless } from './fault.ts'
import { neutronCreate } from './neutron.ts'
import { resourceOfDescription, tagOf } from './tag.ts'

const PORTS = { kind: 'server', path: 'ports', many: 'ports', one: 'port' } as const

export interface Port {
  readonly id: string
  readonly deviceId: string
  readonly owner: string
  readonly subnetRefs: readonly string[]
  readonly addresses: readonly string[]
  readonly securityGroupRefs: readonly string[]
  /** Resource id of the server that we made it for; null when Nova or Neutron made it. */
  readonly resourceId: string | null
}

export function toPort(json: Json): Port {
  const fixed = listOrEmpty(json, 'fixed_ips')
  return {
    id: textAt(json, 'id'),
    deviceId: textOrNull(json, 'device_id') ?? '',
    owner: textOrNull(json, 'device_owner') ?? '',
    subnetRefs: fixed.flatMap((ip) => textOrNull(ip, 'subnet_id') ?? []),
    addresses: fixed.flatMap((ip) => textOrNull(ip, 'ip_address') ?? []),
    securityGroupRefs: textsAt(json, 'security_groups'),
    resourceId: resourceOfDescription(json),
  }
}

/** So many ids still fit into the 8 KiB that web servers take for a request line. */
const DEVICES_PER_QUESTION = 100

/** Ports of these devices (servers, routers), grouped by device. */
export async function portsOf(
  call: Call,
  devices: readonly ExternalId[],
): Promise<ReadonlyMap<ExternalId, readonly Port[]>> {
  const byDevice = new Map<ExternalId, Port[]>(devices.map((device) => [device, []]))
  for (let start = 0; start < devices.length; start += DEVICES_PER_QUESTION) {
    const query = { device_id: devices.slice(start, start + DEVICES_PER_QUESTION) }
    for (const row of await call.list('network', ['ports'], 'ports', query)) {
      const port = toPort(row)
      byDevice.get(port.deviceId)?.push(port)
    }
  }
  for (const ports of byDevice.values()) ports.sort((a, b) => (a.id < b.id ? -1 : 1))
  return byDevice
}

export async function portsOfOne(call: Call, device: ExternalId): Promise<readonly Port[]> {
  return (await portsOf(call, [device])).get(device) ?? []
}

/** The server's port in this subnet, found by its tag or made. */
export async function ensurePort(
  call: Call,
  resourceId: string,
  subnetRef: ExternalId,
  networkRef: ExternalId,
  securityGroupRefs: readonly ExternalId[],
): Promise<ExternalId> {
  const description = tagOf(resourceId)
  const made = listAt(await call.get('network', ['ports'], { description }), 'ports').map(toPort)
  const kept = made.find((port) => port.resourceId === resourceId && port.subnetRefs.includes(subnetRef))
  if (kept) return kept.id
  const port = await neutronCreate(call, PORTS, {
    network_id: networkRef,
    description,
    fixed_ips: [{ subnet_id: subnetRef }],
    ...(securityGroupRefs.length === 0 ? {} : { security_groups: securityGroupRefs }),
  })
  return textAt(port, 'id')
}

export async function removePort(call: Call, id: ExternalId): Promise<void> {
  await unless('not-found', call.delete('network', ['ports', id]), {})
}

/** Takes away the ports that we made and nothing uses. */
export async function sweepPorts(call: Call, where: Query): Promise<void> {
  const rows = await call.list('network', ['ports'], 'ports', { ...where, device_id: '' })
  const idle = rows.map(toPort).filter((port) => port.resourceId !== null && port.deviceId === '')
  for (const port of idle) await removePort(call, port.id)
}
