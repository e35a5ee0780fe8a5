/** How many units fall into which tier. Pure. */
import type { PriceTier } from '@yunheng/contract'

export interface Part {
  /** From 1. */
  readonly tier: number
  readonly units: bigint
  readonly unitPrice: string
}

/**
 * So many units more, where others of the same price line came before them: the tiers of a request are used up once, whatever
 * lines it is written in. Nothing at all falls into the tier that comes next.
 */
export function partsOf(tiers: readonly PriceTier[], before: bigint, units: bigint): readonly Part[] {
  const end = before + units
  let from = 0n
  const parts: Part[] = []
  for (const [index, { upTo, unitPrice }] of tiers.entries()) {
    const to = upTo === null ? end : BigInt(upTo)
    const within = min(end, to) - max(before, from)
    const isNext = units === 0n && parts.length === 0 && (upTo === null || before < to)
    if (within > 0n || isNext) parts.push({ tier: index + 1, units: max(within, 0n), unitPrice })
    from = to
  }
  return parts
}

const min = (a: bigint, b: bigint) => (a < b ? a : b)
const max = (a: bigint, b: bigint) => (a > b ? a : b)
