/** Gives what was taken in the plan that it is priced by, from a moment on that may lie behind. */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { type HistoryDraft, insertHistories } from '../history-store.ts'
import type { PlanTag, ResourceRow } from '../resource.ts'
import { emitResource } from '../resource-events.ts'
import { loadUnpricedForUpdate, updatePlans } from './adopt-store.ts'

export interface PlanToSet {
  readonly resourceId: string
  readonly plan: PlanTag
}

export function planDraft(
  row: Pick<ResourceRow, 'plan' | 'plan_since'> & Parameters<typeof insertHistories>[2][number]['row'],
  list: string,
): Parameters<typeof insertHistories>[2] {
  const { plan, plan_since: since } = row
  if (plan === null || since === null) return []
  const details = { list, plan: plan.title.zh, planEn: plan.title.en, from: dayInChina(since) }
  const draft: HistoryDraft = { sort: 'intent', code: 'resource.plan-set', details }
  return [{ row, draft }]
}

/**
 * One statement a table, however many. What was held since is metered anew with its plan (the database keeps it so).
 *
 * @returns those that got their plan: what has one already, was ordered since, or has gone, keeps what it has.
 */
export async function setPlans(
  tx: Tx,
  ctx: Ctx,
  of: { readonly no: string; readonly bodyId: string; readonly since: Date },
  plans: readonly PlanToSet[],
): Promise<ReadonlySet<string>> {
  const wanted = new Map(plans.map((one) => [one.resourceId, one.plan]))
  const rows = await loadUnpricedForUpdate(tx, of.bodyId, [...wanted.keys()])
  if (rows.length === 0) return new Set()
  const priced = rows.map((row) => ({
    ...row,
    plan: wanted.get(row.id) as PlanTag,
    // Nothing is metered before its service began.
    plan_since: row.provisioned_at !== null && row.provisioned_at > of.since ? row.provisioned_at : of.since,
    version: row.version + 1,
  }))
  await updatePlans(tx, priced)
  await insertHistories(
    tx,
    ctx,
    priced.flatMap((row) => planDraft(row, of.no)),
  )
  for (const row of priced) await emitResource(tx, ctx, row, 'progressed')
  return new Set(priced.map((row) => row.id))
}
