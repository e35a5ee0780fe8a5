/**
 * Spending less (节约用云): what is idle, too large, too small, unused, off or over, found from kept measures by versioned rules
 * and ranked by what it would save a month (R26, R123, R126–R128); who is not judged; what another version of the rules would find.
 */
import {
  ActionsOf,
  Day,
  Id,
  Instant,
  Money,
  Nullable,
  OneOf,
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'

/** 到期未退还 · 长期关机 · 闲置 · 规格偏大 · 未挂载未绑定 · 规格偏小. */
export const SAVING_RULES = ['expired', 'stopped', 'idle', 'oversized', 'orphan', 'undersized'] as const
export type SavingRule = (typeof SAVING_RULES)[number]

export const SAVING_FIGURES = [
  'cpu-mean',
  'cpu-p95',
  'memory-mean',
  'disk-mean',
  'network-mean',
  'days-stopped',
  'days-unused',
  'days-since-end',
] as const
export type SavingFigure = (typeof SAVING_FIGURES)[number]

/** Kinds that are judged. */
export const SAVING_KINDS = ['server', 'volume', 'floating-ip'] as const
export type SavingKind = (typeof SAVING_KINDS)[number]

/** 灾备待命 · 季节性高峰 · 等保要求保留. */
export const SAVING_EXEMPTION_SORTS = ['standby', 'season', 'must-keep'] as const
export type SavingExemptionSort = (typeof SAVING_EXEMPTION_SORTS)[number]
export const SAVING_EXEMPTION_STATES = ['declared', 'accepted', 'refused', 'withdrawn'] as const
export type SavingExemptionState = (typeof SAVING_EXEMPTION_STATES)[number]

/** Which figure the rule used, over which days, and what it compared it with. Percent, KiB a second or days. */
export const SavingEvidence = Strict({
  figure: OneOf(SAVING_FIGURES),
  from: Day,
  to: Day,
  value: Type.Number(),
  relation: OneOf(['below', 'at-most', 'above']),
  limit: Type.Number(),
})
export type SavingEvidence = Static<typeof SavingEvidence>

const Size = Strict({ vcpus: Type.Integer(), memoryMiB: Type.Integer() })

export const SavingProposal = Strict({
  id: Id,
  rule: OneOf(SAVING_RULES),
  resource: Ref,
  kind: OneOf(SAVING_KINDS),
  system: Ref,
  body: Ref,
  provider: Ref,
  /** As it is; null of what has no such size. */
  size: Nullable(Size),
  /** What would do; null where the whole may be given back, or more is wanted. */
  proposedSize: Nullable(Size),
  /** A month at the catalogue's list price, without discounts by term; null where it has no price. */
  saving: Nullable(Money),
  savedVcpus: Type.Integer(),
  savedMemoryMiB: Type.Integer(),
  savedStorageGiB: Type.Integer(),
  evidence: Type.Array(SavingEvidence, { maxItems: 40 }),
  /** First found, and found again without a break until the last judging. */
  foundOn: Day,
  judgedOn: Day,
  ruleSet: Strict({ id: Id, number: Type.Integer() }),
  /** The open notice about it. */
  noticeId: Nullable(Id),
  actions: ActionsOf(['notify']),
})
export type SavingProposal = Static<typeof SavingProposal>

const Count = Type.Integer({ minimum: 0 })
/** How many, and what they would save a month; those without a price beside. */
const tally = { count: Count, saving: Money, unpriced: Count, savedVcpus: Count, savedMemoryMiB: Count }
export const SavingTally = Strict(tally)
export type SavingTally = Static<typeof SavingTally>

const WHY_NOT = ['first-days', ...SAVING_EXEMPTION_SORTS, 'unmeasured'] as const
export type SavingWhyNot = (typeof WHY_NOT)[number]
export const SAVING_WHY_NOT = WHY_NOT

export const SavingSummary = Strict({
  /** Null before anything was judged. */
  judgedOn: Nullable(Day),
  /** By which everything stands as it does. */
  ruleSet: Nullable(Strict({ id: Id, number: Type.Integer() })),
  total: SavingTally,
  byRule: Type.Array(Strict({ rule: OneOf(SAVING_RULES), ...tally }), { maxItems: 6 }),
  /** The ten with the most to save. */
  byBody: Type.Array(Strict({ body: Ref, ...tally }), { maxItems: 10 }),
  notJudged: Type.Array(Strict({ why: OneOf(WHY_NOT), count: Count }), { maxItems: 5 }),
  /** Utilisation of servers in whole months, in percent; null where nothing was measured. */
  months: Type.Array(
    Strict({
      month: Type.String(),
      servers: Count,
      cpuMean: Nullable(Type.Number()),
      memoryMean: Nullable(Type.Number()),
    }),
    { maxItems: 24 },
  ),
  /** CPU utilisation before the cloud, in percent, with where it is from (R123). */
  baseline: Strict({ percent: Type.Number(), source: Type.String(), isProductDefault: Type.Boolean() }),
  asOf: Instant,
})
export type SavingSummary = Static<typeof SavingSummary>

/** The same measures under two versions of the rules, within the caller's sight. */
export const SavingWhatIf = Strict({
  now: Strict({
    ruleSet: Strict({ id: Nullable(Id), number: Nullable(Type.Integer()) }),
    total: SavingTally,
  }),
  tried: Strict({
    ruleSet: Strict({ id: Nullable(Id), number: Nullable(Type.Integer()) }),
    total: SavingTally,
  }),
  rules: Type.Array(
    Strict({ rule: OneOf(SAVING_RULES), now: SavingTally, tried: SavingTally, added: Count, dropped: Count }),
    { maxItems: 6 },
  ),
  changed: Type.Array(
    Strict({
      code: Type.String(),
      zh: Type.String(),
      en: Type.String(),
      now: Type.Integer(),
      tried: Type.Integer(),
    }),
    { maxItems: 40 },
  ),
  judged: Count,
  /** There are more resources than are judged at once. */
  isCut: Type.Boolean(),
  asOf: Instant,
})
export type SavingWhatIf = Static<typeof SavingWhatIf>

export const SAVING_EXEMPTION_ACTIONS = ['accept', 'refuse', 'withdraw'] as const

export const SavingExemption = Strict({
  id: Id,
  sort: OneOf(SAVING_EXEMPTION_SORTS),
  state: OneOf(SAVING_EXEMPTION_STATES),
  system: Ref,
  body: Ref,
  /** Null: everything of the system. */
  resource: Nullable(Ref),
  from: Day,
  /** The last day; null: until it is withdrawn. */
  until: Nullable(Day),
  reason: Type.String(),
  /** What it rests on: a document, a plan, a filing. */
  basis: Type.String(),
  declaredBy: Type.String(),
  declaredAt: Instant,
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  decision: Nullable(Type.String()),
  version: Version,
  actions: ActionsOf(SAVING_EXEMPTION_ACTIONS),
})
export type SavingExemption = Static<typeof SavingExemption>

export const SavingExemptionCreate = Strict({
  sort: OneOf(SAVING_EXEMPTION_SORTS),
  systemId: Id,
  resourceId: Nullable(Id),
  from: Day,
  until: Nullable(Day),
  reason: ShortText,
  basis: ShortText,
})
export type SavingExemptionCreate = Static<typeof SavingExemptionCreate>

/** 已发出 → 已接受 | 有异议 → 异议成立 | 仍须整改; 已完成 or 已不存在 at the end. */
export const SAVING_NOTICE_STATES = [
  'sent',
  'accepted',
  'objected',
  'insisted',
  'waived',
  'done',
  'lapsed',
] as const
export type SavingNoticeState = (typeof SAVING_NOTICE_STATES)[number]

/** 将到期 · 逾期 · 报单位负责人 · 报云管理机构: what is told about the day by which a notice is to be done. */
export const SAVING_NOTICE_STEPS = ['due-soon', 'overdue', 'to-head', 'to-centre'] as const
export type SavingNoticeStep = (typeof SAVING_NOTICE_STEPS)[number]

/** One finding, told to whoever holds the resource: what they say, what is decided, what was done, what came of it. */
export const SavingNotice = Strict({
  id: Id,
  state: OneOf(SAVING_NOTICE_STATES),
  rule: OneOf(SAVING_RULES),
  resource: Ref,
  kind: OneOf(SAVING_KINDS),
  system: Ref,
  body: Ref,
  size: Nullable(Size),
  proposedSize: Nullable(Size),
  /** A month, as it was found when the notice was sent. */
  saving: Nullable(Money),
  evidence: Type.Array(SavingEvidence, { maxItems: 40 }),
  sentAt: Instant,
  sentBy: Type.String(),
  answeredAt: Nullable(Instant),
  answeredBy: Nullable(Type.String()),
  answer: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  decidedBy: Nullable(Type.String()),
  decision: Nullable(Type.String()),
  /** By when it is to be done: as planned, or by rule from the answer or the decision; null before. */
  dueOn: Nullable(Day),
  /** Whole days past it, while it is to be done. */
  daysLate: Nullable(Type.Integer({ minimum: 1 })),
  /** Who was told of it when; a later day begins anew. */
  reminders: Type.Array(Strict({ step: OneOf(SAVING_NOTICE_STEPS), dueOn: Day, at: Instant }), {
    maxItems: 60,
  }),
  /** By when the body says that it will be done; whether it was, once that is known. */
  plannedOn: Nullable(Day),
  planNote: Nullable(Type.String()),
  plannedBy: Nullable(Type.String()),
  plannedAt: Nullable(Instant),
  planKept: Nullable(Type.Boolean()),
  /** The power schedule that answers it, the latest. */
  schedule: Nullable(Ref),
  /** The day on which it was seen to be done, or that the finding no longer held. */
  settledOn: Nullable(Day),
  /** A month, since then; null where it had no price. */
  settledSaving: Nullable(Money),
  /** The month after: CPU in use, in percent; null where nothing is left to be measured. */
  effectOn: Nullable(Day),
  effectCpu: Nullable(Type.Number()),
  /** What bills charged for its usage in the whole month before it was done and after; null until they are sent. */
  billed: Nullable(
    Strict({
      on: Day,
      beforeMonth: Type.String(),
      afterMonth: Type.String(),
      /** Null where there was no bill to compare with, or a charge without a price. */
      before: Nullable(Money),
      after: Nullable(Money),
      /** Less than nothing where it costs more. */
      saved: Nullable(Money),
    }),
  ),
  /** Evidence that the body put beside its answer. */
  files: Type.Array(
    Strict({
      id: Id,
      fileName: Type.String(),
      sizeBytes: Type.Integer(),
      byName: Type.String(),
      at: Instant,
    }),
    { maxItems: 20 },
  ),
  actions: ActionsOf(['plan', 'answer', 'attach']),
})
export type SavingNotice = Static<typeof SavingNotice>

/** Beside the decision about a request: whether what is to grow is used so far, and what its body has not done yet. */
export const SavingRequestEvidence = Strict({
  growing: Type.Array(
    Strict({
      resource: Ref,
      size: Size,
      wanted: Size,
      from: Day,
      to: Day,
      verdict: OneOf(['borne-out', 'not-borne-out', 'unmeasured']),
      /** Which limits it exceeds; empty when none. */
      evidence: Type.Array(SavingEvidence, { maxItems: 10 }),
      cpuMean: Nullable(Type.Number()),
      memoryMean: Nullable(Type.Number()),
    }),
    { maxItems: 200 },
  ),
  /** Proposals about resources of the same body, as they stand. */
  open: SavingTally,
  /** How it answered notices so far. */
  notices: Type.Array(Strict({ state: OneOf(SAVING_NOTICE_STATES), count: Count }), { maxItems: 7 }),
  windowDays: Count,
  isProductDefault: Type.Boolean(),
  asOf: Instant,
})
export type SavingRequestEvidence = Static<typeof SavingRequestEvidence>

/** What became of the notices within the caller's sight. */
export const SavingProgramme = Strict({
  states: Type.Array(
    Strict({ state: OneOf(SAVING_NOTICE_STATES), count: Count, saving: Money, settled: Money }),
    { maxItems: 7 },
  ),
  /** To be done and past their day; those that the centre was told of among them. */
  overdue: Strict({ count: Count, saving: Money, escalated: Count }),
  /** The term by rule. */
  dueWorkingDays: Count,
  isProductDefault: Type.Boolean(),
  asOf: Instant,
})
export type SavingProgramme = Static<typeof SavingProgramme>
