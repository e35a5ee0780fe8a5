/**
 * Subsidies for migration (上云补助, R271): migration is paid from maintenance funds first; for a complex or a demonstrative one a body
 * applies for more. Decided by a flow; what is granted is a budget line of its own.
 */
import { actsOn } from './act.ts'
import {
  ActionsOf,
  Id,
  IdParams,
  Instant,
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

/** 迁移难度大 / 示范性强. */
export const SUBSIDY_GROUNDS = ['complex', 'demonstrative'] as const
export type SubsidyGround = (typeof SUBSIDY_GROUNDS)[number]
export const SUBSIDY_STATES = ['in-approval', 'returned', 'granted', 'rejected', 'withdrawn'] as const
export type SubsidyState = (typeof SUBSIDY_STATES)[number]

const Words = Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' })
const fields = {
  ground: OneOf(SUBSIDY_GROUNDS),
  amount: Strict({
    amountMinor: Type.Integer({ minimum: 1, maximum: 9_000_000_000_000 }),
    currency: OneOf(['CNY']),
  }),
  /** Why maintenance funds do not suffice, and what makes it complex or demonstrative. */
  reason: Words,
  /** 迁移方案: name and number. */
  document: ShortText,
}
export const SubsidyApply = Strict({ systemId: Id, fiscalYear: FiscalYear, ...fields })
export type SubsidyApply = Static<typeof SubsidyApply>

export const SUBSIDY_ACTIONS = ['correct', 'withdraw'] as const
export const Subsidy = Strict({
  id: Id,
  /** BZ2026-000003. */
  no: Type.String(),
  state: OneOf(SUBSIDY_STATES),
  body: Ref,
  system: Ref,
  fiscalYear: FiscalYear,
  ...fields,
  amount: Money,
  /** Maintenance funds for this system or all of the body that are in force for the year and not committed. */
  maintenanceLeft: Money,
  appliedBy: Type.String(),
  appliedAt: Instant,
  decidedAt: Nullable(Instant),
  comment: Nullable(Type.String()),
  /** The line that it was granted by. */
  budget: Nullable(Strict({ id: Id, no: Type.String() })),
  version: Version,
  actions: ActionsOf(SUBSIDY_ACTIONS),
})
export type Subsidy = Static<typeof Subsidy>

export const subsidyReasons = {
  'subsidy.system_not_found': {
    kind: 'precondition',
    zh: '没有找到该信息系统，或它不属于本单位及下级单位。',
    en: 'The system was not found, or is not of your body or of those below it.',
  },
  'subsidy.not_to_migrate': {
    kind: 'precondition',
    zh: '上云补助只用于登记为待迁移的系统。',
    en: 'A subsidy is for a system that is registered as yet to migrate.',
  },
  'subsidy.applied': {
    kind: 'conflict',
    zh: '该系统本年度已有办理中或已同意的补助申请。',
    en: 'For this system and year an application is under way or granted already.',
  },
  'subsidy.not_returned': {
    kind: 'conflict',
    zh: '补助申请未退回，不能修改。',
    en: 'The application was not returned and does not change.',
  },
  'subsidy.closed': {
    kind: 'conflict',
    zh: '补助申请已办结。',
    en: 'The application is decided.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const filters = {
  bodyId: Type.Optional(Id),
  systemId: Type.Optional(Id),
  fiscalYear: Type.Optional(FiscalYear),
  state: Type.Optional(OneOf(SUBSIDY_STATES)),
  ground: Type.Optional(OneOf(SUBSIDY_GROUNDS)),
}
const act = actsOn({ noun: 'subsidy', path: '/subsidies', response: Subsidy, action: 'modify', reasons: [] })

export const subsidyOperations = {
  list: operation({
    id: 'subsidy.list',
    method: 'GET',
    path: '/subsidies',
    title: { zh: '上云补助列表', en: 'List subsidies for migration' },
    query: PageQuery(filters),
    response: PageOf(Subsidy),
    access: { action: 'list', noun: 'subsidy' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'subsidy.export',
    method: 'GET',
    path: '/subsidies/export',
    title: { zh: '导出上云补助', en: 'Export subsidies for migration' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'list', noun: 'subsidy' },
    audit: { act: 'subsidy.export' },
    reasons: [],
  }),
  get: operation({
    id: 'subsidy.get',
    method: 'GET',
    path: '/subsidies/{id}',
    title: { zh: '查看上云补助', en: 'Get a subsidy for migration' },
    params: IdParams,
    response: Subsidy,
    access: { action: 'view', noun: 'subsidy' },
    audit: read,
    reasons: [],
  }),
  apply: operation({
    id: 'subsidy.apply',
    method: 'POST',
    path: '/subsidies',
    title: { zh: '申请上云补助', en: 'Apply for a subsidy' },
    body: SubsidyApply,
    response: Subsidy,
    status: 201,
    access: { action: 'create', noun: 'subsidy' },
    audit: { act: 'subsidy.apply' },
    idempotent: true,
    reasons: ['subsidy.system_not_found', 'subsidy.not_to_migrate', 'subsidy.applied'],
  }),
  /** What was returned is corrected and handed in again. */
  correct: act('correct', { zh: '修改并重新提交', en: 'Correct and hand in again' }, fields, [
    'subsidy.not_returned',
  ]),
  withdraw: act('withdraw', { zh: '撤回补助申请', en: 'Withdraw an application' }, { reason: Words }, [
    'subsidy.closed',
  ]),
} as const
