import type { ExternalId, Observed } from '../../modules/cloud/connector.ts'
import { type Json, numberOrNull, textAt, textOrNull, textsAt } from './answer.ts'
import type { Call } from './call.ts'
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
      ...isolationIn(json),
    },
  )
}

/** Overlays number their networks: the VNI keeps tenants apart, whatever addresses they use (R62). */
const OVERLAYS: readonly string[] = ['vxlan', 'geneve', 'gre']

function isolationIn(json: Json): Readonly<Record<string, unknown>> {
  const type = textOrNull(json, 'provider:network_type')
  const segment = numberOrNull(json, 'provider:segmentation_id')
  if (type === null) return {}
  if (segment === null) return { networkType: type }
  return OVERLAYS.includes(type) ? { networkType: type, vni: segment } : { networkType: type, segment }
}

/** As the administrator, who alone is told how it is kept apart; what is another project's is left out. */
async function observe(call: Call, ref: ExternalId): Promise<Observed | null> {
  const json = await neutronGet(call, NETWORKS, ref, call.admin())
  return json && toObserved(json)
}

export const networks: Kind<'network'> = {
  changes: { rename: renameIn(NETWORKS) },
  claim: claimIn(NETWORKS),
  async find(call, resourceId) {
    const tagged = await neutronTagged(call, NETWORKS, resourceId)
    const seen = await Promise.all(tagged.map((json) => observe(call, textAt(json, 'id'))))
    return seen.filter((one) => one !== null)
  },
  observe,
  async create(call, resourceId, { name }) {
    const made = await neutronCreate(call, NETWORKS, { name, description: tagOf(resourceId) })
    return (await observe(call, textAt(made, 'id'))) ?? toObserved(made)
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
