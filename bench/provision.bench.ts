/**
 * Servers with their networks on a real OpenStack: through the platform (what the approvals wrote is there already), and
 * by a lean script that calls the API directly with the same concurrency. Interleaved pairs, one line at the end.
 *   npm run bench -- provision [servers] [networks] [concurrency] [pairs]
 */
import { openOpenStack } from '../e2e/clouds/openstack/open.ts'
import { openSupply, type Supply } from '../e2e/clouds/openstack/supply.ts'
import {
  DEFAULT_RECONCILER_OPTIONS,
  type ResourceRow,
  releaseAll,
} from '../server/src/modules/resource/index.ts'
import { migrate } from '../server/src/platform/db/index.ts'
import { withScratchDatabase } from '../server/test/kit/scratch-database.ts'
import { type ProvisionSize, provisionLean } from './anchors/openstack-provision.ts'
import { withOpenStack } from './kit/openstack.ts'

const GOAL = 1.15
/** As often as the anchor asks. */
const POLL_MS = 1_000

async function until(supply: Supply, isDone: (rows: readonly ResourceRow[]) => boolean): Promise<void> {
  while (!isDone(await supply.rows())) await new Promise((resolve) => setTimeout(resolve, POLL_MS))
}

/** Seconds from the worker's start until every resource works as intended. Takes everything away afterwards. */
async function provisionOurs({ servers, networks, concurrency }: ProvisionSize): Promise<number> {
  let seconds = 0
  await withScratchDatabase(async (url) => {
    const supply = openSupply(url)
    await migrate(supply.database.owner)
    const requests: string[] = []
    for (let index = 0; index < networks; index += 1) {
      const share = Math.floor(servers / networks) + (index < servers % networks ? 1 : 0)
      requests.push((await supply.intend(share, false)).requestId)
    }
    const connector = openOpenStack()
    const runner = supply.runner(connector, { ...DEFAULT_RECONCILER_OPTIONS, concurrency })
    try {
      const startMs = performance.now()
      runner.start()
      await until(supply, (rows) =>
        rows.every((row) => row.agreement === 'level' && row.external_id !== null),
      )
      seconds = (performance.now() - startMs) / 1000
      for (const requestId of requests)
        await supply.ctx.inTx((tx) => releaseAll(tx, supply.ctx, requestId, 'end of the round'))
      await until(supply, (rows) => rows.every((row) => row.released_at !== null))
    } finally {
      await runner.stop()
      await connector.close()
      await supply.close()
    }
  })
  return seconds
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

async function main(): Promise<void> {
  const [servers = 100, networks = 8, concurrency = 8, pairs = 3] = process.argv.slice(2).map(Number)
  const size = { servers, networks, concurrency }
  const ours: number[] = []
  const anchor: number[] = []
  for (let pair = 0; pair < pairs; pair += 1) {
    // Whoever goes second finds warmer caches: they take turns.
    const first = pair % 2 === 0
    if (first) ours.push(await provisionOurs(size))
    anchor.push(await provisionLean(size))
    if (!first) ours.push(await provisionOurs(size))
    const [mine, lean] = [ours.at(-1) ?? 0, anchor.at(-1) ?? 0]
    console.log(
      `pair ${pair + 1}: ours ${mine.toFixed(1)} s, anchor ${lean.toFixed(1)} s, ${(mine / lean).toFixed(3)}`,
    )
  }
  const ratio = median(ours.map((seconds, pair) => seconds / (anchor[pair] ?? Number.NaN)))
  const verdict = ratio <= GOAL ? 'pass' : 'short'
  console.log(
    `provision ours=${median(ours).toFixed(1)} anchor=${median(anchor).toFixed(1)} ratio=${ratio.toFixed(3)} goal=${GOAL} ${verdict}`,
  )
}

await withOpenStack(main)
