import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../server/src/platform/log/index.ts'
import { startPostgres } from '../../server/src/platform/postgres/index.ts'

/** A PostgreSQL of the bench's own, as it runs in production: fsync on. Taken down afterwards. */
export async function withPostgres<T>(run: (url: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yunheng-bench-'))
  const server = await startPostgres({ dataDir, log: silentLog() })
  try {
    return await run(server.url)
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
