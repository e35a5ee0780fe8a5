/**
 * Applications (申请): what a body asks for one of its information systems, how it stands, and what came of it.
 * One request speaks of one system, one network zone, one pool class and one purpose; its lines are plans × quantity
 * (new), or resources that are to be changed, renewed or released.
 */
import {
  ActionsOf,
  Bilingual,
  Code,
  Day,
  Id,
  Instant,
  LongText,
  Money,
  Nullable,
  OneOf,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { BudgetStanding } from './budget-standing.ts'
import { DIMENSIONS, Estimate } from './catalogue.ts'
import { CeilingStanding } from './ceiling-standing.ts'
import { Amounts, POOL_CLASSES } from './pool.ts'
import { NETWORK_ZONES } from './system.ts'
import { FlowPreview, PersonRef } from './workflow-flow.ts'

/** 新增 / 变更 / 续期 / 释放. */
export const REQUEST_KINDS = ['new', 'change', 'renew', 'release'] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]
/** 正式 / 测试 / 应急. Test resources have a term, emergencies are opened first and give their papers after. */
export const REQUEST_PURPOSES = ['formal', 'test', 'emergency'] as const
export type RequestPurpose = (typeof REQUEST_PURPOSES)[number]

/**
 * 草稿 · 审批中 · 已退回 · 未通过 · 已撤回 · 已批准（待分配） · 开通中 · 部分交付 · 已交付（待确认） · 已完成 · 已取消.
 * `approved` lasts only while there is no room: with room, approval and allocation are one transaction.
 */
export const REQUEST_STATES = [
  'draft',
  'in-approval',
  'returned',
  'rejected',
  'withdrawn',
  'approved',
  'provisioning',
  'partly-delivered',
  'delivered',
  'completed',
  'cancelled',
] as const
export type RequestState = (typeof REQUEST_STATES)[number]

export const REQUEST_ACTIONS = [
  'modify',
  'remove',
  'submit',
  'withdraw',
  'cancel',
  'confirm',
  'returnDelivery',
  'allocate',
  'copy',
  'message',
  'attach',
] as const

// ---------------------------------------------------------------------------------------------- content

/** A line as the applicant writes it. New: plan. Change: resource and plan. Renew and release: resource only. */
export const RequestLineInput = Strict({
  planId: Nullable(Id),
  resourceId: Nullable(Id),
  quantity: Type.Integer({ minimum: 1, maximum: 1000 }),
  /** By the plan's parameter schema. */
  parameters: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 50 }),
  /** A volume: number of the line of this request whose server it is attached to, each unit to its own. */
  serverLine: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 100 }))),
  /** Why more than the recommended specification is needed (R102). */
  reason: Nullable(Type.String({ maxLength: 1000 })),
})
export type RequestLineInput = Static<typeof RequestLineInput>

const content = {
  title: ShortText,
  purpose: OneOf(REQUEST_PURPOSES),
  networkZone: OneOf(NETWORK_ZONES),
  poolClass: OneOf(POOL_CLASSES),
  /** On an edge node near the application: needs proof of necessity and the city's approval (R109). */
  atEdge: Type.Boolean(),
  /** On a disaster-recovery node (R12); nothing else is placed there. */
  atRecovery: Type.Optional(Type.Boolean()),
  /** Months from delivery on; null when `until` is given, or for releases. */
  termMonths: Nullable(Type.Integer({ minimum: 1, maximum: 60 })),
  /** Last day of use; null when `termMonths` is given. */
  until: Nullable(Day),
  justification: LongText,
  /** 立项批复文号 (R112, R117). */
  projectApprovalNo: Nullable(ShortText),
  /** Preferred provider, why, and which others were compared (R7). */
  preferredProviderId: Nullable(Id),
  providerReason: Nullable(Type.String({ maxLength: 1000 })),
  comparedProviderIds: Type.Array(Id, { maxItems: 20, uniqueItems: true }),
  /** The line of the budget that is to pay, among those that may (R274); the rule picks where none is named. */
  budgetId: Type.Optional(Nullable(Id)),
  /** Release only: what happened to the data on it (R234). */
  dataDisposal: Nullable(OneOf(['handed-over', 'migrated', 'not-needed'])),
  lines: Type.Array(RequestLineInput, { maxItems: 100 }),
}
export const RequestContent = Strict(content)
export type RequestContent = Static<typeof RequestContent>

/** A draft may be incomplete in everything but kind and system: gates say what is missing before it is submitted. */
export const RequestCreate = Strict({
  kind: OneOf(REQUEST_KINDS),
  systemId: Id,
  ...content,
  /** The general pool unless said otherwise (R69). */
  poolClass: Type.Optional(OneOf(POOL_CLASSES)),
})
export type RequestCreate = Static<typeof RequestCreate>
export const RequestUpdate = Strict({ version: Version, ...content })
export type RequestUpdate = Static<typeof RequestUpdate>

