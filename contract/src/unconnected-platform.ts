/**
 * Unconnected platforms (未直连平台): clouds that this platform does not connect to, whose figures are told to it. A lower
 * level's platform (a district's 政务云, 产业云, 民生云) reports them itself, day by day, with a credential of its own (R32).
 * What stands in the 政务内网 has no credential: somebody enters how much there is, of which day and by which source (R37).
 * What is told is never mixed into what is measured.
 */
import { actsOn } from './act.ts'
import {
  ActionsOf,
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
import { NETWORK_TYPES } from './network-type.ts'
import type { Reason } from './reasons.ts'

/** 政务云 · 产业云 · 民生云: the district's three clouds (R32). */
export const UNCONNECTED_KINDS = ['government', 'industry', 'livelihood'] as const
export type UnconnectedKind = (typeof UNCONNECTED_KINDS)[number]
/** It reports by itself, or somebody counts; follows from the network: 政务内网 is only counted (R37). */
export const TELLING_WAYS = ['reported', 'counted'] as const
export type TellingWay = (typeof TELLING_WAYS)[number]

const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
/** What a platform is said to hold on one day. Every figure is asked for: a missing one is not nought. */
export const PlatformFigures = Strict({
  clouds: Count,
  /** Virtual cores that may be allotted. */
  vcpus: Count,
  /** GiB of 2³⁰ bytes. */
  memoryGiB: Count,
  /** GiB of 2³⁰ bytes. */
  storageGiB: Count,
  /** Information systems that run there. */
  systems: Count,
  /** Servers, volumes, networks and whatever else is counted there as a resource. */
  resources: Count,
})
export type PlatformFigures = Static<typeof PlatformFigures>

export const PlatformReport = Strict({
  /** The day that the figures are of. */
  day: Day,
  figures: PlatformFigures,
  /** Where they come from: the document or inquiry of a count, the platform itself of a report. */
  source: Type.String(),
  enteredBy: Type.String(),
  receivedAt: Instant,
  /** From 1; goes up when the figures of the same day are corrected. */
  revision: Type.Integer({ minimum: 1 }),
})
export type PlatformReport = Static<typeof PlatformReport>

export const UNCONNECTED_ACTIONS = ['modify', 'count', 'renewCredential', 'revoke'] as const

export const UnconnectedPlatform = Strict({
  id: Id,
  code: Code,
  name: Type.String(),
  kind: OneOf(UNCONNECTED_KINDS),
  networkType: OneOf(NETWORK_TYPES),
  way: OneOf(TELLING_WAYS),
  region: Ref,
  /** The body that answers for it. */
  body: Ref,
  contactName: Type.String(),
  contactPhone: Type.String(),
  /** How its credential begins, and when it was last used; null where there is none. The secret itself is told once. */
  credential: Nullable(Strict({ prefix: Type.String(), issuedAt: Instant, usedAt: Nullable(Instant) })),
  /** The figures of the latest day; null before the first. */
  latest: Nullable(PlatformReport),
  /** No figures within the days that the rule allows: shown as old, and left out of what counts as current. */
  isOld: Type.Boolean(),
  /** How many days its figures stay current, by the rule in force. */
  currentDays: Type.Integer(),
  /** Days without a report among the last fourteen whole ones; empty where figures are counted. */
  missingDays: Type.Array(Day, { maxItems: 14 }),
  revokedAt: Nullable(Instant),
  revokeReason: Nullable(Type.String()),
  createdAt: Instant,
  version: Version,
  actions: ActionsOf(UNCONNECTED_ACTIONS),
})
export type UnconnectedPlatform = Static<typeof UnconnectedPlatform>

/** The answer that carries a credential: the only one that ever does. */
export const WithCredential = Strict({
  platform: UnconnectedPlatform,
  /** `yhr_…`; null where nothing is connected (R37). */
  credential: Nullable(Type.String()),
})

const contact = { contactName: ShortText, contactPhone: ShortText }
export const UnconnectedPlatformCreate = Strict({
  code: Code,
  name: ShortText,
  kind: OneOf(UNCONNECTED_KINDS),
  networkType: OneOf(NETWORK_TYPES),
  regionId: Id,
  bodyId: Id,
  ...contact,
})
export type UnconnectedPlatformCreate = Static<typeof UnconnectedPlatformCreate>

const Sum = Strict({
  /** Platforms whose figures are in the sum. */
  platforms: Type.Integer(),
  figures: PlatformFigures,
  /** The oldest day among them; null when there are none. */
  oldestDay: Nullable(Day),
})
/** What is told, in three heaps that are never added to each other or to what is measured. */
export const UnconnectedSummary = Strict({
  reported: Sum,
  counted: Sum,
  /** Last known figures of platforms that have told nothing since. */
  old: Sum,
  /** Platforms that owe a report. */
  missing: Type.Integer(),
  asOf: Instant,
})
export type UnconnectedSummary = Static<typeof UnconnectedSummary>

export const unconnectedPlatformReasons = {
  'unconnected-platform.code_taken': {
    kind: 'conflict',
    zh: '代码“{code}”已被使用。请换一个。',
    en: 'The code "{code}" is in use. Choose another.',
  },
  'unconnected-platform.body_elsewhere': {
    kind: 'invalid',
    zh: '责任单位或行政区划不存在，或单位不在该行政区划内。请选择该区划内的单位。',
    en: 'The responsible body or the region is not there, or the body stands in another region. Choose one of that region.',
  },
  'unconnected-platform.only_counted': {
    kind: 'precondition',
    zh: '政务内网只统计、不接入：该平台没有凭证，数量请用“登记数量”填写。',
    en: 'What stands in the government intranet is only counted, never connected: it has no credential. Enter how much there is.',
  },
  'unconnected-platform.reports_itself': {
    kind: 'precondition',
    zh: '该平台自行上报，数量不能手工填写。请由平台方上报或更正。',
    en: 'This platform reports by itself; its figures are not typed. Let it report or correct them.',
  },
  'unconnected-platform.revoked': {
    kind: 'conflict',
    zh: '该平台的登记已撤销，不再接收数据。如需恢复，请重新登记。',
    en: 'This platform was revoked and takes no figures any more. Register it anew if it is needed.',
  },
  'unconnected-platform.day_out_of_reach': {
    kind: 'invalid',
    zh: '数据日期须在 {from} 至 {until} 之间。请核对日期。',
    en: 'The day of the figures must lie between {from} and {until}. Check it.',
  },
  'unconnected-platform.credential_unknown': {
    kind: 'unauthenticated',
    zh: '上报凭证无效或已撤销。请向市级云管理机构申请新凭证，并以 Authorization: Bearer 提交。',
    en: 'The credential is not valid or was revoked. Ask the regulator above for a new one and send it as Authorization: Bearer.',
  },
} as const satisfies Record<string, Reason>

const noun = 'unconnected-platform'
const path = '/unconnected-platforms'
const read = { none: 'read' } as const
const act = actsOn({
  noun,
  path,
  response: UnconnectedPlatform,
  action: 'modify',
  reasons: ['unconnected-platform.revoked'],
})
const filters = {
  kind: Type.Optional(OneOf(UNCONNECTED_KINDS)),
  networkType: Type.Optional(OneOf(NETWORK_TYPES)),
  /** Only those that owe a report, or only those that do not. */
  missing: Type.Optional(Type.Boolean()),
  revoked: Type.Optional(Type.Boolean()),
}

export const unconnectedPlatformOperations = {
  list: operation({
    id: 'unconnected-platform.list',
    method: 'GET',
    path,
    title: { zh: '未直连平台列表', en: 'List unconnected platforms' },
    query: PageQuery(filters),
    response: PageOf(UnconnectedPlatform),
    access: { action: 'list', noun },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'unconnected-platform.export',
    method: 'GET',
    path: `${path}/export`,
    title: { zh: '导出未直连平台', en: 'Export unconnected platforms' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun },
    audit: { act: 'unconnected-platform.export' },
    reasons: [],
  }),
  summary: operation({
    id: 'unconnected-platform.summary',
    method: 'GET',
    path: `${path}/summary`,
    title: { zh: '上报与统计汇总', en: 'Sum up what unconnected platforms tell' },
    response: UnconnectedSummary,
    access: { action: 'list', noun },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'unconnected-platform.get',
    method: 'GET',
    path: `${path}/{id}`,
    title: { zh: '查看未直连平台', en: 'Get an unconnected platform' },
    params: IdParams,
    response: UnconnectedPlatform,
    access: { action: 'view', noun },
    audit: read,
    reasons: [],
  }),
  reports: operation({
    id: 'unconnected-platform.reports',
    method: 'GET',
    path: `${path}/{id}/reports`,
    title: { zh: '按日数据', en: 'List the figures of a platform day by day' },
    params: IdParams,
    query: PageQuery({}),
    response: PageOf(PlatformReport),
    access: { action: 'view', noun },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'unconnected-platform.create',
    method: 'POST',
    path,
    title: { zh: '登记未直连平台', en: 'Register an unconnected platform' },
    body: UnconnectedPlatformCreate,
    response: WithCredential,
    status: 201,
    access: { action: 'create', noun },
    audit: { act: 'unconnected-platform.create' },
    reasons: ['unconnected-platform.code_taken', 'unconnected-platform.body_elsewhere'],
  }),
  modify: act(
    'modify',
    { zh: '修改未直连平台', en: 'Change an unconnected platform' },
    { name: ShortText, ...contact },
  ),
  count: act(
    'count',
    { zh: '登记数量', en: 'Enter counted figures' },
    { day: Day, source: ShortText, figures: PlatformFigures },
    ['unconnected-platform.reports_itself', 'unconnected-platform.day_out_of_reach'],
    'operate',
  ),
  renewCredential: operation({
    id: 'unconnected-platform.renew-credential',
    method: 'POST',
    path: `${path}/{id}/renew-credential`,
    title: { zh: '更换上报凭证', en: 'Replace the credential of a platform' },
    params: IdParams,
    body: Strict({ version: Version }),
    response: WithCredential,
    access: { action: 'manage-access', noun },
    audit: { act: 'unconnected-platform.renew-credential' },
    reasons: ['unconnected-platform.revoked', 'unconnected-platform.only_counted'],
  }),
  revoke: act(
    'revoke',
    { zh: '撤销登记', en: 'Revoke a platform' },
    { reason: ShortText },
    [],
    'manage-access',
  ),
  /**
   * Called by the platform itself, with `Authorization: Bearer yhr_…`. The same day sent again with the same figures
   * changes nothing; with others it is a correction.
   */
  report: operation({
    id: 'unconnected-platform.report',
    method: 'PUT',
    path: '/platform-reports/{day}',
    title: { zh: '下级平台上报', en: 'Report the figures of a day' },
    params: Strict({ day: Day }),
    body: PlatformFigures,
    response: PlatformReport,
    access: 'public',
    audit: { act: 'unconnected-platform.report' },
    reasons: ['unconnected-platform.credential_unknown', 'unconnected-platform.day_out_of_reach'],
  }),
} as const
