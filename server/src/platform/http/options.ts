import type { OperationSpec, ReasonCode } from '@yunheng/contract'
import type { AuditEntry } from '../audit/audit-entry.ts'
import type { Actor, Ctx } from '../context.ts'
import type { Logger } from '../log/index.ts'
import type { RecordIssued } from './issued.ts'
import type { Route } from './route.ts'

export interface Credentials {
  readonly sessionCookie: string | null
  readonly bearer: string | null
  readonly address: string
}

/** Who is calling; null: nobody; a reason: credentials that do not hold, or not from here. */
export type Authenticated =
  | Actor
  | null
  | {
      readonly refused: ReasonCode
      readonly details?: Readonly<Record<string, string>>
      readonly detailsEn?: Readonly<Record<string, string>>
      /** What the trail keeps of it, where it is known whose credentials they are. */
      readonly record?: AuditEntry
    }

/** Implemented by identity. */
export interface Authenticator {
  authenticate(credentials: Credentials): Promise<Authenticated>
}

export interface HttpOptions {
  readonly log: Logger
  readonly authenticator: Authenticator
  readonly routes: readonly Route[]
  makeCtx(actor: Actor, call: { requestId: string; address: string; operation: OperationSpec }): Ctx
  /** Addresses of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[]
  /** In which header they hand on the client's certificate, in lower case; null: not believed from anybody. */
  readonly clientCertificateHeader: string | null
  /** Version of the product, for the API's document. */
  readonly version: string
  /** Cookies only over TLS. */
  readonly secureCookies: boolean
  /** Writes a refusal or a failure into the audit trail, on its own; resolves when it is durable. */
  recordRefusal(ctx: Ctx, entry: AuditEntry): Promise<void>
  /** Notes a file about money before the last of it has gone; where it fails, the file breaks off. */
  readonly recordIssued: RecordIssued
  /** Checks that every mutating call left an audit entry; the tests switch it on. */
  readonly assertAudited: boolean
}

export const API_PREFIX = '/api/v1'
