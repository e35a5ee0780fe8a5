import type { Ctx } from '../context.ts'
import { sm3Hex } from '../crypto/index.ts'
import type { Db, Tx } from '../db/index.ts'

export interface BlobRecord {
  readonly id: string
  readonly fileName: string
  readonly mediaType: string
  readonly sizeBytes: number
  /** SM3 of the content. */
  readonly digest: string
}

export interface NewBlob {
  readonly fileName: string
  readonly mediaType: string
  readonly content: Buffer
}

/**
 * Where files are kept. Kept in the database, a file is written in the business transaction that refers to it: it is
 * there if and only if that committed, and a backup of the database is a backup of everything.
 */
export interface BlobStore {
  put(tx: Tx, ctx: Pick<Ctx, 'ids' | 'clock'>, blob: NewBlob): Promise<BlobRecord>
  find(db: Db, id: string): Promise<(BlobRecord & { readonly content: Buffer }) | null>
  remove(tx: Tx, id: string): Promise<void>
}

export const databaseBlobStore: BlobStore = {
  async put(tx, ctx, { fileName, mediaType, content }) {
    const record = {
      id: ctx.ids.next(),
      fileName,
      mediaType,
      sizeBytes: content.length,
      digest: sm3Hex(content),
    }
    await tx
      .insertInto('blob')
      .values({
        id: record.id,
        media_type: mediaType,
        file_name: fileName,
        size_bytes: record.sizeBytes,
        digest: record.digest,
        content,
        created_at: ctx.clock.now(),
      })
      .execute()
    return record
  },
  async find(db, id) {
    const row = await db.selectFrom('blob').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) return null
    return {
      id: row.id,
      fileName: row.file_name,
      mediaType: row.media_type,
      sizeBytes: row.size_bytes,
      digest: row.digest,
      content: row.content,
    }
  },
  async remove(tx, id) {
    await tx.deleteFrom('blob').where('id', '=', id).execute()
  },
}
