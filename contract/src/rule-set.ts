/**
 * Rules as data (规则): the values that gates, terms and limits apply, in versions with an effective date, each value with the
 * clause it comes from. One drafts, another puts into force; what was decided keeps the version it was decided by.
 */
import {
  ActionsOf,
  Bilingual,
  Day,
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
import { REGION_LEVELS } from './organisation.ts'

export const RULE_VALUE_KINDS = ['integer', 'flag', 'integers'] as const
/** A whole number, yes or no, or a short list of whole numbers. */
export const RuleValue = Type.Union([
  Type.Integer({ minimum: 0, maximum: 100_000 }),
  Type.Boolean(),
  Type.Array(Type.Integer({ minimum: 0, maximum: 100_000 }), { minItems: 1, maxItems: 10 }),
])
export type RuleValue = Static<typeof RuleValue>

const RuleCode = Type.String({ pattern: '^[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+$', maxLength: 80 })

export const RuleItemInput = Strict({
  code: RuleCode,
  value: RuleValue,
  /** Document and clause, or 产品默认值. */
  source: ShortText,
  /** Our own proposal, shown as such wherever the value appears. */
  isProductDefault: Type.Boolean(),
})
export type RuleItemInput = Static<typeof RuleItemInput>

/** Which way a lower level may go (R30): down, from no to yes, or nowhere. */
export const TIGHTER = ['lower', 'yes', 'fixed'] as const
export type Tighter = (typeof TIGHTER)[number]

/** The region whose rules these are; null is the whole platform. */
export const RuleRegion = Nullable(Strict({ id: Id, name: Type.String(), level: OneOf(REGION_LEVELS) }))
export type RuleRegion = Static<typeof RuleRegion>

const definition = {
  title: Bilingual,
  unit: Nullable(Bilingual),
  kind: OneOf(RULE_VALUE_KINDS),
  tighter: OneOf(TIGHTER),
  minimum: Type.Integer(),
  maximum: Type.Integer(),
  requirement: Type.String(),
}

const sourced = { value: RuleValue, source: Type.String(), isProductDefault: Type.Boolean() }
/** What applies, and the level that says so. */
export const RuleInForce = Strict({ ...sourced, from: RuleRegion })
export type RuleInForce = Static<typeof RuleInForce>

export const RuleItem = Strict({
  ...RuleItemInput.properties,
  ...definition,
  /** What the version before has; null when it is the same, source included. */
  before: Nullable(Strict(sourced)),
  /** What the levels above say on the day that this takes effect; null for the whole platform's rules. */
  inherited: Nullable(RuleInForce),
})
export type RuleItem = Static<typeof RuleItem>

export const EffectiveRule = Strict({
  code: RuleCode,
  ...definition,
  /** Null where the whole platform is looked at: nothing stands above it. */
  inherited: Nullable(RuleInForce),
  /** Null where this level says nothing of its own. */
  own: Nullable(Strict(sourced)),
  effective: RuleInForce,
})
export type EffectiveRule = Static<typeof EffectiveRule>

/** What applies in a region on a day: inherited from every level above, and tightened by its own (R30). */
export const EffectiveRules = Strict({
  region: RuleRegion,
  onDay: Day,
  /** From the whole platform down; a level without a version of its own has null. */
  levels: Type.Array(
    Strict({ region: RuleRegion, ruleSet: Nullable(Strict({ id: Id, number: Type.Integer() })) }),
    { maxItems: 5 },
  ),
  items: Type.Array(EffectiveRule, { maxItems: 100 }),
  actions: ActionsOf(['draft']),
})
export type EffectiveRules = Static<typeof EffectiveRules>

const head = {
  id: Id,
  /** Counted for each level apart. */
  number: Type.Integer({ minimum: 1 }),
  region: RuleRegion,
  state: OneOf(['draft', 'published']),
  /** Applied today. */
  isInForce: Type.Boolean(),
  effectiveFrom: Day,
  reason: Type.String(),
  /** Values that differ from the version before. */
  changes: Type.Integer(),
  draftedBy: Type.String(),
  publishedBy: Nullable(Type.String()),
  publishedAt: Nullable(Instant),
  createdAt: Instant,
  version: Version,
}
export const RuleSetSummary = Strict(head)
export type RuleSetSummary = Static<typeof RuleSetSummary>

/** `draft`: a new version from the newest one. */
export const RULE_SET_ACTIONS = ['draft', 'modify', 'publish', 'remove'] as const
export const RuleSet = Strict({
  ...head,
  items: Type.Array(RuleItem, { maxItems: 100 }),
  actions: ActionsOf(RULE_SET_ACTIONS),
})
export type RuleSet = Static<typeof RuleSet>

const content = {
  effectiveFrom: Day,
  /** Why it changes, in the words of who changes it. */
  reason: Type.String({ minLength: 5, maxLength: 1000, pattern: '\\S' }),
  /** What changes; everything else stays as the newest published version has it. */
  items: Type.Array(RuleItemInput, { minItems: 1, maxItems: 100 }),
}
export const RuleSetCreate = Strict(content)
export type RuleSetCreate = Static<typeof RuleSetCreate>
export const RuleSetUpdate = Strict({ version: Version, ...content })
export type RuleSetUpdate = Static<typeof RuleSetUpdate>

export const ruleSetOperations = {
  list: operation({
    id: 'rule-set.list',
    method: 'GET',
    path: '/rule-sets',
    title: { zh: '规则版本列表', en: 'List versions of the rules' },
    query: PageQuery({
      state: Type.Optional(OneOf(['draft', 'published'])),
      /** Only the versions of this region. */
      regionId: Type.Optional(Id),
    }),
    response: PageOf(RuleSetSummary),
    access: { action: 'list', noun: 'rule-set' },
    audit: { none: 'read' },
    reasons: [],
  }),
  get: operation({
    id: 'rule-set.get',
    method: 'GET',
    path: '/rule-sets/{id}',
    title: { zh: '查看规则版本', en: 'Get a version of the rules' },
    params: IdParams,
    response: RuleSet,
    access: { action: 'view', noun: 'rule-set' },
    audit: { none: 'read' },
    reasons: [],
  }),
  create: operation({
    id: 'rule-set.create',
    method: 'POST',
    path: '/rule-sets',
    title: { zh: '起草规则新版本', en: 'Draft a new version of the rules' },
    body: RuleSetCreate,
    response: RuleSet,
    status: 201,
    access: { action: 'create', noun: 'rule-set' },
    audit: { act: 'rule-set.create' },
    idempotent: true,
    reasons: [
      'rule-set.value_invalid',
      'rule-set.nothing_changes',
      'rule-set.draft_exists',
      'rule-set.loosens_inherited',
      'rule-set.fixed_above',
      'rule-set.no_level',
    ],
  }),
  update: operation({
    id: 'rule-set.update',
    method: 'PUT',
    path: '/rule-sets/{id}',
    title: { zh: '修改规则草稿', en: 'Change a draft of the rules' },
    params: IdParams,
    body: RuleSetUpdate,
    response: RuleSet,
    access: { action: 'modify', noun: 'rule-set' },
    audit: { act: 'rule-set.update' },
    reasons: [
      'rule-set.value_invalid',
      'rule-set.nothing_changes',
      'rule-set.published',
      'rule-set.loosens_inherited',
      'rule-set.fixed_above',
      'rule-set.other_level',
      'rule-set.no_level',
    ],
  }),
  publish: operation({
    id: 'rule-set.publish',
    method: 'POST',
    path: '/rule-sets/{id}/publish',
    title: { zh: '发布规则版本', en: 'Put a version of the rules into force' },
    params: IdParams,
    body: Strict({ version: Version }),
    response: RuleSet,
    access: { action: 'approve', noun: 'rule-set' },
    audit: { act: 'rule-set.publish' },
    reasons: [
      'rule-set.published',
      'rule-set.starts_in_the_past',
      'rule-set.same_person',
      'rule-set.loosens_inherited',
      'rule-set.fixed_above',
      'rule-set.other_level',
      'rule-set.no_level',
    ],
  }),
  remove: operation({
    id: 'rule-set.remove',
    method: 'DELETE',
    path: '/rule-sets/{id}',
    title: { zh: '删除规则草稿', en: 'Remove a draft of the rules' },
    params: IdParams,
    response: Type.Null(),
    status: 204,
    access: { action: 'delete', noun: 'rule-set' },
    audit: { act: 'rule-set.remove' },
    reasons: ['rule-set.published', 'rule-set.other_level', 'rule-set.no_level'],
  }),
  effective: operation({
    id: 'rule-set.effective',
    method: 'GET',
    path: '/effective-rules',
    title: { zh: '查看某地区适用的规则', en: 'See which rules apply in a region' },
    query: Strict({
      /** The caller’s own region when absent. */
      regionId: Type.Optional(Id),
      /** Today when absent. */
      onDay: Type.Optional(Day),
    }),
    response: EffectiveRules,
    access: { action: 'list', noun: 'rule-set' },
    audit: { none: 'read' },
    reasons: [],
  }),
} as const
