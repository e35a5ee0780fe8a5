/**
 * Adoption (纳管): what clouds held before the platform came gets an owner. The platform proposes, people assign in lists,
 * the owning body approves, and each thing becomes a resource whose intended state is what it is.
 */
import {
  ActionsOf,
  Bilingual,
  Day,
  Id,
  Instant,
  Nullable,
  OneOf,
  Ref,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { Amounts } from './pool.ts'

/** Kinds that can be taken in. Key pairs belong to a cloud's user and carry no tag; services are no things of a cloud. */
export const ADOPTABLE_KINDS = [
  'project',
  'network',
  'subnet',
  'router',
  'security-group',
  'server',
  'volume',
  'snapshot',
  'backup',
  'floating-ip',
  'load-balancer',
] as const
export type AdoptableKind = (typeof ADOPTABLE_KINDS)[number]

/** In the order in which they are asked: the first that fits proposes. */
export const ADOPTION_RULES = ['tag', 'project', 'project-name', 'name', 'attached'] as const
export type AdoptionRule = (typeof ADOPTION_RULES)[number]

/** Kinds that a plan of the catalogue prices by themselves, once taken in. */
export const PRICEABLE_KINDS = [
  'server',
  'volume',
  'floating-ip',
  'load-balancer',
  'network',
  'security-group',
] as const
export type PriceableKind = (typeof PRICEABLE_KINDS)[number]

/** By which rule a plan was found, or why there is none. */
export const ADOPTION_PLAN_RULES = [
  'exact',
  'tier',
  'measured',
  'chosen',
  'no-size',
  'tier-unknown',
  'ambiguous',
  'not-offered',
  'cleared',
] as const
export type AdoptionPlanRule = (typeof ADOPTION_PLAN_RULES)[number]

const PlanRef = Strict({ id: Id, code: Type.String(), title: Bilingual, offeringCode: Type.String() })

/** A plan that things of a kind can be priced by. */
export const AdoptionPlan = Strict({
  ...PlanRef.properties,
  kind: OneOf(PRICEABLE_KINDS),
  offeringTitle: Bilingual,
})
export type AdoptionPlan = Static<typeof AdoptionPlan>

export const ADOPTION_LIST_STATES = [
  'draft',
  'submitted',
  'returned',
  'withdrawn',
  'taking-in',
  'done',
] as const
export type AdoptionListState = (typeof ADOPTION_LIST_STATES)[number]
/** Things to be taken in; or resources that stand already, and get the plan that they are priced by. */
export const ADOPTION_LIST_SORTS = ['take-in', 'plan'] as const
export type AdoptionListSort = (typeof ADOPTION_LIST_SORTS)[number]
export const ADOPTION_ENTRY_STATES = [
  'assigned',
  'sent-back',
  'approved',
  'taken-in',
  'priced',
  'left-out',
  'withdrawn',
] as const
export type AdoptionEntryState = (typeof ADOPTION_ENTRY_STATES)[number]

export const ADOPTION_LIST_MAX = 10_000

export const Count = Type.Integer({ minimum: 0 })
const SystemRef = Strict({ id: Id, name: Type.String(), code: Type.String() })

/** A thing that nobody manages, with whose it seems to be. */
export const AdoptionItem = Strict({
  id: Id,
  cloud: Ref,
  kind: OneOf(ADOPTABLE_KINDS),
  externalId: Type.String(),
  projectName: Nullable(Type.String()),
  name: Type.String(),
  state: Type.String(),
  /** `4 vCPU · 8 GiB`. */
  size: Type.String(),
  addresses: Type.Array(Type.String(), { maxItems: 50 }),
  firstSeenAt: Instant,
  proposal: Nullable(
    Strict({ body: Ref, system: SystemRef, rule: OneOf(ADOPTION_RULES), reason: Bilingual }),
  ),
  /** What it would be priced by: the plan, if one fits, and why. */
  plan: Nullable(PlanRef),
  planBecause: Nullable(Bilingual),
  /** On whose list it stands already. */
  list: Nullable(Strict({ id: Id, no: Type.String(), body: Ref })),
})
export type AdoptionItem = Static<typeof AdoptionItem>

export const ADOPTION_LIST_ACTIONS = ['submit', 'withdraw', 'removeEntries', 'sendBack', 'setPlan'] as const

export const AdoptionListSummary = Strict({
  id: Id,
  no: Type.String(),
  sort: OneOf(ADOPTION_LIST_SORTS),
  cloud: Ref,
  body: Ref,
  pool: Ref,
  state: OneOf(ADOPTION_LIST_STATES),
  note: Type.String(),
  /** Priced from this day on; null: from the day on which each is taken in. */
  pricedFrom: Nullable(Day),
  counts: Strict({
    assigned: Count,
    'sent-back': Count,
    approved: Count,
    'taken-in': Count,
    priced: Count,
    'left-out': Count,
    withdrawn: Count,
  }),
  createdBy: Type.String(),
  createdAt: Instant,
  submittedAt: Nullable(Instant),
  doneAt: Nullable(Instant),
})
export type AdoptionListSummary = Static<typeof AdoptionListSummary>

export const AdoptionList = Strict({
  ...AdoptionListSummary.properties,
  /** What the things that are still to be taken in take of capacity and quota. */
  amounts: Amounts,
  /**
   * What the body may hold, holds, and would hold; where that is more, it is taken in and counted all the same, and
   * nothing new is promised until it fits. Null when neither the body nor one above has a quota.
   */
  quota: Nullable(Strict({ limit: Amounts, used: Amounts, after: Amounts, isOver: Type.Boolean() })),
  /** How many of the things that a plan could price have none. */
  withoutPlan: Count,
  decidedAt: Nullable(Instant),
  decidedComment: Nullable(Type.String()),
  /** Why taking in waits, with the cloud's words. */
  trouble: Nullable(Bilingual),
  version: Version,
  actions: ActionsOf(ADOPTION_LIST_ACTIONS),
})
export type AdoptionList = Static<typeof AdoptionList>

export const AdoptionEntry = Strict({
  id: Id,
  kind: OneOf(ADOPTABLE_KINDS),
  externalId: Type.String(),
  projectName: Nullable(Type.String()),
  name: Type.String(),
  size: Type.String(),
  system: SystemRef,
  state: OneOf(ADOPTION_ENTRY_STATES),
  /** Why it is on the list: what was found, or what stands on it; null when a person chose. */
  because: Nullable(Bilingual),
  plan: Nullable(PlanRef),
  /** Why this plan, or why none; null for lists of before plans were proposed. */
  planBecause: Nullable(Bilingual),
  /** When its resource got the plan. */
  pricedAt: Nullable(Instant),
  /** Why it was sent back or left out. */
  outcome: Nullable(Bilingual),
  resource: Nullable(Id),
  takenInAt: Nullable(Instant),
})
export type AdoptionEntry = Static<typeof AdoptionEntry>

/** Rates that are counted, never entered (R18, R19). */
export const AdoptionRate = Strict({
  requirement: Type.String(),
  title: Bilingual,
  /** How it is counted. */
  definition: Bilingual,
  part: Count,
  whole: Count,
  /** In percent with one digit; null when there is nothing to count. */
  percent: Nullable(Type.Number({ minimum: 0, maximum: 100 })),
  target: Type.Number(),
})
export type AdoptionRate = Static<typeof AdoptionRate>

export const RATE_GAPS = ['not-admitted', 'no-zone', 'not-connected', 'never-scanned', 'scan-old'] as const

export const AdoptionNode = Strict({
  id: Id,
  name: Type.String(),
  cloud: Ref,
  region: Type.String(),
  isManaged: Type.Boolean(),
  /** Why not. */
  gap: Nullable(OneOf(RATE_GAPS)),
  scannedAt: Nullable(Instant),
})
export type AdoptionNode = Static<typeof AdoptionNode>

export const AdoptionCounty = Strict({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  /** Systems of its bodies with something on a cloud. */
  systems: Count,
  isOnCloud: Type.Boolean(),
})
export type AdoptionCounty = Static<typeof AdoptionCounty>

/** Of one cloud: what it shows, by whose it is. */
export const AdoptionCloud = Strict({
  cloud: Ref,
  managed: Count,
  unmanaged: Count,
  proposed: Count,
  assigned: Count,
  percent: Nullable(Type.Number({ minimum: 0, maximum: 100 })),
})
export type AdoptionCloud = Static<typeof AdoptionCloud>