// ------------------------------------------------------------------------------------------------ gates

export const GATE_STATES = ['pass', 'warn', 'block'] as const
export type GateState = (typeof GATE_STATES)[number]

/** One rule, asked before a human is: what it says here, in words, with where it is written. */
export const Gate = Strict({
  key: Code,
  state: OneOf(GATE_STATES),
  /** Reason code of a warning or block. */
  reason: Nullable(Type.String()),
  title: Bilingual,
  text: Strict({ zh: Type.String(), en: Type.String() }),
  /** Document and clause, or "产品默认值". */
  source: Type.String(),
  isProductDefault: Type.Boolean(),
  /** Requirement, `R63`. */
  requirement: Type.String(),
  /** Numbers of the lines it speaks of, from 1. */
  lines: Type.Array(Type.Integer(), { maxItems: 100 }),
  /** What is wrong at which field of the form, by JSON pointer: `/lines/0/parameters/subnetIds`. */
  fields: Type.Optional(
    Type.Array(Strict({ path: Type.String(), zh: Type.String(), en: Type.String() }), { maxItems: 100 }),
  ),
})
export type Gate = Static<typeof Gate>

/** Gates, cost and way of what is in the form, saved or not. */
export const RequestCheck = Strict({
  gates: Type.Array(Gate, { maxItems: 50 }),
  /** No gate blocks. */
  isSubmittable: Type.Boolean(),
  /** Null while lines or term are missing. */
  estimate: Nullable(Estimate),
  /** What it would take of the budget; null without a cost, and where the rule does not ask. */
  budget: Nullable(BudgetStanding),
  /** How the ceilings of contracts stand with it; null without a cost, and where the rule does not ask. */
  ceiling: Nullable(CeilingStanding),
  /** What the lines take of capacity and quota. */
  amounts: Amounts,
  /** Who would get it; null while the gates that decide the way are open. */
  preview: Nullable(FlowPreview),
  /** Why there is no preview (reason code). */
  previewReason: Nullable(Type.String()),
})
export type RequestCheck = Static<typeof RequestCheck>

// ------------------------------------------------------------------------------------------------ lines

/** 待批 · 待分配 · 开通中 · 已交付 · 异常 · 已确认 · 已退回重做 · 已取消. */
export const REQUEST_LINE_STATES = [
  'pending',
  'waiting',
  'provisioning',
  'delivered',
  'failing',
  'confirmed',
  'redelivering',
  'cancelled',
] as const

export const RequestLine = Strict({
  id: Id,
  number: Type.Integer({ minimum: 1 }),
  ...RequestLineInput.properties,
  plan: Nullable(
    Strict({
      offeringId: Id,
      offeringCode: Code,
      offeringTitle: Bilingual,
      itemVersion: Type.Integer(),
      planCode: Code,
      planTitle: Bilingual,
      by: OneOf(['connector', 'work-order']),
    }),
  ),
  resourceName: Nullable(Type.String()),
  /** What the whole line takes. */
  amounts: Amounts,
  aboveRecommended: Type.Array(OneOf(DIMENSIONS), { maxItems: 15 }),
  state: OneOf(REQUEST_LINE_STATES),
  /** Where it was placed, and why there. */
  placements: Type.Array(
    Strict({
      placementId: Id,
      pool: Strict({ id: Id, name: Type.String() }),
      cloud: Strict({ id: Id, name: Type.String(), isSimulated: Type.Boolean() }),
      provider: Strict({ id: Id, name: Type.String() }),
      quantity: Type.Integer(),
    }),
    { maxItems: 20 },
  ),
  /** Resources that came of it, or that it speaks of. */
  resources: Type.Array(
    Strict({
      id: Id,
      name: Type.String(),
      kind: Type.String(),
      ready: Type.Boolean(),
      /** The condition in plain words while something is wrong. */
      problem: Nullable(Strict({ zh: Type.String(), en: Type.String() })),
    }),
    { maxItems: 1000 },
  ),
  /** Shared ground under them (network, router …) that is not ready yet: delivery waits for it. */
  waitsFor: Type.Array(
    Strict({
      id: Id,
      name: Type.String(),
      kind: Type.String(),
      text: Strict({ zh: Type.String(), en: Type.String() }),
      /** Something stands in its way; otherwise it is on its way. */
      failing: Type.Boolean(),
    }),
    { maxItems: 100 },
  ),
  progress: Strict({ wanted: Type.Integer(), ready: Type.Integer(), failing: Type.Integer() }),
})
export type RequestLine = Static<typeof RequestLine>

