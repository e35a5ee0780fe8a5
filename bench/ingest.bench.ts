/**
 * Usage of a day taken in as metering does (batches, what is there already is not written again, what is derived no more is
 * taken away), against one binary COPY of the same rows into a table with the same key. Afterwards everything is taken in
 * once more: 0 rows.
 *   npm run bench -- ingest [resources] [pairs]
 */
import type pg from 'pg'
import type { UsageRow } from '../server/src/modules/metering/index.ts'
import {
  ensureMonth,
  mergeUsage,
  openMetering,
  USAGE_COLUMNS,
  writeUsage,
} from '../server/src/modules/metering/index.ts'
import {
  copyInto,
  createCopyRows,
  type Database,
  migrate,
  openDatabase,
  SCOPE_ALL,
} from '../server/src/platform/db/index.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { measurePairs, median, medianRatio } from './kit/pairs.ts'

const GOAL = 0.5
const [RESOURCES = 20_000, PAIRS = 5] = process.argv.slice(2).map(Number)
const BATCH = 1000
const HOURS = 24
/** 2026-06-01 00:00 in Shanghai. */
const FROM = Date.parse('2026-05-31T16:00:00Z') / 3_600_000
const WINDOW = { from: FROM, to: FROM + HOURS }
const METERS = ['vcpu', 'memory-gib', 'root-disk-gib'] as const
const ROWS = RESOURCES * HOURS * METERS.length

await withPostgres(async (url) => {
  const database = openDatabase({ url, poolSize: 4, onError: () => {} })
  try {
    await migrate(database.owner)
    await database.withConnection(SCOPE_ALL, (client) => measure(database, client))
  } finally {
    await database.close()
  }
})

async function measure(database: Database, client: pg.PoolClient): Promise<void> {
  const { owner } = database
  await owner.query('alter table usage_subject drop constraint usage_subject_resource_id_fkey')
  await openMetering(client)
  await ensureMonth(client, WINDOW)
  await owner.query(`create table usage_copied (like usage including constraints);
    alter table usage_copied add primary key (subject_id, hour, meter, holding)`)
  const batches = await writeSubjects(owner)
  const pairs = await measurePairs(PAIRS, {
    async ours() {
      await owner.query('truncate usage, usage_month')
      await owner.query('checkpoint')
      return rate(() => takeIn(client, batches))
    },
    async anchor() {
      await owner.query('truncate usage_copied')
      await owner.query('checkpoint')
      return rate(async () => {
        const rows = createCopyRows()
        for (const { usage } of batches) for (const row of usage) writeUsage(rows, row)
        const copying = await owner.connect()
        try {
          await copyInto(copying, `usage_copied (${USAGE_COLUMNS})`, rows)
        } finally {
          copying.release()
        }
      })
    },
  })
  const again = await takeIn(client, batches)
  const same = await owner.query(
    'select count(*)::int as count from (select * from usage except select * from usage_copied) as d',
  )
  if (again !== 0 || same.rows[0].count !== 0)
    throw new Error(`taken in again: ${again} rows; differing: ${same.rows[0].count}`)
  const ratio = medianRatio(pairs)
  const [ours, anchor] = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.anchor))]
  console.log(
    `ingest rows=${ROWS} ours=${Math.round(ours)}/s anchor=${Math.round(anchor)}/s ratio=${ratio.toFixed(2)} goal=${GOAL} replayed=${again} ${ratio >= GOAL ? 'pass' : 'short'}`,
  )
}

interface Batch {
  readonly resourceIds: readonly string[]
  readonly usage: readonly UsageRow[]
}

async function writeSubjects(owner: pg.Pool): Promise<readonly Batch[]> {
  const { rows } = await owner.query<{ id: number; resource_id: string }>(
    `insert into usage_subject (resource_id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, kind)
     select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
       'government-extranet', 'server' from generate_series(1, $1) returning id, resource_id`,
    [RESOURCES],
  )
  const batches: Batch[] = []
  for (let at = 0; at < rows.length; at += BATCH) {
    const some = rows.slice(at, at + BATCH)
    const usage = some.flatMap(({ id }) =>
      Array.from({ length: HOURS }, (_, hour) =>
        METERS.map((dimension) => ({
          subject: id,
          hour: FROM + hour,
          dimension,
          holding: 'serving' as const,
          quantity: (1 + (id % 7)) * 1000 * 3600,
        })),
      ).flat(),
    )
    batches.push({ resourceIds: some.map((row) => row.resource_id), usage })
  }
  return batches
}

async function takeIn(client: pg.PoolClient, batches: readonly Batch[]): Promise<number> {
  let written = 0
  for (const { resourceIds, usage } of batches) {
    await client.query('begin')
    written += await mergeUsage(client, { resourceIds, window: WINDOW, derived: usage })
    await client.query('commit')
  }
  return written
}

async function rate(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return ROWS / ((performance.now() - began) / 1000)
}
