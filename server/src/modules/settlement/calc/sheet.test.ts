import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Lease } from '../../service-contract/index.ts'
import { contractOf } from '../../service-contract/index.ts'
import { type AgreedPart, BILLIONTHS, type BilledPart, baseOf, divideAmong } from './attribution.ts'
import { forecast, levelOf, spentOf } from './forecast.ts'
import { monthsBetween, quarterOf, quarterOfDay } from './quarter.ts'
import { settle } from './sheet.ts'

const fen = (max: bigint) => fc.bigInt({ min: 0n, max })

describe('a settlement sheet', () => {
  it('R299: comes to charges × factor − credits − what was carried or paid before', () => {
    const sheet = settle({
      base: [{ amount: 10_000n }, { amount: 333n }],
      factorPercent: 95,
      credits: [{ credit: 100n }],
      carried: [{ payable: -16n }],
      advances: [{ open: 700n }],
    })
    // 10,333 × 95 % = 9,816.35
    expect(sheet).toMatchObject({ charged: 10_333n, factor: -517n, due: 9_716n, payable: 9_000n })
  })

  it('adds up to the 分, whatever its lines; advances take off what is left and no more', () => {
    fc.assert(
      fc.property(
        fc.array(fen(10n ** 12n), { maxLength: 4 }),
        fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }),
        fc.array(fen(10n ** 9n), { maxLength: 4 }),
        fc.array(fen(10n ** 9n), { maxLength: 2 }),
        fc.array(fen(10n ** 12n), { maxLength: 3 }),
        (base, factorPercent, credits, carried, advances) => {
          const sheet = settle({
            base: base.map((amount) => ({ amount })),
            factorPercent,
            credits: credits.map((credit) => ({ credit })),
            carried: carried.map((payable) => ({ payable: -payable })),
            advances: advances.map((open) => ({ open })),
          })
          const lines = [
            ...base,
            sheet.factor ?? 0n,
            ...credits.map((credit) => -credit),
            ...carried.map((payable) => -payable),
            ...sheet.earlier.map(({ taken }) => -taken),
          ]
          expect(lines.reduce((sum, amount) => sum + amount, 0n)).toBe(sheet.payable)
          for (const { open, taken } of sheet.earlier) expect(taken > 0n && taken <= open).toBe(true)
          if (sheet.earlier.length > 0) expect(sheet.payable >= 0n).toBe(true)
        },
      ),
    )
  })
})

const lease = (id: string, change: Partial<Lease> = {}): Lease => ({
  id,
  body_path: `/${id}/`,
  is_of_regulator: false,
  region_path: '/r/',
  starts_on: '2026-01-01',
  ends_on: '2026-12-31',
  settled_percent: null,
  ...change,
})

describe('a charge', () => {
  const payer = { body_path: '/top/below/', region_path: '/r/c/' }
  const [own, above, region] = [
    lease('own', { body_path: '/top/below/' }),
    lease('above', { body_path: '/top/' }),
    lease('region', { body_path: '/bureau/', is_of_regulator: true }),
  ]
  it('belongs to one contract: the nearest body’s, then the regulator’s of the region', () => {
    expect(contractOf(payer, '2026-09', [region, above, own])).toBe('own')
    expect(contractOf(payer, '2026-09', [region, above])).toBe('above')
    expect(contractOf(payer, '2026-09', [region])).toBe('region')
    expect(contractOf(payer, '2026-09', [lease('else')])).toBe(null)
    expect(contractOf({ ...payer, region_path: '/s/' }, '2026-09', [region])).toBe(null)
  })

  it('belongs to a contract in force in its month', () => {
    const ended = { ...own, ends_on: '2026-08-31' }
    expect(contractOf(payer, '2026-08', [ended, above])).toBe('own')
    expect(contractOf(payer, '2026-09', [ended, above])).toBe('above')
  })
})

