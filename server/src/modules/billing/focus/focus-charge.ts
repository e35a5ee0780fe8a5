/** A charge with all that a row of FOCUS says of it, and the rows that it makes. Pure. */
import {
  type Dimension,
  isCounted,
  RESOURCE_KINDS,
  type ResourceKind,
  type Unpriced,
} from '@yunheng/contract'
import { type PriceInForce, toScaled } from '../../catalogue/index.ts'
import { countedUnits, dimensionOfMeter, instantOf, monthOf, windowOfMonth } from '../../metering/index.ts'
import { toClause } from '../rate/rate-month.ts'
import { BILLIONTH } from '../rate/rate-usage.ts'
import type { FocusChargeRow } from './focus-store.ts'
import { type PricePart, pricePartsOf } from './price-parts.ts'

export interface KnownCharge {
  readonly billId: string
  readonly bodyId: string
  readonly bodyName: string
  readonly month: { readonly from: Date; readonly until: Date }
  readonly no: number
  readonly focusCategory: 'Usage' | 'Purchase' | 'Credit'
  readonly isCorrection: boolean
  readonly dimension: Dimension
  readonly from: Date
  readonly until: Date
  readonly kind: string
  readonly resourceId: string
  readonly resourceName: string
  readonly providerName: string
  readonly zoneName: string | null
  readonly nodeId: string | null
  readonly nodeName: string | null
  readonly networkZone: string
  readonly offeringCode: string | null
  readonly offeringTitle: string | null
  readonly planCode: string | null
  readonly systemId: string
  readonly systemName: string
  readonly projectNo: string | null
  readonly unpriced: Unpriced | null
  readonly price: {
    readonly versionId: string
    readonly versionName: string
    readonly source: string
    readonly position: number
    /** Priced per package and month (套餐). */
    readonly isPackage: boolean
    readonly factor: bigint
  } | null
}

/** A row of the file: a charge, or one tier of it. */
export interface FocusRow {
  readonly charge: KnownCharge
  /** Null for what has neither quantity nor unit price. */
  readonly part: PricePart | null
  /** 分 */
  readonly billed: bigint
}

export const isKnownKind = (kind: string): kind is ResourceKind =>
  (RESOURCE_KINDS as readonly string[]).includes(kind)

/**
 * What FOCUS calls it. Usage that became known later is usage, as a correction; what a dispute gave back is a credit, a correction where
 * the bill was an earlier one; what is paid once is a purchase, given back a correction.
 */
function categoryOf(row: FocusChargeRow): Pick<KnownCharge, 'focusCategory' | 'isCorrection'> {
  if (row.disputed_no !== null)
    return {
      focusCategory: 'Credit',
      isCorrection: row.disputed_bill_id !== null && row.disputed_bill_id !== row.bill_id,
    }
  if (row.category === 'once')
    return { focusCategory: 'Purchase', isCorrection: row.amount !== null && BigInt(row.amount) < 0n }
  return { focusCategory: 'Usage', isCorrection: row.category === 'adjustment' }
}

type Versions = ReadonlyMap<string, PriceInForce>

export function toKnown(row: FocusChargeRow, versions: Versions): KnownCharge {
  const window = windowOfMonth(row.month)
  const version = versions.get(row.price_version_id ?? '')
  return {
    billId: row.bill_id,
    bodyId: row.body_id,
    bodyName: row.body_name,
    month: { from: instantOf(window.from), until: instantOf(window.to) },
    no: row.no,
    ...categoryOf(row),
    dimension: dimensionOfMeter(row.meter),
    from: instantOf(row.from_hour),
    until: instantOf(row.to_hour),
    kind: row.kind,
    resourceId: row.resource_id,
    resourceName: row.resource_name,
    providerName: row.provider_name,
    zoneName: row.zone_name,
    nodeId: row.node_id,
    nodeName: row.node_name,
    networkZone: row.network_zone,
    offeringCode: row.offering_code,
    offeringTitle: row.offering_title,
    planCode: row.plan_code,
    systemId: row.system_id,
    systemName: row.system_name,
    projectNo: row.project_no,
    unpriced: row.unpriced,
    price:
      version === undefined
        ? null
        : {
            versionId: version.versionId,
            versionName: version.versionName,
            source: version.source,
            position: row.price_position ?? 0,
            isPackage: Boolean(lineOf(row, versions)?.includes),
            factor: BigInt(row.factor ?? BILLIONTH),
          },
  }
}

/**
 * @param together what counts of all charges that were rated with this one (`rate-usage.ts`).
 */
export function focusRowsOf(row: FocusChargeRow, versions: Versions, together: bigint): readonly FocusRow[] {
  const charge = toKnown(row, versions)
  const amount = BigInt(row.amount ?? 0)
  if (charge.isCorrection || charge.focusCategory === 'Credit')
    return [{ charge, part: null, billed: amount }]
  const parts =
    charge.focusCategory === 'Purchase'
      ? [purchaseOf(row, versions)]
      : partsOf(row, charge, versions, together)
  return parts.map((part) => ({ charge, part, billed: part.billed }))
}

const lineOf = (row: FocusChargeRow, versions: Versions) =>
  versions.get(row.price_version_id ?? '')?.lines.find(({ position }) => position === row.price_position)

const THOUSANDTHS = 1000n

/** Units at their listed price; no factor applies to what is paid once. */
function purchaseOf(row: FocusChargeRow, versions: Versions): PricePart {
  const price = toScaled(lineOf(row, versions)?.tiers[0]?.unitPrice ?? '0')
  // `billable` is thousandths × billionths: the quantity is told in billionths.
  const quantity = BigInt(row.billable ?? 0) / THOUSANDTHS
  return {
    tier: 0,
    quantity,
    listPrice: price,
    contractedPrice: price,
    held: 0n,
    billed: BigInt(row.amount ?? 0),
  }
}

function partsOf(
  row: FocusChargeRow,
  charge: KnownCharge,
  versions: Versions,
  together: bigint,
): readonly PricePart[] {
  const line = lineOf(row, versions)
  const dimension = dimensionOfMeter(row.meter)
  // What was consumed is told in units × seconds; of what is counted in units.
  const held = isCounted(dimension)
    ? countedUnits(BigInt(row.held), monthOf(row.from_hour))
    : BigInt(row.held)
  const amount = BigInt(row.amount ?? 0)
  // Without a price, or with one that is paid once only, usage costs nothing.
  if (line === undefined || line.per === 'once' || row.billable === null)
    return [{ tier: 0, quantity: 0n, listPrice: 0n, contractedPrice: 0n, held, billed: amount }]
  const month = windowOfMonth(monthOf(row.from_hour))
  const clause = toClause(String(row.no), line, month, { from: row.from_hour, to: row.to_hour })
  const factor = charge.price?.factor ?? BILLIONTH
  return pricePartsOf(clause, { held, billable: BigInt(row.billable), factor, amount }, together)
}
