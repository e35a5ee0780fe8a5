import { type Json, objectAt, textAt, textOrNull, textsAt } from './answer.ts'
import type { Call } from './call.ts'
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
  renameIn,
} from './neutron.ts'
import { sweepPorts } from './port.ts'
import { tagOf } from './tag.ts'

const SUBNETS: Collection = { kind: 'subnet', path: 'subnets', many: 'subnets', one: 'subnet' }

function toObserved(json: Json) {
  return neutronObserved(
    'subnet',
    json,
    {
      name: textOrNull(json, 'name') ?? '',
      networkRef: textAt(json, 'network_id'),
      cidr: textAt(json, 'cidr'),
      dnsServers: textsAt(json, 'dns_nameservers'),
    },
    { gateway: textOrNull(json, 'gateway_ip'), pools: json.allocation_pools ?? [] },
  )
}

export const subnets: Kind<'subnet'> = {
  changes: { rename: renameIn(SUBNETS) },
  claim: claimIn(SUBNETS),
  async find(call, resourceId) {
    return (await neutronTagged(call, SUBNETS, resourceId)).map(toObserved)
  },
  async observe(call, ref) {
    const json = await neutronGet(call, SUBNETS, ref)
    return json && toObserved(json)
  },
  async create(call, resourceId, { name, networkRef, cidr, dnsServers }) {
    const body = {
      name,
      description: tagOf(resourceId),
      network_id: networkRef,
      ip_version: cidr.includes(':') ? 6 : 4,
      cidr,
      dns_nameservers: dnsServers,
    }
    return toObserved(await neutronCreate(call, SUBNETS, body))
  },
  async remove(call, ref) {
    await sweepPorts(call, { fixed_ips: `subnet_id=${ref}` })
    await neutronRemove(call, SUBNETS, ref)
  },
  async *pages(call) {
    for await (const page of neutronPages(call, SUBNETS)) yield page.map(toObserved)
  },
}

export interface Placement {
  readonly subnetRef: string
  readonly networkRef: string
  /** Whether a port in the network could only get its address from this subnet. */
  readonly alone: boolean
}

/** A subnet never moves to another network. */
const NETWORK_LIFE_MS = 60 * 60_000

function networkOf(call: Call, subnetRef: string): Promise<string> {
  return call.memo.shared(`network of ${call.projectRef} ${subnetRef}`, NETWORK_LIFE_MS, async () => {
    const answer = await call.find('network', ['subnets', subnetRef])
    if (!answer) throw refuse('not-found', `no subnet ${subnetRef}`)
    return textAt(objectAt(answer, 'subnet'), 'network_id')
  })
}

/** Servers come in numbers, subnets seldom: one question serves all that are made at the same time. */
const SIBLINGS_LIFE_MS = 2_000

function subnetsOf(call: Call, networkRef: string): Promise<readonly Json[]> {
  return call.memo.shared(`subnets of ${call.projectRef} ${networkRef}`, SIBLINGS_LIFE_MS, () =>
    call.list('network', ['subnets'], 'subnets', { network_id: networkRef, fields: ['id', 'network_id'] }),
  )
}

/** Where servers in these subnets are put, in the order asked. */
export async function placementsOf(call: Call, subnetRefs: readonly string[]): Promise<readonly Placement[]> {
  if (subnetRefs.length === 0) return []
  const networkRefs = await Promise.all(subnetRefs.map((subnetRef) => networkOf(call, subnetRef)))
  const siblings = (await Promise.all([...new Set(networkRefs)].map((ref) => subnetsOf(call, ref)))).flat()
  return subnetRefs.map((subnetRef, index) => {
    const networkRef = networkRefs[index] ?? ''
    const inNetwork = siblings.filter((row) => row.network_id === networkRef)
    if (!inNetwork.some((row) => row.id === subnetRef)) throw refuse('not-found', `no subnet ${subnetRef}`)
    return { subnetRef, networkRef, alone: inNetwork.length === 1 }
  })
}
