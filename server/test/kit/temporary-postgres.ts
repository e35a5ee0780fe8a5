import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../src/platform/log/index.ts'
import { startPostgres } from '../../src/platform/postgres/index.ts'

/** The embedded server in a directory of its own, which goes with it; in one that is given, it stays there. */
export async function startTemporaryPostgres(
  keptIn?: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = keptIn ?? mkdtempSync(join(tmpdir(), 'yunheng-test-'))
  // Nothing here outlives the run, so nothing need survive a power cut: the disk is left in peace.
  const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }
  const server = await startPostgres({ dataDir, log: silentLog(), settings })
  const abandon = () => endAtOnce(dataDir, keptIn !== undefined)
  const exit = () => process.exit(143)
  process.once('exit', abandon)
  // Without a listener these end the process on the spot, and no exit event comes.
  process.once('SIGTERM', exit).once('SIGHUP', exit)
  return {
    url: server.url,
    async stop() {
      process.removeListener('exit', abandon).removeListener('SIGTERM', exit).removeListener('SIGHUP', exit)
      await server.stop()
      if (keptIn === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A run that is broken off (Ctrl-C, a lane out of time) has no teardown: the server goes with the process all the same. */
function endAtOnce(dataDir: string, isKept: boolean): void {
  const pidFile = join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGQUIT')
  if (isKept) return
  const sleeper = new Int32Array(new SharedArrayBuffer(4))
  for (let attempt = 0; attempt < 40 && existsSync(dataDir); attempt++) {
    try {
      rmSync(dataDir, { recursive: true, force: true })
    } catch {
      // The server is still putting its own files away; only waiting without events is left in an exit handler.
      Atomics.wait(sleeper, 0, 0, 50)
    }
  }
}
