import type { SavingExemptionSort, SavingExemptionState } from '@yunheng/contract'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Authorised } from '../../platform/authz/index.ts'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../platform/db/index.ts'

export interface ExemptionRow extends Selectable<Tables['saving_exemption']> {
  readonly body_name: string
  readonly system_name: string
  readonly resource_name: string | null
}

export interface ExemptionFilter {
  readonly sort?: SavingExemptionSort
  readonly state?: SavingExemptionState
  readonly systemId?: string
}

const select = (db: Db) =>
  db
    .selectFrom('saving_exemption as e')
    .innerJoin('body_directory as b', 'b.id', 'e.body_id')
    .innerJoin('system_directory as s', 's.id', 'e.system_id')
    .leftJoin('resource_directory as r', 'r.id', 'e.resource_id')
    .selectAll('e')
    .select(['b.name as body_name', 's.name as system_name', 'r.name as resource_name'])

export async function findExemption(db: Db, id: string): Promise<ExemptionRow | undefined> {
  return select(db).where('e.id', '=', id).executeTakeFirst()
}

export async function loadExemptionForUpdate(tx: Tx, id: string): Promise<ExemptionRow | undefined> {
  return select(tx).where('e.id', '=', id).forUpdate('e').executeTakeFirst()
}

/** Newest first. */
export async function listExemptions<W>(
  db: Db,
  filter: ExemptionFilter,
  page: PageRequest,
  toWire: (row: ExemptionRow) => W,
) {
  let query = select(db)
  if (filter.sort !== undefined) query = query.where('e.sort', '=', filter.sort)
  if (filter.state !== undefined) query = query.where('e.state', '=', filter.state)
  if (filter.systemId !== undefined) query = query.where('e.system_id', '=', filter.systemId)
  return readPage(
    query,
    page,
    { sort: 'e.declared_at', id: 'e.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.declared_at.toISOString(), row.id],
    toWire,
  )
}

export async function insertExemption(tx: Tx, row: Insertable<Tables['saving_exemption']>): Promise<void> {
  await tx.insertInto('saving_exemption').values(row).execute()
}

/** @returns false when the version is stale. */
export function updateExemption(
  tx: Tx,
  exemption: Authorised<ExemptionRow, 'approve' | 'delete'>,
  version: number,
  change: Updateable<Tables['saving_exemption']>,
): Promise<boolean> {
  return updateVersion(tx, 'saving_exemption', exemption.id, version, change)
}
