import type { Bill, BillSummary, Charge } from '@yunheng/contract'
import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import type { PriceInForce } from '../../catalogue/index.ts'
import { dimensionOfMeter, instantOf, monthOf, shownQuantity } from '../../metering/index.ts'
import { BILLIONTH } from '../rate/rate-usage.ts'
import { type ClosingVerb, refuseClosing, refuseVerb } from './bill.ts'
import type { BillRow } from './bill-store.ts'
import type { ChargeRow, SystemSum } from './charge-store.ts'
import { shownRatio } from './explain-charge.ts'
import type { BillRules } from './rules-of-bill.ts'

/** 分 on the wire: whole and exact up to 2^53. */
export function toMoney(fen: bigint | string) {
  const amountMinor = Number(fen)
  if (!Number.isSafeInteger(amountMinor)) throw new Error('assertion: an amount beyond 2^53 分')
  return { amountMinor, currency: 'CNY' as const }
}

export function toSummary(ctx: Ctx, row: BillRow): BillSummary {
  const isAsked = row.state === 'sent' || row.state === 'disputed'
  return {
    id: row.id,
    body: { id: row.body_id, name: row.body_name },
    month: row.month,
    state: row.state,
    amount: toMoney(row.amount),
    charges: row.charge_count,
    unpriced: row.unpriced_count,
    openDisputes: row.open_disputes,
    reminders: row.reminders,
    isClosingProposed: isAsked && row.closing_at !== null,
    isUnconfirmed: row.is_unconfirmed,
    dueOn: row.due_on,
    isOverdue: isAsked && row.due_on !== null && row.due_on < dayInChina(ctx.clock.now()),
    ratedAt: row.rated_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
  }
}

export function toBill(
  ctx: Ctx,
  row: BillRow,
  {
    systems,
    hasDefaultPrices,
    rules,
  }: {
    readonly systems: readonly SystemSum[]
    readonly hasDefaultPrices: boolean
    readonly rules: BillRules
  },
): Bill {
  const { authz, actor } = ctx
  const refusal = (verb: 'rate' | 'send' | 'confirm' | 'close') => refuseVerb(verb, row)
  const asking = {
    needed: rules.remindersNeeded,
    today: dayInChina(ctx.clock.now()),
    personId: personIdOf(actor) ?? '',
  }
  const closing = (verb: ClosingVerb) => refuseClosing(verb, row, asking)
  return {
    ...toSummary(ctx, row),
    confirmedBy: row.confirmed_by,
    closedBy: row.closed_by,
    closing: closingOf(row),
    withoutUnpriced: withoutUnpricedOf(row),
    remindersNeeded: rules.remindersNeeded,
    answer: { workingDays: rules.answerDays, isProductDefault: rules.isAnswerDefault },
    digest: row.digest,
    disputes: row.disputes,
    hasDefaultPrices,
    systems: systems.map((one) => ({
      system: { id: one.system_id, name: one.name },
      amount: toMoney(one.amount),
      charges: one.charges,
      unpriced: one.unpriced,
    })),
    version: row.version,
    actions: {
      rate: authz.allowance(actor, 'operate', 'bill', refusal('rate')),
      send: authz.allowance(actor, 'operate', 'bill', refusal('send')),
      confirm: authz.allowance(actor, 'approve', 'bill', refusal('confirm')),
      close: authz.allowance(actor, 'operate', 'bill', refusal('close')),
      propose: authz.allowance(actor, 'create', 'bill-closing', closing('propose')),
      decline: authz.allowance(actor, 'approve', 'bill-closing', closing('decline')),
      approve: authz.allowance(actor, 'approve', 'bill-closing', closing('approve')),
    },
  }
}

function closingOf(row: BillRow): Bill['closing'] {
  const { closing_reason: reason, closing_evidence: evidence, closing_by: by, closing_at: at } = row
  if (reason === null || evidence === null || by === null || at === null) return null
  return { reason, evidence, by, at: at.toISOString() }
}

function withoutUnpricedOf({ unpriced_reason: reason, unpriced_by: by }: BillRow): Bill['withoutUnpriced'] {
  return reason === null || by === null ? null : { reason, by }
}

export type Versions = ReadonlyMap<string, PriceInForce>

export function toCharge(ctx: Ctx, bill: BillRow, row: ChargeRow, versions: Versions): Charge {
  const dimension = dimensionOfMeter(row.meter)
  // A charge never reaches beyond its month.
  const shown = (quantity: string) => shownQuantity(dimension, BigInt(quantity), monthOf(row.from_hour))
  return {
    no: row.no,
    category: row.category,
    system: { id: row.system_id, name: row.system_name },
    resource: { id: row.resource_id, name: row.resource_name },
    provider: { id: row.provider_body_id, name: row.provider_name },
    offeringCode: row.offering_code,
    planCode: row.plan_code,
    dimension,
    from: instantOf(row.from_hour).toISOString(),
    to: instantOf(row.to_hour).toISOString(),
    serving: shown(row.serving),
    stopped: shown(row.stopped),
    unseen: shown(row.unseen),
    price: priceOf(row, versions),
    amount: row.amount === null ? null : toMoney(row.amount),
    unpriced: row.unpriced,
    disputedNo: row.disputed_no,
    disputedBill:
      row.disputed_bill_id === null || row.disputed_month === null
        ? null
        : { id: row.disputed_bill_id, month: row.disputed_month },
    dispute: disputeOf(row),
    actions: actionsOf(ctx, bill, row),
  }
}

export const lineOf = ({ price_version_id, price_position }: ChargeRow, versions: Versions) =>
  versions.get(price_version_id ?? '')?.lines.find((line) => line.position === price_position)

function priceOf(row: ChargeRow, versions: Versions): Charge['price'] {
  const version = versions.get(row.price_version_id ?? '')
  const line = lineOf(row, versions)
  if (!version || !line) return null
  const { versionId, versionName, source, isProductDefault } = version
  return {
    versionId,
    versionName,
    source,
    isProductDefault,
    tiers: line.tiers.map(({ upTo, unitPrice }) => ({
      upTo: upTo === null ? null : String(upTo),
      unitPrice,
    })),
    isPackage: Boolean(line.includes),
    factor: shownRatio(BigInt(row.factor ?? BILLIONTH), BILLIONTH),
  }
}

function disputeOf(row: ChargeRow): Charge['dispute'] {
  if (row.raised_at === null) return null
  return {
    reason: row.dispute_reason ?? '',
    raisedBy: row.raised_by ?? '',
    raisedAt: row.raised_at.toISOString(),
    outcome: row.outcome,
    answer: row.answer,
    credit: row.credit === null ? null : toMoney(row.credit),
    answeredBy: row.answered_by,
    answeredAt: row.answered_at?.toISOString() ?? null,
  }
}

function actionsOf({ authz, actor }: Ctx, bill: BillRow, row: ChargeRow): Charge['actions'] {
  const isDisputable = row.amount !== null && row.disputed_no === null
  const dispute =
    refuseVerb('dispute', bill) ??
    (row.raised_at !== null ? 'bill.disputed_already' : isDisputable ? null : 'bill.charge_not_found')
  const isOpen = row.raised_at !== null && row.outcome === null
  const answer = refuseVerb('answer', bill) ?? (isOpen ? null : 'bill.not_disputed')
  return {
    dispute: authz.allowance(actor, 'approve', 'bill', dispute),
    answer: authz.allowance(actor, 'modify', 'bill', answer),
  }
}
