import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, type Transaction } from 'kysely'
import pg from 'pg'
import { finish } from './ending.ts'
import { preparedName } from './prepared.ts'
import { readInstant } from './read-instant.ts'
import { type Scope, SET_SCOPE_SQL, scopeSettings } from './scope.ts'
import { giveSight } from './sight.ts'
import { survivingPool } from './surviving-pool.ts'
import type { Tables } from './tables.generated.ts'

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

/** Role that the application works as: it owns no table, so that row-level security always applies to it. */
export const APP_ROLE = 'yunheng_app'

export interface Database {
  /** Reads outside a transaction, under this scope. */
  as(scope: Scope): Db
  /**
   * One transaction under this scope. The body must be repeatable: it alone is retried when PostgreSQL reports a
   * serialisation failure or a deadlock. Nothing may leave the process inside it (STYLE 2.8).
   */
  inTx<T>(scope: Scope, body: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * A connection of its own under this scope, for COPY, temporary tables and session locks. It is ended afterwards, and
   * with it everything that the session held: a body that is killed leaves nothing behind.
   */
  withConnection<T>(scope: Scope, body: (client: pg.PoolClient) => Promise<T>): Promise<T>
  /** The application role's pool, for LISTEN and for COPY; statements see nothing until a scope is set. */
  readonly pool: pg.Pool
  /** The owner's pool: migrations, the audit sequencer, the job queue. Row-level security does not bind it. */
  readonly owner: pg.Pool
  close(): Promise<void>
}

const { DATE, TIMESTAMPTZ } = pg.types.builtins
const instantInGeneral = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date

// Civil dates stay text (no zone shift); bigint and numeric stay strings: each store converts (facts: never to float).
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === DATE) return (value: string) => value
    if (oid === TIMESTAMPTZ && format !== 'binary')
      return (value: string) => readInstant(value) ?? instantInGeneral(value)
    return pg.types.getTypeParser(oid, format as 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

export interface DatabaseOptions {
  readonly url: string
  /** Largest number of connections of the application's pool. */
  readonly poolSize: number
  readonly onError: (error: Error) => void
}

export function openDatabase(options: DatabaseOptions): Database {
  const shared = {
    connectionString: options.url,
    types,
    connectionTimeoutMillis: 10_000,
    application_name: 'yunheng',
  }
  // No just-in-time compiling: a page that an estimate makes look large took 11 ms instead of 1 (measured).
  const settings = `-c role=${APP_ROLE} -c jit=off -c lock_timeout=15s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s`
  const pool = survivingPool({ ...shared, max: options.poolSize, options: settings }, options.onError)
  const owner = survivingPool({ ...shared, max: 12 }, options.onError)

  const handles = new Map<string, Db>()
  const ofScope = new WeakMap<Scope, Db>()
  const as = (scope: Scope): Db => {
    const same = ofScope.get(scope)
    if (same) return same
    const db = handleFor(scope)
    ofScope.set(scope, db)
    return db
  }
  const handleFor = (scope: Scope): Db => {
    const settings = scopeSettings(scope)
    const key = settings.join('|')
    const known = handles.get(key)
    if (known) return known
    if (handles.size >= 500) handles.delete(handles.keys().next().value as string)
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: scopedPool(pool, key, settings) }) })
    handles.set(key, db)
    return db
  }
  return {
    as,
    inTx: (scope, body) =>
      withRetry(() =>
        as(scope)
          .transaction()
          .execute(async (tx) => {
            if (scope.all) giveSight(tx)
            const value = await body(tx)
            await finish(tx)
            return value
          }),
      ),
    async withConnection(scope, body) {
      const client = await pool.connect()
      try {
        scopeOf.delete(client)
        await client.query(SET_SCOPE_SQL, scopeSettings(scope))
        return await body(client)
      } finally {
        // The server needs a moment to notice that a connection has ended: locks are let go before.
        await client.query('discard all').catch(() => {})
        client.release(true)
      }
    },
    pool,
    owner,
    async close() {
      await Promise.all([pool.end(), owner.end()])
    },
  }
}

const scopeOf = new WeakMap<pg.PoolClient, string>()

/**
 * A pool that hands out connections with the scope already set. A connection remembers its scope, so that the common
 * case (the same post again) costs no round trip; a different one always sets all four values.
 */
function scopedPool(pool: pg.Pool, key: string, settings: readonly string[]): PostgresPool {
  return {
    async connect() {
      const client = await pool.connect()
      if (scopeOf.get(client) !== key) {
        try {
          scopeOf.delete(client)
          await client.query(SET_SCOPE_SQL, [...settings])
          scopeOf.set(client, key)
        } catch (error) {
          client.release(true)
          throw error
        }
      }
      return preparing(client)
    },
    async end() {},
  } as PostgresPool
}

const preparers = new WeakMap<pg.PoolClient, PostgresPoolClient>()

/** The connection, preparing what is marked so. */
function preparing(client: pg.PoolClient): PostgresPoolClient {
  const known = preparers.get(client)
  if (known !== undefined) return known
  const preparer = {
    query(text: string, values: unknown[]) {
      const name = preparedName(text)
      return client.query(name === undefined ? { text, values } : { name, text, values })
    },
    release: (error?: Error | boolean) => client.release(error),
  } as unknown as PostgresPoolClient
  preparers.set(client, preparer)
  return preparer
}

/** SQLSTATEs after which the same transaction may succeed: serialization_failure, deadlock_detected. */
const RETRYABLE = new Set(['40001', '40P01'])
const ATTEMPTS_MAX = 5

async function withRetry<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      const code = (error as { code?: unknown }).code
      if (attempt >= ATTEMPTS_MAX || typeof code !== 'string' || !RETRYABLE.has(code)) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt * 10 + (process.pid % 7)))
    }
  }
}
