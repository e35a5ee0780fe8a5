import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import type pg from 'pg'

export const MIGRATIONS_DIR = new URL('../../../migrations/', import.meta.url)

/**
 * Brings the database to the newest schema: forward-only SQL files, each in its own transaction, under one advisory lock
 * so that two processes that start together do not race. A file that changed after it was applied is refused.
 *
 * @returns the names applied now, in order.
 */
export async function migrate(owner: pg.Pool, dir: URL = MIGRATIONS_DIR): Promise<readonly string[]> {
  await requireVersion(owner)
  const client = await owner.connect()
  try {
    await client.query('select pg_advisory_lock(4711, 1)')
    // The job queue keeps its own schema and its own list of migrations.
    await runMigrations({ pgPool: owner, noHandleSignals: true })
    await client.query(
      'create table if not exists migration (name text primary key, digest text not null, applied_at timestamptz not null default now())',
    )
    const known = await client.query<{ name: string; digest: string }>('select name, digest from migration')
    const digests = new Map(known.rows.map((row) => [row.name, row.digest]))
    const applied: string[] = []
    for (const name of (await readdir(dir)).filter((file) => file.endsWith('.sql')).sort()) {
      const sql = await readFile(new URL(name, dir), 'utf8')
      const digest = createHash('sha256').update(sql).digest('hex')
      const before = digests.get(name)
      if (before === digest) continue
      if (before !== undefined) throw new Error(`migration ${name} was changed after it had been applied`)
      await applyOne(client, name, sql, digest)
      applied.push(name)
    }
    return applied
  } finally {
    await client.query('select pg_advisory_unlock(4711, 1)').catch(() => {})
    client.release()
  }
}

async function applyOne(client: pg.PoolClient, name: string, sql: string, digest: string): Promise<void> {
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query('insert into migration (name, digest) values ($1, $2)', [name, digest])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}

async function requireVersion(owner: pg.Pool): Promise<void> {
  const result = await owner.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  )
  const version = result.rows[0]?.version ?? 0
  if (version < 150_000)
    throw new Error(`PostgreSQL 15 or newer is needed; this server is ${version / 10_000}`)
}
