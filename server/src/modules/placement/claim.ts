import type { PlacementExplanation, PlacementWanted, PlacementWhatIf } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { type Arrangement, arrange, type Part, type Share, type Shared, times, wantedOf } from './arrange.ts'
import { readCircumstances } from './circumstances.ts'
import { cloudPoolBook } from './cloud-pool-book.ts'
import { explain, type StoredExplanation, toExplanation, whyNot } from './explanation.ts'
import { type ImagineInput, imagine } from './imagine.ts'
import {
  insertInRoom,
  insertPlacements,
  loadPlacementForUpdate,
  type NewPlacement,
  updateReleased,
} from './placement-store.ts'
import { type PlacingRules, placingRulesAt } from './placing-rules.ts'
import type { PoolBook, PoolView } from './pool-book.ts'
import { createPoolGlance, type Seen } from './pool-glance.ts'
import type { Site } from './site.ts'
import { type Weighed, weigh } from './weigh.ts'

export interface ClaimInput {
  readonly requestId: string | null
  readonly wanted: Shared
  readonly parts: readonly Part[]
  /** Only into these (the regulator's own choice); any that fits when null. */
  readonly poolIds: readonly string[] | null
  /** Why the regulator named pools himself (R9): kept with the explanation. */
  readonly override?: { readonly reason: string }
}

/** A claim with the rules that it is weighed by. */
interface Claim extends ClaimInput {
  readonly rules: PlacingRules
}

export interface Placed {
  readonly site: Site
  readonly part: Part
  readonly count: number
  readonly firstNumber: number
}

export interface Placing {
  /**
   * Decides, takes capacity and quota and writes the placements, all in the caller's transaction (R9, DESIGN §4.3). The
   * parts of a request stand together (see `arrange`). Competitors can take a pool's last room between the decision and
   * the claim: then it is decided again without it.
   * @throws `placement.no_fit`, `quota.exceeded`, `quota.not_set`.
   */
  claim(tx: Tx, ctx: Ctx, input: ClaimInput): Promise<readonly Placed[]>
  /** Where it would go, and why, without writing anything. */
  foresee(ctx: Ctx, wanted: PlacementWanted): Promise<PlacementExplanation>
  /** Where all of it would go, by the rules in force or by another version, without writing anything. */
  imagine(ctx: Ctx, input: ImagineInput): Promise<PlacementWhatIf>
  /** A claim whose resources were not written: gives back capacity and quota, and closes it. */
  giveUp(tx: Tx, ctx: Ctx, placementId: string): Promise<void>
  /** Nothing of it is left; its resources gave back their own parts. A second time does nothing. */
  close(tx: Tx, ctx: Ctx, placementId: string): Promise<void>
}

export function createPlacing(book: PoolBook = cloudPoolBook): Placing {
  const glance = createPoolGlance()
  return {
    claim(tx, ctx, input) {
      const see = async (): Promise<Seen> => ({
        rules: await placingRulesAt(tx, ctx.clock.now()),
        pools: await book.list(tx, input.wanted),
      })
      return glance.during(input.wanted, see, ({ pools, rules }) =>
        claimFrom(tx, ctx, book, pools, { ...input, rules }),
      )
    },
    foresee: (ctx, wanted) =>
      ctx.inTx(async (tx) => {
        const at = ctx.clock.now()
        const rules = await placingRulesAt(tx, at)
        const pools = await book.list(tx, wanted)
        const weighed = weigh(pools, wanted, await readCircumstances(tx, wanted, 'none', null, rules))
        const best = weighed.find((one) => one.refusedBy === null)
        return toExplanation(explain(weighed, best?.pool.id ?? null, { at, policy: rules.policy }), wanted)
      }),
    imagine: (ctx, input) => ctx.inTx((tx) => imagine(tx, ctx, book, input)),
    giveUp: (tx, ctx, placementId) =>
      elevated(tx, async () => {
        const row = await loadPlacementForUpdate(tx, placementId)
        if (row === undefined || row.state === 'released') return
        await book.release(tx, { poolId: row.pool_id, bodyId: row.body_id }, row.amounts)
        await updateReleased(tx, placementId, ctx.clock.now())
      }),
    close: (tx, ctx, placementId) => elevated(tx, () => updateReleased(tx, placementId, ctx.clock.now())),
  }
}

/** Pools tried in one go after the best one had no room any more. */
const POOLS_PER_TRY = 8
const TRIES_MAX = 10

async function claimFrom(
  tx: Tx,
  ctx: Ctx,
  book: PoolBook,
  pools: readonly PoolView[],
  input: Claim,
): Promise<readonly Placed[]> {
  const { wanted, parts } = input
  const full = new Set<string>()
  // Also the first placement's: by it a draw among equals can be followed later.
  const id = ctx.ids.next()
  const circumstances = {
    ...(await readCircumstances(tx, wanted, id, input.poolIds, input.rules)),
    fullPoolIds: full,
  }
  for (let tried = 0; tried < TRIES_MAX; tried++) {
    const arrangement = arrange(pools, wanted, parts, circumstances)
    if (arrangement.kind === 'none') return refuseAll(ctx, input, arrangement.weighed)
    const placed =
      arrangement.kind === 'spread'
        ? await claimShares(tx, ctx, book, input, id, arrangement.shares, full)
        : await claimWhole(tx, ctx, book, input, id, arrangement, full)
    if (placed !== null) return placed
  }
  return refuseAll(ctx, input, weigh(pools, wantedOf(wanted, parts), circumstances))
}

