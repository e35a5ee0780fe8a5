import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { gatherCharges, type ReadBefore } from '../rate/gather-charges.ts'
import type { RatedCharge } from '../rate/rate-month.ts'
import { digestOf, type NumberedCharge, numberCharges, totalsOf } from './bill.ts'
import { type BillRow, findAdjustedBefore, noteRated, saveRated } from './bill-store.ts'
import { chargeOnce } from './charge-once.ts'
import { replaceCharges } from './charge-store.ts'
import { claimLateCredits, type LateCredit } from './dispute-store.ts'
import { holdBody } from './once-store.ts'

/** Rates drafts. */
export const BILLING_RECONCILER = 'billing'

interface How {
  readonly before?: ReadBefore | undefined
  /** The last time, in the transaction that sends it. */
  readonly isSent?: boolean
}

/**
 * Makes the charges of a draft what usage and prices give now. The same usage gives the same rows, byte for byte, and then
 * nothing is written. The bill's row is locked by the caller, who has the whole platform in sight.
 *
 * @returns whether anything changed.
 */
export async function rateBill(
  ctx: Ctx,
  tx: Tx,
  bill: BillRow,
  { before, isSent = false }: How = {},
): Promise<boolean> {
  await holdBody(tx, bill.body_id)
  const after = await findAdjustedBefore(tx, bill, { isSent })
  const gathered = await gatherCharges(tx, { bodyId: bill.body_id, month: bill.month, after }, before)
  const credits = (await claimLateCredits(tx, bill.body_id, bill.id)).map(toCharge)
  const once = await chargeOnce(tx, bill, gathered)
  const charges = numberCharges(
    gathered.subjects,
    gathered.usage,
    [...gathered.adjustments, ...credits],
    once,
  )
  const digest = digestOf(charges.map(digested))
  const now = ctx.clock.now()
  const adjustedUpTo = maxOf(after, gathered.adjustedUpTo)
  if (digest === bill.digest && adjustedUpTo === bill.adjusted_up_to) {
    await noteRated(tx, bill.id, now)
    return false
  }
  await replaceCharges(tx, bill.id, charges)
  const totals = totalsOf(charges)
  await saveRated(tx, bill.id, { ...totals, adjustedUpTo, digest, now })
  const { id, body_id: bodyId, month } = bill
  const figures = {
    amount: totals.amount.toString(),
    charges: totals.charges,
    unpriced: totals.unpriced,
    digest,
  }
  await ctx.audit(tx, { act: 'bill.rated', noun: 'bill', objectId: id, label: month, bodyId, after: figures })
  await ctx.emit(tx, { type: 'bill.rated', noun: 'bill', id, bodyId })
  return true
}

/** Given back for a bill that was closed before its body objected. */
const toCharge = (credit: LateCredit): RatedCharge => ({
  subject: credit.subject_id,
  meter: credit.meter,
  window: { from: credit.from_hour, to: credit.to_hour },
  serving: 0n,
  stopped: 0n,
  unseen: 0n,
  price: {
    versionId: credit.price_version_id,
    position: credit.price_position,
    factor: BigInt(credit.factor),
  },
  billable: 0n,
  amount: -BigInt(credit.credit),
  unpriced: null,
  disputed: { billId: credit.bill_id, no: credit.charge_no },
})

const digested = ({ window, systemId: _, lineId: __, disputed, ...charge }: NumberedCharge) => ({
  ...charge,
  disputedNo: disputed?.no ?? null,
  disputedBillId: disputed?.billId ?? null,
  fromHour: window.from,
  toHour: window.to,
})

const maxOf = (a: string, b: string) => (BigInt(a) > BigInt(b) ? a : b)
