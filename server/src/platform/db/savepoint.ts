import { sql } from 'kysely'
import type { Tx } from './database.ts'
import { dropNotes, finish } from './ending.ts'

/** Runs a part of a transaction that may fail by itself: what it wrote, or noted for the end, is undone when it throws. */
export async function inSavepoint<T>(tx: Tx, run: () => Promise<T>): Promise<T> {
  await finish(tx)
  await sql`savepoint part`.execute(tx)
  try {
    const value = await run()
    await finish(tx)
    await sql`release savepoint part`.execute(tx)
    return value
  } catch (error) {
    dropNotes(tx)
    // Let go as well: an outer part's savepoint has the same name, and the innermost is what is meant.
    await sql`rollback to savepoint part`.execute(tx)
    await sql`release savepoint part`.execute(tx)
    throw error
  }
}
