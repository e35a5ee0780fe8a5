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
  factor: fc.bigInt({ min: 1n, max: 2n * BILLIONTH }),
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
    serving: quantity,
    stopped: quantity,
    unseen: quantity,
  }),
  { maxLength: 10 },
)

const sum = (values: readonly bigint[]) => values.reduce((total, one) => total + one, 0n)

/** The same by PostgreSQL's own decimals: another arithmetic, written by others. */
async function byDecimals(one: Clause, all: readonly Held[]): Promise<bigint> {
  const { rows } = await db.current.database.owner.query<{ cost: string }>(
    `with units as (
       select coalesce(sum(serving * $2 + stopped * $3 + unseen * $4), 0) / (1000::numeric * $5) as held
       from unnest($6::numeric[], $7::numeric[], $8::numeric[]) as u (serving, stopped, unseen)
     ), tier as (
       select price, lag(upto, 1, 0) over (order by n) as from_, upto
       from (select n, price, coalesce(upto * $9 / $5 / 1000, 'Infinity'::numeric) as upto
         from unnest($10::numeric[], $11::numeric[]) with ordinality as t (upto, price, n)) as t
     )
     select round(sum(greatest(least(held, upto) - from_, 0) * price) * $1 * 100)::text as cost from units, tier`,
    [
      decimal(one.factor),
      decimal(one.weights.serving),
      decimal(one.weights.stopped),
      decimal(one.weights.unseen),
      one.secondsOfMonth,
      all.map((each) => each.serving.toString()),
      all.map((each) => each.stopped.toString()),
      all.map((each) => each.unseen.toString()),
      one.secondsInForce,
      one.tiers.map((each) => each.upTo?.toString() ?? null),
      one.tiers.map((each) => decimal(each.unitPrice)),
    ],
  )
  return BigInt(rows[0]?.cost ?? 'none')
}

const decimal = (billionths: bigint) =>
  `${billionths / BILLIONTH}.${(billionths % BILLIONTH).toString().padStart(9, '0')}`

describe('rating', () => {
  it('adds up to the 分 with another arithmetic, for any tiers, weights, factors and stretches (F24, R276)', async () => {
    await fc.assert(
      fc.asyncProperty(clause, held, async (one, all) => {
        expect(sum(rateUsage(one, all).map(({ amount }) => amount))).toBe(await byDecimals(one, all))
      }),
      { numRuns: 150 },
    )
  })

  it('is the same for any order and any split of the rows, and never below nothing (F24)', () => {
    fc.assert(
      fc.property(clause, held, fc.bigInt({ min: 0n, max: 3n }), (one, all, part) => {
        const split = all.flatMap((each) => {
          const some = (each.serving * part) / 3n
          return [
            { ...each, serving: each.serving - some, unseen: 0n },
            { subject: each.subject, serving: some, stopped: 0n, unseen: each.unseen },
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
      factor: BILLIONTH,
      weights: { serving: BILLIONTH, stopped: 0n, unseen: BILLIONTH },
      secondsInForce: MONTH_S,
      secondsOfMonth: MONTH_S,
    }
    expect(
      rateUsage(one, [
        { subject: 1, ...month },
        { subject: 2, ...month, serving: month.serving / 2n },
        { subject: 3, serving: 0n, stopped: month.serving, unseen: 0n },
      ]).map(({ amount }) => amount),
    ).toEqual([4600n, 2300n, 0n])
  })
})
