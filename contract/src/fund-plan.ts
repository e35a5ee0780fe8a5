/** Fund plans (资金保障计划, R278): how a body secures its service funds in a fiscal year, quarter by quarter. */
import {
  ActionsOf,
  Id,
  Instant,
  LongText,
  Money,
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
import { FiscalYear } from './budget.ts'
import type { Reason } from './reasons.ts'

const Amount = Strict({
  amountMinor: Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 }),
  currency: OneOf(['CNY']),
})
const fields = { document: ShortText, note: LongText }

/** Version null when the body has none for the year yet; a change says why. */
export const FundPlanSet = Strict({
  bodyId: Id,
  fiscalYear: FiscalYear,
  version: Nullable(Version),
  reason: Nullable(Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })),
  firstQuarter: Amount,
  secondQuarter: Amount,
  thirdQuarter: Amount,
  fourthQuarter: Amount,
  ...fields,
})
export type FundPlanSet = Static<typeof FundPlanSet>

export const FundPlan = Strict({
  id: Id,
  body: Ref,
  fiscalYear: FiscalYear,
  ...fields,
  /** What is secured for each quarter, and what is committed in it. */
  quarters: Type.Array(Strict({ secured: Money, committed: Money }), { minItems: 4, maxItems: 4 }),
  total: Money,
  /** Budget lines of the body in force for the year. */
  budgeted: Money,
  enteredBy: Type.String(),
  reason: Nullable(Type.String()),
  updatedAt: Instant,
  version: Version,
  actions: ActionsOf(['set']),
})
export type FundPlan = Static<typeof FundPlan>

export const fundPlanReasons = {
  'fund-plan.body_not_found': {
    kind: 'precondition',
    zh: '没有找到该单位，或该单位已撤销、不使用云资源。',
    en: 'The body was not found, is closed, or uses no cloud.',
  },
  'fund-plan.reason_missing': {
    kind: 'invalid',
    zh: '修改资金保障计划须写明原因。',
    en: 'A change of a fund plan says why.',
  },
} as const satisfies Record<string, Reason>

export const fundPlanOperations = {
  list: operation({
    id: 'fund-plan.list',
    method: 'GET',
    path: '/fund-plans',
    title: { zh: '资金保障计划列表', en: 'List fund plans' },
    query: PageQuery({ bodyId: Type.Optional(Id), fiscalYear: Type.Optional(FiscalYear) }),
    response: PageOf(FundPlan),
    access: { action: 'list', noun: 'budget' },
    audit: { none: 'read' },
    reasons: [],
  }),
  set: operation({
    id: 'fund-plan.set',
    method: 'PUT',
    path: '/fund-plans',
    title: { zh: '登记资金保障计划', en: 'Enter a fund plan' },
    body: FundPlanSet,
    response: FundPlan,
    access: { action: 'create', noun: 'budget' },
    audit: { act: 'fund-plan.set' },
    reasons: ['fund-plan.body_not_found', 'fund-plan.reason_missing'],
  }),
} as const
