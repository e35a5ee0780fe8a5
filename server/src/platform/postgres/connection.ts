/** Reaching the embedded server: by its socket only, so that nothing listens on the network and no port can collide. */
import { realpathSync } from 'node:fs'
import pg from 'pg'
import { OWNER } from './cluster.ts'

/** Names the socket file; no network port is opened. */
export const SOCKET_PORT = 5432

export function urlOf(socketDir: string, password: string, database: string): string {
  return `postgresql://${OWNER}:${password}@localhost:${SOCKET_PORT}/${database}?host=${encodeURIComponent(socketDir)}`
}

/** Whether the server behind this socket answers and serves this cluster; throws what the driver reports. */
export async function answersFor(socketDir: string, password: string, clusterDir: string): Promise<boolean> {
  return withClient(urlOf(socketDir, password, 'postgres'), async (client) => {
    const answer = await client.query<{ data_directory: string }>('show data_directory')
    return realpathSync(answer.rows[0]?.data_directory ?? '') === clusterDir
  })
}

export async function ensureDatabase(socketDir: string, password: string): Promise<void> {
  await withClient(urlOf(socketDir, password, 'postgres'), async (client) => {
    const known = await client.query('select 1 from pg_database where datname = $1', [OWNER])
    if (known.rowCount === 0) await client.query(`create database ${OWNER}`)
  })
}

async function withClient<T>(url: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  })
  // A connection that breaks later than the query that noticed it must not end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return await body(client)
  } finally {
    await client.end().catch(() => {})
  }
}
