import { sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { BodyRow } from './body-store.ts'

interface SecurityLead {
  readonly id: string
  readonly name: string
}

/**
 * The body that leads on security for a region (R44): its own, or of the nearest region above; where none stands above, the
 * only one there is. `db` must see the whole tree.
 */
export async function findSecurityLead(db: Db, regionId: string): Promise<SecurityLead | null> {
  const rows = await db
    .selectFrom('body')
    .innerJoin('region as place', 'place.id', 'body.region_id')
    .innerJoin('region as own', (join) => join.on('own.id', '=', regionId))
    .select(['body.id', 'body.name'])
    .select(sql<boolean>`own.path || '/' like place.path || '/%'`.as('is_above'))
    .where('body.is_security_lead', '=', true)
    .where('body.closed_at', 'is', null)
    .orderBy(sql`length(place.path)`, 'desc')
    .orderBy('body.id')
    .limit(1000)
    .execute()
  const found = rows.find((row) => row.is_above) ?? (rows.length === 1 ? rows[0] : undefined)
  return found ? { id: found.id, name: found.name } : null
}

/** Whoever leads in the body's region does so no longer. @returns its name, null when there was none. */
export async function clearSecurityLead(tx: Tx, body: Authorised<BodyRow, 'modify'>): Promise<string | null> {
  const row = await tx
    .updateTable('body')
    .set({ is_security_lead: false, version: sql`version + 1` })
    .where('region_id', '=', body.region_id)
    .where('is_security_lead', '=', true)
    .where('id', '<>', body.id)
    .returning('name')
    .executeTakeFirst()
  return row?.name ?? null
}
