import type { CheckListCreate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findBody } from '../../organisation/index.ts'
import { type Holder, holderOf } from '../actor-words.ts'
import {
  type CheckListRow,
  findCheckList,
  type GuideField,
  insertCheckList,
  nextListNumber,
} from './check-list-store.ts'

/** The field of the guiding authority that this person sits in; null for any other body (R47). */
export async function guideFieldOf(db: Db, holder: Holder): Promise<GuideField | null> {
  const body = await findBody(db, holder.post.bodyId)
  return body?.guide_field ?? null
}

/** @throws `check-list.no_field`, `check-list.item_twice`, `check-list.starts_in_the_past`. */
export async function publishCheckList(ctx: Ctx, input: CheckListCreate): Promise<CheckListRow> {
  const db = ctx.authz.require(ctx, 'create', 'check-list')
  const holder = holderOf(ctx.actor)
  const field = (await guideFieldOf(db, holder)) ?? refuse('check-list.no_field')
  const codes = input.items.map(({ code }) => code)
  const twice = codes.find((code, index) => codes.indexOf(code) !== index)
  if (twice !== undefined) refuse('check-list.item_twice', { details: { code: twice } })
  if (input.effectiveFrom < dayInChina(ctx.clock.now())) refuse('check-list.starts_in_the_past')
  return ctx.inTx(async (tx) => {
    const id = ctx.ids.next()
    const number = await nextListNumber(tx, field)
    await insertCheckList(tx, {
      id,
      guide_field: field,
      number,
      title_zh: input.title.zh.trim(),
      title_en: input.title.en.trim(),
      effective_from: input.effectiveFrom,
      source: input.source.trim(),
      is_product_default: false,
      items: input.items,
      published_by_name: holder.name,
      created_at: ctx.clock.now(),
    })
    const after = { field, number, effectiveFrom: input.effectiveFrom, items: codes }
    await ctx.audit(tx, { noun: 'check-list', objectId: id, bodyId: holder.post.bodyId, after })
    return (await findCheckList(tx, id)) as CheckListRow
  })
}
