import type { BodyOf, settlementOperations as operations } from '@yunheng/contract'
import { personIdOf, personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { yuanOf } from '../../../platform/money.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { type ContractRow, findContract, loadContractForUpdate } from '../../service-contract/index.ts'
import { quarterOf, quarterOfDay } from '../calc/quarter.ts'
import { refusePaymentOn } from '../invoice/invoice.ts'
import { findInvoice, standingOf } from '../invoice/invoice-store.ts'
import { once } from '../sla/enter-rules.ts'
import { enterPayment } from '../spending/enter-payment.ts'
import { type Calculated, calculate, type SettlementPorts } from './calculate.ts'
import { refuseVerb, type SettlementVerb } from './settlement.ts'
import {
  findSettlement,
  insertSettlement,
  listLines,
  loadSettlementForUpdate,
  replaceLines,
  type SettlementChange,
  type SettlementRow,
  updateSettlement,
} from './settlement-store.ts'

/** @throws `settlement.contract_not_found`, `….quarter_open`, `….outside_term`, `….taken`. */
export async function drawUp(
  ports: SettlementPorts,
  ctx: Ctx,
  input: BodyOf<typeof operations.create>,
): Promise<SettlementRow> {
  ctx.authz.require(ctx, 'create', 'settlement')
  const { actor } = ctx
  assert(actor.kind === 'person', 'the policy names roles of people')
  const quarter = quarterOf(input.quarter)
  return ctx.inTx(async (tx) => {
    const contract = await findContract(tx, input.contractId)
    if (!contract || contract.provider_body_id === null) return refuse('settlement.contract_not_found')
    if (dayInChina(ctx.clock.now()) <= quarter.last) refuse('settlement.quarter_open')
    const ends = contract.terminated_on ?? contract.ends_on
    if (contract.starts_on > quarter.last || ends < quarter.first) refuse('settlement.outside_term')
    const id = ctx.ids.next()
    const row = {
      id,
      contract_id: contract.id,
      body_id: contract.body_id,
      provider_body_id: contract.provider_body_id,
      quarter: quarter.first,
      drawn_up_by: actor.personId,
      drawn_up_by_name: actor.name,
      now: ctx.clock.now(),
    }
    await once('settlement_quarter', 'settlement.taken', () => insertSettlement(tx, row))
    const made = (await loadSettlementForUpdate(tx, id)) as SettlementRow
    const settlement = ctx.authz.authorised(ctx, 'modify', 'settlement', made)
    const found = await calculated(ports, tx, settlement)
    await replaceLines(tx, id, found.lines)
    if (!(await updateSettlement(tx, settlement, made.version, figuresOf(found))))
      refuse('common.version_stale')
    const { body_id: bodyId } = contract
    const after = { ...input, due: found.due.toString(), payable: found.payable.toString() }
    await ctx.audit(tx, { noun: 'settlement', objectId: id, label: made.no, bodyId, after })
    await ctx.emit(tx, { type: 'settlement.created', noun: 'settlement', id, bodyId })
    return (await findSettlement(tx, id)) as SettlementRow
  })
}

/** Behind the contract's lock, so that two sheets do not take the same earlier payment off. */
async function calculated(ports: SettlementPorts, tx: Tx, row: SettlementRow): Promise<Calculated> {
  return elevated(tx, async () => {
    await loadContractForUpdate(tx, row.contract_id)
    return calculate(ports, tx, {
      sheetId: row.id,
      contractId: row.contract_id,
      providerBodyId: row.provider_body_id,
      quarter: quarterOfDay(row.quarter),
    })
  })
}

const figuresOf = ({ due, payable, openPoints }: Calculated): SettlementChange => ({
  due: due.toString(),
  payable: payable.toString(),
  open_points: openPoints,
})

const ACTION = {
  recalculate: 'modify',
  send: 'modify',
  pay: 'modify',
  invoice: 'modify',
  withdrawInvoice: 'modify',
  confirm: 'operate',
  object: 'operate',
  approve: 'approve',
} as const satisfies Record<SettlementVerb, string>
const EVENT = {
  recalculate: 'recalculated',
  send: 'sent',
  pay: 'payment-entered',
  invoice: 'invoice-entered',
  withdrawInvoice: 'invoice-withdrawn',
  confirm: 'confirmed',
  object: 'objected',
  approve: 'approved',
} as const satisfies Record<SettlementVerb, string>

type Rule = (
  tx: Tx,
  row: SettlementRow,
) => Promise<{ readonly change: SettlementChange; readonly after?: object }>

/** One act on one sheet: authorised, allowed in its state, with its audit entry and its event in one transaction. */
export async function act(
  ctx: Ctx,
  id: string,
  version: number,
  verb: SettlementVerb,
  rule: Rule,
): Promise<SettlementRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadSettlementForUpdate(tx, id)
    const row = ctx.authz.authorised(ctx, ACTION[verb], 'settlement', found)
    if (row.version !== version) refuse('common.version_stale')
    const refusal = refuseVerb(verb, row, personIdOf(ctx.actor))
    if (refusal) refuse(refusal)
    const { change, after = {} } = await rule(tx, row)
    const now = (await findSettlement(tx, id)) as SettlementRow
    if (!(await updateSettlement(tx, row, now.version, change))) refuse('common.version_stale')
    const { body_id: bodyId, no: label } = row
    await ctx.audit(tx, {
      noun: 'settlement',
      objectId: id,
      label,
      bodyId,
      before: { state: row.state },
      after: { ...change, ...after },
    })
    await ctx.emit(tx, { type: `settlement.${EVENT[verb]}`, noun: 'settlement', id, bodyId })
    return (await findSettlement(tx, id)) as SettlementRow
  })
}

