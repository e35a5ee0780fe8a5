/** The database of a role: the one that is named, else the embedded one, which is started or, for a tool, shared. */
import pg from 'pg'
import { type Database, migrate, openDatabase } from '../platform/db/index.ts'
import { findRunningPostgres, startPostgres } from '../platform/postgres/index.ts'
import { EXIT, StartupError } from '../platform/startup-error.ts'
import type { RoleContext } from './role.ts'

const VERSION_MIN = 15
const REACH_TIMEOUT_MS = 30_000

/**
 * @param share `tool` works beside a running server on its embedded database; `server` wants the directory for itself.
 */
export async function openStore(context: RoleContext, share: 'server' | 'tool'): Promise<Database> {
  const url = context.config.database.url ?? (await embeddedUrl(context, share))
  await reach(url, context)
  return context.life.start('database', async () => {
    let closing = false
    const database = openDatabase({
      url,
      poolSize: context.config.database.poolSize,
      onError: (error) => closing || context.log.warn({ err: error }, 'an idle database connection broke'),
    })
    const stop = async () => {
      closing = true
      await database.close()
    }
    return Object.assign(database, { stop })
  })
}

/** Applies what is missing; several processes that start at once wait for the one that does it. */
export async function bringUpToDate(database: Database, { say, log }: RoleContext): Promise<void> {
  const applied = await migrate(database.owner)
  if (applied.length === 0) return
  log.info({ applied }, 'the database schema is up to date')
  say({
    zh: `数据库结构已更新（${applied.length} 步）`,
    en: `Database schema updated (${applied.length} steps)`,
  })
}

async function embeddedUrl(
  { config, log, life, say }: RoleContext,
  share: 'server' | 'tool',
): Promise<string> {
  if (share === 'tool') {
    const running = await findRunningPostgres(config.dataDir)
    if (running) return running.url
  }
  const postgres = await life.start('postgres', () =>
    startPostgres({
      dataDir: config.dataDir,
      log,
      programs: config.database.postgres,
      user: config.database.postgresUser,
      onProgress: say,
    }),
  )
  return postgres.url
}

/** SQLSTATEs and socket errors of a database that is not there yet: starting, or not resolvable so far. */
const NOT_YET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'ENOENT',
  '57P03',
])

async function reach(url: string, { say }: RoleContext): Promise<void> {
  const beganMs = performance.now()
  for (let attempt = 1; ; attempt++) {
    try {
      return await requireVersion(url)
    } catch (error) {
      if (error instanceof StartupError) throw error
      const code = (error as { code?: string }).code ?? ''
      if (!NOT_YET.has(code) || performance.now() - beganMs > REACH_TIMEOUT_MS) throw unreachable(error)
      if (attempt === 1) say({ zh: '正在等待数据库', en: 'Waiting for the database' })
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

async function requireVersion(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const answer = await client.query<{ server_version: string }>('show server_version')
    const version = answer.rows[0]?.server_version ?? '0'
    if (Number.parseInt(version, 10) < VERSION_MIN) {
      throw new StartupError(
        {
          zh: `数据库是 PostgreSQL ${version}，须为 ${VERSION_MIN} 或更高。`,
          en: `The database is PostgreSQL ${version}; ${VERSION_MIN} or above is needed.`,
        },
        { exitCode: EXIT.database },
      )
    }
  } finally {
    await client.end().catch(() => {})
  }
}

function unreachable(cause: unknown): StartupError {
  const why = (cause as Error).message || ((cause as { code?: string }).code ?? '')
  return new StartupError(
    {
      zh: `连不上数据库：${why}。请检查 DATABASE_URL 的地址、账号与密码，以及数据库是否在运行。`,
      en: `The database cannot be reached: ${why}. Check the address, account and password in DATABASE_URL, and that it runs.`,
    },
    { exitCode: EXIT.database, cause },
  )
}
