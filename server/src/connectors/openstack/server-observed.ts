/** A server as Nova and Neutron tell of it. */
import type { ExternalId, Observed } from '../../modules/cloud/connector.ts'
import { instantAt, isObject, type Json, objectAt, projectOf, textAt, textOrNull } from './answer.ts'
import type { Call } from './call.ts'
import { sizeOf } from './flavor.ts'
import { type KnownHost, knownHosts } from './known-hosts.ts'
import { type Port, portsOf } from './port.ts'
import { defaultGroupId } from './security-group.ts'
import { generationOf } from './server-once.ts'
import { cannotOnVolumes, rootVolumeOf, startsFromVolume } from './server-root.ts'
import { RESCUED, serverPower, serverState } from './states.ts'
import { resourceOfTags } from './tag.ts'

export async function findServer(call: Call, ref: ExternalId): Promise<Json | null> {
  // As the administrator, who alone is told the host; what is another project's he sees as well, so it is looked at.
  const answer = await call.admin().find('compute', ['servers', ref])
  if (!answer) return null
  const json = objectAt(answer, 'server')
  return call.projectRef === null || projectOf(json) === call.projectRef ? json : null
}

/** Ports are asked for in one question, and only of servers that stand: one that is being built has none to show. */
export async function observedServers(
  call: Call,
  rows: readonly Json[],
  portsOfThese: (servers: readonly ExternalId[]) => ReturnType<typeof portsOf> = (servers) =>
    portsOf(call, servers),
): Promise<readonly Observed[]> {
  const standing = rows.filter((row) => stateOf(row) !== 'building').map((row) => textAt(row, 'id'))
  const ports = await portsOfThese(standing)
  const defaults = new Map<string | null, string | null>()
  for (const projectRef of new Set(standing.length > 0 ? rows.map(projectOf) : []))
    defaults.set(projectRef, projectRef && (await defaultGroupId(call, projectRef)))
  const roots = new Map<string, string | null>()
  for (const row of rows) roots.set(textAt(row, 'id'), await rootVolumeOf(call, row))
  const cannot = rows.some(startsFromVolume) ? await cannotOnVolumes(call) : []
  const known = rows.some((row) => hostIn(row) !== null) ? await knownHosts(call) : []
  const hosts = new Map(known.map((host) => [host.name, host]))
  return rows.map((row) => {
    const place = placeIn(ports.get(textAt(row, 'id')), defaults.get(projectOf(row)) ?? null)
    const host = hosts.get(hostIn(row) ?? '') ?? null
    const root = roots.get(textAt(row, 'id')) ?? null
    return toObserved(row, place, { host, root, cannot: startsFromVolume(row) ? cannot : [] })
  })
}

/** Told to administrators only. */
const hostIn = (json: Json) => textOrNull(json, 'OS-EXT-SRV-ATTR:hypervisor_hostname')

function stateOf(json: Json) {
  return serverState(textAt(json, 'status'), textOrNull(json, 'OS-EXT-STS:task_state'))
}

interface Beside {
  readonly host: KnownHost | null
  readonly root: ExternalId | null
  readonly cannot: readonly string[]
}

function toObserved(json: Json, { addresses, ...place }: Place, { host, root, cannot }: Beside): Observed {
  const nativeState = textAt(json, 'status')
  const state = stateOf(json)
  const name = textOrNull(json, 'name') ?? ''
  return {
    kind: 'server',
    externalId: textAt(json, 'id'),
    resourceId: resourceOfTags(json),
    projectRef: projectOf(json),
    name,
    state,
    nativeState,
    spec: {
      kind: 'server',
      name,
      ...sizeIn(json),
      ...standIn(json, nativeState),
      ...place,
      ...(root === null ? {} : { rootVolumeRef: root }),
    },
    attributes: {
      addresses,
      task: textOrNull(json, 'OS-EXT-STS:task_state'),
      ...(host === null ? {} : { host: host.ref, hostName: host.name }),
      ...(cannot.length === 0 ? {} : { cannot }),
    },
    fault: state === 'error' ? faultIn(json) : null,
    createdAt: instantAt(json, 'created'),
  }
}

function sizeIn(json: Json) {
  if (!isObject(json.flavor) || !('vcpus' in json.flavor)) return {}
  const { vcpus, memoryMiB, rootDiskGiB } = sizeOf(json.flavor)
  // The disk of its flavor means nothing to a server that starts from a volume.
  return startsFromVolume(json) ? { vcpus, memoryMiB } : { vcpus, memoryMiB, rootDiskGiB }
}

function standIn(json: Json, nativeState: string) {
  const power = serverPower(nativeState)
  const image = isObject(json.image) ? textOrNull(json.image, 'id') : null
  return {
    keyPairRef: textOrNull(json, 'key_name'),
    rebootGeneration: generationOf(json, 'reboot'),
    zone: textOrNull(json, 'OS-EXT-AZ:availability_zone'),
    ...(generationOf(json, 'rebuild') > 0 ? { rebuildGeneration: generationOf(json, 'rebuild') } : {}),
    ...(nativeState === RESCUED ? { isRescued: true } : {}),
    ...(power === null ? {} : { power }),
    ...(image === null ? {} : { image }),
  }
}

interface Place {
  readonly addresses: readonly string[]
  readonly subnetRefs?: readonly ExternalId[]
  readonly securityGroupRefs?: readonly ExternalId[]
}

function placeIn(ports: readonly Port[] | undefined, defaultGroup: ExternalId | null): Place {
  if (ports === undefined) return { addresses: [] }
  const unique = (list: readonly string[]) => [...new Set(list)].sort()
  const groups = unique(ports.flatMap((port) => port.securityGroupRefs))
  return {
    addresses: ports.flatMap((port) => port.addresses),
    subnetRefs: unique(ports.flatMap((port) => port.subnetRefs)),
    securityGroupRefs: groups.length === 1 && groups[0] === defaultGroup ? [] : groups,
  }
}

function faultIn(json: Json): string {
  return isObject(json.fault) ? (textOrNull(json.fault, 'message') ?? 'ERROR') : 'ERROR'
}
