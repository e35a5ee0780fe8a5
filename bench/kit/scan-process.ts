/** One full scan in a process of its own, whose memory is its own. Tells its parent how long it took and what it found. */

import type { Connector } from '../../server/src/modules/cloud/index.ts'
import { DEFAULT_SCAN_OPTIONS, runScan } from '../../server/src/modules/inventory/index.ts'
import { createAuthz } from '../../server/src/platform/authz/index.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { createContextFactory, systemActor } from '../../server/src/platform/create-context.ts'
import { openDatabase, SCOPE_ALL } from '../../server/src/platform/db/index.ts'
import { createIds } from '../../server/src/platform/ids.ts'
import { createLog } from '../../server/src/platform/log/index.ts'
import { policies } from '../../server/src/policies.ts'
import { openJsonCloud } from './json-connector.ts'

const [url = '', cloudId = '', pages = ''] = process.argv.slice(2)
const clock = systemClock
const database = openDatabase({ url, poolSize: 4, onError: () => {} })
const log = createLog({ level: 'info', format: 'json' })
const makeCtx = createContextFactory({
  database,
  clock,
  ids: createIds(clock),
  log,
  authz: createAuthz(policies),
})
const ctx = makeCtx(systemActor('bench'), { requestId: 'bench', address: null, operation: null })
await database.as(SCOPE_ALL).selectFrom('cloud').select('id').execute()

const began = performance.now()
const connector = openJsonCloud(pages) as Connector
const signal = new AbortController().signal
const parts = { database, options: DEFAULT_SCAN_OPTIONS }
await runScan(ctx, parts, cloudId, { sort: 'full', since: null }, async () => connector, signal)
const seconds = (performance.now() - began) / 1000
const { rows } = await database.owner.query(
  'select state, seen, appeared, changed, vanished from inventory_scan order by began_at desc limit 1',
)
await database.close()
process.send?.({ seconds, memoryMiB: process.resourceUsage().maxRSS / 1024, scan: rows[0] })
process.disconnect?.()
