/** The running server process: what its own files say about it, and how it is ended. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../log/index.ts'
import { SOCKET_PORT } from './connection.ts'
import { isAlive, isZombie, servesCluster } from './process.ts'

export interface Postmaster {
  readonly pid: number
  /** Directory of its socket. */
  readonly socketDir: string
}

const pidFile = (clusterDir: string): string => join(clusterDir, 'postmaster.pid')

/** What `postmaster.pid` says, whether or not that process still lives. */
function readPidFile(clusterDir: string): Postmaster | null {
  try {
    const lines = readFileSync(pidFile(clusterDir), 'utf8').split('\n')
    const pid = Number(lines[0])
    return Number.isInteger(pid) && pid > 1 ? { pid, socketDir: lines[4]?.trim() ?? '' } : null
  } catch {
    return null
  }
}

/** The live process that serves this cluster; null when there is none. */
export function findPostmaster(clusterDir: string): Postmaster | null {
  const written = readPidFile(clusterDir)
  return written && servesCluster(written.pid, clusterDir) ? written : null
}

/**
 * PostgreSQL clears the file of a dead server itself, and nobody else should. The one exception: the dead process is a
 * zombie. Its parent died with it and the first process of a container often collects nothing, so PostgreSQL would take
 * it for alive for ever. Removing the file (and the like one of its socket) then is safe: the shared memory segment, whose key comes from the directory,
 * still keeps a second server out while any process of the first one is attached.
 */
export async function clearZombie(clusterDir: string, socketDir: string, log: Logger): Promise<void> {
  for (let waitedMs = 0; waitedMs < 1_000; waitedMs += 50) {
    const written = readPidFile(clusterDir)
    if (written === null || !isZombie(written.pid)) return
    await sleep(50)
  }
  log.warn(
    'the last database server is dead but not collected by its parent process; clearing its lock files',
  )
  rmSync(pidFile(clusterDir))
  rmSync(join(socketDir, `.s.PGSQL.${SOCKET_PORT}.lock`), { force: true })
}

/** The command line the cluster was last started with, as PostgreSQL writes it down. */
export function startedWith(clusterDir: string, program: string, args: readonly string[]): boolean {
  try {
    const written = readFileSync(join(clusterDir, 'postmaster.opts'), 'utf8').trim()
    return written === [program, ...args.map((arg) => `"${arg}"`)].join(' ')
  } catch {
    return false
  }
}

async function goneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 20) {
    if (!isAlive(pid)) return true
    await sleep(20)
  }
  return !isAlive(pid)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Ends the server: fast (open transactions are rolled back, everything is written out), then immediate, then by force.
 * The last two lose nothing that was acknowledged; the next start replays the log. SIGCONT wakes one that was stopped.
 */
export async function stopPostmaster(pid: number, log: Logger, fastTimeoutMs = 30_000): Promise<void> {
  const ways: readonly [NodeJS.Signals, number][] = [
    ['SIGINT', fastTimeoutMs],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ]
  for (const [name, timeoutMs] of ways) {
    signal(pid, name)
    signal(pid, 'SIGCONT')
    if (await goneWithin(pid, timeoutMs)) return
    log.warn({ pid, signal: name, timeoutMs }, 'the database server did not end in time')
  }
  throw new Error(`the database server (process ${pid}) cannot be ended`)
}
