/**
 * Which pool is best for what is wanted: filters first, then scores (DESIGN §4.3). Pure; every result is kept as codes
 * and figures, so that the choice can be explained later to the body, to a provider that was not chosen, and to an audit.
 */
import type { Amounts, PlacementFilter, PlacementScore, PlacementWanted } from '@yunheng/contract'
import { type Bond, findBroken, type Place, shareKept } from './bond/bond.ts'
import type { PlacingRules } from './placing-rules.ts'
import type { PoolView } from './pool-book.ts'

export interface Circumstances {
  /** By which filters and weights. */
  readonly rules: PlacingRules
  /** Clouds that carry the system already: what belongs together should stand together. */
  readonly systemCloudIds: ReadonlySet<string>
  /** Pools that carry it; their zones are the nearest. */
  readonly systemPoolIds: ReadonlySet<string>
  /** The body and all above it. */
  readonly bodyLine: ReadonlySet<string>
  /** 等保 level that must be met; null where nothing says so. */
  readonly protectionLevel: number | null
  /** Nodes that carry the other half of the pair: what it recovers, or its recovery (R12). */
  readonly apartNodeIds: ReadonlySet<string>
  /** What binds the system to others, and where those stand (R9). */
  readonly bonds: readonly Bond[]
  /** Named by the regulator himself: only these, and also for recovery. Null where the platform chooses. */
  readonly namedPoolIds: ReadonlySet<string> | null
  /** Found without room when it was to be taken, whatever they looked like before. */
  readonly fullPoolIds: ReadonlySet<string>
  /** Breaks ties, so that claims of the same instant spread over equal pools. */
  readonly dice: (poolId: string) => number
}

export interface Weighed {
  readonly pool: PoolView
  readonly refusedBy: PlacementFilter | null
  /** The bond that left it out, where one did. */
  readonly bond: Bond | null
  readonly total: number
  /** Computed when asked: of hundreds that are weighed, a handful is shown. */
  readonly scoresOf: (pool: PoolView) => readonly {
    readonly score: PlacementScore
    readonly value: number
    readonly weight: number
  }[]
}

const KEYS: readonly (keyof Amounts)[] = ['vcpus', 'memoryMiB', 'storageGiB', 'floatingIps', 'cards']

type Filter = (
  pool: PoolView,
  wanted: PlacementWanted,
  circumstances: Circumstances,
  shares: ProviderShares,
) => boolean

/** vCPUs that each provider has given out, and all that the pools of this kind can give. */
interface ProviderShares {
  readonly given: ReadonlyMap<string, number>
  readonly all: number
}

