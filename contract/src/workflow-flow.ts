/** Flow definitions (流程), their versions, decision tables, and the picture of a flow. */
import {
  ActionsOf,
  Bilingual,
  ById,
  Code,
  Id,
  Instant,
  LongText,
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

export const RULE_LEVELS = [
  'own-body',
  'same-level-authority',
  'city-authority',
  'province-authority',
  'cloud-provider',
  'operations',
] as const
export type RuleLevel = (typeof RULE_LEVELS)[number]

/** Who may take a step: the applicant, holders of a role at a level seen from the subject's body, or named people. */
export const CandidateRule = Type.Union([
  Strict({ kind: Type.Literal('initiator') }),
  Strict({ kind: Type.Literal('role'), role: Code, level: OneOf(RULE_LEVELS) }),
  Strict({ kind: Type.Literal('people'), personIds: Type.Array(Id, { minItems: 1, maxItems: 50 }) }),
])
export type CandidateRule = Static<typeof CandidateRule>

/** When a step with several people is decided. `veto`: one rejection rejects. */
export const CompletionRule = Strict({
  mode: OneOf(['any', 'all', 'count', 'percent']),
  /** For count: how many; for percent: 1…100. */
  value: Nullable(Type.Integer({ minimum: 1, maximum: 100 })),
  veto: Type.Boolean(),
})
export type CompletionRule = Static<typeof CompletionRule>

export const PersonRef = Strict({
  personId: Id,
  name: Type.String(),
  bodyId: Nullable(Id),
  bodyName: Nullable(Type.String()),
  postName: Nullable(Type.String()),
  /** Set when this person stands in for another by delegation. */
  onBehalfOf: Nullable(Strict({ personId: Id, name: Type.String() })),
})
export type PersonRef = Static<typeof PersonRef>

export const FLOW_NODE_KINDS = ['start', 'end', 'user', 'service', 'exclusive', 'parallel', 'timer'] as const
export const FLOW_NODE_STATES = [
  'idle',
  'done',
  'current',
  'overdue',
  'returned',
  'skipped',
  'rejected',
] as const

const Point = Strict({ x: Type.Number(), y: Type.Number() })

export const PictureNode = Strict({
  id: Type.String(),
  kind: OneOf(FLOW_NODE_KINDS),
  name: Bilingual,
  /** Top left corner and size, in pixels at scale 1. */
  x: Type.Number(),
  y: Type.Number(),
  width: Type.Number(),
  height: Type.Number(),
  state: OneOf(FLOW_NODE_STATES),
})
export const PictureEdge = Strict({
  id: Type.String(),
  from: Type.String(),
  to: Type.String(),
  points: Type.Array(Point, { minItems: 2, maxItems: 40 }),
  label: Nullable(Bilingual),
  /** The instance went along here. */
  taken: Type.Boolean(),
  /** Drawn against the direction of the flow (a loop in the definition). */
  back: Type.Boolean(),
})
/** A return, drawn as a numbered back arc; arcs are acts of people, not lines of the definition. */
export const PictureArc = Strict({
  number: Type.Integer({ minimum: 1 }),
  from: Type.String(),
  to: Type.String(),
  points: Type.Array(Point, { minItems: 2, maxItems: 40 }),
  at: Instant,
  by: Type.String(),
  comment: Nullable(Type.String()),
})

/** The ordered-list twin of the picture. */
export const PictureStep = Strict({
  number: Type.Integer({ minimum: 1 }),
  nodeId: Type.String(),
  kind: OneOf(FLOW_NODE_KINDS),
  name: Bilingual,
  state: OneOf(FLOW_NODE_STATES),
  rule: Nullable(CandidateRule),
  completion: Nullable(CompletionRule),
  termWorkingDays: Nullable(Type.Integer()),
  people: Type.Array(PersonRef, { maxItems: 200 }),
  openedAt: Nullable(Instant),
  closedAt: Nullable(Instant),
  dueAt: Nullable(Instant),
})
export const FlowPicture = Strict({
  width: Type.Number(),
  height: Type.Number(),
  nodes: Type.Array(PictureNode, { maxItems: 300 }),
  edges: Type.Array(PictureEdge, { maxItems: 600 }),
  arcs: Type.Array(PictureArc, { maxItems: 200 }),
  steps: Type.Array(PictureStep, { maxItems: 500 }),
})
export type FlowPicture = Static<typeof FlowPicture>

/** What keeps a definition from being published, with the element named. */
export const FlowProblem = Strict({
  code: Type.String(),
  elementId: Nullable(Type.String()),
  elementName: Nullable(Type.String()),
  elementType: Nullable(Type.String()),
  zh: Type.String(),
  en: Type.String(),
})
export type FlowProblem = Static<typeof FlowProblem>

export const VERSION_STATES = ['draft', 'published', 'retired'] as const
export const versionHead = {
  id: Id,
  number: Type.Integer({ minimum: 1 }),
  state: OneOf(VERSION_STATES),
  version: Version,
  source: ShortText,
  isProductDefault: Type.Boolean(),
  note: Type.String(),
  createdAt: Instant,
  publishedAt: Nullable(Instant),
  publishedBy: Nullable(Type.String()),
}
export const FlowVersionEntry = Strict(versionHead)

export const Flow = Strict({
  id: Id,
  key: Code,
  name: Bilingual,
  subjectNoun: Code,
  publishedNumber: Nullable(Type.Integer()),
  isProductDefault: Type.Boolean(),
  runningInstances: Type.Integer({ minimum: 0 }),
  version: Version,
})
export const FlowDetail = Strict({
  ...Flow.properties,
  versions: Type.Array(FlowVersionEntry, { maxItems: 200 }),
  actions: ActionsOf(['create-version']),
})
export const FlowVersion = Strict({
  ...versionHead,
  flowId: Id,
  flowKey: Code,
  bpmn: Type.String(),
  picture: FlowPicture,
  problems: Type.Array(FlowProblem, { maxItems: 200 }),
  actions: ActionsOf(['update', 'publish']),
})

const Bpmn = Type.String({ minLength: 1, maxLength: 400_000 })

/** Values that conditions and decision tables may ask for: flat, bounded, no code. */
export const FlowVariables = Type.Record(
  Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,40}$' }),
  Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean(), Type.Null()]),
  { maxProperties: 50 },
)
export type FlowVariables = Record<string, string | number | boolean | null>

