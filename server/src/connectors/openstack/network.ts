import { type Json, textsAt } from './answer.ts'
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
  renameIn,
} from './neutron.ts'
import { sweepPorts } from './port.ts'
import { tagOf } from './tag.ts'

const NETWORKS: Collection = { kind: 'network', path: 'networks', many: 'networks', one: 'network' }

function toObserved(json: Json) {
  return neutronObserved(
    'network',
    json,
    { name: String(json.name ?? '') },
    {
      mtu: json.mtu ?? null,
      external: json['router:external'] === true,
      shared: json.shared === true,
      subnets: [...textsAt(json, 'subnets')].sort(),
    },
  )
}

export const networks: Kind<'network'> = {
  changes: { rename: renameIn(NETWORKS) },
  claim: claimIn(NETWORKS),
  async find(call, resourceId) {
    return (await neutronTagged(call, NETWORKS, resourceId)).map(toObserved)
  },
  async observe(call, ref) {
    const json = await neutronGet(call, NETWORKS, ref)
    return json && toObserved(json)
  },
  async create(call, resourceId, { name }) {
    return toObserved(await neutronCreate(call, NETWORKS, { name, description: tagOf(resourceId) }))
  },
  async remove(call, ref) {
    // Ports that we made for servers that never came to be would hold it for ever.
    await sweepPorts(call, { network_id: ref })
    await neutronRemove(call, NETWORKS, ref)
  },
  async *pages(call) {
    for await (const page of neutronPages(call, NETWORKS)) yield page.map(toObserved)
  },
}
