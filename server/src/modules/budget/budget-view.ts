import type { Budget, BudgetActual, BudgetCommitment, BudgetSummary, BudgetVersion } from '@yunheng/contract'
import { personIdOf } from '../../platform/actor.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { type ActualRow, sumActualByMonth } from './actual/actual-store.ts'
import { burnDown, refuseChange, refuseDecision, refusePermit, restOf } from './budget.ts'
import { type BudgetRow, listPermits, listVersions, type PermitRow, type VersionRow } from './budget-store.ts'
import { type CommitmentRow, sumByMonth } from './commitment-store.ts'
import { budgetRules } from './rules-of-budget.ts'

export const money = (amountMinor: number | string) => ({
  amountMinor: Number(amountMinor),
  currency: 'CNY' as const,
})

const roomOf = (row: BudgetRow) => ({
  amountMinor: Number(row.amount_minor),
  permittedMinor: Number(row.permitted_minor),
  committedMinor: Number(row.committed_minor),
  actualMinor: Number(row.actual_minor),
})

export function toSummary(row: BudgetRow): BudgetSummary {
  return {
    id: row.id,
    no: row.no,
    name: row.name,
    state: row.state,
    body: { id: row.body_id, name: row.body_name },
    system: row.system_id === null ? null : { id: row.system_id, name: row.system_name ?? '' },
    filing:
      row.filing_id === null || row.filing_no === null
        ? null
        : { id: row.filing_id, no: row.filing_no, name: row.filing_name ?? '' },
    fiscalYear: row.fiscal_year,
    purpose: row.purpose,
    fundSource: row.fund_source,
    budgetCode: row.budget_code,
    sourceDocument: row.source_document,
    amount: money(row.amount_minor),
    permitted: money(row.permitted_minor),
    committed: money(row.committed_minor),
    actual: money(row.actual_minor),
    rest: money(restOf(roomOf(row))),
    isPending: row.pending_by !== null,
  }
}

export async function presentBudget(ctx: Ctx, db: Db, row: BudgetRow): Promise<Budget> {
  const { authz, actor } = ctx
  const { secondPerson } = await budgetRules(ctx, db, row.body_id)
  const { amountMinor, permittedMinor } = roomOf(row)
  const months = burnDown(
    row.fiscal_year,
    amountMinor + permittedMinor,
    await sumByMonth(db, row.id),
    await sumActualByMonth(db, row.id),
  )
  const decide = authz.allowance(
    actor,
    'approve',
    'budget',
    refuseDecision(row, personIdOf(ctx.actor), secondPerson.value),
  )
  return {
    ...toSummary(row),
    versions: (await listVersions(db, row.id)).map(toVersion),
    permits: (await listPermits(db, row.id)).map(toPermit),
    months: months.map(({ month, actualMinor, committedMinor, leftMinor }) => ({
      month,
      actual: money(actualMinor),
      committed: money(committedMinor),
      left: money(leftMinor),
    })),
    asOf: ctx.clock.now().toISOString(),
    version: row.version,
    actions: {
      change: authz.allowance(actor, 'modify', 'budget', refuseChange(row)),
      accept: decide,
      decline: decide,
      permit: authz.allowance(actor, 'approve', 'budget', refusePermit(row)),
    },
  }
}

function toVersion(row: VersionRow): BudgetVersion {
  return {
    number: row.number,
    name: row.name,
    amount: money(row.amount_minor),
    fundSource: row.fund_source as BudgetVersion['fundSource'],
    budgetCode: row.budget_code,
    sourceDocument: row.source_document,
    reason: row.reason,
    state: row.state,
    proposedBy: row.proposed_by_name,
    proposedAt: row.proposed_at.toISOString(),
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    comment: row.comment,
  }
}

const toPermit = (row: PermitRow): Budget['permits'][number] => ({
  amount: money(row.amount_minor),
  reason: row.reason,
  document: row.document,
  by: row.by_name,
  at: row.at.toISOString(),
})

export function toCommitment(row: CommitmentRow): BudgetCommitment {
  return {
    id: row.id,
    kind: row.kind,
    request:
      row.request_id === null || row.request_no === null || row.line_number === null
        ? null
        : { id: row.request_id, no: row.request_no, line: row.line_number },
    renewal:
      row.resource_id === null || row.resource_name === null || row.renewal === null
        ? null
        : { resource: { id: row.resource_id, name: row.resource_name }, number: row.renewal },
    body: { id: row.body_id, name: row.body_name },
    system: { id: row.system_id, name: row.system_name },
    fiscalYear: row.fiscal_year,
    month: row.month,
    amount: money(row.amount_minor),
    budget:
      row.budget_id === null || row.budget_no === null
        ? null
        : { id: row.budget_id, no: row.budget_no, name: row.budget_name ?? '' },
    bill: row.bill_id === null ? null : { id: row.bill_id },
    note: row.note,
    at: row.at.toISOString(),
  }
}

export function toActual(row: ActualRow): BudgetActual {
  return {
    id: row.id,
    kind: row.kind,
    bill: { id: row.bill_id },
    request:
      row.request_id === null || row.request_no === null ? null : { id: row.request_id, no: row.request_no },
    body: { id: row.body_id, name: row.body_name },
    system: { id: row.system_id, name: row.system_name },
    fiscalYear: row.fiscal_year,
    month: row.month,
    amount: money(row.amount_minor),
    budget:
      row.budget_id === null || row.budget_no === null
        ? null
        : { id: row.budget_id, no: row.budget_no, name: row.budget_name ?? '' },
    note: row.note,
    at: row.at.toISOString(),
  }
}
