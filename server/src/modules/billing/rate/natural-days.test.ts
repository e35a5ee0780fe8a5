import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PriceInForce } from '../../catalogue/index.ts'
import {
  type BilledSubject,
  deriveUsage,
  type HeldByStretch,
  instantOf,
  meterNumber,
  naturalDays,
  type Phase,
  type UsageRow,
  windowOfMonth,
} from '../../metering/index.ts'
import { rateMonth } from './rate-month.ts'
import { BILLIONTH } from './rate-usage.ts'

const PRICE: PriceInForce = {
  versionId: 'v',
  versionName: '按日',
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
      offeringCode: 'cloud-host',
      planCode: null,
      poolId: null,
      dimension: 'vcpu',
      per: 'month',
      tiers: [{ upTo: null, unitPrice: '46.5' }],
      weights: { stopped: '0.5', unseen: '1' },
    },
  ],
}

const subject = (id: number): BilledSubject => ({
  id,
  resource_id: 'r',
  system_id: 's',
  provider_body_id: 'p',
  pool_id: `pool-${id}`,
  offering_code: 'cloud-host',
  plan_code: `plan-${id}`,
  request_line_id: null,
})

const DAY_S = 86_400n

/** As the store sums it: the month, and its days as its last hours tell them. */
function heldOf(rows: readonly UsageRow[]): readonly HeldByStretch[] {
  return rows.map((row) => {
    const at = (holding: UsageRow['holding'], value: number) => String(row.holding === holding ? value : 0)
    const ofDay = (row.hour + 8) % 24 === 23 ? (row.ofDay ?? 24 * row.quantity) : 0
    return {
      subject: row.subject,
      meter: meterNumber(row.dimension),
      stretch: 0,
      serving: at('serving', row.quantity),
      stopped: at('stopped', row.quantity),
      unseen: at('unseen', row.quantity),
      day_serving: at('serving', ofDay),
      day_stopped: at('stopped', ofDay),
      day_unseen: at('unseen', ofDay),
    }
  })
}

const chargesOf = (phases: readonly Phase[], month: string) =>
  rateMonth({
    window: windowOfMonth(month),
    cuts: [],
    subjects: new Map([1, 2, 3].map((id) => [id, subject(id)])),
    book: { prices: [PRICE], kept: [], agreed: new Map(), renewed: new Map() },
    held: heldOf(deriveUsage(phases, windowOfMonth(month))),
  })

/** vCPU × days of each subject, as weighed. */
const daysOf = (phases: readonly Phase[], month = '2026-11') =>
  Object.fromEntries(
    chargesOf(phases, month).map(({ subject: id, billable }) => [
      id,
      Number(billable as bigint) / Number(DAY_S * BILLIONTH * 1000n),
    ]),
  )

const at = (told: string) => Date.parse(`2026-${told.replace(' ', 'T')}:00+08:00`)
const phase = (told: string, condition: Phase['condition'], vcpus = 1, of = 1): Phase => ({
  at: at(told),
  ordinal: at(told),
  condition,
  subject: of,
  amounts: [{ dimension: 'vcpu', amount: vcpus * 1000 }],
})

