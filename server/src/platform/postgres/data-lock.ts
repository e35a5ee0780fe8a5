/**
 * One server per data directory. PostgreSQL guards its own cluster, but two of our servers would both adopt it and then
 * work on the same files. The lock names its holder, so that the refusal can say who it is; it needs no clean exit.
 */
import { linkSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EXIT, StartupError } from '../startup-error.ts'
import { startOf } from './process.ts'

export interface LockHolder {
  readonly pid: number
  /** When that process began: the same id with another beginning is another process. */
  readonly began: string
  readonly host: string
}

/** The holder touches the file this often; a holder on another host is judged by it alone. */
const BEAT_MS = 2_000

const lockPath = (dataDir: string): string => join(dataDir, 'yunheng.lock')

function parseHolder(path: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder
  } catch {
    return null
  }
}

const sameHolder = (a: LockHolder | null, b: LockHolder): boolean =>
  a !== null && a.pid === b.pid && a.began === b.began && a.host === b.host

/** Containers have ids of their own and may share the directory: then only the heartbeat tells whether it lives. */
async function beats(path: string, beatMs: number): Promise<boolean> {
  const before = statSync(path, { throwIfNoEntry: false })?.mtimeMs
  for (let waitedMs = 0; waitedMs < 3 * beatMs; waitedMs += 100) {
    await sleep(100)
    const now = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    if (now !== undefined && now !== before) return true
  }
  return false
}

async function holds(path: string, holder: LockHolder, beatMs: number): Promise<boolean> {
  return holder.host === hostname() ? startOf(holder.pid) === holder.began : beats(path, beatMs)
}

/** The server that holds this directory now, or null. */
export async function findHolder(dataDir: string): Promise<LockHolder | null> {
  const path = lockPath(dataDir)
  const holder = parseHolder(path)
  return holder !== null && (await holds(path, holder, BEAT_MS)) ? holder : null
}

function refuseInUse(dataDir: string, holder: LockHolder | null): never {
  const who = holder ? `${holder.pid}@${holder.host}` : '?'
  throw new StartupError(
    {
      zh: `数据目录 ${dataDir} 正被另一个云衡进程使用（进程 ${who}）。请先停止它，或用 YUNHENG_DATA_DIR 指定另一目录。`,
      en: `The data directory ${dataDir} is in use by another Yunheng process (process ${who}). Stop it first, or name another directory by YUNHENG_DATA_DIR.`,
    },
    { exitCode: EXIT.inUse },
  )
}

/** Creates the file with its content in one step, so that nobody ever reads half a lock. False when it exists. */
function place(path: string, me: LockHolder): boolean {
  const draft = `${path}.${me.pid}`
  writeFileSync(draft, JSON.stringify(me), { mode: 0o644 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

async function take(dataDir: string, me: LockHolder, beatMs: number): Promise<void> {
  const path = lockPath(dataDir)
  while (!place(path, me)) {
    const holder = parseHolder(path)
    if (holder !== null && (await holds(path, holder, beatMs))) refuseInUse(dataDir, holder)
    // Another start may have cleared the dead holder's lock in the meantime and put its own there.
    const now = parseHolder(path)
    if (holder === null ? now === null : sameHolder(now, holder)) rmSync(path, { force: true })
  }
  // Two starts that clear the same dead lock at once: the later one to place wins, the earlier one sees it here.
  await sleep(50)
  const winner = parseHolder(path)
  if (!sameHolder(winner, me)) refuseInUse(dataDir, winner)
}

/** Takes the directory for this process, or refuses and says who has it. */
export async function lockDataDir(dataDir: string, beatMs = BEAT_MS): Promise<{ release(): void }> {
  const path = lockPath(dataDir)
  const me: LockHolder = { pid: process.pid, began: startOf(process.pid) ?? '', host: hostname() }
  if (sameHolder(parseHolder(path), me)) refuseInUse(dataDir, me)
  await take(dataDir, me, beatMs)
  const beat = setInterval(() => {
    const now = new Date()
    if (sameHolder(parseHolder(path), me)) utimesSync(path, now, now)
  }, beatMs)
  beat.unref()
  return {
    release() {
      clearInterval(beat)
      if (sameHolder(parseHolder(path), me)) rmSync(path, { force: true })
    },
  }
}
