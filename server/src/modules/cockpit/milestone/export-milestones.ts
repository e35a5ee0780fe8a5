import type { Milestone, MilestoneState, milestoneOperations, QueryOf, Text } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { listMilestones } from './milestone-store.ts'
import { presentMilestones } from './milestone-view.ts'

const STATE: Readonly<Record<MilestoneState, Text>> = {
  open: { zh: '未到期', en: 'Ahead' },
  due: { zh: '临近', en: 'Due soon' },
  late: { zh: '逾期', en: 'Late' },
  achieved: { zh: '已完成', en: 'Achieved' },
}

const COLUMNS: readonly ListColumn<Milestone>[] = [
  { title: { zh: '状态', en: 'State' }, kind: 'text', value: (row) => STATE[row.state] },
  { title: { zh: '里程碑', en: 'Milestone' }, kind: 'text', width: 48, value: (row) => row.title },
  { title: { zh: '开始日期', en: 'From' }, kind: 'text', width: 12, value: (row) => row.startsOn },
  { title: { zh: '完成日期', en: 'Due' }, kind: 'text', width: 12, value: (row) => row.dueOn },
  { title: { zh: '逾期天数', en: 'Days late' }, kind: 'number', value: (row) => row.daysLate || null },
  {
    title: { zh: '计划层级', en: 'Plan of' },
    kind: 'text',
    value: (row) => row.region?.name ?? { zh: '文件规定', en: 'The documents' },
  },
  { title: { zh: '来源', en: 'Source' }, kind: 'text', width: 36, value: (row) => row.source },
  { title: { zh: '当前指标', en: 'Figure now' }, kind: 'number', value: (row) => row.actual },
  { title: { zh: '目标', en: 'Target' }, kind: 'number', value: (row) => row.target },
  { title: { zh: '单位', en: 'Unit' }, kind: 'text', value: (row) => row.unit },
  {
    title: { zh: '完成依据', en: 'Evidence' },
    kind: 'text',
    width: 40,
    value: ({ evidence }) =>
      evidence &&
      [evidence.document ?? String(evidence.value), evidence.documentNo].filter(Boolean).join(' '),
  },
  {
    title: { zh: '依据日期', en: 'Evidence of' },
    kind: 'text',
    width: 12,
    value: (row) => row.evidence?.on ?? null,
  },
]

/** The plan as a workbook, with the list's filter (R3). */
export async function exportMilestones(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof milestoneOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'milestone')
  const today = dayInChina(ctx.clock.now())
  return exportList(ctx, {
    noun: 'milestone',
    name: { zh: '里程碑计划', en: 'Milestone plan' },
    language,
    filter,
    columns: COLUMNS,
    async page(page) {
      const { items, nextPageToken } = await listMilestones(db, { ...filter, today }, page)
      return { items: await presentMilestones(ctx, items), nextPageToken }
    },
  })
}
