/**
 * A scan of 1,000,000 unchanged resources, from the connector's JSON to "nothing to do", against a binary COPY of the same
 * rows, ready made, into an unlogged staging table and one comparison of fingerprints. No row may be written, and the
 * scanning process may not take more than 512 MiB.
 *   npm run bench -- scan [resources] [pairs]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, migrate, openDatabase } from '../server/src/platform/db/index.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { measurePairs, median, medianRatio } from './kit/pairs.ts'
import { copyFile, scanAside } from './kit/scan-sides.ts'
import { type ScanWorld, writeScanWorld } from './kit/scan-world.ts'

const GOAL = 0.5
const MEMORY_GOAL_MIB = 512
const [RESOURCES = 1_000_000, PAIRS = 5] = process.argv.slice(2).map(Number)

const rate = (values: readonly number[]) => Math.round(median(values))

const dir = mkdtempSync(join(tmpdir(), 'yunheng-bench-scan-'))
try {
  await withPostgres(async (url) => {
    const database = openDatabase({ url, poolSize: 4, onError: () => {} })
    try {
      await migrate(database.owner)
      const world = await writeScanWorld(database, dir, RESOURCES)
      const first = await scanAside(url, world)
      if (first.scan.appeared !== RESOURCES) throw new Error('the first scan takes everything in')
      // As autovacuum leaves it soon after a first load.
      await database.owner.query('vacuum (analyze) inventory_item')
      await measure(url, database, world)
    } finally {
      await database.close()
    }
  })
} finally {
  rmSync(dir, { recursive: true, force: true })
}

async function measure(url: string, database: Database, world: ScanWorld): Promise<void> {
  const before = await writtenBy(database)
  let memoryMiB = 0
  const pairs = await measurePairs(PAIRS, {
    async ours() {
      const { seconds, scan, memoryMiB: taken } = await scanAside(url, world)
      if (scan.state !== 'complete' || scan.seen !== RESOURCES) throw new Error('the scan is not complete')
      memoryMiB = Math.max(memoryMiB, taken)
      return RESOURCES / seconds
    },
    anchor: async () => RESOURCES / (await anchor(database, world)),
  })
  const rewritten = (await writtenBy(database)) === before ? 0 : 'SOME'
  const ratio = medianRatio(pairs)
  const passes = ratio >= GOAL && memoryMiB <= MEMORY_GOAL_MIB && rewritten === 0
  console.log(
    `scan resources=${RESOURCES} ours=${rate(pairs.map((pair) => pair.ours))}/s anchor=${rate(pairs.map((pair) => pair.anchor))}/s ratio=${ratio.toFixed(2)} goal=${GOAL} memory=${Math.round(memoryMiB)}MiB goal=${MEMORY_GOAL_MIB} rewritten=${rewritten} ${passes ? 'pass' : 'short'}`,
  )
}

/** Every write of a row leaves the number of its transaction on it. */
async function writtenBy({ owner }: Database): Promise<string> {
  const { rows } = await owner.query<{ sum: string }>(
    'select sum(xmin::text::bigint)::text as sum from inventory_item',
  )
  return rows[0]?.sum ?? ''
}

async function anchor(database: Database, world: ScanWorld): Promise<number> {
  const { owner } = database
  const columns = `kind, external_id, fingerprint, project_ref, name, state, native_state, spec, attributes, fault, tag,
    resource_id, cloud_created_at`
  await owner.query(
    `drop table if exists staged; create unlogged table staged (kind text, external_id text collate "C", fingerprint uuid,
       project_ref text, name text, state text, native_state text, spec text, attributes text, fault text, tag text,
       resource_id uuid, cloud_created_at timestamptz)`,
  )
  const began = performance.now()
  await copyFile(database, world.staged, `staged (${columns})`)
  const { rows } = await owner.query<{ differ: string }>(
    `select count(*) as differ from staged s
     left join inventory_item i on i.cloud_id = $1 and i.kind = s.kind and i.external_id = s.external_id
     where i.id is null or i.fingerprint is distinct from s.fingerprint`,
    [world.cloudId],
  )
  if (Number(rows[0]?.differ) !== 0) throw new Error('nothing differs')
  return (performance.now() - began) / 1000
}
