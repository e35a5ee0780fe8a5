import type { Role } from '@yunheng/contract'
import type { Insertable, Selectable } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'
import type { PersonRow } from '../person/person-store.ts'

export type PostRow = Selectable<Tables['post']> & {
  readonly person_name: string
  readonly body_name: string
}

function selectPost(db: Db) {
  return db
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person_id')
    .innerJoin('body_directory as place', 'place.id', 'post.body_id')
    .selectAll('post')
    .select(['person.name as person_name', 'place.name as body_name'])
}

export async function findPost(db: Db, id: string): Promise<PostRow | undefined> {
  return selectPost(db).where('post.id', '=', id).executeTakeFirst()
}

export async function loadPostForUpdate(tx: Tx, id: string): Promise<PostRow | undefined> {
  return selectPost(tx).where('post.id', '=', id).forUpdate('post').executeTakeFirst()
}

export async function listPosts<W>(
  db: Db,
  filter: { readonly personId?: string; readonly bodyId?: string; readonly role?: Role },
  page: PageRequest,
  toWire: (row: PostRow) => W,
) {
  let query = selectPost(db)
  if (filter.personId !== undefined) query = query.where('post.person_id', '=', filter.personId)
  if (filter.bodyId !== undefined) query = query.where('post.body_id', '=', filter.bodyId)
  if (filter.role !== undefined) query = query.where('post.role', '=', filter.role)
  return readPage(
    query,
    page,
    { sort: 'post.created_at', id: 'post.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    toWire,
  )
}

/** Whether anybody holds, or has held, a post on this side. */
export async function hasPostOfSide(db: Db, side: PostRow['side']): Promise<boolean> {
  const row = await db.selectFrom('post').select('id').where('side', '=', side).limit(1).executeTakeFirst()
  return row !== undefined
}

/** Every post of a person that has not ended, past and future validity included, to check overlaps against. */
export async function listUnendedPosts(tx: Tx, personId: string) {
  const rows = await tx
    .selectFrom('post')
    .selectAll()
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map((row) => ({ role: row.role as Role, validFrom: row.valid_from, validTo: row.valid_to }))
}

export async function insertPost(tx: Tx, post: Insertable<Tables['post']>): Promise<void> {
  await tx.insertInto('post').values(post).execute()
}

export async function updateEnded(
  tx: Tx,
  post: Authorised<PostRow, 'manage-access'>,
  now: Date,
): Promise<void> {
  await tx.updateTable('post').set({ ended_at: now }).where('id', '=', post.id).execute()
}

/** @returns ids of the posts that were in force. */
export async function endPostsOfPerson(
  tx: Tx,
  person: Authorised<PersonRow, 'delete'>,
  now: Date,
): Promise<string[]> {
  const rows = await tx
    .updateTable('post')
    .set({ ended_at: now })
    .where('person_id', '=', person.id)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}
