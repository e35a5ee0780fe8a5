import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../src/platform/log/index.ts'
import { startPostgres } from '../../src/platform/postgres/index.ts'

/** The embedded server in a directory of its own, which goes with it. */
export async function startTemporaryPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yunheng-test-'))
  // Nothing here outlives the run, so nothing need survive a power cut: the disk is left in peace.
  const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }
  const server = await startPostgres({ dataDir, log: silentLog(), settings })
  return {
    url: server.url,
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
