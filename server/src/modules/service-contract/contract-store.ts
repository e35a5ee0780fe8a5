import { type Insertable, type Selectable, sql } from 'kysely'
import type { Authorised } from '../../platform/authz/index.ts'
import {
  containing,
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../platform/db/index.ts'
import { isWithinBody } from '../organisation/index.ts'

export type ContractRow = Selectable<Tables['service_contract']> & {
  readonly body_name: string
  readonly body_kind: string
  readonly region_level: Selectable<Tables['region']>['level']
  readonly provider: string | null
  readonly filing_no: string | null
  readonly filing_name: string | null
}

export interface ContractFilter {
  readonly bodyId?: string
  readonly q?: string
  readonly kind?: ContractRow['kind']
  readonly state?: 'pending' | 'running' | 'ended' | 'terminated'
  readonly withinDays?: number
  readonly migrating?: boolean
}

const select = (db: Db) =>
  db
    .selectFrom('service_contract')
    .innerJoin('body_directory as owner', 'owner.id', 'service_contract.body_id')
    .innerJoin('region', 'region.id', 'owner.region_id')
    .leftJoin('body_directory as provider', 'provider.id', 'service_contract.provider_body_id')
    .leftJoin('project_filing as filing', 'filing.id', 'service_contract.filing_id')
    .selectAll('service_contract')
    .select([
      'owner.name as body_name',
      'owner.kind as body_kind',
      'region.level as region_level',
      'provider.name as provider',
      'filing.no as filing_no',
      'filing.name as filing_name',
    ])

export async function findContract(db: Db, id: string): Promise<ContractRow | undefined> {
  return select(db).where('service_contract.id', '=', id).executeTakeFirst()
}

export async function loadContractForUpdate(tx: Tx, id: string): Promise<ContractRow | undefined> {
  return select(tx).where('service_contract.id', '=', id).forUpdate('service_contract').executeTakeFirst()
}

/** By the end, the earliest first. */
export async function listContracts<W>(
  db: Db,
  filter: ContractFilter & { readonly today: string },
  page: PageRequest,
  toWire: (row: ContractRow) => W,
) {
  const day = sql`${filter.today}::date`
  let query = select(db)
  if (filter.bodyId !== undefined)
    query = query.where(isWithinBody('service_contract.body_id', filter.bodyId))
  if (filter.q !== undefined) {
    const part = containing(filter.q)
    query = query.where((eb) =>
      eb.or([eb('service_contract.name', 'ilike', part), eb('service_contract.no', 'ilike', part)]),
    )
  }
  if (filter.kind !== undefined) query = query.where('service_contract.kind', '=', filter.kind)
  if (filter.state !== undefined) query = query.where(isIn(filter.state, filter.today))
  if (filter.withinDays !== undefined)
    query = query.where(sql<boolean>`service_contract.terminated_on is null
      and service_contract.ends_on between ${day} and ${day} + ${filter.withinDays}::int`)
  if (filter.migrating !== undefined) {
    const open = sql<boolean>`(service_contract.migrate_raised_at is not null and service_contract.migrate_handled_at is null)`
    query = query.where(filter.migrating ? open : sql<boolean>`not ${open}`)
  }
  return readPage(
    query,
    page,
    { sort: 'service_contract.ends_on', id: 'service_contract.id', cast: 'timestamptz', direction: 'asc' },
    (row) => [row.ends_on, row.id],
    toWire,
  )
}

/** The same table as `stateOf`, for a filter. */
function isIn(state: NonNullable<ContractFilter['state']>, today: string) {
  const day = sql`${today}::date`
  const goesOn = sql`service_contract.terminated_on is null`
  switch (state) {
    case 'terminated':
      return sql<boolean>`service_contract.terminated_on is not null`
    case 'pending':
      return sql<boolean>`${goesOn} and service_contract.starts_on > ${day}`
    case 'running':
      return sql<boolean>`${goesOn} and ${day} between service_contract.starts_on and service_contract.ends_on`
    case 'ended':
      return sql<boolean>`${goesOn} and service_contract.ends_on < ${day}`
  }
}

export async function insertContract(tx: Tx, row: Insertable<Tables['service_contract']>): Promise<void> {
  await tx.insertInto('service_contract').values(row).execute()
}

type Change = Partial<
  Omit<Insertable<Tables['service_contract']>, 'id' | 'body_id' | 'kind' | 'version' | 'created_at'>
>

/** @returns false when the version is stale. */
export function updateContract(
  tx: Tx,
  contract: Authorised<ContractRow, 'modify' | 'approve'>,
  version: number,
  change: Change,
): Promise<boolean> {
  return updateVersion(tx, 'service_contract', contract.id, version, change)
}

/** What the platform notes of its own accord; the row is locked. */
export async function noteMigration(
  tx: Tx,
  id: string,
  change: Pick<Change, 'migrate_raised_at' | 'migrate_handled_at' | 'migrate_handled_by' | 'migrate_comment'>,
): Promise<void> {
  await tx
    .updateTable('service_contract')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}

/** Those that a look is due at: not raised, and their end is near. The rule decides again under the lock. */
export async function listEnding(db: Db, raisedFrom: string, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('service_contract')
    .innerJoin('body_directory as owner', 'owner.id', 'service_contract.body_id')
    .innerJoin('region', 'region.id', 'owner.region_id')
    .select('service_contract.id')
    .where('service_contract.kind', '=', 'own-cloud-lease')
    .where('migrate_raised_at', 'is', null)
    .where('terminated_on', 'is', null)
    .where('region.level', 'in', ['county', 'street', 'community'])
    .where(sql<boolean>`service_contract.ends_on <= ${raisedFrom}::date`)
    .orderBy('service_contract.ends_on')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** R33: departments with a lease of the government cloud in force on that day, under the caller's sight. */
export async function listConnected(db: Db, today: string, limit: number) {
  return db
    .selectFrom('service_contract')
    .innerJoin('body_directory as owner', 'owner.id', 'service_contract.body_id')
    .select([
      'owner.id',
      'owner.name',
      sql<number>`count(*)::int`.as('leases'),
      sql<string>`min(service_contract.starts_on)::text`.as('since'),
      sql<string>`max(service_contract.ends_on)::text`.as('until'),
      sql<number>`count(*) over ()::int`.as('departments'),
    ])
    .where('service_contract.kind', '=', 'lease')
    .where('owner.kind', '=', 'department')
    .where(isIn('running', today))
    .groupBy(['owner.id', 'owner.name'])
    .orderBy('owner.name')
    .orderBy('owner.id')
    .limit(limit)
    .execute()
}

export async function countDepartments(db: Db): Promise<number> {
  const row = await db
    .selectFrom('body')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('kind', '=', 'department')
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.count
}
