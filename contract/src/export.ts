/** Exports (导出): a whole list, however long, written to a file in the background and kept for a while for whoever asked. */
import {
  ActionsOf,
  Bilingual,
  Empty,
  Id,
  IdParams,
  Instant,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  type Static,
  Strict,
  Type,
} from './base.ts'

/** Lists that can be exported whole, by the operation that exports the bounded ones at once. */
export const EXPORTED_LISTS = [
  'inventory.export',
  'resource.export',
  'work-order.export',
  'request.export',
  'system.export',
  'person.export',
  'post.export',
  'adoption.download',
  'guide-check.export',
  'major-issue.export',
  'usage.export',
  'statement.export-lines',
  'difference.export',
  'spending.export',
  'spending-rate.export',
  'bill.export-focus',
] as const
export type ExportedList = (typeof EXPORTED_LISTS)[number]

export const EXPORT_FORMATS = ['xlsx', 'csv', 'parquet'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export const EXPORT_STATES = ['waiting', 'running', 'ready', 'failed', 'cancelled'] as const
export type ExportState = (typeof EXPORT_STATES)[number]

const Count = Type.Integer({ minimum: 0 })
/** Filters as they stand in the address of the list. */
const Filters = Type.Record(Type.String({ pattern: '^[a-zA-Z]{1,40}$' }), Type.String({ maxLength: 500 }), {
  maxProperties: 30,
})

export const Export = Strict({
  id: Id,
  list: OneOf(EXPORTED_LISTS),
  /** What is exported, in words. */
  title: Bilingual,
  filters: Type.Record(Type.String(), Type.Unknown()),
  format: OneOf(EXPORT_FORMATS),
  state: OneOf(EXPORT_STATES),
  /** Rows written so far; all of them when it is ready. */
  rows: Count,
  /** How many there will be, where the list can tell beforehand. */
  expectedRows: Nullable(Strict({ count: Count, isEstimate: Type.Boolean() })),
  sizeBytes: Nullable(Count),
  fileName: Nullable(Type.String()),
  /** Why it failed. */
  problem: Nullable(Bilingual),
  createdAt: Instant,
  endedAt: Nullable(Instant),
  /** When the file goes. */
  keptUntil: Nullable(Instant),
  actions: ActionsOf(['download', 'cancel', 'remove']),
})
export type Export = Static<typeof Export>

const read = { none: 'read' } as const
/** Everybody has his own exports, those of the post from which he acts, and nobody else's. */
const mine = 'session' as const

export const exportOperations = {
  list: operation({
    id: 'export.list',
    method: 'GET',
    path: '/exports',
    title: { zh: '我的导出', en: 'My exports' },
    query: PageQuery({}),
    response: PageOf(Export),
    access: mine,
    audit: read,
    reasons: [],
  }),
  start: operation({
    id: 'export.start',
    method: 'POST',
    path: '/exports',
    title: { zh: '后台导出', en: 'Export in the background' },
    body: Strict({
      list: OneOf(EXPORTED_LISTS),
      filters: Filters,
      format: OneOf(EXPORT_FORMATS),
      language: OneOf(['zh', 'en']),
    }),
    response: Export,
    status: 202,
    access: mine,
    audit: { act: 'export.start' },
    idempotent: true,
    reasons: ['export.too_many', 'export.needs_post'],
  }),
  get: operation({
    id: 'export.get',
    method: 'GET',
    path: '/exports/{id}',
    title: { zh: '查看导出', en: 'Get an export' },
    params: IdParams,
    response: Export,
    access: mine,
    audit: read,
    reasons: [],
  }),
  download: operation({
    id: 'export.download',
    method: 'GET',
    path: '/exports/{id}/file',
    title: { zh: '下载导出文件', en: 'Download an exported file' },
    params: IdParams,
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: mine,
    audit: { act: 'export.download' },
    reasons: ['export.not_ready', 'export.file_elsewhere'],
  }),
  cancel: operation({
    id: 'export.cancel',
    method: 'POST',
    path: '/exports/{id}/cancel',
    title: { zh: '取消导出', en: 'Cancel an export' },
    params: IdParams,
    response: Export,
    access: mine,
    audit: { act: 'export.cancel' },
    reasons: ['export.not_under_way'],
  }),
  remove: operation({
    id: 'export.remove',
    method: 'DELETE',
    path: '/exports/{id}',
    title: { zh: '删除导出文件', en: 'Remove an exported file' },
    params: IdParams,
    response: Empty,
    status: 204,
    access: mine,
    audit: { act: 'export.remove' },
    reasons: ['export.under_way'],
  }),
} as const

export const exportReasons = {
  'export.too_many': {
    kind: 'conflict',
    zh: '同时进行的导出最多 3 个，保留的导出文件最多 20 个。请等候完成，或在“我的导出”中删除不用的。',
    en: 'At most 3 exports run at a time, and at most 20 files are kept. Wait, or remove what is not used under "My exports".',
  },
  'export.needs_post': {
    kind: 'forbidden',
    zh: '您当前没有可用的岗位，不能导出。',
    en: 'You have no post to act from, so nothing can be exported.',
  },
  'export.not_ready': {
    kind: 'conflict',
    zh: '文件尚未生成，完成后可下载。',
    en: 'The file is not ready. It can be downloaded once it is.',
  },
  'export.file_elsewhere': {
    kind: 'unavailable',
    zh: '本服务进程所用的数据目录中没有此文件。多进程部署时，各进程的 YUNHENG_EXPORT_DIR 须指向同一共享目录。',
    en: 'This process does not find the file. Where several processes serve, YUNHENG_EXPORT_DIR must be one directory that they share.',
  },
  'export.not_under_way': {
    kind: 'conflict',
    zh: '此导出已经结束，无需取消。',
    en: 'This export has ended already.',
  },
  'export.under_way': {
    kind: 'conflict',
    zh: '导出仍在进行，请先取消。',
    en: 'The export is still under way. Cancel it first.',
  },
  'export.post_ended': {
    kind: 'forbidden',
    zh: '发起导出的岗位已失效，导出没有完成。',
    en: 'The post that the export was started from has ended, so it was not made.',
  },
  'export.no_room': {
    kind: 'capacity',
    zh: '服务器磁盘空间不足，导出没有完成。请联系管理员，或缩小筛选条件后重试。',
    en: 'The server’s disk is nearly full, so the export was not made. Tell the administrator, or narrow the filters.',
  },
  'export.broken': {
    kind: 'internal',
    zh: '导出多次中断，没有完成。请缩小筛选条件后重试；仍失败请联系管理员。',
    en: 'The export broke off several times. Narrow the filters and try again; if it still fails, tell the administrator.',
  },
} as const