/** "Who would get this?": the steps in order with the people, and what stays uncertain. */
export const FlowPreview = Strict({
  flowKey: Code,
  flowName: Bilingual,
  flowVersionNumber: Type.Integer(),
  /** The row of the decision table that chose the flow, when a table chose. */
  decision: Nullable(
    Strict({
      tableKey: Code,
      tableVersion: Type.Integer(),
      ruleId: Code,
      note: Bilingual,
      source: Type.String(),
    }),
  ),
  picture: FlowPicture,
  /** Steps that nobody could take as things stand. */
  unmanned: Type.Array(Type.String(), { maxItems: 100 }),
  workingDays: Type.Integer({ minimum: 0 }),
  dueAt: Nullable(Instant),
})
export type FlowPreview = Static<typeof FlowPreview>

const read = { none: 'read' } as const
const flowList = { action: 'list', noun: 'flow' } as const
const flowView = { action: 'view', noun: 'flow' } as const
const flowModify = { action: 'modify', noun: 'flow' } as const

export const flowOperations = {
  flowList: operation({
    id: 'flow.list',
    method: 'GET',
    path: '/flows',
    title: { zh: '流程列表', en: 'Flows' },
    query: PageQuery({ subjectNoun: Type.Optional(Code) }),
    response: PageOf(Flow),
    access: flowList,
    audit: read,
    reasons: [],
  }),
  flowGet: operation({
    id: 'flow.get',
    method: 'GET',
    path: '/flows/{id}',
    title: { zh: '查看流程', en: 'A flow' },
    params: ById,
    response: FlowDetail,
    access: flowView,
    audit: read,
    reasons: [],
  }),
  flowCreate: operation({
    id: 'flow.create',
    method: 'POST',
    path: '/flows',
    title: { zh: '新建流程', en: 'Create a flow' },
    body: Strict({
      key: Code,
      name: Bilingual,
      subjectNoun: Code,
      bpmn: Bpmn,
      source: ShortText,
      note: LongText,
    }),
    response: FlowDetail,
    status: 201,
    access: { action: 'create', noun: 'flow' },
    audit: { act: 'flow.create' },
    idempotent: true,
    reasons: ['flow.bpmn_unreadable'],
  }),
  flowVersionGet: operation({
    id: 'flow-version.get',
    method: 'GET',
    path: '/flow-versions/{id}',
    title: { zh: '查看流程版本', en: 'A version of a flow' },
    params: ById,
    response: FlowVersion,
    access: flowView,
    audit: read,
    reasons: [],
  }),
  flowVersionExport: operation({
    id: 'flow-version.export',
    method: 'GET',
    path: '/flow-versions/{id}/bpmn',
    title: { zh: '导出 BPMN 文件', en: 'Export as BPMN' },
    params: ById,
    response: Type.Null(),
    stream: 'file',
    access: flowView,
    audit: read,
    reasons: [],
  }),
  flowVersionCreate: operation({
    id: 'flow-version.create',
    method: 'POST',
    path: '/flows/{id}/versions',
    title: { zh: '新建流程版本', en: 'Create a version of a flow' },
    params: ById,
    body: Strict({ bpmn: Bpmn, source: ShortText, note: LongText }),
    response: FlowVersion,
    status: 201,
    access: flowModify,
    audit: { act: 'flow-version.create' },
    idempotent: true,
    reasons: ['flow.bpmn_unreadable'],
  }),
  flowVersionUpdate: operation({
    id: 'flow-version.update',
    method: 'PUT',
    path: '/flow-versions/{id}',
    title: { zh: '修改流程草稿', en: 'Change a draft version' },
    params: ById,
    body: Strict({ version: Version, bpmn: Bpmn, source: ShortText, note: LongText }),
    response: FlowVersion,
    access: flowModify,
    audit: { act: 'flow-version.update' },
    reasons: ['flow.bpmn_unreadable', 'flow.not_draft'],
  }),
  flowVersionCheck: operation({
    id: 'flow-version.check',
    method: 'POST',
    path: '/flow-versions/check',
    title: { zh: '检查流程定义', en: 'Check a definition' },
    body: Strict({ bpmn: Bpmn }),
    response: Strict({
      problems: Type.Array(FlowProblem, { maxItems: 200 }),
      picture: Nullable(FlowPicture),
    }),
    access: flowView,
    audit: { none: 'computes only' },
    reasons: [],
  }),
  flowVersionPreview: operation({
    id: 'flow-version.preview',
    method: 'POST',
    path: '/flow-versions/{id}/preview',
    title: { zh: '流程模拟：谁会收到', en: 'Simulate: who would get this' },
    params: ById,
    body: Strict({ bodyId: Id, variables: FlowVariables }),
    response: FlowPreview,
    access: flowView,
    audit: { none: 'computes only' },
    reasons: ['flow.not_publishable', 'flow.no_way_on'],
  }),
  flowVersionPublish: operation({
    id: 'flow-version.publish',
    method: 'POST',
    path: '/flow-versions/{id}/publish',
    title: { zh: '发布流程版本', en: 'Publish a version' },
    params: ById,
    body: Strict({ version: Version }),
    response: FlowVersion,
    access: { action: 'approve', noun: 'flow' },
    audit: { act: 'flow-version.publish' },
    reasons: ['flow.not_publishable', 'flow.not_draft'],
  }),
} as const
