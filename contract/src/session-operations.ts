/** Operations on sessions: how one signs in, and how a session ends. */
import { ById, Empty, Id, operation, PageOf, PageQuery, Strict, Type } from './base.ts'
import { CurrentSession, OneTimeCode, Password, RecoveryCode, SessionItem, Username } from './identity.ts'

const signInReasons = [
  'identity.sign_in_failed',
  'identity.second_factor_required',
  'identity.second_factor_wrong',
  'identity.account_locked',
  'identity.account_disabled',
  'identity.too_many_attempts',
  'role-network.outside',
]
/** What may be wrong with a certificate itself. */
export const certificateReasons = [
  'identity.certificate_off',
  'identity.certificate_unreadable',
  'identity.certificate_untrusted',
  'identity.certificate_expired',
  'identity.certificate_not_yet_valid',
  'identity.certificate_wrong_use',
  'identity.certificate_revoked',
  'identity.certificate_revocation_unknown',
]
export const sessionOperations = {
  /** Answers with the cookie `yunheng_session`; HttpOnly, SameSite=Strict. */
  signIn: operation({
    id: 'session.create',
    method: 'POST',
    path: '/sessions',
    title: { zh: '登录', en: 'Sign in' },
    body: Strict({
      username: Username,
      password: Password,
      /** Asked for by `identity.second_factor_required`: send the same again with one of these. */
      code: Type.Optional(OneTimeCode),
      recoveryCode: Type.Optional(RecoveryCode),
    }),
    response: CurrentSession,
    status: 201,
    access: 'public',
    audit: { act: 'session.create' },
    reasons: signInReasons,
  }),
  /** What the sign-in page offers beside name and password. */
  means: operation({
    id: 'session.means',
    method: 'GET',
    path: '/sign-in-means',
    title: { zh: '登录方式', en: 'Ways to sign in' },
    response: Strict({ certificate: Type.Boolean() }),
    access: 'public',
    audit: { none: 'read' },
    reasons: [],
  }),
  /** By the certificate that the reverse proxy has seen the client prove; the answer is that of `session.create`. */
  signInByCertificate: operation({
    id: 'session.create-by-certificate',
    method: 'POST',
    path: '/sessions/by-certificate',
    title: { zh: '证书登录', en: 'Sign in by certificate' },
    body: Strict({}),
    response: CurrentSession,
    status: 201,
    access: 'public',
    audit: { act: 'session.create-by-certificate' },
    reasons: [
      ...certificateReasons,
      'identity.certificate_missing',
      'identity.certificate_sender_untrusted',
      'identity.certificate_not_bound',
      'identity.account_disabled',
      'role-network.outside',
    ],
  }),
  current: operation({
    id: 'session.current',
    method: 'GET',
    path: '/session',
    title: { zh: '当前会话', en: 'Current session' },
    response: CurrentSession,
    access: 'session',
    audit: { none: 'read' },
    reasons: [],
  }),
  signOut: operation({
    id: 'session.sign-out',
    method: 'DELETE',
    path: '/session',
    title: { zh: '退出登录', en: 'Sign out' },
    response: Empty,
    status: 204,
    access: 'session',
    audit: { act: 'session.sign-out' },
    reasons: [],
  }),
  switchPost: operation({
    id: 'session.switch-post',
    method: 'POST',
    path: '/session/acting-post',
    title: { zh: '切换岗位', en: 'Switch the acting post' },
    body: Strict({ postId: Id }),
    response: CurrentSession,
    access: 'session',
    audit: { act: 'session.switch-post' },
    reasons: ['identity.post_not_held', 'role-network.outside'],
  }),
  /** One's own; with `accountId` those of another, for who may manage that account. */
  list: operation({
    id: 'session.list',
    method: 'GET',
    path: '/sessions',
    title: { zh: '查询会话', en: 'List sessions' },
    query: PageQuery({ accountId: Type.Optional(Id) }),
    response: PageOf(SessionItem),
    access: 'session',
    audit: { none: 'read' },
    reasons: [],
  }),
  end: operation({
    id: 'session.end',
    method: 'DELETE',
    path: '/sessions/{id}',
    title: { zh: '结束会话', en: 'End a session' },
    params: ById,
    response: Empty,
    status: 204,
    access: 'session',
    audit: { act: 'session.end' },
    reasons: [],
  }),
} as const
