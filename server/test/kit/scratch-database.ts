import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { startTemporaryPostgres } from './temporary-postgres.ts'

/**
 * PostgreSQL for tests and generators: `TEST_DATABASE_URL` (a role that may create databases) when given, otherwise an
 * embedded server in a temporary directory, ended afterwards.
 */
export async function startTestServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => {} }
  return startTemporaryPostgres()
}

/** Runs with a new empty database and drops it afterwards. */
export async function withScratchDatabase<T>(run: (url: string) => Promise<T>): Promise<T> {
  const server = await startTestServer()
  try {
    const name = `scratch_${randomBytes(6).toString('hex')}`
    await administer(server.url, `create database ${name}`)
    try {
      return await run(databaseUrl(server.url, name))
    } finally {
      await administer(server.url, `drop database if exists ${name} with (force)`)
    }
  } finally {
    await server.stop()
  }
}

export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** One statement on the server's own database; names are made by the kit itself. */
export async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
