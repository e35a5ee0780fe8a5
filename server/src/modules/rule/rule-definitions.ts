/** Every rule value that can be set: what it is called, what it may be, and version 1 with its source (facts/rules). */
import type { RuleItemInput } from '@yunheng/contract'
import { BILL_RULES } from './bill-rules.ts'
import { BUDGET_RULES, GROWTH_RULES, SAVINGS_GATE_RULES } from './budget-rules.ts'
import { CONTRACT_RULES } from './contract-rules.ts'
import { FILING_RULES } from './filing-rules.ts'
import { METERING_RULES } from './metering-rules.ts'
import { PLACEMENT_RULES } from './placement-rules.ts'
import { flag, integer, type RuleDefinition } from './rule-definition.ts'
import { SAVING_RULES } from './saving-rules.ts'
import { STATEMENT_RULES } from './statement-rules.ts'

const PRODUCT_DEFAULT = '产品默认值'
const days = { zh: '天', en: 'days' }
const workingDays = { zh: '个工作日', en: 'working days' }
const times = { zh: '次', en: 'times' }
const level = { zh: '级', en: 'level' }

/** A security service beside the hosts of a protected system: from which level, and whether without it nothing is opened. */
function securityLine(
  offering: string,
  zh: string,
  en: string,
  fromLevel: number,
  isRequired: boolean,
  requirement: string,
  source?: string,
): readonly RuleDefinition[] {
  const from = { zh: `${zh}：适用的最低等保级别`, en: `${en}: from which protection level` }
  const must = { zh: `${zh}：缺少时不予受理`, en: `${en}: nothing is opened without it` }
  return [
    integer(`security.${offering}.from-level`, from, level, [1, 5], 'lower', fromLevel, requirement, source),
    flag(`security.${offering}.required`, must, 'yes', isRequired, requirement, source),
  ]
}

export const RULE_DEFINITIONS: readonly RuleDefinition[] = [
  integer(
    'system.level-max',
    { zh: '可上云系统的最高等保级别', en: 'Highest protection level that goes on the cloud' },
    level,
    [1, 3],
    'lower',
    3,
    'R5',
    '宿政办发〔2022〕58号；长政办发〔2018〕22号',
  ),
  ...securityLine(
    'cloud-firewall',
    '云防火墙',
    'Cloud firewall',
    3,
    true,
    'R63',
    '青海省级政务云建设规划方案 三(四)',
  ),
  ...securityLine(
    'web-protection',
    '虚拟应用安全防护网关',
    'Web protection gateway',
    1,
    false,
    'R65',
    '青海省级政务云建设规划方案 三(六)',
  ),
  ...securityLine('intrusion-prevention', '虚拟入侵防御', 'Intrusion prevention', 3, false, 'R66'),
  ...securityLine('anti-virus', '虚拟防病毒', 'Anti-virus', 3, false, 'R67'),
  integer(
    'term.test.days',
    { zh: '测试资源最长期限', en: 'Longest term of test resources' },
    days,
    [1, 3650],
    'lower',
    90,
    'R93',
  ),
  integer(
    'term.test.renewals',
    { zh: '测试资源可续期次数', en: 'Renewals of test resources' },
    times,
    [0, 20],
    'lower',
    1,
    'R93',
  ),
  integer(
    'term.emergency.days',
    { zh: '应急资源最长期限', en: 'Longest term of emergency resources' },
    days,
    [1, 3650],
    'lower',
    30,
    'R93',
  ),
  integer(
    'term.emergency.renewals',
    { zh: '应急资源可续期次数', en: 'Renewals of emergency resources' },
    times,
    [0, 20],
    'lower',
    0,
    'R93',
  ),
  integer(
    'emergency.papers-working-days',
    { zh: '应急补件时限', en: 'Papers follow an emergency within' },
    workingDays,
    [1, 60],
    'lower',
    3,
    'R93',
  ),
  {
    code: 'term.reminder-days',
    title: { zh: '到期前提醒', en: 'Reminders before the end' },
    unit: days,
    kind: 'integers',
    minimum: 1,
    maximum: 365,
    tighter: 'fixed',
    requirement: 'R93',
    shipped: [15, 7, 1],
    source: null,
  },
  integer(
    'term.delete-days-after-stop',
    { zh: '到期停止后保留', en: 'Kept after the stop at the end' },
    days,
    [1, 3650],
    'fixed',
    30,
    'R93',
  ),
  integer(
    'release.cooling-days',
    { zh: '释放后的冷静期', en: 'Cooling-off after a release' },
    days,
    [0, 90],
    'fixed',
    7,
    'R129',
  ),
  integer(
    'provisioning.standard-working-days',
    { zh: '开通时限（自动交付）', en: 'Provisioning, automatic' },
    workingDays,
    [1, 60],
    'lower',
    3,
    'R92',
  ),
  integer(
    'provisioning.special-working-days',
    { zh: '开通时限（含工单）', en: 'Provisioning with work orders' },
    workingDays,
    [1, 120],
    'lower',
    10,
    'R92',
  ),
  integer(
    'confirmation.working-days',
    { zh: '交付确认时限', en: 'Confirmation' },
    workingDays,
    [1, 60],
    'lower',
    5,
    'R93',
  ),
  ...FILING_RULES,
  ...CONTRACT_RULES,
  ...BUDGET_RULES,
  ...GROWTH_RULES,
  ...SAVINGS_GATE_RULES,
  ...METERING_RULES,
  ...BILL_RULES,
  ...STATEMENT_RULES,
  integer(
    'report.current-days',
    { zh: '下级平台上报数据的有效天数', en: 'Figures that a lower platform reported are current for' },
    days,
    [1, 31],
    'fixed',
    2,
    'R32',
  ),
  integer(
    'count.current-days',
    { zh: '政务内网统计数据的有效天数', en: 'Figures counted in the government intranet are current for' },
    days,
    [1, 366],
    'fixed',
    92,
    'R37',
  ),
  ...PLACEMENT_RULES,
  ...SAVING_RULES,
]

export const SHIPPED_RULES: readonly RuleItemInput[] = RULE_DEFINITIONS.map(({ code, shipped, source }) => ({
  code,
  value: shipped,
  source: source ?? PRODUCT_DEFAULT,
  isProductDefault: source === null,
}))

/** What the rules of a subject are called, in their order. */
export const titlesOfRules = (prefix: string): readonly Pick<RuleDefinition, 'code' | 'title'>[] =>
  RULE_DEFINITIONS.filter(({ code }) => code.startsWith(prefix)).map(({ code, title }) => ({ code, title }))
