import type { Amounts } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Db, Tables, Tx } from '../../../platform/db/index.ts'
import { amountsOfRow } from '../request-store.ts'

export type ProjectRow = Selectable<Tables['project_approval']>

export async function findProjectApproval(db: Db, systemId: string): Promise<ProjectRow | undefined> {
  return db.selectFrom('project_approval').selectAll().where('system_id', '=', systemId).executeTakeFirst()
}

export async function insertProjectApproval(
  tx: Tx,
  row: Insertable<Tables['project_approval']>,
): Promise<boolean> {
  const result = await tx
    .insertInto('project_approval')
    .values(row)
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** @returns false when the version is stale. */
export async function updateProjectApproval(
  tx: Tx,
  systemId: string,
  version: number,
  change: Omit<Insertable<Tables['project_approval']>, 'system_id' | 'body_id' | 'version'>,
): Promise<boolean> {
  const result = await tx
    .updateTable('project_approval')
    .set({ ...change, version: sql`version + 1` })
    .where('system_id', '=', systemId)
    .where('version', '=', version)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** What requests of the system that are being decided or wait for room would take. */
export async function sumUndecided(
  db: Db,
  systemId: string,
  exceptRequestId: string | null,
): Promise<Amounts> {
  let query = db
    .selectFrom('request')
    .select([
      sql<string>`coalesce(sum(vcpus), 0)`.as('vcpus'),
      sql<string>`coalesce(sum(memory_mib), 0)`.as('memory_mib'),
      sql<string>`coalesce(sum(storage_gib), 0)`.as('storage_gib'),
      sql<string>`coalesce(sum(floating_ips), 0)`.as('floating_ips'),
      sql<string>`coalesce(sum(cards), 0)`.as('cards'),
    ])
    .where('system_id', '=', systemId)
    .where('kind', 'in', ['new', 'change'])
    .where('state', 'in', ['in-approval', 'returned', 'approved'])
  if (exceptRequestId !== null) query = query.where('id', '<>', exceptRequestId)
  return amountsOfRow(await query.executeTakeFirstOrThrow())
}
