import type { Amounts, CloudState, NetworkZone, NodeKind, PoolClass, PoolMapping } from '@yunheng/contract'
import type { Tx } from '../../platform/db/index.ts'

/** A pool as placement weighs it. */
export interface PoolView {
  readonly id: string
  readonly name: string
  readonly cloudId: string
  readonly cloudName: string
  readonly cloudState: CloudState
  readonly providerBodyId: string
  readonly providerName: string
  readonly nodeKind: NodeKind
  readonly nativeZone: string
  readonly class: PoolClass
  readonly networkZone: NetworkZone
  /** The body that a dedicated pool is for, those below it included; null when it is for all. */
  readonly dedicatedBodyId: string | null
  readonly isOpen: boolean
  readonly isOverCommitted: boolean
  readonly limit: Amounts
  readonly free: Amounts
  readonly mapping: PoolMapping
}

/** What placement asks of pools and quotas. It is called with the whole platform in sight (`elevated`), whoever acts. */
export interface PoolBook {
  /** Every pool of this class in this network zone, open or not. */
  list(
    tx: Tx,
    of: { readonly poolClass: PoolClass; readonly networkZone: NetworkZone },
  ): Promise<readonly PoolView[]>
  /** @throws `quota.exceeded`, `quota.not_set`. */
  reserveQuota(tx: Tx, bodyId: string, amounts: Amounts): Promise<void>
  /** Promises the amounts, or answers false when the pool is closed or has no room (then nothing was taken). */
  reserveCapacity(tx: Tx, poolId: string, amounts: Amounts): Promise<boolean>
  /** Gives back what was only promised, of both. */
  release(tx: Tx, of: { readonly poolId: string; readonly bodyId: string }, amounts: Amounts): Promise<void>
}
