import type { Reason } from './reasons.ts'

export const adoptionReasons = {
  'adoption.nothing_chosen': {
    kind: 'invalid',
    zh: '没有可指派的盘点项：所选各项已被指派、已纳管或已消失，或者没有归属建议。',
    en: 'Nothing can be assigned: what was chosen is assigned, managed or gone already, or has no proposal.',
  },
  'adoption.too_many': {
    kind: 'capacity',
    zh: '一张纳管清单最多 {limit} 项。请缩小筛选条件，分批指派。',
    en: 'An adoption list holds at most {limit} things. Narrow the filter and assign in parts.',
  },
  'adoption.system_elsewhere': {
    kind: 'invalid',
    zh: '信息系统不存在、已退役，或不属于该单位。',
    en: 'The system does not exist, is retired, or is not of that body.',
  },
  'adoption.pool_elsewhere': {
    kind: 'invalid',
    zh: '资源池不属于该云平台。',
    en: 'The pool is not of that cloud.',
  },
  'adoption.not_open': {
    kind: 'conflict',
    zh: '清单已提交或已处理，不能再修改。需要修改时，请先撤回。',
    en: 'The list was submitted or decided and does not change. Take it back first.',
  },
  'adoption.not_submitted': {
    kind: 'conflict',
    zh: '清单不在待确认状态。',
    en: 'The list is not waiting to be decided.',
  },
  'adoption.decided': {
    kind: 'conflict',
    zh: '清单已确认，正在纳管或已纳管，不能撤回。',
    en: 'The list was approved and is being taken in; it cannot be taken back.',
  },
  'adoption.nothing_left': {
    kind: 'conflict',
    zh: '清单中没有剩余的盘点项。全部退回时，请在待办中选择“驳回”。',
    en: 'Nothing would be left on the list. To send back all of it, reject the task.',
  },
  'adoption.no_quota': {
    kind: 'conflict',
    zh: '该单位还没有配额。请先设置配额（可以为零，存量按实计入）。',
    en: 'The body has no quota yet. Set one first (it may be zero: what is there is counted as it is).',
  },
  'adoption.vanished': {
    kind: 'conflict',
    zh: '指派之后，云平台上已不存在，未纳管。',
    en: 'It has gone from the cloud since it was assigned, and was left out.',
  },
  'adoption.changed': {
    kind: 'conflict',
    zh: '指派之后，云平台上的内容有变化，未纳管。请核对后重新指派。',
    en: 'It has changed in the cloud since it was assigned, and was left out. Check it and assign it again.',
  },
  'adoption.claimed_elsewhere': {
    kind: 'conflict',
    zh: '带有其他平台的标签，由其他平台管理，未纳管。',
    en: 'It carries the tag of another platform, which manages it, and was left out.',
  },
  'adoption.needs_other': {
    kind: 'conflict',
    zh: '依赖的资源（网络、云主机、租户空间等）尚未纳管，未纳管。请连同依赖的资源一起指派。',
    en: 'What it stands on (network, server, tenant space …) is not taken in, so it was left out. Assign both together.',
  },
  'adoption.not_ready': {
    kind: 'conflict',
    zh: '云平台正在处理该资源，未纳管。请稍后重新指派。',
    en: 'The cloud is at work on it, so it was left out. Assign it again later.',
  },
  'adoption.unreadable': {
    kind: 'conflict',
    zh: '云平台没有给出所需的规格信息，未纳管。',
    en: 'The cloud does not tell its size, so it was left out.',
  },
  'adoption.not_supported': {
    kind: 'conflict',
    zh: '该云平台不能为此类资源添加标签，未纳管。',
    en: 'This cloud cannot tag things of this kind, so it was left out.',
  },
  'adoption.plan_unfit': {
    kind: 'invalid',
    zh: '该规格不在当前服务目录中，或不适用于所选的“{kind}”。请选择同类资源的规格。',
    en: 'The plan is not in today’s catalogue, or is not for things of the kind “{kind}”. Choose a plan of their kind.',
  },
  'adoption.nothing_without_plan': {
    kind: 'invalid',
    zh: '没有可补定计价规格的资源：所选资源已有规格、已释放，或已在另一张清单中等待确认。',
    en: 'There is nothing to set a plan for: what was chosen has one, was given back, or waits on another list.',
  },
  'adoption.plan_missing': {
    kind: 'conflict',
    zh: '清单中有 {count} 项没有选定计价规格。请选定规格，或把它们移出清单后再提交。',
    en: '{count} things on the list have no plan. Choose one, or take them off the list, and submit it again.',
  },
  'adoption.month_closed': {
    kind: 'conflict',
    zh: '“{body}”{until} 之前的月份已出账，不能改动。起计日请不早于 {until}。',
    en: 'The months of “{body}” before {until} are billed and stand. Choose a day that is not before {until}.',
  },
  'adoption.day_missing': {
    kind: 'invalid',
    zh: '补定计价规格的清单必须有起计日。',
    en: 'A list that sets plans of resources needs the day from which they are priced.',
  },
  'adoption.closed_meanwhile': {
    kind: 'conflict',
    zh: '确认之前，起计日所在月份已出账，未定价。请以未出账月份中的一天重新补定。',
    en: 'The month of the day was billed before it was approved, so it was not priced. Set the plan again from a day of an open month.',
  },
  'adoption.has_plan': {
    kind: 'conflict',
    zh: '确认之前，该资源已有规格、已释放或已换单位，未改动。',
    en: 'It got a plan, was given back or changed its body meanwhile, and was left as it is.',
  },
  'adoption.priced_from_past': {
    kind: 'invalid',
    zh: '起计日不能早于今天（{today}）：纳管之前没有用量。不填时自纳管当日起计。',
    en: 'The day cannot be before today ({today}): nothing is metered before it is taken in. Left empty, it is the day of taking in.',
  },
  'adoption.workbook_unreadable': {
    kind: 'invalid',
    zh: '无法读取工作簿。请上传从本页下载的 XLSX 文件。',
    en: 'The workbook cannot be read. Upload the XLSX file that was downloaded here.',
  },
} as const satisfies Record<string, Reason>
