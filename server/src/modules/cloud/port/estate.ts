/** What a cloud tells of itself as a whole: what it offers, how much room it has, which hosts stand behind it. */
import type { ExternalId } from './kinds.ts'

/** What a registered cloud offers: the choices a pool's administrator maps plans onto. */
export interface CloudOffer {
  readonly zones: readonly string[]
  readonly images: readonly {
    readonly id: string
    readonly name: string
    readonly minDiskGiB: number
    readonly osDistro: string | null
  }[]
  readonly volumeTypes: readonly string[]
  readonly externalNetworks: readonly string[]
  /** Groups of hosts that its administrators have made, where they are shown. */
  readonly aggregates?: readonly {
    readonly name: string
    /** The zone that its hosts make up; null for a group that is no zone. */
    readonly zone: string | null
    readonly hosts: number
  }[]
}

export interface ZoneCapacity {
  readonly zone: string
  readonly vcpusTotal: number
  readonly vcpusUsed: number
  readonly memoryMiBTotal: number
  readonly memoryMiBUsed: number
  readonly diskGiBTotal: number
  readonly diskGiBUsed: number
  readonly observedAt: Date
}

/** What a host has, gives, or a machine takes of it. */
export interface HostAmounts {
  readonly vcpus: number
  readonly memoryMiB: number
  readonly storageGiB: number
}

/** A physical machine behind the pools, as the cloud tells its administrators. */
export interface ObservedHost {
  readonly externalId: ExternalId
  readonly name: string
  /** The cloud's own name of the zone. */
  readonly zone: string
  /** The cloud's word for what runs the machines. */
  readonly hypervisor: string
  /** Physical, before over-commit. */
  readonly total: HostAmounts
  /** What all machines on it take, by the cloud's own count. */
  readonly used: HostAmounts
  readonly isUp: boolean
  /** False while its administrators keep new machines away from it (maintenance). */
  readonly isEnabled: boolean
  /** Null where the cloud does not tell: 信创, and what it draws idle and under full load. */
  readonly isDomestic: boolean | null
  readonly watts: { readonly idle: number; readonly peak: number } | null
}

/** A machine on a host, whoever made it. */
export interface HostGuest {
  readonly externalId: ExternalId
  readonly hostRef: ExternalId
  /** Out of the tag, as with everything observed. */
  readonly resourceId: string | null
  readonly takes: HostAmounts
  /** The cloud's group whose members stand on hosts of their own; null for none. */
  readonly apartGroup: string | null
  /** False for a machine that is bound to its host, as by a card. */
  readonly isMovable: boolean
}

export interface HostPage {
  readonly hosts: readonly ObservedHost[]
  readonly guests: readonly HostGuest[]
}
