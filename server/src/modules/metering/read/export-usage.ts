import { isCounted, type QueryOf, type Text, type UsageItem, type usageOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { DIMENSION_WORDS } from '../meter.ts'
import { pageOfUsage } from './list-usage.ts'
import { hoursOf } from './quantity.ts'

const hours = (title: Text, value: (row: UsageItem) => string): ListColumn<UsageItem> => ({
  title,
  kind: 'number',
  width: 18,
  value: (row) => (isCounted(row.dimension) ? Number(value(row)) : hoursOf(value(row))),
})

const COLUMNS: readonly ListColumn<UsageItem>[] = [
  { title: { zh: '月份', en: 'Month' }, kind: 'text', width: 10, value: (row) => row.month },
  { title: { zh: '名称', en: 'Name' }, kind: 'text', width: 32, value: (row) => row.of.name },
  {
    title: { zh: '计量项', en: 'Dimension' },
    kind: 'text',
    width: 20,
    value: (row) => DIMENSION_WORDS[row.dimension],
  },
  hours(
    { zh: '用量（单位·小时；流量为 GB）', en: 'Usage (units × hours; traffic in GB)' },
    (row) => row.held.total,
  ),
  hours({ zh: '其中运行', en: 'Of it, serving' }, (row) => row.held.serving),
  hours({ zh: '其中关机', en: 'Of it, stopped' }, (row) => row.held.stopped),
  hours({ zh: '其中未观测', en: 'Of it, unseen' }, (row) => row.held.unseen),
  hours({ zh: '结账后更正', en: 'Corrected after close' }, (row) => row.held.adjusted),
  {
    title: { zh: '精确用量（单位·秒；流量为 GB）', en: 'Exact usage (units × seconds; traffic in GB)' },
    kind: 'text',
    width: 24,
    value: (row) => row.held.total,
  },
  { title: { zh: '标识', en: 'Id' }, kind: 'text', width: 38, value: (row) => row.of.id },
]

/** A month of usage as a workbook, with its filters and within its sight. */
export async function exportUsage(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof usageOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'usage')
  return exportList(ctx, {
    noun: 'usage',
    name: { zh: '用量', en: 'Usage' },
    language,
    filter,
    columns: COLUMNS,
    remark: {
      zh: '月份按北京时间；用量由资源的变化推算，每秒计，以小时显示到千分之一；流量由计数器读数之差得出，计到 0.001 GB；未观测的时段单列。',
      en: 'Months are those of Beijing. Usage is derived from what became of the resources, by the second, shown in hours to a thousandth; traffic by what its counters grew, to 0.001 GB; what was not observed stands apart.',
    },
    page: (page) => pageOfUsage(ctx, db, filter, page),
  })
}
