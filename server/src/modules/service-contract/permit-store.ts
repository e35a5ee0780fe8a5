/** SQL on permits beyond a ceiling: added, never changed. */
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Authorised } from '../../platform/authz/index.ts'
import type { Db, Tables, Tx } from '../../platform/db/index.ts'
import type { ContractRow } from './contract-store.ts'

export type PermitRow = Selectable<Tables['contract_permit']>
const PERMITS_MAX = 200

/** The latest first. */
export async function listPermits(db: Db, contractId: string): Promise<readonly PermitRow[]> {
  return db
    .selectFrom('contract_permit')
    .selectAll()
    .where('contract_id', '=', contractId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(PERMITS_MAX)
    .execute()
}

/** In 分. */
export async function sumPermits(db: Db, contractId: string): Promise<bigint> {
  const row = await db
    .selectFrom('contract_permit')
    .select(sql<string>`coalesce(sum(amount_minor), 0)::text`.as('sum'))
    .where('contract_id', '=', contractId)
    .executeTakeFirstOrThrow()
  return BigInt(row.sum)
}

export async function insertPermit(
  tx: Tx,
  contract: Authorised<ContractRow, 'approve'>,
  row: Omit<Insertable<Tables['contract_permit']>, 'contract_id'>,
): Promise<void> {
  await tx
    .insertInto('contract_permit')
    .values({ ...row, contract_id: contract.id })
    .execute()
}

/** Whoever takes of these contracts waits here, in the order of their ids. */
export async function lockContracts(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .selectFrom('service_contract')
    .select('id')
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}
