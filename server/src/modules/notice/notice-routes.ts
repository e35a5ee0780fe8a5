import { type Notice, noticeOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { assert } from '../../platform/errors.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { countUnread, listNotices, type NoticeRow, updateRead } from './notice-store.ts'

const COUNT_MAX = 100

function ownerOf(ctx: Ctx): string {
  assert(ctx.actor.kind === 'person', 'sessions belong to people')
  return ctx.actor.personId
}

export const noticeRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) => listNotices(ctx.db, ownerOf(ctx), query, query, toNotice)),
  route(operations.count, async (ctx) => ({ unread: await countUnread(ctx.db, ownerOf(ctx), COUNT_MAX) })),
  route(operations.markRead, async (ctx, { body }) => ({
    marked: await ctx.inTx((tx) => updateRead(tx, ownerOf(ctx), body.ids, ctx.clock.now())),
  })),
]

function toNotice(row: NoticeRow): Notice {
  return {
    id: row.id,
    kind: row.kind,
    text: { zh: row.text_zh, en: row.text_en },
    noun: row.noun,
    objectId: row.object_id,
    at: row.at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  }
}
