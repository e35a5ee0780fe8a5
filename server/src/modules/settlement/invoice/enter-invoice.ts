import {
  ATTACHMENT_BYTES_MAX,
  type BodyOf,
  type settlementOperations as operations,
  type ReasonCode,
} from '@yunheng/contract'
import { personNameOf } from '../../../platform/actor.ts'
import { type BlobFlaw, databaseBlobStore, flawOfBlob, mediaTypeOf } from '../../../platform/blob/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import type { Download } from '../../../platform/http/index.ts'
import { yuanOf } from '../../../platform/money.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findBody } from '../../organisation/index.ts'
import { act } from '../sheet/act-on-settlement.ts'
import { findSettlement, type SettlementRow } from '../sheet/settlement-store.ts'
import { once } from '../sla/enter-rules.ts'
import { leftOf, refuseInvoice, refuseWithdrawal } from './invoice.ts'
import { findInvoice, insertInvoice, standingOf, sumInvoices, updateWithdrawn } from './invoice-store.ts'

/** As invoices come: on paper as a picture, else as PDF or OFD. */
const LIMIT = {
  mediaTypes: ['application/pdf', 'application/ofd', 'image/png', 'image/jpeg'],
  sizeBytesMax: ATTACHMENT_BYTES_MAX,
}
const REASON_OF: Readonly<Record<BlobFlaw, ReasonCode>> = {
  'too-large': 'settlement.invoice_file_too_large',
  'type-mismatch': 'settlement.invoice_file_type',
  'name-invalid': 'blob.name_invalid',
}

/**
 * Of an approved sheet, before it is paid (R299): the sheet's row is locked, so that two entered at once count each other.
 * @throws `settlement.invoice_date|invoice_seller|invoice_beyond|invoice_taken|invoice_many|invoice_file_…`.
 */
export const enterInvoice = (
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.invoice>,
): Promise<SettlementRow> =>
  act(ctx, id, input.version, 'invoice', async (tx, row) => {
    const content = Buffer.from(input.content, 'base64')
    const file = { fileName: input.fileName, mediaType: mediaTypeOf(input.fileName), content }
    const flaw = flawOfBlob(file, LIMIT)
    if (flaw) refuse(REASON_OF[flaw])
    const { invoiced, isFull } = await sumInvoices(tx, id)
    if (isFull) refuse('settlement.invoice_many')
    const seller = await elevated(tx, () => findBody(tx, row.provider_body_id))
    const amount = BigInt(input.amount.amountMinor)
    const sheet = {
      payable: BigInt(row.payable),
      invoiced,
      sellerCode: seller?.credit_code ?? null,
      today: dayInChina(ctx.clock.now()),
    }
    const refusal = refuseInvoice({ ...input, amount }, sheet)
    if (refusal) refuse(refusal, { details: { rest: yuanOf(leftOf(sheet)), code: sheet.sellerCode ?? '' } })
    const blob = await databaseBlobStore.put(tx, ctx, file)
    const { version: _, content: __, ...said } = input
    await once('settlement_invoice_number', 'settlement.invoice_taken', () =>
      insertInvoice(tx, {
        id: ctx.ids.next(),
        settlement_id: id,
        number: input.number,
        issued_on: input.issuedOn,
        amount: amount.toString(),
        tax_rate: input.taxRate,
        seller_tax_id: input.sellerTaxId,
        blob_id: blob.id,
        file_name: blob.fileName,
        digest: blob.digest,
        entered_by_name: personNameOf(ctx.actor),
        entered_at: ctx.clock.now(),
      }),
    )
    return { change: {}, after: { ...said, digest: blob.digest } }
  })

/** Entered wrongly, or taken back by the provider: its number may be entered again. @throws `settlement.invoice_not_found|invoice_paid`. */
export const withdrawInvoice = (
  ctx: Ctx,
  id: string,
  { version, invoiceId, reason }: BodyOf<typeof operations.withdrawInvoice>,
): Promise<SettlementRow> =>
  act(ctx, id, version, 'withdrawInvoice', async (tx) => {
    const found = await findInvoice(tx, invoiceId)
    const refusal = refuseWithdrawal(found ? standingOf(found) : null, id)
    if (refusal) refuse(refusal)
    await updateWithdrawn(tx, invoiceId, {
      name: personNameOf(ctx.actor),
      at: ctx.clock.now(),
      reason: reason.trim(),
    })
    return { change: {}, after: { invoice: found?.number, withdrawn: reason.trim() } }
  })

/** Of a sheet in sight; 404 for every other. */
export async function downloadInvoice(ctx: Ctx, id: string): Promise<Download> {
  const invoice = await findInvoice(ctx.db, id)
  const sheet = invoice && (await findSettlement(ctx.db, invoice.settlement_id))
  ctx.authz.authorised(ctx, 'view', 'settlement', sheet)
  const blob = await databaseBlobStore.find(ctx.db, invoice?.blob_id ?? '')
  assert(blob, 'an invoice has its file')
  return { fileName: blob.fileName, contentType: blob.mediaType, content: blob.content }
}
