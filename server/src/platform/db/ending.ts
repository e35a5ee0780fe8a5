import { sql } from 'kysely'
import type { Tx } from './database.ts'

/** What a transaction still has to write before it commits. */
export interface Ending {
  write(tx: Tx): Promise<void>
  /** The statements since the last {@link finish} were rolled back: what was noted with them must not be written. */
  drop(): void
}

const endings = new WeakMap<Tx, Ending>()

/** The ending of this transaction; made when it is asked for first. One transaction has one. */
export function endingOf<E extends Ending>(tx: Tx, make: () => E): E {
  const known = endings.get(tx)
  if (known !== undefined) return known as E
  const made = make()
  endings.set(tx, made)
  return made
}

/** Writes what is noted so far. Every transaction ends with it. */
export async function finish(tx: Tx): Promise<void> {
  await endings.get(tx)?.write(tx)
}

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
    endings.get(tx)?.drop()
    await sql`rollback to savepoint part`.execute(tx)
    throw error
  }
}
