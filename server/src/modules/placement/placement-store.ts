import type { Amounts, NetworkZone, PlacementWanted } from '@yunheng/contract'
import { sql } from 'kysely'
import {
  type Db,
  decodePageToken,
  limitOf,
  type PageRequest,
  pageOf,
  type Tx,
} from '../../platform/db/index.ts'
import type { Bond } from './bond/bond.ts'
import type { StoredExplanation } from './explanation.ts'

export interface PlacementRow {
  readonly id: string
  readonly request_id: string | null
  readonly request_line_id: string | null
  readonly body_id: string
  readonly system_id: string
  readonly provider_body_id: string
  readonly cloud_id: string
  readonly pool_id: string
  readonly network_zone: NetworkZone
  readonly state: 'claimed' | 'released'
  readonly amounts: Amounts
  readonly quantity: number
  readonly wanted: PlacementWanted
  readonly explanation: StoredExplanation
  readonly line: unknown
  readonly created_by: string
  readonly created_at: Date
  readonly released_at: Date | null
  readonly version: number
}

export interface MoveRow {
  readonly placement_id: string
  readonly from_pool_id: string
  readonly to_pool_id: string
  readonly reason: string
  readonly actor: string
  readonly at: Date
}

export type NewPlacement = Omit<PlacementRow, 'version' | 'state' | 'released_at' | 'line'>

export async function insertPlacements(tx: Tx, rows: readonly NewPlacement[]): Promise<void> {
  await sql`insert into placement select p.* from jsonb_populate_recordset(null::placement,
    ${JSON.stringify(rows.map((row) => ({ ...row, state: 'claimed', version: 1 })))}::jsonb) p`.execute(tx)
}

export type ClaimOutcome =
  | { readonly outcome: 'claimed'; readonly chosen: string }
  | { readonly outcome: 'full' | 'quota-exceeded' | 'quota-not-set'; readonly chosen: null }

/**
 * Takes quota and room in the first of these pools that has it, all or nothing; and when that is the very first, for which
 * they were explained, writes the placements: one round trip while the hot rows are locked.
 */
export async function insertInRoom(
  tx: Tx,
  bodyId: string,
  poolIds: readonly string[],
  { vcpus, memoryMiB, storageGiB, floatingIps, cards }: Amounts,
  rows: readonly NewPlacement[],
): Promise<ClaimOutcome> {
  const result =
    await sql<ClaimOutcome>`select outcome, chosen from place_in_room(${bodyId}, ${[...poolIds]}::uuid[],
    ${vcpus}, ${memoryMiB}, ${storageGiB}, ${floatingIps}, ${cards}, ${JSON.stringify(rows)})`.execute(tx)
  return result.rows[0] as ClaimOutcome
}

export async function findPlacement(db: Db, id: string): Promise<PlacementRow | undefined> {
  return db.selectFrom('placement').selectAll().where('id', '=', id).executeTakeFirst() as Promise<
    PlacementRow | undefined
  >
}

export async function loadPlacementForUpdate(tx: Tx, id: string): Promise<PlacementRow | undefined> {
  return tx
    .selectFrom('placement')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst() as Promise<PlacementRow | undefined>
}

/** A bond of the system, with where the other one runs and where it recovers. */
export type KnownBond = Omit<Bond, 'at'> & {
  readonly running: readonly string[]
  readonly recovering: readonly string[]
}

/** Where something of the system stands, and the body with all above it, beyond the caller's sight. */
export async function findCircumstances(
  tx: Tx,
  systemId: string,
  bodyId: string,
): Promise<{
  readonly cloudIds: readonly string[]
  readonly poolIds: readonly string[]
  readonly bodyLine: readonly string[]
  readonly protectionLevel: number | null
  readonly runningNodeIds: readonly string[]
  readonly recoveryNodeIds: readonly string[]
  readonly bonds: readonly KnownBond[]
}> {
  const { rows } = await sql<{
    cloud_ids: string[] | null
    pool_ids: string[] | null
    body_path: string | null
    protection_level: number | null
    running_node_ids: string[] | null
    recovery_node_ids: string[] | null
    bonds: KnownBond[] | null
  }>`select cloud_ids, pool_ids, body_path, protection_level, running_node_ids, recovery_node_ids, bonds
    from placement_circumstances(${systemId}, ${bodyId})`.execute(tx)
  return {
    protectionLevel: rows[0]?.protection_level ?? null,
    runningNodeIds: rows[0]?.running_node_ids ?? [],
    recoveryNodeIds: rows[0]?.recovery_node_ids ?? [],
    bonds: rows[0]?.bonds ?? [],
    cloudIds: rows[0]?.cloud_ids ?? [],
    poolIds: rows[0]?.pool_ids ?? [],
    bodyLine: rows[0]?.body_path?.split('/').filter((id) => id !== '') ?? [],
  }
}

