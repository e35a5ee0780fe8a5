import type { Amounts } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { fromColumns, minus, plus } from '../amounts.ts'
import { findQuota, loadQuotaForUpdate, type QuotaRow, updateLimit } from './quota-store.ts'
import { requireAbove } from './set-quota.ts'

export interface QuotaMove {
  readonly fromBodyId: string
  readonly toBodyId: string
  readonly amounts: Amounts
  readonly reason: string
}

/** Moves quota between bodies under the same quota above (R134). @throws `quota.not_siblings`, `quota.below_use`. */
export async function moveQuota(ctx: Ctx, move: QuotaMove): Promise<{ from: QuotaRow; to: QuotaRow }> {
  ctx.authz.require(ctx, 'modify', 'quota')
  return ctx.inTx(async (tx) => {
    const { from, to } = await lockBoth(ctx, tx, move)
    if (from.body_id === to.body_id || from.parent_body_id !== to.parent_body_id) refuse('quota.not_siblings')
    const less = minus(fromColumns('limit', from), move.amounts)
    requireAbove(less, plus(fromColumns('used', from), fromColumns('allotted', from)))
    await updateLimit(tx, from.body_id, from.version, less)
    await updateLimit(tx, to.body_id, to.version, plus(fromColumns('limit', to), move.amounts))
    for (const row of [from, to]) {
      const after = { ...move, part: row === from ? 'from' : 'to' }
      await ctx.audit(tx, { noun: 'quota', objectId: row.body_id, bodyId: row.body_id, after })
      await ctx.emit(tx, { type: 'quota.set', noun: 'quota', id: row.body_id, bodyId: row.body_id })
    }
    return {
      from: (await findQuota(tx, from.body_id)) as QuotaRow,
      to: (await findQuota(tx, to.body_id)) as QuotaRow,
    }
  })
}

/** Both rows, locked in one order whichever way the quota moves. */
async function lockBoth(ctx: Ctx, tx: Tx, move: QuotaMove): Promise<{ from: QuotaRow; to: QuotaRow }> {
  const rows = new Map<string, QuotaRow>()
  for (const id of [move.fromBodyId, move.toBodyId].sort()) {
    rows.set(id, ctx.authz.authorised(ctx, 'modify', 'quota', await loadQuotaForUpdate(tx, id)))
  }
  return { from: rows.get(move.fromBodyId) as QuotaRow, to: rows.get(move.toBodyId) as QuotaRow }
}
