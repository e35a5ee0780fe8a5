/**
 * Checks by the guiding authorities (指导检查, R47): a guide checks a system, a cloud or a body by its own list, the body that
 * answers for it puts right what does not meet, and the guide closes.
 */
import { actsOn } from './act.ts'
import {
  ActionsOf,
  Bilingual,
  Code,
  Day,
  Id,
  IdParams,
  Instant,
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
import { CHECK_SUBJECTS } from './check-list.ts'
import { GUIDE_FIELDS } from './organisation.ts'
import type { Reason } from './reasons.ts'
import { EVIDENCE_TYPES, Evidence } from './work-order.ts'

/** 检查中 → 整改中 → 待复核 → 已办结; without anything to put right it closes at once. */
export const GUIDE_CHECK_STATES = ['open', 'rectifying', 'answered', 'closed', 'cancelled'] as const
export type GuideCheckState = (typeof GUIDE_CHECK_STATES)[number]
export const VERDICTS = ['meets', 'fails', 'not-applicable'] as const
export type Verdict = (typeof VERDICTS)[number]

const Why = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

const head = {
  id: Id,
  no: Type.String(),
  field: OneOf(GUIDE_FIELDS),
  guide: Ref,
  subject: Strict({ noun: OneOf(CHECK_SUBJECTS), id: Id, name: Type.String() }),
  /** Who answers for it. */
  body: Ref,
  state: OneOf(GUIDE_CHECK_STATES),
  counts: Strict({
    meets: Type.Integer(),
    fails: Type.Integer(),
    notApplicable: Type.Integer(),
    /** Without a finding yet. */
    open: Type.Integer(),
  }),
  /** The answer is due then, in working days. */
  dueAt: Nullable(Instant),
  overdue: Type.Boolean(),
  openedBy: Type.String(),
  openedAt: Instant,
  closedAt: Nullable(Instant),
}
export const GuideCheckSummary = Strict(head)
export type GuideCheckSummary = Static<typeof GuideCheckSummary>

export const GuideCheckFile = Strict({ ...Evidence.properties, side: OneOf(['guide', 'body']) })

export const Finding = Strict({
  code: Code,
  title: Bilingual,
  clause: Type.String(),
  verdict: Nullable(OneOf(VERDICTS)),
  note: Type.String(),
  /** What was done about it, and by when it is done. */
  rectification: Nullable(Type.String()),
  rectifiedOn: Nullable(Day),
  answeredBy: Nullable(Type.String()),
  files: Type.Array(GuideCheckFile, { maxItems: 20 }),
})
export type Finding = Static<typeof Finding>

export const GUIDE_CHECK_ACTIONS = [
  'record',
  'send',
  'answer',
  'return',
  'close',
  'cancel',
  'addFile',
] as const
export const GuideCheck = Strict({
  ...head,
  checkList: Strict({ id: Id, number: Type.Integer(), title: Bilingual, isProductDefault: Type.Boolean() }),
  findings: Type.Array(Finding, { maxItems: 100 }),
  conclusion: Nullable(Type.String()),
  history: Type.Array(
    Strict({
      kind: OneOf(['opened', 'sent', 'answered', 'returned', 'closed', 'cancelled']),
      actor: Type.String(),
      comment: Nullable(Type.String()),
      at: Instant,
    }),
    { maxItems: 100 },
  ),
  version: Version,
  actions: ActionsOf(GUIDE_CHECK_ACTIONS),
})
export type GuideCheck = Static<typeof GuideCheck>

export const guideCheckReasons = {
  'guide-check.no_list': {
    kind: 'precondition',
    zh: '本部门没有适用于此类对象的检查清单。请先发布清单。',
    en: 'Your authority has no check list for such a subject. Publish one first.',
  },
  'guide-check.not_yours': {
    kind: 'forbidden',
    zh: '这项检查由另一指导部门开展。',
    en: 'Another guiding authority makes this check.',
  },
  'guide-check.not_answerable': {
    kind: 'forbidden',
    zh: '整改由被检查单位答复。',
    en: 'The body that was checked answers.',
  },
  'guide-check.wrong_state': {
    kind: 'conflict',
    zh: '检查当前状态不能这样办理。',
    en: 'The check is not in a state for that.',
  },
  'guide-check.findings_missing': {
    kind: 'precondition',
    zh: '还有检查项没有结论。请先逐项记录。',
    en: 'Some items have no finding yet. Record every one first.',
  },
  'guide-check.nothing_to_rectify': {
    kind: 'precondition',
    zh: '没有不符合项，无需整改。请直接办结。',
    en: 'Nothing fails, so nothing is to be put right. Close it.',
  },
  'guide-check.rectification_needed': {
    kind: 'precondition',
    zh: '有不符合项。请先送达被检查单位整改。',
    en: 'Some items fail. Send it to the body first.',
  },
  'guide-check.answer_incomplete': {
    kind: 'invalid',
    zh: '须逐项答复全部不符合项，且只答复不符合项。',
    en: 'Every item that fails is answered, and no other.',
  },
  'guide-check.item_unknown': {
    kind: 'invalid',
    zh: '清单中没有检查项“{code}”。',
    en: 'The list has no item "{code}".',
  },
  'guide-check.too_many_files': {
    kind: 'capacity',
    zh: '每个检查项最多 {limit} 份材料。',
    en: 'An item takes at most {limit} files.',
  },
  'guide-check.calendar_missing': {
    kind: 'precondition',
    zh: '工作日历缺少所需年份，无法计算期限。请先导入该年日历。',
    en: 'The working calendar lacks the year, so no due date can be computed. Import that year first.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const act = actsOn({
  noun: 'guide-check',
  path: '/guide-checks',
  response: GuideCheck,
  action: 'modify',
  reasons: ['guide-check.wrong_state'],
})

const filters = {
  state: Type.Optional(OneOf(GUIDE_CHECK_STATES)),
  field: Type.Optional(OneOf(GUIDE_FIELDS)),
  bodyId: Type.Optional(Id),
  subjectId: Type.Optional(Id),
}

export const guideCheckOperations = {
  list: operation({
    id: 'guide-check.list',
    method: 'GET',
    path: '/guide-checks',
    title: { zh: '指导检查列表', en: 'List checks by guiding authorities' },
    query: PageQuery(filters),
    response: PageOf(GuideCheckSummary),
    access: { action: 'list', noun: 'guide-check' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'guide-check.export',
    method: 'GET',
    path: '/guide-checks/export',
    title: { zh: '导出指导检查', en: 'Export checks by guiding authorities' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'guide-check' },
    audit: { act: 'guide-check.export' },
    reasons: [],
  }),
  get: operation({
    id: 'guide-check.get',
    method: 'GET',
    path: '/guide-checks/{id}',
    title: { zh: '查看指导检查', en: 'Get a check' },
    params: IdParams,
    response: GuideCheck,
    access: { action: 'view', noun: 'guide-check' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'guide-check.create',
    method: 'POST',
    path: '/guide-checks',
    title: { zh: '发起指导检查', en: 'Open a check' },
    body: Strict({ subjectNoun: OneOf(CHECK_SUBJECTS), subjectId: Id }),
    response: GuideCheck,
    status: 201,
    access: { action: 'create', noun: 'guide-check' },
    audit: { act: 'guide-check.create' },
    idempotent: true,
    reasons: ['check-list.no_field', 'guide-check.no_list'],
  }),
  record: act(
    'record',
    { zh: '记录检查结论', en: 'Record a finding' },
    { code: Code, verdict: OneOf(VERDICTS), note: Type.String({ maxLength: 1000 }) },
    ['guide-check.not_yours', 'guide-check.item_unknown'],
  ),
  send: act(
    'send',
    { zh: '送达整改', en: 'Send to be put right' },
    {
      workingDays: Type.Integer({ minimum: 1, maximum: 120 }),
      comment: Nullable(Type.String({ maxLength: 1000 })),
    },
    [
      'guide-check.not_yours',
      'guide-check.findings_missing',
      'guide-check.nothing_to_rectify',
      'guide-check.calendar_missing',
    ],
  ),
  answer: act(
    'answer',
    { zh: '答复整改', en: 'Answer what was put right' },
    {
      answers: Type.Array(
        Strict({
          code: Code,
          rectification: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
          rectifiedOn: Day,
        }),
        { minItems: 1, maxItems: 100 },
      ),
    },
    ['guide-check.not_answerable', 'guide-check.answer_incomplete'],
    'operate',
  ),
  return: act('return', { zh: '退回整改', en: 'Return for more' }, { reason: Why }, [
    'guide-check.not_yours',
  ]),
  close: act('close', { zh: '办结检查', en: 'Close a check' }, { conclusion: Why }, [
    'guide-check.not_yours',
    'guide-check.findings_missing',
    'guide-check.rectification_needed',
  ]),
  cancel: act('cancel', { zh: '撤销检查', en: 'Cancel a check' }, { reason: Why }, ['guide-check.not_yours']),
  addFile: operation({
    id: 'guide-check.add-file',
    method: 'POST',
    path: '/guide-checks/{id}/files',
    title: { zh: '上传检查材料', en: 'Hand in a file to a check' },
    params: IdParams,
    body: Strict({
      code: Code,
      fileName: ShortText,
      mediaType: OneOf(EVIDENCE_TYPES),
      note: Type.String({ maxLength: 1000 }),
      contentBase64: Type.String({ minLength: 4, maxLength: 6_990_508, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
    }),
    response: GuideCheck,
    status: 201,
    access: { action: 'operate', noun: 'guide-check' },
    audit: { act: 'guide-check.add-file' },
    idempotent: true,
    bodyLimitBytes: 7_340_032,
    reasons: [
      'guide-check.wrong_state',
      'guide-check.not_answerable',
      'guide-check.item_unknown',
      'guide-check.too_many_files',
      'blob.too_large',
      'blob.type_mismatch',
      'blob.name_invalid',
    ],
  }),
  getFile: operation({
    id: 'guide-check.get-file',
    method: 'GET',
    path: '/guide-checks/{id}/files/{fileId}',
    title: { zh: '下载检查材料', en: 'Fetch a file of a check' },
    params: Strict({ id: Id, fileId: Id }),
    response: Type.Any(),
    access: { action: 'view', noun: 'guide-check' },
    audit: read,
    reasons: [],
    stream: 'file',
  }),
} as const
