/**
 * Taking published prices back before their first day: the centre asks with a reason, the bureau decides (another person, also a
 * CHECK). The version stays in the history as withdrawn, and its dates are free again. Once its day has begun it is charged.
 */
import type { BodyOf, priceOperations as operations, ReasonCode } from '@yunheng/contract'
import { personIdOf, personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { refuseKeeping } from '../offering/offering.ts'
import { isAgreed } from './agreed-term-store.ts'
import { lockPublishing } from './price-in-force-store.ts'
import { findPrice, loadPriceForUpdate, type PriceRow, updatePrice, type Withdrawal } from './price-store.ts'

export type WithdrawVerb = 'withdraw' | 'confirmWithdrawal' | 'declineWithdrawal'

/** @param today the civil day; @param personId who acts, null for the platform itself. */
export function refuseWithdrawal(
  verb: WithdrawVerb,
  price: Pick<PriceRow, 'published_at' | 'withdrawn_at' | 'withdraw_asked_person_id' | 'effective_from'>,
  { today, personId }: { readonly today: string; readonly personId: string | null },
): ReasonCode | null {
  if (price.published_at === null) return 'price.not_published'
  if (price.withdrawn_at !== null) return 'price.withdrawn'
  const isAsked = price.withdraw_asked_person_id !== null
  if (verb !== 'withdraw' && !isAsked) return 'price.withdrawal_not_asked'
  // What was asked too late can still be declined, so that it does not stand there for ever.
  if (verb === 'declineWithdrawal') return null
  if (price.effective_from <= today) return 'price.begun'
  if (verb === 'withdraw') return isAsked ? 'price.withdrawal_asked' : null
  return personId === null || personId === price.withdraw_asked_person_id
    ? 'price.withdrawal_same_person'
    : null
}

async function act(
  ctx: Ctx,
  on: { readonly verb: WithdrawVerb; readonly id: string; readonly version: number },
  rule: (price: PriceRow) => { readonly change: Withdrawal; readonly after: object },
): Promise<PriceRow> {
  const { verb, id, version } = on
  return ctx.inTx(async (tx) => {
    const action = verb === 'withdraw' ? 'modify' : 'approve'
    await lockPublishing(tx)
    const price = ctx.authz.authorised(ctx, action, 'price', await loadPriceForUpdate(tx, id))
    const asking = { today: dayInChina(ctx.clock.now()), personId: personIdOf(ctx.actor) }
    const refusal = refuseKeeping(ctx.actor) ?? refuseWithdrawal(verb, price, asking)
    if (refusal) refuse(refusal)
    // An order or a renewal may keep prices that begin later: what was agreed is not taken back.
    if (verb !== 'declineWithdrawal' && (await isAgreed(tx, id))) refuse('price.agreed_already')
    const { change, after } = rule(price)
    if (!(await updatePrice(tx, id, version, { withdrawal: change }))) refuse('common.version_stale')
    const before = { state: 'published', withdrawReason: price.withdraw_reason }
    const bodyId = price.provider_body_id
    await ctx.audit(tx, { noun: 'price', objectId: id, label: price.name, bodyId, before, after })
    if (verb === 'confirmWithdrawal')
      await ctx.emit(tx, { type: 'price.withdrawn', noun: 'price', id, bodyId })
    return (await findPrice(tx, id)) as PriceRow
  })
}

/** @throws `price.begun`, `price.withdrawal_asked`, `price.agreed_already`. */
export const askWithdrawal = (
  ctx: Ctx,
  id: string,
  { version, reason }: BodyOf<typeof operations.withdraw>,
): Promise<PriceRow> =>
  act(ctx, { verb: 'withdraw', id, version }, () => ({
    change: {
      withdraw_reason: reason.trim(),
      withdraw_asked_by: personNameOf(ctx.actor),
      withdraw_asked_person_id: personIdOf(ctx.actor),
      withdraw_asked_at: ctx.clock.now(),
    },
    after: { asked: 'withdrawal', reason: reason.trim() },
  }))

/** @throws `price.begun`, `price.withdrawal_same_person`, `price.agreed_already`. */
export const confirmWithdrawal = (
  ctx: Ctx,
  id: string,
  { version }: BodyOf<typeof operations.confirmWithdrawal>,
): Promise<PriceRow> =>
  act(ctx, { verb: 'confirmWithdrawal', id, version }, (price) => ({
    change: {
      withdrawn_by: personNameOf(ctx.actor),
      withdrawn_person_id: personIdOf(ctx.actor),
      withdrawn_at: ctx.clock.now(),
    },
    after: { state: 'withdrawn', reason: price.withdraw_reason },
  }))

export const declineWithdrawal = (
  ctx: Ctx,
  id: string,
  { version, reason }: BodyOf<typeof operations.declineWithdrawal>,
): Promise<PriceRow> =>
  act(ctx, { verb: 'declineWithdrawal', id, version }, () => ({
    change: {
      withdraw_reason: null,
      withdraw_asked_by: null,
      withdraw_asked_person_id: null,
      withdraw_asked_at: null,
    },
    after: { declined: reason.trim() },
  }))
