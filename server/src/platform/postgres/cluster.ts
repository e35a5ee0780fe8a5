/** The cluster's files: making them once, whole or not at all. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT, StartupError } from '../startup-error.ts'
import type { Home } from './home.ts'
import type { Programs } from './programs.ts'
import type { RunAs } from './unprivileged-user.ts'

/** Owner role and name of the database. */
export const OWNER = 'yunheng'

/** Nothing of our own environment: a PGDATA, PGPORT or LANG of the caller must not change the database. */
export const CHILD_ENV = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const

/** Major version of the existing cluster; null when there is none yet. */
export function clusterMajor(clusterDir: string): number | null {
  const file = join(clusterDir, 'PG_VERSION')
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null
}

export function refuseOtherMajor(cluster: number, programs: Programs): never {
  throw new StartupError(
    {
      zh: `数据目录由 PostgreSQL ${cluster} 建立，现有程序是 ${programs.version}，打不开它。请用 YUNHENG_POSTGRES 指定 ${cluster} 版的程序，或用备份迁入新库。`,
      en: `The data directory was made by PostgreSQL ${cluster}; the programs at hand are ${programs.version} and cannot open it. Name programs of version ${cluster} by YUNHENG_POSTGRES, or restore a backup into a new database.`,
    },
    { exitCode: EXIT.database },
  )
}

export function readPassword(home: Home): string {
  try {
    return readFileSync(home.passwordFile, 'utf8').trim()
  } catch (cause) {
    throw new StartupError(
      {
        zh: `读不到内嵌数据库的密码文件 ${home.passwordFile}。请从备份恢复它，并以建立数据目录的用户或 root 启动。`,
        en: `The password file ${home.passwordFile} of the embedded database cannot be read. Restore it from a backup, and start as the user who made the data directory or as root.`,
      },
      { exitCode: EXIT.database, cause },
    )
  }
}

/** 256 random bits. Kept when it exists: a start that was interrupted after writing it goes on with the same one. */
function writePassword(home: Home, user: RunAs | null): void {
  if (!existsSync(home.passwordFile)) {
    writeFileSync(home.passwordFile, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  }
  if (user) chownSync(home.passwordFile, user.uid, user.gid)
}

/** initdb into a draft directory that is renamed when complete: a start killed half-way leaves nothing to mend. */
export async function createCluster(home: Home, programs: Programs, user: RunAs | null): Promise<void> {
  mkdirSync(home.logDir, { recursive: true, mode: 0o700 })
  if (user) chownSync(home.logDir, user.uid, user.gid)
  if (existsSync(home.cluster)) return
  const draft = `${home.cluster}.draft`
  rmSync(draft, { recursive: true, force: true })
  writePassword(home, user)
  const args = [
    ...['--pgdata', draft, '--username', OWNER, '--pwfile', home.passwordFile],
    ...['--auth', 'scram-sha-256', '--data-checksums'],
    // Unicode root collation from ICU: the same order on every machine, whatever locales the system has.
    ...['--encoding', 'UTF8', '--locale-provider', 'icu', '--icu-locale', 'und', '--locale', 'C'],
  ]
  await run(programs.initdb, args, home.root, user)
  renameSync(draft, home.cluster)
}

function run(program: string, args: readonly string[], cwd: string, user: RunAs | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const identity = user ? { uid: user.uid, gid: user.gid } : {}
    const child = spawn(program, args, {
      cwd,
      env: CHILD_ENV,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...identity,
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}:\n${output}`)),
    )
  })
}
