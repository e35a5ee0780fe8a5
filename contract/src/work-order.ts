/**
 * Work orders (交付工单): what has no API is delivered by the provider's people, with a due date in working days and
 * evidence that the department accepts or returns (R39–R42, R92).
 */
import { actsOn } from './act.ts'
import {
  ActionsOf,
  Bilingual,
  Id,
  IdParams,
  Instant,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import type { Reason } from './reasons.ts'

/** What the provider is asked to do with the resource. */
export const WORK_ORDER_TASKS = ['deliver', 'change', 'withdraw'] as const
/**
 * 待接单 → 办理中 → 待确认 → 已完成; the department may return delivered work (back to 办理中), the provider may decline
 * with a reason (已退单: the regulator places it elsewhere or ends it); cancelled when it is no longer wanted.
 */
export const WORK_ORDER_STATES = [
  'open',
  'accepted',
  'delivered',
  'confirmed',
  'declined',
  'cancelled',
] as const
export type WorkOrderState = (typeof WORK_ORDER_STATES)[number]

export const EVIDENCE_TYPES = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'text/plain',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
] as const
/** 5 MiB, and the base64 of it in a body. */
export const EVIDENCE_BYTES_MAX = 5_242_880
const EVIDENCE_BASE64_MAX = 6_990_508

export const Evidence = Strict({
  id: Id,
  fileName: ShortText,
  mediaType: OneOf(EVIDENCE_TYPES),
  sizeBytes: Type.Integer({ minimum: 1 }),
  /** SM3 of the content. */
  digest: Type.String(),
  note: Type.String(),
  addedBy: Type.String(),
  addedAt: Instant,
})
export type Evidence = Static<typeof Evidence>

export const WORK_ORDER_ACTIONS = [
  'accept',
  'decline',
  'addEvidence',
  'deliver',
  'confirm',
  'return',
] as const

const Ref = Strict({ id: Id, name: Type.String() })
const Why = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

export const WorkOrder = Strict({
  id: Id,
  task: OneOf(WORK_ORDER_TASKS),
  state: OneOf(WORK_ORDER_STATES),
  resource: Ref,
  body: Ref,
  system: Ref,
  provider: Ref,
  cloud: Ref,
  plan: Nullable(Strict({ id: Id, code: Type.String(), title: Bilingual, offeringCode: Type.String() })),
  /** What the request filled in. */
  parameters: Type.Record(Type.String(), Type.Unknown()),
  openedAt: Instant,
  dueAt: Instant,
  /** Why it is due then: working days counted on the calendar. */
  dueText: Strict({ zh: Type.String(), en: Type.String() }),
  overdue: Type.Boolean(),
  acceptedBy: Nullable(Type.String()),
  /** What the department must know to use it: addresses, accounts to be fetched, contacts. */
  deliveryNote: Nullable(Type.String()),
  evidence: Type.Array(Evidence, { maxItems: 20 }),
  history: Type.Array(
    Strict({
      at: Instant,
      state: OneOf(WORK_ORDER_STATES),
      actor: Type.String(),
      comment: Nullable(Type.String()),
    }),
    { maxItems: 100 },
  ),
  version: Version,
  actions: ActionsOf(WORK_ORDER_ACTIONS),
})
export type WorkOrder = Static<typeof WorkOrder>

const read = { none: 'read' } as const

const act = actsOn({
  noun: 'work-order',
  path: '/work-orders',
  response: WorkOrder,
  action: 'operate',
  reasons: ['work-order.wrong_state'],
})

const filters = {
  state: Type.Optional(OneOf(WORK_ORDER_STATES)),
  overdue: Type.Optional(Type.Boolean()),
  resourceId: Type.Optional(Id),
  systemId: Type.Optional(Id),
}

