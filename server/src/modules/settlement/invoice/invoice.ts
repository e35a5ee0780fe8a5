/** What an invoice must be before a sheet is paid on it: pure. */
import type { ReasonCode } from '@yunheng/contract'

export interface Invoice {
  /** 分, tax included. */
  readonly amount: bigint
  readonly issuedOn: string
  readonly sellerTaxId: string
}

export interface Sheet {
  readonly payable: bigint
  /** By invoices that count. */
  readonly invoiced: bigint
  /** 统一社会信用代码 of the provider; null: not on file, then whoever enters it looks. */
  readonly sellerCode: string | null
  readonly today: string
}

/** @returns the reason, or null. What is left to be invoiced is {@link leftOf}. */
export function refuseInvoice(invoice: Invoice, sheet: Sheet): ReasonCode | null {
  if (invoice.issuedOn > sheet.today) return 'settlement.invoice_date'
  if (sheet.sellerCode !== null && invoice.sellerTaxId !== sheet.sellerCode)
    return 'settlement.invoice_seller'
  return invoice.amount > leftOf(sheet) ? 'settlement.invoice_beyond' : null
}

export const leftOf = ({ payable, invoiced }: Pick<Sheet, 'payable' | 'invoiced'>): bigint =>
  payable > invoiced ? payable - invoiced : 0n

interface Standing {
  readonly settlementId: string
  readonly amount: bigint
  readonly paid: bigint
  readonly isWithdrawn: boolean
}

export function refusePaymentOn(
  invoice: Standing | null,
  payment: { readonly settlementId: string; readonly amount: bigint },
): ReasonCode | null {
  if (invoice === null || invoice.isWithdrawn || invoice.settlementId !== payment.settlementId)
    return 'settlement.invoice_not_found'
  return payment.amount > invoice.amount - invoice.paid ? 'settlement.invoice_short' : null
}

/** One that was paid on stands. */
export function refuseWithdrawal(invoice: Standing | null, settlementId: string): ReasonCode | null {
  if (invoice === null || invoice.isWithdrawn || invoice.settlementId !== settlementId)
    return 'settlement.invoice_not_found'
  return invoice.paid > 0n ? 'settlement.invoice_paid' : null
}
