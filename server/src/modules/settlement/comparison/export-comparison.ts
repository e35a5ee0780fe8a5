import type { ComparedProvider, providerComparisonOperations, QueryOf } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { compareProviders } from './compare-providers.ts'

const COLUMNS: readonly ListColumn<ComparedProvider>[] = [
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 28, value: (row) => row.provider.name },
  {
    title: { zh: '价目', en: 'Price list' },
    kind: 'text',
    width: 28,
    value: (row) => row.price?.versionName ?? null,
  },
  {
    title: { zh: '月费用（元）', en: 'A month (yuan)' },
    kind: 'money',
    value: (row) => row.total.amountMinor,
  },
  { title: { zh: '没有价目的项', en: 'Without a price' }, kind: 'number', value: (row) => row.unpriced },
  {
    title: { zh: '可用率（%）', en: 'Availability (%)' },
    kind: 'text',
    value: (row) => row.availabilityPercent,
  },
  { title: { zh: '中断次数', en: 'Outages' }, kind: 'number', value: (row) => row.outages },
  { title: { zh: '中断分钟', en: 'Minutes out' }, kind: 'number', value: (row) => row.outageMinutes },
  { title: { zh: '交付工单', en: 'Deliveries' }, kind: 'number', value: (row) => row.deliveries },
  { title: { zh: '其中逾期', en: 'Of them late' }, kind: 'number', value: (row) => row.lateDeliveries },
  { title: { zh: '账单', en: 'Statements' }, kind: 'number', value: (row) => row.statements },
  { title: { zh: '对账差异', en: 'Differences' }, kind: 'number', value: (row) => row.differences },
  { title: { zh: '其中未处理', en: 'Of them open' }, kind: 'number', value: (row) => row.openDifferences },
  {
    title: { zh: '核减（元）', en: 'Taken off (yuan)' },
    kind: 'money',
    value: (row) => row.takenOff.amountMinor,
  },
]

/** What the page shows, of all providers. */
export async function exportComparison(
  ctx: Ctx,
  { language = 'zh', ...query }: QueryOf<typeof providerComparisonOperations.export>,
): Promise<Download> {
  const found = await compareProviders(ctx, query)
  const { from, until } = found.period
  return exportList(ctx, {
    noun: 'spending-rate',
    name: { zh: '服务商综合比较', en: 'Providers compared for one need' },
    language,
    filter: query,
    columns: COLUMNS,
    remark: {
      zh: `同一需求按各服务商现行价目计价，不含订期折扣、套餐和一次性费用；履约情况为 ${from} 至 ${until}。`,
      en: `One need at each price list in force, without discounts by term, packages and what is paid once; how they served is of ${from} to ${until}.`,
    },
    page: async () => ({ items: [...found.providers], nextPageToken: null }),
  })
}
