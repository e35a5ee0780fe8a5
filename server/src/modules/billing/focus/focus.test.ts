import { describe, expect, it } from 'vitest'
import type { PriceInForce } from '../../catalogue/index.ts'
import { meterNumber, windowOfMonth } from '../../metering/index.ts'
import { FOCUS_COLUMNS } from './focus.ts'
import { type FocusRow, focusRowsOf } from './focus-charge.ts'
import type { FocusChargeRow } from './focus-store.ts'
import { KIND_IN_FOCUS } from './focus-words.ts'

const VERSION = '0199a000-0000-7000-8000-0000000000aa'
const window = windowOfMonth('2026-09')
const SECONDS = BigInt((window.to - window.from) * 3600)
const BILLIONTH = 1_000_000_000n

const versions: ReadonlyMap<string, PriceInForce> = new Map([
  [
    VERSION,
    {
      versionId: VERSION,
      versionName: '2026 年价格',
      source: '合同附件一',
      isProductDefault: false,
      providerBodyId: null,
      from: new Date('2026-01-01T00:00:00+08:00'),
      to: null,
      proration: 'second',
      termFactors: [{ fromMonths: 12, factor: '0.85' }],
      lines: [
        lineOf(0, 'month', [{ upTo: null, unitPrice: '45.5' }]),
        lineOf(1, 'once', [{ upTo: null, unitPrice: '300' }]),
        lineOf(2, 'month', [
          { upTo: '10', unitPrice: '1' },
          { upTo: null, unitPrice: '0.5' },
        ]),
        {
          ...lineOf(3, 'month', [{ upTo: null, unitPrice: '45.5' }]),
          includes: [{ dimension: 'vcpu', amount: 4 }],
        },
      ],
    } as unknown as PriceInForce,
  ],
])

function lineOf(position: number, per: string, tiers: readonly { upTo: string | null; unitPrice: string }[]) {
  return { position, dimension: 'vcpu', per, tiers, weights: { stopped: '0', unseen: '1' } }
}

const held = 4n * 1000n * SECONDS
const ROW: FocusChargeRow = {
  bill_id: '0199a000-0000-7000-8000-0000000000b1',
  body_id: '0199a000-0000-7000-8000-0000000000b2',
  body_name: '省卫健委',
  month: '2026-09',
  no: 7,
  category: 'usage',
  meter: meterNumber('vcpu'),
  from_hour: window.from,
  to_hour: window.to,
  held: held.toString(),
  price_version_id: VERSION,
  price_position: 0,
  factor: '850000000',
  billable: (held * BILLIONTH).toString(),
  amount: '15470',
  unpriced: null,
  disputed_no: null,
  disputed_bill_id: null,
  system_id: '0199a000-0000-7000-8000-0000000000b3',
  system_name: '健康档案',
  project_no: '甘发改〔2026〕1号',
  resource_id: '0199a000-0000-7000-8000-0000000000b4',
  resource_name: 'vm-1',
  kind: 'server',
  network_zone: 'government-extranet',
  provider_name: '磐石云',
  offering_code: 'ecs',
  offering_title: '云服务器',
  plan_code: 'c4m8',
  zone_name: '可用区一',
  node_id: '0199a000-0000-7000-8000-0000000000b5',
  node_name: '兰州主中心',
}
const rowsOf = (change: Partial<FocusChargeRow> = {}) => {
  const row = { ...ROW, ...change }
  return focusRowsOf(row, versions, BigInt(row.billable ?? 0))
}
const cellsOf = (row: FocusRow) =>
  Object.fromEntries(FOCUS_COLUMNS.map(([name, , value]) => [name, value(row)]))
const only = (change: Partial<FocusChargeRow> = {}) => {
  const rows = rowsOf(change)
  expect(rows).toHaveLength(1)
  return cellsOf(rows[0] as FocusRow)
}

