import type {
  differenceOperations,
  QueryOf,
  StatementDifference,
  StatementLine,
  StatementSummary,
  statementOperations,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { exportList, type ListColumn } from '../../platform/xlsx/index.ts'
import { DIMENSION_WORDS } from '../metering/index.ts'
import { listDifferences } from './difference/difference-store.ts'
import { toDifference } from './difference/difference-view.ts'
import { KIND_WORDS, OWNER_WORDS, STATE_WORDS, STATEMENT_STATE_WORDS } from './difference/difference-words.ts'
import { COLUMN_TITLES } from './file/columns.ts'
import { listLines } from './statement/line-store.ts'
import { listStatements } from './statement/statement-store.ts'
import { toLine, toSummary } from './statement/statement-view.ts'

type Value = string | number | Date | Text | null
const text = <Row>(title: Text, value: (row: Row) => Value, width = 20): ListColumn<Row> => ({
  title,
  kind: 'text',
  width,
  value,
})
const money = <Row>(title: Text, value: (row: Row) => number | null): ListColumn<Row> => ({
  title,
  kind: 'money',
  width: 16,
  value,
})

const PROVIDER: Text = { zh: '服务商', en: 'Provider' }
const MONTH: Text = { zh: '账期', en: 'Month' }
const SERVICE_MONTH = <Row extends { readonly serviceMonth: string | null }>() =>
  text<Row>(COLUMN_TITLES.serviceMonth, (row) => row.serviceMonth, 10)
const STATE: Text = { zh: '状态', en: 'State' }

const STATEMENTS: readonly ListColumn<StatementSummary>[] = [
  text(MONTH, (row) => row.month, 10),
  text(PROVIDER, (row) => row.provider.name, 28),
  text({ zh: '版次', en: 'Version' }, (row) => String(row.number), 8),
  text(STATE, (row) => STATEMENT_STATE_WORDS[row.state], 14),
  { title: { zh: '行数', en: 'Lines' }, kind: 'number', value: (row) => row.lines },
  money({ zh: '账单金额（元）', en: 'Billed (yuan)' }, (row) => row.amount.amountMinor),
  {
    title: { zh: '未办结差异', en: 'Open differences' },
    kind: 'number',
    value: (row) => row.openDifferences,
  },
  money({ zh: '未办结差额（元）', en: 'Open difference (yuan)' }, (row) => row.openDelta.amountMinor),
  money({ zh: '核定金额（元）', en: 'Agreed (yuan)' }, (row) => row.agreedAmount?.amountMinor ?? null),
  {
    title: { zh: '提交时间', en: 'Handed in at' },
    kind: 'instant',
    width: 18,
    value: (row) => row.handedInAt,
  },
  { title: { zh: '核定时间', en: 'Agreed at' }, kind: 'instant', width: 18, value: (row) => row.agreedAt },
]

export async function exportStatements(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof statementOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'statement')
  return exportList(ctx, {
    noun: 'statement',
    name: { zh: '服务商账单', en: 'Statements of providers' },
    ...{ language, filter, columns: STATEMENTS },
    page: (page) => listStatements(db, filter, page, (row) => toSummary(ctx, row)),
  })
}

const LINES: readonly ListColumn<StatementLine>[] = [
  { title: { zh: '文件行', en: 'Row of the file' }, kind: 'number', value: (row) => row.no },
  text(COLUMN_TITLES.resource, (row) => row.resourceRef, 40),
  text(COLUMN_TITLES.item, (row) => row.item, 24),
  text(COLUMN_TITLES.pool, (row) => row.pool),
  SERVICE_MONTH(),
  text(COLUMN_TITLES.from, (row) => row.stretch, 36),
  text(COLUMN_TITLES.quantity, (row) => row.quantity),
  text(COLUMN_TITLES.unit, (row) => row.unit, 14),
  money(COLUMN_TITLES.amount, (row) => row.amount.amountMinor),
  text(
    { zh: '原文金额（元，细于分）', en: 'Amount as billed (yuan, finer than the fen)' },
    (row) => row.exactAmount,
    24,
  ),
  text(COLUMN_TITLES.category, (row) => row.category, 14),
  text(COLUMN_TITLES.class, (row) => (row.isCorrection ? 'Correction' : null), 14),
]

export async function exportLines(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof statementOperations.exportLines>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'statement')
  return exportList(ctx, {
    noun: 'statement',
    name: { zh: '服务商账单明细', en: 'Lines of a statement' },
    ...{ language, filter, columns: LINES },
    page: (page) => listLines(db, filter, page, toLine),
  })
}

const WHOLE: Text = { zh: '整个资源', en: 'The whole resource' }

const DIFFERENCES: readonly ListColumn<StatementDifference>[] = [
  text(MONTH, (row) => row.month, 10),
  text(PROVIDER, (row) => row.provider.name, 28),
  SERVICE_MONTH(),
  text({ zh: '类别', en: 'Kind' }, (row) => KIND_WORDS[row.kind], 18),
  text(STATE, (row) => STATE_WORDS[row.state], 14),
  text({ zh: '资源编号（服务商）', en: 'Resource (provider’s id)' }, (row) => row.resourceRef, 40),
  text({ zh: '资源', en: 'Resource' }, (row) => row.resource?.name ?? null, 28),
  text({ zh: '使用单位', en: 'Body' }, (row) => row.body?.name ?? null, 28),
  text(COLUMN_TITLES.item, (row) => (row.dimension === null ? WHOLE : DIMENSION_WORDS[row.dimension]), 18),
  { title: { zh: '行数', en: 'Lines' }, kind: 'number', value: (row) => row.lines },
  text(
    { zh: '账单用量（单位·小时；流量为 GB）', en: 'Billed (units × hours; traffic in GB)' },
    (row) => row.billedHours,
  ),
  text(
    { zh: '计量用量（单位·小时；流量为 GB）', en: 'Measured (units × hours; traffic in GB)' },
    (row) => row.platformHours,
  ),
  money({ zh: '账单金额（元）', en: 'Billed (yuan)' }, (row) => row.billed.amountMinor),
  money({ zh: '平台金额（元）', en: 'Platform (yuan)' }, (row) => row.platform.amountMinor),
  money({ zh: '差额（元）', en: 'Difference (yuan)' }, (row) => row.delta.amountMinor),
  text({ zh: '责任方', en: 'Owner' }, (row) => OWNER_WORDS[row.owner], 12),
  text({ zh: '答复期限', en: 'Due' }, (row) => row.dueOn, 12),
  text({ zh: '可能的原因', en: 'Probable reason' }, (row) => row.suggestion, 60),
  text({ zh: '答复', en: 'Answer' }, (row) => row.answer, 40),
  text({ zh: '依据', en: 'Evidence' }, (row) => row.evidence, 40),
  money({ zh: '调整金额（元）', en: 'Taken off (yuan)' }, (row) => row.adjusted?.amountMinor ?? null),
  text({ zh: '核定说明', en: 'Decision' }, (row) => row.decision, 40),
  text({ zh: '核定人', en: 'Decided by' }, (row) => row.decidedBy, 14),
  text({ zh: '复核人', en: 'Confirmed by' }, (row) => row.settledBy, 14),
]

export async function exportDifferences(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof differenceOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'difference')
  const today = dayInChina(ctx.clock.now())
  return exportList(ctx, {
    noun: 'difference',
    name: { zh: '对账差异', en: 'Differences' },
    ...{ language, filter, columns: DIFFERENCES },
    page: (page) => listDifferences(db, filter, today, page, (row) => toDifference(ctx, row)),
  })
}
