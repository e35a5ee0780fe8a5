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
import type { Reason } from './reasons.ts'

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

export const RuleItem = Strict({
  ...RuleItemInput.properties,
  title: Bilingual,
  unit: Nullable(Bilingual),
  kind: OneOf(RULE_VALUE_KINDS),
  minimum: Type.Integer(),
  maximum: Type.Integer(),
  requirement: Type.String(),
  /** What the version before has; null when it is the same, source included. */
  before: Nullable(Strict({ value: RuleValue, source: Type.String(), isProductDefault: Type.Boolean() })),
})
export type RuleItem = Static<typeof RuleItem>

const head = {
  id: Id,
  number: Type.Integer({ minimum: 1 }),
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

export const ruleSetReasons = {
  'rule-set.value_invalid': {
    kind: 'invalid',
    zh: '规则值不合规：{why}',
    en: 'A value does not fit its rule: {why}',
  },
  'rule-set.nothing_changes': {
    kind: 'precondition',
    zh: '与现有版本没有不同，无需新版本。',
    en: 'Nothing differs from the present version: no new one is needed.',
  },
  'rule-set.draft_exists': {
    kind: 'conflict',
    zh: '已有一个待发布的草稿。请先修改、发布或删除它。',
    en: 'There is a draft already. Change, publish or remove it first.',
  },
  'rule-set.published': {
    kind: 'conflict',
    zh: '已发布的版本不再改动。请新建版本。',
    en: 'A published version does not change. Draft a new one.',
  },
  'rule-set.starts_in_the_past': {
    kind: 'precondition',
    zh: '生效日期不能早于今天：过去的决定按当时的版本。',
    en: 'It may not take effect before today: past decisions keep the version of their day.',
  },
  'rule-set.same_person': {
    kind: 'precondition',
    zh: '起草人不能自行发布，须由另一人发布。',
    en: 'Whoever drafted it may not publish it: a second person does.',
  },
} as const satisfies Record<string, Reason>

export const ruleSetOperations = {
  list: operation({
    id: 'rule-set.list',
    method: 'GET',
    path: '/rule-sets',
    title: { zh: '规则版本列表', en: 'List versions of the rules' },
    query: PageQuery({ state: Type.Optional(OneOf(['draft', 'published'])) }),
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
    reasons: ['rule-set.value_invalid', 'rule-set.nothing_changes', 'rule-set.draft_exists'],
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
    reasons: ['rule-set.value_invalid', 'rule-set.nothing_changes', 'rule-set.published'],
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
    reasons: ['rule-set.published', 'rule-set.starts_in_the_past', 'rule-set.same_person'],
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
    reasons: ['rule-set.published'],
  }),
} as const
