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
  readonly nodeId: string
  readonly nodeKind: NodeKind
  /** Its node came through its intake (R2, R109). */
  readonly isNodeManaged: boolean
  readonly zoneId: string
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
  /** 信创, and the 等保 level that it is assessed for; null where nobody said. */
  readonly isDomestic: boolean | null
  readonly protectionLevel: number | null
  /** Kinds of resource that its cloud has not. */
  readonly lacks: readonly string[]
}

/** What placement asks of pools and quotas, beyond the sight of whoever acts. */
export interface PoolBook {
  /** Every pool of this class in this network zone, open or not. */
  list(
    tx: Tx,
    of: { readonly poolClass: PoolClass; readonly networkZone: NetworkZone },
  ): Promise<readonly PoolView[]>
  /** Says why the body's quota does not suffice. @throws `quota.exceeded`, `quota.not_set`. */
  refuseQuota(tx: Tx, bodyId: string, amounts: Amounts): Promise<never>
  /** For what is spread over several pools: all of it, or answers which pool was full (then nothing was taken). */
  reserveAll(
    tx: Tx,
    bodyId: string,
    shares: readonly { readonly poolId: string; readonly amounts: Amounts }[],
  ): Promise<{ readonly fullPoolId: string } | null>
  /** Gives back what was only promised, of both. */
  release(tx: Tx, of: { readonly poolId: string; readonly bodyId: string }, amounts: Amounts): Promise<void>
}
