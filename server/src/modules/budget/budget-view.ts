import type {
  Budget,
  BudgetActual,
  BudgetCommitment,
  BudgetForecast,
  BudgetSummary,
  BudgetVersion,
} from '@yunheng/contract'
import { personIdOf } from '../../platform/actor.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { type ActualRow, sumActualByMonth } from './actual/actual-store.ts'
import { burnDown, refuseChange, refuseDecision, refusePermit, restOf } from './budget.ts'
import { type BudgetRow, listPermits, listVersions, type PermitRow, type VersionRow } from './budget-store.ts'
import { type CommitmentRow, sumByMonth } from './commitment-store.ts'
import { type EndPorts, type KeyForecast, readForecasts, toForecast } from './forecast/read-forecast.ts'
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

const paysRequests = ({ state, purpose }: BudgetRow) =>
  state === 'active' && (purpose === 'cloud' || purpose === 'migration')

/** Lines with where their year ends: both ledgers are read once for all of a year. */
export async function presentLines(
  ports: EndPorts,
  db: Db,
  rows: readonly BudgetRow[],
): Promise<readonly BudgetSummary[]> {
  const found = new Map<string, KeyForecast>()
  for (const [fiscalYear, lines] of Map.groupBy(rows.filter(paysRequests), (row) => row.fiscal_year)) {
    const keys = lines.map(({ id }) => id)
    const ofYear = await readForecasts(ports, db, { by: 'line', scope: 'lines', keys, fiscalYear })
    for (const [id, forecast] of ofYear) found.set(id, forecast)
  }
  return rows.map((row) => toSummary(row, paysRequests(row) ? toForecast(found.get(row.id)) : null))
}

function toSummary(row: BudgetRow, forecast: BudgetForecast | null): BudgetSummary {
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
    forecast,
    isPending: row.pending_by !== null,
  }
}

export async function presentBudget(ports: EndPorts, ctx: Ctx, db: Db, row: BudgetRow): Promise<Budget> {
  const { authz, actor } = ctx
  const { secondPerson } = await budgetRules(ctx, db, row.body_id)
  const { amountMinor, permittedMinor } = roomOf(row)
  const months = burnDown(
    row.fiscal_year,
    amountMinor + permittedMinor,
    await sumByMonth(db, row.id),
    await sumActualByMonth(db, row.id),
  )
  const keys = [row.id]
  const asked = { by: 'line', scope: 'lines', keys, fiscalYear: row.fiscal_year } as const
  const ahead = (await readForecasts(ports, db, asked)).get(row.id)
  const aheadOf = new Map(ahead?.months.map((each) => [each.month, each]))
  const decide = authz.allowance(
    actor,
    'approve',
    'budget',
    refuseDecision(row, personIdOf(ctx.actor), secondPerson.value),
  )
  return {
    ...toSummary(row, paysRequests(row) ? toForecast(ahead) : null),
    versions: (await listVersions(db, row.id)).map(toVersion),
    permits: (await listPermits(db, row.id)).map(toPermit),
    months: months.map(({ month, actualMinor, committedMinor, leftMinor }) => ({
      month,
      actual: money(actualMinor),
      committed: money(committedMinor),
      left: money(leftMinor),
      forecast: money(Number(aheadOf.get(month)?.forecastMinor ?? 0n)),
      basis: aheadOf.get(month)?.basis ?? 'committed',
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
