/** A server as libvirt tells of it. */
import type { Observed, ObservedState } from '../../modules/cloud/connector.ts'
import { ROOT_TARGET } from './domain.ts'
import { plainRef } from './name.ts'
import { type Place, readRecord, type ServerRecord } from './server-record.ts'
import { amountsOf, gibOf } from './size.ts'
import type { Disk, Domain, View } from './view.ts'
import { at, childrenOf } from './xml.ts'

export interface Server {
  readonly domain: Domain
  readonly id: string
  readonly project: string
  readonly record: ServerRecord
  readonly place: readonly Place[]
}

/** Those that we made, by name and record both. */
export function serversIn(view: View): readonly Server[] {
  return view.domains.flatMap((domain) => {
    const record = readRecord(domain.xml)
    if (domain.our?.sort !== 'server' || record === null) return []
    // What earlier releases wrote has the host in its references.
    const place = record.place.map((one) => ({ ...one, subnet: plainRef(one.subnet) }))
    return [{ domain, id: domain.our.resource, project: domain.our.project, record, place }]
  })
}

export const resourceOf = ({ our }: Domain): string | null => (our?.sort === 'server' ? our.resource : null)

/** libvirt's words for what a machine does, and what they mean to us. */
const STATES: Readonly<Record<string, readonly [ObservedState, 'on' | 'off' | null]>> = {
  running: ['ready', 'on'],
  idle: ['ready', 'on'],
  pmsuspended: ['ready', 'on'],
  'shut off': ['ready', 'off'],
  'in shutdown': ['changing', null],
  paused: ['unknown', null],
  crashed: ['error', null],
}

export const stateOf = (word: string) => STATES[word] ?? (['unknown', null] as const)

export const isRunning = ({ xml }: Domain): boolean => xml.attributes.id !== undefined

export function observedServers(view: View): readonly Observed[] {
  const servers = serversIn(view)
  const known = new Set(servers.map(({ domain }) => domain.uuid))
  const ids = new Set(servers.map(({ id }) => id))
  // A system disk without its machine: an attempt that was cut off, or somebody took the definition away.
  const bare = view.disks.filter(({ our }) => our.sort === 'root' && !ids.has(our.resource))
  return [
    ...servers.map((server) => toObserved(view, server)),
    ...view.domains.filter(({ uuid }) => !known.has(uuid)).map(toForeign),
    ...bare.map(toHalf),
  ]
}

/** The disk that a machine starts from: one of its own, or a volume. */
export function rootOf(view: View, { xml }: Domain): Disk | undefined {
  const disks = childrenOf(at(xml, 'devices') ?? xml, 'disk')
  const first = disks.find((disk) => at(disk, 'target')?.attributes.dev === ROOT_TARGET)
  const name = first && at(first, 'source')?.attributes.volume
  return view.disks.find((disk) => disk.name === name)
}

function toObserved(view: View, { domain, id, project, record, place }: Server): Observed {
  const isMoving = view.moving.has(domain.uuid)
  const [seen, power] = isMoving ? (['changing', 'on'] as const) : stateOf(domain.state)
  const root = rootOf(view, domain)
  const state = root === undefined ? 'error' : seen === 'ready' && record.isResized ? 'needs-confirm' : seen
  const missing = root === undefined ? 'its system disk is gone' : `libvirt says: ${domain.state}`
  return {
    kind: 'server',
    externalId: id,
    resourceId: id,
    projectRef: project,
    name: record.name,
    state,
    nativeState: isMoving ? 'migrating' : domain.state,
    spec: {
      kind: 'server',
      name: record.name,
      ...amountsOf(domain.xml),
      ...rootIn(root),
      ...(power === null ? {} : { power }),
      image: record.image,
      subnetRefs: place.map(({ subnet }) => subnet).sort(),
      keyPairRef: record.keyPairRef && plainRef(record.keyPairRef),
      rebootGeneration: record.reboots,
    },
    attributes: {
      addresses: place.map(({ address }) => address),
      host: domain.host.name,
      domain: domain.name,
    },
    fault: state === 'error' ? missing : null,
    createdAt: record.createdAt,
  }
}

/** A volume tells its size itself. */
function rootIn(root: Disk | undefined) {
  if (root === undefined) return {}
  return root.our.sort === 'volume'
    ? { rootVolumeRef: root.our.resource }
    : { rootDiskGiB: gibOf(root.sizeBytes) }
}

/** Somebody else's machine: shown, never touched. */
function toForeign(domain: Domain): Observed {
  const [state, power] = stateOf(domain.state)
  const nics = childrenOf(at(domain.xml, 'devices') ?? domain.xml, 'interface')
  return {
    kind: 'server',
    externalId: domain.uuid,
    resourceId: null,
    projectRef: null,
    name: domain.name,
    state,
    nativeState: domain.state,
    spec: {
      kind: 'server',
      name: domain.name,
      ...amountsOf(domain.xml),
      ...(power === null ? {} : { power }),
    },
    attributes: {
      addresses: [],
      host: domain.host.name,
      macAddresses: nics.flatMap((nic) => at(nic, 'mac')?.attributes.address ?? []),
    },
    fault: state === 'error' ? `libvirt says: ${domain.state}` : null,
    createdAt: null,
  }
}

function toHalf({ our: { project, resource: id }, host }: Disk): Observed {
  return {
    kind: 'server',
    externalId: id,
    resourceId: id,
    projectRef: project,
    name: id,
    state: 'error',
    nativeState: 'undefined',
    spec: { kind: 'server' },
    attributes: { addresses: [], host: host.name },
    fault: 'its system disk is there, its definition is not',
    createdAt: null,
  }
}
