/** The intended side, with every reference already in the cloud’s own identifiers. */
import type { ExternalId, ResourceKind } from './kinds.ts'

export interface SecurityRule {
  readonly direction: 'ingress' | 'egress'
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'any'
  /** Inclusive; null for all ports (and for icmp and any). */
  readonly portFrom: number | null
  readonly portTo: number | null
  /** CIDR of the other side: `0.0.0.0/0`, `10.0.0.0/8`, `::/0`. */
  readonly remoteCidr: string
}

/** A way in to a load balancer, and what stands behind it. Protocol and port tell it apart from the others. */
export interface Listener {
  /** `https` passes through unopened. */
  readonly protocol: 'tcp' | 'udp' | 'http' | 'https'
  readonly port: number
  readonly algorithm: 'round-robin' | 'least-connections' | 'source-address'
  readonly members: readonly BalancerMember[]
  /** Null: members are taken to be well. */
  readonly monitor: HealthMonitor | null
}

export interface BalancerMember {
  /** Observed: the address itself, where it is no server's of the project. */
  readonly serverRef: ExternalId
  readonly port: number
  readonly weight: number
}

export interface HealthMonitor {
  /** `connect`: whether it takes connections; `http`: whether it answers `path` well. */
  readonly type: 'connect' | 'http'
  readonly path: string | null
  readonly intervalSeconds: number
  readonly timeoutSeconds: number
  /** So many failures in a row and it gets nothing more. */
  readonly failures: number
}

/**
 * What should be, per kind, with every reference already resolved to the cloud's own identifiers
 * (`…Ref` = external id of a resource made before). Names are for people; identity is the tag.
 */
export type Spec =
  | { readonly kind: 'project'; readonly name: string; readonly description: string }
  | { readonly kind: 'key-pair'; readonly name: string; readonly publicKey: string }
  | { readonly kind: 'network'; readonly name: string }
  | {
      readonly kind: 'subnet'
      readonly name: string
      readonly networkRef: ExternalId
      /** IPv4 CIDR; two tenants may use the same one (R62). */
      readonly cidr: string
      readonly dnsServers: readonly string[]
    }
  | {
      readonly kind: 'router'
      readonly name: string
      /** Subnets joined by this router. */
      readonly subnetRefs: readonly ExternalId[]
      /** Name or id of the cloud's external network, or null for none. */
      readonly externalNetwork: string | null
    }
  | {
      readonly kind: 'security-group'
      readonly name: string
      /** The whole set, in any order: what is not listed is not let through, egress included. */
      readonly rules: readonly SecurityRule[]
    }
  | {
      readonly kind: 'volume'
      readonly name: string
      readonly sizeGiB: number
      /** The cloud's volume type (tier), null for its default. */
      readonly volumeType: string | null
      /** Server that it is attached to, or null for detached. Attached by `change` once both are ready, never by `ensure`. */
      readonly serverRef: ExternalId | null
      /** Of `ensure`: filled with what this backup holds; empty where it is left out. */
      readonly backupRef?: ExternalId | null
      /** Of `ensure`: filled from this image, by id or exact name, so that a server can start from it. */
      readonly image?: string
    }
  | { readonly kind: 'snapshot'; readonly name: string; readonly volumeRef: ExternalId }
  /** A copy of its own, which outlives the volume. */
  | { readonly kind: 'backup'; readonly name: string; readonly volumeRef: ExternalId }
  | {
      readonly kind: 'server'
      readonly name: string
      readonly vcpus: number
      readonly memoryMiB: number
      readonly rootDiskGiB: number
      /** Image by the cloud's id or exact name. */
      readonly image: string
      readonly subnetRefs: readonly ExternalId[]
      /** Empty for the cloud's own default group. */
      readonly securityGroupRefs: readonly ExternalId[]
      readonly keyPairRef: ExternalId | null
      /** The cloud's availability zone, null where it chooses. */
      readonly zone: string | null
      readonly power: 'on' | 'off'
      /** Counts reboots asked for; a reboot is the step from n to n + 1, so that asking twice reboots once. */
      readonly rebootGeneration: number
      /** The same of making the system anew from its image; none where it is left out. */
      readonly rebuildGeneration?: number
      /** Observed of a server that is in rescue, and of no other. */
      readonly isRescued?: boolean
      /**
       * Starts from this volume, which was filled from the image; it is attached from the first moment on, and is not the
       * server's to remove. Left out of what starts from a disk of its own. Observed, such a server tells no `rootDiskGiB`: the
       * volume tells its size.
       */
      readonly rootVolumeRef?: ExternalId
    }
  | {
      readonly kind: 'floating-ip'
      readonly name: string
      readonly externalNetwork: string
      readonly serverRef: ExternalId | null
    }
  | {
      readonly kind: 'load-balancer'
      readonly name: string
      /** Where its address is. */
      readonly subnetRef: ExternalId
      /** The whole set, in any order. */
      readonly listeners: readonly Listener[]
    }
  /** A container of an object store. What it holds is observed: `attributes.objects` and `attributes.usedBytes`. */
  | { readonly kind: 'bucket'; readonly name: string; readonly quotaGiB: number }

export type SpecOf<K extends ResourceKind> = Extract<Spec, { kind: K }>
