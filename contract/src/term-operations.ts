/** Operations on terms of use and on templates. */
import { Id, IdParams, OneOf, operation, PageOf, PageQuery, Type } from './base.ts'
import { REQUEST_KINDS } from './request.ts'
import {
  RequestTemplate,
  RequestTemplateCreate,
  RequestTemplateUpdate,
  ResourceTerm,
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
