/**
 * Which pool is best for what is wanted: filters first, then scores (DESIGN §4.3). Pure; every result is kept as codes
 * and figures, so that the choice can be explained later to the body, to a provider that was not chosen, and to an audit.
 */
import type { Amounts, PlacementFilter, PlacementScore, PlacementWanted } from '@yunheng/contract'
import type { PoolView } from './pool-book.ts'

export interface Circumstances {
  /** Clouds that carry the system already: what belongs together should stand together. */
  readonly systemCloudIds: ReadonlySet<string>
  /** The body and all above it. */
  readonly bodyLine: ReadonlySet<string>
  /** Breaks ties, so that claims of the same instant spread over equal pools. */
  readonly dice: (poolId: string) => number
}

export interface Weighed {
  readonly pool: PoolView
  readonly refusedBy: PlacementFilter | null
  readonly scores: readonly {
    readonly score: PlacementScore
    readonly value: number
    readonly weight: number
  }[]
  readonly total: number
}

type Filter = (pool: PoolView, wanted: PlacementWanted, circumstances: Circumstances) => boolean

/** In this order; the first that fails is the reason given. */
const FILTERS: readonly (readonly [PlacementFilter, Filter])[] = [
  [
    'named',
    (pool, { cloudId, poolId }) =>
      (cloudId ?? pool.cloudId) === pool.cloudId && (poolId ?? pool.id) === pool.id,
  ],
  ['class', (pool, { poolClass }) => pool.class === poolClass],
  ['network-zone', (pool, { networkZone }) => pool.networkZone === networkZone],
  ['edge', (pool, { atEdge }) => (pool.nodeKind === 'edge') === atEdge],
  [
    'dedicated-to-body',
    (pool, _, { bodyLine }) => pool.dedicatedBodyId === null || bodyLine.has(pool.dedicatedBodyId),
  ],
  ['pool-open', (pool) => pool.isOpen && !pool.isOverCommitted],
  ['cloud-in-service', (pool) => pool.cloudState !== 'suspended' && pool.cloudState !== 'unreachable'],
  [
    'external-network',
    (pool, { needsExternalNetwork }) => !needsExternalNetwork || pool.mapping.externalNetwork !== null,
  ],
  [
    'image',
    (pool, { imageCodes }) =>
      imageCodes.every((code) => pool.mapping.images.some((one) => one.code === code)),
  ],
  [
    'tier',
    (pool, { tiers }) => tiers.every((tier) => pool.mapping.volumeTypes.some((one) => one.tier === tier)),
  ],
  ['room', (pool, { amounts }) => fits(amounts, pool.free)],
]

type Score = (pool: PoolView, wanted: PlacementWanted, circumstances: Circumstances) => number

/**
 * The body's own choice counts most (R7), then that a system stays together, then that the cloud is well, then that
 * pools fill evenly. Weights are product defaults.
 */
const SCORES: readonly (readonly [PlacementScore, number, Score])[] = [
  [
    'preferred-provider',
    100,
    (pool, { preference }) => (preference?.providerBodyId === pool.providerBodyId ? 1 : 0),
  ],
  ['same-cloud', 50, (pool, _, { systemCloudIds }) => (systemCloudIds.has(pool.cloudId) ? 1 : 0)],
  ['cloud-health', 20, (pool) => (pool.cloudState === 'healthy' ? 1 : 0)],
  ['room-left', 10, (pool, { amounts }) => roomLeft(amounts, pool)],
]

/** Every pool weighed, best first; those that were left out come last. */
export function weigh(
  pools: readonly PoolView[],
  wanted: PlacementWanted,
  circumstances: Circumstances,
): readonly Weighed[] {
  const weighed = pools.map((pool): Weighed => {
    const refusedBy = FILTERS.find(([, passes]) => !passes(pool, wanted, circumstances))?.[0] ?? null
    if (refusedBy !== null) return { pool, refusedBy, scores: [], total: 0 }
    const scores = SCORES.map(([score, weight, value]) => ({
      score,
      weight,
      value: value(pool, wanted, circumstances),
    }))
    return { pool, refusedBy, scores, total: scores.reduce((sum, one) => sum + one.value * one.weight, 0) }
  })
  const rank = (one: Weighed) => (one.refusedBy === null ? 1 : 0)
  const dice = new Map(weighed.map(({ pool }) => [pool.id, circumstances.dice(pool.id)]))
  const chance = (one: Weighed) => dice.get(one.pool.id) as number
  return weighed.sort((a, b) => rank(b) - rank(a) || b.total - a.total || chance(a) - chance(b))
}

function fits(amounts: Amounts, free: Amounts): boolean {
  return keys(amounts).every((key) => amounts[key] === 0 || amounts[key] <= free[key])
}

/**
 * What would be left of the scarcest thing, as a share of the limit, in steps of a tenth: within a step pools are equal,
 * and chance spreads what comes at the same time.
 */
function roomLeft(amounts: Amounts, { free, limit }: PoolView): number {
  const shares = keys(amounts)
    .filter((key) => amounts[key] > 0 && limit[key] > 0)
    .map((key) => (free[key] - amounts[key]) / limit[key])
  return shares.length === 0 ? 1 : Math.max(0, Math.floor(Math.min(...shares) * 10) / 10)
}

function keys(amounts: Amounts): readonly (keyof Amounts)[] {
  return Object.keys(amounts) as (keyof Amounts)[]
}
