/** A line of a provider's statement, and an error that was planted there. */
import type { DifferenceKind } from '@yunheng/contract'

export interface Line {
  readonly resourceId: string | null
  readonly externalId: string
  readonly dimension: string
  /** Thousandths of a unit × seconds; null where an amount alone is billed. */
  readonly held: bigint | null
  /** 分 */
  readonly fen: bigint
  /** The earlier month that it corrects. */
  readonly serviceMonth?: string
}

export interface Planted {
  /** In the words of the report. */
  readonly error: string
  readonly kind: DifferenceKind
  readonly resourceId: string | null
  readonly ref: string
  readonly dimension: string | null
  /** 分 billed beyond what is owed. */
  readonly delta: bigint
}
