/** Organisation: regions, bodies, people, posts and delegations (R21, R27, R31, R39–R50). */
import {
  ActionsOf,
  ById,
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
import type { Reason } from './reasons.ts'
import { ROLES, SIDES } from './roles.ts'

export const REGION_LEVELS = ['province', 'city', 'county', 'street', 'community'] as const
export const BODY_KINDS = [
  'leading-group',
  'regulator-bureau',
  'regulator-centre',
  'operations',
  'provider',
  'platform-provider',
  'department',
  'guide',
] as const
/** What a guiding authority watches: 网信、公安、党信、密码、财政、审计 (R47). */
export const GUIDE_FIELDS = [
  'cyberspace',
  'public-security',
  'xinchuang',
  'cipher',
  'finance',
  'audit',
] as const

/** What a service provider is: 云平台运营商、信息中心、外包服务机构 (R49). */
export const PROVIDER_TYPES = ['cloud-operator', 'information-centre', 'outsourced-service'] as const

export const Region = Strict({
  id: Id,
  parentId: Nullable(Id),
  level: OneOf(REGION_LEVELS),
  code: Type.String(),
  name: ShortText,
  version: Version,
})
export type Region = Static<typeof Region>

/** A region below another: code by GB/T 2260 (6 digits), 9 or 12 digits for streets and communities. */
export const RegionCreate = Strict({
  parentId: Id,
  level: OneOf(REGION_LEVELS),
  code: Type.String({ pattern: '^[0-9]{6}([0-9]{3}){0,2}$' }),
  name: ShortText,
})
export type RegionCreate = Static<typeof RegionCreate>

export const BodyName = Strict({ id: Id, name: ShortText, shortName: ShortText, kind: OneOf(BODY_KINDS) })

export const Body = Strict({
  id: Id,
  regionId: Id,
  regionName: ShortText,
  parentId: Nullable(Id),
  parentName: Nullable(ShortText),
  kind: OneOf(BODY_KINDS),
  guideField: Nullable(OneOf(GUIDE_FIELDS)),
  providerType: Nullable(OneOf(PROVIDER_TYPES)),
  name: ShortText,
  shortName: ShortText,
  creditCode: Nullable(Type.String()),
  closedAt: Nullable(Instant),
  version: Version,
  createdAt: Instant,
  actions: ActionsOf(['modify', 'close', 'create-person']),
})
export type Body = Static<typeof Body>

const CreditCode = Type.String({ pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$' })

export const BodyCreate = Strict({
  regionId: Id,
  parentId: Type.Optional(Id),
  kind: OneOf(BODY_KINDS),
  /** Of a guide, and of no other kind. */
  guideField: Type.Optional(OneOf(GUIDE_FIELDS)),
  /** Of a provider, and of no other kind. */
  providerType: Type.Optional(OneOf(PROVIDER_TYPES)),
  name: ShortText,
  shortName: Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' }),
  creditCode: Type.Optional(CreditCode),
})
export type BodyCreate = Static<typeof BodyCreate>

export const BodyUpdate = Strict({
  version: Version,
  name: ShortText,
  shortName: Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' }),
  creditCode: Nullable(CreditCode),
})
export type BodyUpdate = Static<typeof BodyUpdate>

const Phone = Type.String({ pattern: '^[0-9+() -]{5,30}$' })
const Email = Type.String({ format: 'email', maxLength: 200 })

export const Post = Strict({
  id: Id,
  personId: Id,
  personName: ShortText,
  bodyId: Id,
  bodyName: ShortText,
  role: OneOf(ROLES),
  side: OneOf(SIDES),
  title: ShortText,
  validFrom: Instant,
  validTo: Nullable(Instant),
  endedAt: Nullable(Instant),
  /** Whether it can be acted from now. */
  valid: Type.Boolean(),
  actions: ActionsOf(['end']),
})
export type Post = Static<typeof Post>

export const Person = Strict({
  id: Id,
  bodyId: Id,
  bodyName: ShortText,
  name: ShortText,
  phone: Nullable(Type.String()),
  email: Nullable(Type.String()),
  deactivatedAt: Nullable(Instant),
  version: Version,
  createdAt: Instant,
  actions: ActionsOf(['modify', 'deactivate', 'grant-post']),
})
export type Person = Static<typeof Person>

export const PersonCreate = Strict({
  bodyId: Id,
  name: ShortText,
  phone: Type.Optional(Phone),
  email: Type.Optional(Email),
})
export type PersonCreate = Static<typeof PersonCreate>

export const PersonUpdate = Strict({
  version: Version,
  name: ShortText,
  phone: Nullable(Phone),
  email: Nullable(Email),
})
export type PersonUpdate = Static<typeof PersonUpdate>

export const PostGrant = Strict({
  personId: Id,
  bodyId: Id,
  role: OneOf(ROLES),
  title: ShortText,
  /** From now when absent. */
  validFrom: Type.Optional(Instant),
  /** Until ended when absent. */
  validTo: Type.Optional(Instant),
})
export type PostGrant = Static<typeof PostGrant>

export const Delegation = Strict({
  id: Id,
  fromPersonId: Id,
  fromPersonName: ShortText,
  toPersonId: Id,
  toPersonName: ShortText,
  reason: LongText,
  validFrom: Instant,
  validTo: Instant,
  endedAt: Nullable(Instant),
  actions: ActionsOf(['end']),
})
export type Delegation = Static<typeof Delegation>

export const DelegationCreate = Strict({
  toPersonId: Id,
  reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
  validFrom: Instant,
  validTo: Instant,
})
export type DelegationCreate = Static<typeof DelegationCreate>

export const organisationReasons = {
  'body.closed': { kind: 'precondition', zh: '该机构已停用。', en: 'This body is closed.' },
  'body.has_open_parts': {
    kind: 'conflict',
    zh: '该机构仍有下级机构或有效岗位，请先处理后再停用。',
    en: 'This body still has bodies below it or posts in force. End those first.',
  },
  'body.kind_not_at_level': {
    kind: 'precondition',
    zh: '云管理机构只能设在县级及以上区划（R27）。',
    en: 'A regulator stands at county level or above (R27).',
  },
  'body.guide_field_needed': {
    kind: 'precondition',
    zh: '指导部门须填写指导领域，其他机构不填（R47）。',
    en: 'A guiding authority names its field of guidance; other bodies have none (R47).',
  },
  'body.provider_type_needed': {
    kind: 'precondition',
    zh: '服务提供机构须填写机构类型，其他机构不填（R49）。',
    en: 'A service provider names its type; other bodies have none (R49).',
  },
  'body.platform_exists': {
    kind: 'conflict',
    zh: '已有云监管平台服务商。全省只有一个云监管平台（R1）。',
    en: 'The supervision platform has its provider already. There is one such platform (R1).',
  },
  'region.code_taken': {
    kind: 'conflict',
    zh: '该区划代码已登记。',
    en: 'This region code is registered already.',
  },
  'region.level_not_below': {
    kind: 'precondition',
    zh: '新区划的层级须在上级之下（省、市、县、街道、社区）。',
    en: 'The level must be below its parent’s: province, city, county, street, community.',
  },
  'body.parent_elsewhere': {
    kind: 'precondition',
    zh: '上级机构必须位于同一区划或其上级区划。',
    en: 'The parent body must stand in the same region or one above it.',
  },
  'person.deactivated': { kind: 'precondition', zh: '该人员已停用。', en: 'This person is deactivated.' },
  'person.self': { kind: 'forbidden', zh: '不能对本人执行此操作。', en: 'You may not do this to yourself.' },
  'post.sides_conflict': {
    kind: 'conflict',
    zh: '管运分离（R21）：同一人不得同时担任监管方与服务商运营方岗位。',
    en: 'Management and operation are kept apart (R21): nobody holds a supervising and a provider post at once.',
  },
  'post.beyond_own_scope': {
    kind: 'forbidden',
    zh: '只能在您自己的管辖范围内授予您有权授予的岗位。',
    en: 'You may only grant, within your own scope, the posts that your role may give.',
  },
  'post.role_not_of_body': {
    kind: 'precondition',
    zh: '该角色与机构类型不符。',
    en: 'This role does not belong to this kind of body.',
  },
  'post.already_ended': { kind: 'conflict', zh: '该岗位已结束。', en: 'This post has ended already.' },
  'post.period_invalid': {
    kind: 'invalid',
    zh: '结束时间必须晚于开始时间。',
    en: 'The end must be after the beginning.',
  },
  'delegation.not_colleague': {
    kind: 'precondition',
    zh: '只能委托给本机构的在职同事。',
    en: 'Tasks can be handed only to an active colleague of your own body.',
  },
  'delegation.period_invalid': {
    kind: 'invalid',
    zh: '委托期限须在将来，且不超过 90 天。',
    en: 'The period must lie ahead and may not exceed 90 days.',
  },
  'delegation.already_ended': {
    kind: 'conflict',
    zh: '该委托已结束。',
    en: 'This delegation has ended already.',
  },
} as const satisfies Record<string, Reason>

const search = Type.Optional(Type.String({ minLength: 1, maxLength: 100 }))

export const organisationOperations = {
  listRegions: operation({
    id: 'region.list',
    method: 'GET',
    path: '/regions',
    title: { zh: '查询行政区划', en: 'List regions' },
    query: PageQuery({ parentId: Type.Optional(Id), level: Type.Optional(OneOf(REGION_LEVELS)) }),
    response: PageOf(Region),
    access: { action: 'list', noun: 'region' },
    audit: { none: 'read' },
    reasons: [],
  }),
  createRegion: operation({
    id: 'region.create',
    method: 'POST',
    path: '/regions',
    title: { zh: '新增行政区划', en: 'Add a region' },
    body: RegionCreate,
    response: Region,
    status: 201,
    access: { action: 'create', noun: 'region' },
    audit: { act: 'region.create' },
    idempotent: true,
    reasons: ['region.code_taken', 'region.level_not_below'],
  }),
  listBodies: operation({
    id: 'body.list',
    method: 'GET',
    path: '/bodies',
    title: { zh: '查询机构', en: 'List bodies' },
    query: PageQuery({
      search,
      kind: Type.Optional(OneOf(BODY_KINDS)),
      regionId: Type.Optional(Id),
      parentId: Type.Optional(Id),
    }),
    response: PageOf(Body),
    access: { action: 'list', noun: 'body' },
    audit: { none: 'read' },
    reasons: [],
  }),
  getBody: operation({
    id: 'body.get',
    method: 'GET',
    path: '/bodies/{id}',
    title: { zh: '查看机构', en: 'Show a body' },
    params: ById,
    response: Body,
    access: { action: 'view', noun: 'body' },
    audit: { none: 'read' },
    reasons: [],
  }),
  createBody: operation({
    id: 'body.create',
    method: 'POST',
    path: '/bodies',
    title: { zh: '新增机构', en: 'Add a body' },
    body: BodyCreate,
    response: Body,
    status: 201,
    access: { action: 'create', noun: 'body' },
    audit: { act: 'body.create' },
    idempotent: true,
    reasons: [
      'body.kind_not_at_level',
      'body.parent_elsewhere',
      'body.closed',
      'body.guide_field_needed',
      'body.provider_type_needed',
      'body.platform_exists',
    ],
  }),
  updateBody: operation({
    id: 'body.update',
    method: 'PUT',
    path: '/bodies/{id}',
    title: { zh: '修改机构', en: 'Change a body' },
    params: ById,
    body: BodyUpdate,
    response: Body,
    access: { action: 'modify', noun: 'body' },
    audit: { act: 'body.update' },
    reasons: ['body.closed'],
  }),
  closeBody: operation({
    id: 'body.close',
    method: 'POST',
    path: '/bodies/{id}/close',
    title: { zh: '停用机构', en: 'Close a body' },
    params: ById,
    body: Strict({ version: Version }),
    response: Body,
    access: { action: 'delete', noun: 'body' },
    audit: { act: 'body.close' },
    reasons: ['body.closed', 'body.has_open_parts'],
  }),
  listPeople: operation({
    id: 'person.list',
    method: 'GET',
    path: '/people',
    title: { zh: '查询人员', en: 'List people' },
    query: PageQuery({ search, bodyId: Type.Optional(Id) }),
    response: PageOf(Person),
    access: { action: 'list', noun: 'person' },
    audit: { none: 'read' },
    reasons: [],
  }),
  getPerson: operation({
    id: 'person.get',
    method: 'GET',
    path: '/people/{id}',
    title: { zh: '查看人员', en: 'Show a person' },
    params: ById,
    response: Person,
    access: { action: 'view', noun: 'person' },
    audit: { none: 'read' },
    reasons: [],
  }),
  createPerson: operation({
    id: 'person.create',
    method: 'POST',
    path: '/people',
    title: { zh: '新增人员', en: 'Add a person' },
    body: PersonCreate,
    response: Person,
    status: 201,
    access: { action: 'create', noun: 'person' },
    audit: { act: 'person.create' },
    idempotent: true,
    reasons: ['body.closed'],
  }),
  updatePerson: operation({
    id: 'person.update',
    method: 'PUT',
    path: '/people/{id}',
    title: { zh: '修改人员', en: 'Change a person' },
    params: ById,
    body: PersonUpdate,
    response: Person,
    access: { action: 'modify', noun: 'person' },
    audit: { act: 'person.update' },
    reasons: ['person.deactivated'],
  }),
  deactivatePerson: operation({
    id: 'person.deactivate',
    method: 'POST',
    path: '/people/{id}/deactivate',
    title: { zh: '停用人员', en: 'Deactivate a person' },
    params: ById,
    body: Strict({ version: Version }),
    response: Person,
    access: { action: 'delete', noun: 'person' },
    audit: { act: 'person.deactivate' },
    reasons: ['person.deactivated', 'person.self'],
  }),
  listPosts: operation({
    id: 'post.list',
    method: 'GET',
    path: '/posts',
    title: { zh: '查询岗位', en: 'List posts' },
    query: PageQuery({
      personId: Type.Optional(Id),
      bodyId: Type.Optional(Id),
      role: Type.Optional(OneOf(ROLES)),
    }),
    response: PageOf(Post),
    access: { action: 'list', noun: 'post' },
    audit: { none: 'read' },
    reasons: [],
  }),
  grantPost: operation({
    id: 'post.grant',
    method: 'POST',
    path: '/posts',
    title: { zh: '授予岗位', en: 'Grant a post' },
    body: PostGrant,
    response: Post,
    status: 201,
    access: { action: 'manage-access', noun: 'post' },
    audit: { act: 'post.grant' },
    idempotent: true,
    reasons: [
      'post.sides_conflict',
      'post.beyond_own_scope',
      'post.role_not_of_body',
      'post.period_invalid',
      'person.deactivated',
      'person.self',
      'body.closed',
    ],
  }),
  endPost: operation({
    id: 'post.end',
    method: 'POST',
    path: '/posts/{id}/end',
    title: { zh: '结束岗位', en: 'End a post' },
    params: ById,
    response: Post,
    access: { action: 'manage-access', noun: 'post' },
    audit: { act: 'post.end' },
    reasons: ['post.already_ended', 'post.beyond_own_scope', 'person.self'],
  }),
  listDelegations: operation({
    id: 'delegation.list',
    method: 'GET',
    path: '/delegations',
    title: { zh: '查询我的委托', en: 'List my delegations' },
    query: PageQuery({}),
    response: PageOf(Delegation),
    access: { action: 'list', noun: 'delegation' },
    audit: { none: 'read' },
    reasons: [],
  }),
  createDelegation: operation({
    id: 'delegation.create',
    method: 'POST',
    path: '/delegations',
    title: { zh: '委托待办', en: 'Hand tasks to a colleague' },
    body: DelegationCreate,
    response: Delegation,
    status: 201,
    access: { action: 'create', noun: 'delegation' },
    audit: { act: 'delegation.create' },
    idempotent: true,
    reasons: ['delegation.not_colleague', 'delegation.period_invalid'],
  }),
  endDelegation: operation({
    id: 'delegation.end',
    method: 'POST',
    path: '/delegations/{id}/end',
    title: { zh: '收回委托', en: 'Take a delegation back' },
    params: ById,
    response: Delegation,
    access: { action: 'modify', noun: 'delegation' },
    audit: { act: 'delegation.end' },
    reasons: ['delegation.already_ended'],
  }),
} as const
