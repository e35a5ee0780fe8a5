/**
 * What the specification of FOCUS 1.2 asks of the columns that are mandatory, and of those conditional and recommended ones whose
 * condition the platform meets: level, type, and when a value may be lacking (specification v1.2, `columns/` and `attributes/`). An
 * oracle of its own: it knows nothing of the writer.
 */

/** By the names of columns; null where there is none. */
export type FocusCells = Readonly<Record<string, string | null>>

type Nulls = (row: FocusCells) => 'must' | 'never' | 'may'
interface ColumnRule {
  readonly level: 'mandatory' | 'conditional' | 'recommended'
  readonly format: (value: string) => boolean
  readonly nulls: Nulls
}

const never: Nulls = () => 'never'
const may: Nulls = () => 'may'
const isPriced = (row: FocusCells) =>
  (row.ChargeCategory === 'Usage' || row.ChargeCategory === 'Purchase') && row.ChargeClass !== 'Correction'
/** Prices, quantities and SKUs: never lacking in usage and purchases that correct nothing, always in taxes. */
const asPriced: Nulls = (row) => (isPriced(row) ? 'never' : row.ChargeCategory === 'Tax' ? 'must' : 'may')
const asConsumed: Nulls = (row) =>
  row.ChargeCategory !== 'Usage' ? 'must' : row.ChargeClass === 'Correction' ? 'may' : 'never'
/** Present exactly where the other one is. */
const as =
  (other: string): Nulls =>
  (row) =>
    row[other] === null ? 'must' : 'never'
const within =
  (other: string): Nulls =>
  (row) =>
    row[other] === null ? 'must' : 'may'

const text = (value: string) => value.trim() !== ''
/** NumericFormat, without powers of ten. */
const decimal = (value: string) => /^-?\d+(\.\d+)?$/.test(value)
const price = (value: string) => decimal(value) && !value.startsWith('-')
const instant = (value: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)
const oneOf =
  (...values: readonly string[]) =>
  (value: string) =>
    values.includes(value)
/** KeyValueFormat: an object of plain values. */
const keyValues = (value: string) => {
  const read: unknown = JSON.parse(value)
  return (
    typeof read === 'object' &&
    read !== null &&
    !Array.isArray(read) &&
    Object.values(read).every((one) => one === null || typeof one !== 'object')
  )
}

const DATA_SIZES = new Set([
  'b',
  'B',
  ...[...'KMGTPE'].flatMap((k) => [`${k}b`, `${k}B`, `${k}ib`, `${k}iB`]),
])
const TIMES = ['Years', 'Months', 'Days', 'Hours', 'Minutes', 'Seconds']
/** Words of sizes and times that must be abbreviated, or written as listed. */
const MISWRITTEN = /(bits?|bytes?)$|^(year|month|day|hour|minute|second)s?$/i

/** UnitFormat: `GiB`, `Cores`, `Core-Hours`. What is not listed is a count, with a capital. */
const unit = (value: string) => {
  const [what = '', time, ...more] = value.split('-')
  const isNoun = /^[A-Z][A-Za-z]*$/.test(what) && !MISWRITTEN.test(what)
  return more.length === 0 && (DATA_SIZES.has(what) || isNoun) && (time === undefined || TIMES.includes(time))
}

/** Of ServiceCategory the subcategories of ServiceSubcategory. */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  Compute: [
    ...['Containers', 'End User Computing', 'Quantum Compute', 'Serverless Compute', 'Virtual Machines'],
    'Other (Compute)',
  ],
  Networking: [
    ...['Application Networking', 'Content Delivery', 'Network Connectivity', 'Network Infrastructure'],
    ...['Network Routing', 'Network Security', 'Other (Networking)'],
  ],
  Storage: [
    ...['Backup Storage', 'Block Storage', 'File Storage', 'Object Storage', 'Storage Platforms'],
    'Other (Storage)',
  ],
  Security: [
    ...['Secret Management', 'Security Posture Management', 'Threat Detection and Response'],
    'Other (Security)',
  ],
  'Management and Governance': [
    ...['Architecture', 'Compliance', 'Cost Management', 'Data Governance', 'Disaster Recovery'],
    ...['Endpoint Management', 'Observability', 'Support', 'Other (Management and Governance)'],
  ],
  Other: ['Other (Other)'],
}

const mandatory = (format: ColumnRule['format'], nulls: Nulls = never): ColumnRule => ({
  level: 'mandatory',
  format,
  nulls,
})
const conditional = (format: ColumnRule['format'], nulls: Nulls): ColumnRule => ({
  level: 'conditional',
  format,
  nulls,
})
const recommended = (format: ColumnRule['format'], nulls: Nulls): ColumnRule => ({
  level: 'recommended',
  format,
  nulls,
})

