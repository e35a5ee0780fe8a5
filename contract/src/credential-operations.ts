/** Operations on certificates bound to an account, and on API tokens. */

import { manage, manageReasons } from './account-operations.ts'
import {
  ById,
  Empty,
  Id,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  ShortText,
  Strict,
  Type,
  Version,
} from './base.ts'
import {
  Account,
  AccountCertificate,
  ApiToken,
  CERTIFICATE_MATCHES,
  CertificateText,
  Password,
  TOKEN_SCOPES,
} from './identity.ts'
import { certificateReasons } from './session-operations.ts'

const Certificates = Strict({ items: Type.Array(AccountCertificate, { maxItems: 200 }) })

export const certificateOperations = {
  listOwn: operation({
    id: 'account.own-certificates',
    method: 'GET',
    path: '/account/certificates',
    title: { zh: '查询本人的登录证书', en: 'List my certificates' },
    response: Certificates,
    access: 'session',
    audit: { none: 'read' },
    reasons: [],
  }),
  list: operation({
    id: 'account.certificates',
    method: 'GET',
    path: '/accounts/{id}/certificates',
    title: { zh: '查询账号的登录证书', en: 'List the certificates of an account' },
    params: ById,
    response: Certificates,
    access: { action: 'view', noun: 'account' },
    audit: { none: 'read' },
    reasons: [],
  }),
  bind: operation({
    id: 'account.bind-certificate',
    method: 'POST',
    path: '/accounts/{id}/certificates',
    title: { zh: '绑定登录证书', en: 'Bind a certificate' },
    params: ById,
    body: Strict({ version: Version, certificate: CertificateText, match: OneOf(CERTIFICATE_MATCHES) }),
    response: AccountCertificate,
    status: 201,
    access: manage,
    audit: { act: 'account.bind-certificate' },
    reasons: [
      ...manageReasons,
      ...certificateReasons,
      'identity.certificate_taken',
      'identity.certificate_limit',
    ],
  }),
  unbind: operation({
    id: 'account.unbind-certificate',
    method: 'POST',
    path: '/accounts/{id}/certificates/{certificateId}/unbind',
    title: { zh: '解绑登录证书', en: 'Unbind a certificate' },
    params: Strict({ id: Id, certificateId: Id }),
    body: Strict({ version: Version, reason: ShortText }),
    response: Account,
    access: manage,
    audit: { act: 'account.unbind-certificate' },
    reasons: manageReasons,
  }),
} as const

export const tokenOperations = {
  list: operation({
    id: 'api-token.list',
    method: 'GET',
    path: '/api-tokens',
    title: { zh: '查询本人的访问令牌', en: 'List my API tokens' },
    query: PageQuery({}),
    response: PageOf(ApiToken),
    access: 'session',
    audit: { none: 'read' },
    reasons: [],
  }),
  /** The token itself is in this answer only. It acts for one post, reads or writes, until it expires. */
  create: operation({
    id: 'api-token.create',
    method: 'POST',
    path: '/api-tokens',
    title: { zh: '创建访问令牌', en: 'Create an API token' },
    body: Strict({
      name: ShortText,
      scope: OneOf(TOKEN_SCOPES),
      postId: Id,
      lifetimeDays: Type.Integer({ minimum: 1, maximum: 366 }),
      /** Asked again, because a token outlives the session. */
      password: Password,
    }),
    response: Strict({ token: Type.String(), apiToken: ApiToken }),
    status: 201,
    access: 'session',
    audit: { act: 'api-token.create' },
    reasons: ['identity.post_not_held', 'identity.password_wrong', 'identity.token_limit'],
  }),
  end: operation({
    id: 'api-token.end',
    method: 'DELETE',
    path: '/api-tokens/{id}',
    title: { zh: '吊销访问令牌', en: 'End an API token' },
    params: ById,
    response: Empty,
    status: 204,
    access: 'session',
    audit: { act: 'api-token.end' },
    reasons: [],
  }),
} as const
