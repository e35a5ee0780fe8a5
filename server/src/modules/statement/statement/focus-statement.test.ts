import { statementOperations as operations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'
import { FOCUS_MANDATORY } from '../file/focus.ts'
import { differencesOf, handIn, type Thing, writeMonth } from '../month.fixture.ts'

const server = useServer()
const MONTH = '2026-09'
const HELD = 2n * 1000n * 3600n * 720n
const thing = (no: number, fen: bigint): Thing => ({
  id: `0199a000-0000-7000-8000-00000000000${no}`,
  isApproved: true,
  externalId: `i-${no}`,
  endedAt: null,
  held: [{ dimension: 'vcpu', held: HELD, fen }],
})
const THINGS = [thing(1, 1235n), thing(2, 2000n), thing(3, 3333n)]

const COLUMNS = [...FOCUS_MANDATORY, 'ConsumedQuantity', 'ConsumedUnit', 'ResourceId', 'SkuMeter'] as const
type Row = Partial<Record<(typeof COLUMNS)[number], string>>
const USUAL: Row = {
  BillingCurrency: 'CNY',
  BillingPeriodStart: '2026-08-31T16:00:00Z',
  BillingPeriodEnd: '2026-09-30T16:00:00Z',
  ChargeCategory: 'Usage',
  ChargePeriodStart: '2026-08-31T16:00:00Z',
  ChargePeriodEnd: '2026-09-30T16:00:00Z',
  ServiceName: 'Compute',
}
const usage = (resource: string, cost: string, hours: string): Row => ({
  ResourceId: resource,
  SkuMeter: 'vcpu',
  BilledCost: cost,
  ConsumedQuantity: hours,
  ConsumedUnit: 'vCPU-Hours',
})
const fileOf = (rows: readonly Row[]) =>
  [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => ({ ...USUAL, ...row })[column] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\n')

beforeAll(async () => {
  server.current.clock.set('2026-10-09T02:00:00.000Z')
  await writeMonth(server.current, MONTH, THINGS)
})

const handed = async (rows: readonly Row[]) => {
  const { people } = server.current.world
  const { status, body } = await handIn(server.current, people.providerAdmin, MONTH, fileOf(rows))
  expect([status, body.faults]).toEqual([200, []])
  const found = await differencesOf(server.current, body)
  return { statement: body.statement, found }
}
const short = (found: Awaited<ReturnType<typeof handed>>['found']) =>
  found
    .map((one) => [
      one.kind,
      one.resourceRef,
      one.billed.amountMinor,
      one.platform.amountMinor,
      one.owner,
      one.state,
    ])
    .sort()

describe('R299: a statement of FOCUS 1.2', () => {
  it('is added up exactly and rounded once a cell: parts of a 分 make no difference', async () => {
    // 1,440 hours in lines of a third of the cost: 12.345 + … is 12.35 once, and would be 12.36 line by line.
    const lines = [
      ...['first', 'second', 'third'].map((part) => ({
        ...usage('i-1', '4.115', '480'),
        ChargeDescription: part,
      })),
      usage('i-2', '20', '1440'),
      usage('i-3', '33.33', '1440'),
    ]
    const { statement, found } = await handed(lines)
    expect(statement?.exactAmount).toBe('65.675')
    expect(statement?.amount.amountMinor).toBe(6568)
    expect(statement?.categories).toEqual([{ category: 'usage', lines: 5, amount: '65.675' }])
    expect(short(found)).toEqual([])
  })

  it('whose roundings do not make up that of its sum says so: the sum is the file’s', async () => {
    const { statement, found } = await handed([
      usage('i-1', '12.354', '1440'),
      usage('i-2', '20.004', '1440'),
      usage('i-3', '33.333', '1440'),
    ])
    // 12.35 + 20.00 + 33.33 = 65.68, and the file says 65.691.
    expect([statement?.exactAmount, statement?.amount.amountMinor]).toEqual(['65.691', 6569])
    expect(short(found)).toEqual([['rounding', null, 1, 0, 'centre', 'settled']])
  })

  it('has its credits, taxes, purchases and lines without a resource as differences with an owner', async () => {
    const { statement, found } = await handed([
      usage('i-1', '12.35', '1440'),
      usage('i-2', '20', '1440'),
      usage('i-3', '33.33', '1440'),
      { ...usage('i-3', '-5', ''), ChargeCategory: 'Credit' },
      { BilledCost: '3.94', ChargeCategory: 'Tax' },
      { ResourceId: 'i-2', BilledCost: '100', ChargeCategory: 'Purchase' },
      { ResourceId: 'i-2', BilledCost: '-0.5', ChargeCategory: 'Adjustment' },
      { BilledCost: '7', SkuMeter: 'bandwidth-mbps' },
    ])
    expect(short(found)).toEqual(
      [
        ['adjustment', 'i-2', -50, 0, 'provider', 'open'],
        ['credit', 'i-3', -500, 0, 'centre', 'open'],
        ['no-resource', null, 700, 0, 'provider', 'open'],
        ['purchase', 'i-2', 10_000, 0, 'provider', 'open'],
        ['tax', null, 394, 0, 'centre', 'open'],
      ].sort(),
    )
    expect(statement?.amount.amountMinor).toBe(6568 - 500 + 394 + 10_000 - 50 + 700)
    const seen = await server.current.call(server.current.world.people.centre, operations.get, {
      params: { id: statement?.id ?? '' },
    })
    expect(seen.body.categories.map(({ category, amount }) => [category, amount])).toEqual([
      ['adjustment', '-0.50'],
      ['credit', '-5.00'],
      ['purchase', '100.00'],
      ['tax', '3.94'],
      ['usage', '72.68'],
    ])
  })
})
