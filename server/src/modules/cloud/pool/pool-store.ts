import type { Amounts, PoolClass, PoolCreate } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'
import { toColumns as amountColumns, sqlCeiling, ZERO } from '../amounts.ts'

export type PoolRow = Selectable<Tables['pool']> & {
  readonly cloud_name: string
  readonly cloud_kind: string
  readonly cloud_state: Selectable<Tables['cloud']>['state']
  readonly cloud_lacks: Selectable<Tables['cloud']>['lacks']
  readonly provider_id: string
  readonly provider_name: string
  readonly node_id: string
  readonly node_name: string
  readonly node_kind: Selectable<Tables['node']>['kind']
  readonly node_intake: Selectable<Tables['node']>['intake']
  readonly region_id: string
  readonly zone_name: string
  readonly native_zone: string
  readonly dedicated_name: string | null
}

export interface PoolFilter {
  readonly cloudId?: string
  readonly class?: PoolClass
  readonly networkZone?: PoolRow['network_zone']
  readonly state?: PoolRow['state']
}

function selectPool(db: Db) {
  return db
    .selectFrom('pool')
    .innerJoin('cloud', 'cloud.id', 'pool.cloud_id')
    .innerJoin('zone', 'zone.id', 'pool.zone_id')
    .innerJoin('node', 'node.id', 'zone.node_id')
    .innerJoin('body_directory as provider', 'provider.id', 'cloud.provider_body_id')
    .leftJoin('body_directory as dedicated', 'dedicated.id', 'pool.dedicated_body_id')
    .selectAll('pool')
    .select([
      'cloud.name as cloud_name',
      'cloud.kind as cloud_kind',
      'cloud.state as cloud_state',
      'cloud.lacks as cloud_lacks',
      'cloud.provider_body_id as provider_id',
      'provider.name as provider_name',
      'node.id as node_id',
      'node.name as node_name',
      'node.kind as node_kind',
      'node.intake as node_intake',
      'node.region_id',
      'zone.name as zone_name',
      'zone.native_zone',
      'dedicated.name as dedicated_name',
    ])
}

export async function findPool(db: Db, id: string): Promise<PoolRow | undefined> {
  return selectPool(db).where('pool.id', '=', id).executeTakeFirst()
}

export async function loadPoolForUpdate(tx: Tx, id: string): Promise<PoolRow | undefined> {
  return selectPool(tx).where('pool.id', '=', id).forUpdate('pool').executeTakeFirst()
}

export async function listPools<W>(
  db: Db,
  filter: PoolFilter,
  page: PageRequest,
  toWire: (row: PoolRow) => W,
) {
  const query = filtered(selectPool(db), filter)
  return readPage(
    query,
    page,
    { sort: 'pool.name', id: 'pool.id', cast: 'text', direction: 'asc' },
    (row) => [row.name, row.id],
    toWire,
  )
}

const POOLS_MAX = 10_000

/** Every pool that is visible, by name; bounded. */
export async function listAllPools(db: Db): Promise<readonly PoolRow[]> {
  return selectPool(db).orderBy('pool.name').orderBy('pool.id').limit(POOLS_MAX).execute()
}

const CANDIDATES_MAX = 1000

/** Every pool that could be weighed, open or not, for placement to filter and score; bounded. */
export async function listPoolCandidates(db: Db, filter: PoolFilter): Promise<readonly PoolRow[]> {
  return filtered(selectPool(db), filter).orderBy('pool.id').limit(CANDIDATES_MAX).execute()
}

function filtered(query: ReturnType<typeof selectPool>, filter: PoolFilter) {
  let narrowed = query
  if (filter.cloudId !== undefined) narrowed = narrowed.where('pool.cloud_id', '=', filter.cloudId)
  if (filter.class !== undefined) narrowed = narrowed.where('pool.class', '=', filter.class)
  if (filter.networkZone !== undefined)
    narrowed = narrowed.where('pool.network_zone', '=', filter.networkZone)
  if (filter.state !== undefined) narrowed = narrowed.where('pool.state', '=', filter.state)
  return narrowed
}

type Fields = Omit<PoolCreate, 'code' | 'zoneId'>

/** The columns that a person fills in, with the limit that follows from them. */
export function toColumns(fields: Fields, limit: Amounts) {
  return {
    name: fields.name.trim(),
    class: fields.class,
    network_zone: fields.networkZone,
    dedicated_body_id: fields.dedicatedBodyId,
    capacity_source: fields.capacitySource,
    over_commit_vcpus: fields.overCommit.vcpus,
    over_commit_memory: fields.overCommit.memory,
    over_commit_storage: fields.overCommit.storage,
    ...amountColumns('total', fields.total),
    ...amountColumns('held_back', fields.heldBack),
    ...amountColumns('limit', limit),
    accelerator: fields.accelerator === null ? null : JSON.stringify(fields.accelerator),
    file_storage_gib: fields.fileStorageGiB?.toString() ?? null,
    mapping: JSON.stringify(fields.mapping),
    is_domestic: fields.isDomestic ?? null,
    protection_level: fields.protectionLevel ?? null,
  }
}

export async function insertPool(tx: Tx, pool: Insertable<Tables['pool']>): Promise<void> {
  await tx.insertInto('pool').values(pool).execute()
  await updateCeiling(tx, pool.id)
}

/** @returns false when the version is stale. */
export async function updatePool(
  tx: Tx,
  id: string,
  version: number,
  change: Partial<Insertable<Tables['pool']>>,
): Promise<boolean> {
  if (!(await updateVersion(tx, 'pool', id, version, change))) return false
  await updateCeiling(tx, id)
  return true
}

/** What the cloud said: the total, and the limit that follows. Not a person's change, so the version stays. */
export async function updateObservedTotal(
  tx: Tx,
  id: string,
  total: Amounts,
  limit: Amounts,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('pool')
    .set({ ...amountColumns('total', total), ...amountColumns('limit', limit), observed_at: now })
    .where('id', '=', id)
    .execute()
  await updateCeiling(tx, id)
}

export async function updateObservedAt(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.updateTable('pool').set({ observed_at: now }).where('id', '=', id).execute()
}

/** In the order of their ids, so that two who look at the same zone do not wait for each other in a circle. */
export async function loadPoolsOfZoneForUpdate(
  tx: Tx,
  zoneId: string,
): Promise<readonly Selectable<Tables['pool']>[]> {
  return tx.selectFrom('pool').selectAll().where('zone_id', '=', zoneId).orderBy('id').forUpdate().execute()
}

async function updateCeiling(tx: Tx, id: string): Promise<void> {
  await sql`update pool set ${sqlCeiling(ZERO)} where id = ${id}`.execute(tx)
}

/** Other pools of the same zone, by where their totals come from. */
export async function listSiblings(tx: Tx, zoneId: string, exceptId: string | null) {
  return tx
    .selectFrom('pool')
    .select(['id', 'capacity_source'])
    .where('zone_id', '=', zoneId)
    .where('id', 'is distinct from', exceptId)
    .execute()
}