/** In this order; the first that fails is the reason given. */
const FILTERS: readonly (readonly [PlacementFilter, Filter])[] = [
  [
    'named',
    (pool, { cloudId, poolId }, { namedPoolIds }) =>
      (cloudId ?? pool.cloudId) === pool.cloudId &&
      (poolId ?? pool.id) === pool.id &&
      (namedPoolIds?.has(pool.id) ?? true),
  ],
  ['class', (pool, { poolClass }) => pool.class === poolClass],
  ['network-zone', (pool, { networkZone }) => pool.networkZone === networkZone],
  // Not before its node was assessed and approved (R2, R109), whoever names it.
  ['node-intake', (pool) => pool.isNodeManaged],
  ['edge', (pool, { atEdge }) => (pool.nodeKind === 'edge') === atEdge],
  [
    // Kept free for what is meant to recover there (R12), unless a regulator names it.
    'recovery',
    (pool, { atRecovery, poolId }, { namedPoolIds }) =>
      pool.nodeKind.startsWith('dr-') === (atRecovery ?? false) || poolId !== null || namedPoolIds !== null,
  ],
  [
    'recovery-apart',
    (pool, _, { apartNodeIds, rules }) => !rules.keepsRecoveryApart || !apartNodeIds.has(pool.nodeId),
  ],
  // By what the centre has bound; whoever wants it otherwise unbinds them first, which stands in the trail.
  ['bond-apart', (pool, _, { bonds }) => findBroken(bonds, 'apart', placeOf(pool)) === null],
  ['bond-together', (pool, _, { bonds }) => findBroken(bonds, 'together', placeOf(pool)) === null],
  ['together', (pool, { zoneIds }) => zoneIds === undefined || zoneIds.includes(pool.zoneId)],
  [
    'one-cloud',
    // A regulator who names the pool moves the system on purpose.
    (pool, { atRecovery, poolId }, { systemCloudIds, namedPoolIds, rules }) =>
      !rules.keepsOneCloud ||
      atRecovery === true ||
      poolId !== null ||
      namedPoolIds !== null ||
      systemCloudIds.size === 0 ||
      systemCloudIds.has(pool.cloudId),
  ],
  [
    'dedicated-to-body',
    (pool, _, { bodyLine }) => pool.dedicatedBodyId === null || bodyLine.has(pool.dedicatedBodyId),
  ],
  ['pool-open', (pool) => pool.isOpen && !pool.isOverCommitted],
  ['cloud-in-service', (pool) => pool.cloudState !== 'suspended' && pool.cloudState !== 'unreachable'],
  ['kind', (pool, { kinds }) => !kinds?.some((kind) => pool.lacks.includes(kind))],
  [
    'domestic',
    (pool, { domesticOnly }, { protectionLevel, rules }) =>
      pool.isDomestic === true ||
      !(domesticOnly === true || (protectionLevel ?? 0) >= rules.domesticFromLevel),
  ],
  [
    'protection',
    (pool, _, { protectionLevel, rules }) =>
      protectionLevel === null ||
      (pool.protectionLevel === null
        ? !rules.needsStatedProtection
        : pool.protectionLevel >= protectionLevel),
  ],
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
  [
    'provider-share',
    (pool, { amounts }, { rules }, { given, all }) =>
      rules.providerSharePercent === 100 ||
      ((given.get(pool.providerBodyId) ?? 0) + amounts.vcpus) * 100 <= all * rules.providerSharePercent,
  ],
  // The last one: what is left out by it passed all others.
  ['room', (pool, { amounts }, { fullPoolIds }) => !fullPoolIds.has(pool.id) && fits(amounts, pool.free)],
]

type Score = (pool: PoolView, wanted: PlacementWanted, system: SystemPlace) => number

/** Where the system stands already. */
interface SystemPlace {
  /** Only those that are preferred; the others are filters. */
  readonly preferred: readonly Bond[]
  readonly cloudIds: ReadonlySet<string>
  readonly zoneIds: ReadonlySet<string>
}

/** How much each counts is said by the rules in force. */
const SCORES: readonly (readonly [PlacementScore, Score])[] = [
  [
    'preferred-provider',
    (pool, { preference }) => (preference?.providerBodyId === pool.providerBodyId ? 1 : 0),
  ],
  ['same-cloud', (pool, _, { cloudIds }) => (cloudIds.has(pool.cloudId) ? 1 : 0)],
  ['same-zone', (pool, _, { zoneIds }) => (zoneIds.has(pool.zoneId) ? 1 : 0)],
  ['bonds', (pool, _, { preferred }) => shareKept(preferred, placeOf(pool))],
  ['cloud-health', (pool) => (pool.cloudState === 'healthy' ? 1 : 0)],
  ['room-left', (pool, { amounts }) => roomLeft(amounts, pool)],
  ['low-cost', (pool, { prices }) => cheapness(pool.providerBodyId, prices ?? [])],
  ['consolidation', (pool, { amounts }) => 1 - roomLeft(amounts, pool)],
]

/** Every pool weighed: the best first, then the others that fit, then those that were left out. */
export function weigh(
  pools: readonly PoolView[],
  wanted: PlacementWanted,
  circumstances: Circumstances,
): readonly Weighed[] {
  const { systemCloudIds: cloudIds, dice, rules } = circumstances
  const preferred = circumstances.bonds.filter((bond) => bond.strength === 'prefer')
  const system = { cloudIds, zoneIds: zonesOfSystem(pools, circumstances), preferred }
  const shares = rules.providerSharePercent === 100 ? NO_SHARES : sharesOf(pools)
  // Of a system without such bonds nothing is said of them.
  const scores = SCORES.filter(
    ([score]) => rules.weights[score] > 0 && (score !== 'bonds' || preferred.length > 0),
  )
  const scoresOf = (pool: PoolView) =>
    scores.map(([score, value]) => ({
      score,
      weight: rules.weights[score],
      value: value(pool, wanted, system),
    }))
  const fit: Drawn[] = []
  const unfit: Weighed[] = []
  for (const pool of pools) {
    const refusedBy = firstRefusal(pool, wanted, circumstances, shares)
    if (refusedBy !== null) {
      unfit.push({ pool, refusedBy, bond: bondOf(refusedBy, pool, circumstances), total: 0, scoresOf })
      continue
    }
    let total = 0
    for (const [score, value] of scores) total += rules.weights[score] * value(pool, wanted, system)
    fit.push({ pool, refusedBy, bond: null, total, scoresOf, chance: dice(pool.id) })
  }
  return [...bestFirst(fit), ...unfit]
}

