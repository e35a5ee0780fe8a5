import { sql } from 'kysely'
import type { Tx } from './database.ts'

/**
 * Runs a part of a transaction with the whole platform in sight, then takes the sight away again. For what the rule
 * itself must read or write, not the person: who may approve, what is left of a quota. What comes back must not be shown
 * beyond what the rule says. If the transaction fails inside, PostgreSQL itself puts the setting back.
 */
export async function elevated<T>(tx: Tx, run: () => Promise<T>): Promise<T> {
  const before = await sql<{
    sight: string | null
  }>`select current_setting('yunheng.scope_all', true) as sight`.execute(tx)
  if (before.rows[0]?.sight === 'on') return run()
  await sql`select set_config('yunheng.scope_all', 'on', false)`.execute(tx)
  const result = await run()
  await sql`select set_config('yunheng.scope_all', 'off', false)`.execute(tx)
  return result
}
