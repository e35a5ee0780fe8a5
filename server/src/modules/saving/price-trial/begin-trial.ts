import { PRICE_TRIAL_MONTHS_MAX, type PriceTrialCreate } from '@yunheng/contract'
import { actingPost } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { monthsBetween } from '../../../platform/worktime/index.ts'
import { findPriceToTry } from '../../catalogue/index.ts'
import { findTrial, insertTrial, isTrialRunning, type TrialRow } from './price-trial-store.ts'

export const TRIAL_RECONCILER = 'price-trial'
/** So long the result is kept (product default). */
const KEPT_MS = 30 * 86_400_000

/**
 * Begins to rate the usage of billed months anew under a version of prices, a draft as well. The work is done in the background; nothing
 * of a bill changes. @throws `price-trial.months|nothing_billed|running`.
 */
export async function beginTrial(ctx: Ctx, input: PriceTrialCreate): Promise<TrialRow> {
  return ctx.inTx(async (tx) => {
    ctx.authz.require(ctx, 'create', 'price-trial')
    const months = monthsBetween(input.from, input.to, PRICE_TRIAL_MONTHS_MAX) ?? refuse('price-trial.months')
    const found = (await findPriceToTry(tx, input.priceVersionId)) ?? refuse('common.not_found')
    if (await isTrialRunning(tx)) refuse('price-trial.running')
    const { actor } = ctx
    const bodyId = actingPost(actor)?.bodyId ?? null
    if (bodyId === null) return refuse('common.forbidden')
    const [id, now] = [ctx.ids.next(), ctx.clock.now()]
    const { price, rowVersion } = found
    const units = await insertTrial(tx, {
      id,
      body_id: bodyId,
      price_version_id: price.versionId,
      price_name: price.versionName,
      price_row_version: rowVersion,
      provider_body_id: price.providerBodyId,
      months: [...months],
      keeps_pins: input.keepsPins,
      created_by: actor.kind === 'nobody' ? '' : actor.name,
      created_at: now,
      expires_at: new Date(now.getTime() + KEPT_MS),
    })
    if (units === 0) refuse('price-trial.nothing_billed')
    await ctx.audit(tx, {
      noun: 'price-trial',
      objectId: id,
      label: price.versionName,
      bodyId,
      after: { ...input, units },
    })
    await ctx.emit(tx, { type: 'price-trial.begun', noun: 'price-trial', id, bodyId })
    await ctx.nudge(tx, TRIAL_RECONCILER, id)
    return (await findTrial(tx, id)) as TrialRow
  })
}
