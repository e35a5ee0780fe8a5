import type { Role } from '@yunheng/contract'
import type { NoticeRule } from '../../notice/index.ts'
import { listSeatHolders } from '../../organisation/index.ts'
import { findBill } from './bill-store.ts'

const OF_BODY: readonly Role[] = ['department-admin', 'department-approver']

/** Tells those of the body who may agree or object. */
function toBody(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const bill = await findBill(tx, event.aggregateId)
      if (!bill) return null
      const seats = OF_BODY.map((role) => ({ role, bodyId: bill.body_id }))
      const people = await listSeatHolders(tx, seats, ctx.clock.now())
      return {
        personIds: people.map(({ personId }) => personId),
        details: { month: bill.month, due: bill.due_on ?? '', times: bill.reminders },
      }
    },
  }
}

export const billNotices: readonly NoticeRule[] = [
  toBody(
    'bill.sent',
    '{month} 账单已发送，请在 {due} 前确认，或逐笔提出异议。',
    'The bill of {month} was sent: please confirm it, or dispute single charges, by {due}.',
  ),
  toBody(
    'bill.overdue',
    '{month} 账单的答复期限 {due} 已过，仍待你单位确认或提出异议（第 {times} 次提醒）。逾期不视为同意。',
    'The bill of {month} was to be answered by {due} and still waits (reminder {times}). Silence is no consent.',
  ),
  toBody('bill.answered', '{month} 账单的异议有答复。', 'A dispute of the bill of {month} was answered.'),
  toBody(
    'bill.closed-unconfirmed',
    '{month} 账单你单位始终未确认，已经审定结账。不视为同意，仍可逐笔提出异议。',
    'The bill of {month} was closed though your body never confirmed it. You may still dispute its charges.',
  ),
  toBody('bill.closed', '{month} 账单已结账。', 'The bill of {month} is closed.'),
]
