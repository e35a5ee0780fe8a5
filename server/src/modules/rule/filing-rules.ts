/** Rules about what is built and rented beside the one cloud: whether they hold, and how long before. */
import { flag, integer, type RuleDefinition } from './rule-definition.ts'

export const FILING_RULES: readonly RuleDefinition[] = [
  flag(
    'filing.machine-room.refused',
    {
      zh: '机房、数据中心不再批准（国家明确要求的除外）',
      en: 'Machine rooms are no longer approved, except as the state requires',
    },
    'yes',
    true,
    'R35',
    '青政办〔2017〕24号 一',
  ),
  flag(
    'filing.county-expansion.refused',
    { zh: '县（市、区）自有云不再扩容、升级', en: 'A county no longer expands or upgrades its own cloud' },
    'yes',
    true,
    'R25',
    '盐政办发〔2024〕7号 四',
  ),
  flag(
    'filing.lease.required',
    { zh: '新建、续建、改建项目以租赁方式接入', en: 'New, continued and rebuilt projects connect by lease' },
    'yes',
    true,
    'R33',
    '成都市政务云建设规划（精选8篇）篇7',
  ),
  flag(
    'filing.carried.refused',
    {
      zh: '新建项目中目录可承载的内容：没有批准的自建理由不予通过（否则只提示）',
      en: 'What the catalogue carries of a new project is refused without an approved reason, otherwise only said',
    },
    'yes',
    false,
    'R270',
  ),
  flag(
    'contract.own-cloud-renewal.refused',
    {
      zh: '县（市、区）自行租用的云到期不再续租',
      en: 'A cloud that a county rents by itself is not renewed',
    },
    'yes',
    true,
    'R25',
    '盐政办发〔2024〕7号 四',
  ),
  integer(
    'contract.migrate-notice-days',
    {
      zh: '自行租用云到期前下达“不再续租，迁移”待办',
      en: 'The task “do not renew, migrate” before the end of a rented cloud',
    },
    { zh: '天', en: 'days' },
    [7, 730],
    'fixed',
    180,
    'R25',
  ),
]
