/** What an audit entry says beyond its columns: written once as canonical JSON, digested and kept as that text. */
import { canonicalJson, sm3Hex } from '../crypto/index.ts'

/** Fields that do not apply are absent. */
export interface EntryContent {
  readonly v: 1
  readonly id: string
  readonly reason?: string
  readonly objectLabel?: string
  readonly actorKind: 'person' | 'system' | 'nobody'
  readonly actorName: string
  readonly accountId?: string
  readonly postId?: string
  readonly role?: string
  readonly changes?: readonly Change[]
  readonly changesCut?: true
  readonly beforeDigest?: string
  readonly afterDigest?: string
  readonly requestId: string
  readonly address?: string
  /** `sample`: written under a clock that is not the real one; the time is invented. */
  readonly origin: 'live' | 'sample'
}

/** Field, text before, text after; null where there was nothing. */
export type Change = readonly [field: string, before: string | null, after: string | null]

export interface ChangeSummary {
  readonly changes?: readonly Change[]
  readonly changesCut?: true
  readonly beforeDigest?: string
  readonly afterDigest?: string
}

const CHANGES_MAX = 40
const VALUE_LENGTH_MAX = 300
const FIELD_LENGTH_MAX = 100

/** Names whose values are never written, in whatever object they stand. */
const SENSITIVE = /passw|secret|token|credential|privatekey|totp|otpauth|recoverycode|cookie|authorization/i
const REDACTED = '[secret]'

/** Digests cover the whole of both states; the list shows at most 40 fields, each cut at 300 characters. */
export function summariseChange(before: unknown, after: unknown): ChangeSummary {
  const left = toPlain(before)
  const right = toPlain(after)
  if (left === null && right === null) return {}
  const changes = differences(left, right)
  return {
    ...(changes.length > 0 ? { changes: changes.slice(0, CHANGES_MAX) } : {}),
    ...(changes.length > CHANGES_MAX ? { changesCut: true as const } : {}),
    ...(left === null ? {} : { beforeDigest: sm3Hex(canonicalJson(left)) }),
    ...(right === null ? {} : { afterDigest: sm3Hex(canonicalJson(right)) }),
  }
}

/** As JSON would carry it, sensitive values replaced; a digest over a short secret could be guessed back. */
function toPlain(value: unknown): unknown {
  if (value === undefined || value === null) return null
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) => {
      if (SENSITIVE.test(key) && each !== null && typeof each !== 'boolean') return REDACTED
      if (typeof each === 'bigint') return each.toString()
      return typeof each === 'string' ? writable(each) : each
    }),
  )
}

function differences(left: unknown, right: unknown): Change[] {
  if (!isRecord(left) && !isRecord(right)) return [['', toText(left), toText(right)]]
  const before = isRecord(left) ? left : {}
  const after = isRecord(right) ? right : {}
  const changes: Change[] = []
  for (const field of Object.keys(before)) {
    if (!isSame(before[field], after[field])) changes.push(changeOf(field, before[field], after[field]))
  }
  for (const field of Object.keys(after)) {
    if (!(field in before) && after[field] !== null) changes.push(changeOf(field, undefined, after[field]))
  }
  return changes
}

function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' && typeof right !== 'object') return false
  return canonicalJson(left ?? null) === canonicalJson(right ?? null)
}

function changeOf(field: string, before: unknown, after: unknown): Change {
  return [writable(field.slice(0, FIELD_LENGTH_MAX)), toText(before), toText(after)]
}

/** Neither a lone surrogate, which has no UTF-8 form, nor NUL, which PostgreSQL cannot take out of a JSON text. */
export function writable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed()
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toText(value: unknown): string | null {
  if (value === undefined || value === null) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= VALUE_LENGTH_MAX ? text : `${writable(text.slice(0, VALUE_LENGTH_MAX))}…`
}
