import { sql } from 'kysely'
import type { Tx } from './database.ts'
import { giveSight, hasAllInSight, takeSight } from './sight.ts'

/**
 * Runs a part of a transaction with the whole platform in sight, then takes the sight away again. For what the rule
 * itself must read or write, not the person: who may approve, what is left of a quota. What comes back must not be shown
 * beyond what the rule says. The setting is the transaction's own: whatever happens, it ends with it.
 */
export async function elevated<T>(tx: Tx, run: () => Promise<T>): Promise<T> {
  if (hasAllInSight(tx)) return run()
  await sql`select set_config('yunheng.scope_all', 'on', true)`.execute(tx)
  giveSight(tx)
  try {
    return await run()
  } finally {
    takeSight(tx)
    // After a failed statement the database refuses this one, and puts the setting back itself at the rollback.
    await sql`select set_config('yunheng.scope_all', 'off', true)`.execute(tx).catch(ignoreAborted)
  }
}

/** in_failed_sql_transaction */
function ignoreAborted(error: unknown): void {
  if ((error as { code?: unknown }).code !== '25P02') throw error
}
