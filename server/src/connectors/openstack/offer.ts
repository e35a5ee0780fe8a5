/** What a registered cloud offers, and how much room it has. */
import type { CloudOffer, ZoneCapacity } from '../../modules/cloud/connector.ts'
import { isObject, type Json, listAt, numberOrNull, objectAt, textAt, textOrNull, textsAt } from './answer.ts'
import type { Call, Path } from './call.ts'
import type { Service } from './catalogue.ts'
import { externalNetworks } from './external-network.ts'
import { activeImages } from './image.ts'

/** Nova's own zone, for services that are no compute hosts. */
const INTERNAL_ZONE = 'internal'

export async function readOffer(admin: Call): Promise<CloudOffer> {
  const [zones, images, types, networks, groups] = await Promise.all([
    listOf(admin, 'compute', ['os-availability-zone'], 'availabilityZoneInfo'),
    admin.offers('image').then((has) => (has ? activeImages(admin) : [])),
    listOf(admin, 'volume', ['types'], 'volume_types'),
    admin.offers('network').then((has) => (has ? externalNetworks(admin) : [])),
    listOf(admin, 'compute', ['os-aggregates'], 'aggregates'),
  ])
  return {
    zones: zones
      .filter((zone) => isObject(zone.zoneState) && zone.zoneState.available === true)
      .map((zone) => textAt(zone, 'zoneName'))
      .filter((name) => name !== INTERNAL_ZONE)
      .sort(),
    images,
    volumeTypes: types
      .map((type) => textAt(type, 'name'))
      // Cinder's fallback, which cannot be had by wish.
      .filter((name) => name !== '__DEFAULT__')
      .sort(),
    externalNetworks: networks.map(({ name }) => name),
    aggregates: groups
      .map((group) => ({
        name: textAt(group, 'name'),
        zone: textOrNull(group, 'availability_zone'),
        hosts: textsAt(group, 'hosts').length,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

/** Empty where the region has no such service. */
async function listOf(admin: Call, service: Service, path: Path, key: string): Promise<readonly Json[]> {
  return (await admin.offers(service)) ? listAt(await admin.get(service, path), key) : []
}

/** Zone of each compute host. */
export async function zoneOfHosts(admin: Call): Promise<ReadonlyMap<string, string>> {
  const zones = listAt(await admin.get('compute', ['os-availability-zone', 'detail']), 'availabilityZoneInfo')
  return new Map(
    zones.flatMap((zone) => {
      const hosts = isObject(zone.hosts) ? Object.keys(zone.hosts) : []
      return hosts.map((host) => [host, textAt(zone, 'zoneName')] as const)
    }),
  )
}

/**
 * Physical figures, before any over-commitment, of hosts that work and take servers. Disks are added up as the hosts
 * report them: hosts on one shared store each report the whole of it.
 */
export async function readCapacity(admin: Call, observedAt: Date): Promise<readonly ZoneCapacity[]> {
  if (!(await admin.offers('compute'))) return []
  const zoneOf = await zoneOfHosts(admin)
  const sums = new Map<string, Record<string, number>>()
  for await (const page of admin.pages('compute', ['os-hypervisors', 'detail'], 'hypervisors')) {
    for (const host of page) {
      if (host.state !== 'up' || host.status !== 'enabled') continue
      const name = textAt(objectAt(host, 'service'), 'host')
      addTo(sums, zoneOf.get(name) ?? textOrNull(host, 'hypervisor_hostname') ?? name, host)
    }
  }
  return [...sums].sort().map(([zone, sum]) => ({
    zone,
    vcpusTotal: sum.vcpus ?? 0,
    vcpusUsed: sum.vcpus_used ?? 0,
    memoryMiBTotal: sum.memory_mb ?? 0,
    memoryMiBUsed: sum.memory_mb_used ?? 0,
    diskGiBTotal: sum.local_gb ?? 0,
    diskGiBUsed: sum.local_gb_used ?? 0,
    observedAt,
  }))
}

const FIGURES = ['vcpus', 'vcpus_used', 'memory_mb', 'memory_mb_used', 'local_gb', 'local_gb_used']

function addTo(sums: Map<string, Record<string, number>>, zone: string, host: Json): void {
  const sum = sums.get(zone) ?? {}
  for (const figure of FIGURES) sum[figure] = (sum[figure] ?? 0) + (numberOrNull(host, figure) ?? 0)
  sums.set(zone, sum)
}
