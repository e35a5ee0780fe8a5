import type { EffectiveRules, QueryOf, ruleSetOperations } from '@yunheng/contract'
import { actingPost } from '../../platform/actor.ts'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { findRegion } from '../organisation/index.ts'
import { levelKeptBy, levelsOnDay, refuseKeepingRules } from './rule-levels.ts'
import { hasDraft } from './rule-store.ts'
import { levelOf, toEffectiveRules } from './rule-view.ts'

/** What applies in a region on a day, and where each value comes from (R30). Rules are no secret: any region may be asked. */
export async function effectiveRules(
  ctx: Ctx,
  query: QueryOf<typeof ruleSetOperations.effective>,
): Promise<EffectiveRules> {
  const db = ctx.authz.require(ctx, 'list', 'rule-set')
  const { actor } = ctx
  const asked = query.regionId ?? actingPost(actor)?.regionId
  const region = asked === undefined ? undefined : await findRegion(db, asked)
  if (query.regionId !== undefined && region === undefined) refuse('common.not_found')
  // The province's own rules are the whole platform's.
  const regionId = region === undefined || region.parent_id === null ? null : region.id
  const onDay = query.onDay ?? dayInChina(ctx.clock.now())
  const levels = await levelsOnDay(db, onDay, regionId)
  const kept = refuseKeepingRules(await levelKeptBy(db, actor), { region_id: regionId })
  const draft = kept ?? ((await hasDraft(db, regionId)) ? ('rule-set.draft_exists' as const) : null)
  return {
    region: await levelOf(db, regionId),
    onDay,
    levels: levels.map(({ region: at, version }) => ({
      region: at,
      ruleSet: version === undefined ? null : { id: version.id, number: version.number },
    })),
    items: toEffectiveRules(levels),
    actions: { draft: ctx.authz.allowance(actor, 'create', 'rule-set', draft) },
  }
}
