/** Rules about metering: what counts as seen. How what was not seen is paid stands in each price list. */
import { integer, type RuleDefinition } from './rule-definition.ts'

export const METERING_RULES: readonly RuleDefinition[] = [
  // Read by the database as well (`gap_after`), which takes the shipped value where a version has none; never below half an hour.
  integer(
    'metering.gap-minutes',
    {
      zh: '资源超过多久未观测到，其间用量按“未观测”计量（计费比例见价格版本）',
      en: 'Not looked at for longer than this, a resource counts as unseen in between (paid as its price version says)',
    },
    { zh: '分钟', en: 'minutes' },
    [30, 1440],
    'fixed',
    120,
    'R276',
  ),
]