type Drawn = Weighed & { readonly chance: number }

/** How many of the best are put in order; of the others nobody asks which is better. */
const ORDERED = 16

function bestFirst(fit: readonly Drawn[]): readonly Drawn[] {
  const best: Drawn[] = []
  const rest: Drawn[] = []
  for (const one of fit) {
    let at = best.length
    while (at > 0 && isBetter(one, best[at - 1] as Drawn)) at -= 1
    if (at === ORDERED) rest.push(one)
    else best.splice(at, 0, one)
    if (best.length > ORDERED) rest.push(best.pop() as Drawn)
  }
  return [...best, ...rest]
}

const isBetter = (a: Drawn, b: Drawn) => a.total > b.total || (a.total === b.total && a.chance < b.chance)

function zonesOfSystem(pools: readonly PoolView[], { systemPoolIds }: Circumstances): ReadonlySet<string> {
  const zones = new Set<string>()
  if (systemPoolIds.size > 0) for (const pool of pools) if (systemPoolIds.has(pool.id)) zones.add(pool.zoneId)
  return zones
}

const placeOf = (pool: PoolView): Place => ({
  host: pool.id,
  zone: pool.zoneId,
  node: pool.nodeId,
  cloud: pool.cloudId,
  provider: pool.providerBodyId,
})

function bondOf(refusedBy: PlacementFilter, pool: PoolView, { bonds }: Circumstances): Bond | null {
  if (refusedBy === 'bond-apart') return findBroken(bonds, 'apart', placeOf(pool))
  return refusedBy === 'bond-together' ? findBroken(bonds, 'together', placeOf(pool)) : null
}

function firstRefusal(
  pool: PoolView,
  wanted: PlacementWanted,
  circumstances: Circumstances,
  shares: ProviderShares,
): PlacementFilter | null {
  for (const [filter, passes] of FILTERS) if (!passes(pool, wanted, circumstances, shares)) return filter
  return null
}

const NO_SHARES: ProviderShares = { given: new Map(), all: 0 }

function sharesOf(pools: readonly PoolView[]): ProviderShares {
  const given = new Map<string, number>()
  let all = 0
  for (const { providerBodyId, limit, free } of pools) {
    given.set(providerBodyId, (given.get(providerBodyId) ?? 0) + Math.max(0, limit.vcpus - free.vcpus))
    all += limit.vcpus
  }
  return { given, all }
}

/** The cheapest has 1, one of twice its price a half; whose price is not known has nothing. */
function cheapness(providerId: string, prices: NonNullable<PlacementWanted['prices']>): number {
  const own = prices.find((one) => one.providerBodyId === providerId)?.perMonthMinor
  if (own === undefined) return 0
  return own === 0 ? 1 : Math.min(...prices.map((one) => one.perMonthMinor)) / own
}

export function fits(amounts: Amounts, free: Amounts): boolean {
  return KEYS.every((key) => amounts[key] === 0 || amounts[key] <= free[key])
}

/**
 * What would be left of the scarcest thing, as a share of the limit, in steps of a tenth: within a step pools are equal,
 * and chance spreads what comes at the same time.
 */
function roomLeft(amounts: Amounts, { free, limit }: PoolView): number {
  let least = 1
  for (const key of KEYS)
    if (amounts[key] > 0 && limit[key] > 0) least = Math.min(least, (free[key] - amounts[key]) / limit[key])
  return Math.max(0, Math.floor(least * 10) / 10)
}
