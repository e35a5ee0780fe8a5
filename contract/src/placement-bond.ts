/**
 * What binds two systems (亲和约束): `together` (亲和), they share a host, zone, node, cloud or provider; `apart` (反亲和), they
 * never do, so that one failure does not take both. Policy as data, kept by the centre (R9, R43).
 */
import {
  ActionsOf,
  Empty,
  Id,
  IdParams,
  Instant,
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

export const PLACEMENT_BOND_KINDS = ['together', 'apart'] as const
export type PlacementBondKind = (typeof PLACEMENT_BOND_KINDS)[number]
/** From narrow to wide: whoever shares a narrow one shares every wider one. */
export const PLACEMENT_BOND_LEVELS = ['host', 'zone', 'node', 'cloud', 'provider'] as const
export type PlacementBondLevel = (typeof PLACEMENT_BOND_LEVELS)[number]
/** `must` leaves pools out, `prefer` only counts in the score. */
export const PLACEMENT_BOND_STRENGTHS = ['must', 'prefer'] as const
export type PlacementBondStrength = (typeof PLACEMENT_BOND_STRENGTHS)[number]
/** As the two stand now; `waiting` while one of them stands nowhere yet. What was placed before is not moved by a bond. */
export const PLACEMENT_BOND_STANDINGS = ['kept', 'broken', 'waiting'] as const
export type PlacementBondStanding = (typeof PLACEMENT_BOND_STANDINGS)[number]

const Why = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })
const nature = {
  kind: OneOf(PLACEMENT_BOND_KINDS),
  level: OneOf(PLACEMENT_BOND_LEVELS),
  strength: OneOf(PLACEMENT_BOND_STRENGTHS),
}

export const PlacementBond = Strict({
  id: Id,
  ...nature,
  system: Ref,
  other: Ref,
  reason: Type.String(),
  standing: OneOf(PLACEMENT_BOND_STANDINGS),
  createdBy: Type.String(),
  createdAt: Instant,
  actions: ActionsOf(['remove']),
})
export type PlacementBond = Static<typeof PlacementBond>

const filters = {
  systemId: Type.Optional(Id),
  kind: Type.Optional(OneOf(PLACEMENT_BOND_KINDS)),
  level: Type.Optional(OneOf(PLACEMENT_BOND_LEVELS)),
}

export const placementBondOperations = {
  list: operation({
    id: 'placement-bond.list',
    method: 'GET',
    path: '/placement-bonds',
    title: { zh: '亲和约束列表', en: 'List what binds systems in placement' },
    query: PageQuery(filters),
    response: PageOf(PlacementBond),
    access: { action: 'list', noun: 'placement-bond' },
    audit: { none: 'read' },
    reasons: [],
  }),
  export: operation({
    id: 'placement-bond.export',
    method: 'GET',
    path: '/placement-bonds/export',
    title: { zh: '导出亲和约束', en: 'Export what binds systems in placement' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'placement-bond' },
    audit: { act: 'placement-bond.export' },
    reasons: [],
  }),
  create: operation({
    id: 'placement-bond.create',
    method: 'POST',
    path: '/placement-bonds',
    title: { zh: '登记亲和约束', en: 'Bind two systems in placement' },
    body: Strict({ ...nature, systemId: Id, otherId: Id, reason: Why }),
    response: PlacementBond,
    status: 201,
    access: { action: 'create', noun: 'placement-bond' },
    audit: { act: 'placement-bond.create' },
    idempotent: true,
    reasons: [
      'placement-bond.with_itself',
      'placement-bond.system_gone',
      'placement-bond.there',
      'placement-bond.contradicts',
    ],
  }),
  remove: operation({
    id: 'placement-bond.remove',
    method: 'POST',
    path: '/placement-bonds/{id}/remove',
    title: { zh: '解除亲和约束', en: 'Unbind two systems in placement' },
    params: IdParams,
    body: Strict({ reason: Why }),
    response: Empty,
    status: 204,
    access: { action: 'delete', noun: 'placement-bond' },
    audit: { act: 'placement-bond.remove' },
    reasons: [],
  }),
} as const

export const placementBondReasons = {
  'placement-bond.with_itself': {
    kind: 'invalid',
    zh: '请选择两个不同的信息系统。',
    en: 'Choose two different systems.',
  },
  'placement-bond.system_gone': {
    kind: 'precondition',
    zh: '没有找到所选信息系统，或它已下线。请选择在用的信息系统。',
    en: 'The system was not found, or it is retired. Choose one that is in use.',
  },
  'placement-bond.there': {
    kind: 'conflict',
    zh: '这两个信息系统之间已有同类约束。要改变，请先解除原来的。',
    en: 'These two systems are bound in this way already. To change that, unbind them first.',
  },
  'placement-bond.contradicts': {
    kind: 'conflict',
    zh: '与已有约束矛盾，两者不能同时满足：{why}。请先解除其中一条，或改为“尽量”。',
    en: 'This contradicts other bonds, since not all can be kept: {why}. Unbind one of them first, or only prefer it.',
  },
} as const satisfies Record<string, Reason>
