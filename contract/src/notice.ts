/** Notices (通知): what a person should know of, one line each, with the place it leads to. */
import { Id, Instant, Nullable, operation, PageOf, PageQuery, type Static, Strict, Type } from './base.ts'

export const Notice = Strict({
  id: Id,
  /** `request.returned`, `task.opened`: the fact that it tells of. */
  kind: Type.String(),
  text: Strict({ zh: Type.String(), en: Type.String() }),
  /** What it is about, for a link. */
  noun: Type.String(),
  objectId: Id,
  at: Instant,
  readAt: Nullable(Instant),
})
export type Notice = Static<typeof Notice>

const read = { none: 'read' } as const
/** Everybody has his own notices and nobody else's. */
const mine = 'session' as const

export const noticeOperations = {
  list: operation({
    id: 'notice.list',
    method: 'GET',
    path: '/notices',
    title: { zh: '我的通知', en: 'My notices' },
    query: PageQuery({ unread: Type.Optional(Type.Boolean()) }),
    response: PageOf(Notice),
    access: mine,
    audit: read,
    reasons: [],
  }),
  count: operation({
    id: 'notice.count',
    method: 'GET',
    path: '/notices/count',
    title: { zh: '未读通知数量', en: 'How many notices are unread' },
    /** Counted up to 100. */
    response: Strict({ unread: Type.Integer() }),
    access: mine,
    audit: read,
    reasons: [],
  }),
  markRead: operation({
    id: 'notice.mark-read',
    method: 'POST',
    path: '/notices/mark-read',
    title: { zh: '标为已读', en: 'Mark notices as read' },
    /** These, or all of mine when null. */
    body: Strict({ ids: Nullable(Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true })) }),
    response: Strict({ marked: Type.Integer() }),
    access: mine,
    audit: { none: 'a mark in one’s own list' },
    reasons: [],
  }),
} as const
