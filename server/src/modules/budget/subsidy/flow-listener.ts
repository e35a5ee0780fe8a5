/** Follows the flow of a subsidy in its own transaction: what is granted is a budget line in force, or is not granted. */
import type { Authorised } from '../../../platform/authz/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import type { FlowChange, FlowListener } from '../../workflow/index.ts'
import { type BudgetRow, findBudget, insertBudget, insertVersion, nextBudgetNo } from '../budget-store.ts'
import { putInForce } from '../decide-budget.ts'
import { loadSubsidyForUpdate, type SubsidyRow, updateSubsidy } from './subsidy-store.ts'

export const subsidyFlowListener: FlowListener = { subjectNoun: 'subsidy', onFlowChange }

async function onFlowChange(tx: Tx, ctx: Ctx, news: FlowChange): Promise<void> {
  const subsidy = await loadSubsidyForUpdate(tx, news.subject.id)
  assert(subsidy !== undefined, 'a flow about a subsidy has its subsidy')
  const { comment } = news
  if (news.kind === 'returned') return move(ctx, tx, subsidy, { state: 'returned', comment })
  if (news.kind === 'resubmitted') return move(ctx, tx, subsidy, { state: 'in-approval', comment: null })
  const decided = { comment, decided_at: ctx.clock.now() }
  if (news.outcome === 'approved') {
    const budget_id = await grant(ctx, tx, subsidy)
    return move(ctx, tx, subsidy, { state: 'granted', budget_id, ...decided })
  }
  return move(ctx, tx, subsidy, {
    state: news.outcome === 'withdrawn' ? 'withdrawn' : 'rejected',
    ...decided,
  })
}

async function move(
  ctx: Ctx,
  tx: Tx,
  subsidy: SubsidyRow,
  change: Parameters<typeof updateSubsidy>[3] & { readonly state: SubsidyRow['state'] },
): Promise<void> {
  const { id, no: label, body_id: bodyId } = subsidy
  await updateSubsidy(tx, id, null, change)
  const [before, after] = [{ state: subsidy.state }, { state: change.state }]
  await ctx.audit(tx, {
    act: `subsidy.${change.state}`,
    noun: 'subsidy',
    objectId: id,
    label,
    bodyId,
    before,
    after,
  })
  await ctx.emit(tx, { type: `subsidy.${change.state}`, noun: 'subsidy', id, bodyId })
}

/** Decided by the flow, so that nobody has to decide on the line again. */
async function grant(ctx: Ctx, tx: Tx, subsidy: SubsidyRow): Promise<string> {
  const id = ctx.ids.next()
  const content = {
    name: `上云补助 ${subsidy.system_name}`.slice(0, 200),
    amount_minor: subsidy.amount_minor,
    fund_source: 'subsidy',
    budget_code: subsidy.no,
    source_document: subsidy.document,
  } as const
  await insertBudget(tx, {
    id,
    no: await nextBudgetNo(tx, subsidy.fiscal_year),
    body_id: subsidy.body_id,
    system_id: subsidy.system_id,
    filing_id: null,
    fiscal_year: subsidy.fiscal_year,
    purpose: 'migration',
    state: 'proposed',
    ...content,
    created_at: ctx.clock.now(),
  })
  await insertVersion(tx, {
    budget_id: id,
    ...content,
    reason: subsidy.reason,
    proposed_by: subsidy.applied_by,
    proposed_by_name: subsidy.applied_by_name,
    proposed_at: subsidy.applied_at,
  })
  const row = (await findBudget(tx, id)) as Authorised<BudgetRow, 'approve'>
  await putInForce(ctx, tx, row, row.version, subsidy.no)
  await ctx.emit(tx, { type: 'budget.accepted', noun: 'budget', id, bodyId: subsidy.body_id })
  return id
}
