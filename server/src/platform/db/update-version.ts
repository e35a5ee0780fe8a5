import { sql, type Transaction, type Updateable } from 'kysely'
import type { Tx } from './database.ts'
import type { Tables } from './tables.generated.ts'

/** Tables whose rows are changed by their version. */
type Versioned = {
  [T in keyof Tables]: Tables[T] extends { readonly id: string; readonly version: unknown } ? T : never
}[keyof Tables]

/**
 * Changes a row that is still as it was read, and counts its version up.
 * @param version null for the platform's own moves: the row is locked, whatever its version.
 * @returns false when somebody else has changed it since.
 */
export async function updateVersion<T extends Versioned>(
  tx: Tx,
  table: T,
  id: string,
  version: number | null,
  change: Updateable<Tables[T]>,
): Promise<boolean> {
  // To the types any of them will do: all have both columns.
  const rows = tx as unknown as Transaction<{ row: { id: string; version: number } }>
  let query = rows
    .updateTable(table as unknown as 'row')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('id', '=', id)
  if (version !== null) query = query.where('version', '=', version)
  return (await query.executeTakeFirst()).numUpdatedRows === 1n
}
