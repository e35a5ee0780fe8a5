/** Rules about bills: by when a body answers, how often it is reminded that does not. Silence is never consent (facts §7). */
import { integer, type RuleDefinition } from './rule-definition.ts'

export const BILL_RULES: readonly RuleDefinition[] = [
  integer(
    'bill.answer-working-days',
    { zh: '账单答复时限', en: 'A body answers a bill within' },
    { zh: '个工作日', en: 'working days' },
    [1, 60],
    'fixed',
    5,
    'R276',
  ),
  integer(
    'bill.reminders',
    {
      zh: '账单逾期未答复的提醒次数，满次数后方可申请未确认结账',
      en: 'Reminders of an unanswered bill before it may be closed without confirmation',
    },
    { zh: '次', en: 'times' },
    [1, 20],
    'fixed',
    3,
    'R276',
  ),
  integer(
    'bill.reminder-working-days',
    { zh: '账单逾期后两次提醒的间隔', en: 'Between two reminders of an unanswered bill' },
    { zh: '个工作日', en: 'working days' },
    [1, 20],
    'fixed',
    2,
    'R276',
  ),
]
