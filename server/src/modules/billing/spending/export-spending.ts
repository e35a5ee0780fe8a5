import type {
  spendingOperations as operations,
  QueryOf,
  SpendingItem,
  SpendingRate,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { DIMENSION_WORDS } from '../../metering/index.ts'
import { listRates } from './compare-rates.ts'
import { listSpending, periodOf } from './read-spending.ts'

const money = (
  title: Text,
  value: (row: SpendingItem) => { readonly amountMinor: number },
): ListColumn<SpendingItem> => ({ title, kind: 'money', width: 18, value: (row) => value(row).amountMinor })

const COLUMNS: readonly ListColumn<SpendingItem>[] = [
  { title: { zh: '名称', en: 'Name' }, kind: 'text', width: 36, value: (row) => row.name },
  money({ zh: '金额（元）', en: 'Amount (yuan)' }, (row) => row.amount),
  money({ zh: '其中未结账草稿（元）', en: 'Of it, of drafts (yuan)' }, (row) => row.preliminary),
  money({ zh: '其中以前月份更正（元）', en: 'Of it, corrections (yuan)' }, (row) => row.corrections),
  money({ zh: '其中异议退还（元）', en: 'Of it, given back (yuan)' }, (row) => row.credits),
  money({ zh: '上期金额（元）', en: 'Period before (yuan)' }, (row) => row.previous),
  { title: { zh: '费用笔数', en: 'Charges' }, kind: 'number', value: (row) => row.charges },
  { title: { zh: '无价格笔数', en: 'Without a price' }, kind: 'number', value: (row) => row.unpriced },
  { title: { zh: '标识', en: 'Key' }, kind: 'text', width: 38, value: (row) => row.key },
]

/** What the page shows, with its filters and within its sight. */
export async function exportSpending(
  ctx: Ctx,
  { language = 'zh', ...query }: QueryOf<typeof operations.export>,
): Promise<Download> {
  ctx.authz.require(ctx, 'list', 'spending')
  const { from, until, previousFrom, previousUntil } = periodOf(ctx, query)
  return exportList(ctx, {
    noun: 'spending',
    name: { zh: '费用分项', en: 'Spending' },
    language,
    filter: query,
    columns: COLUMNS,
    remark: {
      zh: `${from} 至 ${until} 的账单；上期为 ${previousFrom} 至 ${previousUntil}。草稿尚可变动。各种分项的合计相同，等于账单金额。`,
      en: `Bills of ${from} to ${until}, beside those of ${previousFrom} to ${previousUntil}. Drafts may still change. Every breakdown adds up to the bills.`,
    },
    page: (page) => listSpending(ctx, query, page),
  })
}

const RATES: readonly ListColumn<SpendingRate>[] = [
  {
    title: { zh: '计量项', en: 'Dimension' },
    kind: 'text',
    width: 20,
    value: (row) => DIMENSION_WORDS[row.dimension],
  },
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 28, value: (row) => row.provider.name },
  { title: { zh: '资源池', en: 'Pool' }, kind: 'text', width: 32, value: (row) => row.pool.name },
  { title: { zh: '金额（元）', en: 'Amount (yuan)' }, kind: 'money', value: (row) => row.amount.amountMinor },
  {
    title: { zh: '单位·月（流量为 GB）', en: 'Units × months (traffic in GB)' },
    kind: 'text',
    width: 18,
    value: (row) => row.unitMonths,
  },
  {
    title: {
      zh: '实付单价（元/单位·月；流量为元/GB）',
      en: 'Paid (yuan per unit and month; traffic per GB)',
    },
    kind: 'text',
    width: 22,
    value: (row) => row.paid,
  },
  {
    title: { zh: '套餐', en: 'Packages' },
    kind: 'text',
    value: (row) => (row.inPackages ? { zh: '含套餐', en: 'with packages' } : null),
  },
  {
    title: { zh: '价目最低（元）', en: 'Listed, lowest (yuan)' },
    kind: 'text',
    value: (row) => row.listed?.low ?? null,
  },
  {
    title: { zh: '价目最高（元）', en: 'Listed, highest (yuan)' },
    kind: 'text',
    value: (row) => row.listed?.high ?? null,
  },
  {
    title: { zh: '价格版本', en: 'Price version' },
    kind: 'text',
    width: 28,
    value: (row) => row.listed?.versionName ?? null,
  },
]

export async function exportRates(
  ctx: Ctx,
  { language = 'zh', ...query }: QueryOf<typeof operations.exportRates>,
): Promise<Download> {
  ctx.authz.require(ctx, 'list', 'spending-rate')
  const { from, until } = periodOf(ctx, query)
  return exportList(ctx, {
    noun: 'spending-rate',
    name: { zh: '服务商价格对比', en: 'Providers compared' },
    language,
    filter: query,
    columns: RATES,
    remark: {
      zh: `${from} 至 ${until} 的账单。实付单价 = 金额 ÷ 单位·月，含停机折扣、分档、订期折扣和退还，不含一次性费用。`,
      en: `Bills of ${from} to ${until}. Paid = amount ÷ units × months, with tiers, discounts, powered-off weights and credits, without what is paid once.`,
    },
    page: (page) => listRates(ctx, query, page),
  })
}
