/** Rules about the budget: whether applications are asked about it, and who decides on it. */
import { flag, integer, type RuleDefinition } from './rule-definition.ts'

export const GROWTH_RULES: readonly RuleDefinition[] = [
  flag(
    'growth.gate.asked',
    { zh: '申请扩容时核对使用率', en: 'Applications for more computing are asked about use' },
    'yes',
    true,
    'R128',
  ),
  flag(
    'growth.gate.blocks',
    {
      zh: '使用率不支持扩容时须逐项写明理由（否则仅提示）',
      en: 'Without use that bears it out each line must give its reason; otherwise it only warns',
    },
    'yes',
    false,
    'R128',
  ),
]

/** What a body left undone about saving weighs when it asks for more. */
export const SAVINGS_GATE_RULES: readonly RuleDefinition[] = [
  flag(
    'savings.gate.asked',
    {
      zh: '申请扩容时核对节约通知的办理',
      en: 'Applications for more computing are asked about saving notices',
    },
    'yes',
    true,
    'R128',
  ),
  flag(
    'savings.gate.blocks',
    {
      zh: '有逾期未办或须整改的节约通知时须逐项写明理由（否则仅提示）',
      en: 'With saving notices late or insisted on, each line must give its reason; otherwise it only warns',
    },
    'yes',
    false,
    'R128',
  ),
  flag(
    'savings.gate.whole-body',
    {
      zh: '核对节约通知时看本单位全部信息系统（否则只看申请的信息系统）',
      en: 'All systems of the body count for that, not only the one that asks',
    },
    'yes',
    false,
    'R128',
  ),
]

export const BUDGET_RULES: readonly RuleDefinition[] = [
  flag(
    'budget.gate.asked',
    { zh: '申请时核对预算余额', en: 'Applications are asked about the budget' },
    'yes',
    true,
    'R274',
  ),
  flag(
    'budget.gate.blocks',
    {
      zh: '预算不足时不予受理（否则仅提示；可办理超预算许可）',
      en: 'Too little budget stops an application, unless more is permitted; otherwise it only warns',
    },
    'yes',
    false,
    'R274',
  ),
  flag(
    'budget.renewal.asks',
    {
      zh: '预算不足时不自动续期，改为询问使用单位（否则续期并提示）',
      en: 'Too little budget: a term does not renew by itself and its body is asked; otherwise it renews with a warning',
    },
    'yes',
    true,
    'R274',
  ),
  flag(
    'budget.second-person',
    { zh: '预算由编制人以外的人审核', en: 'A budget line is decided on by another person than its author' },
    'yes',
    true,
    'R274',
  ),
  integer(
    'budget.upkeep.reduction-percent',
    {
      zh: '机房、网络、硬件运维经费较上年压减',
      en: 'Upkeep of machine rooms, networks and hardware is reduced each year by',
    },
    { zh: '%', en: '%' },
    [0, 100],
    'fixed',
    20,
    'R272',
  ),
  integer(
    'budget.upkeep.reduction-from-year',
    { zh: '运维经费压减起始年度', en: 'Upkeep is reduced from the year' },
    { zh: '年', en: '' },
    [2000, 2100],
    'fixed',
    2018,
    'R272',
    '青政办〔2017〕24号 六',
  ),
  integer(
    'budget.stop.from-year',
    {
      zh: '应上云而未上云的系统停止安排经费起始年度',
      en: 'Funds stop for systems that should be on the cloud and are not from the year',
    },
    { zh: '年', en: '' },
    [2000, 2100],
    'fixed',
    2020,
    'R273',
    '青政办〔2017〕24号 六',
  ),
]
