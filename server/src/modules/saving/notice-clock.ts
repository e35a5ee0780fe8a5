/** Who is told before and after the day by which what was accepted, or must be done all the same, is done (R129). Pure. */

import type { SavingNoticeStep } from '@yunheng/contract'
import { addDays, daysBetween } from '../../platform/worktime/index.ts'
import type { RuleBook } from '../rule/index.ts'

/** Civil days but the first. */
export interface NoticeTerms {
  readonly dueWorkingDays: number
  readonly isDefault: boolean
  /** Told so long before its day. */
  readonly before: number
  /** After its day: the head of the body, then the centre. */
  readonly toHead: number
  readonly toCentre: number
  readonly plansMax: number
  /** No plan reaches further. */
  readonly planDays: number
  /** The effect is measured over so many days after it was done. */
  readonly effectDays: number
}

export function noticeTermsOf(book: Pick<RuleBook, 'integer'>): NoticeTerms {
  const value = (code: string) => book.integer(`saving.notice.${code}`)
  const due = value('due-working-days')
  return {
    dueWorkingDays: due.value,
    isDefault: due.isProductDefault,
    before: value('remind-days').value,
    toHead: value('head-days').value,
    toCentre: value('centre-days').value,
    plansMax: value('plans').value,
    planDays: value('plan-days').value,
    effectDays: value('effect-days').value,
  }
}

/** What is to be told on a day. Whoever looks late tells the latest step alone; the centre is never told before the head. */
export function clockStepOf(
  dueOn: string,
  today: string,
  { before, toHead, toCentre }: Pick<NoticeTerms, 'before' | 'toHead' | 'toCentre'>,
): SavingNoticeStep | null {
  if (today > addDays(dueOn, Math.max(toHead, toCentre))) return 'to-centre'
  if (today > addDays(dueOn, toHead)) return 'to-head'
  if (today > dueOn) return 'overdue'
  return today >= addDays(dueOn, -before) ? 'due-soon' : null
}

/** Whole days past its day; null while it has none, or is not past it, or is settled; what is on its way out is as good as done. */
export function daysLate(
  {
    state,
    due_on,
    is_leaving,
  }: { readonly state: string; readonly due_on: string | null; readonly is_leaving: boolean },
  today: string,
): number | null {
  if ((state !== 'accepted' && state !== 'insisted') || is_leaving) return null
  return due_on !== null && due_on < today ? daysBetween(due_on, today) : null
}
