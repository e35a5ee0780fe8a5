/** The life of a difference as a table, and who may do what with its money: pure. */
import type { DifferenceOwner, DifferenceState, DifferenceStep, ReasonCode, Side } from '@yunheng/contract'
import { addDays } from '../../../platform/worktime/index.ts'

export type DifferenceVerb = 'answer' | 'decide' | 'confirm' | 'send-back'

const ALLOWED: Readonly<Record<DifferenceVerb, readonly DifferenceState[]>> = {
  answer: ['open', 'explained', 'refused'],
  decide: ['open', 'explained', 'accepted', 'refused'],
  confirm: ['adjusted'],
  'send-back': ['adjusted'],
}

export interface ToJudge {
  readonly state: DifferenceState
  readonly owner: DifferenceOwner
  readonly due_on: string | null
  readonly decided_person_id: string | null
}

export interface Asking {
  readonly personId: string | null
  readonly side: Side | null
  /** `2026-11-21` */
  readonly today: string
}

export function refuseVerb(verb: DifferenceVerb, difference: ToJudge, asking: Asking): ReasonCode | null {
  const { state, owner, due_on: dueOn } = difference
  if (!ALLOWED[verb].includes(state))
    return verb === 'confirm' || verb === 'send-back' ? 'difference.not_adjusted' : 'difference.settled'
  switch (verb) {
    case 'answer':
      return asking.side === owner ? null : 'difference.not_owner'
    case 'decide':
      return state === 'open' && owner !== 'centre' && dueOn !== null && asking.today <= dueOn
        ? 'difference.not_answered'
        : null
    case 'confirm':
      return asking.personId !== null && asking.personId === difference.decided_person_id
        ? 'difference.same_person'
        : null
    case 'send-back':
      return null
  }
}

/** What is taken off lies between nothing, the provider's word, and the whole difference, the platform's. */
export function refuseAdjusted(adjusted: bigint, delta: bigint): ReasonCode | null {
  const fits = delta >= 0n ? adjusted >= 0n && adjusted <= delta : adjusted <= 0n && adjusted >= delta
  return fits ? null : 'difference.amount'
}

/** No money hangs on it: one person settles it. */
export const needsSecond = (delta: bigint): boolean => delta !== 0n

export interface ReminderDays {
  /** Days before the day on which its owner is told. */
  readonly before: number
  /** Days after it on which the owner's head is told. */
  readonly after: number
}

/** What is to be told today of differences that are to be answered by that day; null while there is time. */
export function stepOf(dueOn: string, today: string, { before, after }: ReminderDays): DifferenceStep | null {
  if (today > addDays(dueOn, after)) return 'escalated'
  if (today > dueOn) return 'overdue'
  return addDays(today, before) >= dueOn ? 'due-soon' : null
}
