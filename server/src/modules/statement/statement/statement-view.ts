import type {
  DifferenceKind,
  Statement,
  StatementKind,
  StatementLedgers,
  StatementLine,
  StatementSummary,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { yuanOf } from '../../../platform/money.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { dimensionOfMeter } from '../../metering/index.ts'
import { type KindSum, sumKinds } from '../difference/difference-store.ts'
import { finerYuan } from '../file/amount.ts'
import { type ComparisonRow, findComparison } from './comparison-store.ts'
import type { LineRow } from './line-store.ts'
import { refuseVerb, type StatementVerb } from './statement.ts'
import type { StatementRow } from './statement-store.ts'
import { toleranceOfVersion } from './tolerance.ts'

/** 分 on the wire: whole and exact up to 2^53. */
export function toMoney(fen: bigint | string) {
  const amountMinor = Number(fen)
  if (!Number.isSafeInteger(amountMinor)) throw new Error('assertion: an amount beyond 2^53 分')
  return { amountMinor, currency: 'CNY' as const }
}

export function toSummary(ctx: Ctx, row: StatementRow): StatementSummary {
  const isOpen = row.state === 'compared' && row.open_count > 0
  return {
    id: row.id,
    provider: { id: row.provider_body_id, name: row.provider_name },
    month: row.month,
    number: row.number,
    state: row.state,
    fileName: row.file_name,
    lines: row.line_count,
    amount: toMoney(row.amount),
    handedInAt: row.handed_in_at.toISOString(),
    handedInBy: row.handed_in_by,
    comparedAt: row.compared_at?.toISOString() ?? null,
    openDifferences: row.open_count,
    openDelta: toMoney(row.open_delta),
    dueOn: row.due_on,
    isOverdue: isOpen && row.due_on !== null && row.due_on < dayInChina(ctx.clock.now()),
    agreedAmount: row.agreed_amount === null ? null : toMoney(row.agreed_amount),
    agreedAt: row.agreed_at?.toISOString() ?? null,
  }
}

export function ledgersOf(row: StatementRow): StatementLedgers | null {
  if (row.compared_at === null) return null
  const ledger = (resources: number | null, fen: string | null) => ({
    resources: resources ?? 0,
    amount: toMoney(fen ?? '0'),
  })
  return {
    approved: ledger(row.approved_count, row.approved_amount),
    provisioned: ledger(row.provisioned_count, row.provisioned_amount),
    measured: ledger(row.measured_count, row.measured_amount),
    // Corrections belong to other months than the three ledgers beside it.
    billed: ledger(row.billed_count, (BigInt(row.amount) - BigInt(row.correction_amount)).toString()),
  }
}

export const toKind = (row: KindSum): StatementKind => ({
  kind: row.kind as DifferenceKind,
  count: row.count,
  open: row.open,
  delta: toMoney(row.delta),
  openDelta: toMoney(row.open_delta),
  adjusted: toMoney(row.adjusted),
})

export async function shownStatement(ctx: Ctx, db: Db, row: StatementRow): Promise<Statement> {
  const { authz, actor } = ctx
  const tolerance = row.rule_set_id === null ? null : await toleranceOfVersion(db, row.rule_set_id)
  const comparison = await findComparison(db, row.id)
  const isCompared = comparison !== undefined && comparison.failed_at === null
  const allowed = (verb: StatementVerb, action: 'operate' | 'approve' = 'operate') =>
    authz.allowance(actor, action, 'statement', refuseVerb(verb, row.state, row.open_count, isCompared))
  return {
    ...toSummary(ctx, row),
    digest: row.digest,
    corrections: { lines: row.correction_count, amount: toMoney(row.correction_amount) },
    exactAmount: row.exact_amount === null ? null : finerYuan(row.exact_amount),
    categories: row.categories.map(({ category, lines, amount }) => ({
      category,
      lines,
      amount: finerYuan(amount) ?? yuanOf(BigInt(amount)),
    })),
    agreedBy: row.agreed_by,
    adjusted: toMoney(row.adjusted),
    ledgers: ledgersOf(row),
    kinds: (await sumKinds(db, [row.id])).map(toKind),
    tolerance: tolerance
      ? {
          number: tolerance.number,
          lineFen: tolerance.lineFen,
          quantityPermille: tolerance.quantityPermille,
          answerDays: tolerance.answerDays,
          source: tolerance.source,
          isProductDefault: tolerance.isProductDefault,
        }
      : null,
    comparing: isCompared ? comparison.step : null,
    comparisonFailure: isHistory(row) ? null : toFailure(comparison),
    version: row.version,
    actions: {
      compare: allowed('compare'),
      agree: allowed('agree'),
      'decide-kind': allowed('decide-kind'),
      'confirm-kind': allowed('confirm-kind', 'approve'),
    },
  }
}

const isHistory = ({ state }: StatementRow) => state === 'agreed' || state === 'superseded'

const toFailure = (row: ComparisonRow | undefined): Statement['comparisonFailure'] =>
  row === undefined || row.failed_at === null || row.reason === null
    ? null
    : { reason: row.reason, at: row.failed_at.toISOString(), askedBy: row.asked_by }

export const toLine = (row: LineRow): StatementLine => ({
  statementId: row.statement_id,
  no: row.no,
  serviceMonth: row.service_month,
  category: row.category,
  isCorrection: row.is_correction,
  resourceRef: row.resource_ref,
  item: row.item,
  dimension: row.meter === null ? null : dimensionOfMeter(row.meter),
  pool: row.pool,
  stretch: row.stretch,
  quantity: row.quantity,
  unit: row.unit,
  amount: toMoney(row.amount),
  exactAmount: finerYuan(row.exact_amount),
})
