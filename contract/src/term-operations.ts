/** Operations on terms of use and on templates. */
import { Id, IdParams, Nullable, OneOf, operation, PageOf, PageQuery, Strict, Type } from './base.ts'
import { REQUEST_KINDS } from './request.ts'
import {
  RequestTemplate,
  RequestTemplateCreate,
  RequestTemplateUpdate,
  ResourceTerm,
  TERM_ENDS,
} from './request-evidence.ts'

const read = { none: 'read' } as const

export const termOperations = {
  list: operation({
    id: 'resource-term.list',
    method: 'GET',
    path: '/resource-terms',
    title: { zh: '资源期限', en: 'How long resources may be used, soonest end first' },
    query: PageQuery({
      /** Ends within this many days; ended ones included. */
      withinDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650 })),
      bodyId: Type.Optional(Id),
      systemId: Type.Optional(Id),
      stage: Type.Optional(OneOf(['running', 'expiring', 'stopped'])),
    }),
    response: PageOf(ResourceTerm),
    access: { action: 'list', noun: 'request' },
    audit: read,
    reasons: [],
  }),
  /** `id` is the resource's. */
  choose: operation({
    id: 'resource-term.choose',
    method: 'POST',
    path: '/resource-terms/{id}/choose',
    title: { zh: '选择到期处理方式', en: 'Choose what happens at the end of a term' },
    params: IdParams,
    body: Strict({
      atEnd: OneOf(TERM_ENDS),
      renewMonths: Nullable(Type.Integer({ minimum: 1, maximum: 36 })),
    }),
    response: ResourceTerm,
    access: { action: 'create', noun: 'request' },
    audit: { act: 'resource-term.choose' },
    idempotent: true,
    reasons: ['resource-term.renew_months', 'resource-term.stopped'],
  }),
  confirm: operation({
    id: 'resource-term.confirm',
    method: 'POST',
    path: '/resource-terms/{id}/confirm',
    title: { zh: '确认回收', en: 'Confirm that a resource is taken back' },
    params: IdParams,
    body: Strict({}),
    response: ResourceTerm,
    access: { action: 'create', noun: 'request' },
    audit: { act: 'resource-term.confirm' },
    idempotent: true,
    reasons: ['resource-term.not_noticed', 'resource-term.confirmed', 'resource-term.stopped'],
  }),
  keep: operation({
    id: 'resource-term.keep',
    method: 'POST',
    path: '/resource-terms/{id}/keep',
    title: { zh: '撤销回收', en: 'Keep a resource that was being taken back' },
    params: IdParams,
    body: Strict({}),
    response: ResourceTerm,
    access: { action: 'create', noun: 'request' },
    audit: { act: 'resource-term.keep' },
    idempotent: true,
    reasons: ['resource-term.nothing_to_keep', 'resource-term.renew_instead'],
  }),
} as const

export const termReasons = {
  'resource-term.renew_months': {
    kind: 'invalid',
    zh: '自动续期须写明每次续期几个月；其他方式不写。',
    en: 'A term that renews by itself says by how many months; others do not.',
  },
  'resource-term.stopped': {
    kind: 'conflict',
    zh: '该资源到期已停用。请续期，或在删除前撤销回收。',
    en: 'This resource has ended and is stopped. Renew it, or keep it before it is deleted.',
  },
  'resource-term.not_noticed': {
    kind: 'conflict',
    zh: '该资源还没有到期提醒，不需确认回收。如不再使用，请提交释放申请。',
    en: 'Nothing was told of the end of this resource yet. Apply to give it back if it is not needed any more.',
  },
  'resource-term.confirmed': {
    kind: 'conflict',
    zh: '该资源已确认回收。',
    en: 'That this resource is taken back is confirmed already.',
  },
  'resource-term.nothing_to_keep': {
    kind: 'conflict',
    zh: '该资源没有在回收。',
    en: 'This resource is not being taken back.',
  },
  'resource-term.renew_instead': {
    kind: 'precondition',
    zh: '测试和应急资源到期必须续期才能保留。请提交续期申请。',
    en: 'What is for tests or an emergency is kept by a renewal only. Apply to renew it.',
  },
  'resource-term.too_long': {
    kind: 'precondition',
    zh: '续期超过规则允许的期限或次数。',
    en: 'The rules allow no renewal that long, or no further one.',
  },
  'resource-term.no_price': {
    kind: 'precondition',
    zh: '没有价格，无法核对预算。',
    en: 'It has no price, so the budget cannot be asked.',
  },
  'resource-term.no_ceiling': {
    kind: 'precondition',
    zh: '与服务商的合同上限不够。',
    en: 'The ceiling of the contract with its provider does not suffice.',
  },
  'resource-term.no_budget': {
    kind: 'precondition',
    zh: '预算余额不足。',
    en: 'The budget does not suffice.',
  },
} as const

export const requestTemplateOperations = {
  list: operation({
    id: 'request-template.list',
    method: 'GET',
    path: '/request-templates',
    title: { zh: '申请模板', en: 'List templates' },
    query: PageQuery({ kind: Type.Optional(OneOf(REQUEST_KINDS)) }),
    response: PageOf(RequestTemplate),
    access: { action: 'list', noun: 'request-template' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'request-template.create',
    method: 'POST',
    path: '/request-templates',
    title: { zh: '新建申请模板', en: 'Make a template' },
    body: RequestTemplateCreate,
    response: RequestTemplate,
    status: 201,
    access: { action: 'create', noun: 'request-template' },
    audit: { act: 'request-template.create' },
    idempotent: true,
    reasons: ['request-template.not_for_all'],
  }),
  update: operation({
    id: 'request-template.update',
    method: 'PUT',
    path: '/request-templates/{id}',
    title: { zh: '修改申请模板', en: 'Change a template' },
    params: IdParams,
    body: RequestTemplateUpdate,
    response: RequestTemplate,
    access: { action: 'modify', noun: 'request-template' },
    audit: { act: 'request-template.update' },
    reasons: ['request-template.not_yours'],
  }),
  remove: operation({
    id: 'request-template.remove',
    method: 'DELETE',
    path: '/request-templates/{id}',
    title: { zh: '删除申请模板', en: 'Remove a template' },
    params: IdParams,
    response: Type.Null(),
    status: 204,
    access: { action: 'delete', noun: 'request-template' },
    audit: { act: 'request-template.remove' },
    reasons: ['request-template.not_yours'],
  }),
} as const
