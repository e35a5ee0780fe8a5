import { personIdOf } from '../../platform/actor.ts'
import type { Actor, Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { nameOf, refusePublished } from './draft-rules.ts'
import { inheritedOnDay, levelKeptBy, refuseKeepingRules, refuseLoosening } from './rule-levels.ts'
import { findRuleSet, loadRuleSetForUpdate, type RuleSetRow, updateRuleSet } from './rule-store.ts'

export function refusePublishing(row: RuleSetRow, actor: Actor, today: string) {
  if (row.published_at !== null) return refusePublished(row)
  if (actor.kind === 'person' && row.drafted_by === actor.personId) return 'rule-set.same_person' as const
  return row.effective_from < today ? ('rule-set.starts_in_the_past' as const) : null
}

/**
 * Puts a version into force from its day on; a second person's act. What was submitted before keeps its version.
 * @throws `rule-set.same_person`, `rule-set.starts_in_the_past`, `rule-set.published`, `rule-set.loosens_inherited`.
 */
export async function publishRules(ctx: Ctx, id: string, version: number): Promise<RuleSetRow> {
  return ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'approve', 'rule-set', await loadRuleSetForUpdate(tx, id))
    const now = ctx.clock.now()
    const keeping = await levelKeptBy(ctx.db, ctx.actor)
    const refusal = refuseKeepingRules(keeping, row) ?? refusePublishing(row, ctx.actor, dayInChina(now))
    if (refusal) refuse(refusal)
    // The levels above may have tightened since it was drafted.
    if (row.region_id !== null)
      refuseLoosening(row.items, await inheritedOnDay(tx, row.effective_from, row.region_id))
    const by = { publishedBy: personIdOf(ctx.actor), publishedByName: nameOf(ctx.actor) }
    if (!(await updateRuleSet(tx, id, version, { publishedAt: now, ...by }))) refuse('common.version_stale')
    const after = { published: true, number: row.number, effectiveFrom: row.effective_from }
    await ctx.audit(tx, { noun: 'rule-set', objectId: id, bodyId: null, reason: row.reason, after })
    await ctx.emit(tx, { type: 'rule-set.published', noun: 'rule-set', id, bodyId: null })
    return (await findRuleSet(tx, id)) as RuleSetRow
  })
}
