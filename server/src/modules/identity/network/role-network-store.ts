import type { Role } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import type { Db, Tables, Tx } from '../../../platform/db/index.ts'

export type RoleNetworkRow = Selectable<Tables['role_network']>

export async function listRoleNetworks(db: Db): Promise<readonly RoleNetworkRow[]> {
  return db.selectFrom('role_network').selectAll().execute()
}

/** One at a time, also for a role that has no row yet: two who set lists could each count on the other's. */
export async function lockRoleNetworks(tx: Tx): Promise<readonly RoleNetworkRow[]> {
  await sql`select pg_advisory_xact_lock(4711, 5)`.execute(tx)
  return listRoleNetworks(tx)
}

export async function saveRoleNetwork(tx: Tx, row: Omit<RoleNetworkRow, 'version'>): Promise<void> {
  const { role, ...change } = row
  await tx
    .insertInto('role_network')
    .values(row)
    .onConflict((oc) => oc.column('role').doUpdateSet({ ...change, version: sql`role_network.version + 1` }))
    .execute()
}

const inForce = (now: Date) => sql<boolean>`post.valid_from <= ${now}
  and (post.valid_to is null or post.valid_to > ${now}) and (post.ended_at is null or post.ended_at > ${now})`

/** How many people hold a post of each role now. */
export async function countHolders(db: Db, now: Date): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person_id')
    .select(['post.role', sql<string>`count(distinct post.person_id)`.as('people')])
    .where(inForce(now))
    .where('person.deactivated_at', 'is', null)
    .groupBy('post.role')
    .execute()
  return new Map(rows.map((row) => [row.role, Number(row.people)]))
}

/** Where the others who hold a post of the role and may sign in did so last. */
export async function listLastAddresses(
  db: Db,
  role: Role,
  now: Date,
  exceptPersonId: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person_id')
    .innerJoin('account', 'account.person_id', 'post.person_id')
    .select('account.signed_in_address')
    .distinct()
    .where('post.role', '=', role)
    .where(inForce(now))
    .where('person.deactivated_at', 'is', null)
    .where('account.disabled_at', 'is', null)
    .where('post.person_id', '<>', exceptPersonId)
    .where('account.signed_in_address', 'is not', null)
    .limit(10_000)
    .execute()
  return rows.flatMap((row) => row.signed_in_address ?? [])
}

/** The addresses from which open sessions act in this role. */
export async function listSessionAddresses(db: Db, role: Role, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('session')
    .innerJoin('post', 'post.id', 'session.acting_post_id')
    .select('session.address')
    .where('post.role', '=', role)
    .where('session.ended_at', 'is', null)
    .where('session.ends_at', '>', now)
    .limit(10_000)
    .execute()
  return rows.flatMap((row) => row.address ?? [])
}
