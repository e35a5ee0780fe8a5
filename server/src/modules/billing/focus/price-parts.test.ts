import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BILLIONTH, type Clause, rateUsage } from '../rate/rate-usage.ts'
import { pricePartsOf } from './price-parts.ts'

const MONTH_S = 30 * 86_400
const yuan = (price: number) => BigInt(Math.round(price * 1e9))
const clauseOf = (tiers: Clause['tiers']): Clause => ({
  id: 'c',
  dimension: 'vcpu',
  tiers,
  weights: { serving: BILLIONTH, stopped: 0n, unseen: BILLIONTH },
  secondsInForce: MONTH_S,
  secondsOfMonth: MONTH_S,
})
/** Thousandths of a unit, held for the whole month. */
const heldFor = (units: number) => BigInt(units) * 1000n * BigInt(MONTH_S)

describe('R276: the price of a charge in FOCUS', () => {
  it('is the listed one and the agreed one beside it: a term factor is no list price', () => {
    const clause = clauseOf([{ upTo: null, unitPrice: yuan(45.5) }])
    const held = heldFor(4)
    const charge = { held, billable: held * BILLIONTH, factor: yuan(0.85), amount: 15_470n }
    expect(pricePartsOf(clause, charge, held * BILLIONTH)).toEqual([
      {
        tier: 0,
        quantity: 4n * BILLIONTH,
        listPrice: yuan(45.5),
        contractedPrice: yuan(38.675),
        held,
        billed: 15_470n,
      },
    ])
  })

  it('has a part for each tier that was reached, each at its own price', () => {
    const clause = clauseOf([
      { upTo: 10_000n, unitPrice: yuan(1) },
      { upTo: null, unitPrice: yuan(0.5) },
    ])
    const held = heldFor(30)
    const charge = { held, billable: held * BILLIONTH, factor: BILLIONTH, amount: 2000n }
    const parts = pricePartsOf(clause, charge, held * BILLIONTH)
    expect(parts.map(({ tier, quantity, listPrice, billed }) => [tier, quantity, listPrice, billed])).toEqual(
      [
        [0, 10n * BILLIONTH, yuan(1), 1000n],
        [1, 20n * BILLIONTH, yuan(0.5), 1000n],
      ],
    )
  })

  it('of what was switched off for nothing is that of no quantity', () => {
    const held = heldFor(2)
    const parts = pricePartsOf(
      clauseOf([{ upTo: null, unitPrice: yuan(3) }]),
      { held, billable: 0n, factor: BILLIONTH, amount: 0n },
      heldFor(9) * BILLIONTH,
    )
    expect(parts).toMatchObject([{ quantity: 0n, listPrice: yuan(3), held, billed: 0n }])
  })

  it('adds up to what is held and what is billed, and costs what is rated, for any tiers and charges (property)', () => {
    const tiers = fc
      .tuple(
        fc.uniqueArray(fc.bigInt({ min: 1n, max: 5_000_000n }), { maxLength: 3 }),
        fc.array(fc.bigInt({ min: 0n, max: 100n * BILLIONTH }), { minLength: 4, maxLength: 4 }),
      )
      .map(([ends, prices]) =>
        [...[...ends].sort((a, b) => (a < b ? -1 : 1)), null].map((upTo, at) => ({
          upTo,
          unitPrice: prices[at] as bigint,
        })),
      )
    const quantity = fc.bigInt({ min: 0n, max: 4_000_000n * BigInt(MONTH_S) })
    const charges = fc.array(
      fc.record({ serving: quantity, stopped: quantity, factor: fc.bigInt({ min: 1n, max: BILLIONTH }) }),
      { minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(tiers, charges, (some, all) => {
        const clause = clauseOf(some)
        const rated = rateUsage(
          clause,
          all.map((one, subject) => ({ ...one, subject, unseen: 0n })),
        )
        const together = rated.reduce((sum, { billable }) => sum + billable, 0n)
        for (const [at, { billable, amount }] of rated.entries()) {
          const { serving, stopped, factor } = all[at] as (typeof all)[number]
          const held = serving + stopped
          const parts = pricePartsOf(clause, { held, billable, factor, amount }, together)
          const sum = (of: (part: (typeof parts)[number]) => bigint) =>
            parts.reduce((total, part) => total + of(part), 0n)
          expect([sum((part) => part.held), sum((part) => part.billed)]).toEqual([held, amount])
          // What it costs as agreed is what it is billed, but for roundings: of the 分, of prices and of quantities.
          const agreed = sum((part) => part.contractedPrice * part.quantity) * 100n
          const off = agreed - amount * BILLIONTH * BILLIONTH
          const most = sum((part) => part.quantity + part.contractedPrice) * 200n + 2n * BILLIONTH * BILLIONTH
          expect(off <= most && off >= -most).toBe(true)
        }
      }),
    )
  })
})
