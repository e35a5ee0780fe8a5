/** PostgreSQL refuses to run as root, so a server started as root lends its database to an unprivileged user. */
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { StartupError } from '../startup-error.ts'

export interface RunAs {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Asked of the system, so that users of a directory service are found as well. */
function idOf(option: '-u' | '-g', user: string): number | null {
  const answer = spawnSync('id', [option, user], { encoding: 'utf8' })
  return answer.status === 0 ? Number(answer.stdout.trim()) : null
}

function findUser(name: string): RunAs | null {
  const uid = idOf('-u', name)
  const gid = idOf('-g', name)
  return uid === null || gid === null ? null : { name, uid, gid }
}

function createUser(name: string): RunAs | null {
  const options = [
    '--system',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
  ]
  spawnSync('useradd', [...options, '--user-group', name], { stdio: 'ignore' })
  return findUser(name)
}

/** The owner of an existing cluster: PostgreSQL insists on being the one who owns its files. */
function ownerOf(clusterDir: string): RunAs | null {
  const stat = statSync(clusterDir, { throwIfNoEntry: false })
  if (!stat || stat.uid === 0) return null
  return { name: `uid ${stat.uid}`, uid: stat.uid, gid: stat.gid }
}

/** The user that PostgreSQL runs as; null means the one we are. */
export function unprivilegedUser(clusterDir: string, configured: string | null): RunAs | null {
  if (process.getuid?.() !== 0) return null
  const user = ownerOf(clusterDir) ?? (configured ? findUser(configured) : firstUsual())
  if (user && user.uid !== 0) return user
  const wanted = configured ?? 'yunheng'
  throw new StartupError({
    zh: `以 root 启动时，内嵌的 PostgreSQL 须由非特权用户运行，而用户“${wanted}”不存在或不可用。请新建它，或用 YUNHENG_POSTGRES_USER 指定另一用户。`,
    en: `Started as root, the embedded PostgreSQL must run as an unprivileged user, and "${wanted}" is missing or unfit. Create it, or name another by YUNHENG_POSTGRES_USER.`,
  })
}

const firstUsual = (): RunAs | null => findUser('postgres') ?? findUser('yunheng') ?? createUser('yunheng')
