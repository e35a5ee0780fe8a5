/** Rules about statements of providers: when owners of differences are told (R299). */
import { integer, type RuleDefinition } from './rule-definition.ts'

const days = { zh: '天', en: 'days' }

export const STATEMENT_RULES: readonly RuleDefinition[] = [
  integer(
    'difference.remind-days',
    {
      zh: '对账差异答复期限前几天提醒责任方',
      en: 'Days before its day on which the owner of a difference is told',
    },
    days,
    [1, 30],
    'fixed',
    2,
    'R299',
  ),
  integer(
    'difference.escalate-days',
    {
      zh: '对账差异逾期几天后告知责任方的负责人',
      en: 'Days after its day on which the head of a difference’s owner is told',
    },
    days,
    [1, 60],
    'fixed',
    3,
    'R299',
  ),
]
