import { type ErrorKind, type ReasonCode, reasons } from '@yunheng/contract'

/** A field of the input that does not fit, by JSON pointer, in both languages. */
export interface FieldProblem {
  readonly path: string
  readonly zh: string
  readonly en: string
}

interface AppErrorOptions {
  /** Fills `{name}` in the reason's text; safe for the outside. */
  readonly details?: Readonly<Record<string, string | number>>
  /** English where the details are words. */
  readonly detailsEn?: Readonly<Record<string, string | number>>
  readonly fields?: readonly FieldProblem[]
  /** For the log only. */
  readonly internal?: string
  readonly cause?: unknown
}

/**
 * The one error class. The reason code decides the kind, the kind decides the HTTP status, and the words come from the
 * contract; so nothing that is thrown here can leak what it should not.
 */
export class AppError extends Error {
  readonly reason: ReasonCode
  readonly kind: ErrorKind
  readonly details: Readonly<Record<string, string | number>>
  readonly detailsEn: Readonly<Record<string, string | number>>
  readonly fields: readonly FieldProblem[]
  readonly internal: string | undefined

  constructor(reason: ReasonCode, options: AppErrorOptions = {}) {
    super(options.internal ?? reason, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.reason = reason
    this.kind = reasons[reason].kind
    this.details = options.details ?? {}
    this.detailsEn = options.detailsEn ?? {}
    this.fields = options.fields ?? []
    this.internal = options.internal
  }
}

/** Nothing that was asked is wrong: what is done behind a call is tried again a little later. */
export const isPassing = ({ kind }: AppError): boolean =>
  kind === 'internal' || kind === 'unavailable' || kind === 'timeout' || kind === 'rate_limited'

/** Throws the refusal with this reason code. */
export function refuse(reason: ReasonCode, options: AppErrorOptions = {}): never {
  throw new AppError(reason, options)
}

/** Both texts of a reason with its details filled in. */
export function wordsOf(
  reason: ReasonCode,
  details: Readonly<Record<string, string | number>>,
  detailsEn: Readonly<Record<string, string | number>> = {},
) {
  const fill = (text: string, values: Readonly<Record<string, string | number>>) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  return { zh: fill(reasons[reason].zh, details), en: fill(reasons[reason].en, { ...details, ...detailsEn }) }
}

/** A programmer's error: impossible unless the code is wrong. Becomes 500 with a request id. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion: ${message}`)
}
