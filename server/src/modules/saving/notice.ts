/** What becomes of a notice once it is answered: done, no longer so, or measured a month after. Pure. */

import type { ReasonCode, SavingNoticeState, SavingNoticeStep, SavingRule } from '@yunheng/contract'
import { addDays, daysBetween } from '../../platform/worktime/index.ts'
import { clockStepOf, type NoticeTerms } from './notice-clock.ts'

/** A plan takes the place of the day by rule, and of an earlier plan, so many times: it cannot be put off for ever. */
export function refusePlanning(
  { state, plans }: { readonly state: SavingNoticeState; readonly plans: number },
  plansMax: number,
): ReasonCode | null {
  if (state !== 'sent' && state !== 'accepted' && state !== 'insisted') return 'saving-notice.settled'
  return plans < plansMax ? null : 'saving-notice.planned_often'
}

/** @param daysMax no plan reaches further. */
export function refusePlanDay(by: string, today: string, daysMax: number): ReasonCode | null {
  return by < today || daysBetween(today, by) > daysMax ? 'saving-notice.plan_day' : null
}

/** Once. */
export const refuseAnswering = ({ state }: { readonly state: SavingNoticeState }): ReasonCode | null =>
  state === 'sent' ? null : 'saving-notice.answered'

/** Before the answer, or while the centre decides about it. */
export const refuseAttaching = ({ state }: { readonly state: SavingNoticeState }): ReasonCode | null =>
  state === 'sent' || state === 'objected' ? null : 'saving-notice.file_late'

/** What follows notices, by the name that nudges use. */
export const NOTICE_RECONCILER = 'saving-notice'

/** What is open takes no second notice. */
export const refuseSending = (rule: SavingRule, hasOpen: boolean): ReasonCode | null =>
  rule === 'undersized' ? 'saving-notice.nothing_to_save' : hasOpen ? 'saving-notice.open' : null

export interface ToFollow {
  readonly state: SavingNoticeState
  readonly rule: SavingRule
  readonly vcpus: number | null
  readonly memory_mib: number | null
  readonly settled_on: string | null
  readonly effect_on: string | null
  /** By when it is to be done; null while it is not answered. */
  readonly due_on: string | null
}

/** The resource as it is now. */
export interface Now {
  /** Given back, and nobody can have it again. */
  readonly isGone: boolean
  /** Given back, and it could still be had again. */
  readonly isLeaving: boolean
  readonly vcpus: number | null
  readonly memory_mib: number | null
  /** The last judging found it still, by the same rule. */
  readonly isFound: boolean
  /** It did not, and could not tell that it is so no more: nobody measured it, or saw it. */
  readonly isUnrefuted: boolean
  /** A power schedule that answers the notice is in force, and has switched it off already. */
  readonly isScheduled: boolean
}

export type Step = 'done' | 'lapsed' | 'measure' | SavingNoticeStep

/** Only what was accepted, or has to be done all the same, is watched: until it is answered nothing moves by itself. */
export function nextStep(notice: ToFollow, now: Now, today: string, terms: NoticeTerms): Step | null {
  if (notice.state === 'done')
    return notice.effect_on === null &&
      notice.settled_on !== null &&
      addDays(notice.settled_on, terms.effectDays) <= today
      ? 'measure'
      : null
  if (notice.state !== 'accepted' && notice.state !== 'insisted') return null
  const isSmall = notice.rule === 'oversized' && isSmaller(notice, now)
  if (now.isGone || isSmall || now.isScheduled) return 'done'
  if (!now.isFound && !now.isUnrefuted && !now.isLeaving) return 'lapsed'
  // What is on its way out is as good as done.
  return notice.due_on === null || now.isLeaving ? null : clockStepOf(notice.due_on, today, terms)
}

const isSmaller = (before: Pick<ToFollow, 'vcpus' | 'memory_mib'>, now: Now) =>
  (now.vcpus ?? 0) < (before.vcpus ?? 0) || (now.memory_mib ?? 0) < (before.memory_mib ?? 0)
