import type { Settlement, SettlementSummary } from '@yunheng/contract'
import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { findTerms } from '../../service-contract/index.ts'
import { quarterOfDay } from '../calc/quarter.ts'
import { type InvoiceRow, listInvoices } from '../invoice/invoice-store.ts'
import { listPayments } from '../spending/payment-store.ts'
import { money } from '../spending/spent.ts'
import { refuseVerb, type SettlementVerb } from './settlement.ts'
import { listLines, type SettlementLineRow, type SettlementRow } from './settlement-store.ts'

export const toSummary = (row: SettlementRow): SettlementSummary => ({
  id: row.id,
  no: row.no,
  contract: { id: row.contract_id, no: row.contract_no, name: row.contract_name },
  body: { id: row.body_id, name: row.body_name },
  provider: { id: row.provider_body_id, name: row.provider_name },
  quarter: quarterOfDay(row.quarter).name,
  state: row.state,
  due: money(row.due),
  payable: money(row.payable),
  paid: money(row.paid),
})

const toLine = (line: SettlementLineRow): Settlement['lines'][number] => ({
  no: line.no,
  kind: line.kind,
  month: line.month,
  amount: money(line.amount),
  said: { zh: line.said_zh, en: line.said_en },
  statementId: line.statement_id,
  rulesId: line.rules_id,
  assessmentId: line.assessment_id,
  paymentId: line.payment_id,
  earlierId: line.earlier_id,
  eventIds: [...line.event_ids],
})

const toInvoice = (row: InvoiceRow): Settlement['invoices'][number] => ({
  id: row.id,
  number: row.number,
  issuedOn: row.issued_on,
  amount: money(row.amount),
  paid: money(row.paid),
  taxRate: row.tax_rate,
  sellerTaxId: row.seller_tax_id,
  fileName: row.file_name,
  digest: row.digest,
  enteredBy: row.entered_by_name,
  enteredAt: row.entered_at.toISOString(),
  withdrawn:
    row.withdrawn_at === null
      ? null
      : {
          by: row.withdrawn_by_name ?? '',
          at: row.withdrawn_at.toISOString(),
          reason: row.withdrawn_reason ?? '',
        },
})

export async function shownSettlement(ctx: Ctx, row: SettlementRow): Promise<Settlement> {
  const terms = await findTerms(ctx.db, row.contract_id)
  const payments = await listPayments(ctx.db, { settlementId: row.id })
  return {
    ...toSummary(row),
    lines: (await listLines(ctx.db, row.id)).map(toLine),
    openPoints: [...row.open_points],
    nodes: [...(terms?.nodes ?? [])],
    invoices: (await listInvoices(ctx.db, row.id)).map(toInvoice),
    payments: payments.map((one) => ({
      id: one.id,
      nodeName: one.node_name,
      paidOn: one.paid_on,
      amount: money(one.amount),
      voucherNo: one.voucher_no,
      invoiceNo: one.invoice_number,
      note: one.note,
      enteredBy: one.entered_by_name,
    })),
    calculatedAt: row.calculated_at.toISOString(),
    drawnUpBy: row.drawn_up_by_name,
    sentBy: row.sent_by_name,
    sentAt: row.sent_at?.toISOString() ?? null,
    answeredBy: row.answered_by_name,
    answeredAt: row.answered_at?.toISOString() ?? null,
    objection: row.objection,
    approvedBy: row.approved_by_name,
    approvedAt: row.approved_at?.toISOString() ?? null,
    comment: row.comment,
    version: row.version,
    actions: actionsOf(ctx, row, terms !== undefined),
  }
}

function actionsOf(ctx: Ctx, row: SettlementRow, hasTerms: boolean): Settlement['actions'] {
  const { authz, actor } = ctx
  const refusal = (verb: SettlementVerb) => refuseVerb(verb, row, personIdOf(ctx.actor))
  const may = (action: 'modify' | 'operate' | 'approve', verb: SettlementVerb) =>
    authz.allowance(actor, action, 'settlement', refusal(verb))
  return {
    recalculate: may('modify', 'recalculate'),
    send: may('modify', 'send'),
    confirm: may('operate', 'confirm'),
    object: may('operate', 'object'),
    approve: may('approve', 'approve'),
    invoice: may('modify', 'invoice'),
    withdrawInvoice: may('modify', 'withdrawInvoice'),
    pay: authz.allowance(
      actor,
      'modify',
      'settlement',
      refusal('pay') ?? (hasTerms ? null : 'contract-terms.missing'),
    ),
  }
}