const bills: readonly BilledPart[] = [
  { contractId: 'a', amount: 100n, isClosed: true },
  { contractId: 'b', amount: 200n, isClosed: true },
  { contractId: null, amount: 1n, isClosed: true },
]
const statement = (change: object = {}) => ({
  month: '2026-09',
  providerId: 'p',
  contractId: null as string | null,
  amount: 301n,
  statementId: 's',
  agreedAt: new Date('2026-10-09T00:00:00Z'),
  ...change,
})
const base = (change: Partial<Parameters<typeof baseOf>[0]> = {}) =>
  baseOf({
    month: '2026-09',
    contractId: 'a',
    statements: null,
    agreed: [],
    percents: new Map(),
    bills,
    isBilled: true,
    ...change,
  })

const part = (contractId: string | null, amount: bigint, statementId = 's'): AgreedPart => ({
  statementId,
  contractId,
  billionths: amount * BILLIONTHS,
})

describe('what a month comes to', () => {
  it('is its closed bills where no statements are kept; open bills leave the month open', () => {
    expect(base()).toMatchObject({ base: [{ from: 'bills', amount: 100n, bills: 1 }], isOpen: false })
    expect(base({ bills: [...bills, { contractId: 'a', amount: 5n, isClosed: false }] })).toMatchObject({
      base: [{ amount: 100n }],
      isOpen: true,
    })
    expect(base({ bills: [], isBilled: false }).isOpen).toBe(true)
  })

  it('is the agreed statement of the contract, else its part of the provider’s', () => {
    const own = statement({ contractId: 'a', amount: 90n })
    expect(base({ statements: [statement(), own] })).toMatchObject({
      base: [{ from: 'statement', amount: 90n }],
      isOpen: false,
    })
    expect(base({ statements: [statement()] })).toMatchObject({
      base: [{ from: 'statement', amount: 100n, share: { by: 'bills', own: 100n, all: 301n } }],
      isOpen: false,
    })
  })

  it('is open until its statement is agreed', () => {
    expect(base({ statements: [] }).isOpen).toBe(true)
    expect(base({ statements: [statement({ month: '2026-08' })] }).isOpen).toBe(true)
    expect(base({ statements: [], bills: [] }).isOpen).toBe(false)
  })

  it('R299: of a statement of the provider goes to the contract under which each resource is charged, not by proportion of the bills', () => {
    const agreed = [part('a', 250n), part('b', 51n)]
    expect(base({ statements: [statement()], agreed })).toMatchObject({
      base: [{ amount: 250n, share: { by: 'resources', own: 250n, all: 301n, loose: 0n } }],
      isOpen: false,
    })
    expect(base({ statements: [statement()], agreed, contractId: 'b' })).toMatchObject({
      base: [{ amount: 51n }],
    })
    // What another statement agreed does not count here.
    const other = [part('a', 300n, 'other')]
    expect(base({ statements: [statement()], agreed: other })).toMatchObject({
      base: [{ share: { by: 'bills' } }],
    })
  })

  it('spreads what names no resource along with what does', () => {
    const agreed = [part('a', 200n), part('b', 100n)]
    expect(base({ statements: [statement({ amount: 330n })], agreed })).toMatchObject({
      base: [{ amount: 220n, share: { own: 200n, all: 300n, loose: 30n } }],
    })
  })

  it('is the part that a contract names itself, and only then; the others get the rest by their resources', () => {
    const agreed = [part('a', 200n), part('b', 100n), part(null, 1n)]
    const percents = new Map([['a', 40]])
    const of = (contractId: string) =>
      base({ statements: [statement({ amount: 1_000n })], agreed, percents, contractId }).base[0]
    expect(of('a')).toMatchObject({ amount: 400n, share: { by: 'percent', percent: 40 } })
    // 600 × 100 ÷ 101 = 594.06; the rest belongs to no contract.
    expect(of('b')).toMatchObject({ amount: 594n, share: { by: 'resources', own: 100n, all: 101n } })
  })

  it('is what was agreed even where nothing was billed by the platform', () => {
    const found = base({ statements: [statement()], agreed: [part('a', 301n)], bills: [], isBilled: true })
    expect(found).toMatchObject({ base: [{ from: 'statement', amount: 301n }], isOpen: false })
  })

  it('R299: parts of all contracts together are the agreed statement, to the 分, whatever its lines and the parts that contracts name', () => {
    const ids = ['a', 'b', 'c', 'd'] as const
    const lines = fc.array(
      fc.record({
        contractId: fc.constantFrom(...ids, null),
        // Credits are below nothing.
        billionths: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 18n }),
      }),
      { maxLength: 12 },
    )
    const billed = fc.array(
      fc.record({
        contractId: fc.constantFrom(...ids, null),
        amount: fen(10n ** 9n),
        isClosed: fc.constant(true),
      }),
      { minLength: 1, maxLength: 12 },
    )
    const named = fc.dictionary(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 50 }))
    fc.assert(
      fc.property(lines, billed, named, fen(10n ** 12n), (given, bills, part, amount) => {
        fc.pre(bills.some((bill) => bill.amount > 0n))
        const percents = new Map(Object.entries(part))
        const agreed = given.map((one) => ({ ...one, statementId: 's' }))
        const of = (contractId: string, change: object = {}) =>
          base({ statements: [statement({ amount })], agreed, percents, bills, contractId, ...change }).base
        // What falls to no contract is asked for as one more.
        const sum = ['', ...ids].flatMap((id) => of(id)).reduce((all, one) => all + one.amount, 0n)
        expect(sum).toBe(amount)
        expect(of('c', { agreed: agreed.toReversed(), bills: bills.toReversed() })).toEqual(of('c'))
      }),
    )
  })

  it('leaves to no contract what is left beside those that name their part', () => {
    const parts = divideAmong(100n, new Map([['a', 5n]]), new Map([['a', 60]]))
    expect(Object.fromEntries(parts)).toEqual({ a: 60n, '': 40n })
  })
})

