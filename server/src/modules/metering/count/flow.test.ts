import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Phase, UsageRow } from '../derive-usage.ts'
import { countUsage } from './count-usage.ts'
import { chainOf, flowsOf, type Reading, refuseReading } from './flow.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const GAP_MS = 2 * HOUR_MS
const MB = 1_000_000n

const aReading = (minutes: number, megabytes: number, parts: Partial<Reading> = {}): Reading => ({
  counter: 'out',
  since: null,
  at: minutes * MINUTE_MS,
  bytes: BigInt(megabytes) * MB,
  gapMs: GAP_MS,
  ...parts,
})
const told = (readings: readonly Reading[], begun = 0) =>
  flowsOf(readings, begun).map(({ at, thousandths, isAfterGap }) => [at / MINUTE_MS, thousandths, isAfterGap])

describe('what flowed between readings of a counter', () => {
  it.each([
    ['nothing, before there are two', [aReading(10, 500)], []],
    ['what it grew by, at the later one', [aReading(10, 500), aReading(40, 512)], [[40, 12, false]]],
    ['nothing where it did not grow', [aReading(10, 500), aReading(40, 500)], []],
    [
      'all that it shows after it fell: it was begun anew',
      [aReading(10, 500), aReading(40, 30), aReading(70, 31)],
      [
        [40, 30, false],
        [70, 1, false],
      ],
    ],
    [
      'of two that came in another order the same',
      [aReading(70, 531), aReading(10, 500), aReading(40, 512)],
      [
        [40, 12, false],
        [70, 19, false],
      ],
    ],
    [
      'a reading told twice counts once',
      [aReading(10, 500), aReading(40, 512), aReading(40, 512)],
      [[40, 12, false]],
    ],
    ['after a gap, told apart', [aReading(10, 500), aReading(131, 512)], [[131, 12, true]]],
    ['up to the length of a gap not', [aReading(10, 500), aReading(130, 512)], [[130, 12, false]]],
    [
      'without a rule for gaps never',
      [aReading(10, 500, { gapMs: null }), aReading(9999, 512)],
      [[9999, 12, false]],
    ],
    [
      'two counters each for itself',
      [
        aReading(10, 500),
        aReading(10, 7, { counter: 'two' }),
        aReading(40, 9, { counter: 'two' }),
        aReading(41, 510),
      ],
      [
        [40, 2, false],
        [41, 10, false],
      ],
    ],
    [
      'another counter than before, were it true: nothing',
      [aReading(10, 0), aReading(40, 2_000_000_000)],
      [],
    ],
  ] as const)('%s', (_, readings, expected) => {
    expect(told(readings)).toEqual(expected)
  })

  it('of a counter that says since when it counts is all that it shows, if that was in the life of the thing', () => {
    const begun = [aReading(40, 12, { since: 5 * MINUTE_MS }), aReading(70, 15, { since: 5 * MINUTE_MS })]
    expect(told(begun)).toEqual([
      [40, 12, false],
      [70, 3, false],
    ])
    // It was there before us: what it counted then is nobody's here.
    expect(told(begun, 6 * MINUTE_MS)).toEqual([[70, 3, false]])
    // Begun anew it shows more than before; still all of it has flowed since.
    const anew = aReading(100, 20, { since: 90 * MINUTE_MS })
    expect(told([...begun, anew]).at(-1)).toEqual([100, 20, false])
  })

  it('loses and doubles no part of a thousandth between readings', () => {
    const readings = Array.from(
      { length: 101 },
      (_, at): Reading => ({
        ...aReading(at, 0),
        bytes: BigInt(at) * 333_333n,
      }),
    )
    const sum = flowsOf(readings, 0).reduce((total, one) => total + one.thousandths, 0)
    expect(sum).toBe(Math.floor((100 * 333_333) / 1e6))
  })
})

