/** Setup fees and the like: on the bill of the month in which the order line was delivered, given back where it was cancelled. */
import type { Tx } from '../../../platform/db/index.ts'
import { amountsOf, findPlans } from '../../catalogue/index.ts'
import { instantOf, windowOfMonth } from '../../metering/index.ts'
import { type DeliveredLine, listCancelledLines, listDeliveredLines } from '../../request/index.ts'
import type { Gathered } from '../rate/gather-charges.ts'
import { rateOnce, unitsOf } from '../rate/once.ts'
import type { RatedCharge } from '../rate/rate-month.ts'
import { BILLIONTH } from '../rate/rate-usage.ts'
import type { BillRow } from './bill-store.ts'
import { listChargedLines, listGivableBack, type OnceCharge } from './once-store.ts'

/** The caller holds the body ({@link holdBody}). */
export async function chargeOnce(tx: Tx, bill: BillRow, gathered: Gathered): Promise<readonly RatedCharge[]> {
  return [...(await charged(tx, bill, gathered)), ...(await givenBack(tx, bill))]
}

async function charged(tx: Tx, bill: BillRow, { subjects, book }: Gathered): Promise<readonly RatedCharge[]> {
  const window = windowOfMonth(bill.month)
  const firstOf = new Map(
    [...subjects.values()]
      .filter((subject) => subject.offering_code !== null)
      .sort((a, b) => b.id - a.id)
      .flatMap((subject) =>
        subject.request_line_id === null ? [] : [[subject.request_line_id, subject] as const],
      ),
  )
  const lines = await listDeliveredLines(tx, [...firstOf.keys()], {
    from: instantOf(window.from),
    to: instantOf(window.to),
  })
  const elsewhere = await listChargedLines(
    tx,
    bill.id,
    lines.map((line) => line.id),
  )
  const plans = await plansOf(tx, lines)
  return lines
    .filter((line) => !elsewhere.has(line.id))
    .flatMap((line) => {
      const [subject, plan] = [firstOf.get(line.id), plans.get(line.planId)]
      if (subject === undefined || plan === undefined) return []
      const amounts = unitsOf(amountsOf(plan, line.parameters), line.quantity)
      return rateOnce(book, { lineId: line.id, subject, at: line.deliveredAt, amounts })
    })
}

async function plansOf(tx: Tx, lines: readonly DeliveredLine[]) {
  const ids = [...new Set(lines.map((line) => line.planId))]
  return new Map((await findPlans(tx, ids)).map((plan) => [plan.id, plan]))
}

async function givenBack(tx: Tx, bill: BillRow): Promise<readonly RatedCharge[]> {
  const givable = await listGivableBack(tx, bill.body_id, bill.id)
  const cancelled = await listCancelledLines(
    tx,
    givable.map((one) => one.request_line_id),
  )
  return givable.filter((one) => cancelled.has(one.request_line_id)).map(toRefund)
}

const toRefund = (one: OnceCharge): RatedCharge => ({
  subject: one.subject_id,
  meter: one.meter,
  window: { from: one.from_hour, to: one.to_hour },
  serving: 0n,
  stopped: 0n,
  unseen: 0n,
  price: { versionId: one.price_version_id, position: one.price_position, factor: BILLIONTH },
  billable: -BigInt(one.billable),
  amount: -BigInt(one.amount),
  unpriced: null,
  lineId: one.request_line_id,
})
