import type { PlacementWhatIf } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { minus } from '../cloud/index.ts'
import { platformRulesOfVersion } from '../rule/index.ts'
import { arrange, type Part, type Shared, times, wantedOf } from './arrange.ts'
import { diceOf, readCircumstances } from './circumstances.ts'
import { countRefused, toCandidates, whyNotWords } from './explanation.ts'
import { type PlacingRules, placingRulesAt, toPlacingRules } from './placing-rules.ts'
import type { PoolBook, PoolView } from './pool-book.ts'
import { type Circumstances, type Weighed, weigh } from './weigh.ts'

export interface ImagineInput {
  readonly shared: Shared
  readonly parts: readonly Part[]
  /** `together`: as the lines of one request. `one-by-one`: every unit of the first part by itself, in its turn. */
  readonly how: 'together' | 'one-by-one'
  /** Another version of the rules than that in force. */
  readonly ruleSetId: string | null
}

/** What would go where, and what the pools would look like afterwards. */
export interface Imagined {
  readonly units: ReadonlyMap<string, number>
  readonly after: readonly PoolView[]
  /** As it was weighed at first. */
  readonly first: readonly Weighed[]
  /** As it was weighed when nothing fitted any more; null when all found room. */
  readonly last: readonly Weighed[] | null
}

/** In place of a system or body, where what is imagined belongs to none. */
export const NO_ONE = '00000000-0000-0000-0000-000000000000'

const POOLS_SHOWN = 200

/** @throws `placement.policy_unknown`. */
export async function imagine(
  tx: Tx,
  ctx: Ctx,
  book: PoolBook,
  { shared, parts, how, ruleSetId }: ImagineInput,
): Promise<PlacementWhatIf> {
  const now = ctx.clock.now()
  const rules = ruleSetId === null ? await placingRulesAt(tx, now) : await rulesOfVersion(tx, ruleSetId)
  const pools = await book.list(tx, shared)
  const circumstances = await readCircumstances(tx, shared, 'what-if', null, rules)
  const imagined =
    how === 'together'
      ? placeTogether(pools, shared, parts, circumstances)
      : placeOneByOne(pools, shared, parts[0] as Part, circumstances)
  const asked = parts.reduce((sum, part) => sum + part.quantity, 0)
  const placed = [...imagined.units.values()].reduce((sum, count) => sum + count, 0)
  return {
    asOf: now.toISOString(),
    policy: rules.policy,
    asked,
    placed,
    lacking:
      imagined.last && whyNotWords({ refused: countRefused(imagined.last), count: imagined.last.length }),
    pools: toRows(pools, imagined),
    poolCount: pools.length,
  }
}

async function rulesOfVersion(tx: Tx, id: string): Promise<PlacingRules> {
  const version = await platformRulesOfVersion(tx, id)
  return version === undefined ? refuse('placement.policy_unknown') : toPlacingRules(version)
}

export function placeTogether(
  pools: readonly PoolView[],
  shared: Shared,
  parts: readonly Part[],
  circumstances: Circumstances,
): Imagined {
  const arrangement = arrange(pools, shared, parts, circumstances)
  const first = weigh(pools, wantedOf(shared, parts), circumstances)
  if (arrangement.kind === 'none') return { units: new Map(), after: pools, first, last: arrangement.weighed }
  const units = new Map<string, number>()
  const after = new Map(pools.map((pool) => [pool.id, pool]))
  const best = arrangement.kind === 'whole' ? arrangement.weighed[0]?.pool : undefined
  const shares =
    arrangement.kind === 'spread'
      ? arrangement.shares
      : parts.flatMap((part) => (best ? [{ part, count: part.quantity, pool: best }] : []))
  for (const { part, count, pool } of shares) {
    units.set(pool.id, (units.get(pool.id) ?? 0) + count)
    const view = after.get(pool.id) as PoolView
    after.set(pool.id, { ...view, free: minus(view.free, times(part.unit, count)) })
  }
  return { units, after: [...after.values()], first, last: null }
}

/** As so many claims that come one after the other, each seeing what the ones before have taken. */
export function placeOneByOne(
  pools: readonly PoolView[],
  shared: Shared,
  part: Part,
  circumstances: Circumstances,
): Imagined {
  const wanted = wantedOf(shared, [{ ...part, quantity: 1 }])
  const after = [...pools]
  const at = new Map(pools.map((pool, index) => [pool.id, index]))
  const units = new Map<string, number>()
  const systemCloudIds = new Set(circumstances.systemCloudIds)
  const systemPoolIds = new Set(circumstances.systemPoolIds)
  let first: readonly Weighed[] | null = null
  for (let nth = 0; nth < part.quantity; nth += 1) {
    const now = { ...circumstances, systemCloudIds, systemPoolIds, dice: diceOf(`what-if ${nth}`) }
    const weighed = weigh(after, wanted, now)
    first ??= weighed
    const best = weighed[0]
    if (best === undefined || best.refusedBy !== null) return { units, after, first, last: weighed }
    const { pool } = best
    units.set(pool.id, (units.get(pool.id) ?? 0) + 1)
    after[at.get(pool.id) as number] = { ...pool, free: minus(pool.free, part.unit) }
    if (shared.systemId === NO_ONE) continue
    systemCloudIds.add(pool.cloudId)
    systemPoolIds.add(pool.id)
  }
  return { units, after, first: first ?? [], last: null }
}

function toRows(pools: readonly PoolView[], { units, after, first }: Imagined): PlacementWhatIf['pools'] {
  const before = new Map(pools.map((pool) => [pool.id, pool]))
  const later = new Map(after.map((pool) => [pool.id, pool]))
  const carries = (one: Weighed) => units.get(one.pool.id) ?? 0
  const shown = first.toSorted((a, b) => carries(b) - carries(a)).slice(0, POOLS_SHOWN)
  return toCandidates(shown).map((candidate) => {
    const { id } = candidate.pool
    const view = before.get(id) as PoolView
    return {
      ...candidate,
      units: units.get(id) ?? 0,
      limit: view.limit,
      freeBefore: view.free,
      freeAfter: (later.get(id) as PoolView).free,
    }
  })
}
