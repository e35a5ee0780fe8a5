/**
 * Protection (安全防护): what security services that were ordered and delivered really cover. VPN accounts with their owner
 * and end (R64); how many of the hosts an anti-virus subscription protects, and which ones it does not (R67).
 */
import { actsOn } from './act.ts'
import {
  ActionsOf,
  Bilingual,
  Day,
  Id,
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
import type { Reason } from './reasons.ts'

/** 有效 → 即将到期 → 已到期; 已注销 at any time. */
export const VPN_ACCOUNT_STATES = ['active', 'expiring', 'expired', 'revoked'] as const
export type VpnAccountState = (typeof VPN_ACCOUNT_STATES)[number]
export const VPN_ACCOUNT_ACTIONS = ['renew', 'revoke'] as const

/** As the gateway knows it. Never a password: that is between its owner and the gateway. */
const AccountName = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]{0,62}$' })

export const VpnAccount = Strict({
  id: Id,
  account: Type.String(),
  /** The person who answers for it. */
  owner: Type.String(),
  system: Ref,
  body: Ref,
  provider: Ref,
  /** The subscription that it belongs to. */
  resource: Ref,
  openedOn: Day,
  /** The last day of use. */
  expiresOn: Day,
  /** The last day that the subscription allows; beyond it the subscription is renewed first. */
  expiresAtMost: Day,
  state: OneOf(VPN_ACCOUNT_STATES),
  openedBy: Type.String(),
  revokedAt: Nullable(Instant),
  revokeReason: Nullable(Type.String()),
  version: Version,
  actions: ActionsOf(VPN_ACCOUNT_ACTIONS),
})
export type VpnAccount = Static<typeof VpnAccount>

export const VpnAccountCreate = Strict({
  /** The VPN subscription, delivered or being delivered. */
  resourceId: Id,
  account: AccountName,
  owner: ShortText,
  expiresOn: Day,
})
export type VpnAccountCreate = Static<typeof VpnAccountCreate>

/** Services that are counted by host. */
export const HOST_SERVICES = ['anti-virus', 'intrusion-prevention'] as const
export type HostService = (typeof HOST_SERVICES)[number]

export const ProtectionCoverage = Strict({
  service: OneOf(HOST_SERVICES),
  requirement: Type.String(),
  title: Bilingual,
  /** How it is counted, in words. */
  definition: Strict({ zh: Type.String(), en: Type.String() }),
  hosts: Type.Integer(),
  protectedHosts: Type.Integer(),
  /** One decimal; null without hosts. */
  percent: Nullable(Type.Number()),
})
export type ProtectionCoverage = Static<typeof ProtectionCoverage>

export const UnprotectedHost = Strict({
  id: Id,
  name: Type.String(),
  body: Ref,
  system: Ref,
  protectionLevel: Type.Integer(),
  cloud: Ref,
  createdAt: Instant,
})
export type UnprotectedHost = Static<typeof UnprotectedHost>

/** A finding (R65): a system with pages for a browser runs without a Web protection gateway. */
export const UnprotectedSite = Strict({
  id: Id,
  name: Type.String(),
  body: Ref,
  protectionLevel: Type.Integer(),
  /** One was ordered and is not delivered yet. */
  isOrdered: Type.Boolean(),
})
export type UnprotectedSite = Static<typeof UnprotectedSite>

