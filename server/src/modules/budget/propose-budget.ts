import type { BodyOf, BudgetCreate, budgetOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { assert, refuse } from '../../platform/errors.ts'
import { findBody } from '../organisation/index.ts'
import { findFilingRef } from '../project-filing/index.ts'
import { findSystem } from '../system/index.ts'
import { refuseChange } from './budget.ts'
import {
  type BudgetRow,
  type Content,
  columnsOf,
  findBudget,
  insertBudget,
  insertVersion,
  loadBudgetForUpdate,
  nextBudgetNo,
  updateBudget,
} from './budget-store.ts'
import { refuseMoreThanStopped, refuseStopped } from './check/refuse-stopped.ts'
import { putInForce } from './decide-budget.ts'
import { budgetRules } from './rules-of-budget.ts'

const USES_NONE: ReadonlySet<string> = new Set(['provider', 'platform-provider', 'leading-group', 'guide'])

export const usesCloud = (body: { readonly kind: string; readonly closed_at: Date | null }) =>
  body.closed_at === null && !USES_NONE.has(body.kind)

/** Enters a line; it counts once it is accepted. @throws `budget.body_not_found`, `….system_not_found`, `….filing_not_found`. */
export async function proposeBudget(ctx: Ctx, input: BudgetCreate): Promise<BudgetRow> {
  ctx.authz.require(ctx, 'create', 'budget')
  return ctx.inTx(async (tx) => {
    const body = await findBody(tx, input.bodyId)
    if (!body || !usesCloud(body)) return refuse('budget.body_not_found')
    await checkNamed(tx, body.id, input)
    const id = ctx.ids.next()
    const no = await nextBudgetNo(tx, input.fiscalYear)
    await insertBudget(tx, {
      id,
      no,
      body_id: body.id,
      system_id: input.systemId,
      filing_id: input.filingId,
      fiscal_year: input.fiscalYear,
      purpose: input.purpose,
      state: 'proposed',
      ...columnsOf(input),
      created_at: ctx.clock.now(),
    })
    await ctx.audit(tx, { noun: 'budget', objectId: id, label: no, bodyId: body.id, after: input })
    return proposed(ctx, tx, id, input, '')
  })
}

/** Proposes other figures for a line, with the reason. @throws `budget.pending`, `budget.stopped`, `common.version_stale`. */
export async function changeBudget(
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.change>,
): Promise<BudgetRow> {
  return ctx.inTx(async (tx) => {
    const budget = ctx.authz.authorised(ctx, 'modify', 'budget', await loadBudgetForUpdate(tx, id))
    const refusal = refuseChange(budget)
    if (refusal) refuse(refusal)
    const { version, reason, ...content } = input
    await refuseMoreThanStopped(tx, budget, BigInt(content.amount.amountMinor))
    // What never came into force stands as it is proposed now.
    const shown = budget.state === 'active' ? {} : { ...columnsOf(content), state: 'proposed' as const }
    if (!(await updateBudget(tx, budget, version, shown))) refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'budget',
      objectId: id,
      label: budget.no,
      bodyId: budget.body_id,
      before: { name: budget.name, amountMinor: Number(budget.amount_minor) },
      after: { ...content, reason },
    })
    return proposed(ctx, tx, id, content, reason.trim())
  })
}

/** Keeps the version; where the rule asks for no second person it is in force at once. */
async function proposed(ctx: Ctx, tx: Tx, id: string, content: Content, reason: string): Promise<BudgetRow> {
  const { actor } = ctx
  assert(actor.kind === 'person', 'the policy names roles of people')
  await insertVersion(tx, {
    budget_id: id,
    ...columnsOf(content),
    reason,
    proposed_by: actor.personId,
    proposed_by_name: actor.name,
    proposed_at: ctx.clock.now(),
  })
  const row = (await loadBudgetForUpdate(tx, id)) as BudgetRow
  const { secondPerson } = await budgetRules(ctx, tx, row.body_id)
  if (!secondPerson.value)
    await putInForce(ctx, tx, ctx.authz.authorised(ctx, 'modify', 'budget', row), row.version, '')
  await ctx.emit(tx, { type: 'budget.proposed', noun: 'budget', id, bodyId: row.body_id })
  return (await findBudget(tx, id)) as BudgetRow
}

/** The system and the project that a line is for are the body's own, or of those below it. */
async function checkNamed(tx: Tx, bodyId: string, input: BudgetCreate): Promise<void> {
  if (input.systemId !== null) {
    const system = await findSystem(tx, input.systemId)
    const owner = system && (await elevated(tx, async () => findBody(tx, system.body_id)))
    if (!owner?.path.includes(bodyId)) refuse('budget.system_not_found')
    await refuseStopped(tx, {
      system_id: input.systemId,
      fiscal_year: input.fiscalYear,
      purpose: input.purpose,
    })
  }
  if (input.filingId !== null) {
    const filing = await findFilingRef(tx, input.filingId)
    if (filing?.body_id !== bodyId || filing.state !== 'accepted') refuse('budget.filing_not_found')
  }
}
