import type { PaymentCreate } from '@yunheng/contract'
import { personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { yuanOf } from '../../../platform/money.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { type ContractRow, findTerms } from '../../service-contract/index.ts'
import { once } from '../sla/enter-rules.ts'
import { insertPayment, paidOf } from './payment-store.ts'

/**
 * Keeps what was paid, at which node of the contract and on which voucher (R299), never beyond the ceiling. The contract is locked.
 * @param on the sheet and its invoice; null: paid in advance.
 * @throws `contract-terms.missing`, `….node_not_found`, `….beyond_ceiling`, `….voucher_taken`, `….paid_on`.
 */
export async function enterPayment(
  ctx: Ctx,
  tx: Tx,
  contract: ContractRow,
  input: PaymentCreate,
  on: { readonly settlementId: string; readonly invoiceId: string } | null,
): Promise<void> {
  if (input.paidOn > dayInChina(ctx.clock.now())) refuse('contract-terms.paid_on')
  const terms = await findTerms(tx, contract.id)
  if (terms === undefined) return refuse('contract-terms.missing')
  const node = terms.nodes.find(({ no }) => no === input.nodeNo)
  if (node === undefined) return refuse('contract-terms.node_not_found')
  const amount = BigInt(input.amount.amountMinor)
  if (terms.ceiling !== null) {
    const rest = BigInt(terms.ceiling) - (await paidOf(tx, contract.id))
    if (amount > rest) refuse('contract-terms.beyond_ceiling', { details: { rest: yuanOf(rest) } })
  }
  await once('contract_payment_voucher', 'contract-terms.voucher_taken', () =>
    insertPayment(tx, {
      id: ctx.ids.next(),
      contract_id: contract.id,
      settlement_id: on?.settlementId ?? null,
      invoice_id: on?.invoiceId ?? null,
      terms_number: terms.number,
      node_no: node.no,
      node_name: node.name,
      paid_on: input.paidOn,
      amount: amount.toString(),
      voucher_no: input.voucherNo.trim(),
      note: input.note.trim(),
      entered_by_name: personNameOf(ctx.actor),
      entered_at: ctx.clock.now(),
    }),
  )
}