describe('a price by natural days', () => {
  it.each<[string, readonly Phase[], Readonly<Record<number, number>>]>([
    ['opened at 23:30: the day counts whole', [phase('11-10 23:30', 'serving')], { 1: 21 }],
    ['opened at midnight: from that day on', [phase('11-10 00:00', 'serving')], { 1: 21 }],
    [
      'released at 23:30: the day does not count',
      [phase('11-10 09:00', 'serving'), phase('11-20 23:30', 'over')],
      { 1: 10 },
    ],
    [
      'released at midnight: the day that ended counts',
      [phase('11-10 09:00', 'serving'), phase('11-21 00:00', 'over')],
      { 1: 11 },
    ],
    [
      'opened and released on one day: nothing',
      [phase('11-10 00:00', 'serving'), phase('11-10 23:59', 'over')],
      { 1: 0 },
    ],
    [
      'opened at 23:30 and released at 00:10: one day',
      [phase('11-10 23:30', 'serving'), phase('11-11 00:10', 'over')],
      { 1: 1 },
    ],
    [
      'resized at noon: the day counts for the new size',
      [phase('11-10 09:00', 'serving', 2), phase('11-15 12:00', 'serving', 4), phase('11-20 12:00', 'over')],
      { 1: 5 * 2 + 5 * 4 },
    ],
    [
      'resized up and back within a day: that of its end',
      [
        phase('11-10 09:00', 'serving', 2),
        phase('11-15 12:00', 'serving', 8),
        phase('11-15 23:50', 'serving', 2),
      ],
      { 1: 21 * 2 },
    ],
    [
      'moved to another pool in the evening: the day is the new one’s',
      [phase('11-10 09:00', 'serving'), phase('11-15 23:30', 'serving', 1, 2)],
      { 1: 5, 2: 16 },
    ],
    [
      'switched off at 18:00: the last quarter of the day counts as switched off',
      [phase('11-29 09:00', 'serving'), phase('11-30 18:00', 'stopped')],
      { 1: 1 + 0.75 + 0.25 * 0.5 },
    ],
    [
      'switched off from 00:30 to 06:30 and running at midnight: a quarter of the day all the same',
      [phase('11-29 09:00', 'serving'), phase('11-30 00:30', 'stopped'), phase('11-30 06:30', 'serving')],
      { 1: 1 + 0.75 + 0.25 * 0.5 },
    ],
    [
      'switched off before it was moved and made larger: the day is the new one’s, by its seconds',
      [
        phase('11-29 09:00', 'serving', 2),
        phase('11-30 00:00', 'stopped', 2),
        phase('11-30 06:00', 'serving', 2),
        phase('11-30 12:00', 'serving', 4, 2),
      ],
      { 1: 2, 2: 4 * (0.75 + 0.25 * 0.5) },
    ],
    [
      'opened in the evening and switched off at once: what was not held of the day counts as running',
      [phase('11-30 17:00', 'serving'), phase('11-30 18:00', 'stopped')],
      { 1: 0.75 + 0.25 * 0.5 },
    ],
  ])('R276 %s', (_, phases, expected) => {
    expect(daysOf(phases)).toEqual(expected)
  })

  it.each([
    ['2026-02', 28],
    ['2028-02', 29],
    ['2026-11', 30],
    ['2026-12', 31],
  ])('R276 is the month price for the whole of %s, and never more than its %i days', (month, days) => {
    const always = [phase('01-01 00:00', 'serving')]
    expect(daysOf(always, month)).toEqual({ 1: days })
    expect(chargesOf(always, month).map(({ amount }) => amount)).toEqual([4650n])
  })

  const MINUTES = 30 * 1440
  const minutes = fc.uniqueArray(fc.integer({ min: 0, max: MINUTES }), { minLength: 2, maxLength: 20 })
  const window = windowOfMonth('2026-11')
  const instant = (minute: number) => new Date(instantOf(window.from).getTime() + minute * 60_000)

  it('F24 counts the same days however a history is split: never fewer than none, never more than the month has', () => {
    fc.assert(
      fc.property(minutes, (cuts) => {
        const ends = [...cuts].sort((a, b) => a - b)
        const parts = ends
          .slice(1)
          .map((end, index) => naturalDays(instant(ends[index] as number), instant(end)))
        const whole = naturalDays(instant(ends[0] as number), instant(ends.at(-1) as number))
        expect(parts.reduce((sum, one) => sum + one, 0)).toBe(whole)
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
        expect(whole).toBeLessThanOrEqual(30)
      }),
      { numRuns: 500 },
    )
  })

  it('F24 what usage brings to the bill are these days of every stretch, for each as it was held', () => {
    const change = fc.record({
      minute: fc.integer({ min: 0, max: MINUTES }),
      vcpus: fc.integer({ min: 1, max: 9 }),
      of: fc.integer({ min: 1, max: 3 }),
      condition: fc.constantFrom('serving', 'unseen', 'missing', 'over'),
    })
    fc.assert(
      fc.property(fc.uniqueArray(change, { selector: (one) => one.minute, maxLength: 15 }), (changes) => {
        const ordered = [...changes].sort((a, b) => a.minute - b.minute)
        const expected: Record<number, number> = {}
        for (const [index, { minute, vcpus, of, condition }] of ordered.entries()) {
          const end = ordered[index + 1]?.minute ?? MINUTES
          const days = naturalDays(instant(minute), instant(end))
          if ((condition === 'serving' || condition === 'unseen') && end > minute)
            expected[of] = (expected[of] ?? 0) + days * vcpus
        }
        const phases = ordered.map(
          ({ minute, vcpus, of, condition }, ordinal): Phase => ({
            at: instant(minute).getTime(),
            ordinal,
            condition: condition as Phase['condition'],
            subject: of,
            amounts: [{ dimension: 'vcpu', amount: vcpus * 1000 }],
          }),
        )
        expect(daysOf(phases)).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })
})
