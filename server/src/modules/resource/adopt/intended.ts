/** From what a cloud shows to what should be: the intended state of a thing that is taken in is the one that it has. */
import type { ResourceKind, ResourceSpec, SecurityRule } from '@yunheng/contract'
import type { Observed } from '../../cloud/index.ts'
import { listenersOf, memberRefsOf } from './listeners.ts'

type Fields = Readonly<Record<string, unknown>>

/** Something else in the same cloud, by the cloud's own identifier. */
export interface Need {
  readonly kind: ResourceKind
  readonly ref: string
}

/** Ids of our resources by `kind externalId`. */
export type Known = ReadonlyMap<string, string>
export const knownKey = ({ kind, ref }: Need): string => `${kind} ${ref}`

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const whole = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null
const one = (kind: ResourceKind, ref: unknown): readonly Need[] =>
  typeof ref === 'string' && ref !== '' ? [{ kind, ref }] : []

/**
 * What must be ours before it: without it the two sides would differ from the first look on. A server's networks are
 * none of it: they are linked when they come, before or after.
 */
export function needsOf({
  kind,
  projectRef,
  spec,
}: Pick<Observed, 'kind' | 'projectRef' | 'spec'>): readonly Need[] {
  const fields = spec as Fields
  const project = kind === 'project' ? [] : one('project', projectRef)
  switch (kind) {
    case 'subnet':
      return [...project, ...one('network', fields.networkRef)]
    case 'router':
      return [...project, ...texts(fields.subnetRefs).flatMap((ref) => one('subnet', ref))]
    case 'server':
      return [...project, ...texts(fields.securityGroupRefs).flatMap((ref) => one('security-group', ref))]
    case 'volume':
    case 'floating-ip':
      return [...project, ...one('server', fields.serverRef)]
    case 'snapshot':
    case 'backup':
      return [...project, ...one('volume', fields.volumeRef)]
    case 'load-balancer':
      return [
        ...project,
        ...one('subnet', fields.subnetRef),
        ...memberRefsOf(fields.listeners).flatMap((ref) => one('server', ref)),
      ]
    default:
      return project
  }
}

/** Null when the cloud does not tell what a resource cannot be without. */
export function intendedOf(
  { kind, spec }: Pick<Observed, 'kind' | 'spec'>,
  known: Known,
): ResourceSpec | null {
  const fields = spec as Fields
  const idOf = (needed: ResourceKind, ref: unknown) =>
    typeof ref === 'string' ? (known.get(knownKey({ kind: needed, ref })) ?? null) : null
  const idsOf = (needed: ResourceKind, refs: unknown) => texts(refs).flatMap((ref) => idOf(needed, ref) ?? [])
  switch (kind) {
    case 'project':
      return { kind }
    case 'network':
      return { kind }
    case 'subnet': {
      const networkId = idOf('network', fields.networkRef)
      const cidr = text(fields.cidr)
      if (networkId === null || cidr === null) return null
      return { kind, networkId, cidr, dnsServers: [...texts(fields.dnsServers)] }
    }
    case 'router': {
      const subnetIds = idsOf('subnet', fields.subnetRefs)
      return { kind, subnetIds, externalNetwork: text(fields.externalNetwork) }
    }
    case 'security-group':
      return Array.isArray(fields.rules) ? { kind, rules: fields.rules as SecurityRule[] } : null
    case 'volume': {
      const sizeGiB = whole(fields.sizeGiB)
      if (sizeGiB === null) return null
      const serverId = idOf('server', fields.serverRef)
      return { kind, sizeGiB, tier: null, volumeType: text(fields.volumeType), serverId }
    }
    case 'snapshot':
    case 'backup': {
      const volumeId = idOf('volume', fields.volumeRef)
      return volumeId === null ? null : { kind, volumeId }
    }
    case 'load-balancer': {
      const subnetId = idOf('subnet', fields.subnetRef)
      const listeners = listenersOf(fields.listeners, (ref) => idOf('server', ref))
      return subnetId === null || listeners === null ? null : { kind, subnetId, listeners }
    }
    case 'floating-ip': {
      const externalNetwork = text(fields.externalNetwork)
      if (externalNetwork === null) return null
      return { kind, externalNetwork, serverId: idOf('server', fields.serverRef) }
    }
    case 'server':
      return serverOf(fields, idsOf)
    default:
      return null
  }
}

/** Started from a volume, a server has no image and may have no system disk of its own: nothing compares them later. */
function serverOf(
  fields: Fields,
  idsOf: (kind: ResourceKind, refs: unknown) => string[],
): ResourceSpec | null {
  const vcpus = whole(fields.vcpus)
  const memoryMiB = whole(fields.memoryMiB)
  if (vcpus === null || memoryMiB === null) return null
  const { rootDiskGiB, rebootGeneration } = fields
  return {
    kind: 'server',
    vcpus,
    memoryMiB,
    rootDiskGiB: typeof rootDiskGiB === 'number' ? rootDiskGiB : 0,
    image: text(fields.image) ?? BOOT_VOLUME,
    subnetIds: idsOf('subnet', fields.subnetRefs),
    securityGroupIds: idsOf('security-group', fields.securityGroupRefs),
    keyPairId: null,
    zone: text(fields.zone),
    power: fields.power === 'off' ? 'off' : 'on',
    rebootGeneration: typeof rebootGeneration === 'number' ? rebootGeneration : 0,
  }
}

const BOOT_VOLUME = 'boot-volume'
