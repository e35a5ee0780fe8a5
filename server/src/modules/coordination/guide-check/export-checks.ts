import type {
  GuideCheckState,
  GuideCheckSummary,
  guideCheckOperations,
  QueryOf,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn, YES } from '../../../platform/xlsx/index.ts'
import { listGuideChecks } from './guide-check-store.ts'
import { toSummary } from './guide-check-view.ts'

const STATE: Readonly<Record<GuideCheckState, Text>> = {
  open: { zh: '检查中', en: 'Being checked' },
  rectifying: { zh: '整改中', en: 'Being put right' },
  answered: { zh: '待复核', en: 'To be reviewed' },
  closed: { zh: '已办结', en: 'Closed' },
  cancelled: { zh: '已撤销', en: 'Cancelled' },
}

const COLUMNS: readonly ListColumn<GuideCheckSummary>[] = [
  { title: { zh: '编号', en: 'No.' }, kind: 'text', value: (row) => row.no },
  {
    title: { zh: '状态', en: 'State' },
    kind: 'text',
    value: (row) => STATE[row.state],
  },
  { title: { zh: '指导部门', en: 'Guide' }, kind: 'text', width: 24, value: (row) => row.guide.name },
  { title: { zh: '检查对象', en: 'Subject' }, kind: 'text', width: 28, value: (row) => row.subject.name },
  { title: { zh: '责任单位', en: 'Body' }, kind: 'text', width: 24, value: (row) => row.body.name },
  { title: { zh: '符合', en: 'Meets' }, kind: 'number', width: 8, value: (row) => row.counts.meets },
  { title: { zh: '不符合', en: 'Fails' }, kind: 'number', width: 8, value: (row) => row.counts.fails },
  { title: { zh: '不适用', en: 'N/A' }, kind: 'number', width: 8, value: (row) => row.counts.notApplicable },
  { title: { zh: '整改期限', en: 'Due' }, kind: 'instant', width: 18, value: (row) => row.dueAt },
  {
    title: { zh: '逾期', en: 'Overdue' },
    kind: 'text',
    width: 8,
    value: (row) => (row.overdue ? YES : null),
  },
  { title: { zh: '检查人', en: 'Opened by' }, kind: 'text', value: (row) => row.openedBy },
  { title: { zh: '发起时间', en: 'Opened' }, kind: 'instant', width: 18, value: (row) => row.openedAt },
  { title: { zh: '办结时间', en: 'Closed' }, kind: 'instant', width: 18, value: (row) => row.closedAt },
]

/** The list of checks as a workbook, with its filters and within its sight. */
export async function exportChecks(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof guideCheckOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'guide-check')
  return exportList(ctx, {
    noun: 'guide-check',
    name: { zh: '指导检查', en: 'Checks by guides' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listGuideChecks(db, filter, page, (row) => toSummary(row, ctx.clock.now())),
  })
}
