import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Invoice,
  leftOf,
  refuseInvoice,
  refusePaymentOn,
  refuseWithdrawal,
  type Sheet,
} from './invoice.ts'

const CODE = '91620100MA71ABCD2X'
const invoice = (change: Partial<Invoice> = {}): Invoice => ({
  amount: 100n,
  issuedOn: '2026-10-09',
  sellerTaxId: CODE,
  ...change,
})
const sheet = (change: Partial<Sheet> = {}): Sheet => ({
  payable: 300n,
  invoiced: 0n,
  sellerCode: CODE,
  today: '2026-10-09',
  ...change,
})

describe('R299: an invoice of a sheet', () => {
  it.each([
    ['fits', {}, {}, null],
    ['is for all that is left', {}, { invoiced: 200n }, null],
    ['is for a 分 more than is left', { amount: 101n }, { invoiced: 200n }, 'settlement.invoice_beyond'],
    ['of a sheet below nothing', { amount: 1n }, { payable: -5n }, 'settlement.invoice_beyond'],
    ['is of tomorrow', { issuedOn: '2026-10-10' }, {}, 'settlement.invoice_date'],
    ['is somebody else’s', { sellerTaxId: '91620100MA71ABCD3X' }, {}, 'settlement.invoice_seller'],
    ['of a provider whose code is not on file', { sellerTaxId: 'X' }, { sellerCode: null }, null],
  ] as const)('%s', (_, change, of, reason) => {
    expect(refuseInvoice(invoice(change), sheet(of))).toBe(reason)
  })

  it('never makes invoices more than is payable, in whichever order they come', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 500n }), { maxLength: 8 })
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: -100n, max: 1_000n }), (given, payable) => {
        let invoiced = 0n
        for (const amount of given)
          if (refuseInvoice(invoice({ amount }), sheet({ payable, invoiced })) === null) invoiced += amount
        expect(invoiced <= (payable > 0n ? payable : 0n)).toBe(true)
        expect(leftOf({ payable, invoiced })).toBe(payable > invoiced ? payable - invoiced : 0n)
      }),
    )
  })
})

const standing = (change: object = {}) => ({
  settlementId: 's',
  amount: 100n,
  paid: 40n,
  isWithdrawn: false,
  ...change,
})

describe('R299: a payment', () => {
  const pay = (of: ReturnType<typeof standing> | null, amount = 60n) =>
    refusePaymentOn(of, { settlementId: 's', amount })
  it('is on an invoice of its own sheet that stands, and never beyond it', () => {
    expect(pay(standing())).toBe(null)
    expect(pay(standing(), 61n)).toBe('settlement.invoice_short')
    expect(pay(null)).toBe('settlement.invoice_not_found')
    expect(pay(standing({ isWithdrawn: true }))).toBe('settlement.invoice_not_found')
    expect(pay(standing({ settlementId: 'other' }))).toBe('settlement.invoice_not_found')
  })

  it('keeps its invoice from being withdrawn', () => {
    expect(refuseWithdrawal(standing(), 's')).toBe('settlement.invoice_paid')
    expect(refuseWithdrawal(standing({ paid: 0n }), 's')).toBe(null)
    expect(refuseWithdrawal(standing({ paid: 0n, isWithdrawn: true }), 's')).toBe(
      'settlement.invoice_not_found',
    )
    expect(refuseWithdrawal(standing({ paid: 0n }), 'other')).toBe('settlement.invoice_not_found')
  })
})
