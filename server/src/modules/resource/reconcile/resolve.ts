/** From the intended spec, which refers to resources by id, to the connector's spec, which refers by external id. */
import type { ResourceSpec, ResourceSpecOf, SecurityRule } from '@yunheng/contract'
import type { Spec } from '../../cloud/index.ts'
import { buildListeners } from './listeners.ts'

/** External ids of what is referred to; null while the cloud does not know it. */
export type Refs = ReadonlyMap<string, string | null>

export interface Intended {
  readonly name: string
  readonly spec: ResourceSpec
}

/**
 * The connector's spec, or the ids of what must exist first. A volume and an address are made free and attached by a
 * change later, so that neither waits for the server (connector port, `ensure`).
 */
export function resolveSpec(
  { name, spec }: Intended,
  refs: Refs,
): { readonly spec: Spec } | { readonly missing: readonly string[] } {
  const missing: string[] = []
  const ref = (id: string): string => {
    const found = refs.get(id)
    if (found) return found
    missing.push(id)
    return ''
  }
  const resolved = build(name, spec, ref)
  return missing.length > 0 ? { missing } : { spec: resolved }
}

function build(name: string, spec: ResourceSpec, ref: (id: string) => string): Spec {
  switch (spec.kind) {
    case 'project':
      return { kind: 'project', name, description: 'Yunheng 云衡' }
    case 'key-pair':
      return { kind: 'key-pair', name, publicKey: spec.publicKey }
    case 'network':
      return { kind: 'network', name }
    case 'subnet':
      return {
        kind: 'subnet',
        name,
        networkRef: ref(spec.networkId),
        cidr: spec.cidr,
        dnsServers: spec.dnsServers,
      }
    case 'router':
      return {
        kind: 'router',
        name,
        subnetRefs: spec.subnetIds.map(ref),
        externalNetwork: spec.externalNetwork,
      }
    case 'security-group':
      return { kind: 'security-group', name, rules: spec.rules }
    case 'volume':
      return {
        kind: 'volume',
        name,
        sizeGiB: spec.sizeGiB,
        volumeType: spec.volumeType,
        serverRef: null,
        ...(spec.backupId === undefined ? {} : { backupRef: ref(spec.backupId) }),
        ...(spec.image === undefined ? {} : { image: spec.image }),
      }
    case 'snapshot':
      return { kind: 'snapshot', name, volumeRef: ref(spec.volumeId) }
    case 'backup':
      return { kind: 'backup', name, volumeRef: ref(spec.volumeId) }
    case 'floating-ip':
      return { kind: 'floating-ip', name, externalNetwork: spec.externalNetwork, serverRef: null }
    case 'load-balancer': {
      const listeners = buildListeners(spec.listeners, ref)
      return { kind: 'load-balancer', name, subnetRef: ref(spec.subnetId), listeners }
    }
    case 'bucket':
      return { kind: 'bucket', name, quotaGiB: spec.quotaGiB }
    case 'server':
      return buildServer(name, spec, ref)
    case 'service':
      throw new Error('assertion: a service never reaches a connector')
  }
}

function buildServer(name: string, spec: ResourceSpecOf<'server'>, ref: (id: string) => string): Spec {
  return {
    kind: 'server',
    name,
    vcpus: spec.vcpus,
    memoryMiB: spec.memoryMiB,
    rootDiskGiB: spec.rootDiskGiB,
    image: spec.image,
    subnetRefs: spec.subnetIds.map(ref),
    securityGroupRefs: spec.securityGroupIds.map(ref),
    keyPairRef: spec.keyPairId === null ? null : ref(spec.keyPairId),
    zone: spec.zone,
    power: spec.power,
    rebootGeneration: spec.rebootGeneration,
    ...(spec.rebuildGeneration ? { rebuildGeneration: spec.rebuildGeneration } : {}),
    ...(spec.rootVolumeId === undefined ? {} : { rootVolumeRef: ref(spec.rootVolumeId) }),
  }
}

/** One line per rule, the same for the same rule however it is written down. */
export function ruleKey(rule: SecurityRule): string {
  const ports = rule.portFrom === null ? '*' : `${rule.portFrom}-${rule.portTo ?? rule.portFrom}`
  return `${rule.direction} ${rule.protocol} ${ports} ${rule.remoteCidr.toLowerCase()}`
}
