/** A bill in the open billing format FOCUS 1.2 (facts §15.1): comma-separated, cells that no spreadsheet takes for a formula. */
import { Readable } from 'node:stream'
import type { Charge, Dimension } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { type Column, CSV_TYPE, csvHead, csvRows } from '../../../platform/xlsx/index.ts'
import { DIMENSION_WORDS, instantOf, type Window, windowOfMonth } from '../../metering/index.ts'
import type { BillRow } from './bill-store.ts'
import { toCharge } from './bill-view.ts'
import { listCharges } from './charge-store.ts'
import { seenBill, versionsOf } from './read-bill.ts'

/** Of the nineteen categories that FOCUS knows. */
const CATEGORY_OF: Readonly<Record<Dimension, string>> = {
  vcpu: 'Compute',
  'memory-gib': 'Compute',
  'root-disk-gib': 'Storage',
  'storage-gib': 'Storage',
  'snapshot-gib': 'Storage',
  'object-gib': 'Storage',
  'public-ip': 'Networking',
  'bandwidth-mbps': 'Networking',
  'accelerator-card': 'AI and Machine Learning',
  instance: 'Compute',
  account: 'Identity',
  host: 'Compute',
  message: 'Integration',
  seat: 'Business Applications',
  'million-tokens': 'AI and Machine Learning',
  device: 'Internet of Things',
}

/** Units × hours, as FOCUS writes them: `vCPU-Hours`. */
const unitOf = (dimension: Dimension) =>
  dimension.endsWith('-gib') ? 'GiB-Hours' : dimension === 'vcpu' ? 'vCPU-Hours' : 'Unit-Hours'

const SECONDS_OF_HOUR = 3600
const hoursOf = ({ serving, stopped, unseen }: Charge) =>
  (Number(serving) + Number(stopped) + Number(unseen)) / SECONDS_OF_HOUR

const FOCUS_CATEGORY: Readonly<Record<Charge['category'], string>> = {
  usage: 'Usage',
  adjustment: 'Adjustment',
  once: 'Purchase',
}

type Field = readonly [
  title: string,
  kind: 'text' | 'number' | 'money',
  value: (row: Charge) => string | number | null,
]

/** FOCUS writes instants in UTC without fractions. */
const utc = (at: string) => at.replace(/\.\d{3}Z$/, 'Z')

function fieldsOf(bill: BillRow, month: Window): readonly Field[] {
  const [start, end] = [instantOf(month.from).toISOString(), instantOf(month.to).toISOString()]
  const cost = (row: Charge) => row.amount?.amountMinor ?? 0
  return [
    ['BillingAccountId', 'text', () => bill.body_id],
    ['BillingAccountName', 'text', () => bill.body_name],
    ['BillingCurrency', 'text', () => 'CNY'],
    ['BillingPeriodStart', 'text', () => utc(start)],
    ['BillingPeriodEnd', 'text', () => utc(end)],
    ['ChargeCategory', 'text', (row) => FOCUS_CATEGORY[row.category]],
    [
      'ChargeClass',
      'text',
      (row) =>
        row.category === 'usage' || (row.category === 'once' && cost(row) >= 0) ? null : 'Correction',
    ],
    ['ChargeDescription', 'text', (row) => `${DIMENSION_WORDS[row.dimension].zh} ${row.resource.name}`],
    ['ChargePeriodStart', 'text', (row) => utc(row.from)],
    ['ChargePeriodEnd', 'text', (row) => utc(row.to)],
    ['BilledCost', 'money', cost],
    ['EffectiveCost', 'money', cost],
    ['ContractedCost', 'money', cost],
    ['ListCost', 'money', cost],
    ['ConsumedQuantity', 'number', hoursOf],
    ['ConsumedUnit', 'text', (row) => unitOf(row.dimension)],
    ['PricingQuantity', 'number', hoursOf],
    ['PricingUnit', 'text', (row) => unitOf(row.dimension)],
    // One and the same: other rules would hold for a reseller.
    ['InvoiceIssuerName', 'text', (row) => row.provider.name],
    ['ProviderName', 'text', (row) => row.provider.name],
    ['PublisherName', 'text', (row) => row.provider.name],
    ['ServiceCategory', 'text', (row) => CATEGORY_OF[row.dimension]],
    ['ServiceName', 'text', (row) => row.offeringCode ?? 'Unordered'],
    ['SkuId', 'text', (row) => row.planCode],
    ['SkuPriceId', 'text', (row) => row.price && `${row.price.versionId}`],
    ['ResourceId', 'text', (row) => row.resource.id],
    ['ResourceName', 'text', (row) => row.resource.name],
    ['SubAccountId', 'text', (row) => row.system.id],
    ['SubAccountName', 'text', (row) => row.system.name],
    ['x_ChargeNo', 'number', (row) => row.no],
    ['x_UnpricedReason', 'text', (row) => row.unpriced],
  ]
}

const PAGE = 1000

export async function exportFocus(ctx: Ctx, id: string): Promise<Download> {
  const bill = await seenBill(ctx, id)
  await ctx.inTx((tx) =>
    ctx.audit(tx, {
      noun: 'bill',
      objectId: id,
      label: bill.month,
      bodyId: bill.body_id,
      after: { format: 'FOCUS 1.2' },
    }),
  )
  const columns: readonly Column<Charge>[] = fieldsOf(bill, windowOfMonth(bill.month)).map(
    ([title, kind, value]) => ({ title, kind, value }),
  )
  return {
    fileName: `focus-${bill.month}-${id}.csv`,
    contentType: CSV_TYPE,
    content: Readable.from(linesOf(ctx, bill, columns)),
  }
}

async function* linesOf(ctx: Ctx, bill: BillRow, columns: readonly Column<Charge>[]): AsyncGenerator<string> {
  const versions = await versionsOf(ctx.db, bill.id)
  yield csvHead(columns)
  let pageToken: string | undefined
  do {
    const request = { pageSize: PAGE, ...(pageToken === undefined ? {} : { pageToken }) }
    const page = await listCharges(ctx.db, bill.id, {}, request, (row) => toCharge(ctx, bill, row, versions))
    yield csvRows(columns, page.items)
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken !== undefined)
}
