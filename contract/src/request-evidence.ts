/** What stands beside a request: evidence for those who decide, its history, its conversation, terms and templates. */
import {
  ActionsOf,
  Bilingual,
  Day,
  Id,
  Instant,
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
import { Estimate } from './catalogue.ts'
import { CeilingStanding } from './ceiling-standing.ts'
import { Amounts, POOL_CLASSES } from './pool.ts'
import {
  Gate,
  REQUEST_KINDS,
  REQUEST_PURPOSES,
  Request,
  RequestContent,
  RequestStage,
  RequestSummary,
} from './request.ts'
import { NETWORK_ZONES } from './system.ts'

/** Used before, used with this request, out of how much; the share is null where there is no limit. */
const Level = Strict({
  limit: Type.Integer(),
  before: Type.Integer(),
  after: Type.Integer(),
  shareBefore: Nullable(Type.Number()),
  shareAfter: Nullable(Type.Number()),
})
export const AmountLevels = Strict({
  vcpus: Level,
  memoryMiB: Level,
  storageGiB: Level,
  floatingIps: Level,
  cards: Level,
})
export type AmountLevels = Static<typeof AmountLevels>

/** Beside the decision (门头沟): the pools it could go to with and without it, the quota, the cost, the gates, the past. */
export const RequestEvidence = Strict({
  gates: Type.Array(Gate, { maxItems: 50 }),
  estimate: Nullable(Estimate),
  /** While it is undecided: what it would take of the budget. */
  budget: Nullable(BudgetStanding),
  /** How the ceilings of contracts stand with it; null without a cost, and where the rule does not ask. */
  ceiling: Nullable(CeilingStanding),
  amounts: Amounts,
  pools: Type.Array(
    Strict({
      id: Id,
      name: Type.String(),
      cloud: Type.String(),
      provider: Type.String(),
      class: OneOf(POOL_CLASSES),
      networkZone: OneOf(NETWORK_ZONES),
      /** The whole request would fit now. */
      fits: Type.Boolean(),
      levels: AmountLevels,
      observedAt: Nullable(Instant),
      /** The last complete scan of its cloud is too long ago: its figures are not to be taken for the present. */
      isOld: Type.Boolean(),
    }),
    { maxItems: 50 },
  ),
  /** The quota that pays for it: the body's own or the nearest above. Null when none is set. */
  quota: Nullable(Strict({ body: Strict({ id: Id, name: Type.String() }), levels: AmountLevels })),
  /** What the system has now. */
  resources: Strict({ count: Type.Integer(), amounts: Amounts }),
  /** Earlier requests of the same system, newest first. */
  history: Type.Array(RequestSummary, { maxItems: 20 }),
  /** Other requests of the body that wait for the same room. */
  competing: Strict({ count: Type.Integer(), amounts: Amounts }),
  asOf: Instant,
})
export type RequestEvidence = Static<typeof RequestEvidence>

export const REQUEST_EVENTS = [
  'created',
  'submitted',
  'resubmitted',
  'step',
  'returned',
  'rejected',
  'withdrawn',
  'approved',
  'waiting',
  'allocated',
  'line-delivered',
  'delivered',
  'delivery-returned',
  'confirmed',
  'completed',
  'cancelled',
  'papers',
  'reminded',
  'renewed',
  'not-renewed',
  'expired',
] as const
export const RequestEvent = Strict({
  id: Id,
  at: Instant,
  event: OneOf(REQUEST_EVENTS),
  text: Strict({ zh: Type.String(), en: Type.String() }),
  /** Null when the platform itself acted. */
  actor: Nullable(Strict({ name: Type.String(), bodyName: Nullable(Type.String()) })),
  comment: Nullable(Type.String()),
})
export type RequestEvent = Static<typeof RequestEvent>

export const RequestMessage = Strict({
  id: Id,
  at: Instant,
  personId: Id,
  name: Type.String(),
  bodyName: Type.String(),
  side: Type.String(),
  text: Type.String(),
})
export type RequestMessage = Static<typeof RequestMessage>

/** R7: the same lines with each provider that offers them. */
export const ProviderComparison = Strict({
  items: Type.Array(
    Strict({
      provider: Strict({ id: Id, name: Type.String() }),
      /** Pools of the wanted class and zone. */
      pools: Type.Integer(),
      fits: Type.Boolean(),
      isSimulated: Type.Boolean(),
      total: Nullable(Money),
      perMonth: Nullable(Money),
      /** False: some of it has no price with this provider. */
      isPriceComplete: Type.Boolean(),
    }),
    { maxItems: 50 },
  ),
})
export type ProviderComparison = Static<typeof ProviderComparison>

export const RequestPrint = Strict({
  request: Request,
  gates: Type.Array(Gate, { maxItems: 50 }),
  estimate: Nullable(Estimate),
  stages: Type.Array(RequestStage, { maxItems: 6 }),
  opinions: Type.Array(
    Strict({
      step: Bilingual,
      person: Type.String(),
      bodyName: Nullable(Type.String()),
      outcome: Type.String(),
      comment: Nullable(Type.String()),
      at: Instant,
    }),
    { maxItems: 200 },
  ),
  events: Type.Array(RequestEvent, { maxItems: 500 }),
  printedBy: Type.String(),
  printedAt: Instant,
})
export type RequestPrint = Static<typeof RequestPrint>

// ------------------------------------------------------------------------------------- terms, templates

/** 到期询问 · 到期释放 · 自动续期. */
export const TERM_ENDS = ['ask', 'release', 'renew'] as const
export type TermEnd = (typeof TERM_ENDS)[number]

/** How long a resource may be used, and what happens at the end. */
export const ResourceTerm = Strict({
  resourceId: Id,
  name: Type.String(),
  body: Strict({ id: Id, name: Type.String() }),
  system: Strict({ id: Id, name: Type.String() }),
  purpose: OneOf(REQUEST_PURPOSES),
  until: Day,
  daysLeft: Type.Integer(),
  renewals: Type.Integer(),
  stage: OneOf(['running', 'expiring', 'stopped', 'released']),
  /** What is taken back: the day it is deleted when nobody renews; null for what nobody stops. */
  deleteOn: Nullable(Day),
  /** What its body chose for the end. */
  atEnd: OneOf(TERM_ENDS),
  /** By so many months, where it renews by itself. */
  renewMonths: Nullable(Type.Integer()),
  chosenBy: Nullable(Type.String()),
  /** Why it was not renewed by itself. */
  renewalProblem: Nullable(Strict({ zh: Type.String(), en: Type.String() })),
  /** The stages of taking back (R129), as far as they have come. */
  noticedAt: Nullable(Instant),
  confirmedAt: Nullable(Instant),
  confirmedBy: Nullable(Type.String()),
  stoppedAt: Nullable(Instant),
  actions: ActionsOf(['renew', 'release', 'choose', 'confirm', 'keep']),
})
export type ResourceTerm = Static<typeof ResourceTerm>

const template = {
  name: ShortText,
  summary: Type.String({ maxLength: 1000 }),
  content: RequestContent,
}
/** A standard on-cloud plan to start from (R105), of the regulator for all or of a body for itself. */
export const RequestTemplateCreate = Strict({ ...template, isShared: Type.Boolean() })
export type RequestTemplateCreate = Static<typeof RequestTemplateCreate>
export const RequestTemplateUpdate = Strict({ version: Version, ...template })
export type RequestTemplateUpdate = Static<typeof RequestTemplateUpdate>
export const RequestTemplate = Strict({
  id: Id,
  ...template,
  kind: OneOf(REQUEST_KINDS),
  /** Null: shared by all. */
  body: Nullable(Strict({ id: Id, name: Type.String() })),
  version: Version,
  updatedAt: Instant,
  actions: ActionsOf(['modify', 'remove']),
})
export type RequestTemplate = Static<typeof RequestTemplate>

export const RequestCounts = Strict({
  byState: Type.Record(Type.String(), Type.Integer()),
  byKind: Type.Record(Type.String(), Type.Integer()),
  waitingForCapacity: Type.Integer(),
  total: Type.Integer(),
})
export type RequestCounts = Static<typeof RequestCounts>
