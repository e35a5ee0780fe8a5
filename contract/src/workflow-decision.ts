/** Decision tables (决策表): which flow a subject takes, row by row, with the source of each row. */
import {
  ActionsOf,
  Bilingual,
  ById,
  Code,
  Id,
  LongText,
  Nullable,
  OneOf,
  operation,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { FlowProblem, FlowVariables, versionHead } from './workflow-flow.ts'

export const DecisionTableContent = Strict({
  /** First row that fits, or exactly one row may fit. */
  hitPolicy: OneOf(['first', 'unique']),
  inputs: Type.Array(
    Strict({
      name: Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,40}$' }),
      label: Bilingual,
      type: OneOf(['string', 'number', 'boolean']),
      values: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 })),
    }),
    { minItems: 1, maxItems: 20 },
  ),
  rules: Type.Array(
    Strict({
      id: Code,
      /** One FEEL unary test per input; `-` fits anything. */
      when: Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { minItems: 1, maxItems: 20 }),
      flowKey: Code,
      note: Bilingual,
      source: ShortText,
      isProductDefault: Type.Boolean(),
    }),
    { minItems: 1, maxItems: 100 },
  ),
})
export type DecisionTableContent = Static<typeof DecisionTableContent>

export const DecisionTable = Strict({
  id: Id,
  key: Code,
  name: Bilingual,
  subjectNoun: Code,
  publishedNumber: Nullable(Type.Integer()),
  version: Version,
})
export const DecisionTableVersion = Strict({
  ...versionHead,
  tableId: Id,
  content: DecisionTableContent,
  problems: Type.Array(FlowProblem, { maxItems: 200 }),
})
export const DecisionTableDetail = Strict({
  ...DecisionTable.properties,
  versions: Type.Array(DecisionTableVersion, { maxItems: 200 }),
  actions: ActionsOf(['revise', 'publish']),
})

const read = { none: 'read' } as const
const flowList = { action: 'list', noun: 'flow' } as const
const flowView = { action: 'view', noun: 'flow' } as const
const flowModify = { action: 'modify', noun: 'flow' } as const

export const decisionOperations = {
  decisionTableList: operation({
    id: 'decision-table.list',
    method: 'GET',
    path: '/decision-tables',
    title: { zh: '决策表列表', en: 'Decision tables' },
    response: Strict({ items: Type.Array(DecisionTable, { maxItems: 200 }) }),
    access: flowList,
    audit: read,
    reasons: [],
  }),
  decisionTableGet: operation({
    id: 'decision-table.get',
    method: 'GET',
    path: '/decision-tables/{id}',
    title: { zh: '查看决策表', en: 'A decision table' },
    params: ById,
    response: DecisionTableDetail,
    access: flowView,
    audit: read,
    reasons: [],
  }),
  decisionTableCreateVersion: operation({
    id: 'decision-table.create-version',
    method: 'POST',
    path: '/decision-tables/{id}/versions',
    title: { zh: '新建决策表版本', en: 'Create a version of a decision table' },
    params: ById,
    body: Strict({ content: DecisionTableContent, source: ShortText, note: LongText }),
    response: DecisionTableVersion,
    status: 201,
    access: flowModify,
    audit: { act: 'decision-table.create-version' },
    idempotent: true,
    reasons: ['decision.cell_unreadable'],
  }),
  decisionTableUpdateVersion: operation({
    id: 'decision-table.update-version',
    method: 'PUT',
    path: '/decision-table-versions/{id}',
    title: { zh: '修改决策表草稿', en: 'Change a draft of a decision table' },
    params: ById,
    body: Strict({ version: Version, content: DecisionTableContent, source: ShortText, note: LongText }),
    response: DecisionTableVersion,
    access: flowModify,
    audit: { act: 'decision-table.update-version' },
    reasons: ['flow.not_draft', 'decision.cell_unreadable'],
  }),
  decisionTablePublish: operation({
    id: 'decision-table.publish',
    method: 'POST',
    path: '/decision-table-versions/{id}/publish',
    title: { zh: '发布决策表版本', en: 'Publish a version of a decision table' },
    params: ById,
    body: Strict({ version: Version }),
    response: DecisionTableVersion,
    access: { action: 'approve', noun: 'flow' },
    audit: { act: 'decision-table.publish' },
    reasons: ['decision.not_publishable', 'flow.not_draft'],
  }),
  decisionTableTry: operation({
    id: 'decision-table.try',
    method: 'POST',
    path: '/decision-table-versions/{id}/try',
    title: { zh: '试算决策表', en: 'Try a decision table' },
    params: ById,
    body: Strict({ variables: FlowVariables }),
    response: Strict({ ruleId: Code, flowKey: Code, note: Bilingual, source: Type.String() }),
    access: flowView,
    audit: { none: 'computes only' },
    reasons: ['decision.no_row', 'decision.several_rows', 'decision.not_publishable'],
  }),
} as const
