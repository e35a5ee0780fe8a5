import { Logger as GraphileLogger, parseCronItems, type Runner, run, type TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import type { Ctx } from '../context.ts'
import type { Database, Tx } from '../db/index.ts'
import type { JobHandle } from './job-handle.ts'

/** A job with its code. Idempotent, since delivery is at least once; the payload holds ids, never state. */
export interface Job<P = unknown> extends JobHandle<P> {
  /** Cron line (UTC) when it also runs by the clock. */
  readonly cron?: string
  run(ctx: Ctx, payload: P): Promise<void>
}

export interface JobRunner {
  start(): Promise<void>
  /** Ends after the jobs that are running. */
  stop(): Promise<void>
}

/** Adds a job in the caller's transaction: it runs if and only if the transaction commits. */
export async function enqueueJob<P>(
  tx: Tx,
  job: JobHandle<P>,
  payload: P,
  options: { key?: string; runAt?: Date } = {},
): Promise<void> {
  await sql`select enqueue_job(${job.name}, ${JSON.stringify(payload)}::json, ${options.key ?? null},
    ${options.runAt ?? null}::timestamptz, ${job.maxAttempts}::int, null)`.execute(tx)
}

export function createJobRunner(
  database: Database,
  makeCtx: (jobName: string) => Ctx,
  jobs: readonly Job<never>[],
  concurrency: number,
): JobRunner {
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [job.name, (payload: unknown) => job.run(makeCtx(job.name), payload as never)]),
  )
  const parsedCronItems = parseCronItems(
    jobs.flatMap((job) =>
      job.cron === undefined
        ? []
        : [{ task: job.name, match: job.cron, options: { maxAttempts: job.maxAttempts } }],
    ),
  )
  const log = makeCtx('jobs').log
  const logger = new GraphileLogger(() => (level, message) => {
    if (level === 'error') log.error({ jobs: true }, message)
    else if (level === 'warning') log.warn({ jobs: true }, message)
    else log.trace({ jobs: true }, message)
  })
  let runner: Runner | null = null
  return {
    async start() {
      runner ??= await run({
        pgPool: database.owner,
        taskList,
        parsedCronItems,
        concurrency,
        noHandleSignals: true,
        pollInterval: 1000,
        logger,
      })
    },
    async stop() {
      await runner?.stop()
      runner = null
    },
  }
}
