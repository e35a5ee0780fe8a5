import type { PlacementExplanation, PlacementWanted } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { cloudPoolBook } from './cloud-pool-book.ts'
import { explain, type StoredExplanation, toExplanation, whyNot } from './explanation.ts'
import {
  insertPlacement,
  listBodyLine,
  listSystemClouds,
  loadPlacementForUpdate,
  updateReleased,
} from './placement-store.ts'
import type { PoolBook, PoolView } from './pool-book.ts'
import { createPoolGlance } from './pool-glance.ts'
import type { Site } from './site.ts'
import { type Weighed, weigh } from './weigh.ts'

export interface ClaimInput {
  readonly requestId: string | null
  readonly requestLineId: string | null
  /** Units of the line that are claimed for; `wanted.amounts` is for all of them. */
  readonly quantity: number
  readonly wanted: PlacementWanted
  /** Only into these (the regulator's own choice); any that fits when left out. */
  readonly poolIds?: readonly string[] | null
}

export interface Placing {
  /**
   * Decides, takes capacity and quota and writes the placement, all in the caller's transaction (R9, DESIGN §4.3).
   * Competitors can take a pool's last room between the decision and the claim: then the next best is tried.
   * @throws `placement.no_fit`, `quota.exceeded`, `quota.not_set`.
   */
  claim(tx: Tx, ctx: Ctx, input: ClaimInput): Promise<Site>
  /** Where it would go, and why, without writing anything. */
  foresee(ctx: Ctx, wanted: PlacementWanted): Promise<PlacementExplanation>
  /** A claim whose resources were not written: gives back capacity and quota, and closes it. */
  giveUp(tx: Tx, ctx: Ctx, placementId: string): Promise<void>
  /** Nothing of it is left; its resources gave back their own parts. A second time does nothing. */
  close(tx: Tx, ctx: Ctx, placementId: string): Promise<void>
}

export function createPlacing(book: PoolBook = cloudPoolBook): Placing {
  const glance = createPoolGlance(book)
  return {
    claim: (tx, ctx, input) =>
      elevated(tx, () => glance.during(tx, input.wanted, (pools) => claimOne(tx, ctx, book, pools, input))),
    foresee: (ctx, wanted) =>
      ctx.inTx((tx) =>
        elevated(tx, async () => {
          const weighed = await weighNow(tx, await book.list(tx, wanted), wanted, 'none')
          const best = weighed.find((one) => one.refusedBy === null)
          return toExplanation(explain(weighed, best?.pool.id ?? null, ctx.clock.now()), wanted)
        }),
      ),
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

/** Pools tried after the best one had no room any more: each try is one statement. */
const TRIES_MAX = 8

async function claimOne(
  tx: Tx,
  ctx: Ctx,
  book: PoolBook,
  pools: readonly PoolView[],
  input: ClaimInput,
): Promise<Site> {
  const { wanted } = input
  const placementId = ctx.ids.next()
  const allowed = input.poolIds ? pools.filter((pool) => input.poolIds?.includes(pool.id)) : pools
  const weighed = await weighNow(tx, allowed, wanted, placementId)
  const fitting = weighed.filter((one) => one.refusedBy === null).slice(0, TRIES_MAX)
  if (fitting.length > 0) await book.reserveQuota(tx, wanted.bodyId, wanted.amounts)
  const full = new Set<string>()
  for (const { pool } of fitting) {
    if (await book.reserveCapacity(tx, pool.id, wanted.amounts)) {
      const explanation = explain(crossedOut(weighed, full), pool.id, ctx.clock.now())
      await write(tx, ctx, input, { placementId, pool, explanation })
      return siteOf(placementId, pool)
    }
    full.add(pool.id)
  }
  const why = whyNot(explain(crossedOut(weighed, full), null, ctx.clock.now()))
  return refuse('placement.no_fit', { details: { why } })
}

async function weighNow(
  tx: Tx,
  pools: readonly PoolView[],
  wanted: PlacementWanted,
  seed: string,
): Promise<readonly Weighed[]> {
  const systemCloudIds = new Set(await listSystemClouds(tx, wanted.systemId))
  const isAnyDedicated = pools.some((pool) => pool.dedicatedBodyId !== null)
  const bodyLine = new Set(isAnyDedicated ? await listBodyLine(tx, wanted.bodyId) : [])
  return weigh(pools, wanted, { systemCloudIds, bodyLine, dice: (poolId) => draw(seed, poolId) })
}

/** Those that turned out to be full belong to those that were left out. */
function crossedOut(weighed: readonly Weighed[], full: ReadonlySet<string>): readonly Weighed[] {
  if (full.size === 0) return weighed
  return weighed.map((one) =>
    full.has(one.pool.id) ? { ...one, refusedBy: 'room' as const, scores: [], total: 0 } : one,
  )
}

/** FNV-1a over both: the same claim and pool always draw the same, so that a choice can be followed later. */
function draw(seed: string, poolId: string): number {
  let hash = 0x811c9dc5
  for (const text of [seed, poolId])
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

async function write(
  tx: Tx,
  ctx: Ctx,
  input: ClaimInput,
  chosen: { readonly placementId: string; readonly pool: PoolView; readonly explanation: StoredExplanation },
): Promise<void> {
  const { pool } = chosen
  await insertPlacement(tx, {
    id: chosen.placementId,
    request_id: input.requestId,
    request_line_id: input.requestLineId,
    body_id: input.wanted.bodyId,
    system_id: input.wanted.systemId,
    provider_body_id: pool.providerBodyId,
    cloud_id: pool.cloudId,
    pool_id: pool.id,
    network_zone: pool.networkZone,
    amounts: input.wanted.amounts,
    quantity: input.quantity,
    wanted: input.wanted,
    explanation: chosen.explanation,
    created_by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
    created_at: ctx.clock.now(),
  })
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
