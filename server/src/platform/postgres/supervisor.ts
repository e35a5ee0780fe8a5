/**
 * The embedded PostgreSQL: a real server under the data directory, run by this process and for it alone.
 * A kill -9 of ours leaves it running as an orphan; the next start adopts it. A kill -9 of it is answered by starting it
 * again. Decisions: docs/decisions/0001-embedded-postgresql.md.
 */
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Text } from '@yunheng/contract'
import type { Logger } from '../log/index.ts'
import { clusterMajor, createCluster, OWNER, readPassword, refuseOtherMajor } from './cluster.ts'
import { answersFor, ensureDatabase, urlOf } from './connection.ts'
import { findHolder, lockDataDir } from './data-lock.ts'
import { findHome, type Home, prepareHome } from './home.ts'
import { findPostmaster, startedWith, stopPostmaster } from './postmaster.ts'
import { findPrograms } from './programs.ts'
import { launch, type ServerPlan, type ServerProcess, serverArgs, watchAdopted } from './server-process.ts'
import { type RunAs, unprivilegedUser } from './unprivileged-user.ts'

export interface PostgresOptions {
  readonly dataDir: string
  readonly log: Logger
  /** `packaged` (the default), `system`, or a directory that holds initdb and postgres. */
  readonly programs?: string
  /** When root: the unprivileged user. Null: `postgres`, else `yunheng`, which is created. */
  readonly user?: string | null
  /** Server settings beyond ours, by name. Only tests have a reason to. */
  readonly settings?: Readonly<Record<string, string>>
  /** Told what takes time, for the person who waits. */
  readonly onProgress?: (step: Text) => void
}

export interface RunningPostgres {
  /** Connection string of the owner role to the platform's database, by socket. Holds the password. */
  readonly url: string
  /** True when a server left behind by a crash was taken over instead of started. */
  readonly adopted: boolean
  readonly version: string
  stop(): Promise<void>
}

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o711 })
  const dataDir = realpathSync(options.dataDir)
  const lock = await lockDataDir(dataDir)
  try {
    const plan = await prepare(dataDir, options)
    const { server, adopted } = await adoptOrLaunch(plan, options)
    await ensureDatabase(plan.socketDir, plan.password)
    const stopWatching = keepRunning(plan, server, options.log)
    return {
      url: urlOf(plan.socketDir, plan.password, OWNER),
      adopted,
      version: plan.programs.version,
      async stop() {
        await stopWatching()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** The address of the server that another process of ours runs on this directory; null when none does. */
export async function findRunningPostgres(dataDir: string): Promise<{ readonly url: string } | null> {
  const home = findHome(dataDir)
  if (home === null || (await findHolder(dataDir)) === null) return null
  const running = findPostmaster(home.cluster)
  return running ? { url: urlOf(running.socketDir, readPassword(home), OWNER) } : null
}

/** Everything that must stand before the server can run: user, directories, programs, the cluster itself. */
async function prepare(dataDir: string, options: PostgresOptions): Promise<ServerPlan> {
  const user = unprivilegedUser(join(dataDir, 'postgres', 'cluster'), options.user ?? null)
  const home = prepareHome(dataDir, user, options.log)
  const major = clusterMajor(home.cluster)
  const from = options.programs ?? 'packaged'
  const programs = findPrograms({ from, user, clusterMajor: major, homeRoot: home.root }, options.log)
  if (major === null) {
    options.onProgress?.({
      zh: `正在建立数据库（PostgreSQL ${programs.version}）`,
      en: `Creating the database (PostgreSQL ${programs.version})`,
    })
    await createCluster(home, programs, user)
  } else if (major !== programs.major) refuseOtherMajor(major, programs)
  return {
    home,
    socketDir: makeSocketDir(home, user),
    programs,
    user,
    password: readPassword(home),
    settings: options.settings ?? {},
  }
}

/** Longest path of a socket: 107 bytes on Linux, 103 on macOS, less the name of the file. */
const SOCKET_DIR_BYTES_MAX = 103 - '/.s.PGSQL.5432'.length

function makeSocketDir(home: Home, user: RunAs | null): string {
  const beside = join(home.root, 'socket')
  const mark = createHash('sha256').update(home.root).digest('hex').slice(0, 16)
  const dir = Buffer.byteLength(beside) <= SOCKET_DIR_BYTES_MAX ? beside : join(tmpdir(), `yunheng-${mark}`)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  if (user) chownSync(dir, user.uid, user.gid)
  // Fails when the directory in the shared temporary place belongs to somebody else, as it must.
  chmodSync(dir, 0o700)
  return dir
}

async function adoptOrLaunch(plan: ServerPlan, options: PostgresOptions) {
  const orphan = findPostmaster(plan.home.cluster)
  if (orphan) {
    if (await isFitToAdopt(plan, options.log)) {
      options.log.warn({ pid: orphan.pid }, 'took over the database server that a crash had left running')
      return { server: watchAdopted(orphan.pid), adopted: true }
    }
    options.onProgress?.({
      zh: '正在停止上次遗留的数据库进程',
      en: 'Stopping the database process left by the last run',
    })
    await stopPostmaster(orphan.pid, options.log, 10_000)
  }
  options.onProgress?.({ zh: '正在启动数据库', en: 'Starting the database' })
  return { server: await launch(plan, options.log), adopted: false }
}

/** It answers for this directory, and runs as we would run it: same programs, same settings. */
async function isFitToAdopt(plan: ServerPlan, log: Logger): Promise<boolean> {
  if (!startedWith(plan.home.cluster, plan.programs.postgres, serverArgs(plan))) return false
  try {
    return await answersFor(plan.socketDir, plan.password, plan.home.cluster)
  } catch (error) {
    log.warn({ err: error }, 'the database server left by the last run does not answer')
    return false
  }
}

const RESTART_DELAYS_MS = [0, 200, 1_000, 3_000, 5_000] as const

/** Starts the server again whenever it ends unasked. Returns what ends the watch and the server. */
function keepRunning(plan: ServerPlan, first: ServerProcess, log: Logger): () => Promise<void> {
  let stopping = false
  let relaunching: Promise<void> | null = null

  const relaunch = async (): Promise<void> => {
    for (let attempt = 0; !stopping; attempt++) {
      await sleep(RESTART_DELAYS_MS[Math.min(attempt, RESTART_DELAYS_MS.length - 1)])
      if (stopping) return
      try {
        const server = await launch(plan, log)
        log.warn({ pid: server.pid, attempt }, 'the database server runs again')
        return watch(server)
      } catch (error) {
        log.error({ err: error, attempt }, 'the database server could not be started again')
      }
    }
  }

  const watch = (server: ServerProcess): void => {
    void server.ended.then(() => {
      if (stopping) return
      log.error({ pid: server.pid }, 'the database server ended unexpectedly; starting it again')
      relaunching = relaunch().finally(() => {
        relaunching = null
      })
    })
  }
  watch(first)

  return async () => {
    stopping = true
    // A start that is under way just now has perhaps not written its process id yet: look until it is through.
    do {
      const running = findPostmaster(plan.home.cluster)
      if (running) await stopPostmaster(running.pid, log)
      if (relaunching !== null) await Promise.race([relaunching, sleep(50)])
    } while (relaunching !== null)
  }
}
