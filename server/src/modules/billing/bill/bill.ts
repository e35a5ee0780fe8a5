/** A bill's life as a table, and the order and digest of its charges: pure. */
import type { BillState, ChargeCategory, ReasonCode, Unpriced } from '@yunheng/contract'
import { sm3Stream } from '../../../platform/crypto/index.ts'
import type { BilledSubject } from '../../metering/index.ts'
import type { RatedCharge } from '../rate/rate-month.ts'

export type BillVerb = 'rate' | 'send' | 'confirm' | 'dispute' | 'answer' | 'close'

/** What the rules look at. */
export interface BillStanding {
  readonly state: BillState
  /** Disputes that wait for an answer. */
  readonly open_disputes: number
  /** Closed without the body's confirmation. */
  readonly is_unconfirmed: boolean
}

/** Where each act is allowed. A department that says nothing has not agreed: silence moves nothing (facts §7). */
const ALLOWED: Readonly<Record<BillVerb, readonly BillState[]>> = {
  rate: ['draft'],
  send: ['draft'],
  confirm: ['sent', 'disputed'],
  dispute: ['sent', 'disputed'],
  answer: ['disputed'],
  close: ['confirmed'],
}

const REFUSED: Readonly<Record<BillVerb, ReasonCode>> = {
  rate: 'bill.not_draft',
  send: 'bill.not_draft',
  confirm: 'bill.not_asked',
  dispute: 'bill.not_asked',
  answer: 'bill.not_disputed',
  close: 'bill.not_confirmed',
}

/** What was closed without the body's word may still be disputed, and that answered; what is given back goes on the next bill. */
export function refuseVerb(verb: BillVerb, bill: BillStanding): ReasonCode | null {
  const isLate = bill.is_unconfirmed && (verb === 'dispute' || verb === 'answer')
  if (!isLate && !ALLOWED[verb].includes(bill.state)) return REFUSED[verb]
  if (isLate && verb === 'answer' && bill.open_disputes === 0) return REFUSED.answer
  return verb === 'confirm' && bill.open_disputes > 0 ? 'bill.open_disputes' : null
}

/**
 * What has no price is not in the amount, and the body would agree to a sum that leaves it out: that is somebody's decision.
 * @param reason why it is sent without them, as the sender says.
 */
export const refuseUnpriced = (unpriced: number, reason: string | null): ReasonCode | null =>
  unpriced > 0 && reason === null ? 'bill.unpriced' : null

export type ClosingVerb = 'propose' | 'decline' | 'approve'

export interface ClosingStanding extends BillStanding {
  readonly due_on: string | null
  readonly reminders: number
  /** Who proposed to close it without confirmation. */
  readonly closing_person_id: string | null
}

/**
 * Closing what nobody answers: only after its day and all reminders, and never while an objection waits for the regulator.
 * @param needed reminders that the rules ask for.
 * @param personId who acts.
 */
export function refuseClosing(
  verb: ClosingVerb,
  bill: ClosingStanding,
  { needed, today, personId }: { readonly needed: number; readonly today: string; readonly personId: string },
): ReasonCode | null {
  const isWaiting = waitsForBody(bill)
  if (verb !== 'propose') {
    if (!isWaiting || bill.closing_person_id === null) return 'bill.closing_not_proposed'
    return bill.closing_person_id === personId ? 'bill.closing_same_person' : null
  }
  if (!isWaiting) return 'bill.closing_not_asked'
  if (bill.closing_person_id !== null) return 'bill.closing_proposed'
  const isLate = bill.due_on !== null && bill.due_on < today && bill.reminders >= needed
  return isLate ? null : 'bill.closing_too_early'
}

/** Sent and not answered, or every objection of the body is answered and it has not agreed since. */
export const waitsForBody = ({ state, open_disputes }: BillStanding): boolean =>
  state === 'sent' || (state === 'disputed' && open_disputes === 0)

/** A charge in its place on the bill. */
export interface NumberedCharge extends RatedCharge {
  readonly no: number
  readonly category: ChargeCategory
  readonly systemId: string
}

/** By system, resource, subject, category, dimension and time: the same charges have the same numbers however they came. */
export function numberCharges(
  subjects: ReadonlyMap<number, BilledSubject>,
  usage: readonly RatedCharge[],
  adjustments: readonly RatedCharge[],
  once: readonly RatedCharge[] = [],
): readonly NumberedCharge[] {
  const keyed = (charge: RatedCharge, category: ChargeCategory) => {
    const { system_id: systemId, resource_id: resourceId } = subjects.get(charge.subject) as BilledSubject
    return { ...charge, category, systemId, resourceId }
  }
  return [
    ...usage.map((one) => keyed(one, 'usage')),
    ...adjustments.map((one) => keyed(one, 'adjustment')),
    ...once.map((one) => keyed(one, 'once')),
  ]
    .sort(
      (a, b) =>
        byText(a.systemId, b.systemId) ||
        byText(a.resourceId, b.resourceId) ||
        a.subject - b.subject ||
        byText(b.category, a.category) ||
        a.meter - b.meter ||
        a.window.from - b.window.from,
    )
    .map(({ resourceId: _, ...charge }, index) => ({ ...charge, no: index + 1 }))
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

interface Totals {
  readonly amount: bigint
  readonly charges: number
  readonly unpriced: number
}

export function totalsOf(charges: readonly { readonly amount: bigint | null }[]): Totals {
  let [amount, unpriced] = [0n, 0]
  for (const charge of charges)
    if (charge.amount === null) unpriced += 1
    else amount += charge.amount
  return { amount, charges: charges.length, unpriced }
}

/** What the digest is taken over: every figure of every charge, one charge a line. */
export type DigestedCharge = Omit<
  NumberedCharge,
  'systemId' | 'window' | 'disputed' | 'lineId' | 'unpriced'
> & {
  readonly unpriced: Unpriced | null
  readonly fromHour: number
  readonly toHour: number
  readonly disputedNo?: number | null
  readonly disputedBillId?: string | null
}

/** SM3 over all charges in their order: whoever has the bill can say whether it is still the one that was sent. */
export function digestOf(charges: Iterable<DigestedCharge>): string {
  const sum = sm3Stream()
  let lines = ''
  for (const charge of charges) {
    lines += lineOf(charge)
    if (lines.length < DIGESTED_AT_ONCE) continue
    sum.update(lines)
    lines = ''
  }
  sum.update(lines)
  return sum.digestHex()
}

const DIGESTED_AT_ONCE = 65_536

function lineOf(one: DigestedCharge): string {
  const price = one.price
  // Only where it is told: digests of bills without stand as they were taken.
  const late = one.disputedBillId ? ` ${one.disputedBillId}` : ''
  return `${one.no} ${one.category} ${one.subject} ${one.meter} ${one.fromHour} ${one.toHour} ${one.serving} ${one.stopped} ${one.unseen} ${price?.versionId ?? '-'} ${price?.position ?? '-'} ${price?.factor ?? '-'} ${one.billable ?? '-'} ${one.amount ?? '-'} ${one.unpriced ?? '-'} ${one.disputedNo ?? '-'}${late}\n`
}