/** @returns null when none of the pools tried had room any more; they are then known as full. */
async function claimWhole(
  tx: Tx,
  ctx: Ctx,
  book: PoolBook,
  input: Claim,
  firstId: string,
  { wanted, weighed }: Extract<Arrangement, { kind: 'whole' }>,
  full: Set<string>,
): Promise<readonly Placed[] | null> {
  const fitting = weighed.filter((one) => one.refusedBy === null).slice(0, POOLS_PER_TRY)
  const ids = fitting.map((one) => one.pool.id)
  const sharesIn = (pool: PoolView, seen: readonly Weighed[]) =>
    input.parts.map((part) => ({ part, count: part.quantity, firstNumber: 1, pool, weighed: seen }))
  const shares = sharesIn((fitting[0] as Weighed).pool, weighed)
  const rows = toRows(ctx, input, firstId, shares)
  const { outcome, chosen } = await insertInRoom(tx, wanted.bodyId, ids, wanted.amounts, rows)
  if (outcome === 'quota-exceeded' || outcome === 'quota-not-set')
    return book.refuseQuota(tx, wanted.bodyId, wanted.amounts)
  if (chosen === ids[0]) return toPlaced(shares, rows)
  for (const id of chosen === null ? ids : ids.slice(0, ids.indexOf(chosen))) full.add(id)
  if (chosen === null) return null
  const next = sharesIn(fitting[ids.indexOf(chosen)]?.pool as PoolView, crossedOut(weighed, full))
  return write(tx, ctx, input, firstId, next)
}

/** @returns null when one of the pools had no room any more; it is then known as full. */
async function claimShares(
  tx: Tx,
  ctx: Ctx,
  book: PoolBook,
  input: Claim,
  firstId: string,
  shares: readonly Share[],
  full: Set<string>,
): Promise<readonly Placed[] | null> {
  const taken = shares.map(({ pool, part, count }) => ({ poolId: pool.id, amounts: times(part.unit, count) }))
  const missed = await book.reserveAll(tx, input.wanted.bodyId, taken)
  if (missed === null) return write(tx, ctx, input, firstId, shares)
  full.add(missed.fullPoolId)
  return null
}

/** Those that turned out to be full belong to those that were left out. */
function crossedOut(weighed: readonly Weighed[], full: ReadonlySet<string>): readonly Weighed[] {
  return weighed.map((one) =>
    full.has(one.pool.id) ? { ...one, refusedBy: 'room' as const, total: 0 } : one,
  )
}

function refuseAll(ctx: Ctx, { parts, rules }: Claim, weighed: readonly Weighed[]): never {
  const why = whyNot(explain(weighed, null, { at: ctx.clock.now(), policy: rules.policy }), parts.length > 1)
  return refuse('placement.no_fit', { details: { why } })
}

async function write(
  tx: Tx,
  ctx: Ctx,
  input: Claim,
  firstId: string,
  shares: readonly Share[],
): Promise<readonly Placed[]> {
  const rows = toRows(ctx, input, firstId, shares)
  await elevated(tx, () => insertPlacements(tx, rows))
  return toPlaced(shares, rows)
}

function toRows(ctx: Ctx, input: Claim, firstId: string, shares: readonly Share[]): readonly NewPlacement[] {
  const { requestId, wanted, rules, override } = input
  const now = ctx.clock.now()
  const by = ctx.actor.kind === 'nobody' ? '' : ctx.actor.name
  const how = { at: now, policy: rules.policy, ...(override && { override: { ...override, by } }) }
  const explained = new Map<readonly Weighed[], StoredExplanation>()
  return shares.map(({ part, count, pool, weighed }, index) => {
    const explanation = explained.get(weighed) ?? explain(weighed, pool.id, how)
    explained.set(weighed, explanation)
    const own = wantedOf(wanted, [{ ...part, quantity: count }])
    return {
      id: index === 0 ? firstId : ctx.ids.next(),
      request_id: requestId,
      request_line_id: part.requestLineId,
      body_id: wanted.bodyId,
      system_id: wanted.systemId,
      provider_body_id: pool.providerBodyId,
      cloud_id: pool.cloudId,
      pool_id: pool.id,
      network_zone: pool.networkZone,
      amounts: own.amounts,
      quantity: count,
      wanted: own,
      explanation,
      created_by: by,
      created_at: now,
    }
  })
}

function toPlaced(shares: readonly Share[], rows: readonly NewPlacement[]): readonly Placed[] {
  return shares.map(({ part, count, firstNumber, pool }, index) => ({
    site: siteOf(rows[index]?.id ?? '', pool),
    part,
    count,
    firstNumber,
  }))
}

function siteOf(placementId: string, pool: PoolView): Site {
  return {
    placementId,
    cloudId: pool.cloudId,
    poolId: pool.id,
    providerBodyId: pool.providerBodyId,
    networkZone: pool.networkZone,
    nativeZone: pool.nativeZone,
    mapping: pool.mapping,
  }
}
