/** A bill's life as a table, and the order and digest of its charges: pure. */
import type { BillState, ReasonCode } from '@yunheng/contract'
import { sm3Stream } from '../../../platform/crypto/index.ts'
import type { BilledSubject } from '../../metering/index.ts'
import type { RatedCharge } from '../rate/rate-month.ts'

export type BillVerb = 'rate' | 'send' | 'confirm' | 'dispute' | 'answer' | 'close'

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

/** @param open disputes that wait for an answer. */
export function refuseVerb(verb: BillVerb, state: BillState, open: number): ReasonCode | null {
  if (!ALLOWED[verb].includes(state)) return REFUSED[verb]
  return verb === 'confirm' && open > 0 ? 'bill.open_disputes' : null
}

/** A charge in its place on the bill. */
export interface NumberedCharge extends RatedCharge {
  readonly no: number
  readonly category: 'usage' | 'adjustment'
  readonly systemId: string
}

/** By system, resource, subject, category, dimension and time: the same charges have the same numbers however they came. */
export function numberCharges(
  subjects: ReadonlyMap<number, BilledSubject>,
  usage: readonly RatedCharge[],
  adjustments: readonly RatedCharge[],
): readonly NumberedCharge[] {
  const keyed = (charge: RatedCharge, category: 'usage' | 'adjustment') => {
    const { system_id: systemId, resource_id: resourceId } = subjects.get(charge.subject) as BilledSubject
    return { ...charge, category, systemId, resourceId }
  }
  return [...usage.map((one) => keyed(one, 'usage')), ...adjustments.map((one) => keyed(one, 'adjustment'))]
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
export type DigestedCharge = Omit<NumberedCharge, 'systemId' | 'window'> & {
  readonly fromHour: number
  readonly toHour: number
  readonly disputedNo?: number | null
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
  return `${one.no} ${one.category} ${one.subject} ${one.meter} ${one.fromHour} ${one.toHour} ${one.serving} ${one.stopped} ${one.unseen} ${price?.versionId ?? '-'} ${price?.position ?? '-'} ${price?.factor ?? '-'} ${one.billable ?? '-'} ${one.amount ?? '-'} ${one.unpriced ?? '-'} ${one.disputedNo ?? '-'}\n`
}
