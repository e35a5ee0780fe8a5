import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveUsage, HOUR_S, type Phase, type UsageRow } from './derive-usage.ts'

const CONDITIONS = ['serving', 'stopped', 'unseen', 'missing', 'over'] as const
/** Three days, in seconds, that phases begin in. */
const SPAN_S = 72 * HOUR_S

const phase: fc.Arbitrary<Phase> = fc.record({
  at: fc.integer({ min: -HOUR_S * 1000, max: SPAN_S * 1000 }),
  ordinal: fc.integer({ min: 1, max: 1_000_000 }),
  condition: fc.constantFrom(...CONDITIONS),
  subject: fc.integer({ min: 1, max: 3 }),
  amounts: fc.uniqueArray(
    fc.record({
      dimension: fc.constantFrom('vcpu' as const, 'memory-gib' as const, 'storage-gib' as const),
      amount: fc.integer({ min: 1, max: 2_000_000 }),
    }),
    { selector: (one) => one.dimension, maxLength: 3 },
  ),
})
const life = fc.uniqueArray(phase, { selector: (one) => one.ordinal, maxLength: 12 })

const sorted = (rows: readonly UsageRow[]) => rows.map((row) => JSON.stringify(row)).sort()

/** Second by second, by the definition: the phase that became known last of those that began at or before the second. */
function bySeconds(phases: readonly Phase[], from: number, to: number): Map<string, number> {
  const sums = new Map<string, number>()
  const order = [...phases].sort((a, b) => a.at - b.at || a.ordinal - b.ordinal)
  for (let second = from * HOUR_S; second < to * HOUR_S; second += 1) {
    const now = order.findLast((one) => Math.floor(one.at / 1000) <= second)
    if (now === undefined || now.condition === 'missing' || now.condition === 'over') continue
    for (const { dimension, amount } of now.amounts) {
      const key = `${now.subject} ${Math.floor(second / HOUR_S)} ${dimension} ${now.condition}`
      sums.set(key, (sums.get(key) ?? 0) + amount)
    }
  }
  return sums
}

describe('usage out of phases', () => {
  it('is what was held in each second, whatever came late or out of order; never negative, never double (R279, F11)', () => {
    fc.assert(
      fc.property(life, (phases) => {
        const rows = deriveUsage(phases, { from: 0, to: 6 })
        const sums = new Map(
          rows.map((row) => [`${row.subject} ${row.hour} ${row.dimension} ${row.holding}`, row.quantity]),
        )
        expect(sums).toEqual(bySeconds(phases, 0, 6))
        expect(rows).toHaveLength(sums.size)
      }),
      { numRuns: 60 },
    )
  })

  it('is the same for any split of the window and any order of the phases (F24)', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 0, max: 72 }), (phases, cut) => {
        const whole = deriveUsage(phases, { from: 0, to: 72 })
        const parts = [
          ...deriveUsage([...phases].reverse(), { from: 0, to: cut }),
          ...deriveUsage(phases, { from: cut, to: 72 }),
        ]
        expect(sorted(parts)).toEqual(sorted(whole))
      }),
      { numRuns: 200 },
    )
  })

  it('splits an hour where the size changes, and ends with the service', () => {
    const at = (minutes: number) => minutes * 60_000
    const vcpu = (amount: number) => [{ dimension: 'vcpu' as const, amount }]
    const rows = deriveUsage(
      [
        { at: at(0), ordinal: 1, condition: 'serving', subject: 7, amounts: vcpu(2000) },
        { at: at(30), ordinal: 2, condition: 'serving', subject: 7, amounts: vcpu(4000) },
        { at: at(75), ordinal: 3, condition: 'stopped', subject: 7, amounts: vcpu(4000) },
        { at: at(90), ordinal: 4, condition: 'over', subject: 7, amounts: vcpu(4000) },
      ],
      { from: 0, to: 24 },
    )
    expect(rows).toEqual([
      { subject: 7, hour: 0, dimension: 'vcpu', holding: 'serving', quantity: 2000 * 1800 + 4000 * 1800 },
      { subject: 7, hour: 1, dimension: 'vcpu', holding: 'serving', quantity: 4000 * 900 },
      { subject: 7, hour: 1, dimension: 'vcpu', holding: 'stopped', quantity: 4000 * 900 },
    ])
  })
})
