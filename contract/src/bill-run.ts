/**
 * One act on many bills (批量处理): chosen ones, or all of a filter. Done behind the call, bill by bill as if each were done by
 * itself; what is refused stands beside what was done, with its reason.
 */
import { Id, Money, OneOf, Ref, type Static, Strict, Type } from './base.ts'
import { BILL_STATES, BillMonth, billFilters } from './bill.ts'
import type { Reason } from './reasons.ts'
import { Chosen, RunItemOf, RunOf, runOperations } from './run.ts'

/** What is decided bill by bill with a reason of its own (a dispute, a closing without confirmation) is not among them. */
export const BILL_RUN_VERBS = ['rate', 'send', 'close'] as const
export type BillRunVerb = (typeof BILL_RUN_VERBS)[number]

export const billRunReasons = {
  'bill-run.empty': {
    kind: 'precondition',
    zh: '这里没有可以这样处理的账单：重新计费和发送只处理草稿，结账只处理单位已确认的。请换一个筛选。',
    en: 'No bill here can be treated so: drafts are rated and sent, confirmed bills are closed. Choose another filter.',
  },
  'bill-run.too_many': {
    kind: 'precondition',
    zh: '一次最多处理 2000 份账单。请按月份或单位缩小筛选。',
    en: 'At most 2000 bills are treated at once. Narrow the filter by month or body.',
  },
  'bill-run.under_way': {
    kind: 'conflict',
    zh: '你有一次批量处理还在进行。请等它结束，或先停止它。',
    en: 'One run of yours is still under way. Wait for its end, or stop it first.',
  },
  'bill-run.ended': {
    kind: 'conflict',
    zh: '这次批量处理已经结束，没有什么可停止的。',
    en: 'This run has ended: there is nothing to stop.',
  },
  'bill-run.post_ended': {
    kind: 'forbidden',
    zh: '发起人当时的岗位已经失效，这份账单没有处理。请由在岗人员重新发起。',
    en: 'The post that this was asked from has ended, and this bill was left alone. Somebody in office asks anew.',
  },
  'bill-run.broken': {
    kind: 'internal',
    zh: '处理这份账单多次失败，已跳过。请打开账单单独处理；仍失败的，请联系系统管理员查看日志。',
    en: 'This bill failed several times and was skipped. Treat it by itself; if that fails, ask the administrator for the log.',
  },
} as const satisfies Record<string, Reason>

const filters = Strict(billFilters)

export const BillRun = RunOf(filters, { verb: OneOf(BILL_RUN_VERBS) })
export type BillRun = Static<typeof BillRun>

export const BillRunItem = RunItemOf({
  bill: Strict({ id: Id, month: BillMonth }),
  body: Ref,
  /** As the bill stands now. */
  state: OneOf(BILL_STATES),
  amount: Money,
})
export type BillRunItem = Static<typeof BillRunItem>

/** Of a filter those are taken that the act is for: drafts to rate or send, confirmed ones to close. */
export const billRunOperations = runOperations({
  noun: 'bill-run',
  path: '/bill-runs',
  run: BillRun,
  item: BillRunItem,
  start: Strict({
    verb: OneOf(BILL_RUN_VERBS),
    of: Type.Union([Strict({ billIds: Chosen }), Strict({ filters })]),
  }),
  titles: {
    list: { zh: '账单批量处理记录', en: 'List runs over bills' },
    get: { zh: '查看账单批量处理', en: 'Get a run over bills' },
    items: { zh: '批量处理的逐份结果', en: 'List the bills of a run' },
    start: { zh: '批量处理账单', en: 'Treat many bills' },
    stop: { zh: '停止账单批量处理', en: 'Stop a run over bills' },
  },
})
