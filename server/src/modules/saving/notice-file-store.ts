/** SQL on the files of notices. They are never changed and never removed. */
import type { Insertable, Selectable } from 'kysely'
import type { Db, Tables, Tx } from '../../platform/db/index.ts'

export async function insertFile(tx: Tx, row: Insertable<Tables['saving_notice_file']>): Promise<void> {
  await tx.insertInto('saving_notice_file').values(row).execute()
}

export async function findFile(
  db: Db,
  id: string,
): Promise<Selectable<Tables['saving_notice_file']> | undefined> {
  return db.selectFrom('saving_notice_file').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function countFiles(db: Db, noticeId: string): Promise<number> {
  const row = await db
    .selectFrom('saving_notice_file')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