export const ATTACHMENT_KINDS = [
  'necessity-proof',
  'project-approval',
  'plan',
  'protection-filing',
  'emergency-papers',
  'other',
] as const
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number]
export const ATTACHMENT_BYTES_MAX = 10 * 1024 * 1024
export const RequestAttachment = Strict({
  id: Id,
  kind: OneOf(ATTACHMENT_KINDS),
  fileName: ShortText,
  contentType: Type.String(),
  sizeBytes: Type.Integer(),
  /** SM3 of the content, so that a printed list can be checked. */
  digest: Type.String(),
  byName: Type.String(),
  at: Instant,
})
export type RequestAttachment = Static<typeof RequestAttachment>

/** The six stages of R93: 申请、审批、测试、开通、优化、回收. */
export const REQUEST_STAGES = ['apply', 'approve', 'test', 'open', 'optimise', 'reclaim'] as const
export const RequestStage = Strict({
  stage: OneOf(REQUEST_STAGES),
  state: OneOf(['ahead', 'current', 'overdue', 'done', 'skipped']),
  /** Who acts: people by name, or whose job it is. */
  actor: Strict({ zh: Type.String(), en: Type.String() }),
  people: Type.Array(PersonRef, { maxItems: 200 }),
  since: Nullable(Instant),
  doneAt: Nullable(Instant),
  dueAt: Nullable(Instant),
  /** The time limit in words, with its source. */
  limit: Nullable(Strict({ zh: Type.String(), en: Type.String(), isProductDefault: Type.Boolean() })),
})
export type RequestStage = Static<typeof RequestStage>

// ---------------------------------------------------------------------------------------------- request

const head = {
  id: Id,
  /** 申请编号, for people: `SQ20261121-00042`. */
  no: Type.String(),
  kind: OneOf(REQUEST_KINDS),
  state: OneOf(REQUEST_STATES),
  title: ShortText,
  purpose: OneOf(REQUEST_PURPOSES),
  networkZone: OneOf(NETWORK_ZONES),
  poolClass: OneOf(POOL_CLASSES),
  atEdge: Type.Boolean(),
  atRecovery: Type.Boolean(),
  body: Strict({ id: Id, name: Type.String() }),
  system: Strict({ id: Id, code: Type.String(), name: Type.String() }),
  applicant: Strict({ personId: Id, name: Type.String() }),
  /** `云主机 × 3、云防火墙 × 1`. */
  summary: Strict({ zh: Type.String(), en: Type.String() }),
  /** Approved but not placed: there is no room, or what else stands in the way, since when. */
  condition: Nullable(
    Strict({
      type: OneOf(['waiting-for-capacity', 'papers-overdue', 'delivery-failing']),
      reason: Type.String(),
      text: Strict({ zh: Type.String(), en: Type.String() }),
      since: Instant,
    }),
  ),
  /** Estimated cost of the whole term, kept at submission. */
  cost: Nullable(Money),
  amounts: Amounts,
  createdAt: Instant,
  updatedAt: Instant,
  submittedAt: Nullable(Instant),
  decidedAt: Nullable(Instant),
  deliveredAt: Nullable(Instant),
  completedAt: Nullable(Instant),
  version: Version,
}

/** A row of the list. */
export const RequestSummary = Strict(head)
export type RequestSummary = Static<typeof RequestSummary>

export const Request = Strict({
  ...head,
  protectionLevel: Type.Integer(),
  termMonths: content.termMonths,
  until: content.until,
  justification: content.justification,
  projectApprovalNo: content.projectApprovalNo,
  preferredProvider: Nullable(Strict({ id: Id, name: Type.String() })),
  /** The line of the budget that the applicant named. */
  budgetId: Nullable(Id),
  providerReason: content.providerReason,
  comparedProviders: Type.Array(Strict({ id: Id, name: Type.String() }), { maxItems: 20 }),
  dataDisposal: content.dataDisposal,
  lines: Type.Array(RequestLine, { maxItems: 100 }),
  attachments: Type.Array(RequestAttachment, { maxItems: 50 }),
  stages: Type.Array(RequestStage, { maxItems: 6 }),
  flowInstanceId: Nullable(Id),
  /** Versions of the rules that it was submitted under: the province's, then what tightened it (R30); empty before. */
  ruleSets: Type.Array(Strict({ id: Id, number: Type.Integer(), region: Nullable(Type.String()) }), {
    maxItems: 5,
  }),
  /** Emergencies: when the papers are due at the latest. */
  papersDueAt: Nullable(Instant),
  /** Why it was returned, rejected, withdrawn or cancelled, in the words of who did it. */
  outcomeComment: Nullable(Type.String()),
  copiedFrom: Nullable(Strict({ id: Id, no: Type.String() })),
  /** Who allotted the resources, by when (R117). */
  allottedBy: Nullable(Type.String()),
  actions: ActionsOf(REQUEST_ACTIONS),
})
export type Request = Static<typeof Request>
