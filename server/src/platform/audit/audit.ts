import { join } from 'node:path'
import type { AuditCheckpoint, AuditReport } from '@yunheng/contract'
import type { Clock } from '../clock.ts'
import type { Sm2PrivateKey } from '../crypto/index.ts'
import { type Database, SCOPE_ALL } from '../db/index.ts'
import { refuse } from '../errors.ts'
import type { Route } from '../http/index.ts'
import type { Logger } from '../log/index.ts'
import type { Loop } from '../loop.ts'
import type { Secrets } from '../secrets/index.ts'
import { type AuditAppender, createAuditAppender } from './audit-appender.ts'
import { ensureAuditKey } from './audit-key.ts'
import { auditRoutes } from './audit-routes.ts'
import { appendCheckpoint, readCheckpoints } from './outside-checkpoints.ts'
import { createSequencer, signTail } from './sequencer.ts'
import { verifyAudit } from './verify-audit.ts'

export interface AuditParts {
  readonly database: Database
  readonly secrets: Secrets
  readonly clock: Clock
  readonly log: Logger
  readonly dataDir: string
}

export interface Audit extends AuditAppender {
  readonly routes: readonly Route[]
  /** Seals; every worker starts one. */
  readonly sequencer: Loop
  /** `given` joins the checkpoints that the data directory keeps. @throws `audit.verification_running`. */
  verify(given: readonly AuditCheckpoint[]): Promise<AuditReport>
  /** Signs for the newest entry now; null when there is none. */
  sign(): Promise<AuditCheckpoint | null>
}

export function createAudit(parts: AuditParts): Audit {
  const { database, clock, log } = parts
  const outsidePath = join(parts.dataDir, 'audit-checkpoints.jsonl')
  let key: Promise<Sm2PrivateKey> | null = null
  const signingKey = () => {
    key ??= ensureAuditKey(database, parts.secrets).catch((error: unknown) => {
      key = null
      throw error
    })
    return key
  }
  const options = {
    owner: database.owner,
    clock,
    log,
    signingKey,
    keepOutside: (checkpoint: AuditCheckpoint) => appendCheckpoint(outsidePath, checkpoint),
  }
  const sign = () => signTail(options)
  let running = false
  const verify = async (given: readonly AuditCheckpoint[]) => {
    // It reads everything: two at once would only slow each other down.
    if (running) refuse('audit.verification_running')
    running = true
    try {
      const outside = [...(await readCheckpoints(outsidePath)), ...given]
      return await verifyAudit({ db: database.as(SCOPE_ALL), clock, key: await signingKey(), outside })
    } finally {
      running = false
    }
  }
  return {
    ...createAuditAppender(database),
    routes: auditRoutes({ verify, sign }),
    sequencer: createSequencer(options),
    verify,
    sign,
  }
}
