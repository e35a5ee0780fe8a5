/** Organisation: regions, bodies, people, posts and delegations (R21, R27, R31, R39–R50). */
import {
  ActionsOf,
  Id,
  Instant,
  LongText,
  Nullable,
  OneOf,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
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
  /** Open bodies that stand in it, and open regions right below it. */
  bodyCount: Type.Integer({ minimum: 0 }),
  partCount: Type.Integer({ minimum: 0 }),
  closedAt: Nullable(Instant),
  version: Version,
  actions: ActionsOf(['modify', 'close', 'add-below']),
})
export type Region = Static<typeof Region>

/** A region below another: code by GB/T 2260 (6 digits), 9 or 12 digits for streets and communities. */
export const RegionCreate = Strict({
  parentId: Id,
  level: OneOf(REGION_LEVELS),
  code: Type.String({ pattern: '^[0-9]{6}([0-9]{3}){0,2}$' }),
  name: ShortText,
})
/** A new name; code and level stay, others refer to them. */
export const RegionUpdate = Strict({ version: Version, name: ShortText })
export type RegionUpdate = Static<typeof RegionUpdate>
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
  /** 安全责任主体: a provider that answers for the security of its region's cloud; incidents go to it by default (R44). */
  isSecurityLead: Type.Boolean(),
  name: ShortText,
  shortName: ShortText,
  creditCode: Nullable(Type.String()),
  closedAt: Nullable(Instant),
  version: Version,
  createdAt: Instant,
  actions: ActionsOf(['modify', 'close', 'create-person', 'set-security-lead']),
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
