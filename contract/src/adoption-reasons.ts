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
