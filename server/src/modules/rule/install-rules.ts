import type { Ctx } from '../../platform/context.ts'
import { SHIPPED_RULES } from './rule-definitions.ts'
import { findNewestRules, insertRuleSet, nextNumber } from './rule-store.ts'

/** Before any day that a request can be of. */
const BEGINNING = '2000-01-01'

/** Version 1, as the documents have it (facts/rules); once. */
export async function installRules(ctx: Ctx): Promise<void> {
  if (await findNewestRules(ctx.db, null)) return
  await ctx.inTx(async (tx) => {
    const number = await nextNumber(tx, null)
    if (await findNewestRules(tx, null)) return
    const id = ctx.ids.next()
    const now = ctx.clock.now()
    const by = { drafted_by: null, drafted_by_name: '云衡', published_by_name: '云衡', published_at: now }
    const reason = '随产品提供的首个版本 / the first version, as shipped'
    await insertRuleSet(
      tx,
      { id, number, region_id: null, base_id: null, ...by, created_at: now },
      { effectiveFrom: BEGINNING, reason, items: SHIPPED_RULES, changes: 0 },
    )
    await ctx.audit(tx, {
      act: 'rule-set.publish',
      noun: 'rule-set',
      objectId: id,
      bodyId: null,
      after: { number },
    })
  })
}
