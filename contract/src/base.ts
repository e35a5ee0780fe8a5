/**
 * The grammar of the contract: what an operation is, and the few schema shapes that every noun shares.
 * Only typebox is imported here. Everything else (types, validation, OpenAPI, web client, CLI, coverage tests)
 * is derived from the records built with {@link operation}.
 */
import Type, { type Static, type TEnum, type TObject, type TSchema, type TSchemaOptions } from 'typebox'

export type { Static, TObject, TSchema }
export { Type }

/** What a person may do with a noun. The whole list: a new verb is a new operation, not a new action. */
export const ACTIONS = [
  'view',
  'list',
  'create',
  'modify',
  'delete',
  'operate',
  'approve',
  'manage-access',
] as const
export type Action = (typeof ACTIONS)[number]

/**
 * Nouns that authorisation speaks of: tables and invented nouns for lists and singletons.
 * Each module adds its own in `nouns.ts`; a noun that no role is granted stays unreachable.
 */
export type { Noun } from './nouns.ts'

import type { Noun } from './nouns.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Bilingual text. The console and the CLI choose by the user's language; both are always present. */
export interface Text {
  readonly zh: string
  readonly en: string
}

/**
 * Who may call: `public` (no session), `session` (any signed-in person, acts on himself only),
 * or an action on a noun, which the use case proves by loading (see docs/architecture.md, Authorisation).
 */
export type Access = 'public' | 'session' | { readonly action: Action; readonly noun: Noun }

/** Mutating operations name the act that the audit trail records; reads say why none is written. */
export type AuditRule = { readonly act: string } | { readonly none: string }

export interface OperationSpec {
  /** `<noun>.<verb>`, unique: key of the client, the CLI command and the query cache. */
  readonly id: string
  readonly method: Method
  /** Path below `/api/v1`, parameters in braces: `/requests/{id}/submit`. */
  readonly path: string
  readonly title: Text
  readonly params?: TObject
  readonly query?: TObject
  readonly body?: TSchema
  /** Schema of the 2xx answer; `Empty` for 204. */
  readonly response: TSchema
  /** 200 unless said otherwise: 201 for creates, 202 for accepted jobs, 204 without body. */
  readonly status?: 200 | 201 | 202 | 204
  readonly access: Access
  readonly audit: AuditRule
  /** Takes an `Idempotency-Key` header: the same key and body give the same answer, once. */
  readonly idempotent?: boolean
  /** Reason codes of the module that this operation may answer with (the common ones go without saying). */
  readonly reasons: readonly string[]
  /** Not JSON: the answer is a file or a stream, `response` describes nothing. */
  readonly stream?: 'sse' | 'file'
  /** A file about money: noted with its digests when it leaves, so that whoever has one can have it checked (R275). */
  readonly issued?: true
  /** Largest accepted body in bytes, when the server's default (1 MiB) does not fit. */
  readonly bodyLimitBytes?: number
}

/** Identity function that keeps the literal types of an operation record. */
export function operation<const O extends OperationSpec>(spec: O): O {
  return spec
}

export type ParamsOf<O extends OperationSpec> = O['params'] extends TObject
  ? Static<O['params']>
  : Record<never, never>
export type QueryOf<O extends OperationSpec> = O['query'] extends TObject
  ? Static<O['query']>
  : Record<never, never>
export type BodyOf<O extends OperationSpec> = O['body'] extends TSchema ? Static<O['body']> : undefined
export type ResponseOf<O extends OperationSpec> = Static<O['response']>

// ---------------------------------------------------------------------------------------------- shapes

/** An object that refuses unknown fields (the default of every schema here). */
export function Strict<const P extends Record<string, TSchema>>(properties: P, options: TSchemaOptions = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options })
}

/** One of the given strings. Never numeric enums. */
export function OneOf<const V extends readonly string[]>(
  values: V,
  options: TSchemaOptions = {},
): TEnum<V[number][]> {
  return Type.Enum([...values] as V[number][], options)
}

export function Nullable<S extends TSchema>(schema: S) {
  return Type.Union([schema, Type.Null()])
}

/** UUID of any noun. Branded per noun inside the server only; on the wire it is a string. */
export const Id = Type.String({ format: 'uuid' })
/** UTC instant, ISO 8601 with milliseconds and Z. Shown in Asia/Shanghai. */
export const Instant = Type.String({ format: 'date-time' })
/** Civil date `2026-11-21`, without a zone. */
export const Day = Type.String({ format: 'date' })
export const ShortText = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
/** Something named by its own noun elsewhere: what a line shows and where it leads. */
export const Ref = Strict({ id: Id, name: Type.String() })
export const LongText = Type.String({ maxLength: 4000 })
/** A code word: lower case, digits and hyphens. */
export const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' })
export const Bilingual = Strict({ zh: ShortText, en: ShortText })
/** Optimistic lock: every update carries the version it was read with; stale → 409 `common.version_stale`. */
export const Version = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
/** Integer minor units (分) with the ISO 4217 code; stays below 2^53. */
export const Money = Strict({
  amountMinor: Type.Integer({ minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991 }),
  currency: OneOf(['CNY']),
})
/** Exact decimal as a string: prices per unit, ratios. */
export const Decimal = Type.String({ pattern: '^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,9})?$' })
export const Empty = Type.Null()

export const IdParams = Strict({ id: Id })
export const ById = IdParams

/** Opaque and signed by position: the key of the last row shown. Lists page by key, never by offset. */
export const PageToken = Type.String({ minLength: 1, maxLength: 500, pattern: '^[A-Za-z0-9_-]+$' })
export const PAGE_SIZE_MAX = 200
export const PAGE_SIZE_DEFAULT = 50

/** Query of every list: a bounded page and where it starts, plus the list's own filters. */
export function PageQuery<const P extends Record<string, TSchema>>(filters: P) {
  return Strict({
    pageToken: Type.Optional(PageToken),
    pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_SIZE_MAX })),
    ...filters,
  })
}

/** `{ items, nextPageToken }`; a null token means the last page. */
export function PageOf<S extends TSchema>(item: S) {
  return Strict({ items: Type.Array(item, { maxItems: PAGE_SIZE_MAX }), nextPageToken: Nullable(PageToken) })
}

/**
 * Whether the reader may do a thing now, computed by the same rule and policy that the use case runs.
 * `reason` is a reason code when not allowed; the console shows its text on the disabled button.
 */
export const Allowance = Strict({ allowed: Type.Boolean(), reason: Type.Optional(Type.String()) })
export type Allowance = Static<typeof Allowance>

/** The `actions` of an answered object, one key per verb. */
export function ActionsOf<const V extends readonly string[]>(verbs: V) {
  return Strict(
    Object.fromEntries(verbs.map((verb) => [verb, Allowance])) as Record<V[number], typeof Allowance>,
  )
}

/** RFC 9457 problem document, with our reason code and both texts. */
export const Problem = Strict({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  /** Dotted code, stable: what programs match. */
  reason: Type.String(),
  /** The sentence in the caller's language (`Accept-Language`). */
  detail: Type.String(),
  /** Both languages, so that a console can switch without asking again. */
  text: Strict({ zh: Type.String(), en: Type.String() }),
  /** Where in the input, for invalid input: JSON pointers with their own reason. */
  fields: Type.Optional(
    Type.Array(Strict({ path: Type.String(), zh: Type.String(), en: Type.String() }), { maxItems: 50 }),
  ),
  requestId: Type.String(),
})
export type Problem = Static<typeof Problem>
