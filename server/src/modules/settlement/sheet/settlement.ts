/** A sheet's life as a table: pure. */
import type { ReasonCode, SettlementOpenPoint, SettlementState } from '@yunheng/contract'

export type SettlementVerb =
  | 'recalculate'
  | 'send'
  | 'confirm'
  | 'object'
  | 'approve'
  | 'invoice'
  | 'withdrawInvoice'
  | 'pay'

/** Until it is approved it can be calculated again, and is a draft then. */
const ALLOWED: Readonly<Record<SettlementVerb, readonly SettlementState[]>> = {
  recalculate: ['draft', 'sent', 'objected', 'confirmed'],
  send: ['draft'],
  confirm: ['sent'],
  object: ['sent'],
  approve: ['confirmed'],
  invoice: ['approved'],
  withdrawInvoice: ['approved'],
  pay: ['approved'],
}
const REFUSED: Readonly<Record<SettlementVerb, ReasonCode>> = {
  recalculate: 'settlement.not_draft',
  send: 'settlement.not_draft',
  confirm: 'settlement.not_sent',
  object: 'settlement.not_sent',
  approve: 'settlement.not_confirmed',
  invoice: 'settlement.not_approved',
  withdrawInvoice: 'settlement.not_approved',
  pay: 'settlement.not_approved',
}

export interface SheetFacts {
  readonly state: SettlementState
  readonly payable: string
  readonly open_points: readonly SettlementOpenPoint[]
  readonly drawn_up_by: string
  readonly sent_by: string | null
}

export function refuseVerb(
  verb: SettlementVerb,
  sheet: SheetFacts,
  personId: string | null,
): ReasonCode | null {
  if (!ALLOWED[verb].includes(sheet.state)) return REFUSED[verb]
  switch (verb) {
    case 'send':
      return sheet.open_points[0] ?? null
    case 'approve':
      return personId === sheet.drawn_up_by || personId === sheet.sent_by ? 'settlement.second_person' : null
    case 'invoice':
    case 'pay':
      return BigInt(sheet.payable) > 0n ? null : 'settlement.not_approved'
    default:
      return null
  }
}
