import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDay, parseDay } from '../../../platform/worktime/index.ts'
import { midnightOf } from '../price/price-dates.ts'
import { estimate, type Prices } from './estimate.ts'
import { agreedOn, type HeldTerms, piecesOf } from './held-terms.ts'

const FIRST = parseDay('2026-09-15') as number
const day = (number: number) => formatDay(FIRST + number)
const at = (number: number) => midnightOf(day(number))

const anyTerms = fc
  .tuple(
    fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 200 })), { maxLength: 4 }),
  )
  .map(
    ([order, renewals]): HeldTerms => ({
      order: order === undefined ? undefined : { versionId: null, termMonths: 12, until: at(order) },
      renewals: renewals.map(([from, length], index) => ({
        resourceId: 'r',
        versionId: null,
        termMonths: 20 + index,
        from: at(from),
        until: at(from + length),
      })),
    }),
  )

describe('the rest of a term', () => {
  it('R276 is cut into pieces without holes, each at the term that counts on its every day (property)', () => {
    fc.assert(
      fc.property(
        anyTerms,
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 300 }),
        (terms, from, length) => {
          const pieces = piecesOf(terms, day(from), day(from + length))
          expect(pieces.reduce((sum, one) => sum + one.days, 0)).toBe(length + 1)
          const each = pieces.flatMap(({ days, agreed }) => Array.from({ length: days }, () => agreed))
          for (const [index, agreed] of each.entries())
            expect(agreed).toBe(agreedOn(terms, new Date(at(from + index).getTime() + 43_200_000)))
        },
      ),
    )
  })
})

const prices: Prices = {
  id: 'v',
  name: 'v',
  effectiveFrom: '2026-01-01',
  source: 's',
  isProductDefault: false,
  pinsOrders: false,
  termFactors: [
    { fromMonths: 12, factor: '0.85' },
    { fromMonths: 36, factor: '0.5' },
  ],
  lines: [
    {
      position: 0,
      offeringCode: 'cloud-host',
      planCode: null,
      poolId: null,
      dimension: 'vcpu',
      per: 'month',
      tiers: [{ upTo: null, unitPrice: '46' }],
      weights: { stopped: '1', unseen: '1' },
    },
  ],
}
const line = {
  planId: 'p',
  offeringCode: 'cloud-host',
  planCode: 'c8m16',
  title: { zh: '', en: '' },
  quantity: 1,
  amounts: [{ dimension: 'vcpu' as const, amount: 8 }],
  aboveRecommended: [],
}

describe('what is held already', () => {
  it.each([
    ['an order of a year', 12, 8 * 46 * 85],
    ['an order of three years', 36, 8 * 46 * 50],
    ['without a term', null, 8 * 46 * 100],
  ])(
    'R276 is estimated by the term that was agreed, not by the months that are estimated: %s',
    (_, termMonths, fen) => {
      const told = estimate([{ ...line, agreed: { termMonths, prices } }], { months: 1, days: 0 }, null)
      expect([told.total.amountMinor, told.perMonth.amountMinor]).toEqual([fen, fen])
      expect(told.priceVersion?.id).toBe('v')
    },
  )

  it('R277 is estimated at the prices that its order keeps, each line by its own', () => {
    const cheaper = {
      ...prices,
      id: 'w',
      lines: prices.lines.map((one) => ({ ...one, tiers: [{ upTo: null, unitPrice: '10' }] })),
    }
    const told = estimate(
      [
        { ...line, agreed: { termMonths: null, prices: cheaper } },
        { ...line, agreed: { termMonths: 12, prices } },
      ],
      { months: 1, days: 0 },
      prices,
    )
    expect(told.lines.map(({ cost }) => cost.amountMinor)).toEqual([8 * 1000, 8 * 46 * 85])
    expect(told.priceVersion?.id).toBe('v')
  })
})
