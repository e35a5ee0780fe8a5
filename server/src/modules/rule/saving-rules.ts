/**
 * When something is used too little, too much or not at all, and who is not judged (facts §3.2: all of them the product's own
 * proposals but the baseline). Measures are told by the whole platform in one way, so no lower level sets these.
 */
import { integer, type RuleDefinition } from './rule-definition.ts'

const percent = { zh: '%', en: '%' }
const days = { zh: '天', en: 'days' }
const months = { zh: '个自然月', en: 'calendar months' }

function rule(
  code: string,
  zh: string,
  en: string,
  unit: RuleDefinition['unit'],
  range: readonly [number, number],
  shipped: number,
  requirement = 'R128',
  source?: string,
): RuleDefinition {
  return integer(`saving.${code}`, { zh, en }, unit, range, 'fixed', shipped, requirement, source)
}

const share: readonly [number, number] = [1, 100]
const span: readonly [number, number] = [1, 366]

export const SAVING_RULES: readonly RuleDefinition[] = [
  rule(
    'baseline.utilisation',
    '上云前服务器 CPU 利用率基线',
    'CPU utilisation of servers before the cloud (baseline)',
    percent,
    share,
    33,
    'R123',
    '成都市政务云建设规划（精选8篇）篇4',
  ),
  rule('idle.cpu-mean', '闲置：CPU 均值低于', 'Idle: CPU mean below', percent, share, 5),
  rule(
    'idle.network-kib',
    '闲置：网络均值不高于',
    'Idle: network mean at most',
    { zh: 'KiB/秒', en: 'KiB/s' },
    [0, 10_000],
    1,
  ),
  rule('idle.days', '闲置：连续', 'Idle: for', days, span, 30),
  rule(
    'oversized.cpu-mean',
    '规格偏大：CPU 月均值低于',
    'Oversized: CPU mean of a month below',
    percent,
    share,
    30,
  ),
  rule(
    'oversized.memory-mean',
    '规格偏大：内存月均值低于',
    'Oversized: memory mean of a month below',
    percent,
    share,
    40,
  ),
  rule('oversized.cpu-p95', '规格偏大：CPU P95 低于', 'Oversized: CPU P95 below', percent, share, 60),
  rule('oversized.months', '规格偏大：连续', 'Oversized: for', months, [1, 12], 3),
  rule(
    'undersized.cpu-mean',
    '规格偏小（允许扩容）：CPU 均值高于',
    'Undersized (may grow): CPU mean above',
    percent,
    share,
    70,
  ),
  rule(
    'undersized.cpu-p95',
    '规格偏小（允许扩容）：CPU P95 高于',
    'Undersized (may grow): CPU P95 above',
    percent,
    share,
    85,
  ),
  rule(
    'undersized.memory-mean',
    '规格偏小（允许扩容）：内存均值高于',
    'Undersized (may grow): memory mean above',
    percent,
    share,
    70,
  ),
  rule(
    'undersized.disk',
    '规格偏小（允许扩容）：磁盘均值高于',
    'Undersized (may grow): disk filled above',
    percent,
    share,
    80,
  ),
  rule('undersized.days', '规格偏小（允许扩容）：至少', 'Undersized (may grow): for at least', days, span, 7),
  rule(
    'orphan.days',
    '未挂载的云硬盘、未绑定的公网地址：超过',
    'Volumes and addresses that nothing uses: for more than',
    days,
    span,
    30,
  ),
  rule('stopped.days', '长期关机：超过', 'Switched off: for more than', days, span, 30),
  rule(
    'expired.days',
    '到期未退还：超过',
    'Not given back after its term: for more than',
    days,
    [0, 366],
    0,
    'R127',
  ),
  rule(
    'judged.coverage',
    '采样天数不足所判时段的此比例时不判定',
    'Not judged with measures of fewer days of the window than',
    percent,
    share,
    80,
  ),
  rule('exempt.first-days', '免评：交付后的前', 'Not judged: the first', days, [0, 366], 90),
  rule(
    'exempt.season-lead',
    '免评：申报的季节性高峰前',
    'Not judged: before a declared seasonal peak',
    days,
    [0, 366],
    90,
    'R126',
  ),
  rule(
    'notice.due-working-days',
    '节约通知接受（或须整改）后的办理时限',
    'Saving notices: done after they are accepted, or insisted on, within',
    { zh: '个工作日', en: 'working days' },
    [1, 120],
    20,
    'R129',
  ),
  rule(
    'notice.remind-days',
    '节约通知：办理期限前几天提醒使用单位',
    'Saving notices: the body is reminded before the day by',
    days,
    [0, 30],
    3,
    'R129',
  ),
  rule(
    'notice.head-days',
    '节约通知：逾期超过几天告知使用单位负责人',
    'Saving notices: the head of the body is told after a delay of',
    days,
    [0, 60],
    5,
    'R129',
  ),
  rule(
    'notice.centre-days',
    '节约通知：逾期超过几天告知云管理机构',
    'Saving notices: the centre is told after a delay of',
    days,
    [0, 120],
    10,
    'R129',
  ),
  rule(
    'notice.plans',
    '节约通知：使用单位可排期的次数',
    'Saving notices: a body may plan each of them',
    { zh: '次', en: 'times' },
    [1, 10],
    2,
    'R129',
  ),
  rule(
    'schedule.grace-hours',
    '关机计划：手动开机后不关机的时长',
    'Power schedules: what was started by hand is left alone for',
    { zh: '小时', en: 'hours' },
    [1, 72],
    4,
    'R122',
  ),
  rule(
    'schedule.stay-days',
    '关机计划：“保持开机至”最长',
    'Power schedules: servers stay on as an exception for at most',
    days,
    [1, 90],
    14,
    'R122',
  ),
]
