import type { Insertable, Selectable } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'

export type TokenRow = Selectable<Tables['api_token']>

export async function insertToken(tx: Tx, token: Insertable<Tables['api_token']>): Promise<void> {
  await tx.insertInto('api_token').values(token).execute()
}

export async function findToken(db: Db, id: string): Promise<TokenRow | undefined> {
  return db.selectFrom('api_token').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Ended ones too: the trail says whose it was. */
export async function findTokenByHash(db: Db, tokenHash: string): Promise<TokenRow | undefined> {
  return db.selectFrom('api_token').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()
}

export async function listTokens<W>(
  db: Db,
  accountId: string,
  page: PageRequest,
  toWire: (row: TokenRow) => W,
) {
  const query = db.selectFrom('api_token').selectAll().where('account_id', '=', accountId)
  return readPage(
    query,
    page,
    { sort: 'created_at', id: 'id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    toWire,
  )
}

export async function countLiveTokens(tx: Tx, accountId: string, now: Date): Promise<number> {
  const row = await tx
    .selectFrom('api_token')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function updateUsed(db: Db, id: string, now: Date, address: string): Promise<void> {
  await db
    .updateTable('api_token')
    .set({ used_at: now, used_address: address })
    .where('id', '=', id)
    .execute()
}

export async function updateTokenEnded(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('api_token')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

export async function endTokensOf(tx: Tx, accountId: string, now: Date): Promise<number> {
  const result = await tx
    .updateTable('api_token')
    .set({ ended_at: now })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
