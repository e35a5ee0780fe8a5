import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../src/platform/log/index.ts'
import { startPostgres } from '../../src/platform/postgres/index.ts'

/** The embedded server in a directory of its own, which goes with it. */
export async function startTemporaryPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yunheng-test-'))
  const server = await startPostgres({ dataDir, log: silentLog() })
  return {
    url: server.url,
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
