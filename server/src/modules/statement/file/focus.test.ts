import { describe, expect, it } from 'vitest'
import { windowOfMonth } from '../../metering/index.ts'
import { fenText } from './amount.ts'
import { lookAt } from './decode.ts'
import { FOCUS_MANDATORY } from './focus.ts'
import { type FaultyRow, readFile } from './read-file.ts'
import type { ParsedLine } from './read-line.ts'

const MONTH = '2026-10'
const { from, to } = windowOfMonth(MONTH)
const expected = { month: MONTH, monthSeconds: (to - from) * 3600 }

async function read(text: string): Promise<{ lines: ParsedLine[]; faults: FaultyRow[] }> {
  const content = Buffer.from(text)
  const lines: ParsedLine[] = []
  const faults: FaultyRow[] = []
  for await (const batch of readFile(content, await lookAt(content), expected)) {
    lines.push(...batch.lines)
    faults.push(...batch.faults)
  }
  return { lines, faults }
}

const COLUMNS = [...FOCUS_MANDATORY, 'ConsumedQuantity', 'ConsumedUnit', 'ResourceId', 'SkuMeter', 'x_Team']
const USUAL: Readonly<Record<string, string>> = {
  BilledCost: '1',
  BillingAccountId: 'account',
  BillingCurrency: 'CNY',
  BillingPeriodStart: '2026-09-30T16:00:00Z',
  BillingPeriodEnd: '2026-10-31T16:00:00Z',
  ChargeCategory: 'Usage',
  ChargePeriodStart: '2026-09-30T16:00:00Z',
  ChargePeriodEnd: '2026-10-31T16:00:00Z',
  ServiceName: 'Compute',
  ResourceId: 'i-1',
  SkuMeter: 'vcpu',
}
const fileOf = (rows: readonly Readonly<Record<string, string>>[], columns: readonly string[] = COLUMNS) =>
  [columns, ...rows.map((row) => columns.map((column) => ({ ...USUAL, ...row })[column] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\n')

describe('R299: a file of FOCUS 1.2', () => {
  it('has the twenty-one mandatory columns of the specification', () => {
    expect([...FOCUS_MANDATORY].sort()).toEqual([...FOCUS_MANDATORY])
    expect(FOCUS_MANDATORY).toEqual([
      ...['BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingCurrency', 'BillingPeriodEnd'],
      ...['BillingPeriodStart', 'ChargeCategory', 'ChargeClass', 'ChargeDescription', 'ChargePeriodEnd'],
      ...['ChargePeriodStart', 'ContractedCost', 'EffectiveCost', 'InvoiceIssuerName', 'ListCost'],
      ...[
        'PricingQuantity',
        'PricingUnit',
        'ProviderName',
        'PublisherName',
        'ServiceCategory',
        'ServiceName',
      ],
    ])
  })

  it('that lacks several of them is told all at once', async () => {
    const missing = ['ChargeClass', 'ListCost', 'ServiceName']
    const columns = COLUMNS.filter((column) => !missing.includes(column))
    await expect(read(fileOf([{}], columns))).rejects.toMatchObject({
      reason: 'statement.columns_missing',
      details: { columns: 'ChargeClass、ListCost、ServiceName' },
    })
  })

  it('bills finer than the 分, below nothing, for no resource, and by every category: each as it stands', async () => {
    const { lines, faults } = await read(
      fileOf([
        { BilledCost: '0.0012345678' },
        { BilledCost: '-35.2E-7', ChargeCategory: 'Credit', ResourceId: '', SkuMeter: '' },
        { BilledCost: '6', ChargeCategory: 'Tax', ResourceId: '', SkuMeter: '', ServiceName: '' },
        { BilledCost: '100', ChargeCategory: 'Purchase', ConsumedQuantity: '' },
        { BilledCost: '-1.5', ChargeCategory: 'Adjustment' },
        {
          BilledCost: '-2.005',
          ChargeClass: 'Correction',
          ChargePeriodStart: '2026-07-31T16:00:00Z',
          ChargePeriodEnd: '2026-08-31T16:00:00Z',
        },
        // A tax may be of several months.
        {
          BilledCost: '-1',
          ChargeCategory: 'Tax',
          ChargePeriodStart: '2026-05-31T16:00:00Z',
          ChargePeriodEnd: '2026-08-31T16:00:00Z',
        },
      ]),
    )
    expect(faults).toEqual([])
    expect(
      lines.map((one) => [
        one.category,
        one.isCorrection,
        one.resourceRef,
        one.item,
        fenText(one.amount),
        one.serviceMonth,
      ]),
    ).toEqual([
      ['usage', false, 'i-1', 'vcpu', '0.12345678', null],
      ['credit', false, '', 'Compute', '-0.000352', null],
      ['tax', false, '', 'tax', '600', null],
      ['purchase', false, 'i-1', 'vcpu', '10000', null],
      ['adjustment', false, 'i-1', 'vcpu', '-150', null],
      ['usage', true, 'i-1', 'vcpu', '-200.5', '2026-08'],
      ['tax', false, 'i-1', 'vcpu', '-100', null],
    ])
    expect(new Set(lines.map(({ rowDigest }) => rowDigest)).size).toBe(lines.length)
  })

  it.each([
    [{ ChargeCategory: '' }, 'category-unknown'],
    [{ ChargeCategory: 'Refund' }, 'category-unknown'],
    [{ ChargeClass: 'Mistake' }, 'class-unknown'],
    [{ BillingCurrency: 'USD' }, 'currency-other'],
    [{ BilledCost: '' }, 'amount-invalid'],
  ])('with %j is told: %s', async (row, fault) => {
    const { faults } = await read(fileOf([row]))
    expect(faults.map((one) => one.fault)).toEqual([fault])
  })

  it('without categories is read as any other: a line needs its resource, and is not below nothing', async () => {
    const rows = 'i-1,vcpu,-1\n,vcpu,1\n'
    const { faults } = await read(`ResourceId,SkuMeter,BilledCost\n${rows}`)
    expect(faults.map((one) => one.fault)).toEqual(['amount-negative', 'resource-missing'])
  })
})
