/**
 * Goals (量化目标, R26): what building and running is to cost, and how well infrastructure is to be used. A goal is measured by an
 * indicator of the ledger with its formula, from a baseline to a target by a month. The actual is read from the ledger, never typed.
 */
import {
  ActionsOf,
  Bilingual,
  Id,
  IdParams,
  Instant,
  LongText,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import type { Reason } from './reasons.ts'

/** What the ledger can tell of a month, for a region with all below it. */
export const GOAL_INDICATORS = ['build-cost', 'vcpu-cost', 'cpu-use', 'memory-use'] as const
export type GoalIndicator = (typeof GOAL_INDICATORS)[number]

/**
 * reached: the actual is at the target or beyond; under-way: its month is not over; missed: its month is over and it was not reached;
 * unknown: the ledger tells nothing of the month yet.
 */
export const GOAL_STATES = ['reached', 'under-way', 'missed', 'unknown'] as const
export type GoalState = (typeof GOAL_STATES)[number]

const Month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })
/** Yuan or percent, two places at most. */
const Value = Type.String({ pattern: '^(0|[1-9][0-9]{0,11})(\\.[0-9]{1,2})?$' })

const plan = {
  target: Value,
  /** By the end of it. */
  dueMonth: Month,
  /** Document and clause that set it, and a baseline that was entered. */
  source: ShortText,
  note: LongText,
}
export const GoalCreate = Strict({
  indicator: OneOf(GOAL_INDICATORS),
  baselineMonth: Month,
  /** Null: what the ledger tells of that month. Given where the month lies before the ledger. */
  baseline: Nullable(Value),
  ...plan,
})
export type GoalCreate = Static<typeof GoalCreate>
export const GoalUpdate = Strict({ version: Version, ...plan })
export type GoalUpdate = Static<typeof GoalUpdate>

export const Goal = Strict({
  id: Id,
  indicator: OneOf(GOAL_INDICATORS),
  name: Bilingual,
  unit: Bilingual,
  /** How baseline and actual are worked out. */
  formula: Bilingual,
  /** Which way is better. */
  direction: OneOf(['up', 'down']),
  region: Ref,
  baselineMonth: Month,
  baseline: Value,
  /** Read from the ledger, or entered with its document. */
  baselineFrom: OneOf(['ledger', 'document']),
  target: Value,
  dueMonth: Month,
  /** Of the latest month that is over, at most the month it is due; null where the ledger tells nothing of it. */
  actual: Nullable(Value),
  actualMonth: Month,
  /** Of the way from baseline to target, in percent; below nothing where it went the other way. */
  progressPercent: Nullable(Type.Integer()),
  state: OneOf(GOAL_STATES),
  source: Type.String(),
  note: Type.String(),
  setBy: Type.String(),
  setAt: Instant,
  version: Version,
  actions: ActionsOf(['modify', 'remove']),
})
export type Goal = Static<typeof Goal>

export const goalReasons = {
  'goal.direction': {
    kind: 'invalid',
    zh: '目标值须优于基线：“{name}”的基线为 {baseline} {unit}，成本类目标应低于基线，利用率目标应高于基线且不超过 100%。',
    en: 'The target must be better than the baseline, which is {baseline} {unit} of “{name}”: a cost goes down, a use goes up, to 100 % at most.',
  },
  'goal.months': {
    kind: 'invalid',
    zh: '基线月份须已结束，完成月份须晚于基线月份。',
    en: 'The month of the baseline must be over, and the goal due after it.',
  },
  'goal.baseline_unknown': {
    kind: 'precondition',
    zh: '台账中没有 {month} 的“{name}”。请另选月份，或按文件填写基线值。',
    en: 'The ledger tells nothing of “{name}” in {month}. Choose another month, or enter the baseline by its document.',
  },
  'goal.exists': {
    kind: 'conflict',
    zh: '本级已有同一指标、同一完成月份的目标。请修改该目标。',
    en: 'This level has a goal of that indicator and month already. Change that one.',
  },
  'goal.not_yours': {
    kind: 'forbidden',
    zh: '该目标由其他层级制定，只能由制定的层级修改或删除。',
    en: 'Another level set this goal; it alone changes or removes it.',
  },
  'goal.over': {
    kind: 'conflict',
    zh: '目标的完成月份已过，结果不再更改。可制定新的目标。',
    en: 'The month it was due is over, and what came of it stays. Set another goal.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const filters = { indicator: Type.Optional(OneOf(GOAL_INDICATORS)) }

export const goalOperations = {
  list: operation({
    id: 'goal.list',
    method: 'GET',
    path: '/goals',
    title: { zh: '量化目标', en: 'Goals' },
    query: PageQuery(filters),
    response: PageOf(Goal),
    access: { action: 'list', noun: 'goal' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'goal.export',
    method: 'GET',
    path: '/goals/export',
    title: { zh: '导出量化目标', en: 'Export goals' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'goal' },
    audit: { act: 'goal.export' },
    reasons: [],
  }),
  get: operation({
    id: 'goal.get',
    method: 'GET',
    path: '/goals/{id}',
    title: { zh: '查看量化目标', en: 'Get a goal' },
    params: IdParams,
    response: Goal,
    access: { action: 'view', noun: 'goal' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'goal.create',
    method: 'POST',
    path: '/goals',
    title: { zh: '制定量化目标', en: 'Set a goal' },
    body: GoalCreate,
    response: Goal,
    status: 201,
    access: { action: 'create', noun: 'goal' },
    audit: { act: 'goal.create' },
    idempotent: true,
    reasons: ['goal.direction', 'goal.months', 'goal.baseline_unknown', 'goal.exists'],
  }),
  update: operation({
    id: 'goal.update',
    method: 'PUT',
    path: '/goals/{id}',
    title: { zh: '修改量化目标', en: 'Update a goal' },
    params: IdParams,
    body: GoalUpdate,
    response: Goal,
    access: { action: 'modify', noun: 'goal' },
    audit: { act: 'goal.update' },
    reasons: ['goal.direction', 'goal.months', 'goal.exists', 'goal.not_yours', 'goal.over'],
  }),
  remove: operation({
    id: 'goal.remove',
    method: 'DELETE',
    path: '/goals/{id}',
    title: { zh: '删除量化目标', en: 'Remove a goal' },
    params: IdParams,
    response: Type.Null(),
    status: 204,
    access: { action: 'delete', noun: 'goal' },
    audit: { act: 'goal.remove' },
    reasons: ['goal.not_yours', 'goal.over'],
  }),
} as const
