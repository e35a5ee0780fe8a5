import type { CloudNode, NodeCreate, NodeKind } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'
import type { PlacedNode } from './node.ts'

type ZoneOnWire = CloudNode['zones'][number]
export type NodeRow = Selectable<Tables['node']> & { readonly zones: readonly ZoneOnWire[] }
export type ZoneRow = Selectable<Tables['zone']>

function selectNode(db: Db) {
  return db
    .selectFrom('node')
    .selectAll()
    .select(
      sql<
        ZoneOnWire[]
      >`(select coalesce(jsonb_agg(jsonb_build_object('id', z.id, 'code', z.code, 'name', z.name,
        'nativeZone', z.native_zone, 'observed', z.observed) order by z.code), '[]') from zone z where z.node_id = node.id)`.as(
        'zones',
      ),
    )
}

export async function findNode(db: Db, id: string): Promise<NodeRow | undefined> {
  return selectNode(db).where('id', '=', id).executeTakeFirst()
}

export async function loadNodeForUpdate(tx: Tx, id: string): Promise<NodeRow | undefined> {
  return selectNode(tx).where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function listNodes<W>(
  db: Db,
  filter: { readonly cloudId?: string; readonly kind?: NodeKind; readonly regionId?: string },
  page: PageRequest,
  toWire: (row: NodeRow) => W,
) {
  let query = selectNode(db)
  if (filter.cloudId !== undefined) query = query.where('cloud_id', '=', filter.cloudId)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.regionId !== undefined) query = query.where('region_id', '=', filter.regionId)
  return readPage(
    query,
    page,
    { sort: 'name', id: 'id', cast: 'text', direction: 'asc' },
    (row) => [row.name, row.id],
    toWire,
  )
}

/** The nodes of a cloud that are laid out for the same region, but for one. */
export async function listLayout(
  tx: Tx,
  { cloudId, regionId, exceptId }: { cloudId: string; regionId: string; exceptId: string | null },
): Promise<readonly Selectable<Tables['node']>[]> {
  return tx
    .selectFrom('node')
    .selectAll()
    .where('cloud_id', '=', cloudId)
    .where('region_id', '=', regionId)
    .where('id', 'is distinct from', exceptId)
    .execute()
}

const NODES_MAX = 5000

export type PlacedNodeRow = Selectable<Tables['node']> & {
  readonly region_name: string | null
  readonly region_path: string | null
}

export const placedOf = (row: PlacedNodeRow): PlacedNode => ({
  cloudId: row.cloud_id,
  regionId: row.region_id,
  regionPath: row.region_path ?? '',
  kind: row.kind,
  siteRegionId: row.site_region_id,
  latitude: row.latitude,
  longitude: row.longitude,
  grade: row.grade,
  certificateNo: row.certificate_no,
  certificateUntil: row.certificate_until,
})

/** Every node that is visible, without its zones; bounded. */
export async function listAllNodes(db: Db): Promise<readonly PlacedNodeRow[]> {
  return db
    .selectFrom('node')
    .leftJoin('region', 'region.id', 'node.region_id')
    .selectAll('node')
    .select(['region.name as region_name', 'region.path as region_path'])
    .orderBy('node.cloud_id')
    .orderBy('node.region_id')
    .orderBy('node.id')
    .limit(NODES_MAX)
    .execute()
}

export function toColumns(fields: Omit<NodeCreate, 'code'>) {
  return {
    name: fields.name.trim(),
    kind: fields.kind,
    region_id: fields.regionId,
    site_region_id: fields.siteRegionId ?? null,
    latitude: fields.latitude,
    longitude: fields.longitude,
    grade: fields.grade,
    certificate_no: fields.certificateNo,
    certificate_until: fields.certificateUntil,
  }
}

export async function insertNode(tx: Tx, node: Insertable<Tables['node']>): Promise<void> {
  await tx.insertInto('node').values(node).execute()
}

/** @returns false when the version is stale. */
export function updateNode(
  tx: Tx,
  id: string,
  version: number,
  change: Partial<Insertable<Tables['node']>>,
): Promise<boolean> {
  return updateVersion(tx, 'node', id, version, change)
}

export async function hasNodes(tx: Tx, cloudId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('node')
    .select('id')
    .where('cloud_id', '=', cloudId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertZone(tx: Tx, zone: Insertable<Tables['zone']>): Promise<void> {
  await tx.insertInto('zone').values(zone).execute()
}

export async function findZone(db: Db, id: string): Promise<ZoneRow | undefined> {
  return db.selectFrom('zone').selectAll().where('id', '=', id).executeTakeFirst()
}

const ZONES_MAX = 10_000

/** Every zone that is visible; bounded. */
export async function listAllZones(db: Db): Promise<readonly ZoneRow[]> {
  return db.selectFrom('zone').selectAll().orderBy('code').orderBy('id').limit(ZONES_MAX).execute()
}

export async function listZonesOf(db: Db, cloudId: string): Promise<readonly ZoneRow[]> {
  return db.selectFrom('zone').selectAll().where('cloud_id', '=', cloudId).orderBy('id').execute()
}

export async function updateZoneObserved(
  tx: Tx,
  id: string,
  observed: NonNullable<ZoneOnWire['observed']>,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('zone')
    .set({ observed: JSON.stringify(observed), observed_at: now })
    .where('id', '=', id)
    .execute()
}
