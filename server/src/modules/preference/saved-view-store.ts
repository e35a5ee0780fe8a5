import type { Selectable } from 'kysely'
import type { Db, Tables, Tx } from '../../platform/db/index.ts'

export type SavedViewRow = Selectable<Tables['saved_view']>

/** Asked by the owner as well: whoever sees everything has his own views all the same. */
export async function listSavedViews(
  db: Db,
  personId: string,
  page: string,
): Promise<readonly SavedViewRow[]> {
  return db
    .selectFrom('saved_view')
    .selectAll()
    .where('person_id', '=', personId)
    .where('page', '=', page)
    .orderBy('name')
    .execute()
}

export async function countSavedViews(tx: Tx, personId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('saved_view')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export interface NewSavedView {
  readonly id: string
  readonly personId: string
  readonly page: string
  readonly name: string
  readonly search: string
  readonly columns: unknown
  readonly now: Date
}

export async function upsertSavedView(tx: Tx, view: NewSavedView): Promise<SavedViewRow> {
  const kept = {
    search: view.search,
    columns: view.columns === null ? null : JSON.stringify(view.columns),
  }
  return tx
    .insertInto('saved_view')
    .values({
      id: view.id,
      person_id: view.personId,
      page: view.page,
      name: view.name,
      created_at: view.now,
      ...kept,
    })
    .onConflict((oc) => oc.columns(['person_id', 'page', 'name']).doUpdateSet(kept))
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** @returns whether there was one. */
export async function removeSavedView(tx: Tx, personId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('saved_view')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return numDeletedRows === 1n
}
