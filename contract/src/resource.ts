/** Resources (资源): what should run and what does run, side by side (DESIGN §2), for everything placed on any cloud. */
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
import { NODE_KINDS } from './node.ts'
import { POOL_CLASSES } from './pool.ts'
import { RESOURCE_KINDS, ResourceSpec } from './resource-spec.ts'
import { NETWORK_ZONES } from './system.ts'

/**
 * Where it stands, in one word for lists; computed from both sides. `waiting`: intended, not made yet. `cooling-off`:
 * given back, stopped, still to be restored. `missing`: it was there and is not, though it should be. `unknown`: the
 * cloud has not told for too long.
 */
export const RESOURCE_STATES = [
  'waiting',
  'building',
  'ready',
  'stopped',
  'changing',
  'cooling-off',
  'removing',
  'released',
  'faulty',
  'missing',
  'unknown',
] as const
export type ResourceState = (typeof RESOURCE_STATES)[number]

/** The beam balance: both sides agree, one follows the other, they differ without anybody's wish, or it is not known. */
export const AGREEMENTS = ['level', 'changing', 'tilted', 'unknown'] as const
export type Agreement = (typeof AGREEMENTS)[number]

/** What the cloud says. `gone`: it said that there is no such thing. */
export const OBSERVED_STATES = [
  'building',
  'ready',
  'changing',
  'needs-confirm',
  'removing',
  'error',
  'unknown',
  'gone',
] as const
export type ObservedStateWord = (typeof OBSERVED_STATES)[number]

/**
 * What stands in the way or is worth knowing. `Waiting` for something else of ours; `CloudUnavailable`, `CloudRefused`
 * (quota, capacity, invalid), `CloudFault` (an error of the cloud's side); `Drift` changed outside the platform;
 * `Missing` vanished; `WorkOrder` with a provider's people; `PersonNeeded` nothing more is tried until a person decides.
 */
export const CONDITION_TYPES = [
  'Waiting',
  'CloudUnavailable',
  'CloudRefused',
  'CloudFault',
  'Drift',
  'Missing',
  'WorkOrder',
  'PersonNeeded',
] as const
export type ConditionType = (typeof CONDITION_TYPES)[number]

export const Condition = Strict({
  type: OneOf(CONDITION_TYPES),
  /** Reason code (`resource.cloud_unreachable`), with its sentence. */
  reason: Type.String(),
  text: Strict({ zh: Type.String(), en: Type.String() }),
  /** The cloud's own words, when it said any. */
  cloudWords: Nullable(Type.String()),
  cloudRequestId: Nullable(Type.String()),
  since: Instant,
  /** How often in a row, and when it is tried again by itself. */
  attempts: Type.Integer({ minimum: 0 }),
  nextTryAt: Nullable(Instant),
})
export type Condition = Static<typeof Condition>

/** One field in which the two sides differ, as text for people. */
export const Difference = Strict({
  field: Type.String(),
  desired: Nullable(Type.String()),
  observed: Nullable(Type.String()),
})
export type Difference = Static<typeof Difference>

/** `intended` approved and written · `foundation` what it stands on · `asked` known to the cloud · `built` · `ready`. */
export const PROGRESS_STEPS = ['intended', 'foundation', 'asked', 'built', 'ready'] as const
export const Progress = Strict({
  /** 0–100, computed from the steps that are facts; never a guess of time. */
  percent: Type.Integer({ minimum: 0, maximum: 100 }),
  steps: Type.Array(
    Strict({
      step: OneOf(PROGRESS_STEPS),
      done: Type.Boolean(),
      at: Nullable(Instant),
      /** For `foundation`: how many of how many. */
      doneCount: Type.Integer({ minimum: 0 }),
      totalCount: Type.Integer({ minimum: 0 }),
    }),
    { maxItems: 10 },
  ),
})
export type Progress = Static<typeof Progress>

export const ResourceRef = Strict({
  id: Id,
  kind: OneOf(RESOURCE_KINDS),
  name: Type.String(),
  state: OneOf(RESOURCE_STATES),
  agreement: OneOf(AGREEMENTS),
})
export type ResourceRef = Static<typeof ResourceRef>

