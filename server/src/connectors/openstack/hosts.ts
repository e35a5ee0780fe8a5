/** The hosts that Nova places on, and the servers on them: told to administrators only. */
import type { HostGuest, HostPage, ObservedHost } from '../../modules/cloud/connector.ts'
import { isObject, type Json, numberOrNull, objectAt, textAt, textOrNull, textsAt } from './answer.ts'
import type { Call } from './call.ts'
import { sizeOf } from './flavor.ts'
import { zoneOfHosts } from './offer.ts'
import { resourceOfTags } from './tag.ts'

const HOSTS_A_PAGE = 500

export async function* readHosts(admin: Call): AsyncGenerator<HostPage, void, undefined> {
  const zoneOf = await zoneOfHosts(admin)
  const refByHostname = new Map<string, string>()
  const seen: ObservedHost[] = []
  for await (const page of admin.pages('compute', ['os-hypervisors', 'detail'], 'hypervisors')) {
    for (const json of page) {
      const host = toHost(json, zoneOf)
      refByHostname.set(textAt(json, 'hypervisor_hostname'), host.externalId)
      seen.push(host)
    }
  }
  for (let start = 0; start < seen.length; start += HOSTS_A_PAGE)
    yield { hosts: seen.slice(start, start + HOSTS_A_PAGE), guests: [] }
  const groupOf = await apartGroups(admin)
  const query = { all_tenants: 1, sort_key: 'uuid', sort_dir: 'asc' }
  for await (const page of admin.pages('compute', ['servers', 'detail'], 'servers', query)) {
    const guests = page.flatMap((json) => toGuest(json, refByHostname, groupOf) ?? [])
    if (guests.length > 0) yield { hosts: [], guests }
  }
}

function toHost(json: Json, zoneOf: ReadonlyMap<string, string>): ObservedHost {
  const name = textAt(json, 'hypervisor_hostname')
  const figure = (key: string) => Math.max(0, numberOrNull(json, key) ?? 0)
  return {
    externalId: textAt(json, 'id'),
    name,
    zone: zoneOf.get(textAt(objectAt(json, 'service'), 'host')) ?? name,
    hypervisor: textOrNull(json, 'hypervisor_type') ?? 'unknown',
    total: { vcpus: figure('vcpus'), memoryMiB: figure('memory_mb'), storageGiB: figure('local_gb') },
    used: {
      vcpus: figure('vcpus_used'),
      memoryMiB: figure('memory_mb_used'),
      storageGiB: figure('local_gb_used'),
    },
    isUp: json.state === 'up',
    isEnabled: json.status === 'enabled',
    isDomestic: null,
    watts: null,
  }
}

/** Null for a server that stands on no host: one that never was built, or is shelved away. */
function toGuest(
  json: Json,
  refByHostname: ReadonlyMap<string, string>,
  groupOf: ReadonlyMap<string, string>,
): HostGuest | null {
  const hostRef = refByHostname.get(textOrNull(json, 'OS-EXT-SRV-ATTR:hypervisor_hostname') ?? '')
  if (hostRef === undefined || !isObject(json.flavor) || !('vcpus' in json.flavor)) return null
  const externalId = textAt(json, 'id')
  const { vcpus, memoryMiB, rootDiskGiB } = sizeOf(json.flavor)
  return {
    externalId,
    hostRef,
    resourceId: resourceOfTags(json),
    takes: { vcpus, memoryMiB, storageGiB: rootDiskGiB },
    apartGroup: groupOf.get(externalId) ?? null,
    isMovable: !isBound(json.flavor),
  }
}

/** A flavor that passes a device of the host through binds its servers to it. */
function isBound(flavor: Json): boolean {
  return isObject(flavor.extra_specs) && 'pci_passthrough:alias' in flavor.extra_specs
}

/** Server → its anti-affinity group. Only the strict kind: the soft one is a wish. */
async function apartGroups(admin: Call): Promise<ReadonlyMap<string, string>> {
  const groups = new Map<string, string>()
  // Nova pages this list by offset alone.
  for (let offset = 0; ; offset += HOSTS_A_PAGE) {
    const query = { all_projects: true, limit: HOSTS_A_PAGE, offset }
    const answer = await admin.get('compute', ['os-server-groups'], query)
    const page = Array.isArray(answer.server_groups) ? answer.server_groups.filter(isObject) : []
    for (const group of page) {
      if (!textsAt(group, 'policies').includes('anti-affinity')) continue
      for (const member of textsAt(group, 'members')) groups.set(member, textAt(group, 'id'))
    }
    if (page.length < HOSTS_A_PAGE) return groups
  }
}
