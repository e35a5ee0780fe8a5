/** Traffic as FOCUS tells it: a quantity in GB, not one that was held for seconds or months (R276). */
import { describe, expect, it } from 'vitest'
import type { PriceInForce } from '../../catalogue/index.ts'
import { meterNumber, windowOfMonth } from '../../metering/index.ts'
import { FOCUS_COLUMNS } from './focus.ts'
import { focusRowsOf } from './focus-charge.ts'
import type { FocusChargeRow } from './focus-store.ts'

const MONTH = '2026-10'
const { from, to } = windowOfMonth(MONTH)
const SECONDS = BigInt((to - from) * 3600)
const BILLIONTH = 1_000_000_000n

const version: PriceInForce = {
  versionId: 'v',
  versionName: '价格',
  source: '合同',
  isProductDefault: false,
  providerBodyId: null,
  from: new Date(0),
  to: null,
  proration: 'day',
  termFactors: [],
  lines: [
    {
      position: 0,
      offeringCode: 'virtual-network',
      planCode: null,
      poolId: null,
      dimension: 'traffic-gb',
      per: 'month',
      tiers: [
        { upTo: 100, unitPrice: '0' },
        { upTo: null, unitPrice: '0.5' },
      ],
      weights: { stopped: '1', unseen: '1' },
    },
  ],
}

const held = 123_456n * SECONDS
const row: FocusChargeRow = {
  ...{ bill_id: 'b', body_id: 'o', body_name: '单位', month: MONTH, no: 1 },
  category: 'usage',
  ...{ meter: meterNumber('traffic-gb'), from_hour: from, to_hour: to, held: held.toString() },
  ...{ price_version_id: 'v', price_position: 0, factor: '1000000000', amount: '1173', unpriced: null },
  billable: (held * BILLIONTH).toString(),
  ...{ disputed_no: null, disputed_bill_id: null, system_id: 's', system_name: '系统', project_no: null },
  ...{ resource_id: 'r', resource_name: '地址', kind: 'floating-ip', network_zone: 'internet' },
  ...{ provider_name: '云', offering_code: 'virtual-network', offering_title: null, plan_code: 'by-traffic' },
  ...{ zone_name: null, node_id: null, node_name: null },
}

const cell = (name: string) => FOCUS_COLUMNS.find(([title]) => title === name)?.[2]

describe('R276 traffic in FOCUS 1.2', () => {
  it('is consumed and priced in GB, each tier with its own, and costs what it was billed', () => {
    const rows = focusRowsOf(row, new Map([['v', version]]), held * BILLIONTH)
    const told = (name: string) => rows.map((one) => cell(name)?.(one))
    expect(told('ConsumedQuantity')).toEqual(['100', '23.456'])
    expect(told('ConsumedUnit')).toEqual(['GB', 'GB'])
    expect(told('PricingQuantity')).toEqual(['100', '23.456'])
    expect(told('PricingUnit')).toEqual(['GB', 'GB'])
    expect(told('ListUnitPrice')).toEqual(['0', '0.5'])
    expect(told('ListCost')).toEqual(['0', '11.728'])
    expect(rows.map(({ billed }) => billed)).toEqual([0n, 1173n])
  })
})
