/** Saved views (视图): filters and columns of a list that a person keeps under a name. His own, on whichever machine. */
import {
  Empty,
  Id,
  IdParams,
  Instant,
  Nullable,
  operation,
  ShortText,
  type Static,
  Strict,
  Type,
} from './base.ts'

/** Name of a page of the console. */
const Page = Type.String({ pattern: '^[a-zA-Z]{1,40}$' })
const VIEWS_MAX = 100

export const SavedView = Strict({
  id: Id,
  page: Page,
  name: ShortText,
  /** Filters as they stand in the address: `?kind=server&standing=unmanaged`. */
  search: Type.String({ maxLength: 2000 }),
  /** Columns that are shown, in their order; null for those that the page shows by itself. */
  columns: Nullable(Type.Array(Type.String({ pattern: '^[a-zA-Z-]{1,40}$' }), { maxItems: 40 })),
  createdAt: Instant,
})
export type SavedView = Static<typeof SavedView>

const mine = 'session' as const

export const savedViewOperations = {
  list: operation({
    id: 'saved-view.list',
    method: 'GET',
    path: '/saved-views',
    title: { zh: '我的视图', en: 'My views' },
    query: Strict({ page: Page }),
    response: Strict({ items: Type.Array(SavedView, { maxItems: VIEWS_MAX }) }),
    access: mine,
    audit: { none: 'read' },
    reasons: [],
  }),
  save: operation({
    id: 'saved-view.save',
    method: 'POST',
    path: '/saved-views',
    title: { zh: '保存视图', en: 'Save a view' },
    /** One of the same name is replaced. */
    body: Strict({
      page: Page,
      name: SavedView.properties.name,
      search: SavedView.properties.search,
      columns: SavedView.properties.columns,
    }),
    response: SavedView,
    access: mine,
    audit: { none: 'one’s own way of looking' },
    reasons: ['saved-view.too_many'],
  }),
  remove: operation({
    id: 'saved-view.remove',
    method: 'DELETE',
    path: '/saved-views/{id}',
    title: { zh: '删除视图', en: 'Remove a view' },
    params: IdParams,
    response: Empty,
    status: 204,
    access: mine,
    audit: { none: 'one’s own way of looking' },
    reasons: [],
  }),
} as const

export const savedViewReasons = {
  'saved-view.too_many': {
    kind: 'conflict',
    zh: '最多保存 100 个视图，请先删除不用的。',
    en: 'At most 100 views are kept. Remove one that is not used.',
  },
} as const