export async function listZonesOfPools(tx: Tx, poolIds: readonly string[]): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('pool_directory')
    .select('zone_id')
    .distinct()
    .where('id', 'in', [...poolIds])
    .execute()
  return rows.map((row) => row.zone_id)
}

export async function updateReleased(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('placement')
    .set({ state: 'released', released_at: now, version: sql`version + 1` })
    .where('id', '=', id)
    .where('state', '=', 'claimed')
    .execute()
}

/** What was placed, as its resources were written: kept for a move. */
export async function keepLine(tx: Tx, id: string, line: unknown): Promise<void> {
  await tx
    .updateTable('placement')
    .set({ line: JSON.stringify(line) })
    .where('id', '=', id)
    .execute()
}

/** Some of its units went elsewhere. */
export async function updateQuantity(tx: Tx, id: string, quantity: number, amounts: Amounts): Promise<void> {
  await tx
    .updateTable('placement')
    .set({ quantity, amounts: JSON.stringify(amounts), version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}

export async function insertMove(tx: Tx, id: string, move: MoveRow): Promise<void> {
  await tx
    .insertInto('placement_move')
    .values({ id, ...move })
    .execute()
}

export async function listMoves(db: Db, placementIds: readonly string[]) {
  if (placementIds.length === 0) return []
  return db
    .selectFrom('placement_move as m')
    .innerJoin('pool_directory as f', 'f.id', 'm.from_pool_id')
    .innerJoin('pool_directory as t', 't.id', 'm.to_pool_id')
    .select(['m.placement_id', 'm.reason', 'm.actor', 'm.at', 'm.from_pool_id', 'm.to_pool_id'])
    .select(['f.name as from_name', 't.name as to_name'])
    .where('m.placement_id', 'in', [...placementIds])
    .orderBy('m.id')
    .execute()
}

/** Where the lines of a request went, with the names that a page shows. */
export async function listPlacementsOfRequest(db: Db, requestId: string) {
  return db
    .selectFrom('placement as p')
    .innerJoin('pool_directory as pool', 'pool.id', 'p.pool_id')
    .innerJoin('body_directory as provider', 'provider.id', 'p.provider_body_id')
    .select([
      'p.id',
      'p.request_line_id',
      'p.quantity',
      'p.state',
      'p.pool_id',
      'p.cloud_id',
      'p.provider_body_id',
    ])
    .select([
      'pool.name as pool_name',
      'pool.cloud_name',
      'pool.cloud_kind',
      'provider.name as provider_name',
    ])
    .where('p.request_id', '=', requestId)
    .orderBy('p.id')
    .execute()
}

export interface PlacementFilter {
  readonly poolId?: string
  readonly systemId?: string
  readonly requestId?: string
  readonly state?: PlacementRow['state']
}

/** Latest first. */
export async function listPlacements(db: Db, filter: PlacementFilter, page: PageRequest) {
  let query = db.selectFrom('placement').selectAll()
  if (filter.poolId !== undefined) query = query.where('pool_id', '=', filter.poolId)
  if (filter.systemId !== undefined) query = query.where('system_id', '=', filter.systemId)
  if (filter.requestId !== undefined) query = query.where('request_id', '=', filter.requestId)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (page.pageToken !== undefined) query = query.where('id', '<', decodePageToken(page.pageToken)[1])
  const rows = (await query
    .orderBy('id', 'desc')
    .limit(limitOf(page))
    .execute()) as unknown as readonly PlacementRow[]
  return pageOf(
    rows,
    page,
    (row) => [row.id, row.id],
    (row) => row,
  )
}

/** Names of all that the rows refer to, by id. */
export async function listNames(db: Db, rows: readonly PlacementRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = (of: (row: PlacementRow) => string) => [...new Set(rows.map(of))]
  const bodyIds = [...ids((row) => row.body_id), ...ids((row) => row.provider_body_id)]
  const found = await sql<{ id: string; name: string }>`
    select id, name from body_directory where id = any(${bodyIds}::uuid[])
    union all select id, name from system_directory where id = any(${ids((row) => row.system_id)}::uuid[])
    union all select id, name from pool_directory where id = any(${ids((row) => row.pool_id)}::uuid[])
    union select cloud_id, cloud_name from pool_directory where id = any(${ids((row) => row.pool_id)}::uuid[])`.execute(
    db,
  )
  return new Map(found.rows.map((row) => [row.id, row.name]))
}
