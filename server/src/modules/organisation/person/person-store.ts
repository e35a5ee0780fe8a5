import type { Insertable, Selectable } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import {
  containing,
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'

export type PersonRow = Selectable<Tables['person']> & { readonly body_name: string }

function selectPerson(db: Db) {
  return db
    .selectFrom('person')
    .innerJoin('body_directory as home', 'home.id', 'person.body_id')
    .selectAll('person')
    .select('home.name as body_name')
}

export async function findPerson(db: Db, id: string): Promise<PersonRow | undefined> {
  return selectPerson(db).where('person.id', '=', id).executeTakeFirst()
}

export async function loadPersonForUpdate(tx: Tx, id: string): Promise<PersonRow | undefined> {
  return selectPerson(tx).where('person.id', '=', id).forUpdate('person').executeTakeFirst()
}

export async function listPeople<W>(
  db: Db,
  filter: { readonly search?: string; readonly bodyId?: string },
  page: PageRequest,
  toWire: (row: PersonRow) => W,
) {
  let query = selectPerson(db)
  if (filter.search !== undefined) query = query.where('person.name', 'like', containing(filter.search))
  if (filter.bodyId !== undefined) query = query.where('person.body_id', '=', filter.bodyId)
  return readPage(
    query,
    page,
    { sort: 'person.name', id: 'person.id', cast: 'text', direction: 'asc' },
    (row) => [row.name, row.id],
    toWire,
  )
}

export async function insertPerson(tx: Tx, person: Insertable<Tables['person']>): Promise<void> {
  await tx.insertInto('person').values(person).execute()
}

/** @returns false when the version is stale. */
export function updatePerson(
  tx: Tx,
  person: Authorised<PersonRow, 'modify' | 'delete'>,
  version: number,
  change: Partial<Pick<PersonRow, 'name' | 'phone' | 'email' | 'deactivated_at'>>,
): Promise<boolean> {
  return updateVersion(tx, 'person', person.id, version, change)
}

/** The name alone, for a session's actor; empty when `db` does not see the person. */
export async function findPersonName(db: Db, id: string): Promise<string> {
  const row = await db.selectFrom('person').select('name').where('id', '=', id).executeTakeFirst()
  return row?.name ?? ''
}