export const FOCUS_SPECIFICATION: Readonly<Record<string, ColumnRule>> = {
  BilledCost: mandatory(decimal),
  BillingAccountId: mandatory(text),
  BillingAccountName: mandatory(text, may),
  BillingCurrency: mandatory(oneOf('CNY')),
  BillingPeriodEnd: mandatory(instant),
  BillingPeriodStart: mandatory(instant),
  ChargeCategory: mandatory(oneOf('Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment')),
  ChargeClass: mandatory(oneOf('Correction'), may),
  ChargeDescription: mandatory(text, may),
  ChargePeriodEnd: mandatory(instant),
  ChargePeriodStart: mandatory(instant),
  ContractedCost: mandatory(decimal),
  EffectiveCost: mandatory(decimal),
  InvoiceIssuerName: mandatory(text),
  ListCost: mandatory(decimal),
  PricingQuantity: mandatory(decimal, asPriced),
  PricingUnit: mandatory(unit, as('PricingQuantity')),
  ProviderName: mandatory(text),
  PublisherName: mandatory(text),
  ServiceCategory: mandatory(oneOf(...Object.keys(SERVICES))),
  ServiceName: mandatory(text),
  ConsumedQuantity: conditional(decimal, asConsumed),
  ConsumedUnit: conditional(unit, as('ConsumedQuantity')),
  ContractedUnitPrice: conditional(price, asPriced),
  ListUnitPrice: conditional(price, asPriced),
  PricingCategory: conditional(oneOf('Standard', 'Dynamic', 'Committed', 'Other'), asPriced),
  RegionId: conditional(text, may),
  RegionName: conditional(text, as('RegionId')),
  ResourceId: conditional(text, never),
  ResourceName: conditional(text, may),
  ResourceType: conditional(text, as('ResourceId')),
  SkuId: conditional(text, asPriced),
  SkuMeter: conditional(text, as('SkuId')),
  SkuPriceDetails: conditional(keyValues, within('SkuPriceId')),
  SkuPriceId: conditional(text, asPriced),
  SubAccountId: conditional(text, never),
  SubAccountName: conditional(text, as('SubAccountId')),
  Tags: conditional(keyValues, may),
  AvailabilityZone: recommended(text, may),
  ChargeFrequency: recommended(oneOf('One-Time', 'Recurring', 'Usage-Based'), never),
  InvoiceId: recommended(text, never),
  ServiceSubcategory: recommended(text, never),
}

/** What is wrong with the head of a file. */
export function faultsOfFocusHead(names: readonly string[]): readonly string[] {
  const known = Object.entries(FOCUS_SPECIFICATION)
  const lacking = known.filter(([name]) => !names.includes(name)).map(([name]) => `lacks ${name}`)
  const foreign = names.filter((name) => !(name in FOCUS_SPECIFICATION) && !/^x_[A-Z][A-Za-z]*$/.test(name))
  const own = names.filter((name) => name.startsWith('x_'))
  return [
    ...lacking,
    ...foreign.map((name) => `unknown ${name}`),
    ...(new Set(names).size === names.length ? [] : ['a name stands twice']),
    ...(names.slice(names.length - own.length).every((name) => name.startsWith('x_'))
      ? []
      : ['own columns last']),
  ]
}

/** What is wrong with a row: of each column, and of what columns say together. */
export function faultsOfFocusRow(row: FocusCells): readonly string[] {
  const faults: string[] = []
  for (const [name, { format, nulls }] of Object.entries(FOCUS_SPECIFICATION)) {
    const value = row[name] ?? null
    const asked = nulls(row)
    if (value === null ? asked === 'never' : asked === 'must') faults.push(`${name} is ${value}`)
    else if (value !== null && !format(value)) faults.push(`${name} reads ${value}`)
  }
  return [...faults, ...TOGETHER.flatMap(([what, holds]) => (holds(row) ? [] : [what]))]
}

const TOGETHER: readonly (readonly [string, (row: FocusCells) => boolean])[] = [
  ['periods end after they begin', (row) => isBefore(row, 'BillingPeriod') && isBefore(row, 'ChargePeriod')],
  ['ListCost is ListUnitPrice × PricingQuantity', (row) => isProduct(row, 'List')],
  ['ContractedCost is ContractedUnitPrice × PricingQuantity', (row) => isProduct(row, 'Contracted')],
  [
    'a purchase is not by usage',
    (row) => row.ChargeCategory !== 'Purchase' || row.ChargeFrequency !== 'Usage-Based',
  ],
  [
    'a subcategory is of its category',
    (row) => SERVICES[row.ServiceCategory ?? '']?.includes(row.ServiceSubcategory ?? '') ?? false,
  ],
  [
    'what is effective of a credit is what is billed',
    (row) => row.ChargeCategory !== 'Credit' || row.EffectiveCost === row.BilledCost,
  ],
  [
    'keys of SKU prices that FOCUS does not define have their prefix',
    (row) => Object.keys(JSON.parse(row.SkuPriceDetails ?? '{}')).every((key) => key.startsWith('x_')),
  ],
  [
    'a correction is of an earlier billing period',
    (row) =>
      row.ChargeClass === null ||
      row.ChargeCategory !== 'Usage' ||
      (row.ChargePeriodEnd ?? '') <= (row.BillingPeriodStart ?? ''),
  ],
]

const isBefore = (row: FocusCells, of: string) => (row[`${of}Start`] ?? '') < (row[`${of}End`] ?? '')

/** To the last digit; where there is no unit price, the cost is what is billed. */
function isProduct(row: FocusCells, of: 'List' | 'Contracted'): boolean {
  const [cost, unitPrice, quantity] = [row[`${of}Cost`], row[`${of}UnitPrice`], row.PricingQuantity]
  if (!cost || !unitPrice || !quantity) return scaled(cost ?? '0', 18) === scaled(row.BilledCost ?? '0', 18)
  return scaled(unitPrice, 9) * scaled(quantity, 9) === scaled(cost, 18)
}

function scaled(value: string, digits: number): bigint {
  const [, sign, whole = '', back = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? []
  const read = BigInt(whole + back.padEnd(digits, '0'))
  return sign === '-' ? -read : read
}

/** Rows of a file (RFC 4180) by the names of its head; empty cells are null. */
export function readFocus(file: string): {
  readonly names: readonly string[]
  readonly rows: readonly FocusCells[]
} {
  const [names = [], ...rows] = cellsOf(file)
  return {
    names,
    rows: rows.map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at] || null]))),
  }
}

function cellsOf(file: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of file.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (quoted === undefined && plain === '' && end === '' && row.length === 0) break
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
