import type { ExternalId, Observed } from '../../modules/cloud/connector.ts'
import { isObject, type Json, textAt, textOrNull } from './answer.ts'
import type { Call } from './call.ts'
import { externalNetworkId, externalNetworkNames } from './external-network.ts'
import { refuse, unless } from './fault.ts'
import type { Kind } from './kind.ts'
import {
  type Collection,
  claimIn,
  neutronCreate,
  neutronGet,
  neutronObserved,
  neutronPages,
  neutronRemove,
  neutronTagged,
  neutronUpdate,
  renameIn,
} from './neutron.ts'
import { type Port, portsOf, portsOfOne } from './port.ts'
import { tagOf } from './tag.ts'

const ROUTERS: Collection = { kind: 'router', path: 'routers', many: 'routers', one: 'router' }

/** Also `…_distributed` and `network:ha_router_replicated_interface`; the gateway's port is no interface. */
const isInterface = (port: Port) => /router_(replicated_)?interface/.test(port.owner)

const interfacesOf = (ports: readonly Port[]) =>
  [...new Set(ports.filter(isInterface).flatMap((port) => port.subnetRefs))].sort()

function gatewayOf(json: Json): string | null {
  const gateway = json.external_gateway_info
  return isObject(gateway) ? textOrNull(gateway, 'network_id') : null
}

function toObserved(json: Json, subnetRefs: readonly string[], externalNetwork: string | null): Observed {
  const gateway = json.external_gateway_info
  const addresses =
    isObject(gateway) && Array.isArray(gateway.external_fixed_ips)
      ? gateway.external_fixed_ips.flatMap((ip: unknown) =>
          isObject(ip) ? (textOrNull(ip, 'ip_address') ?? []) : [],
        )
      : []
  const name = textOrNull(json, 'name') ?? ''
  return neutronObserved('router', json, { name, subnetRefs, externalNetwork }, { addresses })
}

async function withParts(call: Call, rows: readonly Json[]): Promise<readonly Observed[]> {
  if (rows.length === 0) return []
  const ports = await portsOf(
    call,
    rows.map((row) => textAt(row, 'id')),
  )
  const nameOf = rows.some((row) => gatewayOf(row) !== null) ? await externalNetworkNames(call) : () => null
  return rows.map((row) =>
    toObserved(row, interfacesOf(ports.get(textAt(row, 'id')) ?? []), nameOf(gatewayOf(row))),
  )
}

async function setSubnets(call: Call, ref: ExternalId, wanted: readonly ExternalId[], leave: boolean) {
  const joined = interfacesOf(await portsOfOne(call, ref))
  for (const subnet of wanted.filter((one) => !joined.includes(one))) await join(call, ref, subnet)
  if (!leave) return
  for (const subnet of joined.filter((one) => !wanted.includes(one))) await part(call, ref, subnet)
}

async function join(call: Call, ref: ExternalId, subnet: ExternalId): Promise<void> {
  try {
    await call.put('network', ['routers', ref, 'add_router_interface'], { subnet_id: subnet })
  } catch (error) {
    // Neutron says 400 to a port that is there already: somebody was faster.
    if (!interfacesOf(await portsOfOne(call, ref)).includes(subnet)) throw error
  }
}

async function part(call: Call, ref: ExternalId, subnet: ExternalId): Promise<void> {
  const step = call.put('network', ['routers', ref, 'remove_router_interface'], { subnet_id: subnet })
  await unless('not-found', step, {})
}

async function setGateway(call: Call, ref: ExternalId, externalNetwork: string | null): Promise<void> {
  const json = await neutronGet(call, ROUTERS, ref)
  if (!json) throw refuse('not-found', `no router ${ref}`)
  const wanted = externalNetwork === null ? null : await externalNetworkId(call, externalNetwork)
  if (gatewayOf(json) === wanted) return
  const external_gateway_info = wanted === null ? {} : { network_id: wanted }
  await neutronUpdate(call, ROUTERS, ref, { external_gateway_info })
}

async function observeOne(call: Call, ref: ExternalId): Promise<Observed | null> {
  const json = await neutronGet(call, ROUTERS, ref)
  return json && ((await withParts(call, [json]))[0] ?? null)
}

export const routers: Kind<'router'> = {
  changes: {
    rename: renameIn(ROUTERS),
    gateway: (call, ref, { externalNetwork }) => setGateway(call, ref, externalNetwork),
    async subnets(call, ref, { subnetRefs }) {
      if ((await neutronGet(call, ROUTERS, ref)) === null) throw refuse('not-found', `no router ${ref}`)
      await setSubnets(call, ref, subnetRefs, true)
    },
  },
  claim: claimIn(ROUTERS),
  async find(call, resourceId) {
    return withParts(call, await neutronTagged(call, ROUTERS, resourceId))
  },
  observe: observeOne,
  async create(call, resourceId, { name, externalNetwork }) {
    const network_id = externalNetwork === null ? null : await externalNetworkId(call, externalNetwork)
    const json = await neutronCreate(call, ROUTERS, {
      name,
      description: tagOf(resourceId),
      ...(network_id === null ? {} : { external_gateway_info: { network_id } }),
    })
    return toObserved(json, [], externalNetwork)
  },
  /** Interfaces cannot be given at creation. */
  async complete(call, observed, { subnetRefs }) {
    const joined = 'subnetRefs' in observed.spec ? (observed.spec.subnetRefs ?? []) : []
    if (subnetRefs.every((subnet) => joined.includes(subnet))) return observed
    await setSubnets(call, observed.externalId, subnetRefs, false)
    return (await observeOne(call, observed.externalId)) ?? observed
  },
  async remove(call, ref) {
    if ((await neutronGet(call, ROUTERS, ref)) === null) return
    for (const subnet of interfacesOf(await portsOfOne(call, ref))) await part(call, ref, subnet)
    await neutronRemove(call, ROUTERS, ref)
  },
  async *pages(call) {
    for await (const page of neutronPages(call, ROUTERS)) yield await withParts(call, page)
  },
}
