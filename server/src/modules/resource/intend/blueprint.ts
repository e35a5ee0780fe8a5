/** From a line to the resources of one unit, with references between them by a key of the unit. Pure. */
import {
  type Dimension,
  FULFILMENT_KINDS,
  type PoolMapping,
  PUBLIC_KEY_PATTERN,
  type ResourceSpec,
} from '@yunheng/contract'
import { refuse } from '../../../platform/errors.ts'
import type { Site } from '../../placement/index.ts'
import type { LineToIntend } from './line.ts'
import { listenerAsked } from './listeners.ts'
import { normaliseRules, parseRules } from './rules.ts'

/** Ids of the ground that the unit is built on. */
export interface GroundIds {
  readonly projectId: string
  readonly networkId: string
  readonly subnetId: string
  /** Null where the cloud has none. */
  readonly routerId: string | null
  readonly securityGroupId: string | null
}

export interface Planned {
  readonly id: string
  readonly name: string
  readonly spec: ResourceSpec
}

interface Kit {
  readonly line: LineToIntend
  readonly site: Pick<Site, 'mapping' | 'nativeZone'>
  readonly ground: GroundIds
  readonly nextId: () => string
  /** `web-01`: the line's base name with the number of the unit. */
  readonly name: string
  /** Of another line, which this unit's volume is attached to. */
  readonly serverId: string | null
}

/** The resources of one unit; what others refer to comes first. */
export function blueprintOf(kit: Kit): readonly Planned[] {
  const { line } = kit
  if (line.fulfilment.by === 'work-order') return [planService(kit, line.fulfilment.workingDays)]
  const { kinds } = line.fulfilment
  const planned: Planned[] = []
  // An offering may deliver several kinds; which of them this plan is about, its dimensions say.
  const isAddress = (line.dimensions['public-ip'] ?? 0) > 0
  if (!isAddress && (kinds.includes('network') || kinds.includes('subnet'))) planned.push(...planNetwork(kit))
  if (kinds.includes('security-group')) planned.push(planGroup(kit))
  if (kinds.includes('server')) planned.push(...planServer(kit, planned))
  const server = planned.find((one) => one.spec.kind === 'server')?.id ?? null
  const storageGiB = line.dimensions['storage-gib'] ?? 0
  if (storageGiB > 0) planned.push(planVolume(kit, storageGiB, server))
  for (let nth = 0; nth < (line.dimensions['public-ip'] ?? 0); nth++)
    planned.push(planAddress(kit, server, nth))
  const isSnapshot = (line.dimensions['snapshot-gib'] ?? 0) > 0 || kinds.every((kind) => kind === 'snapshot')
  if (isSnapshot) planned.push(planSnapshot(kit))
  if (kinds.includes('load-balancer')) planned.push(planBalancer(kit))
  if (kinds.includes('bucket')) planned.push(planBucket(kit))
  if (kinds.includes('key-pair') && server === null) planned.push(planKeyPair(kit))
  return planned
}

/** Kinds of resource that come of a unit: what the cloud that it is placed on must have. The same conditions as above. */
export function kindsOf({
  fulfilment,
  dimensions,
  parameters,
}: Pick<LineToIntend, 'fulfilment' | 'dimensions' | 'parameters'>): readonly FulfilmentKind[] {
  // Where the cloud has not all of it, its provider delivers: then it need have none.
  if (fulfilment.by === 'work-order' || fulfilment.workingDays !== undefined) return []
  const { kinds } = fulfilment
  const has = (dimension: Dimension) => (dimensions[dimension] ?? 0) > 0
  const comes: Readonly<Record<FulfilmentKind, boolean>> = {
    network: !has('public-ip') && (kinds.includes('network') || kinds.includes('subnet')),
    subnet: !has('public-ip') && (kinds.includes('network') || kinds.includes('subnet')),
    router: false,
    'security-group': kinds.includes('security-group'),
    server: kinds.includes('server'),
    volume: has('storage-gib') || (kinds.includes('server') && parameters.bootFromVolume === true),
    'floating-ip': has('public-ip'),
    snapshot: has('snapshot-gib') || kinds.every((kind) => kind === 'snapshot'),
    'load-balancer': kinds.includes('load-balancer'),
    bucket: kinds.includes('bucket'),
    'key-pair': kinds.includes('server') ? parameters.publicKey !== undefined : kinds.includes('key-pair'),
  }
  return FULFILMENT_KINDS.filter((kind) => comes[kind])
}

