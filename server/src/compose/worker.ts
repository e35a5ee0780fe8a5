import type { Audit } from '../platform/audit/index.ts'
import type { Ctx } from '../platform/context.ts'
import type { Database } from '../platform/db/index.ts'
import { createDispatcher, type Subscriber } from '../platform/events/index.ts'
import { createJobRunner, type Job } from '../platform/jobs/index.ts'
import { createReconcileRunner, type Reconciler } from '../platform/reconcile/index.ts'

export interface Worker {
  start(): Promise<void>
  stop(): Promise<void>
}

/** What a worker runs: events, jobs, reconcilers, and the sequencer of the audit trail, which ends after whatever writes to it. */
export function createWorker(parts: {
  readonly database: Database
  readonly sequencer: Audit['sequencer']
  readonly systemCtx: (name: string) => Ctx
  readonly subscribers: readonly Subscriber[]
  readonly jobs: readonly Job<never>[]
  readonly reconcilers: readonly Reconciler[]
  /** Jobs that run at a time. */
  readonly concurrency: number
}): Worker {
  const { database, sequencer, systemCtx } = parts
  const dispatcher = createDispatcher(database, () => systemCtx('events'), parts.subscribers)
  const runner = createJobRunner(database, (name) => systemCtx(`job:${name}`), parts.jobs, parts.concurrency)
  const reconcile = createReconcileRunner(database, systemCtx, parts.reconcilers)
  return {
    async start() {
      sequencer.start()
      dispatcher.start()
      reconcile.start()
      await runner.start()
    },
    async stop() {
      await Promise.all([reconcile.stop(), runner.stop(), dispatcher.stop()])
      await sequencer.stop()
    },
  }
}
