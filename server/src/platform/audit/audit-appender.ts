import type { Ctx } from '../context.ts'
import type { Database } from '../db/index.ts'
import { asNotRecorded, type PendingEntry } from '../journal/index.ts'
import type { AuditEntry } from './audit-entry.ts'
import { copyPending } from './audit-store.ts'
import { toPending } from './record-audit.ts'

/**
 * For acts that have no transaction of their own: refusals, failures, reads of sensitive fields. Entries that arrive while
 * a commit is under way share the next one (group commit), so that a flood of refusals costs a few commits, not thousands.
 */
export interface AuditAppender {
  /** Resolves when the entry is durable. @throws `audit.not_recorded`, or what the database said of itself. */
  append(ctx: Ctx, entry: AuditEntry): Promise<void>
}

interface Waiting {
  readonly pending: PendingEntry
  resolve(): void
  reject(reason: unknown): void
}

const BATCH_MAX = 1000

export function createAuditAppender(database: Database): AuditAppender {
  let waiting: Waiting[] = []
  let running = false
  const flush = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_MAX)
      waiting = waiting.slice(BATCH_MAX)
      try {
        await copyPending(
          database.pool,
          batch.map((each) => each.pending),
        )
        for (const each of batch) each.resolve()
      } catch (error) {
        for (const each of batch) each.reject(error)
      }
    }
    running = false
  }
  return {
    append(ctx, entry) {
      const pending = toPending(ctx, entry)
      const written = new Promise<void>((resolve, reject) => {
        waiting.push({ pending, resolve, reject })
        if (running) return
        running = true
        // After the current turn, so that all that arrive in it share the first commit.
        queueMicrotask(() => void flush())
      })
      return written.catch((error: unknown) => {
        throw asNotRecorded(ctx.requestId, error)
      })
    },
  }
}
