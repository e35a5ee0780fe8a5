/** What a machine is told at its first start: its name, its key, its addresses. Read by cloud-init ("NoCloud"). */
import { gatewayOf } from './cidr.ts'
import { isoOf } from './iso.ts'
import type { Ground } from './network.ts'
import type { Place } from './server-record.ts'

export interface Seed {
  readonly id: string
  readonly name: string
  readonly publicKey: string | null
  readonly nics: readonly { readonly place: Place; readonly ground: Ground }[]
  /** On the department's own network there is a way out, by custom the first address. */
  readonly hasGateway: boolean
}

/** JSON is YAML: no text can break out of it. */
export function seedOf({ id, name, publicKey, nics, hasGateway }: Seed): Uint8Array {
  const hostname = hostnameOf(name, id)
  const user = { hostname, ...(publicKey === null ? {} : { ssh_authorized_keys: [publicKey] }) }
  const ethernets = Object.fromEntries(
    nics.map(({ place, ground }, index) => [
      `nic${index}`,
      {
        match: { macaddress: place.mac },
        addresses: [`${place.address}/${ground.range.prefix}`],
        ...(ground.dnsServers.length === 0 ? {} : { nameservers: { addresses: ground.dnsServers } }),
        ...(hasGateway && index === 0 ? { routes: [{ to: '0.0.0.0/0', via: gatewayOf(ground.range) }] } : {}),
      },
    ]),
  )
  return isoOf('cidata', [
    { name: 'meta-data', content: `${JSON.stringify({ 'instance-id': id, 'local-hostname': hostname })}\n` },
    { name: 'network-config', content: `${JSON.stringify({ version: 2, ethernets })}\n` },
    { name: 'user-data', content: `#cloud-config\n${JSON.stringify(user)}\n` },
  ])
}

/** A name from a person becomes one that DNS takes; one without a usable letter becomes the id. */
export function hostnameOf(name: string, id: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '')
  return plain === '' ? `host-${id.slice(-12)}` : plain
}
