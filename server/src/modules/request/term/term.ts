import type { RequestPurpose } from '@yunheng/contract'
import { addDays, daysBetween } from '../days.ts'
import type { RequestRules } from '../gate/gate-rules.ts'

type TermRules = Pick<RequestRules, 'reminderDays' | 'deleteDaysAfterStop'>

export interface TermState {
  readonly purpose: RequestPurpose
  readonly until: string
  readonly remindedDays: number | null
  readonly stopped: boolean
  readonly released: boolean
}

export type TermAction =
  | { readonly kind: 'none' }
  | { readonly kind: 'remind'; readonly days: number }
  /** Formal use is not stopped by a clock: it is said, to the department and the regulator. */
  | { readonly kind: 'say-ended' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'release' }

/** What `remindedDays` is once the end itself has been said. */
export const SAID_ENDED = -1

const NONE: TermAction = { kind: 'none' }

/** What is to be done about a term today. Pure; doing it twice is doing it once. */
export function nextTermAction(term: TermState, today: string, rules: TermRules): TermAction {
  if (term.released) return NONE
  const left = daysBetween(today, term.until)
  if (term.stopped) return today > deleteDayOf(term.until, rules) ? { kind: 'release' } : NONE
  if (left < 0) {
    if (term.purpose !== 'formal') return { kind: 'stop' }
    return term.remindedDays === SAID_ENDED ? NONE : { kind: 'say-ended' }
  }
  // The nearest reminder counts: one that was missed is not sent after the next one is due.
  const due = [...rules.reminderDays.value].reverse().find((days) => left <= days)
  if (due === undefined) return NONE
  return term.remindedDays === null || term.remindedDays > due ? { kind: 'remind', days: due } : NONE
}

/** The last day on which a stopped test resource still exists. */
export function deleteDayOf(until: string, rules: TermRules): string {
  return addDays(until, rules.deleteDaysAfterStop.value)
}

export function stageOf(
  term: TermState,
  today: string,
  rules: TermRules,
): 'running' | 'expiring' | 'stopped' | 'released' {
  if (term.released) return 'released'
  if (term.stopped) return 'stopped'
  return daysBetween(today, term.until) <= (rules.reminderDays.value[0] ?? 0) ? 'expiring' : 'running'
}
