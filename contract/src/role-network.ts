/**
 * Role networks (角色网段, R57): the addresses from which a role may act. One list per role; an empty one is no limit.
 */
import {
  ActionsOf,
  Bilingual,
  Instant,
  Nullable,
  OneOf,
  operation,
  ShortText,
  type Static,
  Strict,
  Type,
} from './base.ts'
import type { Reason } from './reasons.ts'
import { ROLES } from './roles.ts'

/** An address or a range in CIDR form, IPv4 or IPv6: `10.20.0.0/16`, `2001:db8::/32`, `10.20.3.7`. */
const Range = Type.String({ minLength: 2, maxLength: 49, pattern: '^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$' })
const Ranges = Type.Array(Range, { maxItems: 100 })

export const RoleNetwork = Strict({
  role: OneOf(ROLES),
  title: Bilingual,
  /** In canonical form, in order; empty: from anywhere. */
  ranges: Type.Array(Type.String()),
  /** 0 when nobody has ever set it. */
  version: Type.Integer({ minimum: 0 }),
  /** People who hold a post of this role now. */
  peopleCount: Type.Integer({ minimum: 0 }),
  /** Whether the address of the one who asks is within it. */
  within: Type.Boolean(),
  reason: Nullable(Type.String()),
  changedAt: Nullable(Instant),
  changedByName: Nullable(Type.String()),
  actions: ActionsOf(['set']),
})
export type RoleNetwork = Static<typeof RoleNetwork>

/** What a list would do to the one who is about to set it, and to those who could undo it. */
export const RoleNetworkTrial = Strict({
  /** In canonical form. */
  ranges: Type.Array(Type.String()),
  /** The address that the platform sees the caller at. */
  address: Type.String(),
  within: Type.Boolean(),
  /** It is the role that the caller acts in, and his address is outside: he would be refused from the next call on. */
  locksYouOut: Type.Boolean(),
  /** Nobody who could undo it was last seen within it: it is refused. */
  locksEverybodyOut: Type.Boolean(),
  /** Open sessions of this role whose address is outside. */
  sessionsOutside: Type.Integer({ minimum: 0 }),
})
export type RoleNetworkTrial = Static<typeof RoleNetworkTrial>

const params = Strict({ role: OneOf(ROLES) })

export const roleNetworkOperations = {
  list: operation({
    id: 'role-network.list',
    method: 'GET',
    path: '/role-networks',
    title: { zh: '查询角色网段', en: 'List the networks of roles' },
    response: Strict({ address: Type.String(), items: Type.Array(RoleNetwork, { maxItems: 100 }) }),
    access: { action: 'list', noun: 'role-network' },
    audit: { none: 'read' },
    reasons: [],
  }),
  /** Changes nothing: what the list would do, before it is set. */
  try: operation({
    id: 'role-network.try',
    method: 'POST',
    path: '/role-networks/{role}/try',
    title: { zh: '试算角色网段', en: 'Try the network of a role' },
    params,
    body: Strict({ ranges: Ranges }),
    response: RoleNetworkTrial,
    access: { action: 'list', noun: 'role-network' },
    audit: { none: 'changes nothing' },
    reasons: ['role-network.range_invalid'],
  }),
  set: operation({
    id: 'role-network.set',
    method: 'PUT',
    path: '/role-networks/{role}',
    title: { zh: '设置角色网段', en: 'Set the network of a role' },
    params,
    body: Strict({
      version: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
      ranges: Ranges,
      reason: ShortText,
      /** Said by whoever sets a list of his own role that he himself is outside of. */
      outsideAccepted: Type.Optional(Type.Boolean()),
    }),
    response: RoleNetwork,
    access: { action: 'modify', noun: 'role-network' },
    audit: { act: 'role-network.set' },
    reasons: [
      'role-network.range_invalid',
      'role-network.nothing_changes',
      'role-network.locks_you_out',
      'role-network.locks_everybody_out',
    ],
  }),
} as const

export const roleNetworkReasons = {
  'role-network.range_invalid': {
    kind: 'invalid',
    zh: '“{range}”不是网段。请写 IPv4 或 IPv6 地址，或网络地址加前缀长度，例如 10.20.0.0/16、2001:db8::/32。',
    en: '"{range}" is no range. Write an IPv4 or IPv6 address, or a network and its prefix, such as 10.20.0.0/16 or 2001:db8::/32.',
  },
  'role-network.nothing_changes': {
    kind: 'precondition',
    zh: '与现行网段相同，无需设置。',
    en: 'This is what applies already.',
  },
  'role-network.locks_you_out': {
    kind: 'precondition',
    zh: '您当前的地址 {address} 不在新网段内，设置后您将立即无法以此角色访问。请加入该地址所在网段，或确认后再设置。',
    en: 'Your present address {address} is not within the new list: you could no longer act in this role. Add its network, or confirm that you want this.',
  },
  'role-network.locks_everybody_out': {
    kind: 'precondition',
    zh: '能撤回此设置的人员都不在新网段内，设置后将无人能够更改。请至少保留一名安全管理员所在的网段。',
    en: 'Nobody who could undo this is within the new list. Keep the network of at least one security administrator in it.',
  },
  'role-network.outside': {
    kind: 'forbidden',
    zh: '您的地址 {address} 不在岗位角色“{role}”允许的网段内。请从允许的网络访问，或换用其他岗位登录；确需放行的，请联系安全管理员。',
    en: 'Your address {address} is not within the networks from which the role "{role}" may act. Come from one of them, sign in for another post, or ask the security administrator.',
  },
} as const satisfies Record<string, Reason>
