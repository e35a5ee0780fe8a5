/** Not everything that a cloud shows is to become a resource: by whom, why and until when it stays outside is kept. */

import type { ItemsDecided } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { AppError, assert, refuse, wordsOf } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { insertIgnored, removeIgnored } from './item-store.ts'
import { findShownItem } from './list-items.ts'

/** @throws `inventory.not_unmanaged`, `inventory.until_past`. */
export async function ignoreItem(
  ctx: Ctx,
  id: string,
  input: { readonly reason: string; readonly until: string | null },
): Promise<void> {
  const { actor, authz, clock } = ctx
  const today = dayInChina(clock.now())
  await ctx.inTx(async (tx) => {
    const item = authz.authorised(ctx, 'operate', 'inventory', await findShownItem(tx, id, today))
    if (item.standing !== 'unmanaged') refuse('inventory.not_unmanaged')
    if (input.until !== null && input.until <= today) refuse('inventory.until_past')
    assert(actor.kind === 'person', 'only people decide this')
    await insertIgnored(tx, { itemId: id, ...input, personId: actor.personId, now: clock.now() })
    const of = { noun: 'inventory', objectId: id, label: item.name, bodyId: item.provider_body_id } as const
    await ctx.audit(tx, { ...of, after: input })
  })
}

/** @throws `inventory.not_ignored`. */
export async function unignoreItem(ctx: Ctx, id: string): Promise<void> {
  const { authz, clock } = ctx
  await ctx.inTx(async (tx) => {
    const found = await findShownItem(tx, id, dayInChina(clock.now()))
    const item = authz.authorised(ctx, 'operate', 'inventory', found)
    if (item.ignored_reason === null) refuse('inventory.not_ignored')
    await removeIgnored(tx, id)
    const before = { reason: item.ignored_reason, until: item.ignored_until }
    const of = { noun: 'inventory', objectId: id, label: item.name, bodyId: item.provider_body_id } as const
    await ctx.audit(tx, { ...of, before })
  })
}

/** Each for itself. @throws the refusal of the first when every one is refused: then nothing was done. */
export async function decideEach(
  ids: readonly string[],
  decide: (id: string) => Promise<void>,
): Promise<ItemsDecided> {
  const items: ItemsDecided['items'] = []
  let first: AppError | null = null
  for (const id of new Set(ids)) {
    try {
      await decide(id)
      items.push({ id, done: true, reason: null, problem: null })
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'internal') throw error
      first ??= error
      items.push({ id, done: false, reason: error.reason, problem: wordsOf(error.reason, error.details) })
    }
  }
  if (first !== null && items.every((one) => !one.done)) throw first
  return { items }
}
