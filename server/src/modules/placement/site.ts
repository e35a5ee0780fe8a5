import type { NetworkZone, PoolMapping } from '@yunheng/contract'

/** Where a line was placed: everything that its resources have to know of pool, zone and cloud. */
export interface Site {
  readonly placementId: string
  readonly cloudId: string
  readonly poolId: string
  readonly providerBodyId: string
  readonly networkZone: NetworkZone
  /** The cloud's own name of the zone. */
  readonly nativeZone: string
  readonly mapping: PoolMapping
}
