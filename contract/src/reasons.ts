import type { Text } from './base.ts'

/** Closed set of error kinds. One table in the server maps each to an HTTP status (docs/http.md). */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'precondition'
  | 'capacity'
  | 'rate_limited'
  | 'unavailable'
  | 'upstream'
  | 'timeout'
  | 'internal'

/**
 * A reason: what happened, why, and what to do, in both languages. `{name}` is filled from the error's details.
 * The code (its key) is dotted, owned by the module, and never reused for another meaning.
 */
export interface Reason extends Text {
  readonly kind: ErrorKind
}

export const commonReasons = {
  'common.invalid_input': {
    kind: 'invalid',
    zh: '提交的内容不符合要求，请按标出的各处改正。',
    en: 'The input does not fit. Correct the fields that are marked.',
  },
  'common.unsupported_media': {
    kind: 'invalid',
    zh: '请求体须为 application/json。',
    en: 'The body must be application/json.',
  },
  'common.body_too_large': { kind: 'invalid', zh: '请求体过大。', en: 'The body is too large.' },
  'common.page_token_invalid': {
    kind: 'invalid',
    zh: '分页标记无效，请从第一页重新开始。',
    en: 'The page token is not valid. Start again from the first page.',
  },
  'common.unauthenticated': { kind: 'unauthenticated', zh: '请先登录。', en: 'Sign in first.' },
  'common.session_expired': {
    kind: 'unauthenticated',
    zh: '登录已过期，请重新登录。',
    en: 'The session has expired. Sign in again.',
  },
  'common.csrf': {
    kind: 'forbidden',
    zh: '请求来源不可信，已拒绝。请刷新页面后再试。',
    en: 'The origin of this call is not trusted. Reload the page and try again.',
  },
  'common.forbidden': {
    kind: 'forbidden',
    zh: '您当前的岗位无权执行此操作。如有需要，请联系本单位管理员。',
    en: 'Your acting post may not do this. Ask the administrator of your body if you need it.',
  },
  'common.not_found': {
    kind: 'not_found',
    zh: '没有找到，或您无权查看。',
    en: 'Not found, or not visible to you.',
  },
  'common.no_route': { kind: 'not_found', zh: '没有这个接口。', en: 'There is no such endpoint.' },
  'common.version_stale': {
    kind: 'conflict',
    zh: '此内容已被他人更新，请刷新后再改。',
    en: 'Somebody else changed this meanwhile. Reload and apply your change again.',
  },
  'common.duplicate': {
    kind: 'conflict',
    zh: '已存在相同的记录（{what}）。',
    en: 'There is one like this already ({what}).',
  },
  'common.in_use': {
    kind: 'conflict',
    zh: '仍被其他记录引用，不能删除。',
    en: 'Other records still refer to it, so it cannot be removed.',
  },
  'common.idempotency_mismatch': {
    kind: 'conflict',
    zh: '同一幂等键用于了不同的请求内容。',
    en: 'The same idempotency key was used with a different body.',
  },
  'common.rate_limited': {
    kind: 'rate_limited',
    zh: '请求过于频繁，请稍后再试。',
    en: 'Too many calls. Try again a little later.',
  },
  'common.unavailable': {
    kind: 'unavailable',
    zh: '服务暂时不可用，请稍后重试。您的数据没有丢失。',
    en: 'The service is not available for the moment. Nothing was lost; try again shortly.',
  },
  'common.internal': {
    kind: 'internal',
    zh: '系统内部错误。请将请求编号 {requestId} 告知管理员。',
    en: 'Internal error. Give the request id {requestId} to the administrator.',
  },
} as const satisfies Record<string, Reason>
