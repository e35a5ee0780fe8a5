/** Rules about statements of providers: what is no difference yet, by when owners answer and when they are told (R299). */
import { integer, type RuleDefinition } from './rule-definition.ts'

const days = { zh: '天', en: 'days' }
const statement = (
  code: string,
  zh: string,
  en: string,
  unit: RuleDefinition['unit'],
  range: readonly [number, number],
  shipped: number,
) => integer(code, { zh, en }, unit, range, 'fixed', shipped, 'R299')

export const STATEMENT_RULES: readonly RuleDefinition[] = [
  // Of a month's statement, as the version has them that is in force on its first day.
  statement(
    'statement.line-fen',
    '对账：每行（笔）金额相差多少以内为尾差',
    'Statements: what each line or charge may differ by as its rounding',
    { zh: '分', en: 'fen' },
    [0, 100],
    1,
  ),
  statement(
    'statement.quantity-permille',
    '对账：用量相差多少以内视为一致',
    'Statements: quantities agree that differ by at most',
    { zh: '‰', en: '‰' },
    [0, 100],
    1,
  ),
  statement(
    'difference.answer-days',
    '对账差异答复期限',
    'The owner of a difference answers within',
    { zh: '个工作日', en: 'working days' },
    [1, 60],
    5,
  ),
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
