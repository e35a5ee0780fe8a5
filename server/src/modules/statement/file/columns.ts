/** Which column of a file says what: by the names that providers give them, in either language, and by those of FOCUS 1.2. */
import type { Text } from '@yunheng/contract'
import { isFocusHead, missingOfFocus } from './focus.ts'

export const COLUMN_KEYS = [
  'resource',
  'item',
  'pool',
  'quantity',
  'unit',
  'amount',
  'currency',
  'month',
  'serviceMonth',
  'from',
  'to',
  'category',
  'class',
] as const
export type ColumnKey = (typeof COLUMN_KEYS)[number]

export const COLUMN_TITLES: Readonly<Record<ColumnKey, Text>> = {
  resource: { zh: '资源编号', en: 'Resource id' },
  item: { zh: '计量项', en: 'Item' },
  pool: { zh: '资源池', en: 'Pool' },
  quantity: { zh: '用量', en: 'Quantity' },
  unit: { zh: '计量单位', en: 'Unit' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  currency: { zh: '币种', en: 'Currency' },
  month: { zh: '账期', en: 'Month' },
  serviceMonth: { zh: '服务月份', en: 'Service month' },
  from: { zh: '开始时间', en: 'From' },
  to: { zh: '结束时间', en: 'To' },
  category: { zh: '费用类别（FOCUS）', en: 'Charge category' },
  class: { zh: '更正标记（FOCUS）', en: 'Charge class' },
}

/** The first name that a file has counts: the more exact one stands before. */
const NAMES: Readonly<Record<ColumnKey, readonly string[]>> = {
  resource: [
    ...['资源编号', '资源id', '资源标识', '云资源id', '实例id', '实例编号', '资源实例id'],
    ...['resourceid', 'instanceid', 'resource'],
  ],
  item: [
    ...[
      '计量项',
      '计费项',
      '计费项目',
      '收费项目',
      'sku编号',
      'sku',
      '产品规格',
      '规格',
      '产品',
      '服务名称',
      '服务',
    ],
    ...['skumeter', 'dimension', 'meter', 'item', 'skuid', 'offering', 'servicename', 'product'],
  ],
  pool: [
    ...['资源池', '可用区', '地域', '区域'],
    ...['pool', 'availabilityzone', 'zone', 'regionid', 'regionname', 'region'],
  ],
  quantity: [
    ...['用量', '使用量', '计费用量', '计量用量', '数量'],
    ...['usagequantity', 'consumedquantity', 'usage', 'quantity', 'pricingquantity'],
  ],
  unit: [
    ...['计量单位', '用量单位', '计费单位', '单位'],
    ...['usageunit', 'consumedunit', 'unit', 'pricingunit'],
  ],
  amount: [
    ...['应付金额', '金额', '账单金额', '费用', '总价', '合计金额'],
    ...['billedcost', 'amountyuan', 'amount', 'cost'],
  ],
  currency: ['币种', '货币', 'billingcurrency', 'currency'],
  month: ['账期', '计费月份', '月份', '账单月份', 'billingperiodstart', 'billingperiod', 'month', 'period'],
  serviceMonth: [
    '服务月份',
    '费用所属月份',
    '所属月份',
    '原账期',
    'servicemonth',
    'serviceperiod',
    'chargemonth',
  ],
  from: ['开始时间', '计费开始时间', '起始时间', 'chargeperiodstart', 'starttime', 'start', 'from'],
  to: ['结束时间', '计费结束时间', '终止时间', 'chargeperiodend', 'endtime', 'end', 'to'],
  // By the names of FOCUS only: what others call a category is anything.
  category: ['chargecategory'],
  class: ['chargeclass'],
}

export const REQUIRED: readonly ColumnKey[] = ['resource', 'item', 'amount']

/** `金额（元）`, ` Amount (yuan) ` and `amount` are one name. */
const plainName = (title: string) =>
  title
    .toLowerCase()
    .replace(/[（(【[].*$/, '')
    .replace(/[\s_\-*.:：]/g, '')

export type Places = Readonly<Partial<Record<ColumnKey, number>>> & {
  /** Every column that names an item, the most exact one first: of FOCUS a tax has no SKU, but a service. */
  readonly items: readonly number[]
  /** A head of FOCUS, and what it lacks of what that asks for. */
  readonly focus: { readonly missing: readonly string[] } | null
}

/** Where each column stands in a head. */
export function placesOf(head: readonly string[]): Places {
  const titles = head.map(plainName)
  const places: Partial<Record<ColumnKey, number>> = {}
  for (const key of COLUMN_KEYS) {
    const place = placesNamed(titles, key)[0]
    if (place !== undefined) places[key] = place
  }
  const focus = isFocusHead(titles) ? { missing: missingOfFocus(titles) } : null
  return { ...places, items: placesNamed(titles, 'item'), focus }
}

const placesNamed = (titles: readonly string[], key: ColumnKey): readonly number[] =>
  NAMES[key].map((name) => titles.indexOf(name)).filter((place) => place >= 0)

/** How much of a head a row is. */
export const countPlaces = (places: Places): number =>
  COLUMN_KEYS.filter((key) => places[key] !== undefined).length

/** All that is missing, at once. What FOCUS bills need not name a resource. */
export function missingIn(places: Places): readonly Text[] {
  if (places.focus !== null) return places.focus.missing.map((title) => ({ zh: title, en: title }))
  return REQUIRED.filter((key) => places[key] === undefined).map((key) => COLUMN_TITLES[key])
}

/** 万元, 千元, 分 and the like: money, but not yuan. */
const OTHER_MONEY = [
  /^(?:十|百|千|万|十万|百万|千万|亿)元?$/,
  /^(?:分|角|厘|fen|cents?)$/,
  /^(?:10k|k|thousands?|millions?)(?:of)?(?:yuan|rmb|cny)?$/,
  /^(?:美元|美金|港元|港币|澳门元|台币|新台币|欧元|日元|日圆|英镑|卢布|us\$|hk\$|[$€£]|usd|hkd|mop|twd|eur|jpy|gbp|rub|sgd)$/,
]

/**
 * The title of the column of amounts where it says in brackets that they are not in yuan: read as yuan they would be some thousand times
 * what was meant, and no column of currencies tells of it. Null where it does not.
 */
export function otherMoneyIn(head: readonly string[], { amount }: Places): string | null {
  const title = amount === undefined ? '' : (head[amount] ?? '')
  const [, said = ''] = /[（(【[]([^）)】\]]*)/.exec(title.toLowerCase()) ?? []
  const parts = said
    .split(/[,，、;；:：/\s]+/)
    .map((part) => part.replace(/人民币|单位|yuan of/g, ''))
    .filter((part) => part !== '')
  const whole = parts.join('')
  return [...parts, whole].some((part) => OTHER_MONEY.some((one) => one.test(part))) ? title.trim() : null
}
