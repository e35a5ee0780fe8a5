/** What a consolidation looks at, and what it proposes. Rules only: who reads it from where is not known here. */

export interface DrainHost {
  readonly id: string
  /** Machines move only between hosts of one place: the same zone, kind of processor and purpose. */
  readonly place: string
  /** What may be given out, over-commit included. */
  readonly vcpus: number
  readonly memoryMiB: number
  /** In service; a host in maintenance takes nothing and is left alone. */
  readonly isInService: boolean
}

export interface DrainGuest {
  readonly id: string
  readonly hostId: string
  readonly vcpus: number
  readonly memoryMiB: number
  /** Machines of one such group stand on hosts of their own (anti-affinity); null for none. */
  readonly apartGroup: string | null
  /** Its system's bonds to one host (亲和约束): which it is, and the systems whose machines stand on other hosts. */
  readonly bond?: { readonly systemId: string; readonly apartFrom: readonly string[] }
  /** A machine that is bound to its host (a card, a local disk) keeps that host on. */
  readonly isMovable: boolean
}

export interface Move {
  readonly guestId: string
  readonly fromHostId: string
  readonly toHostId: string
}

/** A host becomes free by these moves, one after the other. */
export interface DrainStep {
  readonly hostId: string
  readonly moves: readonly Move[]
}

export interface DrainPlan {
  /**
   * The cheapest first, so that a plan that is stopped has freed the most for what it moved. Hosts that take never give, so
   * every move is feasible at its turn, in this order or another.
   */
  readonly steps: readonly DrainStep[]
  /** In service and without a machine already. */
  readonly emptyHostIds: readonly string[]
}
