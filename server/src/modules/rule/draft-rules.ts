import type { RuleItemInput, RuleSetCreate, RuleSetUpdate } from '@yunheng/contract'
import { personIdOf } from '../../platform/actor.ts'
import type { Actor, Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { assert, refuse } from '../../platform/errors.ts'
import { problemsOfItems, sameItem, withShipped } from './rule-book.ts'
import { inheritedOnDay, levelKeptBy, refuseKeepingRules, refuseLoosening } from './rule-levels.ts'
import {
  findNewestRules,
  findRuleSet,
  hasDraft,
  insertRuleSet,
  loadRuleSetForUpdate,
  nextNumber,
  type RuleSetContent,
  type RuleSetRow,
  removeRuleSet,
  updateRuleSet,
} from './rule-store.ts'
import { findLoosening, type ItemInForce } from './tighten.ts'

export function refusePublished(row: Pick<RuleSetRow, 'published_at'>) {
  return row.published_at === null ? null : ('rule-set.published' as const)
}

export const nameOf = (actor: Actor) => (actor.kind === 'nobody' ? '' : actor.name)

/** What a version says, with the shipped values of rules that came after it. */
const itemsOf = (row: RuleSetRow | undefined) =>
  row?.region_id === null ? withShipped(row.items) : (row?.items ?? [])

/**
 * The whole of the new version: what the base has, with the given items in place of its own. In a region, what the levels
 * above have made stricter since has no effect any more and is not carried on.
 */
function contentOf(
  base: RuleSetRow | undefined,
  input: RuleSetCreate,
  inherited: ReadonlyMap<string, ItemInForce>,
): RuleSetContent {
  const problems = problemsOfItems(input.items)
  if (problems[0])
    refuse('rule-set.value_invalid', {
      details: { why: problems[0].zh },
      detailsEn: { why: problems[0].en },
      fields: problems,
    })
  refuseLoosening(input.items, inherited)
  const kept = itemsOf(base).filter((item) => findLoosening([item], inherited) === null)
  const before = new Map(kept.map((item) => [item.code, item]))
  const changed = input.items.filter((item) => !sameItem(before.get(item.code), item))
  if (changed.length === 0) refuse('rule-set.nothing_changes')
  const items = new Map<string, RuleItemInput>(before)
  for (const item of changed) items.set(item.code, item)
  return {
    effectiveFrom: input.effectiveFrom,
    reason: input.reason,
    items: [...items.values()],
    changes: changed.length,
  }
}

const changesOf = (base: RuleSetRow | undefined, content: RuleSetContent) => {
  const before = new Map(itemsOf(base).map((item) => [item.code, item]))
  const changed = content.items.filter((item) => !sameItem(before.get(item.code), item))
  const values = (items: readonly (RuleItemInput | undefined)[]) =>
    Object.fromEntries(items.flatMap((item) => (item ? [[item.code, item.value]] : [])))
  return {
    before: values(changed.map((item) => before.get(item.code))),
    after: { ...values(changed), effectiveFrom: content.effectiveFrom },
  }
}

/** What a level stands under on the day that its version begins; nothing stands above the whole platform's. */
const above = async (tx: Tx, regionId: string | null, day: string) =>
  regionId === null ? new Map<string, ItemInForce>() : await inheritedOnDay(tx, day, regionId)

/** @throws `rule-set.value_invalid`, `rule-set.nothing_changes`, `rule-set.draft_exists`, `rule-set.loosens_inherited`. */
export async function draftRules(ctx: Ctx, input: RuleSetCreate): Promise<RuleSetRow> {
  ctx.authz.require(ctx, 'create', 'rule-set')
  const keeping = await levelKeptBy(ctx.db, ctx.actor)
  if ('refusal' in keeping) refuse(keeping.refusal)
  const { regionId } = keeping
  return ctx.inTx(async (tx) => {
    const number = await nextNumber(tx, regionId)
    if (await hasDraft(tx, regionId)) refuse('rule-set.draft_exists')
    const base = await findNewestRules(tx, regionId)
    const content = contentOf(base, input, await above(tx, regionId, input.effectiveFrom))
    const id = ctx.ids.next()
    const by = { drafted_by: personIdOf(ctx.actor), drafted_by_name: nameOf(ctx.actor) }
    await insertRuleSet(
      tx,
      { id, number, region_id: regionId, base_id: base?.id ?? null, ...by, created_at: ctx.clock.now() },
      content,
    )
    await record(tx, ctx, id, input.reason, changesOf(base, content))
    return (await findRuleSet(tx, id)) as RuleSetRow
  })
}

export async function changeRules(ctx: Ctx, id: string, input: RuleSetUpdate): Promise<RuleSetRow> {
  return ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'modify', 'rule-set', await loadRuleSetForUpdate(tx, id))
    const keeping = await levelKeptBy(ctx.db, ctx.actor)
    const refusal = refuseKeepingRules(keeping, row) ?? refusePublished(row)
    if (refusal) refuse(refusal)
    const { version, ...given } = input
    const base = row.base_id === null ? undefined : await findRuleSet(tx, row.base_id)
    const content = contentOf(base, given, await above(tx, row.region_id, given.effectiveFrom))
    // Whoever writes last is the one who may not publish.
    const by = { draftedBy: personIdOf(ctx.actor), draftedByName: nameOf(ctx.actor) }
    if (!(await updateRuleSet(tx, id, version, { content, ...by }))) refuse('common.version_stale')
    await record(tx, ctx, id, input.reason, changesOf(base, content))
    return (await findRuleSet(tx, id)) as RuleSetRow
  })
}

export async function discardRules(ctx: Ctx, id: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'delete', 'rule-set', await loadRuleSetForUpdate(tx, id))
    const keeping = await levelKeptBy(ctx.db, ctx.actor)
    const refusal = refuseKeepingRules(keeping, row) ?? refusePublished(row)
    if (refusal) refuse(refusal)
    await removeRuleSet(tx, id)
    await record(tx, ctx, id, row.reason, { before: { number: row.number } })
  })
}

async function record(
  tx: Tx,
  ctx: Ctx,
  objectId: string,
  reason: string,
  change: { readonly before?: object; readonly after?: object },
): Promise<void> {
  assert(reason !== '', 'a change of rules has a reason')
  await ctx.audit(tx, { noun: 'rule-set', objectId, bodyId: null, reason, ...change })
}
