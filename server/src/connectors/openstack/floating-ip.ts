import type { ExternalId, Observed } from '../../modules/cloud/connector.ts'
import { isObject, type Json, objectAt, textAt, textOrNull } from './answer.ts'
import type { Call } from './call.ts'
import { externalNetworkId, externalNetworkNames } from './external-network.ts'
import { refuse } from './fault.ts'
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
} from './neutron.ts'
import { portsOfOne } from './port.ts'
import { tagOf } from './tag.ts'

const FLOATING: Collection = {
  kind: 'floating-ip',
  path: 'floatingips',
  many: 'floatingips',
  one: 'floatingip',
}

/** Its port tells the server; Neutron from Rocky on says it beside the port. */
async function serverOf(call: Call, json: Json): Promise<ExternalId | null> {
  const port = textOrNull(json, 'port_id')
  if (port === null) return null
  if (isObject(json.port_details)) return textOrNull(json.port_details, 'device_id')
  const answer = await call.find('network', ['ports', port])
  return answer && textOrNull(objectAt(answer, 'port'), 'device_id')
}

async function toObserved(call: Call, rows: readonly Json[]): Promise<readonly Observed[]> {
  if (rows.length === 0) return []
  const nameOf = await externalNetworkNames(call)
  return Promise.all(
    rows.map(async (json) => {
      const address = textAt(json, 'floating_ip_address')
      const spec = {
        externalNetwork: nameOf(textAt(json, 'floating_network_id')) ?? '',
        serverRef: await serverOf(call, json),
      }
      const attributes = { addresses: [address], fixedAddress: textOrNull(json, 'fixed_ip_address') }
      // Neutron gives it no name; people know it by its address.
      return { ...neutronObserved('floating-ip', json, spec, attributes), name: address }
    }),
  )
}

/** The server's first port: where it has several, the one whose network was asked for first. */
async function portFor(call: Call, serverRef: ExternalId): Promise<ExternalId> {
  const port = (await portsOfOne(call, serverRef)).find(({ addresses }) => addresses.length > 0)
  if (port) return port.id
  if ((await call.find('compute', ['servers', serverRef])) === null)
    throw refuse('not-found', `no server ${serverRef}`)
  throw refuse('conflict', `server ${serverRef} has no address yet`)
}

async function associate(call: Call, ref: ExternalId, serverRef: ExternalId | null): Promise<void> {
  const json = await neutronGet(call, FLOATING, ref)
  if (!json) throw refuse('not-found', `no floating IP ${ref}`)
  if ((await serverOf(call, json)) === serverRef) return
  const port_id = serverRef === null ? null : await portFor(call, serverRef)
  await neutronUpdate(call, FLOATING, ref, { port_id })
}

export const floatingIps: Kind<'floating-ip'> = {
  changes: {
    attach: (call, ref, { serverRef }) => associate(call, ref, serverRef),
    detach: (call, ref) => associate(call, ref, null),
    /** It has no name to change. */
    rename: () => Promise.resolve(),
  },
  claim: claimIn(FLOATING),
  async find(call, resourceId) {
    return toObserved(call, await neutronTagged(call, FLOATING, resourceId))
  },
  async observe(call, ref) {
    const json = await neutronGet(call, FLOATING, ref)
    return json && ((await toObserved(call, [json]))[0] ?? null)
  },
  async create(call, resourceId, { externalNetwork, serverRef }) {
    const floating_network_id = await externalNetworkId(call, externalNetwork)
    const port = serverRef === null ? {} : { port_id: await portFor(call, serverRef) }
    const json = await neutronCreate(call, FLOATING, {
      floating_network_id,
      description: tagOf(resourceId),
      ...port,
    })
    const [observed] = await toObserved(call, [json])
    if (!observed) throw refuse('nonsense', 'floating IP: nothing in the answer')
    return observed
  },
  remove: (call, ref) => neutronRemove(call, FLOATING, ref),
  async *pages(call) {
    for await (const page of neutronPages(call, FLOATING)) yield await toObserved(call, page)
  },
}
