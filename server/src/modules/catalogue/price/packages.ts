/**
 * A plan at a flat price (套餐): a price line of one plan whose included amounts are not priced again; what is held beyond them is priced
 * by amount. Pure, and one for estimates and bills.
 *
 * How many packages are held is told by the line's own dimension, which every unit of the plan has so much of: twice as much held is
 * two packages, for whatever time.
 */
import type { Dimension } from '@yunheng/contract'
import { type Priced, type PriceLine, priceLineFor } from './price-in-force.ts'

export interface Package {
  readonly line: PriceLine
  /** Of the line's own dimension. */
  readonly own: number
  readonly includes: ReadonlyMap<Dimension, number>
}

/**
 * The package that prices a plan in a pool. As with any price one for the pool goes before one for all pools: also a price by amount of what
 * tells the packages.
 */
export function packageFor(
  { lines }: { readonly lines: readonly PriceLine[] },
  { offeringCode, planCode, poolId }: Omit<Priced, 'dimension'>,
): Package | null {
  if (offeringCode === null || planCode === null) return null
  const of = packagesOf(lines).filter(
    ({ line }) => line.offeringCode === offeringCode && line.planCode === planCode,
  )
  const own = poolId === null ? undefined : of.find(({ line }) => line.poolId === poolId)
  if (own !== undefined) return own
  const general = of.find(({ line }) => line.poolId === null)
  if (general === undefined) return null
  const { dimension } = general.line
  const byAmount = priceLineFor({ lines }, { offeringCode, planCode, poolId, dimension })
  return byAmount !== null && byAmount.poolId !== null ? null : general
}

/** Built once for each list of lines; most have none. */
const known = new WeakMap<readonly PriceLine[], readonly Package[]>()

function packagesOf(lines: readonly PriceLine[]): readonly Package[] {
  const before = known.get(lines)
  if (before !== undefined) return before
  const found = lines.flatMap((line): readonly Package[] => {
    if (!line.includes) return []
    const includes = new Map(line.includes.map(({ dimension, amount }) => [dimension, amount]))
    return [{ line, own: includes.get(line.dimension) ?? 1, includes }]
  })
  known.set(lines, found)
  return found
}

/** So many packages are in what is held of their own dimension; what is no whole one of the smallest unit is left to whoever pays. */
export const packagesIn = (held: bigint, { own }: Package): bigint => held / BigInt(own)

/**
 * What of a dimension is not in the package.
 * @param ofOwn what is held of the package's own dimension, in the same way.
 */
export function beyond(pack: Package, dimension: Dimension, held: bigint, ofOwn: bigint): bigint {
  const included = (BigInt(pack.includes.get(dimension) ?? 0) * ofOwn) / BigInt(pack.own)
  return held > included ? held - included : 0n
}
