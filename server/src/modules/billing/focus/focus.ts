/**
 * Charges as rows of FOCUS 1.2 (specification v1.2, facts §15.1): all mandatory columns, and those conditional ones whose condition
 * the platform meets. Costs are exact: ListCost = ListUnitPrice × PricingQuantity and ContractedCost = ContractedUnitPrice ×
 * PricingQuantity to the last digit. What corrects or gives back has no quantity and no unit price of its own (the specification lets
 * it), so that all of its costs are what is billed. Pure.
 */
import { decimalText, yuanOf } from '../../../platform/money.ts'
import { DIMENSION_WORDS } from '../../metering/index.ts'
import { type FocusRow, isKnownKind, type KnownCharge } from './focus-charge.ts'
import { consumedUnitOf, KIND_IN_FOCUS, PACKAGE_UNIT, pricingUnitOf } from './focus-words.ts'
import { COST_DIGITS, PRICE_DIGITS, type PricePart } from './price-parts.ts'

type Kind = 'text' | 'decimal' | 'utc'
type Value = string | null
export type FocusColumn = readonly [name: string, kind: Kind, value: (row: FocusRow) => Value]

/** FOCUS writes instants in UTC without fractions. */
const utc = (at: Date) => at.toISOString().replace(/\.\d{3}Z$/, 'Z')

const priced =
  (of: (part: PricePart) => bigint, digits: number) =>
  ({ part }: FocusRow) =>
    part === null ? null : decimalText(of(part), digits)
const billed = ({ billed: fen }: FocusRow) => yuanOf(fen)
const cost = (of: (part: PricePart) => bigint) => (row: FocusRow) =>
  row.part === null ? billed(row) : decimalText(of(row.part) * row.part.quantity, COST_DIGITS)

const inFocus = ({ charge }: FocusRow) => KIND_IN_FOCUS[isKnownKind(charge.kind) ? charge.kind : 'service']
const skuOf = ({ charge }: FocusRow) =>
  [charge.offeringCode ?? 'unordered', charge.planCode ?? 'any', charge.dimension].join('/')

/** A price of the list: by version, line and tier, below its SKU. Without a price it is the SKU itself. */
const skuPriceOf = (row: FocusRow) =>
  row.charge.price === null
    ? skuOf(row)
    : `${skuOf(row)}/${row.charge.price.versionId}/${row.charge.price.position + 1}/${(row.part?.tier ?? 0) + 1}`

const isPurchase = ({ charge }: FocusRow) => charge.focusCategory === 'Purchase'

/** Of the row’s own tier and price, with keys of our own (SkuPriceDetails asks for the prefix). */
const detailsOf = ({ charge, part }: FocusRow) =>
  charge.price === null || part === null
    ? null
    : JSON.stringify({
        x_PriceVersion: charge.price.versionName,
        x_PriceSource: charge.price.source,
        x_Tier: part.tier + 1,
      })

/** Tags that the platform itself gives; their prefix is ours (FOCUS: provider-defined tag keys have one). */
const tagsOf = ({ charge }: FocusRow) =>
  JSON.stringify({
    'yunheng/system': charge.systemName,
    'yunheng/network-zone': charge.networkZone,
    ...(charge.projectNo === null ? {} : { 'yunheng/project': charge.projectNo }),
  })

const descriptionOf = ({ charge, part }: FocusRow) =>
  [
    DIMENSION_WORDS[charge.dimension].zh,
    charge.resourceName,
    charge.price?.versionName,
    part === null ? null : `第 ${part.tier + 1} 档`,
  ]
    .filter((text) => text)
    .join(' ')

const unitOf = ({ dimension, price }: KnownCharge, isOnce: boolean) =>
  price?.isPackage ? PACKAGE_UNIT : pricingUnitOf(dimension, isOnce)

const blank = (text: string | null) => (text === null || text.trim() === '' ? null : text)