export const workOrderOperations = {
  list: operation({
    id: 'work-order.list',
    method: 'GET',
    path: '/work-orders',
    title: { zh: '工单列表', en: 'List work orders' },
    query: PageQuery(filters),
    response: PageOf(WorkOrder),
    access: { action: 'list', noun: 'work-order' },
    audit: read,
    reasons: [],
  }),
  /** The list as a workbook: the same filters, the same sight. */
  export: operation({
    id: 'work-order.export',
    method: 'GET',
    path: '/work-orders/export',
    title: { zh: '导出工单', en: 'Export work orders' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'work-order' },
    audit: { act: 'work-order.export' },
    reasons: [],
  }),
  get: operation({
    id: 'work-order.get',
    method: 'GET',
    path: '/work-orders/{id}',
    title: { zh: '查看工单', en: 'Get a work order' },
    params: IdParams,
    response: WorkOrder,
    access: { action: 'view', noun: 'work-order' },
    audit: read,
    reasons: [],
  }),
  accept: act('accept', { zh: '接单', en: 'Accept a work order' }, {}),
  decline: act('decline', { zh: '退单', en: 'Decline a work order' }, { reason: Why }),
  addEvidence: operation({
    id: 'work-order.add-evidence',
    method: 'POST',
    path: '/work-orders/{id}/evidence',
    title: { zh: '上传交付凭据', en: 'Hand in a piece of evidence' },
    params: IdParams,
    body: Strict({
      fileName: ShortText,
      mediaType: OneOf(EVIDENCE_TYPES),
      note: Type.String({ maxLength: 1000 }),
      contentBase64: Type.String({
        minLength: 4,
        maxLength: EVIDENCE_BASE64_MAX,
        pattern: '^[A-Za-z0-9+/]+={0,2}$',
      }),
    }),
    response: WorkOrder,
    status: 201,
    access: { action: 'operate', noun: 'work-order' },
    audit: { act: 'work-order.add-evidence' },
    idempotent: true,
    bodyLimitBytes: 7_340_032,
    reasons: [
      'work-order.wrong_state',
      'work-order.too_much_evidence',
      'blob.too_large',
      'blob.type_mismatch',
      'blob.name_invalid',
    ],
  }),
  getEvidence: operation({
    id: 'work-order.get-evidence',
    method: 'GET',
    path: '/work-orders/{id}/evidence/{evidenceId}',
    title: { zh: '下载交付凭据', en: 'Fetch a piece of evidence' },
    params: Strict({ id: Id, evidenceId: Id }),
    response: Type.Any(),
    access: { action: 'view', noun: 'work-order' },
    audit: { none: 'read' },
    reasons: [],
    stream: 'file',
  }),
  deliver: act(
    'deliver',
    { zh: '提交交付', en: 'Report as delivered' },
    { note: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }) },
    ['work-order.evidence_missing'],
  ),
  confirm: act(
    'confirm',
    { zh: '确认交付', en: 'Accept the evidence' },
    { comment: Nullable(Type.String({ maxLength: 1000 })) },
    [],
    'approve',
  ),
  return: act('return', { zh: '退回重办', en: 'Return for correction' }, { reason: Why }, [], 'approve'),
} as const

export const workOrderReasons = {
  'work-order.wrong_state': {
    kind: 'conflict',
    zh: '工单当前状态不能这样办理。',
    en: 'The work order is not in a state for that.',
  },
  'work-order.evidence_missing': {
    kind: 'precondition',
    zh: '请先上传至少一份交付凭据。',
    en: 'Hand in at least one piece of evidence first.',
  },
  'work-order.too_much_evidence': {
    kind: 'capacity',
    zh: '每张工单最多 {limit} 份凭据。',
    en: 'A work order takes at most {limit} pieces of evidence.',
  },
  'work-order.calendar_missing': {
    kind: 'precondition',
    zh: '工作日历缺少 {year} 年，无法计算期限。请先导入该年日历。',
    en: 'The working calendar has no {year}, so no due date can be computed. Import that year first.',
  },
  'blob.too_large': {
    kind: 'invalid',
    zh: '文件超过 {limitMiB} MiB。',
    en: 'The file is larger than {limitMiB} MiB.',
  },
  'blob.type_mismatch': {
    kind: 'invalid',
    zh: '文件内容与所填类型不符。',
    en: 'The content of the file is not of the type that was given.',
  },
  'blob.name_invalid': {
    kind: 'invalid',
    zh: '文件名不能含有路径或控制字符。',
    en: 'A file name holds no path and no control characters.',
  },
} as const satisfies Record<string, Reason>