export const protectionReasons = {
  'vpn-account.not_vpn': {
    kind: 'invalid',
    zh: '所选资源不是在用的虚拟专用网服务。请选择已开通或正在开通的 VPN。',
    en: 'That resource is no VPN in use. Choose one that is delivered or being delivered.',
  },
  'vpn-account.too_many': {
    kind: 'capacity',
    zh: '该 VPN 订购了 {limit} 个账号，已全部使用。请先注销不用的账号，或申请增加账号数。',
    en: 'This VPN was ordered with {limit} accounts, and all are in use. Revoke one, or apply for more.',
  },
  'vpn-account.taken': {
    kind: 'conflict',
    zh: '账号“{account}”已登记。请核对账号名。',
    en: 'The account "{account}" is entered already. Check the name.',
  },
  'vpn-account.end_out_of_reach': {
    kind: 'invalid',
    zh: '到期日须在 {from} 至 {until}（VPN 服务的到期日）之间。需要更久，请先为该服务提交变更或续期申请。',
    en: 'The end must lie between {from} and {until} (the end of the VPN itself). For longer, apply to change or renew that first.',
  },
  'vpn-account.revoked': {
    kind: 'conflict',
    zh: '账号已注销。需要时请另开账号。',
    en: 'The account was revoked. Open another if it is needed.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const act = actsOn({
  noun: 'vpn-account',
  path: '/vpn-accounts',
  response: VpnAccount,
  action: 'modify',
  reasons: ['vpn-account.revoked'],
})
const filters = {
  state: Type.Optional(OneOf(VPN_ACCOUNT_STATES)),
  resourceId: Type.Optional(Id),
  systemId: Type.Optional(Id),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
}

export const protectionOperations = {
  vpnAccounts: operation({
    id: 'vpn-account.list',
    method: 'GET',
    path: '/vpn-accounts',
    title: { zh: 'VPN 账号台账', en: 'List VPN accounts' },
    query: PageQuery(filters),
    response: PageOf(VpnAccount),
    access: { action: 'list', noun: 'vpn-account' },
    audit: read,
    reasons: [],
  }),
  exportVpnAccounts: operation({
    id: 'vpn-account.export',
    method: 'GET',
    path: '/vpn-accounts/export',
    title: { zh: '导出 VPN 账号台账', en: 'Export VPN accounts' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'vpn-account' },
    audit: { act: 'vpn-account.export' },
    reasons: [],
  }),
  openVpnAccount: operation({
    id: 'vpn-account.create',
    method: 'POST',
    path: '/vpn-accounts',
    title: { zh: '登记 VPN 账号', en: 'Enter a VPN account' },
    body: VpnAccountCreate,
    response: VpnAccount,
    status: 201,
    access: { action: 'create', noun: 'vpn-account' },
    audit: { act: 'vpn-account.create' },
    idempotent: true,
    reasons: [
      'vpn-account.not_vpn',
      'vpn-account.too_many',
      'vpn-account.taken',
      'vpn-account.end_out_of_reach',
    ],
  }),
  renewVpnAccount: act('renew', { zh: '续期 VPN 账号', en: 'Renew a VPN account' }, { expiresOn: Day }, [
    'vpn-account.end_out_of_reach',
  ]),
  revokeVpnAccount: act(
    'revoke',
    { zh: '注销 VPN 账号', en: 'Revoke a VPN account' },
    { reason: ShortText },
    [],
    'delete',
  ),
  coverage: operation({
    id: 'protection.coverage',
    method: 'GET',
    path: '/protection-coverage',
    title: { zh: '安全防护覆盖率', en: 'How many hosts are protected' },
    response: Strict({ items: Type.Array(ProtectionCoverage, { maxItems: 10 }), asOf: Instant }),
    access: { action: 'list', noun: 'protection' },
    audit: read,
    reasons: [],
  }),
  unprotected: operation({
    id: 'protection.unprotected',
    method: 'GET',
    path: '/unprotected-hosts',
    title: { zh: '未受防护的主机', en: 'List hosts that are not protected' },
    query: PageQuery({ service: Type.Optional(OneOf(HOST_SERVICES)) }),
    response: PageOf(UnprotectedHost),
    access: { action: 'list', noun: 'protection' },
    audit: read,
    reasons: [],
  }),
  unprotectedSites: operation({
    id: 'protection.unprotected-sites',
    method: 'GET',
    path: '/unprotected-sites',
    title: { zh: '未设应用防护的 Web 系统', en: 'List Web systems without a protection gateway' },
    query: PageQuery({}),
    response: PageOf(UnprotectedSite),
    access: { action: 'list', noun: 'protection' },
    audit: read,
    reasons: [],
  }),
} as const
