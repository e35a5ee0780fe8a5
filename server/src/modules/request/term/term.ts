import type { ReasonCode, RequestPurpose, TermEnd } from '@yunheng/contract'
import { addDays, daysBetween } from '../../../platform/worktime/index.ts'
import type { RequestRules } from '../gate/gate-rules.ts'

type TermRules = Pick<RequestRules, 'reminderDays' | 'deleteDaysAfterStop'>

export interface TermState {
  readonly purpose: RequestPurpose
  readonly until: string
  readonly remindedDays: number | null
  readonly stopped: boolean
  readonly released: boolean
  readonly atEnd: TermEnd
  /** It could not be renewed by itself: it is asked about as any other. */
  readonly hasRenewalProblem: boolean
  /** Only the budget, or the ceiling of a contract, stood in its way on this day: it is tried again after it. */
  readonly renewalTriedOn: string | null
  /** Its body said that it may be taken back. */
  readonly confirmed: boolean
}

export type TermAction =
  | { readonly kind: 'none' }
  | { readonly kind: 'remind'; readonly days: number }
  /** Formal use is not stopped by a clock: it is said, to the department and the regulator. */
  | { readonly kind: 'say-ended' }
  | { readonly kind: 'renew' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'release' }

/** Why a renewal is tried again: a line or a ceiling may be raised, or more permitted. */
export const NO_BUDGET: ReasonCode = 'resource-term.no_budget'
export const NO_CEILING: ReasonCode = 'resource-term.no_ceiling'

/** What `remindedDays` is once the end itself has been said. */
export const SAID_ENDED = -1

const NONE: TermAction = { kind: 'none' }

/** What is to be done about a term today. Pure; doing it twice is doing it once. */
export function nextTermAction(term: TermState, today: string, rules: TermRules): TermAction {
  if (term.released) return NONE
  const left = daysBetween(today, term.until)
  if (term.stopped) return today > deleteDayOf(term.until, rules) ? { kind: 'release' } : NONE
  // On its last day, so that there is no gap.
  if (left <= 0 && mayRenewAlone(term, today)) return { kind: 'renew' }
  if (left < 0) {
    if (isTakenBack(term)) return { kind: 'stop' }
    return term.remindedDays === SAID_ENDED ? NONE : { kind: 'say-ended' }
  }
  // The nearest reminder counts: one that was missed is not sent after the next one is due.
  const due = [...rules.reminderDays.value].reverse().find((days) => left <= days)
  if (due === undefined) return NONE
  return term.remindedDays === null || term.remindedDays > due ? { kind: 'remind', days: due } : NONE
}

/** What its body said may be taken back renews no more by itself, whatever was chosen before. */
const mayRenewAlone = ({ atEnd, hasRenewalProblem, renewalTriedOn, confirmed }: TermState, today: string) =>
  atEnd === 'renew' &&
  !confirmed &&
  (!hasRenewalProblem || (renewalTriedOn !== null && renewalTriedOn < today))

/** Stopped at its end, and deleted some time after: tests and emergencies always, formal use where its body said so. */
export const isTakenBack = ({
  purpose,
  atEnd,
  confirmed,
}: Pick<TermState, 'purpose' | 'atEnd' | 'confirmed'>) =>
  purpose !== 'formal' || atEnd === 'release' || confirmed

export function refuseChoice(
  { stopped }: TermState,
  choice: { readonly atEnd: TermEnd; readonly renewMonths: number | null },
): ReasonCode | null {
  if ((choice.atEnd === 'renew') !== (choice.renewMonths !== null)) return 'resource-term.renew_months'
  return stopped ? 'resource-term.stopped' : null
}

/** Confirmed is what was told of: its body has been asked. */
export function refuseConfirming(term: TermState & { readonly noticed: boolean }): ReasonCode | null {
  if (term.stopped) return 'resource-term.stopped'
  if (term.confirmed) return 'resource-term.confirmed'
  return term.noticed ? null : 'resource-term.not_noticed'
}

/** Until it is deleted; what is for tests lives by renewals only. */
export function refuseKeeping(term: TermState): ReasonCode | null {
  if (term.released || !(term.stopped || term.confirmed || term.atEnd === 'release'))
    return 'resource-term.nothing_to_keep'
  return term.purpose === 'formal' || !term.stopped ? null : 'resource-term.renew_instead'
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
