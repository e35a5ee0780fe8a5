import type { AttachmentKind } from '@yunheng/contract'
import type { Insertable, Selectable } from 'kysely'
import type { Db, Tables, Tx } from '../../../platform/db/index.ts'

export type AttachmentRow = Selectable<Tables['request_attachment']>

export async function listAttachments(db: Db, requestId: string): Promise<readonly AttachmentRow[]> {
  return db
    .selectFrom('request_attachment')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute()
}

export async function listAttachmentKinds(db: Db, requestId: string): Promise<readonly AttachmentKind[]> {
  const rows = await db
    .selectFrom('request_attachment')
    .select('kind')
    .distinct()
    .where('request_id', '=', requestId)
    .execute()
  return rows.map((row) => row.kind)
}

export async function findAttachment(db: Db, id: string): Promise<AttachmentRow | undefined> {
  return db.selectFrom('request_attachment').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function insertAttachment(tx: Tx, row: Insertable<Tables['request_attachment']>): Promise<void> {
  await tx.insertInto('request_attachment').values(row).execute()
}

export async function removeAttachment(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('request_attachment').where('id', '=', id).execute()
}
