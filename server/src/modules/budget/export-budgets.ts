import type {
  BudgetPurpose,
  BudgetState,
  BudgetSummary,
  budgetOperations,
  FundSource,
  QueryOf,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type ListColumn, YES } from '../../platform/xlsx/index.ts'
import { listBudgets } from './budget-store.ts'
import { presentLines } from './budget-view.ts'
import type { EndPorts } from './forecast/read-forecast.ts'

const STATE: Readonly<Record<BudgetState, Text>> = {
  proposed: { zh: '待审', en: 'Proposed' },
  active: { zh: '生效', en: 'In force' },
  declined: { zh: '未同意', en: 'Declined' },
}
const PURPOSE: Readonly<Record<BudgetPurpose, Text>> = {
  cloud: { zh: '云服务', en: 'Cloud services' },
  migration: { zh: '迁移上云', en: 'Migration to the cloud' },
  'machine-room': { zh: '机房运维', en: 'Upkeep of machine rooms' },
  network: { zh: '网络运维', en: 'Upkeep of networks' },
  hardware: { zh: '硬件运维', en: 'Upkeep of hardware' },
}
const SOURCE: Readonly<Record<FundSource, Text>> = {
  'general-public': { zh: '一般公共预算', en: 'General public budget' },
  maintenance: { zh: '运维经费', en: 'Maintenance funds' },
  'service-purchase': { zh: '购买服务经费', en: 'Purchase of services' },
  project: { zh: '项目建设经费', en: 'Project funds' },
  subsidy: { zh: '上云补助', en: 'Subsidy for migration' },
  other: { zh: '其他', en: 'Other' },
}

const COLUMNS: readonly ListColumn<BudgetSummary>[] = [
  { title: { zh: '编号', en: 'No.' }, kind: 'text', width: 16, value: (row) => row.no },
  { title: { zh: '状态', en: 'State' }, kind: 'text', value: (row) => STATE[row.state] },
  { title: { zh: '年度', en: 'Year' }, kind: 'number', value: (row) => row.fiscalYear },
  { title: { zh: '预算名称', en: 'Name' }, kind: 'text', width: 36, value: (row) => row.name },
  { title: { zh: '预算单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  {
    title: { zh: '信息系统', en: 'System' },
    kind: 'text',
    width: 28,
    value: (row) => row.system?.name ?? null,
  },
  {
    title: { zh: '项目申报', en: 'Project' },
    kind: 'text',
    width: 16,
    value: (row) => row.filing?.no ?? null,
  },
  { title: { zh: '预算编码', en: 'Budget code' }, kind: 'text', width: 18, value: (row) => row.budgetCode },
  { title: { zh: '用途', en: 'Purpose' }, kind: 'text', value: (row) => PURPOSE[row.purpose] },
  { title: { zh: '资金来源', en: 'Source' }, kind: 'text', value: (row) => SOURCE[row.fundSource] },
  {
    title: { zh: '下达文件', en: 'Document' },
    kind: 'text',
    width: 28,
    value: (row) => row.sourceDocument,
  },
  { title: { zh: '预算（元）', en: 'Budget (yuan)' }, kind: 'money', value: (row) => row.amount.amountMinor },
  {
    title: { zh: '超预算许可（元）', en: 'Permitted beyond (yuan)' },
    kind: 'money',
    value: (row) => row.permitted.amountMinor,
  },
  {
    title: { zh: '实际支出（元）', en: 'Spent (yuan)' },
    kind: 'money',
    value: (row) => row.actual.amountMinor,
  },
  {
    title: { zh: '已承诺（元）', en: 'Committed (yuan)' },
    kind: 'money',
    value: (row) => row.committed.amountMinor,
  },
  { title: { zh: '余额（元）', en: 'Rest (yuan)' }, kind: 'money', value: (row) => row.rest.amountMinor },
  {
    title: { zh: '全年预计（元）', en: 'Forecast (yuan)' },
    kind: 'money',
    value: (row) => row.forecast?.amount.amountMinor ?? null,
  },
  {
    title: { zh: '预计下限（元）', en: 'Forecast, low (yuan)' },
    kind: 'money',
    value: (row) => row.forecast?.low.amountMinor ?? null,
  },
  {
    title: { zh: '预计上限（元）', en: 'Forecast, high (yuan)' },
    kind: 'money',
    value: (row) => row.forecast?.high.amountMinor ?? null,
  },
  {
    title: { zh: '待审调整', en: 'Change waits' },
    kind: 'text',
    value: (row) => (row.isPending ? YES : null),
  },
]

/** The lines as a workbook, with the list's filters and within its sight. */
export async function exportBudgets(
  ports: EndPorts,
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof budgetOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'budget')
  return exportList(ctx, {
    noun: 'budget',
    name: { zh: '预算', en: 'Budget lines' },
    language,
    filter,
    columns: COLUMNS,
    page: async (page) => {
      const { items, nextPageToken } = await listBudgets(db, filter, page, (row) => row)
      return { items: [...(await presentLines(ports, db, items))], nextPageToken }
    },
  })
}
