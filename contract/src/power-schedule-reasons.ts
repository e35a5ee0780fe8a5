import type { Reason } from './reasons.ts'

export const powerScheduleReasons = {
  'power-schedule.windows': {
    kind: 'invalid',
    zh: '开机时段有重叠、首尾相同，或者占满了一周。请修改时段，一周内须有开机也有关机。',
    en: 'Windows overlap, begin where they end, or fill the week. Change them: a week has hours on and hours off.',
  },
  'power-schedule.period': {
    kind: 'invalid',
    zh: '截止日期早于开始日期或已经过去，或者调整从已经过去的日期起。请修改日期。',
    en: 'The last day lies before the first, or is over, or a change begins on a day that is over. Change the days.',
  },
  'power-schedule.not_begun': {
    kind: 'invalid',
    zh: '这个关机计划从 {from} 起才执行，调整不能早于这一天。请改选这一天或以后的日期。',
    en: 'This power schedule begins on {from}, and no other hours can count before it does. Choose that day or a later one.',
  },
  'power-schedule.servers': {
    kind: 'invalid',
    zh: '所选资源中有的不是该信息系统在用的云主机。请重新选择。',
    en: 'Some of what was chosen is no server of this system in use. Choose again.',
  },
  'power-schedule.taken': {
    kind: 'conflict',
    zh: '云主机“{name}”已在另一关机计划中。请先结束那个计划，或不选这台云主机。',
    en: 'The server "{name}" is in another power schedule already. End that one first, or leave this server out.',
  },
  'power-schedule.exempt': {
    kind: 'precondition',
    zh: '云主机“{name}”已按灾备待命或等保要求申报免评，不得按计划关机。请不选这台云主机，或先撤回免评申报。',
    en: 'The server "{name}" is exempted as standby or as required by protection, and is not switched off by a schedule. Leave it out, or take the exemption back first.',
  },
  'power-schedule.notice': {
    kind: 'precondition',
    zh: '所选节约通知已办结，或者不是关于所选云主机的。请重新选择，或不关联节约通知。',
    en: 'That saving notice is settled, or is not about a chosen server. Choose another, or none.',
  },
  'power-schedule.ended': {
    kind: 'conflict',
    zh: '这个关机计划已经结束。如需再用，请新制定一个。',
    en: 'This power schedule has ended. Make a new one if it is wanted again.',
  },
  'power-schedule.same': {
    kind: 'conflict',
    zh: '开机时段和截止日期与那一天已定的相同，没有调整。请修改时段或日期。',
    en: 'These hours and the last day are those that count for that day already. Change the hours or the days.',
  },
  'power-schedule.changes': {
    kind: 'conflict',
    zh: '这个关机计划已调整 100 次。请结束它，再新制定一个。',
    en: 'This power schedule was changed a hundred times. End it and make a new one.',
  },
  'power-schedule.stay_over': {
    kind: 'conflict',
    zh: '这次保持开机已经到期或已提前结束。',
    en: 'This exception is over, or was taken back already.',
  },
  'power-schedule.stay': {
    kind: 'invalid',
    zh: '保持开机的截止时间须晚于现在，且不超过 {days} 天。需要更久的，请结束计划。',
    en: 'Servers stay on until a time to come, at most {days} days on. End the schedule if they are to stay on for longer.',
  },
} as const satisfies Record<string, Reason>
