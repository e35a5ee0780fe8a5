/**
 * The first scan of a cloud that shows 1,000,000 resources, all new, with every index and the scan's own record, against a
 * binary COPY of the same rows, ready made, into the same table with the same indexes.
 *   npm run bench -- first-load [resources] [pairs]
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
const [RESOURCES = 1_000_000, PAIRS = 5] = process.argv.slice(2).map(Number)
const COLUMNS = `id, cloud_id, kind, external_id, fingerprint, project_ref, name, state, native_state, spec, attributes,
  fault, tag, resource_id, cloud_created_at, first_seen_at, known_since`

const dir = mkdtempSync(join(tmpdir(), 'yunheng-bench-load-'))
try {
  await withPostgres(async (url) => {
    const database = openDatabase({ url, poolSize: 4, onError: () => {} })
    try {
      await migrate(database.owner)
      await measure(url, database, await writeScanWorld(database, dir, RESOURCES))
    } finally {
      await database.close()
    }
  })
} finally {
  rmSync(dir, { recursive: true, force: true })
}

async function measure(url: string, database: Database, world: ScanWorld): Promise<void> {
  let memoryMiB = 0
  const pairs = await measurePairs(PAIRS, {
    async ours() {
      await empty(database)
      const { seconds, scan, memoryMiB: taken } = await scanAside(url, world)
      if (scan.state !== 'complete' || scan.appeared !== RESOURCES)
        throw new Error('not everything was taken in')
      memoryMiB = Math.max(memoryMiB, taken)
      return RESOURCES / seconds
    },
    async anchor() {
      await empty(database)
      const began = performance.now()
      await copyFile(database, world.rows, `inventory_item (${COLUMNS})`)
      return RESOURCES / ((performance.now() - began) / 1000)
    },
  })
  const ratio = medianRatio(pairs)
  const [ours, anchor] = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.anchor))]
  console.log(
    `first-load resources=${RESOURCES} ours=${Math.round(ours)}/s anchor=${Math.round(anchor)}/s ratio=${ratio.toFixed(2)} goal=${GOAL} memory=${Math.round(memoryMiB)}MiB ${ratio >= GOAL ? 'pass' : 'short'}`,
  )
}

async function empty({ owner }: Database): Promise<void> {
  await owner.query('truncate inventory_item, inventory_scan cascade')
  await owner.query('checkpoint')
}
