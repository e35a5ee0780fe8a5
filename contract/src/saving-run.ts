/**
 * Notices about many proposals (批量下发): chosen ones, or all of a filter. Sent behind the call, one by one as if each were sent by
 * itself; what is refused stands beside what was sent, with its reason.
 */
import { Id, Nullable, OneOf, Ref, type Static, Strict, Type } from './base.ts'
import type { Reason } from './reasons.ts'
import { Chosen, RunItemOf, RunOf, runOperations } from './run.ts'
import { SAVING_KINDS, SAVING_RULES } from './saving.ts'

export const savingRunReasons = {
  'saving-run.empty': {
    kind: 'precondition',
    zh: '这里没有可以下发通知的节约建议：规格偏小的、已有未办结通知的不在其列。请换一个筛选。',
    en: 'There is nothing here that a notice can be sent about: what is too small, or has an open notice, is left out. Choose another filter.',
  },
  'saving-run.too_many': {
    kind: 'precondition',
    zh: '一次最多下发 2000 份通知。请按规则或单位缩小筛选。',
    en: 'At most 2000 notices are sent at once. Narrow the filter by rule or body.',
  },
  'saving-run.under_way': {
    kind: 'conflict',
    zh: '你有一次批量下发还在进行。请等它结束，或先停止它。',
    en: 'One run of yours is still under way. Wait for its end, or stop it first.',
  },
  'saving-run.ended': {
    kind: 'conflict',
    zh: '这次批量下发已经结束，没有什么可停止的。',
    en: 'This run has ended: there is nothing to stop.',
  },
  'saving-run.post_ended': {
    kind: 'forbidden',
    zh: '发起人当时的岗位已经失效，这份通知没有下发。请由在岗人员重新发起。',
    en: 'The post that this was asked from has ended, and this notice was not sent. Somebody in office asks anew.',
  },
  'saving-run.gone': {
    kind: 'conflict',
    zh: '发起后又作了评估，该资源已不再有这条建议，没有下发通知。',
    en: 'A judging since then no longer finds this of the resource: no notice was sent.',
  },
  'saving-run.broken': {
    kind: 'internal',
    zh: '下发这份通知多次失败，已跳过。请在节约建议上单独下发；仍失败的，请联系系统管理员查看日志。',
    en: 'This notice failed several times and was skipped. Send it by itself; if that fails, ask the administrator for the log.',
  },
} as const satisfies Record<string, Reason>

const filters = Strict({
  rule: Type.Optional(OneOf(SAVING_RULES)),
  kind: Type.Optional(OneOf(SAVING_KINDS)),
  bodyId: Type.Optional(Id),
  systemId: Type.Optional(Id),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
})

export const SavingRun = RunOf(filters, {})
export type SavingRun = Static<typeof SavingRun>

export const SavingRunItem = RunItemOf({
  resource: Ref,
  body: Ref,
  rule: OneOf(SAVING_RULES),
  noticeId: Nullable(Id),
})
export type SavingRunItem = Static<typeof SavingRunItem>

/** Of a filter those are taken that a notice can be sent about. */
export const savingRunOperations = runOperations({
  noun: 'saving-run',
  path: '/saving-runs',
  run: SavingRun,
  item: SavingRunItem,
  start: Strict({ of: Type.Union([Strict({ proposalIds: Chosen }), Strict({ filters })]) }),
  titles: {
    list: { zh: '节约通知批量下发记录', en: 'List runs of saving notices' },
    get: { zh: '查看节约通知批量下发', en: 'Get a run of saving notices' },
    items: { zh: '批量下发的逐份结果', en: 'List the notices of a run' },
    start: { zh: '批量下发节约通知', en: 'Send many saving notices' },
    stop: { zh: '停止节约通知批量下发', en: 'Stop a run of saving notices' },
  },
})
