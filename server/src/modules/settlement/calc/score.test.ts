import { ASSESSMENT_LINES, ASSESSMENT_SHEET, type AssessmentLine } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  factorOf,
  refuseLines,
  refuseSteps,
  scoreOf,
  shownPoints,
  tenthsOf,
  withoutDoubleDeduction,
} from './score.ts'

const TABLE = [
  { from: '90', percent: 100, rectify: false },
  { from: '80', percent: 95, rectify: false },
  { from: '70', percent: 90, rectify: false },
  { from: '0', percent: 80, rectify: true },
]
const EVENT = '019af000-0000-7000-8000-000000000001'
const OTHER = '019af000-0000-7000-8000-000000000002'
const full = (
  change: Partial<Record<AssessmentLine['code'], Partial<AssessmentLine>>> = {},
): AssessmentLine[] =>
  ASSESSMENT_LINES.map((code) => ({
    code,
    points: String(ASSESSMENT_SHEET[code].maximum),
    note: '',
    tied: [],
    ...change[code],
  }))

describe('the factor of a score', () => {
  it.each([
    ['100', 100, false],
    ['90', 100, false],
    ['89.9', 95, false],
    ['80', 95, false],
    ['79.9', 90, false],
    ['70', 90, false],
    ['69.9', 80, true],
    ['0', 80, true],
  ])('of %s points is %s percent', (points, percent, rectify) => {
    expect(factorOf(tenthsOf(points), TABLE)).toMatchObject({ percent, rectify })
    expect(shownPoints(tenthsOf(points))).toBe(points)
  })

  it('follows a table that goes down to nothing, and credits that go from the mildest on', () => {
    const credits = [
      { below: '99.9', percent: 10 },
      { below: '95', percent: 30 },
    ]
    expect(refuseSteps({ credits, factors: TABLE })).toBe(null)
    expect(refuseSteps({ credits: credits.toReversed(), factors: TABLE })).toBe('settlement-rules.steps')
    expect(refuseSteps({ credits, factors: TABLE.slice(0, 3) })).toBe('settlement-rules.steps')
    expect(refuseSteps({ credits, factors: TABLE.toReversed() })).toBe('settlement-rules.steps')
  })
})

describe('an assessment', () => {
  it('has every line once, within its maximum, with no more tied to events than it lost', () => {
    expect(refuseLines(full())).toBe(null)
    expect(refuseLines(full().slice(1))).toBe('assessment.lines')
    expect(refuseLines(full({ reports: { points: '5.1' } }))).toBe('assessment.lines')
    const tied = (points: string) =>
      full({ availability: { points: '22', tied: [{ eventId: EVENT, points }] } })
    expect(refuseLines(tied('3'))).toBe(null)
    expect(refuseLines(tied('3.1'))).toBe('assessment.lines')
    const twice = [
      { eventId: EVENT, points: '1' },
      { eventId: EVENT, points: '1' },
    ]
    expect(refuseLines(full({ availability: { points: '20', tied: twice } }))).toBe('assessment.lines')
  })

  it('R299: no double deduction: an event that gave a credit takes no points as well', () => {
    const lines = full({
      availability: { points: '20', tied: [{ eventId: EVENT, points: '4' }] },
      faults: {
        points: '8',
        tied: [
          { eventId: EVENT, points: '2.5' },
          { eventId: OTHER, points: '3' },
        ],
      },
    })
    expect(scoreOf(lines)).toBe(880)
    expect(withoutDoubleDeduction(lines, new Set()).tenths).toBe(880)
    expect(withoutDoubleDeduction(lines, new Set([EVENT]))).toEqual({
      tenths: 945,
      restored: [{ eventId: EVENT, tenths: 65 }],
    })
    expect(factorOf(945, TABLE).percent).toBe(100)
  })

  it('never gains more than it lost, whichever events gave a credit, in any order of its lines', () => {
    const tied = fc.uniqueArray(
      fc.record({ eventId: fc.constantFrom(EVENT, OTHER), points: fc.constantFrom('0.5', '1', '2') }),
      { selector: ({ eventId }) => eventId },
    )
    fc.assert(
      fc.property(tied, tied, fc.subarray([EVENT, OTHER]), (first, second, credited) => {
        const lines = full({
          availability: { points: '20', tied: first },
          security: { points: '15', tied: second },
        })
        const { tenths } = withoutDoubleDeduction(lines, new Set(credited))
        expect(tenths).toBeGreaterThanOrEqual(scoreOf(lines))
        expect(tenths).toBeLessThanOrEqual(1000)
        expect(withoutDoubleDeduction(lines.toReversed(), new Set(credited)).tenths).toBe(tenths)
      }),
    )
  })
})
