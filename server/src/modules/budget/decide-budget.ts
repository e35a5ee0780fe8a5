import type { BodyOf, budgetOperations as operations } from '@yunheng/contract'
import { personIdOf } from '../../platform/actor.ts'
import type { Authorised } from '../../platform/authz/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { elevated } from '../../platform/db/index.ts'
import { assert, refuse } from '../../platform/errors.ts'
import { carryActuals } from './actual/carry-actuals.ts'
import { refuseDecision, refusePermit } from './budget.ts'
import {
  type BudgetRow,
  decideVersion,
  findBudget,
  insertPermit,
  loadBudgetForUpdate,
  updateBudget,
} from './budget-store.ts'
import { refuseMoreThanStopped } from './check/refuse-stopped.ts'
import { holdYear, insertCommitments, listUnbudgeted } from './commitment-store.ts'
import { entryBeside, reversed } from './entries.ts'
import { budgetRules } from './rules-of-budget.ts'

/** @throws `budget.not_pending`, `budget.own_proposal`, `budget.stopped`, `common.version_stale`. */
export async function decideBudget(
  ctx: Ctx,
  id: string,
  decision: 'accept' | 'decline',
  input: BodyOf<typeof operations.accept>,
): Promise<BudgetRow> {
  return ctx.inTx(async (tx) => {
    const budget = ctx.authz.authorised(ctx, 'approve', 'budget', await loadBudgetForUpdate(tx, id))
    const { secondPerson } = await budgetRules(ctx, tx, budget.body_id)
    const refusal = refuseDecision(budget, personIdOf(ctx.actor), secondPerson.value)
    if (refusal) refuse(refusal)
    const comment = input.comment.trim()
    if (decision === 'accept') await putInForce(ctx, tx, budget, input.version, comment)
    else await turnDown(ctx, tx, budget, input.version, comment)
    await ctx.audit(tx, {
      noun: 'budget',
      objectId: id,
      label: budget.no,
      bodyId: budget.body_id,
      before: { state: budget.state, amountMinor: Number(budget.amount_minor) },
      after: { decision, comment },
    })
    const type = decision === 'accept' ? 'budget.accepted' : 'budget.declined'
    await ctx.emit(tx, { type, noun: 'budget', id, bodyId: budget.body_id })
    return (await findBudget(tx, id)) as BudgetRow
  })
}

/** What waits is in force from now on, and takes over what was approved before there was a line for it. */
export async function putInForce(
  ctx: Ctx,
  tx: Tx,
  budget: Authorised<BudgetRow, 'modify' | 'approve'>,
  version: number,
  comment: string,
): Promise<void> {
  const { state: _, ...decided } = await decideVersion(tx, budget, {
    state: 'in-force',
    ...decider(ctx),
    comment,
  })
  const { name, amount_minor, fund_source, budget_code, source_document } = decided
  // Evidence may have come since it was proposed.
  await refuseMoreThanStopped(tx, budget, BigInt(amount_minor))
  const content = { name, amount_minor, fund_source: fund_source as BudgetRow['fund_source'] }
  const change = { ...content, budget_code, source_document, state: 'active' as const }
  if (!(await updateBudget(tx, budget, version, change))) refuse('common.version_stale')
  if (budget.state !== 'active') await takeOver(ctx, tx, budget)
}

async function turnDown(
  ctx: Ctx,
  tx: Tx,
  budget: Authorised<BudgetRow, 'approve'>,
  version: number,
  comment: string,
): Promise<void> {
  await decideVersion(tx, budget, { state: 'declined', ...decider(ctx), comment })
  const change = budget.state === 'active' ? {} : { state: 'declined' as const }
  if (!(await updateBudget(tx, budget, version, change))) refuse('common.version_stale')
}

const decider = (ctx: Ctx) => ({
  decided_by: personIdOf(ctx.actor),
  decided_by_name: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
  decided_at: ctx.clock.now(),
})

async function takeOver(ctx: Ctx, tx: Tx, budget: BudgetRow): Promise<void> {
  await elevated(tx, async () => {
    const { id, no, body_id: bodyId, system_id: systemId, filing_id: filingId } = budget
    const { fiscal_year: fiscalYear, purpose } = budget
    const line = { bodyId, systemId, filingId, fiscalYear, purpose }
    // What keeps up own infrastructure pays for no request.
    if (purpose !== 'cloud' && purpose !== 'migration') return
    await holdYear(tx, fiscalYear, 'to-take-over')
    const unpaid = await listUnbudgeted(tx, line)
    const change = { kind: 'carry', note: no } as const
    const taken = unpaid.map((each) =>
      entryBeside(ctx, { ...each, budget_id: id }, BigInt(each.amount_minor), change),
    )
    await insertCommitments(tx, [...reversed(ctx, unpaid, change), ...taken])
    await carryActuals(ctx, tx, { id, no, ...line })
  })
}

/** R274: lets requests go beyond the line by so much. @throws `budget.not_active`, `common.version_stale`. */
export async function permitMore(
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.permit>,
): Promise<BudgetRow> {
  return ctx.inTx(async (tx) => {
    const budget = ctx.authz.authorised(ctx, 'approve', 'budget', await loadBudgetForUpdate(tx, id))
    const refusal = refusePermit(budget)
    if (refusal) refuse(refusal)
    if (!(await updateBudget(tx, budget, input.version, {}))) refuse('common.version_stale')
    const { actor } = ctx
    assert(actor.kind === 'person', 'the policy names roles of people')
    await insertPermit(tx, {
      id: ctx.ids.next(),
      budget_id: id,
      amount_minor: String(input.amount.amountMinor),
      reason: input.reason.trim(),
      document: input.document.trim(),
      by_name: actor.name,
      at: ctx.clock.now(),
    })
    const { version: _, ...permit } = input
    await ctx.audit(tx, {
      noun: 'budget',
      objectId: id,
      label: budget.no,
      bodyId: budget.body_id,
      after: permit,
    })
    await ctx.emit(tx, { type: 'budget.permitted', noun: 'budget', id, bodyId: budget.body_id })
    return (await findBudget(tx, id)) as BudgetRow
  })
}
