/** Invoices of settlement sheets (发票): what a provider made out, and a payment is on (R299). */
import { Day, Id, Instant, Money, Nullable, type Static, Strict, Type } from './base.ts'
import { PositiveMoney } from './contract-terms.ts'

export const invoiceFields = {
  /** Of a digital invoice its 20 digits; of any other its code (10 or 12) and its number (8) together. */
  number: Type.String({ pattern: '^([0-9]{18}|[0-9]{20})$' }),
  issuedOn: Day,
  /** 价税合计. */
  amount: PositiveMoney,
  /** In percent: `6`, `13`, `1.5`. */
  taxRate: Type.String({ pattern: '^(0|[1-9][0-9]?)(\\.[0-9]{1,2})?$' }),
  /** 统一社会信用代码 or an older number of the taxpayer. */
  sellerTaxId: Type.String({ pattern: '^[0-9A-Z]{15,20}$' }),
}
export const SettlementInvoice = Strict({
  id: Id,
  ...invoiceFields,
  /** Payments on it. */
  paid: Money,
  fileName: Type.String(),
  /** SM3 of the file. */
  digest: Type.String(),
  enteredBy: Type.String(),
  enteredAt: Instant,
  withdrawn: Nullable(Strict({ by: Type.String(), at: Instant, reason: Type.String() })),
})
export type SettlementInvoice = Static<typeof SettlementInvoice>
