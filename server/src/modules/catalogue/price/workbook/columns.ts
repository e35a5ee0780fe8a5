/** The workbook of a version's lines: downloaded, changed and uploaded with the same columns. */
import type { Text } from '@yunheng/contract'
import { DIMENSION_WORDS } from '../../estimate/estimate-text.ts'
import type { PriceLine } from '../price-in-force.ts'

export const PER_WORDS: Readonly<Record<PriceLine['per'], Text>> = {
  month: { zh: '每月', en: 'month' },
  once: { zh: '一次性', en: 'once' },
}

interface WorkbookColumn {
  readonly key: string
  readonly title: Text
  readonly width: number
  value(line: PriceLine, poolNames: ReadonlyMap<string, string>): string | Text
}

export const COLUMNS: readonly WorkbookColumn[] = [
  {
    key: 'offering',
    title: { zh: '服务代码', en: 'Offering' },
    width: 24,
    value: (line) => line.offeringCode,
  },
  {
    key: 'plan',
    title: { zh: '规格代码（空为全部）', en: 'Plan (empty: all)' },
    width: 24,
    value: (line) => line.planCode ?? '',
  },
  {
    key: 'pool',
    title: { zh: '资源池（空为全部）', en: 'Pool (empty: all)' },
    width: 24,
    value: (line, pools) => (line.poolId === null ? '' : (pools.get(line.poolId) ?? line.poolId)),
  },
  {
    key: 'dimension',
    title: { zh: '计价项', en: 'Counted' },
    width: 18,
    value: (line) => DIMENSION_WORDS[line.dimension],
  },
  { key: 'per', title: { zh: '周期', en: 'Period' }, width: 10, value: (line) => PER_WORDS[line.per] },
  {
    key: 'tiers',
    title: { zh: '单价（元）', en: 'Price (yuan)' },
    width: 36,
    value: ({ tiers }) => writeTiers(tiers),
  },
  {
    key: 'stopped',
    title: { zh: '停机计费比例', en: 'Share while stopped' },
    width: 14,
    value: (line) => line.weights.stopped,
  },
  {
    key: 'unseen',
    title: { zh: '未观测计费比例', en: 'Share while unseen' },
    width: 14,
    value: (line) => line.weights.unseen,
  },
  {
    key: 'includes',
    title: { zh: '套餐包含（空为按量）', en: 'In the package (empty: by amount)' },
    width: 36,
    value: ({ includes }) => (includes ?? []).map((one) => `${one.dimension}:${one.amount}`).join('; '),
  },
]

export const ERROR_TITLE = '错误 / Error'

export const REMARK: Text = {
  zh: '分档写作“100:0; 500:0.2; *:0.1”：用量至 100 的部分单价 0，至 500 的部分 0.2，其余 0.1；不分档时只写单价。套餐包含写作“vcpu:2; memory-gib:4”，单价为每套每月。',
  en: 'Tiers read “100:0; 500:0.2; *:0.1”: up to 100 at 0, up to 500 at 0.2, the rest at 0.1; without tiers just the price. What is in a package reads “vcpu:2; memory-gib:4”; its price is per package and month.',
}

/** `46`, or `100:0; *:0.2`. */
export function writeTiers(tiers: PriceLine['tiers']): string {
  if (tiers.length === 1) return tiers[0]?.unitPrice ?? ''
  return tiers.map(({ upTo, unitPrice }) => `${upTo ?? '*'}:${unitPrice}`).join('; ')
}
