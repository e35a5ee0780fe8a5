import type { BodyOf, billOperations as operations } from '@yunheng/contract'
import { personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { yuanOf } from '../../../platform/money.ts'
import {
  addWorkingDays,
  dayInChina,
  formatDay,
  isMissing,
  parseDay,
} from '../../../platform/worktime/index.ts'
import { findMeteredHour, holdMetering, windowOfMonth } from '../../metering/index.ts'
import { loadWorkCalendar, TERM_VARIABLE, type Workflow } from '../../workflow/index.ts'
import { type BillVerb, digestOf, refuseUnpriced, refuseVerb } from './bill.ts'
import {
  type BillChange,
  type BillRow,
  findBill,
  hasEarlierDraft,
  loadBillForUpdate,
  updateBill,
} from './bill-store.ts'
import { chargeBudget } from './charge-budget.ts'
import { findCharge, readCharges } from './charge-store.ts'
import { answerDisputed, insertCredit, insertDispute } from './dispute-store.ts'
import { holdBody, sumGivenBack } from './once-store.ts'
import { BILLING_RECONCILER, rateBill } from './rate-bill.ts'
import { billRules } from './rules-of-bill.ts'

export type Flows = Pick<Workflow, 'startFlow' | 'settleFlow'>
export const CONFIRMATION_FLOW = 'bill-confirmation'

type Rule = (tx: Tx, bill: BillRow) => Promise<{ readonly change: BillChange; readonly after?: object }>
const ACTION = {
  rate: 'operate',
  send: 'operate',
  close: 'operate',
  confirm: 'approve',
  dispute: 'approve',
  answer: 'modify',
} as const satisfies Record<BillVerb, string>

/** One act on one bill: authorised, allowed in its state, with its audit entry and its event in one transaction. */
async function act(
  ctx: Ctx,
  id: string,
  version: number,
  on: { readonly verb: BillVerb; readonly event: string | null },
  rule: Rule,
): Promise<BillRow> {
  return ctx.inTx(async (tx) => {
    const bill = ctx.authz.authorised(ctx, ACTION[on.verb], 'bill', await loadBillForUpdate(tx, id))
    if (bill.version !== version) refuse('common.version_stale')
    const refusal = refuseVerb(on.verb, bill)
    if (refusal) refuse(refusal)
    const { change, after = {} } = await rule(tx, bill)
    const now = (await findBill(tx, id)) as BillRow
    // A closed bill itself changes no more; what is said about it afterwards stands beside it.
    const isKept = bill.state === 'closed'
    if (!isKept && !(await updateBill(tx, id, now.version, change))) refuse('common.version_stale')
    const { body_id: bodyId, month: label } = bill
    await ctx.audit(tx, {
      noun: 'bill',
      objectId: id,
      label,
      bodyId,
      before: { state: bill.state },
      after: { ...change, ...after },
    })
    if (on.event !== null) await ctx.emit(tx, { type: `bill.${on.event}`, noun: 'bill', id, bodyId })
    return (await findBill(tx, id)) as BillRow
  })
}

export const rateAnew = (ctx: Ctx, id: string, { version }: BodyOf<typeof operations.rate>) =>
  act(ctx, id, version, { verb: 'rate', event: null }, async (tx, bill) => {
    await elevated(tx, () => rateBill(ctx, tx, bill))
    return { change: {} }
  })

/**
 * Rates the draft a last time and asks the body: a task of its people, with its clock. Nobody meters meanwhile, so that every later
 * finding is a correction beside the hours that the bill stands on. From now on it is charged to the budget.
 * @param withoutUnpriced why charges without a price are left out, where the last rating still finds some; not said in bulk.
 * @throws `bill.month_open`, `bill.metering_runs`, `bill.unpriced`, `bill.calendar_missing`.
 */
export const sendBill = (
  flows: Flows,
  ctx: Ctx,
  id: string,
  { version, withoutUnpriced }: BodyOf<typeof operations.send>,
) =>
  act(ctx, id, version, { verb: 'send', event: 'sent' }, async (tx, bill) => {
    if (!(await holdMetering(tx))) refuse('bill.metering_runs')
    const metered = await findMeteredHour(tx)
    if (metered === null || metered < windowOfMonth(bill.month).to) refuse('bill.month_open')
    await elevated(tx, () => rateBill(ctx, tx, bill, { isSent: true }))
    // Corrections that they showed are on this one now.
    if (await hasEarlierDraft(tx, bill)) await ctx.nudge(tx, BILLING_RECONCILER, bill.body_id)
    const { unpriced_count: unpriced } = (await findBill(tx, id)) as BillRow
    const refusal = refuseUnpriced(unpriced, withoutUnpriced ?? null)
    if (refusal) refuse(refusal)
    const { answerDays } = await billRules(ctx, tx, bill.body_id)
    const asked = (await turnOfBody(ctx, tx, answerDays)) ?? refuse('bill.calendar_missing')
    await flows.startFlow(tx, ctx, {
      subject: { noun: 'bill', id, bodyId: bill.body_id, title: `${bill.month} 账单` },
      by: { flow: CONFIRMATION_FLOW },
      variables: { [TERM_VARIABLE]: answerDays },
    })
    await chargeBudget(ctx, tx, bill, { isFinal: false })
    const left =
      unpriced > 0 && withoutUnpriced !== undefined
        ? { unpriced_reason: withoutUnpriced.trim(), unpriced_by: personNameOf(ctx.actor) }
        : {}
    return { change: { state: 'sent', sent_at: ctx.clock.now(), ...asked, ...left }, after: { unpriced } }
  })

/** From now on it is the body's turn; null where the calendar lacks the year. */
async function turnOfBody(ctx: Ctx, tx: Tx, answerDays: number) {
  const calendar = await loadWorkCalendar(tx)
  const due = calendar === null ? null : addWorkingDays(calendar, ctx.clock.now(), answerDays)
  if (due === null || isMissing(due)) return null
  const dueOn = dayInChina(due)
  return {
    due_on: dueOn,
    remind_on: formatDay((parseDay(dueOn) as number) + 1),
    reminders: 0,
    reminded_at: null,
  }
}

/** @throws `bill.charge_not_found`, `bill.disputed_already`. */
export const disputeCharge = (
  ctx: Ctx,
  id: string,
  { version, no, reason }: BodyOf<typeof operations.dispute>,
) =>
  act(ctx, id, version, { verb: 'dispute', event: 'disputed' }, async (tx) => {
    const charge = await findCharge(tx, id, no)
    if (charge === undefined || charge.amount === null || charge.disputed_no !== null)
      refuse('bill.charge_not_found')
    const dispute = {
      billId: id,
      no,
      reason: reason.trim(),
      by: personNameOf(ctx.actor),
      at: ctx.clock.now(),
    }
    if (!(await insertDispute(tx, dispute))) refuse('bill.disputed_already')
    return { change: { state: 'disputed', ...NO_CLOSING }, after: { no, reason: dispute.reason } }
  })

/** Whoever speaks is not silent. */
export const NO_CLOSING = {
  closing_reason: null,
  closing_evidence: null,
  closing_by: null,
  closing_person_id: null,
  closing_at: null,
} as const satisfies BillChange

/**
 * Upheld: what is given back is a charge of its own, of this bill while it is open, of the next draft where it is closed. After the
 * last answer it is the body's turn again, with a new day where the calendar knows one.
 * @throws `bill.not_disputed`, `bill.credit`, `bill.given_back`.
 */
export const answerDispute = (ctx: Ctx, id: string, input: BodyOf<typeof operations.answer>) =>
  act(ctx, id, input.version, { verb: 'answer', event: 'answered' }, async (tx, bill) => {
    const { no, outcome } = input
    const charge = await findCharge(tx, id, no)
    if (charge === undefined || charge.raised_at === null || charge.outcome !== null)
      return refuse('bill.not_disputed')
    const credit = input.credit === null ? null : BigInt(input.credit.amountMinor)
    const isFitting =
      outcome === 'rejected'
        ? credit === null
        : credit !== null && credit > 0n && credit <= BigInt(charge.amount ?? 0)
    if (!isFitting) refuse('bill.credit')
    if (credit !== null) await refuseGivenBack(tx, bill, { no, credit, amount: BigInt(charge.amount ?? 0) })
    const answer = input.answer.trim()
    const said = { billId: id, no, outcome, answer, credit, by: personNameOf(ctx.actor), at: ctx.clock.now() }
    await answerDisputed(tx, said)
    const after = { no, outcome, answer, credit: credit?.toString() ?? null }
    if (bill.state === 'closed') return { change: {}, after }
    const { answerDays } = await billRules(ctx, tx, bill.body_id)
    const turn = bill.open_disputes === 1 ? ((await turnOfBody(ctx, tx, answerDays)) ?? {}) : {}
    if (credit === null) return { change: turn, after }
    await insertCredit(tx, id, no, credit)
    const amount = (BigInt(bill.amount) - credit).toString()
    const digest = await digestOfBill(tx, id)
    await chargeBudget(ctx, tx, bill, { isFinal: false })
    return { change: { amount, charge_count: bill.charge_count + 1, digest, ...turn }, after }
  })

/** What was paid once and went back when its order was cancelled does not go back again. Nobody sends a bill of the body meanwhile. */
async function refuseGivenBack(
  tx: Tx,
  { id, body_id: bodyId }: BillRow,
  { no, credit, amount }: { readonly no: number; readonly credit: bigint; readonly amount: bigint },
): Promise<void> {
  await holdBody(tx, bodyId)
  const back = await sumGivenBack(tx, id, no)
  if (credit + back > amount)
    refuse('bill.given_back', { details: { back: yuanOf(back), rest: yuanOf(amount - back) } })
}

/** Immutable from now on, by the database itself. The digest is taken once more over what is stored. */
export const closeBill = (ctx: Ctx, id: string, { version }: BodyOf<typeof operations.close>) =>
  act(ctx, id, version, { verb: 'close', event: 'closed' }, async (tx, bill) => {
    await assertStands(tx, bill)
    await chargeBudget(ctx, tx, bill, { isFinal: true })
    return { change: { state: 'closed', closed_at: ctx.clock.now(), closed_by: personNameOf(ctx.actor) } }
  })

/** The charges are those that the digest was taken over. */
export async function assertStands(tx: Tx, { id, digest }: BillRow): Promise<void> {
  if ((await digestOfBill(tx, id)) !== digest)
    throw new Error(`assertion: the charges of bill ${id} are those that were sent`)
}

async function digestOfBill(tx: Tx, id: string): Promise<string> {
  const charges = []
  for await (const charge of readCharges(tx, id)) charges.push(charge)
  return digestOf(charges)
}
