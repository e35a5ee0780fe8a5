import type { FundPlan, FundPlanSet } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { findBody } from '../organisation/index.ts'
import { money } from './budget-view.ts'
import {
  type FundPlanRow,
  findFundPlan,
  findFundPlanOf,
  insertFundPlan,
  updateFundPlan,
} from './fund-plan-store.ts'
import { usesCloud } from './propose-budget.ts'

/** R278: enters or changes the plan of a body for a year. @throws `fund-plan.body_not_found`, `….reason_missing`, `common.version_stale`. */
export async function setFundPlan(ctx: Ctx, input: FundPlanSet): Promise<FundPlanRow> {
  ctx.authz.require(ctx, 'create', 'budget')
  if (input.version !== null && input.reason === null) refuse('fund-plan.reason_missing')
  return ctx.inTx(async (tx) => {
    const body = await findBody(tx, input.bodyId)
    if (!body || !usesCloud(body)) return refuse('fund-plan.body_not_found')
    const { fiscalYear, version } = input
    const before = await findFundPlanOf(tx, body.id, fiscalYear)
    const id = before?.id ?? ctx.ids.next()
    const columns = {
      first_minor: String(input.firstQuarter.amountMinor),
      second_minor: String(input.secondQuarter.amountMinor),
      third_minor: String(input.thirdQuarter.amountMinor),
      fourth_minor: String(input.fourthQuarter.amountMinor),
      document: input.document.trim(),
      note: input.note.trim(),
      reason: input.reason?.trim() ?? null,
      entered_by_name: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
      updated_at: ctx.clock.now(),
    }
    const written =
      version === null
        ? await insertFundPlan(tx, { id, body_id: body.id, fiscal_year: fiscalYear, ...columns })
        : await updateFundPlan(tx, id, version, columns)
    if (!written) refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'budget',
      objectId: id,
      label: `${body.name} ${fiscalYear}`,
      bodyId: body.id,
      before: before && { quarters: quartersOf(before), document: before.document },
      after: input,
    })
    return (await findFundPlan(tx, id)) as FundPlanRow
  })
}

const quartersOf = (row: FundPlanRow): readonly number[] =>
  [row.first_minor, row.second_minor, row.third_minor, row.fourth_minor].map(Number)

export function toFundPlan(ctx: Ctx, row: FundPlanRow): FundPlan {
  const quarters = quartersOf(row)
  return {
    id: row.id,
    body: { id: row.body_id, name: row.body_name },
    fiscalYear: row.fiscal_year,
    quarters: quarters.map((secured, index) => ({
      secured: money(secured),
      committed: money(row.committed[index] ?? 0),
    })),
    total: money(quarters.reduce((sum, each) => sum + each, 0)),
    budgeted: money(row.budgeted_minor),
    document: row.document,
    note: row.note,
    reason: row.reason,
    enteredBy: row.entered_by_name,
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
    actions: { set: ctx.authz.allowance(ctx.actor, 'create', 'budget') },
  }
}