/** In the order of the specification, by name; what FOCUS does not know stands behind, with its prefix. */
export const FOCUS_COLUMNS: readonly FocusColumn[] = [
  ['AvailabilityZone', 'text', ({ charge }) => blank(charge.zoneName)],
  ['BilledCost', 'decimal', billed],
  ['BillingAccountId', 'text', ({ charge }) => charge.bodyId],
  ['BillingAccountName', 'text', ({ charge }) => blank(charge.bodyName)],
  ['BillingCurrency', 'text', () => 'CNY'],
  ['BillingPeriodEnd', 'utc', ({ charge }) => utc(charge.month.until)],
  ['BillingPeriodStart', 'utc', ({ charge }) => utc(charge.month.from)],
  ['ChargeCategory', 'text', ({ charge }) => charge.focusCategory],
  ['ChargeClass', 'text', ({ charge }) => (charge.isCorrection ? 'Correction' : null)],
  ['ChargeDescription', 'text', descriptionOf],
  [
    'ChargeFrequency',
    'text',
    ({ charge }) => (charge.focusCategory === 'Usage' ? 'Usage-Based' : 'One-Time'),
  ],
  ['ChargePeriodEnd', 'utc', ({ charge }) => utc(charge.until)],
  ['ChargePeriodStart', 'utc', ({ charge }) => utc(charge.from)],
  [
    'ConsumedQuantity',
    'decimal',
    (row) => (isPurchase(row) || row.part === null ? null : decimalText(row.part.held, 3)),
  ],
  [
    'ConsumedUnit',
    'text',
    (row) => (isPurchase(row) || row.part === null ? null : consumedUnitOf(row.charge.dimension)),
  ],
  ['ContractedCost', 'decimal', cost((part) => part.contractedPrice)],
  ['ContractedUnitPrice', 'decimal', priced((part) => part.contractedPrice, PRICE_DIGITS)],
  // Nothing is paid ahead for what comes later: what is effective is what is billed.
  ['EffectiveCost', 'decimal', billed],
  ['InvoiceId', 'text', ({ charge }) => charge.billId],
  ['InvoiceIssuerName', 'text', ({ charge }) => charge.providerName],
  ['ListCost', 'decimal', cost((part) => part.listPrice)],
  ['ListUnitPrice', 'decimal', priced((part) => part.listPrice, PRICE_DIGITS)],
  ['PricingCategory', 'text', ({ part }) => (part === null ? null : 'Standard')],
  ['PricingQuantity', 'decimal', priced((part) => part.quantity, PRICE_DIGITS)],
  ['PricingUnit', 'text', (row) => (row.part === null ? null : unitOf(row.charge, isPurchase(row)))],
  // One and the same: other rules would hold for a reseller.
  ['ProviderName', 'text', ({ charge }) => charge.providerName],
  ['PublisherName', 'text', ({ charge }) => charge.providerName],
  ['RegionId', 'text', ({ charge }) => charge.nodeId],
  ['RegionName', 'text', ({ charge }) => blank(charge.nodeName)],
  ['ResourceId', 'text', ({ charge }) => charge.resourceId],
  ['ResourceName', 'text', ({ charge }) => blank(charge.resourceName)],
  ['ResourceType', 'text', (row) => inFocus(row).type],
  ['ServiceCategory', 'text', (row) => inFocus(row).category],
  // An offering may deliver several kinds, and a service has one category.
  [
    'ServiceName',
    'text',
    (row) =>
      `${row.charge.offeringTitle ?? row.charge.offeringCode ?? '未订购 Unordered'} (${inFocus(row).type})`,
  ],
  ['ServiceSubcategory', 'text', (row) => inFocus(row).subcategory],
  ['SkuId', 'text', skuOf],
  ['SkuMeter', 'text', ({ charge }) => charge.dimension],
  ['SkuPriceDetails', 'text', detailsOf],
  ['SkuPriceId', 'text', (row) => (row.part === null ? null : skuPriceOf(row))],
  ['SubAccountId', 'text', ({ charge }) => charge.systemId],
  // Whatever has an id has a name.
  ['SubAccountName', 'text', ({ charge }) => blank(charge.systemName) ?? charge.systemId],
  ['Tags', 'text', tagsOf],
  ['x_ChargeNo', 'decimal', ({ charge }) => String(charge.no)],
  // Of the contract, not of the SKU: one price of the list has several.
  [
    'x_TermFactor',
    'decimal',
    ({ charge }) => (charge.price === null ? null : decimalText(charge.price.factor, PRICE_DIGITS)),
  ],
  ['x_UnpricedReason', 'text', ({ charge }) => charge.unpriced],
]