describe('a ceiling', () => {
  it('warns at its line and when it is reached', () => {
    expect(levelOf(79n, 100n, 80)).toBe('fine')
    expect(levelOf(80n, 100n, 80)).toBe('warn')
    expect(levelOf(100n, 100n, 80)).toBe('reached')
    expect(levelOf(100n, null, 80)).toBe('none')
  })

  it('counts settled quarters as settled and other months as charged, nothing twice', () => {
    const months = [
      { month: '2026-09', charged: 100n, isSettled: true },
      { month: '2026-10', charged: 40n, isSettled: false },
    ]
    expect(spentOf(months, [95n])).toBe(135n)
  })

  it('is reached in the month that the mean of the last months says, or not within the term', () => {
    const months = [10n, 20n, 30n, 40n].map((charged, at) => ({ month: `2026-0${at + 5}`, charged }))
    const ask = { months, thisMonth: '2026-09', endsOn: '2026-12-31' }
    expect(forecast({ ...ask, remaining: 60n })).toEqual({ monthly: 30n, months: 3, reachedIn: '2026-10' })
    expect(forecast({ ...ask, remaining: 61n })?.reachedIn).toBe('2026-11')
    expect(forecast({ ...ask, remaining: 1_000n })?.reachedIn).toBe(null)
    expect(forecast({ ...ask, months: [], remaining: 1n })).toBe(null)
  })
})

describe('a quarter', () => {
  it('has three months, across the year as well', () => {
    expect(quarterOf('2026Q1')).toMatchObject({ first: '2026-01-01', last: '2026-03-31' })
    expect(quarterOf('2026Q4').months).toEqual(['2026-10', '2026-11', '2026-12'])
    expect(quarterOfDay('2026-09-01').name).toBe('2026Q3')
    expect(monthsBetween('2025-11-20', '2026-02-01')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
  })
})