/** What happens to one address: bytes flow, its counter begins anew now and then, and somebody looks now and then. */
const step = fc.record({
  minutes: fc.integer({ min: 1, max: 300 }),
  bytes: fc.bigInt({ min: 0n, max: 40_000_000_000n }),
  begins: fc.integer({ min: 0, max: 9 }),
  isRead: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never
const history = fc.array(step, { minLength: 1, maxLength: 40 })

interface Lived {
  readonly readings: readonly Reading[]
  /** By the oracle: thousandths that were on the counters when they were last looked at. */
  readonly seen: number
}

/** The oracle walks through time and knows the truth; of each counter only what it showed last was ever seen. */
function live(steps: readonly Step[], isSinceTold: boolean): Lived {
  const readings: Reading[] = []
  let [now, since, bytes, shown, seen] = [0, 0, 0n, 0n, 0]
  for (const one of steps) {
    now += one.minutes * MINUTE_MS
    if (one.begins === 0) {
      seen += Number(shown / MB)
      ;[since, bytes, shown] = [now, 0n, 0n]
      now += MINUTE_MS
    }
    bytes += one.bytes
    if (!one.isRead) continue
    shown = bytes
    readings.push({ counter: 'out', since: isSinceTold ? since : null, at: now, bytes, gapMs: GAP_MS })
  }
  return { readings, seen: seen + Number(shown / MB) }
}

const sumOf = (readings: readonly Reading[]) =>
  flowsOf(readings, 0).reduce((sum, one) => sum + one.thousandths, 0)
const shuffled = <T>(all: readonly T[], seed: number): readonly T[] =>
  all
    .map((one, at) => ({ one, key: Math.imul(at + 1, seed | 1) % 1009 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ one }) => one)

describe('over any life of a counter (R279, F11)', () => {
  it('is what flowed, with resets, gaps, repetitions and in any order, where the cloud says since when it counts (property)', () => {
    fc.assert(
      fc.property(history, fc.integer(), fc.integer({ min: 1, max: 3 }), (steps, seed, times) => {
        const { readings, seen } = live(steps, true)
        const arrived = shuffled(Array.from({ length: times }, () => readings).flat(), seed)
        expect(sumOf(arrived)).toBe(seen)
      }),
      { numRuns: 500 },
    )
  })

  it('is never more than flowed, and never below nought, where it does not say (property)', () => {
    fc.assert(
      fc.property(history, fc.integer(), (steps, seed) => {
        const { readings, seen } = live(steps, false)
        const flows = flowsOf(shuffled(readings, seed), 0)
        expect(flows.every(({ thousandths }) => thousandths > 0)).toBe(true)
        expect(sumOf(readings)).toBeLessThanOrEqual(seen)
        expect(flows).toEqual(flowsOf(readings, 0))
      }),
      { numRuns: 500 },
    )
  })

  it('counts nothing twice when clocks are set back: what contradicts a later reading is set aside (property)', () => {
    const arrival = fc.record({
      minutes: fc.integer({ min: 1, max: 200 }),
      bytes: fc.bigInt({ min: 0n, max: 5_000_000_000n }),
      setBack: fc.oneof(
        { weight: 3, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 2000 }) },
      ),
    })
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 1, maxLength: 30 }), (arrivals) => {
        let [now, bytes] = [10_000, 0n]
        const kept: Reading[] = []
        for (const one of arrivals) {
          now += one.minutes
          bytes += one.bytes
          const at = (now - one.setBack) * MINUTE_MS
          const others = kept.toSorted((a, b) => a.at - b.at)
          if (others.some((other) => other.at === at)) continue
          const before = others.findLast((other) => other.at < at)?.bytes ?? null
          const after = others.find((other) => other.at > at)?.bytes ?? null
          if (refuseReading(bytes, before, after) === null)
            kept.push({ counter: 'out', since: null, at, bytes, gapMs: GAP_MS })
        }
        const first = kept[0]?.bytes ?? 0n
        expect(sumOf(kept)).toBeLessThanOrEqual(Number(bytes / MB - first / MB))
      }),
      { numRuns: 500 },
    )
  })
})

describe('usage by traffic', () => {
  const DAY_H = 24
  const aPhase = (at: number, parts: Partial<Phase> = {}): Phase => ({
    at,
    ordinal: at + 1,
    condition: 'serving',
    subject: 1,
    amounts: [],
    goesByTraffic: true,
    ...parts,
  })
  const SECONDS = 31 * 86_400
  const sumRows = (rows: readonly UsageRow[], of: (row: UsageRow) => boolean = () => true) =>
    rows.filter(of).reduce((sum, row) => sum + row.quantity / SECONDS, 0)

  it('stands in the hour of the reading, as held for its civil month, after a gap apart', () => {
    const readings = [aReading(10, 500), aReading(40, 512), aReading(95, 520), aReading(300, 600)]
    // January 1970, whose first hours are those of 1 January in Beijing.
    expect(countUsage([aPhase(0)], { begun: 0, readings }, { from: 0, to: DAY_H })).toEqual([
      { subject: 1, hour: 0, dimension: 'traffic-gb', holding: 'serving', quantity: 12 * SECONDS },
      { subject: 1, hour: 1, dimension: 'traffic-gb', holding: 'serving', quantity: 8 * SECONDS },
      { subject: 1, hour: 5, dimension: 'traffic-gb', holding: 'unseen', quantity: 80 * SECONDS },
    ])
  })

  it('R236 ends with the service, counts for whoever holds the thing when it is read, and only by a plan that goes by it', () => {
    const readings = [0, 30, 60, 90, 120, 150].map((at) => aReading(at, at))
    const phases = [
      aPhase(0, { goesByTraffic: false }),
      aPhase(50 * MINUTE_MS),
      aPhase(80 * MINUTE_MS, { subject: 2, condition: 'stopped' }),
      aPhase(140 * MINUTE_MS, { condition: 'over' }),
    ]
    const rows = countUsage(phases, { begun: 0, readings }, { from: 0, to: DAY_H })
    expect(sumRows(rows, ({ subject }) => subject === 1)).toBe(30)
    expect(sumRows(rows, ({ subject }) => subject === 2)).toBe(60)
  })

  it('F24 is the same for any split of the window (property)', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 23 }), (steps, cut) => {
        const { readings } = live(steps, false)
        const phases = [aPhase(0), aPhase(5 * HOUR_MS, { subject: 2 })]
        const whole = countUsage(phases, { begun: 0, readings }, { from: 0, to: DAY_H })
        const early = readings.filter(({ at }) => at < cut * HOUR_MS)
        const late = readings.filter(({ at }) => at >= cut * HOUR_MS)
        // As the store reads them: of each counter the last one before as well.
        const chains = new Set(late.map(chainOf))
        const before = [...chains].flatMap((chain) => early.findLast((one) => chainOf(one) === chain) ?? [])
        const parts = [
          ...countUsage(phases, { begun: 0, readings: early }, { from: 0, to: cut }),
          ...countUsage(phases, { begun: 0, readings: [...before, ...late] }, { from: cut, to: DAY_H }),
        ]
        expect(parts.toSorted(inOrder)).toEqual(whole.toSorted(inOrder))
      }),
      { numRuns: 300 },
    )
  })
})

const inOrder = (a: UsageRow, b: UsageRow) =>
  a.hour - b.hour || a.subject - b.subject || a.holding.localeCompare(b.holding)
