/**
 * Work orders (工单): what has no API is delivered by the provider's people, with a due date in working days and evidence
 * that the department accepts or returns (R39–R42, R92); and what operations dispatch to a provider without any resource
 * (R40), the destruction of data before two witnesses among it (R233).
 */
import {
  ActionsOf,
  Bilingual,
  Id,
  Instant,
  Nullable,
  OneOf,
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'

/** What the provider is asked to do with a resource that was approved. */
export const RESOURCE_TASKS = ['deliver', 'change', 'withdraw'] as const
/** What operations dispatch: 故障处置、运行维护、迁移支持、巡检、演练、数据销毁、其他 (R40). */
export const DISPATCHED_TASKS = [
  'incident',
  'maintenance',
  'migration',
  'inspection',
  'drill',
  'destruction',
  'other',
] as const
export type DispatchedTask = (typeof DISPATCHED_TASKS)[number]
export const WORK_ORDER_TASKS = [...RESOURCE_TASKS, ...DISPATCHED_TASKS] as const
export type WorkOrderTask = (typeof WORK_ORDER_TASKS)[number]
/** Both sides that see a destruction with their own eyes; neither is the provider's (R233). */
export const WITNESS_SIDES = ['operations', 'department'] as const
/**
 * 待接单 → 办理中 → 待确认 → 已完成; the department may return delivered work (back to 办理中), the provider may decline
 * with a reason (已退单: the regulator places it elsewhere or ends it); cancelled when it is no longer wanted. What
 * operations dispatched they judge themselves.
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
export const EVIDENCE_BASE64_MAX = 6_990_508

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
  'pass',
  'sendBack',
  'cancel',
  'witness',
] as const

export const WorkOrder = Strict({
  id: Id,
  task: OneOf(WORK_ORDER_TASKS),
  state: OneOf(WORK_ORDER_STATES),
  /** Of what operations dispatched; a delivery goes by its resource. */
  no: Nullable(Type.String()),
  title: Type.String(),
  description: Nullable(Type.String()),
  /** Who dispatched it; null: it followed from an approval. */
  openedBy: Nullable(Type.String()),
  resource: Nullable(Ref),
  /** Whose system it concerns. */
  body: Nullable(Ref),
  system: Nullable(Ref),
  provider: Ref,
  cloud: Nullable(Ref),
  node: Nullable(Ref),
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
  /** Of operations: named when a destruction was dispatched. */
  witness: Nullable(Ref),
  /** Who signed that he saw it, for what is delivered now; work that was sent back is witnessed anew. */
  witnesses: Type.Array(
    Strict({
      side: OneOf(WITNESS_SIDES),
      person: Type.String(),
      body: Type.String(),
      statement: Type.String(),
      at: Instant,
    }),
    { maxItems: 2 },
  ),
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
