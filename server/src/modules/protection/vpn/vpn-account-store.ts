import type { VpnAccountState } from '@yunheng/contract'
import { type Insertable, type Selectable, type SqlBool, sql, type Updateable } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import {
  containing,
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'
import { type Days, SAID_ENDED } from './vpn-account.ts'

export interface AccountRow extends Selectable<Tables['vpn_account']> {
  readonly body_name: string
  readonly system_name: string
  readonly provider_name: string
  /** What was ordered; its name as it was last. */
  readonly resource_name: string
  readonly is_served: boolean
  /** The last day that the VPN itself allows. */
  readonly at_most: string | null
}

export interface AccountFilter {
  readonly state?: VpnAccountState
  readonly resourceId?: string
  readonly systemId?: string
  readonly q?: string
}

function select(db: Db) {
  return db
    .selectFrom('vpn_account as a')
    .innerJoin('body_directory as b', 'b.id', 'a.body_id')
    .innerJoin('body_directory as p', 'p.id', 'a.provider_body_id')
    .innerJoin('system_directory as s', 's.id', 'a.system_id')
    .innerJoin('resource_directory as r', 'r.id', 'a.resource_id')
    .leftJoin('service_in_use as v', 'v.id', 'a.resource_id')
    .selectAll('a')
    .select([
      'b.name as body_name',
      'p.name as provider_name',
      's.name as system_name',
      'r.name as resource_name',
    ])
    .select([
      sql<boolean>`v.id is not null`.as('is_served'),
      sql<string | null>`v.parameters ->> 'expiresOn'`.as('at_most'),
    ])
}

export async function findAccount(db: Db, id: string): Promise<AccountRow | undefined> {
  return select(db).where('a.id', '=', id).executeTakeFirst()
}

export async function loadAccountForUpdate(tx: Tx, id: string): Promise<AccountRow | undefined> {
  return select(tx).where('a.id', '=', id).forUpdate('a').executeTakeFirst()
}

const inUse = sql<SqlBool>`(a.revoked_at is null and v.id is not null)`

/** The same as `stateOf`, in SQL. */
function isIn(state: VpnAccountState, { today, reminders }: Days) {
  const soon = sql`${today}::date + ${reminders[0] ?? 0}::int`
  switch (state) {
    case 'revoked':
      return sql<SqlBool>`not ${inUse}`
    case 'expired':
      return sql<SqlBool>`${inUse} and a.expires_on < ${today}::date`
    case 'expiring':
      return sql<SqlBool>`${inUse} and a.expires_on >= ${today}::date and a.expires_on <= ${soon}`
    case 'active':
      return sql<SqlBool>`${inUse} and a.expires_on > ${soon}`
  }
}

/** Soonest end first. */
export async function listAccounts<W>(
  db: Db,
  filter: AccountFilter,
  page: PageRequest,
  days: Days,
  toWire: (row: AccountRow) => W,
) {
  let query = select(db)
  if (filter.state !== undefined) query = query.where(isIn(filter.state, days))
  if (filter.resourceId !== undefined) query = query.where('a.resource_id', '=', filter.resourceId)
  if (filter.systemId !== undefined) query = query.where('a.system_id', '=', filter.systemId)
  if (filter.q !== undefined) {
    const part = containing(filter.q)
    query = query.where(sql<SqlBool>`(a.account ilike ${part} or a.owner ilike ${part})`)
  }
  return readPage(
    query,
    page,
    { sort: 'a.expires_on', id: 'a.id', cast: 'timestamptz', direction: 'asc' },
    (row) => [row.expires_on, row.id],
    toWire,
  )
}

export async function countExpired(db: Db, days: Days): Promise<number> {
  const row = await db
    .selectFrom('vpn_account as a')
    .leftJoin('service_in_use as v', 'v.id', 'a.resource_id')
    .select(sql<number>`count(*)::int`.as('count'))
    .where(isIn('expired', days))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Accounts of a VPN that are not revoked. The caller holds the lock of the resource. */
export async function countAccountsOf(tx: Tx, resourceId: string): Promise<number> {
  const row = await tx
    .selectFrom('vpn_account')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('resource_id', '=', resourceId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.count
}

/** Accounts of which something is to be said today, in one bounded batch; the same conditions as `nextReminder`. */
export async function listToRemind(db: Db, { today, reminders }: Days, limit: number) {
  const rows = await db
    .selectFrom('vpn_account as a')
    .innerJoin('service_in_use as v', 'v.id', 'a.resource_id')
    .select('a.id')
    .where('a.revoked_at', 'is', null)
    .where(
      sql<SqlBool>`((a.expires_on < ${today}::date and a.reminded_days is distinct from ${SAID_ENDED})
        or (a.expires_on >= ${today}::date and (select min(day) from unnest(${[...reminders]}::int[]) as day
          where a.expires_on - ${today}::date <= day) < coalesce(a.reminded_days, 2147483647)))`,
    )
    .orderBy('a.expires_on')
    .orderBy('a.id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

export async function insertAccount(tx: Tx, row: Insertable<Tables['vpn_account']>): Promise<void> {
  await tx.insertInto('vpn_account').values(row).execute()
}

/** @returns false when the version is stale. */
export function updateAccount(
  tx: Tx,
  account: Authorised<AccountRow, 'modify' | 'delete'>,
  version: number,
  change: Updateable<Tables['vpn_account']>,
): Promise<boolean> {
  return updateVersion(tx, 'vpn_account', account.id, version, change)
}

/** A note of the platform's own: the version stays. */
export async function noteReminded(tx: Tx, id: string, days: number): Promise<void> {
  await tx.updateTable('vpn_account').set({ reminded_days: days }).where('id', '=', id).execute()
}
