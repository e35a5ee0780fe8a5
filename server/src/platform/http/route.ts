import type { Readable } from 'node:stream'
import type { BodyOf, Noun, OperationSpec, ParamsOf, QueryOf, ResponseOf } from '@yunheng/contract'
import type { Ctx } from '../context.ts'

export interface Input<O extends OperationSpec> {
  readonly params: ParamsOf<O>
  readonly query: QueryOf<O>
  readonly body: BodyOf<O>
}

/** What a reverse proxy says of the client's certificate; `foreign` when somebody else says it, who is not believed. */
export type HandedCertificate =
  | { readonly kind: 'none' }
  | { readonly kind: 'foreign'; readonly sender: string }
  | { readonly kind: 'handed'; readonly value: string }

/** The little of HTTP that a sign-in or a download needs; use cases never see it. */
export interface HttpSide {
  /** The raw session cookie, if one came with the call. */
  readonly sessionCookie: string | null
  /** What came as `Authorization: Bearer …`: for public operations whose callers are no people. */
  readonly bearer: string | null
  /** What the client calls itself, cut; only shown in the list of sessions. */
  readonly userAgent: string | null
  readonly clientCertificate: HandedCertificate
  setSessionCookie(token: string, maxAgeSeconds: number): void
  clearSessionCookie(): void
  /** Ends when the client goes away. */
  readonly signal: AbortSignal
}

/** For a route that is run by the platform itself: nobody is at the other end. */
export const NO_HTTP: HttpSide = {
  sessionCookie: null,
  bearer: null,
  userAgent: null,
  clientCertificate: { kind: 'none' },
  setSessionCookie() {},
  clearSessionCookie() {},
  signal: new AbortController().signal,
}

/** Answer of operations with `stream: 'file'`. */
export interface Download {
  readonly fileName: string
  readonly contentType: string
  readonly content: Readable | Buffer
  /** Where it is known, so that whoever downloads sees how far it is. */
  readonly sizeBytes?: number
  /** Of files that are noted (`issued`): bodies whose matter it is, beside whoever fetches it. */
  readonly concerns?: readonly string[]
  /** Of one that was written before it is fetched: what it shows; null where that is nothing to be noted. */
  readonly issuedAs?: {
    readonly operationId: string
    readonly noun: Noun
    readonly filter: Readonly<Record<string, unknown>>
  } | null
}

/** Answer of operations with `stream: 'sse'`: one object per event, until the client leaves. */
export type EventSource = AsyncIterable<{ readonly event: string; readonly data: unknown }>

type Answer<O extends OperationSpec> = O['stream'] extends 'file'
  ? Download
  : O['stream'] extends 'sse'
    ? EventSource
    : ResponseOf<O>

/** An operation with the use case behind it. Routes contain no `if`: they pass on and present. */
export interface Route {
  readonly operation: OperationSpec
  handle(ctx: Ctx, input: Input<OperationSpec>, http: HttpSide): Promise<unknown>
}

export function route<const O extends OperationSpec>(
  operation: O,
  handle: (ctx: Ctx, input: Input<O>, http: HttpSide) => Promise<Answer<O>>,
): Route {
  return { operation, handle: handle as unknown as Route['handle'] }
}
