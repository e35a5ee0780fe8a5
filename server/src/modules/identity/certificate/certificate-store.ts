import { type Insertable, type Selectable, sql } from 'kysely'
import type { Db, Tables, Tx } from '../../../platform/db/index.ts'

export type CertificateRow = Selectable<Tables['account_certificate']>

export async function listCertificates(db: Db, accountId: string): Promise<readonly CertificateRow[]> {
  return db
    .selectFrom('account_certificate')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy(sql`ended_at is not null`)
    .orderBy('bound_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()
}

export async function findBinding(db: Db, id: string): Promise<CertificateRow | undefined> {
  return db.selectFrom('account_certificate').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Whose it is: this very certificate's before that of its subject. */
export async function findBindingOf(
  db: Db,
  fingerprint: string,
  nameDigest: string,
): Promise<CertificateRow | undefined> {
  return db
    .selectFrom('account_certificate')
    .selectAll()
    .where('ended_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('fingerprint', '=', fingerprint),
        eb.and([eb('match', '=', 'subject'), eb('name_digest', '=', nameDigest)]),
      ]),
    )
    .orderBy(sql`fingerprint = ${fingerprint}`, 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Whether one is bound, to whomever, that would open for the same certificate as the new one. */
export async function isTaken(
  tx: Tx,
  wanted: { readonly fingerprint: string; readonly nameDigest: string; readonly match: string },
): Promise<boolean> {
  // Two at once: the second waits, and sees the first.
  await sql`select pg_advisory_xact_lock(4711, 6)`.execute(tx)
  if (await findBindingOf(tx, wanted.fingerprint, wanted.nameDigest)) return true
  if (wanted.match !== 'subject') return false
  const other = await tx
    .selectFrom('account_certificate')
    .select('id')
    .where('ended_at', 'is', null)
    .where('name_digest', '=', wanted.nameDigest)
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}

export async function countBound(tx: Tx, accountId: string): Promise<number> {
  const row = await tx
    .selectFrom('account_certificate')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function insertBinding(tx: Tx, row: Insertable<Tables['account_certificate']>): Promise<void> {
  await tx.insertInto('account_certificate').values(row).execute()
}

export async function updateCertificateUsed(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.updateTable('account_certificate').set({ used_at: now }).where('id', '=', id).execute()
}

export async function endBinding(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.updateTable('account_certificate').set({ ended_at: now }).where('id', '=', id).execute()
}
