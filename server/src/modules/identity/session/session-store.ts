import { type Insertable, type Selectable, sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'

export type SessionRow = Selectable<Tables['session']> & {
  readonly username: string
  readonly person_name: string
}

function selectSession(db: Db) {
  return db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .innerJoin('person', 'person.id', 'session.person_id')
    .selectAll('session')
    .select(['account.username', 'person.name as person_name'])
}

export async function insertSession(tx: Tx, session: Insertable<Tables['session']>): Promise<void> {
  await tx.insertInto('session').values(session).execute()
}

/** Ended ones too: whether it is over, and whose it was, is for the authenticator to say. */
export async function findSessionByHash(db: Db, tokenHash: string): Promise<SessionRow | undefined> {
  return selectSession(db).where('session.token_hash', '=', tokenHash).executeTakeFirst()
}

export async function findSession(db: Db, id: string): Promise<SessionRow | undefined> {
  return selectSession(db).where('session.id', '=', id).executeTakeFirst()
}

export async function listSessions<W>(
  db: Db,
  accountId: string,
  now: Date,
  page: PageRequest,
  toWire: (row: SessionRow) => W,
) {
  const query = selectSession(db)
    .where('session.account_id', '=', accountId)
    .where('session.ended_at', 'is', null)
    .where('session.ends_at', '>', now)
  return readPage(
    query,
    page,
    { sort: 'session.started_at', id: 'session.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.started_at.toISOString(), row.id],
    toWire,
  )
}

export async function updateSeen(db: Db, id: string, now: Date): Promise<void> {
  await db.updateTable('session').set({ seen_at: now }).where('id', '=', id).execute()
}

export async function updateActingPost(tx: Tx, id: string, postId: string): Promise<void> {
  await tx.updateTable('session').set({ acting_post_id: postId }).where('id', '=', id).execute()
}

export async function updateEnded(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('session')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

/** Ends all that are open, but for one; answers how many. */
export async function endSessionsOf(
  tx: Tx,
  accountId: string,
  now: Date,
  exceptId: string | null,
): Promise<number> {
  const result = await tx
    .updateTable('session')
    .set({ ended_at: now })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .$if(exceptId !== null, (query) => query.where('id', '<>', exceptId as string))
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** What a certificate opened ends with its binding; answers how many. */
export async function endSessionsOfCertificate(tx: Tx, certificateId: string, now: Date): Promise<number> {
  const result = await tx
    .updateTable('session')
    .set({ ended_at: now })
    .where('certificate_id', '=', certificateId)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** Kept for a while after their end, for the list of past sessions an auditor may ask for. */
export async function removeOldSessions(tx: Tx, before: Date): Promise<void> {
  await sql`delete from session where ends_at < ${before}`.execute(tx)
}
