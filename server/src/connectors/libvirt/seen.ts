/** What is seen: of one host, and of several as one. */
import type { Card } from './card.ts'
import type { OurName } from './name.ts'
import type { HostSettings } from './settings.ts'
import type { Element } from './xml.ts'

export interface Domain {
  readonly host: HostSettings
  readonly uuid: string
  readonly name: string
  /** Null for a machine that somebody else made. */
  readonly our: OurName | null
  /** libvirt's word: running, shut off, paused … */
  readonly state: string
  readonly xml: Element
}

export interface Disk {
  readonly host: HostSettings
  readonly name: string
  readonly our: OurName
  readonly sizeBytes: number
  /** What it takes of its host. */
  readonly takenBytes: number
  /** Whether it lies over an image, which it cannot be without. */
  readonly isOverlay: boolean
}

export interface Project {
  readonly home: HostSettings
  readonly cards: readonly Card[]
}

/** What one host tells. */
export interface HostView {
  readonly host: HostSettings
  /** At home here, by id. */
  readonly projects: ReadonlyMap<string, readonly Card[]>
  readonly domains: readonly Domain[]
  readonly disks: readonly Disk[]
  /** Names of libvirt's networks of ours, and whether each is up. */
  readonly networks: ReadonlyMap<string, boolean>
}

/** What several tell, each thing once. While a server moves, and after a move that was cut off, two hosts have it. */
export interface View {
  readonly projects: ReadonlyMap<string, Project>
  readonly domains: readonly Domain[]
  readonly disks: readonly Disk[]
  /** Machines of which another host has a copy that is not off: on the move. */
  readonly moving: ReadonlySet<string>
  readonly networks: readonly {
    readonly host: HostSettings
    readonly name: string
    readonly isUp: boolean
  }[]
}
