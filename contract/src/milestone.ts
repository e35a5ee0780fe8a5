/**
 * The milestone plan (里程碑计划, R3): what is to be reached by when. A milestone is reached by evidence only: by a figure of the
 * ledger where there is one, else by a document that is named. Nobody types it green.
 */
import { actsOn } from './act.ts'
import {
  ActionsOf,
  Bilingual,
  Day,
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

/**
 * open: its day is ahead; due: within 30 days; late: from the day after its day, in China's civil time; achieved: with its
 * evidence.
 */
export const MILESTONE_STATES = ['open', 'due', 'late', 'achieved'] as const
export type MilestoneState = (typeof MILESTONE_STATES)[number]

/** Figures of the ledger that a milestone can be measured by. */
export const MILESTONE_FIGURES = ['provider-platforms', 'departments-on-cloud', 'systems-migrated'] as const
export type MilestoneFigure = (typeof MILESTONE_FIGURES)[number]

const fields = {
  title: ShortText,
  /** Null when it is a day and not a period. */
  startsOn: Nullable(Day),
  dueOn: Day,
  /** Document and clause that set the date. */
  source: ShortText,
  /** Null: a document is the evidence. */
  figure: Nullable(OneOf(MILESTONE_FIGURES)),
  /** What the figure must reach: a number of things, or percent. Null without a figure. */
  target: Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  note: LongText,
}
export const MilestoneCreate = Strict(fields)
export type MilestoneCreate = Static<typeof MilestoneCreate>
export const MilestoneUpdate = Strict({ version: Version, ...fields })
export type MilestoneUpdate = Static<typeof MilestoneUpdate>

/** What proves it: the figure as it stood, or the document. */
export const MilestoneEvidence = Strict({
  /** The civil day on which it was reached, or which the document bears. */
  on: Day,
  /** The figure at that moment; null where a document proves it. */
  value: Nullable(Type.Number({ minimum: 0 })),
  document: Nullable(Type.String()),
  documentNo: Nullable(Type.String()),
  recordedBy: Type.String(),
  recordedAt: Instant,
})
export type MilestoneEvidence = Static<typeof MilestoneEvidence>

export const Milestone = Strict({
  id: Id,
  title: Bilingual,
  /** Whose plan it is part of; null: the documents', the same for everybody. */
  region: Nullable(Ref),
  startsOn: Nullable(Day),
  dueOn: Day,
  source: Type.String(),
  figure: Nullable(OneOf(MILESTONE_FIGURES)),
  target: Nullable(Type.Integer()),
  /** What is counted, in words; null without a figure. */
  basis: Nullable(Bilingual),
  /** 个 or %. */
  unit: Nullable(Bilingual),
  /** How the target is set is our own proposal: the document gives no number. */
  isProductDefault: Type.Boolean(),
  /** The figure now, over the whole plan; null without a figure, or when there is nothing to count. */
  actual: Nullable(Type.Number({ minimum: 0 })),
  note: Type.String(),
  state: OneOf(MILESTONE_STATES),
  /** Days after its day, while it is late. */
  daysLate: Type.Integer({ minimum: 0 }),
  evidence: Nullable(MilestoneEvidence),
  version: Version,
  actions: ActionsOf(['modify', 'remove', 'achieve', 'measure', 'reopen']),
})
export type Milestone = Static<typeof Milestone>

export const milestoneReasons = {
  'milestone.period': {
    kind: 'invalid',
    zh: '完成日期不能早于开始日期。',
    en: 'It cannot be due before it begins.',
  },
  'milestone.target': {
    kind: 'invalid',
    zh: '按台账指标衡量的里程碑须同时填写指标和目标值；比例指标的目标值不超过 100。',
    en: 'A milestone that is measured needs both the figure and its target; the target of a rate is at most 100.',
  },
  'milestone.of_document': {
    kind: 'conflict',
    zh: '该里程碑的日期由文件规定，不能修改或删除。可另行制定本地区的里程碑。',
    en: 'Its date is set by the document, so it is neither changed nor removed. Plan a milestone of your own beside it.',
  },
  'milestone.not_yours': {
    kind: 'forbidden',
    zh: '该里程碑属于其他层级的计划。文件规定的里程碑由省级登记依据。',
    en: 'It is part of another level’s plan. Evidence for those of the documents is recorded by the province.',
  },
  'milestone.achieved': {
    kind: 'conflict',
    zh: '里程碑已有完成依据。如登记有误，请先撤销依据。',
    en: 'It has its evidence already. If that is wrong, take it back first.',
  },
  'milestone.not_achieved': {
    kind: 'conflict',
    zh: '里程碑还没有完成依据。',
    en: 'It has no evidence yet.',
  },
  'milestone.measured': {
    kind: 'conflict',
    zh: '该里程碑由台账指标证明，不接受文件代替。请使用“按指标核定”。',
    en: 'A figure of the ledger proves it; a document does not stand in for that. Have it measured.',
  },
  'milestone.no_figure': {
    kind: 'conflict',
    zh: '该里程碑没有台账指标，请登记证明文件。',
    en: 'No figure belongs to it. Name the document that proves it.',
  },
  'milestone.short': {
    kind: 'precondition',
    zh: '台账指标为 {actual}，尚未达到目标 {target}，不能核定为完成。',
    en: 'The figure is {actual} and has not reached its target of {target}, so it is not achieved.',
  },
  'milestone.future_document': {
    kind: 'invalid',
    zh: '证明文件的日期不能晚于今天。',
    en: 'The document cannot bear a day after today.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const filters = {
  state: Type.Optional(OneOf(MILESTONE_STATES)),
}
const act = actsOn({
  noun: 'milestone',
  path: '/milestones',
  response: Milestone,
  action: 'approve',
  reasons: ['milestone.not_yours'],
})

export const milestoneOperations = {
  list: operation({
    id: 'milestone.list',
    method: 'GET',
    path: '/milestones',
    title: { zh: '里程碑计划', en: 'The milestone plan' },
    query: PageQuery(filters),
    response: PageOf(Milestone),
    access: { action: 'list', noun: 'milestone' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'milestone.export',
    method: 'GET',
    path: '/milestones/export',
    title: { zh: '导出里程碑计划', en: 'Export the milestone plan' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'milestone' },
    audit: { act: 'milestone.export' },
    reasons: [],
  }),
  get: operation({
    id: 'milestone.get',
    method: 'GET',
    path: '/milestones/{id}',
    title: { zh: '查看里程碑', en: 'Get a milestone' },
    params: IdParams,
    response: Milestone,
    access: { action: 'view', noun: 'milestone' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'milestone.create',
    method: 'POST',
    path: '/milestones',
    title: { zh: '制定里程碑', en: 'Plan a milestone' },
    body: MilestoneCreate,
    response: Milestone,
    status: 201,
    access: { action: 'create', noun: 'milestone' },
    audit: { act: 'milestone.create' },
    idempotent: true,
    reasons: ['milestone.period', 'milestone.target'],
  }),
  update: operation({
    id: 'milestone.update',
    method: 'PUT',
    path: '/milestones/{id}',
    title: { zh: '修改里程碑', en: 'Update a milestone' },
    params: IdParams,
    body: MilestoneUpdate,
    response: Milestone,
    access: { action: 'modify', noun: 'milestone' },
    audit: { act: 'milestone.update' },
    reasons: [
      'milestone.period',
      'milestone.target',
      'milestone.of_document',
      'milestone.not_yours',
      'milestone.achieved',
    ],
  }),
  remove: operation({
    id: 'milestone.remove',
    method: 'DELETE',
    path: '/milestones/{id}',
    title: { zh: '删除里程碑', en: 'Remove a milestone' },
    params: IdParams,
    response: Type.Null(),
    status: 204,
    access: { action: 'delete', noun: 'milestone' },
    audit: { act: 'milestone.remove' },
    reasons: ['milestone.of_document', 'milestone.not_yours', 'milestone.achieved'],
  }),
  /** By a document, where no figure belongs to it. */
  achieve: act(
    'achieve',
    { zh: '登记完成依据', en: 'Record the document that proves a milestone' },
    { document: ShortText, documentNo: Nullable(ShortText), on: Day },
    ['milestone.achieved', 'milestone.measured', 'milestone.future_document'],
  ),
  /** By its figure, which is read at that moment. */
  measure: act('measure', { zh: '按指标核定完成', en: 'Have a milestone measured' }, {}, [
    'milestone.achieved',
    'milestone.no_figure',
    'milestone.short',
  ]),
  reopen: act(
    'reopen',
    { zh: '撤销完成依据', en: 'Take the evidence of a milestone back' },
    { reason: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }) },
    ['milestone.not_achieved'],
  ),
} as const
