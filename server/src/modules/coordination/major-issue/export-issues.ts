import type {
  MajorIssueCategory,
  MajorIssueState,
  MajorIssueSummary,
  majorIssueOperations,
  QueryOf,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn, YES } from '../../../platform/xlsx/index.ts'
import { listMajorIssues } from './major-issue-store.ts'
import { toSummary } from './major-issue-view.ts'

const STATE: Readonly<Record<MajorIssueState, Text>> = {
  raised: { zh: '待协调', en: 'To be decided' },
  decided: { zh: '办理中', en: 'In hand' },
  closed: { zh: '已办结', en: 'Closed' },
}
const CATEGORY: Readonly<Record<MajorIssueCategory, Text>> = {
  security: { zh: '安全', en: 'Security' },
  supply: { zh: '资源供给', en: 'Supply' },
  migration: { zh: '迁移上云', en: 'Migration' },
  funding: { zh: '经费', en: 'Funding' },
  responsibility: { zh: '职责边界', en: 'Responsibility' },
  other: { zh: '其他', en: 'Other' },
}

const COLUMNS: readonly ListColumn<MajorIssueSummary>[] = [
  { title: { zh: '编号', en: 'No.' }, kind: 'text', value: (row) => row.no },
  {
    title: { zh: '状态', en: 'State' },
    kind: 'text',
    value: (row) => STATE[row.state],
  },
  {
    title: { zh: '类别', en: 'Category' },
    kind: 'text',
    value: (row) => CATEGORY[row.category],
  },
  { title: { zh: '问题', en: 'Issue' }, kind: 'text', width: 36, value: (row) => row.title },
  {
    title: { zh: '提出单位', en: 'Raised by' },
    kind: 'text',
    width: 24,
    value: (row) => row.raisedBy.body.name,
  },
  { title: { zh: '提出时间', en: 'Raised' }, kind: 'instant', width: 18, value: (row) => row.raisedAt },
  { title: { zh: '协调决定', en: 'Decision' }, kind: 'text', width: 40, value: (row) => row.decision },
  {
    title: { zh: '责任单位', en: 'Responsible' },
    kind: 'text',
    width: 24,
    value: (row) => row.responsible?.name ?? null,
  },
  { title: { zh: '办理期限', en: 'Due' }, kind: 'instant', width: 18, value: (row) => row.dueAt },
  {
    title: { zh: '逾期', en: 'Overdue' },
    kind: 'text',
    width: 8,
    value: (row) => (row.overdue ? YES : null),
  },
  { title: { zh: '办结时间', en: 'Closed' }, kind: 'instant', width: 18, value: (row) => row.closedAt },
  { title: { zh: '办理结果', en: 'Result' }, kind: 'text', width: 40, value: (row) => row.result },
]

/** The register as a workbook, with its filters and within its sight (R48). */
export async function exportIssues(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof majorIssueOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'major-issue')
  const now = ctx.clock.now()
  return exportList(ctx, {
    noun: 'major-issue',
    name: { zh: '重大问题台账', en: 'Register of major issues' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listMajorIssues(db, { ...filter, now }, page, (row) => toSummary(row, now)),
  })
}
