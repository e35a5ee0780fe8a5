/** Operations on prices. */
import { actsOn } from './act.ts'
import { Id, IdParams, Nullable, OneOf, operation, PageOf, PageQuery, Strict, Type, Version } from './base.ts'
import {
  PRICE_STATES,
  PriceCoverage,
  PriceDifference,
  PriceVersion,
  PriceVersionCreate,
  PriceVersionUpdate,
} from './price.ts'

/** What may be wrong with the content of a version, as a draft and again when it is published. */
const CONTENT_REASONS = [
  'price.line_unknown',
  'price.line_twice',
  'price.unit_unknown',
  'price.tiers_invalid',
  'price.package_invalid',
  'price.counted_by_unit',
  'price.ends_before_start',
  'price.overlaps',
] as const

/** Of a workbook of at most 1000 lines. */
const BASE64_MAX = Math.ceil((1024 * 1024) / 3) * 4

const actOnWithdrawal = actsOn({
  noun: 'price',
  path: '/prices',
  response: PriceVersion,
  action: 'approve',
  reasons: ['price.not_published', 'price.withdrawn'],
})
const Words = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

export const priceOperations = {
  list: operation({
    id: 'price.list',
    method: 'GET',
    path: '/prices',
    title: { zh: '价格版本列表', en: 'List price versions' },
    query: PageQuery({
      state: Type.Optional(OneOf(PRICE_STATES)),
      providerBodyId: Type.Optional(Id),
    }),
    response: PageOf(PriceVersion),
    access: { action: 'list', noun: 'price' },
    audit: { none: 'read' },
    reasons: [],
  }),
  get: operation({
    id: 'price.get',
    method: 'GET',
    path: '/prices/{id}',
    title: { zh: '查看价格版本', en: 'Get a price version' },
    params: IdParams,
    response: PriceVersion,
    access: { action: 'view', noun: 'price' },
    audit: { none: 'read' },
    reasons: [],
  }),
  create: operation({
    id: 'price.create',
    method: 'POST',
    path: '/prices',
    title: { zh: '新建价格版本', en: 'Draft a price version' },
    body: PriceVersionCreate,
    response: PriceVersion,
    status: 201,
    access: { action: 'create', noun: 'price' },
    audit: { act: 'price.create' },
    idempotent: true,
    reasons: CONTENT_REASONS,
  }),
  difference: operation({
    id: 'price.difference',
    method: 'GET',
    path: '/prices/{id}/difference',
    title: { zh: '比较价格版本', en: 'See what a price version changes' },
    params: IdParams,
    response: PriceDifference,
    access: { action: 'view', noun: 'price' },
    audit: { none: 'read' },
    reasons: [],
  }),
  coverage: operation({
    id: 'price.coverage',
    method: 'GET',
    path: '/prices/{id}/coverage',
    title: { zh: '查看价格版本的覆盖范围', en: 'See what a price version covers' },
    params: IdParams,
    response: PriceCoverage,
    access: { action: 'view', noun: 'price' },
    audit: { none: 'read' },
    reasons: [],
  }),
  update: operation({
    id: 'price.update',
    method: 'PUT',
    path: '/prices/{id}',
    title: { zh: '修改价格草稿', en: 'Change a draft of prices' },
    params: IdParams,
    body: PriceVersionUpdate,
    response: PriceVersion,
    access: { action: 'modify', noun: 'price' },
    audit: { act: 'price.update' },
    reasons: ['price.published', ...CONTENT_REASONS],
  }),
  download: operation({
    id: 'price.download',
    method: 'GET',
    path: '/prices/{id}/workbook',
    title: { zh: '下载价格项工作簿', en: 'Download the prices of a version as a workbook' },
    params: IdParams,
    query: Strict({ language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'view', noun: 'price' },
    audit: { act: 'price.download' },
    reasons: [],
  }),
  upload: operation({
    id: 'price.upload',
    method: 'POST',
    path: '/prices/{id}/workbook',
    title: { zh: '上传价格项工作簿', en: 'Take the prices of a draft from a workbook' },
    params: IdParams,
    body: Strict({
      version: Version,
      contentBase64: Type.String({ minLength: 4, maxLength: BASE64_MAX, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
    }),
    response: Strict({
      rows: Type.Integer({ minimum: 0 }),
      /** With a single wrong row nothing is written. */
      errors: Type.Integer({ minimum: 0 }),
      /** The same workbook with what is wrong in a column of its own. */
      workbook: Nullable(Strict({ fileName: Type.String(), contentBase64: Type.String() })),
    }),
    access: { action: 'modify', noun: 'price' },
    audit: { act: 'price.upload' },
    bodyLimitBytes: BASE64_MAX + 64 * 1024,
    reasons: ['price.published', 'price.workbook_unreadable', ...CONTENT_REASONS],
  }),
  publish: operation({
    id: 'price.publish',
    method: 'POST',
    path: '/prices/{id}/publish',
    title: { zh: '发布价格版本', en: 'Publish a price version' },
    params: IdParams,
    body: Strict({ version: Version }),
    response: PriceVersion,
    access: { action: 'approve', noun: 'price' },
    audit: { act: 'price.publish' },
    reasons: ['price.published', 'price.starts_in_the_past', 'price.own_draft', ...CONTENT_REASONS],
  }),
  /** Asked for by whoever prepares prices; in force from their day on unless another person confirms it before. */
  withdraw: actOnWithdrawal(
    'withdraw',
    { zh: '申请撤回价格版本', en: 'Ask to withdraw prices before their day' },
    { reason: Words },
    ['price.begun', 'price.withdrawal_asked', 'price.agreed_already'],
    'modify',
  ),
  confirmWithdrawal: actOnWithdrawal(
    'confirm-withdrawal',
    { zh: '确认撤回价格版本', en: 'Confirm the withdrawal of prices' },
    {},
    ['price.begun', 'price.withdrawal_not_asked', 'price.withdrawal_same_person', 'price.agreed_already'],
  ),
  declineWithdrawal: actOnWithdrawal(
    'decline-withdrawal',
    { zh: '不同意撤回价格版本', en: 'Decline the withdrawal of prices' },
    { reason: Words },
    ['price.withdrawal_not_asked'],
  ),
  remove: operation({
    id: 'price.remove',
    method: 'DELETE',
    path: '/prices/{id}',
    title: { zh: '删除价格草稿', en: 'Remove a draft of prices' },
    params: IdParams,
    response: Type.Null(),
    status: 204,
    access: { action: 'delete', noun: 'price' },
    audit: { act: 'price.remove' },
    reasons: ['price.published'],
  }),
} as const
