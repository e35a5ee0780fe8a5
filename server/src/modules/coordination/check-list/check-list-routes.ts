import { type CheckList, checkListOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { holderOf } from '../actor-words.ts'
import {
  type CheckListRow,
  findCheckList,
  type GuideField,
  listCheckLists,
  listIdsInForce,
} from './check-list-store.ts'
import { guideFieldOf, publishCheckList } from './publish-check-list.ts'

interface Reader {
  readonly inForce: ReadonlySet<string>
  readonly field: GuideField | null
}

async function readerOf(ctx: Ctx, db: Db): Promise<Reader> {
  const inForce = await listIdsInForce(db, dayInChina(ctx.clock.now()))
  return { inForce, field: await guideFieldOf(db, holderOf(ctx.actor)) }
}

function toCheckList(ctx: Ctx, row: CheckListRow, { inForce, field }: Reader): CheckList {
  const refusal =
    field === null ? 'check-list.no_field' : field === row.guide_field ? null : 'check-list.other_field'
  return {
    id: row.id,
    field: row.guide_field,
    number: row.number,
    title: { zh: row.title_zh, en: row.title_en },
    effectiveFrom: row.effective_from,
    source: row.source,
    isProductDefault: row.is_product_default,
    isInForce: inForce.has(row.id),
    items: [...row.items],
    publishedBy: row.published_by_name,
    createdAt: row.created_at.toISOString(),
    actions: { publish: ctx.authz.allowance(ctx.actor, 'create', 'check-list', refusal) },
  }
}

export const checkListRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'check-list')
    const reader = await readerOf(ctx, db)
    const filter = {
      ...(query.field === undefined ? {} : { field: query.field }),
      ...(query.inForce ? { ids: [...reader.inForce] } : {}),
    }
    return listCheckLists(db, filter, query, (row) => toCheckList(ctx, row, reader))
  }),
  route(operations.get, async (ctx, { params }) => {
    const row = ctx.authz.authorised(ctx, 'view', 'check-list', await findCheckList(ctx.db, params.id))
    return toCheckList(ctx, row, await readerOf(ctx, ctx.db))
  }),
  route(operations.create, async (ctx, { body }) =>
    toCheckList(ctx, await publishCheckList(ctx, body), await readerOf(ctx, ctx.db)),
  ),
]
