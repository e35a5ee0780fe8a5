import type { ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { cutsOf, hasDays, readPriceBook } from '../../billing/index.ts'
import { findPriceToTry, type PriceInForce } from '../../catalogue/index.ts'
import { listBilledSubjects, sumUsage, windowOfMonth } from '../../metering/index.ts'
import { TRIAL_RECONCILER } from './begin-trial.ts'
import { bookToTry, trySums } from './price-trial.ts'
import {
  addUnit,
  findTrial,
  finishTrial,
  forgetTrial,
  listTrialsToLook,
  sumBilled,
  type TrialRow,
  type TrialUnit,
  takeUnit,
} from './price-trial-store.ts'

/** Months of bodies that are rated before others have their turn. */
const UNITS_OF_PASS = 20
const BATCH = 20

/**
 * Rates one billed month of one body after another, each in a transaction of its own that notes it as done: what was killed goes on
 * where it stopped, and no month counts twice.
 */
export const priceTrialReconciler: Reconciler = {
  name: TRIAL_RECONCILER,
  concurrency: 1,
  sweepEveryMs: 60_000,
  async reconcile(ctx, id, signal) {
    const trial = await findTrial(ctx.db, id)
    if (trial === undefined) return { done: true }
    if (trial.expires_at <= ctx.clock.now()) {
      await ctx.inTx((tx) => forgetTrial(tx, id))
      return { done: true }
    }
    if (trial.finished_at !== null) return { done: true }
    const found = await findPriceToTry(ctx.db, trial.price_version_id)
    if (found?.rowVersion !== trial.price_row_version) {
      await ctx.inTx((tx) => finish(ctx, tx, trial, 'price-trial.version_changed'))
      return { done: true }
    }
    for (let count = 0; count < UNITS_OF_PASS; count += 1) {
      signal.throwIfAborted()
      if (await ctx.inTx((tx) => tryNext(ctx, tx, trial, found.price))) continue
      await ctx.inTx((tx) => finish(ctx, tx, trial, null))
      return { done: true }
    }
    return { done: false, againMs: 0 }
  },
  sweep: (ctx) => listTrialsToLook(ctx.db, ctx.clock.now(), BATCH),
}

/** @returns false where nothing is left. */
async function tryNext(ctx: Ctx, tx: Tx, trial: TrialRow, price: PriceInForce): Promise<boolean> {
  const unit = await takeUnit(tx, trial.id)
  if (unit === undefined) return false
  const [billed, tried] = [await sumBilled(tx, unit.bill_id), await tryMonth(tx, trial, unit, price)]
  await addUnit(tx, ctx.ids.next, trial.id, unit, { billed, tried })
  return true
}

/** The usage that its bill was made of, under the prices that are tried. */
async function tryMonth(tx: Tx, trial: TrialRow, { body_id, month }: TrialUnit, price: PriceInForce) {
  const window = windowOfMonth(month)
  const all = await listBilledSubjects(tx, body_id)
  const book = bookToTry(await readPriceBook(tx, all, window), price, trial.keeps_pins)
  const cuts = cutsOf(book, all, window)
  const held = await sumUsage(tx, { bodyId: body_id, month, cuts, withDays: hasDays(book, window) })
  return trySums({ window, cuts, subjects: new Map(all.map((one) => [one.id, one])), book, held })
}

async function finish(ctx: Ctx, tx: Tx, trial: TrialRow, problem: ReasonCode | null): Promise<void> {
  if (!(await finishTrial(tx, trial.id, ctx.clock.now(), problem))) return
  const { id, body_id: bodyId, price_name: label } = trial
  const act = 'price-trial.finished'
  await ctx.audit(tx, { act, noun: 'price-trial', objectId: id, label, bodyId, after: { problem } })
  await ctx.emit(tx, { type: act, noun: 'price-trial', id, bodyId })
}
