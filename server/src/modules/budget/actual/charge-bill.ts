/** A bill that was sent is charged to the budget: entries on the lines that pay, and what they had committed is used up. */
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { chooseLine, type LineRoom } from '../budget.ts'
import { holdYear, insertCommitments } from '../commitment-store.ts'
import { entryBeside } from '../entries.ts'
import { listPayingLinesOf } from '../paying-lines-store.ts'
import { yearOf } from '../spread.ts'
import {
  type HeldOpening,
  insertActuals,
  listOpenings,
  lockLinesAbove,
  type NewActual,
  saveBill,
  sumOfBill,
} from './actual-store.ts'
import {
  allot,
  chargedBefore,
  differences,
  leftOver,
  type Part,
  type RequestRef,
  sourceOfLine,
  sourceOfRenewals,
  type Unpaid,
  usedAnew,
} from './allot.ts'
import { freeMonth } from './close-month.ts'

/** What a bill charges for one order line and what it brought, or for one resource that nobody ordered. */
export interface BilledOrder {
  readonly systemId: string
  readonly request: RequestRef | null
  readonly amountMinor: bigint
  /** Lines of requests that committed for it: its order, then changes and renewals of its resources. */
  readonly lines: readonly { readonly requestId: string; readonly number: number }[]
  /** Whose terms may have renewed by themselves. */
  readonly resourceIds: readonly string[]
}

export interface BillToCharge {
  readonly billId: string
  readonly bodyId: string
  /** First day of the month: the fiscal year is the one of what was used, whenever it is billed. */
  readonly month: string
  /** Closed: it changes no more. */
  readonly isFinal: boolean
  readonly orders: readonly BilledOrder[]
}

/**
 * Makes the entries of a bill what it is now: all of it when it is sent, the difference when a dispute changes it, nothing when it is
 * asked again. Within the transaction of the bill, which is locked.
 */
export async function chargeBill(ctx: Ctx, tx: Tx, bill: BillToCharge): Promise<void> {
  await elevated(tx, async () => {
    const { billId, bodyId, month, isFinal, orders } = bill
    const fiscalYear = yearOf(month)
    await holdYear(tx, fiscalYear, 'to-commit')
    const systemIds = [...new Set(orders.map(({ systemId }) => systemId))]
    await lockLinesAbove(tx, { bodyId, systemIds }, fiscalYear, isFinal ? month : null)
    const charged = orders.map(({ systemId, request, amountMinor, lines, resourceIds }) => ({
      systemId,
      request,
      amountMinor,
      sources: [
        ...lines.map(({ requestId, number }) => sourceOfLine(requestId, number)),
        ...resourceIds.map(sourceOfRenewals),
      ],
    }))
    const lines = orders.flatMap((order) => order.lines)
    const resourceIds = orders.flatMap((order) => order.resourceIds)
    const named = { billId, fiscalYear, lines: unique(lines), resourceIds: [...new Set(resourceIds)] }
    const openings = await listOpenings(tx, named)
    const before = await sumOfBill(tx, billId)
    const allotted = allot(charged, openings, month)
    const payers = await payersOf(tx, { bodyId, fiscalYear }, allotted.unpaid, before)
    const wanted: readonly Part[] = [
      ...allotted.paid,
      ...allotted.unpaid.map(({ carrierId: _, ...part }, index) => ({
        ...part,
        budgetId: payers[index] ?? null,
      })),
    ]
    const amountMinor = orders.reduce((sum, order) => sum + order.amountMinor, 0n)
    const at = ctx.clock.now()
    const isNew = await saveBill(tx, { billId, bodyId, month, amountMinor, isFinal, at })
    const kind = isNew ? 'bill' : 'correct'
    await insertActuals(
      tx,
      differences(wanted, before).map((part) => toActual(ctx, bill, part, kind)),
    )
    const freed = isFinal ? leftOver(allotted, charged, openings, month) : []
    await insertCommitments(tx, [
      ...usedAnew(allotted, openings).map((each) => lessHeld(ctx, billId, each, 'spend')),
      ...freed.map((each) => lessHeld(ctx, billId, each, 'close')),
    ])
    if (isFinal) await freeMonth(ctx, tx, { bodyId, month, billId })
  })
}

const unique = (lines: readonly { readonly requestId: string; readonly number: number }[]) => [
  ...new Map(lines.map((line) => [sourceOfLine(line.requestId, line.number), line])).values(),
]

/**
 * One rule for what no commitment pays for: the line that carries its order, the one that this bill has charged for it before, or of
 * those that may pay for the system the one that an application would be given: all of a system together.
 */
async function payersOf(
  tx: Tx,
  of: { readonly bodyId: string; readonly fiscalYear: number },
  unpaid: readonly Unpaid[],
  before: readonly Part[],
): Promise<readonly (string | null)[]> {
  const known = unpaid.map((part) => part.carrierId ?? chargedBefore(before, part))
  const ruled = new Map<string, string | null>()
  const taken = new Map<string, bigint>()
  const bySystem = Map.groupBy(
    unpaid.filter((_, index) => known[index] === null),
    (part) => part.systemId,
  )
  const asked = { bodyId: of.bodyId, systemIds: [...bySystem.keys()] }
  const lines = await listPayingLinesOf(tx, asked, of.fiscalYear)
  for (const [systemId, parts] of bySystem) {
    const amountMinor = parts.reduce((sum, part) => sum + part.amountMinor, 0n)
    const line = chooseLine((lines.get(systemId) ?? []).map(lessTaken(taken)), Number(amountMinor))
    ruled.set(systemId, line?.id ?? null)
    if (line !== null) taken.set(line.id, (taken.get(line.id) ?? 0n) + amountMinor)
  }
  return unpaid.map(({ systemId }, index) => known[index] ?? ruled.get(systemId) ?? null)
}

const lessTaken =
  (taken: ReadonlyMap<string, bigint>) =>
  (line: LineRoom): LineRoom => ({
    ...line,
    actualMinor: line.actualMinor + Number(taken.get(line.id) ?? 0n),
  })

const toActual = (ctx: Ctx, bill: BillToCharge, part: Part, kind: 'bill' | 'correct'): NewActual => ({
  id: ctx.ids.next(),
  kind,
  bill_id: bill.billId,
  budget_id: part.budgetId,
  body_id: bill.bodyId,
  system_id: part.systemId,
  request_id: part.request?.id ?? null,
  request_no: part.request?.no ?? null,
  month: bill.month,
  fiscal_year: yearOf(bill.month),
  amount_minor: part.amountMinor.toString(),
  note: '',
  at: ctx.clock.now(),
})

const lessHeld = (
  ctx: Ctx,
  billId: string,
  { opening, amountMinor }: { readonly opening: HeldOpening; readonly amountMinor: bigint },
  kind: 'spend' | 'close',
) => ({
  ...entryBeside(ctx, opening.held, -amountMinor, { kind, note: '' }),
  bill_id: billId,
})