/** Verbs on a resource. `resize`, `extend`, `renew`, `release` of what was approved go by a request. */
export const RESOURCE_ACTIONS = [
  'start',
  'stop',
  'reboot',
  'console',
  'rescue',
  'unrescue',
  'reinstall',
  'rename',
  'attach',
  'detach',
  'snapshot',
  'backup',
  'setRules',
  'setSecurityGroups',
  'setListeners',
  'resize',
  'extend',
  'renew',
  'release',
  'restore',
  'retry',
  'recreate',
  'acceptObserved',
  'move',
] as const
export type ResourceAction = (typeof RESOURCE_ACTIONS)[number]

const listed = {
  id: Id,
  kind: OneOf(RESOURCE_KINDS),
  name: ShortText,
  state: OneOf(RESOURCE_STATES),
  agreement: OneOf(AGREEMENTS),
  body: Ref,
  system: Ref,
  provider: Ref,
  cloud: Strict({ id: Id, name: Type.String(), isSimulated: Type.Boolean() }),
  pool: Ref,
  networkZone: OneOf(NETWORK_ZONES),
  /** The plan it was approved as; null for what belongs to the ground (project, network, router …). */
  plan: Nullable(Strict({ id: Id, code: Type.String(), title: Bilingual, offeringCode: Type.String() })),
  /** A plan of the catalogue could price it, and none does: taken in without one. */
  isWithoutPlan: Type.Boolean(),
  /** Sizes in short: `4 vCPU · 8 GiB · 40 GiB`. */
  sizes: Type.String(),
  addresses: Type.Array(Type.String(), { maxItems: 50 }),
  /** The most pressing condition, when there is one. */
  condition: Nullable(Condition),
  observedAt: Nullable(Instant),
  expiresAt: Nullable(Instant),
  createdAt: Instant,
  version: Version,
}

/** A line of a list: nothing that a join into facts would have to tell. */
export const ResourceItem = Strict(listed)
export type ResourceItem = Static<typeof ResourceItem>

export const Resource = Strict({
  ...listed,
  node: Strict({ id: Id, name: Type.String(), kind: OneOf(NODE_KINDS) }),
  zone: Ref,
  poolClass: OneOf(POOL_CLASSES),
  requestId: Nullable(Id),
  requestLineId: Nullable(Id),
  placementId: Nullable(Id),
  desired: Strict({
    presence: OneOf(['present', 'absent']),
    spec: ResourceSpec,
    /** Since when it is intended so. */
    since: Instant,
  }),
  observed: Nullable(
    Strict({
      state: OneOf(OBSERVED_STATES),
      nativeState: Type.String(),
      externalId: Type.String(),
      /** What the cloud told of its own spec and what is only observed (host, VNI, device). */
      spec: Type.Record(Type.String(), Type.Unknown()),
      attributes: Type.Record(Type.String(), Type.Unknown()),
      observedAt: Instant,
    }),
  ),
  differences: Type.Array(Difference, { maxItems: 50 }),
  conditions: Type.Array(Condition, { maxItems: 20 }),
  progress: Progress,
  /** Until when a released resource can be restored; null when it was not released. */
  coolingUntil: Nullable(Instant),
  provisionedAt: Nullable(Instant),
  releasedAt: Nullable(Instant),
  /** What it stands on, and what stands on it. */
  standsOn: Type.Array(ResourceRef, { maxItems: 100 }),
  carries: Type.Array(ResourceRef, { maxItems: 200 }),
  actions: ActionsOf(RESOURCE_ACTIONS),
})
export type Resource = Static<typeof Resource>

/** `intent`: a person or an approval changed what should be. `fact`: the cloud changed. `condition`: came or went. */
export const HISTORY_SORTS = ['intent', 'fact', 'condition'] as const
export const ResourceHistoryEntry = Strict({
  id: Id,
  at: Instant,
  sort: OneOf(HISTORY_SORTS),
  /** Code of what happened (`resource.start`, `observed.ready`, `condition.CloudUnavailable`) and its sentence. */
  code: Type.String(),
  text: Strict({ zh: Type.String(), en: Type.String() }),
  actor: Nullable(Type.String()),
  differences: Type.Array(Difference, { maxItems: 50 }),
  cloudWords: Nullable(Type.String()),
})
export type ResourceHistoryEntry = Static<typeof ResourceHistoryEntry>
