import type { Ctx } from '../../../platform/context.ts'
import { findListInForce, type GuideField, insertCheckList, nextListNumber } from './check-list-store.ts'
import { DEFAULT_CHECK_LISTS } from './default-check-lists.ts'

/** Before any day that a check can be of. */
const BEGINNING = '2000-01-01'

/** The first list of each of the four guiding roles, labelled as our proposal; once. */
export async function installCheckLists(ctx: Ctx): Promise<void> {
  for (const [field, { title, items }] of Object.entries(DEFAULT_CHECK_LISTS) as [
    GuideField,
    (typeof DEFAULT_CHECK_LISTS)[keyof typeof DEFAULT_CHECK_LISTS],
  ][]) {
    if (await findListInForce(ctx.db, field, BEGINNING)) continue
    await ctx.inTx(async (tx) => {
      const id = ctx.ids.next()
      const number = await nextListNumber(tx, field)
      await insertCheckList(tx, {
        id,
        guide_field: field,
        number,
        title_zh: title.zh,
        title_en: title.en,
        effective_from: BEGINNING,
        source: '产品默认值',
        is_product_default: true,
        items,
        published_by_name: '云衡',
        created_at: ctx.clock.now(),
      })
      await ctx.audit(tx, {
        act: 'check-list.create',
        noun: 'check-list',
        objectId: id,
        bodyId: null,
        after: { field, number },
      })
    })
  }
}
