/**
 * Trying saving rules (试算节约规则): what another version, a draft as well, would have found at the last twelve month ends, beside the one
 * in force; by month, body and rule, all resources. Nothing changes, and the result is kept for a while.
 */
import {
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
  type Static,
  Strict,
  Type,
} from './base.ts'
import type { Reason } from './reasons.ts'
import { SAVING_RULES } from './saving.ts'
import { SavingMonth } from './saving-results.ts'

export const savingTrialReasons = {
  'saving-trial.running': {
    kind: 'conflict',
    zh: '已有一次节约规则试算正在进行。请等它完成后再试。',
    en: 'Rules are being tried already. Wait until that is done.',
  },
} as const satisfies Record<string, Reason>

const Count = Type.Integer({ minimum: 0 })
const figures = {
  /** Found by the rules in force, and by those that are tried; money a month. */
  now: Strict({ count: Count, saving: Money }),
  tried: Strict({ count: Count, saving: Money }),
  /** Tried less now. */
  difference: Money,
  /** Found by the tried ones alone, and by those in force alone. */
  added: Count,
  dropped: Count,
}

export const SavingTrial = Strict({
  id: Id,
  state: OneOf(['running', 'done']),
  ruleSet: Strict({ id: Id, number: Nullable(Type.Integer()) }),
  doneMonths: Count,
  allMonths: Count,
  /** Resources judged so far, each at each month end. */
  judged: Count,
  createdBy: Type.String(),
  createdAt: Instant,
  finishedAt: Nullable(Instant),
  /** Kept until then. */
  expiresAt: Instant,
})
export type SavingTrial = Static<typeof SavingTrial>

/** Rules and bodies as of the last month end: what is found each month is the same saving again, and does not add up. */
export const SavingTrialDetail = Strict({
  ...SavingTrial.properties,
  byMonth: Type.Array(Strict({ month: SavingMonth, ...figures }), { maxItems: 50 }),
  byRule: Type.Array(Strict({ rule: OneOf(SAVING_RULES), ...figures }), { maxItems: 50 }),
  byBody: Type.Array(Strict({ body: Ref, ...figures }), { maxItems: 50 }),
})
export type SavingTrialDetail = Static<typeof SavingTrialDetail>

export const SavingTrialRow = Strict({
  id: Id,
  month: SavingMonth,
  body: Ref,
  rule: OneOf(SAVING_RULES),
  ...figures,
})
export type SavingTrialRow = Static<typeof SavingTrialRow>

export const SavingTrialCreate = Strict({ ruleSetId: Id })
export type SavingTrialCreate = Static<typeof SavingTrialCreate>

const read = { none: 'read' } as const

export const savingTrialOperations = {
  list: operation({
    id: 'saving-trial.list',
    method: 'GET',
    path: '/saving-trials',
    title: { zh: '节约规则试算记录', en: 'List trials of saving rules' },
    query: PageQuery({}),
    response: PageOf(SavingTrial),
    access: { action: 'list', noun: 'saving-trial' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'saving-trial.get',
    method: 'GET',
    path: '/saving-trials/{id}',
    title: { zh: '查看节约规则试算', en: 'Get a trial of saving rules' },
    params: IdParams,
    response: SavingTrialDetail,
    access: { action: 'view', noun: 'saving-trial' },
    audit: read,
    reasons: [],
  }),
  rows: operation({
    id: 'saving-trial.rows',
    method: 'GET',
    path: '/saving-trials/{id}/rows',
    title: { zh: '节约规则试算明细', en: 'List what a trial of saving rules found' },
    params: IdParams,
    query: PageQuery({
      month: Type.Optional(SavingMonth),
      bodyId: Type.Optional(Id),
      rule: Type.Optional(OneOf(SAVING_RULES)),
    }),
    response: PageOf(SavingTrialRow),
    access: { action: 'view', noun: 'saving-trial' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'saving-trial.create',
    method: 'POST',
    path: '/saving-trials',
    title: { zh: '试算近十二个月的节约规则', en: 'Try saving rules on the last twelve months' },
    body: SavingTrialCreate,
    response: SavingTrial,
    status: 202,
    access: { action: 'create', noun: 'saving-trial' },
    audit: { act: 'saving-trial.create' },
    idempotent: true,
    reasons: ['saving-trial.running'],
  }),
} as const
