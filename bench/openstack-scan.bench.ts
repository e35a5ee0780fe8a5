/**
 * A full scan of a real OpenStack with its servers, volumes and ports, from the first call to "nothing to do" in the
 * inventory, against a bare script that pages through the same lists and makes nothing of them. Interleaved pairs. The
 * servers have no network of Nova's making, so that the cloud is filled in minutes; their ports are made in Neutron.
 *   npm run bench -- openstack-scan [servers] [pairs]
 */
import { openOpenStack } from '../e2e/clouds/openstack/open.ts'
import { DEFAULT_SCAN_OPTIONS, runScan } from '../server/src/modules/inventory/index.ts'
import { createAuthz } from '../server/src/platform/authz/index.ts'
import { systemClock } from '../server/src/platform/clock.ts'
import { createContextFactory, systemActor } from '../server/src/platform/create-context.ts'
import { type Database, migrate, openDatabase } from '../server/src/platform/db/index.ts'
import { createIds } from '../server/src/platform/ids.ts'
import { silentLog } from '../server/src/platform/log/index.ts'
import { policies } from '../server/src/policies.ts'
import { withScratchDatabase } from '../server/test/kit/scratch-database.ts'
import { fill, pageThrough, takeAway } from './anchors/openstack-pages.ts'
import { withOpenStack } from './kit/openstack.ts'
import { measurePairs, median, medianRatio } from './kit/pairs.ts'
import { writeCloud } from './kit/scan-world.ts'

const GOAL = 1.2
const [SERVERS = 1_500, PAIRS = 5] = process.argv.slice(2).map(Number)

interface Scan {
  readonly state: string
  readonly seen: number
  readonly appeared: number
  readonly changed: number
}

/** Seconds of one full scan over a connection of its own, token and all, as the bare script has one. */
async function scanOnce(database: Database, cloudId: string): Promise<{ seconds: number; scan: Scan }> {
  const clock = systemClock
  const parts = { database, clock, ids: createIds(clock), log: silentLog(), authz: createAuthz(policies) }
  const makeCtx = createContextFactory(parts)
  const ctx = makeCtx(systemActor('bench'), { requestId: 'bench', address: null, operation: null })
  const began = performance.now()
  const connector = openOpenStack()
  try {
    const signal = AbortSignal.timeout(600_000)
    const next = { sort: 'full', since: null } as const
    const options = { database, options: DEFAULT_SCAN_OPTIONS }
    await runScan(ctx, options, cloudId, next, async () => connector, signal)
  } finally {
    await connector.close()
  }
  const seconds = (performance.now() - began) / 1000
  const { rows } = await database.owner.query<Scan>(
    'select state, seen, appeared, changed from inventory_scan order by began_at desc limit 1',
  )
  const [scan] = rows
  if (scan?.state !== 'complete') throw new Error('the scan is not complete')
  return { seconds, scan }
}

async function measure(database: Database): Promise<void> {
  const cloudId = await writeCloud(database, createIds(systemClock).next)
  const first = await scanOnce(database, cloudId)
  // Each server and each volume, at the least; ports are part of their servers.
  if (Number(first.scan.appeared) < 2 * SERVERS) throw new Error('the first scan takes everything in')
  const MILLISECONDS = 1000
  const pairs = await measurePairs(PAIRS, {
    async ours() {
      const { seconds, scan } = await scanOnce(database, cloudId)
      if (Number(scan.changed) + Number(scan.appeared) > 0) throw new Error('nothing has changed')
      return seconds * MILLISECONDS
    },
    anchor: async () => (await pageThrough()).seconds * MILLISECONDS,
  })
  const ratio = medianRatio(pairs)
  const [ours, anchor] = (['ours', 'anchor'] as const).map((side) => median(pairs.map((pair) => pair[side])))
  console.log(
    `openstack-scan servers=${SERVERS} seen=${first.scan.seen} ours=${ours?.toFixed(0)}ms anchor=${anchor?.toFixed(0)}ms ratio=${ratio.toFixed(2)} goal=${GOAL} ${ratio <= GOAL ? 'pass' : 'short'}`,
  )
}

async function main({ stays }: { readonly stays: boolean }): Promise<void> {
  const filling = await fill(SERVERS)
  try {
    await withScratchDatabase(async (url) => {
      const database = openDatabase({ url, poolSize: 4, onError: () => {} })
      try {
        await migrate(database.owner)
        await measure(database)
      } finally {
        await database.close()
      }
    })
  } finally {
    if (stays) await takeAway(filling)
  }
}

await withOpenStack(main)