const NOT_NULL = [
  ...['BilledCost', 'BillingAccountId', 'BillingCurrency', 'BillingPeriodEnd', 'BillingPeriodStart'],
  ...['ChargeCategory', 'ChargePeriodEnd', 'ChargePeriodStart', 'ContractedCost', 'EffectiveCost'],
  ...['InvoiceIssuerName', 'ListCost', 'ProviderName', 'PublisherName', 'ServiceCategory', 'ServiceName'],
]
const NULLABLE = ['BillingAccountName', 'ChargeClass', 'ChargeDescription', 'PricingQuantity', 'PricingUnit']
/** Those conditional ones whose condition the platform meets. */
const CONDITIONAL = [
  ...['ConsumedQuantity', 'ConsumedUnit', 'ContractedUnitPrice', 'ListUnitPrice', 'PricingCategory'],
  ...['RegionId', 'RegionName', 'ResourceId', 'ResourceName', 'ResourceType', 'SkuId', 'SkuMeter'],
  ...['SkuPriceDetails', 'SkuPriceId', 'SubAccountId', 'SubAccountName', 'Tags'],
]

describe('R276: a charge in FOCUS 1.2', () => {
  it('has every mandatory column, and the conditional ones that the platform meets', () => {
    const names = FOCUS_COLUMNS.map(([name]) => name)
    expect(names).toEqual(expect.arrayContaining([...NOT_NULL, ...NULLABLE, ...CONDITIONAL]))
    expect(new Set(names).size).toBe(names.length)
    // What FOCUS does not know has its prefix, and stands behind.
    const own = names.filter((name) => name.startsWith('x_'))
    expect(names.slice(-own.length)).toEqual(own)
  })

  it('lists at the list price, contracts at the agreed one, bills what is billed', () => {
    expect(only()).toMatchObject({
      PricingQuantity: '4',
      PricingUnit: 'Core-Months',
      ListUnitPrice: '45.5',
      ListCost: '182',
      ContractedUnitPrice: '38.675',
      ContractedCost: '154.7',
      BilledCost: '154.70',
      EffectiveCost: '154.70',
      ConsumedQuantity: (4n * SECONDS).toString(),
      ConsumedUnit: 'Core-Seconds',
      PricingCategory: 'Standard',
    })
  })

  it('R277: a package is priced by packages; what is in it costs nothing', () => {
    const unit = { PricingUnit: 'Package-Months', ListUnitPrice: '45.5' }
    expect(only({ price_position: 3 })).toMatchObject({ ...unit, PricingQuantity: '4', BilledCost: '154.70' })
    const included = { price_position: 3, meter: meterNumber('memory-gib'), billable: '0', amount: '0' }
    const cells = only({ ...included, factor: '1000000000' })
    expect(cells).toMatchObject({ ...unit, PricingQuantity: '0', ListCost: '0', BilledCost: '0.00' })
    expect(cells.ConsumedUnit).toBe('GiB-Seconds')
  })

  it('names its SKU, meter and price, where it stands and what it is', () => {
    expect(only()).toMatchObject({
      SkuId: 'ecs/c4m8/vcpu',
      SkuMeter: 'vcpu',
      SkuPriceId: `ecs/c4m8/vcpu/${VERSION}/1/1`,
      RegionId: ROW.node_id,
      RegionName: '兰州主中心',
      AvailabilityZone: '可用区一',
      ResourceType: 'Virtual Machine',
      ServiceCategory: 'Compute',
      ServiceSubcategory: 'Virtual Machines',
      BillingPeriodStart: '2026-08-31T16:00:00Z',
      BillingPeriodEnd: '2026-09-30T16:00:00Z',
      ChargeCategory: 'Usage',
      ChargeClass: null,
      ChargeFrequency: 'Usage-Based',
    })
    expect(JSON.parse(String(only().Tags))).toEqual({
      'yunheng/system': '健康档案',
      'yunheng/network-zone': 'government-extranet',
      'yunheng/project': '甘发改〔2026〕1号',
    })
    expect(JSON.parse(String(only().SkuPriceDetails))).toMatchObject({ x_Tier: 1 })
    expect(only()).toMatchObject({ x_TermFactor: '0.85' })
  })

  it('of two tiers is two rows, each price × quantity its cost', () => {
    const many = 30n * 1000n * SECONDS
    const rows = rowsOf({
      price_position: 2,
      factor: '1000000000',
      held: many.toString(),
      billable: (many * BILLIONTH).toString(),
      amount: '2000',
    }).map(cellsOf)
    expect(rows.map((row) => [row.PricingQuantity, row.ListUnitPrice, row.ListCost, row.BilledCost])).toEqual(
      [
        ['10', '1', '10', '10.00'],
        ['20', '0.5', '10', '10.00'],
      ],
    )
    expect(new Set(rows.map((row) => row.SkuPriceId)).size).toBe(2)
  })

  it('that is paid once is a purchase; given back, and usage known later, a correction; of a dispute, a credit', () => {
    const units = { price_position: 1, factor: '1000000000', held: '0' }
    expect(only({ ...units, category: 'once', billable: '2000000000000', amount: '60000' })).toMatchObject({
      ChargeCategory: 'Purchase',
      ChargeClass: null,
      ChargeFrequency: 'One-Time',
      PricingQuantity: '2',
      PricingUnit: 'Cores',
      ListCost: '600',
      ContractedCost: '600',
      ConsumedQuantity: null,
      ConsumedUnit: null,
    })
    const short = (change: Partial<FocusChargeRow>) => {
      const {
        ChargeCategory,
        ChargeClass,
        BilledCost,
        ListCost,
        ContractedCost,
        PricingQuantity,
        ListUnitPrice,
      } = only(change)
      return [
        ChargeCategory,
        ChargeClass,
        BilledCost,
        ListCost,
        ContractedCost,
        PricingQuantity,
        ListUnitPrice,
      ]
    }
    const alike = ['-1.00', '-1.00', '-1.00', null, null]
    expect(short({ ...units, category: 'once', billable: '-1000000000', amount: '-100' })).toEqual([
      'Purchase',
      'Correction',
      ...alike,
    ])
    expect(short({ category: 'adjustment', amount: '-100' })).toEqual(['Usage', 'Correction', ...alike])
    expect(short({ category: 'adjustment', amount: '-100', disputed_no: 3 })).toEqual([
      'Credit',
      null,
      ...alike,
    ])
    expect(
      short({ category: 'adjustment', amount: '-100', disputed_no: 3, disputed_bill_id: VERSION }),
    ).toEqual(['Credit', 'Correction', ...alike])
  })

  it('without a price costs nothing, is there, and says why', () => {
    const change = {
      price_version_id: null,
      price_position: null,
      factor: null,
      billable: null,
      amount: null,
      unpriced: 'no-order' as const,
      offering_code: null,
      offering_title: null,
      plan_code: null,
    }
    expect(only(change)).toMatchObject({
      BilledCost: '0.00',
      ListCost: '0',
      ListUnitPrice: '0',
      SkuId: 'unordered/any/vcpu',
      SkuPriceId: 'unordered/any/vcpu',
      ConsumedQuantity: (4n * SECONDS).toString(),
      x_UnpricedReason: 'no-order',
    })
  })

  it('never lacks what may not be null, of whichever kind it is', () => {
    for (const change of [{}, { category: 'adjustment' as const }, { amount: null, price_version_id: null }])
      for (const kind of Object.keys(KIND_IN_FOCUS))
        for (const row of rowsOf({ ...change, kind })) {
          const cells = cellsOf(row)
          for (const name of NOT_NULL) expect([name, cells[name]]).not.toEqual([name, null])
          expect(Object.values(cells)).not.toContain('')
        }
  })
})
