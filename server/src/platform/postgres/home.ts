/**
 * Where the cluster lies: `<data>/postgres`. When root keeps the data directory where the unprivileged user cannot go
 * (a checkout under /root), the files go to /var/lib/yunheng and a symbolic link stays in their place.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  rmdirSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Logger } from '../log/index.ts'
import { StartupError } from '../startup-error.ts'
import type { RunAs } from './unprivileged-user.ts'

export const OUTSIDE_DIR = '/var/lib/yunheng'

export interface Home {
  /** The cluster itself (PGDATA). */
  readonly cluster: string
  /** Log of the server, one file per weekday. */
  readonly logDir: string
  /** Password of the owner role, mode 0600. */
  readonly passwordFile: string
  readonly root: string
}

export function homeAt(root: string): Home {
  return {
    root,
    cluster: join(root, 'cluster'),
    logDir: join(root, 'log'),
    passwordFile: join(root, 'password'),
  }
}

/** Whether this user can enter the directory and write there; asked of the system, which knows of ACLs as well. */
function canWork(dir: string, user: RunAs): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$0" && test -w .', dir], {
    cwd: '/',
    uid: user.uid,
    gid: user.gid,
    stdio: 'ignore',
  })
  return probe.status === 0
}

function makeFor(dir: string, user: RunAs): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  chownSync(dir, user.uid, user.gid)
  chmodSync(dir, 0o700)
}

/** The data directory is ours: the database's group may pass through it, and see nothing. */
function openPassage(dataDir: string, user: RunAs): void {
  const stat = statSync(dataDir)
  if (stat.uid !== 0 || (stat.mode & 0o001) !== 0) return
  chownSync(dataDir, 0, user.gid)
  chmodSync(dataDir, (stat.mode & 0o7777) | 0o010)
}

function refuseLost(link: string, target: string): never {
  throw new StartupError({
    zh: `数据库文件原在 ${target}（由 ${link} 指向），现已不在。请恢复该目录；若确认要从空库开始，请删除该链接。`,
    en: `The database files were in ${target} (where ${link} points) and are gone. Restore that directory, or remove the link to begin with an empty database.`,
  })
}

/** The real path of `<data>/postgres`, without making anything; null when there is none yet. */
export function findHome(dataDir: string): Home | null {
  const link = join(dataDir, 'postgres')
  const stat = lstatSync(link, { throwIfNoEntry: false })
  if (!stat) return null
  if (stat.isSymbolicLink() && !existsSync(link)) refuseLost(link, readlinkSync(link))
  return homeAt(realpathSync(link))
}

export function prepareHome(
  dataDir: string,
  user: RunAs | null,
  log: Logger,
  outsideDir: string = OUTSIDE_DIR,
): Home {
  const inside = join(dataDir, 'postgres')
  if (user === null) {
    const existing = findHome(dataDir)
    if (!existing) mkdirSync(inside, { mode: 0o700 })
    return homeAt(realpathSync(inside))
  }
  openPassage(dataDir, user)
  const existing = findHome(dataDir)
  if (!existing) makeFor(inside, user)
  const root = realpathSync(inside)
  if (canWork(root, user)) return homeAt(root)
  if (existing) refuseUnreachable(root, user)
  const home = moveOutside(dataDir, inside, user, outsideDir)
  log.warn({ root: home.root }, 'only root can enter the data directory; the database files lie outside it')
  return home
}

function refuseUnreachable(root: string, user: RunAs): never {
  throw new StartupError({
    zh: `PostgreSQL 的用户“${user.name}”进不去或写不了 ${root}。请放开其上级目录的通行权限。`,
    en: `PostgreSQL’s user "${user.name}" cannot enter or write ${root}. Let it pass the directories above.`,
  })
}

function moveOutside(dataDir: string, inside: string, user: RunAs, outsideDir: string): Home {
  const mark = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 8)
  const name = basename(dirname(realpathSync(dataDir))).replace(/[^A-Za-z0-9_-]/g, '') || 'data'
  const outside = join(outsideDir, `${name}-${mark}`)
  mkdirSync(outsideDir, { recursive: true, mode: 0o755 })
  // A leftover there belongs to a data directory that was removed. It is kept aside, never adopted, never deleted.
  const root = existsSync(outside) ? mkdtempSync(`${outside}-`) : outside
  makeFor(root, user)
  if (!canWork(root, user)) refuseUnreachable(root, user)
  rmdirSync(inside)
  symlinkSync(root, inside)
  return homeAt(root)
}