/** Back to a draft, whoever has answered meanwhile: he is asked anew. */
export const recalculate = (
  ports: SettlementPorts,
  ctx: Ctx,
  id: string,
  { version }: BodyOf<typeof operations.recalculate>,
) =>
  act(ctx, id, version, 'recalculate', async (tx, row) => {
    const settlement = ctx.authz.authorised(ctx, 'modify', 'settlement', row)
    const reset: SettlementChange = {
      state: 'draft',
      drawn_up_by: personIdOf(ctx.actor) ?? row.drawn_up_by,
      drawn_up_by_name: personNameOf(ctx.actor),
      calculated_at: ctx.clock.now(),
      sent_by: null,
      sent_by_name: null,
      sent_at: null,
      answered_by_name: null,
      answered_at: null,
      // What the provider objected to stays to be read until the sheet goes out again.
    }
    if (!(await updateSettlement(tx, settlement, row.version, reset))) refuse('common.version_stale')
    const found = await calculated(ports, tx, row)
    await replaceLines(tx, id, found.lines)
    return { change: figuresOf(found) }
  })

/** Only what still follows from its sources goes out. @throws `settlement.stale` and its open points. */
export const sendSettlement = (
  ports: SettlementPorts,
  ctx: Ctx,
  id: string,
  { version }: BodyOf<typeof operations.send>,
) =>
  act(ctx, id, version, 'send', async (tx, row) => {
    await refuseStale(ports, tx, row)
    const change = { state: 'sent' as const, sent_by_name: personNameOf(ctx.actor), sent_at: ctx.clock.now() }
    return { change: { ...change, sent_by: personIdOf(ctx.actor), objection: null } }
  })

async function refuseStale(ports: SettlementPorts, tx: Tx, row: SettlementRow): Promise<void> {
  const found = await calculated(ports, tx, row)
  const [openPoint] = found.openPoints
  if (openPoint !== undefined) refuse(openPoint)
  const stored = await listLines(tx, row.id)
  if (JSON.stringify(stored.map(comparable)) !== JSON.stringify(found.lines.map(comparable)))
    refuse('settlement.stale')
}

const comparable = (line: Calculated['lines'][number]) => [
  line.kind,
  line.month,
  line.amount,
  line.said_zh,
  [...line.event_ids].sort(),
]

export const confirmSettlement = (ctx: Ctx, id: string, { version }: BodyOf<typeof operations.confirm>) =>
  act(ctx, id, version, 'confirm', async () => ({
    change: { state: 'confirmed', answered_by_name: personNameOf(ctx.actor), answered_at: ctx.clock.now() },
  }))

export const objectToSettlement = (ctx: Ctx, id: string, input: BodyOf<typeof operations.object>) =>
  act(ctx, id, input.version, 'object', async () => ({
    change: {
      state: 'objected',
      answered_by_name: personNameOf(ctx.actor),
      answered_at: ctx.clock.now(),
      objection: input.objection.trim(),
    },
  }))

/** It stands from now on, by the database itself. @throws `settlement.second_person`, `….stale`. */
export const approveSettlement = (
  ports: SettlementPorts,
  ctx: Ctx,
  id: string,
  { version, comment }: BodyOf<typeof operations.approve>,
) =>
  act(ctx, id, version, 'approve', async (tx, row) => {
    await refuseStale(ports, tx, row)
    const by = personIdOf(ctx.actor)
    assert(by !== null, 'the policy names roles of people')
    return {
      change: {
        state: 'approved',
        approved_by: by,
        approved_by_name: personNameOf(ctx.actor),
        approved_at: ctx.clock.now(),
        comment: comment.trim(),
      },
    }
  })

/**
 * R299: of a node of the contract, on an invoice of the sheet; paid in full, the sheet is closed.
 * @throws `settlement.beyond_payable|invoice_not_found|invoice_short` and of payments.
 */
export const paySettlement = (ctx: Ctx, id: string, input: BodyOf<typeof operations.pay>) =>
  act(ctx, id, input.version, 'pay', async (tx, row) => {
    const { version: _, invoiceId, ...payment } = input
    await loadContractForUpdate(tx, row.contract_id)
    const rest = BigInt(row.payable) - BigInt(row.paid)
    const amount = BigInt(payment.amount.amountMinor)
    if (amount > rest) refuse('settlement.beyond_payable', { details: { rest: yuanOf(rest) } })
    const found = await findInvoice(tx, invoiceId)
    const invoice = found ? standingOf(found) : null
    const refusal = refusePaymentOn(invoice, { settlementId: id, amount })
    if (refusal)
      refuse(refusal, { details: { rest: yuanOf(invoice === null ? 0n : invoice.amount - invoice.paid) } })
    const contract = (await findContract(tx, row.contract_id)) as ContractRow
    await enterPayment(ctx, tx, contract, payment, { settlementId: id, invoiceId })
    return { change: amount === rest ? { state: 'paid' } : {}, after: { ...payment, invoice: found?.number } }
  })