type FulfilmentKind = (typeof FULFILMENT_KINDS)[number]

function planService({ line, nextId, name }: Kit, workingDays: number): Planned {
  return { id: nextId(), name, spec: { kind: 'service', parameters: { ...line.parameters }, workingDays } }
}

function planServer(kit: Kit, before: readonly Planned[]): readonly Planned[] {
  const { line, site, ground, nextId, name } = kit
  const image = imageOf(kit)
  const rootDiskGiB = line.dimensions['root-disk-gib'] ?? image.minDiskGiB
  if (rootDiskGiB < image.minDiskGiB)
    refuse('resource.root_disk_too_small', { details: { needed: image.minDiskGiB } })
  const keyPair = line.parameters.publicKey === undefined ? null : planKeyPair(kit)
  const own = before.find((one) => one.spec.kind === 'security-group')
  const subnet = before.find((one) => one.spec.kind === 'subnet')
  const id = nextId()
  const root = line.parameters.bootFromVolume === true ? planRoot(kit, rootDiskGiB, image.native, id) : null
  const keeps = line.parameters.keepRootVolume === true ? { keepsRootVolume: true } : {}
  const server: Planned = {
    id,
    name,
    spec: {
      kind: 'server',
      vcpus: line.dimensions.vcpu ?? 1,
      memoryMiB: (line.dimensions['memory-gib'] ?? 1) * 1024,
      rootDiskGiB,
      image: image.native,
      subnetIds: [...chosen(textsOf(line, 'subnetIds'), [subnet?.id ?? ground.subnetId])],
      securityGroupIds: [
        ...(ground.securityGroupId === null ? [] : [ground.securityGroupId]),
        ...(own ? [own.id] : []),
        ...textsOf(line, 'securityGroupIds'),
      ],
      keyPairId: keyPair?.id ?? textOf(line, 'keyPairId'),
      zone: site.nativeZone,
      power: 'on',
      rebootGeneration: 0,
      ...(root === null ? {} : { rootVolumeId: root.id, ...keeps }),
    },
  }
  return [...(keyPair === null ? [] : [keyPair]), ...(root === null ? [] : [root]), server]
}

/** The system disk as a volume of its own, attached to its server from the beginning. */
function planRoot(kit: Kit, sizeGiB: number, image: string, serverId: string): Planned {
  const { tier, volumeType } = tierOf(kit)
  const spec = { kind: 'volume', sizeGiB, tier, volumeType, serverId, image } as const
  return { id: kit.nextId(), name: `${kit.name}-root`, spec }
}

function imageOf({ line, site }: Kit): PoolMapping['images'][number] {
  const code = textOf(line, 'image')
  const image = code === null ? site.mapping.images[0] : site.mapping.images.find((one) => one.code === code)
  return image ?? refuse('resource.image_unknown', { details: { image: code ?? '' } })
}

/** The storage tier of a line's volumes, and what the cloud calls it. */
function tierOf({ line, site }: Kit): { readonly tier: string | null; readonly volumeType: string | null } {
  const mapped = (code: string | null) => site.mapping.volumeTypes.find((one) => one.tier === code)
  // The shipped plans are the tiers themselves; a plan of another name says its tier by parameter.
  const tier = textOf(line, 'tier') ?? mapped(line.plan.code)?.tier ?? null
  const known = mapped(tier)
  if (tier !== null && known === undefined) refuse('resource.tier_unknown', { details: { tier } })
  return { tier, volumeType: known?.native ?? null }
}

