/** Looks at contracts with a ceiling and tells people, once for each threshold, that so much of it is spent. */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findContract, findTerms, listWithCeiling } from '../../service-contract/index.ts'
import { levelOf } from '../calc/forecast.ts'
import { noteWarning } from './payment-store.ts'
import { spentOfContract } from './spent.ts'

const BATCH = 200
/** Bills change day by day at most. */
const EVERY_MS = 6 * 3_600_000

export const ceilingReconciler: Reconciler = {
  name: 'contract-ceiling',
  concurrency: 1,
  sweepEveryMs: EVERY_MS,
  async reconcile(ctx, id) {
    await ctx.inTx((tx) => warn(ctx, tx, id))
    return { done: true }
  },
  async sweep(ctx) {
    return listWithCeiling(ctx.db, dayInChina(ctx.clock.now()), BATCH)
  },
}

async function warn(ctx: Ctx, tx: Tx, id: string): Promise<void> {
  const [contract, terms] = [await findContract(tx, id), await findTerms(tx, id)]
  if (contract === undefined || terms === undefined || terms.ceiling === null) return
  const ceiling = BigInt(terms.ceiling)
  const { spent } = await spentOfContract(tx, contract, dayInChina(ctx.clock.now()))
  const level = levelOf(spent, ceiling, terms.warn_percent)
  if (level !== 'warn' && level !== 'reached') return
  const percent = level === 'reached' ? 100 : terms.warn_percent
  const note = { contractId: id, termsNumber: terms.number, percent, spent, at: ctx.clock.now() }
  if (!(await noteWarning(tx, note))) return
  const { body_id: bodyId, no: label } = contract
  const after = { percent, spent: spent.toString(), ceiling: terms.ceiling }
  await ctx.audit(tx, {
    act: 'service-contract.ceiling-near',
    noun: 'service-contract',
    objectId: id,
    label,
    bodyId,
    after,
  })
  await ctx.emit(tx, { type: 'service-contract.ceiling-near', noun: 'service-contract', id, bodyId })
}
