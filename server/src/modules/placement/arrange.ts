/**
 * Where everything of a request goes. What belongs together stands together: a volume can be attached, and a network
 * reached, only within one zone of one cloud. So one pool for all; or else pools of one zone; and only units of a single
 * line, which hang on nothing else, may spread over the zones of a cloud. Pure.
 */
import type { Amounts, PlacementWanted, ResourceKind } from '@yunheng/contract'
import { mapAmounts, minus, plus, ZERO } from '../cloud/index.ts'
import type { PoolView } from './pool-book.ts'
import { type Circumstances, type Weighed, weigh } from './weigh.ts'

/** A line: so many units, each of which goes somewhere whole. */
export interface Part {
  readonly requestLineId: string | null
  readonly quantity: number
  /** Of one unit. */
  readonly unit: Amounts
  readonly imageCodes: readonly string[]
  readonly tiers: readonly string[]
  readonly needsExternalNetwork: boolean
  /** Kinds of resource that come of it. */
  readonly kinds?: readonly ResourceKind[]
}

/** What all parts want alike. */
export type Shared = Omit<
  PlacementWanted,
  'amounts' | 'imageCodes' | 'tiers' | 'needsExternalNetwork' | 'kinds'
>

/** So many units of a part in a pool, with how it was weighed for them. */
export interface Share {
  readonly part: Part
  readonly count: number
  /** Number of the first unit, from 1. */
  readonly firstNumber: number
  readonly pool: PoolView
  readonly weighed: readonly Weighed[]
}

export type Arrangement =
  /** All in one pool: the first that still has room when it is taken. */
  | { readonly kind: 'whole'; readonly wanted: PlacementWanted; readonly weighed: readonly Weighed[] }
  | { readonly kind: 'spread'; readonly shares: readonly Share[] }
  | { readonly kind: 'none'; readonly weighed: readonly Weighed[] }

export function arrange(
  pools: readonly PoolView[],
  shared: Shared,
  parts: readonly Part[],
  circumstances: Circumstances,
): Arrangement {
  const wanted = wantedOf(shared, parts)
  const weighed = weigh(pools, wanted, circumstances)
  if (weighed[0]?.refusedBy === null) return { kind: 'whole', wanted, weighed }
  const roomy = weighed
    .filter((one) => one.refusedBy === 'room' && !circumstances.fullPoolIds.has(one.pool.id))
    .map((one) => one.pool)
  for (const togetherBy of levelsOf(parts, circumstances))
    for (const group of groupsOf(roomy, togetherBy, wanted, circumstances)) {
      const shares = pack(group, pools, shared, parts, circumstances)
      if (shares !== null) return { kind: 'spread', shares }
    }
  return { kind: 'none', weighed }
}

/** All of it as one thing: the sum of the amounts, and everything that any part needs. */
export function wantedOf(shared: Shared, parts: readonly Part[]): PlacementWanted {
  const kinds = [...new Set(parts.flatMap((part) => part.kinds ?? []))]
  return {
    ...shared,
    amounts: parts.map((part) => times(part.unit, part.quantity)).reduce(plus, ZERO),
    imageCodes: [...new Set(parts.flatMap((part) => part.imageCodes))],
    tiers: [...new Set(parts.flatMap((part) => part.tiers))],
    needsExternalNetwork: parts.some((part) => part.needsExternalNetwork),
    ...(kinds.length > 0 && { kinds }),
  }
}

export function times(amounts: Amounts, count: number): Amounts {
  return mapAmounts((field) => amounts[field] * count)
}

type TogetherBy = (pool: PoolView) => string

/** From near to far. Pools that the regulator named himself may lie anywhere. */
function levelsOf(parts: readonly Part[], { namedPoolIds }: Circumstances): readonly TogetherBy[] {
  const zone: TogetherBy = (pool) => pool.zoneId
  if (parts.length > 1) return [zone]
  const cloud: TogetherBy = (pool) => pool.cloudId
  return namedPoolIds === null ? [zone, cloud] : [zone, cloud, () => 'named']
}

/** Best first, by what speaks for their best pool apart from room. */
function groupsOf(
  pools: readonly PoolView[],
  togetherBy: TogetherBy,
  wanted: PlacementWanted,
  circumstances: Circumstances,
): readonly (readonly PoolView[])[] {
  return [...Map.groupBy(pools, togetherBy).values()]
    .filter((group) => group.length > 1)
    .map((group) => ({
      group,
      best: weigh(group, { ...wanted, amounts: ZERO }, circumstances)[0]?.total ?? 0,
    }))
    .sort((a, b) => b.best - a.best)
    .map(({ group }) => group)
}

/** Large units first, each into the pool with the most room; null when they do not all go in. */
function pack(
  group: readonly PoolView[],
  all: readonly PoolView[],
  shared: Shared,
  parts: readonly Part[],
  circumstances: Circumstances,
): readonly Share[] | null {
  const free = new Map(group.map((pool) => [pool.id, pool.free]))
  const zoneIds = [...new Set(group.map((pool) => pool.zoneId))]
  const shares: Share[] = []
  for (const part of [...parts].sort((a, b) => b.unit.vcpus - a.unit.vcpus)) {
    let placed = 0
    const roomiest = [...group].sort((a, b) => room(free, b).vcpus - room(free, a).vcpus)
    for (const pool of roomiest) {
      const count = Math.min(part.quantity - placed, unitsIn(room(free, pool), part.unit))
      if (count <= 0) continue
      const now = all.map((one) => ({ ...one, free: free.get(one.id) ?? one.free }))
      const wanted = { ...wantedOf(shared, [{ ...part, quantity: count }]), zoneIds }
      shares.push({
        part,
        count,
        firstNumber: placed + 1,
        pool,
        weighed: weigh(now, wanted, circumstances),
      })
      free.set(pool.id, minus(room(free, pool), times(part.unit, count)))
      placed += count
    }
    if (placed < part.quantity) return null
  }
  return shares
}

const room = (free: ReadonlyMap<string, Amounts>, pool: PoolView): Amounts => free.get(pool.id) ?? ZERO

function unitsIn(free: Amounts, unit: Amounts): number {
  let count = Number.MAX_SAFE_INTEGER
  for (const [key, amount] of Object.entries(unit) as [keyof Amounts, number][])
    if (amount > 0) count = Math.min(count, Math.floor(free[key] / amount))
  return count
}
