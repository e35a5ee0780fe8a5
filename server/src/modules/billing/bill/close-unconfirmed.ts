/**
 * The regulated way for a bill that nobody answers: after its day and all reminders the centre proposes to close it, with reason and
 * evidence; another person decides. It is shown as closed without confirmation for good, and the body may still dispute its charges.
 */

import type { BodyOf, billOperations as operations } from '@yunheng/contract'
import { personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { joined } from '../../../platform/http/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { assertStands, type Flows, NO_CLOSING } from './act-on-bill.ts'
import { type ClosingVerb, refuseClosing } from './bill.ts'
import { type BillChange, type BillRow, findBill, loadBillForUpdate, updateBill } from './bill-store.ts'
import { chargeBudget } from './charge-budget.ts'
import { billRules } from './rules-of-bill.ts'

interface Act {
  readonly verb: ClosingVerb
  readonly id: string
  readonly version: number
  readonly event: string
  readonly change: (
    tx: Tx,
    bill: BillRow,
    personId: string,
  ) => Promise<{ readonly change: BillChange; readonly after?: object }>
}

async function act(ctx: Ctx, { verb, id, version, event, change: rule }: Act): Promise<BillRow> {
  return ctx.inTx(async (tx) => {
    const action = verb === 'propose' ? 'create' : 'approve'
    const bill = ctx.authz.authorised(ctx, action, 'bill-closing', await loadBillForUpdate(tx, id))
    if (bill.version !== version) refuse('common.version_stale')
    const { actor } = ctx
    assert(actor.kind === 'person', 'people close bills')
    const { remindersNeeded: needed } = await billRules(ctx, tx, bill.body_id)
    const today = dayInChina(ctx.clock.now())
    const refusal = refuseClosing(verb, bill, { needed, today, personId: actor.personId })
    if (refusal) refuse(refusal)
    const { change, after = {} } = await rule(tx, bill, actor.personId)
    if (!(await updateBill(tx, id, bill.version, change))) refuse('common.version_stale')
    const { body_id: bodyId, month: label } = bill
    const before = { state: bill.state, reason: bill.closing_reason, evidence: bill.closing_evidence }
    await ctx.audit(tx, {
      noun: 'bill-closing',
      objectId: id,
      label,
      bodyId,
      before,
      after: { ...change, ...after },
    })
    await ctx.emit(tx, { type: `bill.${event}`, noun: 'bill', id, bodyId })
    return (await findBill(tx, id)) as BillRow
  })
}

/** @throws `bill.closing_not_asked`, `bill.closing_too_early`, `bill.closing_proposed`. */
export const proposeClosing = (
  ctx: Ctx,
  id: string,
  { version, reason, evidence }: BodyOf<typeof operations.propose>,
) =>
  act(ctx, {
    verb: 'propose',
    id,
    version,
    event: 'closing-proposed',
    change: async (_tx, _bill, personId) => ({
      change: {
        closing_reason: reason.trim(),
        closing_evidence: evidence.trim(),
        closing_by: personNameOf(ctx.actor),
        closing_person_id: personId,
        closing_at: ctx.clock.now(),
      },
    }),
  })

/** @throws `bill.closing_not_proposed`, `bill.closing_same_person`. */
export const declineClosing = (
  ctx: Ctx,
  id: string,
  { version, reason }: BodyOf<typeof operations.decline>,
) =>
  act(ctx, {
    verb: 'decline',
    id,
    version,
    event: 'closing-declined',
    change: async () => ({ change: NO_CLOSING, after: { declined: reason.trim() } }),
  })

/** Nothing is asked of the body any more: its task ends. @throws `bill.closing_not_proposed`, `bill.closing_same_person`. */
export async function approveClosing(
  flows: Flows,
  ctx: Ctx,
  id: string,
  { version }: BodyOf<typeof operations.approve>,
): Promise<BillRow> {
  return ctx.inTx(async (tx) => {
    ctx.authz.authorised(ctx, 'approve', 'bill-closing', await findBill(tx, id))
    // The flow's lock before the bill's, as by whoever does the task; refused, all of it is undone.
    await flows.settleFlow(tx, ctx, { noun: 'bill', id }, 'void', null)
    return act(joined(ctx, tx), {
      verb: 'approve',
      id,
      version,
      event: 'closed-unconfirmed',
      change: async (_, bill, personId) => {
        await assertStands(tx, bill)
        await chargeBudget(ctx, tx, bill, { isFinal: true })
        const closed = {
          closed_at: ctx.clock.now(),
          closed_by: personNameOf(ctx.actor),
          closed_person_id: personId,
          remind_on: null,
        }
        return { change: { state: 'closed', is_unconfirmed: true, ...closed } }
      },
    })
  })
}
