/** What a provider was assessed at in a quarter (服务商考核): the provider’s sheet by lines, entered and confirmed by two people. */
import { actsOn } from './act.ts'
import {
  ActionsOf,
  Id,
  IdParams,
  Instant,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  Ref,
  type Static,
  Strict,
  type Text,
  Type,
  Version,
} from './base.ts'
import type { Reason } from './reasons.ts'

const Words = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })
/** Tenths of a point at the finest. */
const Points = Type.String({ pattern: '^(100|[1-9]?[0-9](\\.[0-9])?)$' })
export const Quarter = Type.String({ pattern: '^20[0-9]{2}Q[1-4]$' })

export const ASSESSMENT_LINES = [
  'availability',
  'faults',
  'delivery',
  'security',
  'capacity',
  'reports',
  'satisfaction',
] as const
export type AssessmentLineCode = (typeof ASSESSMENT_LINES)[number]
/** The provider’s sheet of 100 points: a product default, until the evaluation of its own brings the sheet in force. */
export const ASSESSMENT_SHEET: Readonly<
  Record<AssessmentLineCode, { readonly maximum: number; readonly title: Text }>
> = {
  availability: { maximum: 25, title: { zh: '可用性与 SLA', en: 'Availability, SLA' } },
  faults: { maximum: 15, title: { zh: '故障处置', en: 'Fault handling' } },
  delivery: { maximum: 15, title: { zh: '交付及时', en: 'Timely delivery' } },
  security: { maximum: 20, title: { zh: '安全合规', en: 'Security and compliance' } },
  capacity: { maximum: 10, title: { zh: '容量与性能', en: 'Capacity and performance' } },
  reports: { maximum: 5, title: { zh: '报告与配合', en: 'Reports and cooperation' } },
  satisfaction: { maximum: 10, title: { zh: '满意度', en: 'Satisfaction' } },
}

export const AssessmentLine = Strict({
  code: OneOf(ASSESSMENT_LINES),
  points: Points,
  note: Type.String({ maxLength: 1000 }),
  /** Of what is missing to the maximum, so much for one SLA event. */
  tied: Type.Array(Strict({ eventId: Id, points: Points }), { maxItems: 20 }),
})
export type AssessmentLine = Static<typeof AssessmentLine>

export const AssessmentCreate = Strict({
  providerBodyId: Id,
  quarter: Quarter,
  lines: Type.Array(AssessmentLine, {
    minItems: ASSESSMENT_LINES.length,
    maxItems: ASSESSMENT_LINES.length,
  }),
  evidence: Words,
})
export type AssessmentCreate = Static<typeof AssessmentCreate>

export const ASSESSMENT_STATES = ['entered', 'confirmed', 'declined'] as const
export type AssessmentState = (typeof ASSESSMENT_STATES)[number]
export const Assessment = Strict({
  id: Id,
  provider: Ref,
  quarter: Quarter,
  lines: Type.Array(AssessmentLine, { maxItems: ASSESSMENT_LINES.length }),
  score: Points,
  evidence: Type.String(),
  state: OneOf(ASSESSMENT_STATES),
  enteredBy: Type.String(),
  enteredAt: Instant,
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  comment: Nullable(Type.String()),
  version: Version,
  actions: ActionsOf(['confirm', 'decline']),
})
export type Assessment = Static<typeof Assessment>

export const assessmentReasons = {
  'assessment.provider_not_found': {
    kind: 'precondition',
    zh: '没有找到这个服务商。',
    en: 'The provider was not found.',
  },
  'assessment.quarter_open': {
    kind: 'precondition',
    zh: '季度还没有结束，结束后才能录入考核结果。',
    en: 'The quarter is not over yet; it is assessed after its end.',
  },
  'assessment.lines': {
    kind: 'invalid',
    zh: '七项须各有一行，得分不超过该项满分；与事件有关的扣分合计不超过该项的扣分，且只能对应该服务商已确认的事件。',
    en: 'Each of the seven lines is there once with no more than its maximum; what is tied to events is no more than what the line lost, and the events are confirmed ones of the provider.',
  },
  'assessment.taken': {
    kind: 'conflict',
    zh: '这个服务商该季度已有考核结果（待确认或已确认）。',
    en: 'The provider has a result of that quarter already, waiting or confirmed.',
  },
  'assessment.decided': {
    kind: 'conflict',
    zh: '考核结果已经确认或驳回，不再改动。',
    en: 'The result was confirmed or declined and does not change any more.',
  },
  'assessment.own_entry': {
    kind: 'forbidden',
    zh: '录入人不能确认自己录入的结果，请由另一人确认。',
    en: 'Nobody confirms what he entered himself: another person does.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const act = actsOn({
  noun: 'assessment',
  path: '/assessments',
  response: Assessment,
  action: 'approve',
  reasons: ['assessment.decided', 'assessment.own_entry'],
})

export const assessmentOperations = {
  list: operation({
    id: 'assessment.list',
    method: 'GET',
    path: '/assessments',
    title: { zh: '服务商考核结果', en: 'List assessments of providers' },
    query: PageQuery({
      providerBodyId: Type.Optional(Id),
      quarter: Type.Optional(Quarter),
      state: Type.Optional(OneOf(ASSESSMENT_STATES)),
    }),
    response: PageOf(Assessment),
    access: { action: 'list', noun: 'assessment' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'assessment.get',
    method: 'GET',
    path: '/assessments/{id}',
    title: { zh: '查看考核结果', en: 'Get an assessment' },
    params: IdParams,
    response: Assessment,
    access: { action: 'view', noun: 'assessment' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'assessment.create',
    method: 'POST',
    path: '/assessments',
    title: { zh: '录入考核结果', en: 'Enter an assessment' },
    body: AssessmentCreate,
    response: Assessment,
    status: 201,
    access: { action: 'create', noun: 'assessment' },
    audit: { act: 'assessment.create' },
    idempotent: true,
    reasons: [
      'assessment.provider_not_found',
      'assessment.quarter_open',
      'assessment.lines',
      'assessment.taken',
    ],
  }),
  confirm: act('confirm', { zh: '确认考核结果', en: 'Confirm an assessment' }, { comment: Words }),
  decline: act('decline', { zh: '驳回考核结果', en: 'Decline an assessment' }, { comment: Words }),
} as const
