/** What is still to be done about the bills of a month (月末清单): counts, each of the rows that its filter names. */
import { Id, operation, type Static, Strict, Type } from './base.ts'
import { BillMonth } from './bill.ts'

const Count = Type.Integer({ minimum: 0 })

export const BillMonthStanding = Strict({
  month: BillMonth,
  /** Hours of the month whose usage is not derived yet. */
  unmeteredHours: Count,
  /** Bodies that held something and have no bill, once the month is metered to its end. */
  unbilledBodies: Count,
  bills: Count,
  /** Not sent. */
  drafts: Count,
  /** With charges that have no price. */
  unpriced: Count,
  /** Sent, and it is the body's turn. */
  waiting: Count,
  /** Of these, past the day to answer by. */
  overdue: Count,
  /** With objections that wait for the centre. */
  disputed: Count,
  /** Proposed to be closed without confirmation, not decided. */
  closingProposed: Count,
  /** Confirmed by the body and not closed. */
  confirmed: Count,
  closed: Count,
})
export type BillMonthStanding = Static<typeof BillMonthStanding>

export const billMonthOperations = {
  standing: operation({
    id: 'bill.month-standing',
    method: 'GET',
    path: '/bill-month',
    title: { zh: '月末清单', en: 'What is left to do about the bills of a month' },
    /** The month before this one unless told. */
    query: Strict({ month: Type.Optional(BillMonth), bodyId: Type.Optional(Id) }),
    response: BillMonthStanding,
    access: { action: 'list', noun: 'bill' },
    audit: { none: 'read' },
    reasons: [],
  }),
} as const
