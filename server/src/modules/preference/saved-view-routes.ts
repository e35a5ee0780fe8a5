import { savedViewOperations as operations, type SavedView } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { assert, refuse } from '../../platform/errors.ts'
import { type Route, route } from '../../platform/http/index.ts'
import {
  countSavedViews,
  listSavedViews,
  removeSavedView,
  type SavedViewRow,
  upsertSavedView,
} from './saved-view-store.ts'

const VIEWS_MAX = 100

function ownerOf(ctx: Ctx): string {
  assert(ctx.actor.kind === 'person', 'sessions belong to people')
  return ctx.actor.personId
}

export const savedViewRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) => ({
    items: (await listSavedViews(ctx.db, ownerOf(ctx), query.page)).map(toSavedView),
  })),
  route(operations.save, async (ctx, { body }) => {
    const personId = ownerOf(ctx)
    const view = { id: ctx.ids.next(), personId, ...body, name: body.name.trim(), now: ctx.clock.now() }
    const row = await ctx.inTx(async (tx) => {
      const saved = await upsertSavedView(tx, view)
      if ((await countSavedViews(tx, personId)) > VIEWS_MAX) refuse('saved-view.too_many')
      return saved
    })
    return toSavedView(row)
  }),
  route(operations.remove, async (ctx, { params }) => {
    const isGone = await ctx.inTx((tx) => removeSavedView(tx, ownerOf(ctx), params.id))
    if (!isGone) refuse('common.not_found')
    return null
  }),
]

function toSavedView(row: SavedViewRow): SavedView {
  return {
    id: row.id,
    page: row.page,
    name: row.name,
    search: row.search,
    columns: row.columns as SavedView['columns'],
    createdAt: row.created_at.toISOString(),
  }
}