function planVolume(kit: Kit, sizeGiB: number, server: string | null): Planned {
  const { line, nextId, name } = kit
  const { tier, volumeType } = tierOf(kit)
  const serverId = server ?? kit.serverId ?? textOf(line, 'serverId')
  const backupId = textOf(line, 'backupId')
  const filled = backupId === null ? {} : { backupId }
  const spec = { kind: 'volume', sizeGiB, tier, volumeType, serverId, ...filled } as const
  return { id: nextId(), name: server === null ? name : `${name}-data`, spec }
}

function planAddress({ line, site, nextId, name }: Kit, server: string | null, nth: number): Planned {
  const { externalNetwork } = site.mapping
  if (externalNetwork === null) return refuse('resource.no_external_network')
  // A server takes one address from outside; more of them are free until somebody attaches them.
  const serverId = nth === 0 ? (server ?? textOf(line, 'serverId')) : null
  const suffix = server === null && nth === 0 ? '' : nth === 0 ? '-ip' : `-ip${nth + 1}`
  return { id: nextId(), name: `${name}${suffix}`, spec: { kind: 'floating-ip', externalNetwork, serverId } }
}

function planNetwork({ line, nextId, name }: Kit): readonly Planned[] {
  const network: Planned = { id: nextId(), name, spec: { kind: 'network' } }
  const cidr = textOf(line, 'cidr') ?? refuse('resource.parameter_invalid', { details: { name: 'cidr' } })
  const spec: ResourceSpec = {
    kind: 'subnet',
    networkId: network.id,
    cidr,
    dnsServers: [...textsOf(line, 'dnsServers')],
  }
  return [network, { id: nextId(), name: `${name}-subnet`, spec }]
}

function planGroup({ line, nextId, name }: Kit): Planned {
  const given = parseRules(line.parameters.rules ?? [])
  return {
    id: nextId(),
    name: line.fulfilment.by === 'connector' && line.fulfilment.kinds.length > 1 ? `${name}-rules` : name,
    spec: { kind: 'security-group', rules: normaliseRules(given) },
  }
}

function planSnapshot({ line, nextId, name }: Kit): Planned {
  const volumeId =
    textOf(line, 'volumeId') ?? refuse('resource.parameter_invalid', { details: { name: 'volumeId' } })
  return { id: nextId(), name, spec: { kind: 'snapshot', volumeId } }
}

function planBalancer({ line, ground, nextId, name }: Kit): Planned {
  const listeners = [listenerAsked(line.parameters)]
  return { id: nextId(), name, spec: { kind: 'load-balancer', subnetId: ground.subnetId, listeners } }
}

function planBucket({ line, nextId, name }: Kit): Planned {
  const quotaGiB =
    line.dimensions['object-gib'] ?? refuse('resource.parameter_invalid', { details: { name: 'sizeGiB' } })
  return { id: nextId(), name, spec: { kind: 'bucket', quotaGiB } }
}

const PUBLIC_KEY = new RegExp(PUBLIC_KEY_PATTERN)

function planKeyPair({ line, nextId, name }: Kit): Planned {
  const publicKey = textOf(line, 'publicKey')
  if (publicKey === null || !PUBLIC_KEY.test(publicKey))
    return refuse('resource.parameter_invalid', { details: { name: 'publicKey' } })
  return { id: nextId(), name: `${name}-key`, spec: { kind: 'key-pair', publicKey } }
}

/** A list of the applicant's choice; that ids are the system's own is checked where the unit is written. */
function textsOf(line: LineToIntend, name: string): readonly string[] {
  const value = line.parameters[name]
  if (value === undefined || value === null) return []
  const isTexts = Array.isArray(value) && value.every((each) => typeof each === 'string')
  return isTexts ? (value as string[]) : refuse('resource.parameter_invalid', { details: { name } })
}

const chosen = (ids: readonly string[], otherwise: readonly string[]) => (ids.length > 0 ? ids : otherwise)

function textOf(line: LineToIntend, name: string): string | null {
  const value = line.parameters[name]
  if (value === undefined || value === null || value === '') return null
  return typeof value === 'string' ? value : refuse('resource.parameter_invalid', { details: { name } })
}
