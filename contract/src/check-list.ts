/**
 * Check lists (检查清单) of the guiding authorities (R47): what each of them looks at, clause by clause, in versions with an
 * effective date. What was checked keeps the version that it was checked by.
 */
import {
  ActionsOf,
  Bilingual,
  Code,
  Day,
  Id,
  IdParams,
  Instant,
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
import { GUIDE_FIELDS } from './organisation.ts'
import type { Reason } from './reasons.ts'

/** What is checked: an information system, a cloud, or a body itself. */
export const CHECK_SUBJECTS = ['system', 'cloud', 'body'] as const
export type CheckSubject = (typeof CHECK_SUBJECTS)[number]

export const CheckListItem = Strict({
  code: Code,
  title: Bilingual,
  /** Document and clause that asks for it. */
  clause: ShortText,
  subjects: Type.Array(OneOf(CHECK_SUBJECTS), { minItems: 1, maxItems: 3, uniqueItems: true }),
})
export type CheckListItem = Static<typeof CheckListItem>

const content = {
  title: Bilingual,
  effectiveFrom: Day,
  source: ShortText,
  items: Type.Array(CheckListItem, { minItems: 1, maxItems: 100 }),
}

export const CheckList = Strict({
  id: Id,
  field: OneOf(GUIDE_FIELDS),
  number: Version,
  ...content,
  isInForce: Type.Boolean(),
  /** Our own proposal, shown as such. */
  isProductDefault: Type.Boolean(),
  publishedBy: Type.String(),
  createdAt: Instant,
  actions: ActionsOf(['publish']),
})
export type CheckList = Static<typeof CheckList>

export const CheckListCreate = Strict(content)
export type CheckListCreate = Static<typeof CheckListCreate>

export const checkListReasons = {
  'check-list.no_field': {
    kind: 'forbidden',
    zh: '只有指导部门（网信、公安、党信、密码、财政、审计）有自己的检查清单。',
    en: 'Only a guiding authority has a check list of its own.',
  },
  'check-list.other_field': {
    kind: 'forbidden',
    zh: '这是另一指导部门的清单，由该部门发布。',
    en: 'This is the list of another guiding authority: that one publishes it.',
  },
  'check-list.item_twice': {
    kind: 'invalid',
    zh: '检查项编号“{code}”重复。',
    en: 'The item code "{code}" stands twice.',
  },
  'check-list.starts_in_the_past': {
    kind: 'precondition',
    zh: '生效日期不能早于今天：已做的检查按当时的清单。',
    en: 'It may not take effect before today: past checks keep the list of their day.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const

export const checkListOperations = {
  list: operation({
    id: 'check-list.list',
    method: 'GET',
    path: '/check-lists',
    title: { zh: '检查清单', en: 'List check lists' },
    query: PageQuery({
      field: Type.Optional(OneOf(GUIDE_FIELDS)),
      /** Only what applies today. */
      inForce: Type.Optional(Type.Boolean()),
    }),
    response: PageOf(CheckList),
    access: { action: 'list', noun: 'check-list' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'check-list.get',
    method: 'GET',
    path: '/check-lists/{id}',
    title: { zh: '查看检查清单', en: 'Get a check list' },
    params: IdParams,
    response: CheckList,
    access: { action: 'view', noun: 'check-list' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'check-list.create',
    method: 'POST',
    path: '/check-lists',
    title: { zh: '发布检查清单新版本', en: 'Publish a new version of one’s check list' },
    body: CheckListCreate,
    response: CheckList,
    status: 201,
    access: { action: 'create', noun: 'check-list' },
    audit: { act: 'check-list.create' },
    idempotent: true,
    reasons: ['check-list.no_field', 'check-list.item_twice', 'check-list.starts_in_the_past'],
  }),
} as const
