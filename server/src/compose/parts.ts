import type { ScanOptions } from '../modules/inventory/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { ClientCertificateFiles } from '../platform/config/index.ts'
import type { Database } from '../platform/db/index.ts'
import type { Authenticator } from '../platform/http/index.ts'
import type { Logger } from '../platform/log/index.ts'
import type { Secrets } from '../platform/secrets/index.ts'

/** What a process has opened and was told, before any module is built. */
export interface Parts {
  readonly database: Database
  readonly clock: Clock
  readonly log: Logger
  /** Credentials at rest, opened with the key from outside the database. */
  readonly secrets: Secrets
  /** Where checkpoints of the audit chain are kept beside the database. */
  readonly dataDir: string
  /** Where exported lists are kept for a while; `exports` in the data directory unless told. */
  readonly exportDir?: string
  /** Who is calling; identity's own unless given. The tests speak for a post by its id. */
  readonly authenticator?: Authenticator
  readonly trustProxy: readonly string[]
  /** Null: nobody signs in by certificate. */
  readonly clientCertificates?: ClientCertificateFiles | null
  readonly secureCookies: boolean
  readonly assertAudited: boolean
  /** Networks that clouds may stand in although they are refused otherwise (loopback, link-local …). */
  readonly cloudNetworks: readonly string[]
  /** How often clouds are looked through; the defaults unless told. */
  readonly scans?: Partial<ScanOptions>
  /** How often clouds are asked what their servers use; every five minutes unless told. */
  readonly measures?: { readonly everyMs: number }
  /** Jobs that one process runs at a time. */
  readonly workerConcurrency: number
}
