import type { OperationSpec, ReasonCode } from '@yunheng/contract'
import type { AuditEntry } from '../audit/audit-entry.ts'
import type { Actor, Ctx } from '../context.ts'
import type { Logger } from '../log/index.ts'
import type { Route } from './route.ts'

export interface Credentials {
  readonly sessionCookie: string | null
  readonly bearer: string | null
  readonly address: string
}

/** Implemented by identity: who is calling. Null: nobody; a reason: credentials that no longer hold. */
export interface Authenticator {
  authenticate(credentials: Credentials): Promise<Actor | null | { readonly refused: ReasonCode }>
}

export interface HttpOptions {
  readonly log: Logger
  readonly authenticator: Authenticator
  readonly routes: readonly Route[]
  makeCtx(actor: Actor, call: { requestId: string; address: string; operation: OperationSpec }): Ctx
  /** Addresses of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[]
  /** Version of the product, for the API's document. */
  readonly version: string
  /** Cookies only over TLS. */
  readonly secureCookies: boolean
  /** Writes a refusal or a failure into the audit trail, on its own; resolves when it is durable. */
  recordRefusal(ctx: Ctx, entry: AuditEntry): Promise<void>
  /** Checks that every mutating call left an audit entry; the tests switch it on. */
  readonly assertAudited: boolean
}

export const API_PREFIX = '/api/v1'
