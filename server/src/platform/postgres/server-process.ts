/** One run of the server program: started, waited for, and watched until it ends. */
import { spawn } from 'node:child_process'
import { chownSync, closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../log/index.ts'
import { CHILD_ENV } from './cluster.ts'
import { answersFor, SOCKET_PORT } from './connection.ts'
import type { Home } from './home.ts'
import { clearZombie, findPostmaster } from './postmaster.ts'
import { isAlive } from './process.ts'
import type { Programs } from './programs.ts'
import type { RunAs } from './unprivileged-user.ts'

export interface ServerPlan {
  readonly home: Home
  readonly socketDir: string
  readonly programs: Programs
  readonly user: RunAs | null
  readonly password: string
  /** Beyond ours, by name: the test kit turns durability off. */
  readonly settings: Readonly<Record<string, string>>
}

const SETTINGS = {
  listen_addresses: '',
  port: String(SOCKET_PORT),
  unix_socket_permissions: '0700',
  // Durable as PostgreSQL means it; said aloud so that an edited postgresql.conf cannot take it back.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  password_encryption: 'scram-sha-256',
  max_connections: '200',
  shared_buffers: '256MB',
  timezone: 'UTC',
  // One file per weekday, overwritten a week later: the log stays bounded without anybody's care.
  logging_collector: 'on',
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_truncate_on_rotation: 'on',
  log_timezone: 'UTC',
} as const

export function serverArgs({ home, socketDir, settings }: ServerPlan): string[] {
  const all = { ...SETTINGS, unix_socket_directories: socketDir, log_directory: home.logDir, ...settings }
  return ['-D', home.cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

const startLog = (home: Home): string => join(home.logDir, 'start.log')

export interface ServerProcess {
  readonly pid: number
  /** Settles when the process is gone, whoever ended it. */
  readonly ended: Promise<void>
}

/** Starts the program in a process group of its own: Ctrl-C in the terminal must reach us alone, who stop it in order. */
function spawnServer(plan: ServerPlan): ServerProcess {
  const output = openSync(startLog(plan.home), 'w', 0o600)
  if (plan.user) chownSync(startLog(plan.home), plan.user.uid, plan.user.gid)
  try {
    const child = spawn(plan.programs.postgres, serverArgs(plan), {
      cwd: plan.home.root,
      env: CHILD_ENV,
      detached: true,
      stdio: ['ignore', output, output],
      ...(plan.user ? { uid: plan.user.uid, gid: plan.user.gid } : {}),
    })
    child.unref()
    const ended = new Promise<void>((resolve) => {
      child.on('exit', () => resolve())
      child.on('error', () => resolve())
    })
    return { pid: child.pid ?? 0, ended }
  } finally {
    closeSync(output)
  }
}

/** A server that somebody else started: its end can only be seen by looking. */
export function watchAdopted(pid: number): ServerProcess {
  const ended = new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (isAlive(pid)) return
      clearInterval(look)
      resolve()
    }, 500)
    look.unref()
  })
  return { pid, ended }
}

/** A server that was killed may leave processes that need a moment to notice; PostgreSQL refuses to start until then. */
const STILL_ENDING = /pre-existing shared memory block|lock file "[^"]+" already exists/
const STILL_ENDING_ATTEMPTS_MAX = 20

/**
 * Starts the server and waits until it answers. Recovery after a crash may take long: as long as the process lives it
 * is waited for, and the log says so.
 */
export async function launch(plan: ServerPlan, log: Logger): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt++) {
    await clearZombie(plan.home.cluster, plan.socketDir, log)
    const server = await launchOnce(plan, log)
    if (server) return server
    const output = lastWords(plan.home)
    if (attempt >= STILL_ENDING_ATTEMPTS_MAX || !STILL_ENDING.test(output)) {
      throw new Error(`the database server ended while starting:\n${output}`)
    }
    await sleep(250)
  }
}

/** The end of what it wrote: first to its standard error, and once its log collector runs, to the file of the day. */
function lastWords(home: Home): string {
  const files = readdirSync(home.logDir).map((name) => join(home.logDir, name))
  const newest = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs).slice(0, 2)
  return newest.map((file) => readFileSync(file, 'utf8').trim().slice(-1500)).join('\n')
}

/** Null when the program ended before it answered. */
async function launchOnce(plan: ServerPlan, log: Logger): Promise<ServerProcess | null> {
  const server = spawnServer(plan)
  let alive = true
  void server.ended.then(() => {
    alive = false
  })
  for (let waitedMs = 0; alive; waitedMs += 25) {
    if (findPostmaster(plan.home.cluster)?.pid === server.pid && (await answers(plan))) return server
    if (waitedMs > 0 && waitedMs % 5_000 === 0) log.info({ waitedMs }, 'the database is still recovering')
    await sleep(25)
  }
  return null
}

async function answers(plan: ServerPlan): Promise<boolean> {
  try {
    return await answersFor(plan.socketDir, plan.password, plan.home.cluster)
  } catch {
    // Not listening yet, or "the database system is starting up".
    return false
  }
}
