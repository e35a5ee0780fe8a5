import { sql } from 'kysely'
import { elevated, type Tx } from '../../platform/db/index.ts'

/** Names in use in a system that begin with this word; two that name at the same instant do it one after the other. */
export async function listNamesForNaming(tx: Tx, systemId: string, base: string): Promise<readonly string[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${systemId}, 42))`.execute(tx)
  return elevated(tx, async () => {
    const rows = await tx
      .selectFrom('resource')
      .select('name')
      .where('system_id', '=', systemId)
      .where(sql<boolean>`starts_with(name, ${`${base}-`})`)
      .where('released_at', 'is', null)
      // What can still be restored keeps its name; what is on its way out for good does not.
      .where(sql<boolean>`(presence = 'present' or cooling_until is not null)`)
      .execute()
    return rows.map(({ name }) => name)
  })
}
