import { type ErrorKind, type Problem, type ReasonCode, reasons } from '@yunheng/contract'
import { AppError, wordsOf } from '../errors.ts'

/** The one table of statuses (docs/http.md). 403 only where existence may be known; absent and invisible are both 404. */
export const STATUS_OF: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition: 422,
  capacity: 409,
  rate_limited: 429,
  unavailable: 503,
  upstream: 502,
  timeout: 504,
  internal: 500,
}

export type Language = 'zh' | 'en'

/** Chinese unless the caller prefers English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  return /^\s*en\b/i.test(acceptLanguage ?? '') ? 'en' : 'zh'
}

/** SQLSTATE classes and codes that say "not now" rather than "wrong": the caller may repeat. */
const UNAVAILABLE = /^(08|53|57P|58)|^(55P03|57014|40001|40P01|25006)$/
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'])

/** Any thrown value as an AppError: what we do not know is internal, and its words stay in the log. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const known = error as { code?: unknown; statusCode?: unknown; message?: unknown }
  const code = typeof known.code === 'string' ? known.code : ''
  if (UNAVAILABLE.test(code) || NETWORK.has(code)) return new AppError('common.unavailable', { cause: error })
  if (
    /timeout exceeded when trying to connect|Connection terminated|Cannot use a pool after|is not queryable/.test(
      String(known.message),
    )
  ) {
    return new AppError('common.unavailable', { cause: error })
  }
  if (code === '23505')
    return new AppError('common.duplicate', { details: { what: constraintOf(error) }, cause: error })
  if (code === '23503') return new AppError('common.in_use', { cause: error })
  return new AppError(httpReason(code, known.statusCode), { cause: error })
}

/** Fastify's own refusals of what is not a proper HTTP message. */
function httpReason(code: string, statusCode: unknown): ReasonCode {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413) return 'common.body_too_large'
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || statusCode === 415) return 'common.unsupported_media'
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return 'common.invalid_input'
  return 'common.internal'
}

function constraintOf(error: unknown): string {
  const name = (error as { constraint?: unknown }).constraint
  return typeof name === 'string' ? name : 'unique'
}

export function toProblem(error: AppError, requestId: string, language: Language): Problem {
  const text = wordsOf(error.reason, { requestId, ...error.details }, error.detailsEn)
  return {
    type: `urn:yunheng:reason:${error.reason}`,
    title: reasons[error.reason].kind,
    status: STATUS_OF[error.kind],
    reason: error.reason,
    detail: text[language],
    text,
    ...(error.fields.length > 0 ? { fields: [...error.fields].slice(0, 50) } : {}),
    requestId,
  }
}
