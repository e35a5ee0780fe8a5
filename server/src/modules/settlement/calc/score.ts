/**
 * The score of a provider and the factor that follows from it: pure, in whole tenths of a point. No double deduction (facts §7): what an
 * assessment took off for an event is given back where that event has given a credit. The rule stands here and nowhere else.
 */
import { ASSESSMENT_LINES, ASSESSMENT_SHEET, type AssessmentLine, type ReasonCode } from '@yunheng/contract'
import { parsePercent } from './availability.ts'

/** `23.5` → 235 */
export function tenthsOf(points: string): number {
  const [whole, part = '0'] = points.split('.') as [string, string?]
  return Number(whole) * 10 + Number(part)
}

export const shownPoints = (tenths: number): string =>
  tenths % 10 === 0 ? String(tenths / 10) : `${Math.floor(tenths / 10)}.${tenths % 10}`

export const scoreOf = (lines: readonly Pick<AssessmentLine, 'points'>[]): number =>
  lines.reduce((sum, { points }) => sum + tenthsOf(points), 0)

/** Every line once, none above its maximum, and never more tied to events than the line has lost. */
export function refuseLines(lines: readonly AssessmentLine[]): ReasonCode | null {
  const codes = new Set(lines.map(({ code }) => code))
  const fits =
    codes.size === ASSESSMENT_LINES.length &&
    lines.length === ASSESSMENT_LINES.length &&
    lines.every(({ code, points, tied }) => {
      const lost = ASSESSMENT_SHEET[code].maximum * 10 - tenthsOf(points)
      const isOnce = new Set(tied.map(({ eventId }) => eventId)).size === tied.length
      return lost >= 0 && isOnce && tied.reduce((sum, one) => sum + tenthsOf(one.points), 0) <= lost
    })
  return fits ? null : 'assessment.lines'
}

export interface EffectiveScore {
  readonly tenths: number
  /** Given back, since the events gave a credit. */
  readonly restored: readonly { readonly eventId: string; readonly tenths: number }[]
}

export function withoutDoubleDeduction(
  lines: readonly AssessmentLine[],
  credited: ReadonlySet<string>,
): EffectiveScore {
  const restored = new Map<string, number>()
  for (const { eventId, points } of lines.flatMap(({ tied }) => tied))
    if (credited.has(eventId)) restored.set(eventId, (restored.get(eventId) ?? 0) + tenthsOf(points))
  const back = [...restored.values()].reduce((sum, tenths) => sum + tenths, 0)
  return {
    tenths: scoreOf(lines) + back,
    restored: [...restored].map(([eventId, tenths]) => ({ eventId, tenths })).sort(byEvent),
  }
}

const byEvent = (a: { readonly eventId: string }, b: { readonly eventId: string }) =>
  a.eventId < b.eventId ? -1 : 1

export interface FactorStep {
  readonly from: string
  readonly percent: number
  readonly rectify: boolean
}

/** The best step that the score reaches; the table goes down to nothing. */
export function factorOf(tenths: number, table: readonly FactorStep[]): FactorStep {
  const step = table.find(({ from }) => BigInt(tenths) * 1000n >= parsePercent(from))
  if (step === undefined) throw new Error('assertion: the last step of a factor table begins at 0')
  return step
}

/** Credits: lower bounds, higher percentages; factors: the best first, the last from 0. */
export function refuseSteps(rules: {
  readonly credits: readonly { readonly below: string; readonly percent: number }[]
  readonly factors: readonly FactorStep[]
}): ReasonCode | null {
  const { credits, factors } = rules
  const falls = credits.every(({ below, percent }, index) => {
    const before = credits[index - 1]
    return (
      before === undefined || (parsePercent(below) < parsePercent(before.below) && percent > before.percent)
    )
  })
  const goesDown = factors.every(({ from, percent }, index) => {
    const before = factors[index - 1]
    return (
      before === undefined || (parsePercent(from) < parsePercent(before.from) && percent <= before.percent)
    )
  })
  const isWhole = parsePercent(factors.at(-1)?.from ?? '1') === 0n
  return falls && goesDown && isWhole ? null : 'settlement-rules.steps'
}
