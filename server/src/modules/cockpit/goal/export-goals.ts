import type { Goal, GoalState, goalOperations, QueryOf, Text } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { listGoals } from './goal-store.ts'
import { presentGoals } from './goal-view.ts'

const STATE: Readonly<Record<GoalState, Text>> = {
  reached: { zh: '已达到', en: 'Reached' },
  'under-way': { zh: '进行中', en: 'Under way' },
  missed: { zh: '未达到', en: 'Missed' },
  unknown: { zh: '尚无数据', en: 'Not known' },
}
const FROM: Readonly<Record<Goal['baselineFrom'], Text>> = {
  ledger: { zh: '台账', en: 'Ledger' },
  document: { zh: '文件', en: 'Document' },
}
const figure = (value: string | null) => (value === null ? null : Number(value))

const COLUMNS: readonly ListColumn<Goal>[] = [
  { title: { zh: '状态', en: 'State' }, kind: 'text', value: (row) => STATE[row.state] },
  { title: { zh: '指标', en: 'Indicator' }, kind: 'text', width: 28, value: (row) => row.name },
  { title: { zh: '单位', en: 'Unit' }, kind: 'text', value: (row) => row.unit },
  { title: { zh: '计算公式', en: 'Formula' }, kind: 'text', width: 56, value: (row) => row.formula },
  { title: { zh: '地区', en: 'Region' }, kind: 'text', value: (row) => row.region.name },
  { title: { zh: '基线月份', en: 'Baseline of' }, kind: 'text', value: (row) => row.baselineMonth },
  { title: { zh: '基线', en: 'Baseline' }, kind: 'number', value: (row) => figure(row.baseline) },
  { title: { zh: '基线来源', en: 'Baseline from' }, kind: 'text', value: (row) => FROM[row.baselineFrom] },
  { title: { zh: '目标', en: 'Target' }, kind: 'number', value: (row) => figure(row.target) },
  { title: { zh: '完成月份', en: 'Due' }, kind: 'text', value: (row) => row.dueMonth },
  { title: { zh: '实际', en: 'Actual' }, kind: 'number', value: (row) => figure(row.actual) },
  { title: { zh: '实际月份', en: 'Actual of' }, kind: 'text', value: (row) => row.actualMonth },
  { title: { zh: '进度（%）', en: 'Progress (%)' }, kind: 'number', value: (row) => row.progressPercent },
  { title: { zh: '依据', en: 'Source' }, kind: 'text', width: 36, value: (row) => row.source },
]

/** Goals as a workbook, with the list's filter (R26). */
export async function exportGoals(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof goalOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'goal')
  return exportList(ctx, {
    noun: 'goal',
    name: { zh: '量化目标', en: 'Goals' },
    language,
    filter,
    columns: COLUMNS,
    async page(page) {
      const { items, nextPageToken } = await listGoals(db, filter, page)
      return { items: await presentGoals(ctx, items), nextPageToken }
    },
  })
}
