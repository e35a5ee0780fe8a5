import type { Insertable, Selectable } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'

export type DelegationRow = Selectable<Tables['delegation']> & {
  readonly from_name: string
  readonly to_name: string
}

function selectDelegation(db: Db) {
  return db
    .selectFrom('delegation')
    .innerJoin('person as giver', 'giver.id', 'delegation.from_person_id')
    .innerJoin('person as taker', 'taker.id', 'delegation.to_person_id')
    .selectAll('delegation')
    .select(['giver.name as from_name', 'taker.name as to_name'])
}

/** Delegations that the person gave or was given, newest first. */
export async function listDelegationsOf<W>(
  db: Db,
  personId: string,
  page: PageRequest,
  toWire: (row: DelegationRow) => W,
) {
  return readPage(
    selectDelegation(db).where((eb) =>
      eb.or([eb('from_person_id', '=', personId), eb('to_person_id', '=', personId)]),
    ),
    page,
    { sort: 'delegation.created_at', id: 'delegation.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    toWire,
  )
}

/** One that this person gave; others' are as good as absent. */
export async function findOwnDelegation(
  db: Db,
  id: string,
  personId: string,
): Promise<DelegationRow | undefined> {
  return selectDelegation(db)
    .where('delegation.id', '=', id)
    .where('from_person_id', '=', personId)
    .executeTakeFirst()
}

export async function insertDelegation(tx: Tx, row: Insertable<Tables['delegation']>): Promise<void> {
  await tx.insertInto('delegation').values(row).execute()
}

/** @returns false when it had ended meanwhile. */
export async function updateDelegationEnded(tx: Tx, id: string, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable('delegation')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Who stands in for these people now: giver → taker. `db` must see them all. */
export async function listStandIns(
  db: Db,
  personIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  if (personIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('delegation')
    .select(['from_person_id', 'to_person_id'])
    .where('from_person_id', 'in', [...personIds])
    .where('valid_from', '<=', now)
    .where('valid_to', '>', now)
    .where('ended_at', 'is', null)
    .orderBy('created_at')
    .execute()
  return new Map(rows.map((row) => [row.from_person_id, row.to_person_id]))
}

/** Whom this person stands in for now. `db` must see them all. */
export async function listGivers(
  db: Db,
  personId: string,
  now: Date,
): Promise<readonly { readonly personId: string; readonly name: string }[]> {
  const rows = await db
    .selectFrom('delegation')
    .innerJoin('person as giver', 'giver.id', 'delegation.from_person_id')
    .select(['giver.id', 'giver.name'])
    .distinct()
    .where('to_person_id', '=', personId)
    .where('delegation.valid_from', '<=', now)
    .where('delegation.valid_to', '>', now)
    .where('delegation.ended_at', 'is', null)
    .limit(50)
    .execute()
  return rows.map((row) => ({ personId: row.id, name: row.name }))
}
