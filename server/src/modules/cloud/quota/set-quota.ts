import type { Amounts } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { elevated } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { findBody } from '../../organisation/index.ts'
import { AMOUNT_WORDS, firstLack, fromColumns, minus, plus, ZERO } from '../amounts.ts'
import { freeOf } from './claim-quota.ts'
import {
  findHolder,
  findQuota,
  insertQuota,
  loadQuotaForUpdate,
  type QuotaRow,
  sumBelow,
  updateLimit,
  updateLoad,
  updateParents,
} from './quota-store.ts'

export interface QuotaSetting {
  /** Null when the body has no quota of its own yet. */
  readonly version: number | null
  readonly limit: Amounts
  readonly reason: string
}

/**
 * Sets what a body and all below it may hold. What it gets is taken from what the nearest quota above can still pass on;
 * what it and those below use already moves with it.
 * @throws `quota.above_parent`, `quota.below_use`, `quota.body_not_found`.
 */
export async function setQuota(ctx: Ctx, bodyId: string, setting: QuotaSetting): Promise<QuotaRow> {
  ctx.authz.require(ctx, 'modify', 'quota')
  return ctx.inTx(async (tx) => {
    const body = ctx.authz.authorised(ctx, 'view', 'body', await findBody(tx, bodyId))
    if (body.closed_at !== null) refuse('quota.body_not_found')
    const before = await elevated(tx, () => apply(ctx, tx, bodyId, setting))
    const after = { limit: setting.limit, reason: setting.reason }
    await ctx.audit(tx, { noun: 'quota', objectId: bodyId, bodyId, before: { limit: before }, after })
    await ctx.emit(tx, { type: 'quota.set', noun: 'quota', id: bodyId, bodyId })
    return (await findQuota(tx, bodyId)) as QuotaRow
  })
}

/** @returns the limit before, null when there was none. */
async function apply(ctx: Ctx, tx: Tx, bodyId: string, setting: QuotaSetting): Promise<Amounts | null> {
  const own = await loadQuotaForUpdate(tx, bodyId)
  if ((own?.version ?? null) !== setting.version) refuse('common.version_stale')
  if (!own) {
    await create(ctx, tx, bodyId, setting.limit)
    return null
  }
  const before = fromColumns('limit', own)
  requireAbove(setting.limit, plus(fromColumns('used', own), fromColumns('allotted', own)))
  if (own.parent_body_id !== null) await passOn(tx, own.parent_body_id, minus(setting.limit, before))
  if (!(await updateLimit(tx, bodyId, own.version, setting.limit))) refuse('common.version_stale')
  return before
}

async function create(ctx: Ctx, tx: Tx, bodyId: string, limit: Amounts): Promise<void> {
  const above = await findHolder(tx, bodyId, true)
  const parentBodyId = above?.body_id ?? null
  if (parentBodyId !== null) await loadQuotaForUpdate(tx, parentBodyId)
  const adopted = await sumBelow(tx, bodyId, parentBodyId)
  requireAbove(limit, plus(adopted.used, adopted.allotted))
  if (parentBodyId !== null) {
    // What moves over is first given back above, then the whole new limit is passed on.
    await updateLoad(tx, parentBodyId, { allotted: ZERO, used: minus(ZERO, adopted.used) })
    await passOn(tx, parentBodyId, minus(limit, adopted.allotted))
  }
  await insertQuota(tx, { bodyId, parentBodyId, createdAt: ctx.clock.now() }, { limit, ...adopted })
  await updateParents(tx, bodyId, parentBodyId)
}

/** Takes from what the quota above can still pass on, or gives back to it. */
export async function passOn(tx: Tx, parentBodyId: string, amounts: Amounts): Promise<void> {
  if (await updateLoad(tx, parentBodyId, { allotted: amounts })) return
  const parent = (await findQuota(tx, parentBodyId)) as QuotaRow
  const free = freeOf(parent)
  const lack = firstLack(free, amounts) ?? 'vcpus'
  refuse('quota.above_parent', { details: { what: AMOUNT_WORDS[lack], free: free[lack] } })
}

export function requireAbove(limit: Amounts, load: Amounts): void {
  const lack = firstLack(limit, load)
  if (lack !== null) refuse('quota.below_use', { details: { what: AMOUNT_WORDS[lack], used: load[lack] } })
}
