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

/** At most so many months before are shown: three years. */
export const CARRIED_MONTHS_MAX = 36

/** Of an earlier month, what is not closed yet and for how long its month is over. */
export const BillMonthCarried = Strict({
  month: BillMonth,
  /** Days since the month ended. */
  ageDays: Count,
  /** Not closed, in whatever state. */
  open: Count,
  drafts: Count,
  waiting: Count,
  overdue: Count,
  disputed: Count,
  confirmed: Count,
})
export type BillMonthCarried = Static<typeof BillMonthCarried>

export const billMonthOperations = {
  carried: operation({
    id: 'bill.months-carried',
    method: 'GET',
    path: '/bill-months-carried',
    title: { zh: '以前月份未结账的账单', en: 'Bills of earlier months that are not closed' },
    /** Before this month; before the one that is over unless told. The oldest first. */
    query: Strict({ month: Type.Optional(BillMonth), bodyId: Type.Optional(Id) }),
    response: Strict({
      month: BillMonth,
      items: Type.Array(BillMonthCarried, { maxItems: CARRIED_MONTHS_MAX }),
    }),
    access: { action: 'list', noun: 'bill' },
    audit: { none: 'read' },
    reasons: [],
  }),
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
