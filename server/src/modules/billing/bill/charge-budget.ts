/** What a bill charges, told to the budget in the transaction that makes it so: order by order, with all that committed for it. */
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { type BilledOrder, chargeBill, listUncharged } from '../../budget/index.ts'
import { type CommittedLine, listLinesAddedTo, listOrderLines } from '../../request/index.ts'
import { type BillRow, loadBillForUpdate } from './bill-store.ts'
import { listStandingBills, type OrderSum, sumByOrder } from './charged-order-store.ts'

/** Charged when it is sent, again when a dispute gives something back, and for good when it is closed; the budget writes differences. */
export async function chargeBudget(
  ctx: Ctx,
  tx: Tx,
  bill: Pick<BillRow, 'id' | 'body_id' | 'month'>,
  { isFinal }: { readonly isFinal: boolean },
): Promise<void> {
  await elevated(tx, async () => {
    const { id: billId, body_id: bodyId } = bill
    const orders = await ordersOf(tx, billId)
    await chargeBill(ctx, tx, { billId, bodyId, month: `${bill.month}-01`, isFinal, orders })
  })
}

async function ordersOf(tx: Tx, billId: string): Promise<readonly BilledOrder[]> {
  const sums = await sumByOrder(tx, billId)
  const lineIds = sums.flatMap((one) => one.request_line_id ?? [])
  const lines = await listOrderLines(tx, [...new Set(lineIds)])
  const added = await listLinesAddedTo(tx, [...new Set(sums.map((one) => one.resource_id))])
  const byOrder = Map.groupBy(sums, (one) => `${one.system_id} ${one.request_line_id ?? one.resource_id}`)
  return [...byOrder.values()].map((own) => toOrder(own, lines, added))
}

/** The order pays first, then what changes and renewals of its resources have added. */
function toOrder(
  own: readonly OrderSum[],
  lines: ReadonlyMap<string, CommittedLine>,
  added: ReadonlyMap<string, readonly CommittedLine[]>,
): BilledOrder {
  const [{ system_id: systemId, request_line_id: lineId }] = own as readonly [OrderSum]
  const order = lines.get(lineId ?? '')
  const resourceIds = own.map((one) => one.resource_id)
  return {
    systemId,
    request: order === undefined ? null : { id: order.requestId, no: order.requestNo },
    amountMinor: own.reduce((sum, one) => sum + BigInt(one.amount), 0n),
    lines: [
      ...(order === undefined ? [] : [order]),
      ...resourceIds.flatMap((resourceId) => added.get(resourceId) ?? []),
    ].map(({ requestId, number }) => ({ requestId, number })),
    resourceIds,
  }
}

/** Of a province's 3,000 bodies two months at once: what is older waits for the next look. */
const BATCH = 6000

/** Bills that were sent before the budget was charged with any: those of last year and this, the earliest first. */
export const billBudgetReconciler: Reconciler = {
  name: 'bill-budget',
  concurrency: 1,
  sweepEveryMs: 3_600_000,
  async reconcile(ctx, id) {
    await ctx.inTx(async (tx) => {
      const bill = await loadBillForUpdate(tx, id)
      if (bill === undefined || bill.state === 'draft') return
      await chargeBudget(ctx, tx, bill, { isFinal: bill.state === 'closed' })
    })
    return { done: true }
  },
  async sweep(ctx) {
    const year = Number(dayInChina(ctx.clock.now()).slice(0, 4))
    return (await listUncharged(ctx.db, await listStandingBills(ctx.db, `${year - 1}-01`))).slice(0, BATCH)
  },
}
