import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { useDatabase } from '../../../../test/kit/database.ts'
import { BILLIONTH, type Clause, type Held, rateUsage } from './rate-usage.ts'

const db = useDatabase()
const MONTH_S = 30 * 86_400

const tiers = fc
  .tuple(
    fc.uniqueArray(fc.bigInt({ min: 1n, max: 5_000_000n }), { maxLength: 3 }),
    fc.array(fc.bigInt({ min: 0n, max: 100n * BILLIONTH }), { minLength: 4, maxLength: 4 }),
  )
  .map(([ends, prices]) =>
    [...[...ends].sort((a, b) => (a < b ? -1 : 1)), null].map((upTo, index) => ({
      upTo,
      unitPrice: prices[index] as bigint,
    })),
  )
const clause: fc.Arbitrary<Clause> = fc.record({
  id: fc.constant('c'),
  dimension: fc.constant('vcpu' as const),
  tiers,
  weights: fc.record({
    serving: fc.constant(BILLIONTH),
    stopped: fc.bigInt({ min: 0n, max: BILLIONTH }),
    unseen: fc.constantFrom(0n, BILLIONTH),
  }),
  secondsInForce: fc.integer({ min: 1, max: MONTH_S }),
  secondsOfMonth: fc.constant(MONTH_S),
})
const quantity = fc.bigInt({ min: 0n, max: 4_000_000n * BigInt(MONTH_S) })
const held = fc.array(
  fc.record({
    subject: fc.integer({ min: 1, max: 6 }),
    factor: fc.constant(0n),
    serving: quantity,
    stopped: quantity,
    unseen: quantity,
  }),
  { maxLength: 10 },
)
/** Each subject has the factor of its order. */
const discounted = fc
  .tuple(held, fc.array(fc.bigInt({ min: 1n, max: 2n * BILLIONTH }), { minLength: 7, maxLength: 7 }))
  .map(([all, factors]) => all.map((one) => ({ ...one, factor: factors[one.subject] as bigint })))

const sum = (values: readonly bigint[]) => values.reduce((total, one) => total + one, 0n)

/** The same by PostgreSQL's own numbers: another arithmetic, written by others. Each tier from its end, all together divided once. */
async function byDecimals(one: Clause, all: readonly Held[]): Promise<bigint> {
  const { rows } = await db.current.database.owner.query<{ cost: string }>(
    `with each as (
       select factor, serving * $1 + stopped * $2 + unseen * $3 as held
       from unnest($4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[]) as u (factor, serving, stopped, unseen)
     ), whole as (
       select coalesce(sum(held), 0) as held, coalesce(sum(held * factor), 0) as discounted from each
     ), tier as (
       select price, coalesce(lag(upto) over (order by n) * $8 * 1e9, 0) as above, coalesce(upto * $8 * 1e9, 1e60) as below
       from unnest($9::numeric[], $10::numeric[]) with ordinality as t (upto, price, n)
     ), cost as (
       select sum(greatest(least(held, below) - above, 0) * price) * 100 * max(discounted) as numerator,
         max(held) * 1e30 * $11::numeric as denominator from whole, tier
     )
     select case denominator when 0 then 0 else div(2 * numerator + denominator, 2 * denominator) end::text as cost from cost`,
    [
      one.weights.serving.toString(),
      one.weights.stopped.toString(),
      one.weights.unseen.toString(),
      all.map((each) => each.factor.toString()),
      all.map((each) => each.serving.toString()),
      all.map((each) => each.stopped.toString()),
      all.map((each) => each.unseen.toString()),
      one.secondsInForce,
      one.tiers.map((each) => each.upTo?.toString() ?? null),
      one.tiers.map((each) => each.unitPrice.toString()),
      one.secondsOfMonth,
    ],
  )
  return BigInt(rows[0]?.cost ?? 'none')
}

describe('rating', () => {
  it('adds up to the 分 with another arithmetic, for any tiers, weights, factors and stretches (F24, R276)', async () => {
    await fc.assert(
      fc.asyncProperty(clause, discounted, async (one, all) => {
        expect(sum(rateUsage(one, all).map(({ amount }) => amount))).toBe(await byDecimals(one, all))
      }),
      { numRuns: 150 },
    )
  })

  it('is the same for any order and any split of the rows, and never below nothing (F24)', () => {
    fc.assert(
      fc.property(clause, discounted, fc.bigInt({ min: 0n, max: 3n }), (one, all, part) => {
        const split = all.flatMap((each) => {
          const some = (each.serving * part) / 3n
          return [
            { ...each, serving: each.serving - some, unseen: 0n },
            { subject: each.subject, factor: each.factor, serving: some, stopped: 0n, unseen: each.unseen },
          ]
        })
        const charges = rateUsage(one, all)
        expect(rateUsage(one, split.reverse())).toEqual(charges)
        expect(charges.every(({ amount }) => amount >= 0n)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('charges 46 yuan for a core held for a month, and the half of it for half a month', () => {
    const month = { serving: BigInt(MONTH_S) * 1000n, stopped: 0n, unseen: 0n }
    const one: Clause = {
      id: 'vcpu',
      dimension: 'vcpu',
      tiers: [{ upTo: null, unitPrice: 46n * BILLIONTH }],
      weights: { serving: BILLIONTH, stopped: 0n, unseen: BILLIONTH },
      secondsInForce: MONTH_S,
      secondsOfMonth: MONTH_S,
    }
    expect(
      rateUsage(one, [
        { subject: 1, factor: BILLIONTH, ...month },
        { subject: 2, factor: BILLIONTH, ...month, serving: month.serving / 2n },
        { subject: 3, factor: BILLIONTH, serving: 0n, stopped: month.serving, unseen: 0n },
      ]).map(({ amount }) => amount),
    ).toEqual([4600n, 2300n, 0n])
  })
})
