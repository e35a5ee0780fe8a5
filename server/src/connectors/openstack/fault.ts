/** OpenStack's ways of saying no → our closed set of faults, in the cloud's own words. */
import { ConnectorFault, type FaultKind } from '../../modules/cloud/connector.ts'
import type { HttpAnswer } from './http-answer.ts'

const BY_STATUS: Readonly<Record<number, FaultKind>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'invalid',
  406: 'invalid',
  408: 'timeout',
  409: 'conflict',
  410: 'not-found',
  // Nova and Cinder answer 413 to both a quota and a rate limit; a rate limit comes with Retry-After.
  413: 'quota',
  415: 'invalid',
  422: 'invalid',
  423: 'conflict',
  429: 'rate-limited',
  500: 'internal',
  501: 'invalid',
  502: 'unreachable',
  503: 'unreachable',
  504: 'timeout',
}

/** Neutron names the class of its error; the status alone would mislead for these. */
const BY_NEUTRON_TYPE: Readonly<Record<string, FaultKind>> = {
  OverQuota: 'quota',
  IpAddressGenerationFailure: 'capacity',
  ExternalIpAddressExhausted: 'capacity',
  NoNetworkAvailable: 'capacity',
  NetworkNotFound: 'not-found',
  SubnetNotFound: 'not-found',
  // 404, but everything named exists: the server's subnet has no router with a gateway yet.
  ExternalGatewayForFloatingIPNotFound: 'conflict',
}

/** Where status and type do not tell a refusal apart, the words have to (Nova, Cinder: no error codes). */
const BY_WORDS: readonly (readonly [status: number, words: RegExp, fault: FaultKind])[] = [
  [403, /quota|exceed/i, 'quota'],
  [
    400,
    /dependent snapshot|must be available or|status must be|already attached|is in use|root device volume/i,
    'conflict',
  ],
  [400, /failed to get volume/i, 'not-found'],
  [400, /could not be found|can not find|cannot find/i, 'not-found'],
  [500, /no valid host/i, 'capacity'],
]

export interface CloudWords {
  readonly message: string
  /** Neutron's class name of the error. */
  readonly type: string | null
}

/** The words out of any of the error bodies that OpenStack services send. */
export function wordsOf(body: string, contentType: string): CloudWords {
  if (contentType.includes('json')) {
    try {
      return wordsOfJson(JSON.parse(body) as unknown) ?? { message: short(body), type: null }
    } catch {
      return { message: short(body), type: null }
    }
  }
  const plain = body
    .replace(/<(head|style|script)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
  return { message: short(plain), type: null }
}

/**
 * `{badRequest: {message}}`, `{error: {message}}`, `{NeutronError: {type, message}}`, `{errors: [{title, detail}]}`,
 * `{faultcode, faultstring}` (Octavia).
 */
function wordsOfJson(value: unknown): CloudWords | null {
  if (typeof value !== 'object' || value === null) return null
  if ('faultstring' in value && typeof value.faultstring === 'string')
    return { message: short(value.faultstring), type: null }
  for (const inner of Object.values(value)) {
    const one: unknown = Array.isArray(inner) ? inner[0] : inner
    if (typeof one === 'string' && one.trim() !== '') return { message: short(one), type: null }
    if (typeof one !== 'object' || one === null) continue
    const said = one as { message?: unknown; detail?: unknown; title?: unknown; type?: unknown }
    const message = [said.message, said.detail, said.title].find(
      (text): text is string => typeof text === 'string' && text.trim() !== '',
    )
    if (message) return { message: short(message), type: typeof said.type === 'string' ? said.type : null }
  }
  return null
}

function short(text: string): string {
  const trimmed = text.trim()
  return trimmed.length > 500 ? `${trimmed.slice(0, 500)}…` : trimmed
}

export function faultOfAnswer(what: string, answer: HttpAnswer): ConnectorFault {
  const { status } = answer
  const words = wordsOf(answer.text, answer.contentType)
  const said = words.message === '' ? `HTTP ${status}` : words.message
  return new ConnectorFault(faultKind(status, words, answer.retryAfterMs), `${what}: ${said}`, {
    cloudRequestId: answer.requestId,
    retryAfterMs: answer.retryAfterMs,
  })
}

export function faultKind(status: number, words: CloudWords, retryAfterMs: number | null): FaultKind {
  if (words.type !== null && BY_NEUTRON_TYPE[words.type]) return BY_NEUTRON_TYPE[words.type] as FaultKind
  const worded = BY_WORDS.find(([on, pattern]) => on === status && pattern.test(words.message))
  if (worded) return worded[2]
  if (status === 413 && retryAfterMs !== null) return 'rate-limited'
  const known = BY_STATUS[status]
  if (known) return known
  // Redirects (an http address of an https service) and unheard-of answers.
  if (status < 400) return 'nonsense'
  return status < 500 ? 'invalid' : 'internal'
}

/** A refusal that this connector says itself, before or after asking the cloud. */
export function refuse(fault: FaultKind, message: string): ConnectorFault {
  return new ConnectorFault(fault, message)
}

/** The answer, or `instead` when the call ended with this fault. */
export async function unless<T, U>(fault: FaultKind, call: Promise<T>, instead: U): Promise<T | U> {
  try {
    return await call
  } catch (error) {
    if (error instanceof ConnectorFault && error.fault === fault) return instead
    throw error
  }
}

const BY_CODE: Readonly<Record<string, FaultKind>> = {
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'unreachable',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'nonsense',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'nonsense',
  UND_ERR_HEADERS_OVERFLOW: 'nonsense',
  UND_ERR_INVALID_ARG: 'invalid',
  EGRESS_REFUSED: 'invalid',
}

/** An error of the socket, of TLS or of the HTTP parser. */
export function faultOfTransport(what: string, error: unknown, aborted: boolean): ConnectorFault {
  if (error instanceof ConnectorFault) return error
  if (aborted) return new ConnectorFault('timeout', `${what}: no answer in time`, { cause: error })
  const code = codeOf(error)
  const words = error instanceof Error ? error.message : String(error)
  const fault = BY_CODE[code] ?? (code.startsWith('HPE_') ? 'nonsense' : 'unreachable')
  return new ConnectorFault(fault, `${what}: ${code === '' ? words : `${code} ${words}`}`, { cause: error })
}

/** The system's or the library's code of an error, also of the one beneath it. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return typeof code === 'string' ? code : codeOf(cause)
}
