import type {
  PlacementBondKind,
  PlacementBondLevel,
  PlacementBondStanding,
  PlacementBondStrength,
} from '@yunheng/contract'
import { sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tx } from '../../../platform/db/index.ts'
import type { Pledge } from './bond.ts'

export interface BondRow {
  readonly id: string
  readonly kind: PlacementBondKind
  readonly level: PlacementBondLevel
  readonly strength: PlacementBondStrength
  readonly system_id: string
  readonly system_name: string
  readonly other_id: string
  readonly other_name: string
  readonly reason: string
  readonly standing: PlacementBondStanding
  readonly created_by: string
  readonly created_at: Date
}

/** Whether the two keep to it as they stand is answered beyond the reader's sight. */
const select = (db: Db) =>
  db
    .selectFrom('placement_bond as b')
    .innerJoin('system_directory as s', 's.id', 'b.system_id')
    .innerJoin('system_directory as o', 'o.id', 'b.other_id')
    .selectAll('b')
    .select([
      's.name as system_name',
      'o.name as other_name',
      sql<PlacementBondStanding>`placement_bond_standing(b.kind, b.level, b.system_id, b.other_id)`.as(
        'standing',
      ),
    ])

export async function findBond(db: Db, id: string): Promise<BondRow | undefined> {
  return (await select(db).where('b.id', '=', id).executeTakeFirst()) as BondRow | undefined
}

/** Newest first. */
export async function listBonds<W>(
  db: Db,
  filter: {
    readonly systemId?: string
    readonly kind?: PlacementBondKind
    readonly level?: PlacementBondLevel
  },
  page: PageRequest,
  toWire: (row: BondRow) => W,
) {
  let query = select(db)
  const { systemId, kind, level } = filter
  if (kind !== undefined) query = query.where('b.kind', '=', kind)
  if (level !== undefined) query = query.where('b.level', '=', level)
  if (systemId !== undefined)
    query = query.where((eb) => eb.or([eb('b.system_id', '=', systemId), eb('b.other_id', '=', systemId)]))
  return readPage(
    query,
    page,
    { sort: 'b.created_at', id: 'b.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    (row) => toWire(row as BondRow),
  )
}

/** Two who bind at the same time do so one after the other: each sees what the other bound. */
export async function lockBonds(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('placement bonds', 0))`.execute(tx)
}

/** The bonds of these two systems and of all that are together with them, by way of however many others. */
export async function listPledgesAround(tx: Tx, systemIds: readonly string[]): Promise<readonly Pledge[]> {
  const { rows } = await sql<Pledge>`
    with recursive company (id) as (
      select unnest(${[...systemIds]}::uuid[])
      union
      select case b.system_id when c.id then b.other_id else b.system_id end
      from company c join placement_bond b on b.kind = 'together' and b.strength = 'must' and (b.system_id = c.id or b.other_id = c.id))
    select b.kind, b.level, b.strength, b.system_id, b.other_id from placement_bond b
    where b.system_id in (select id from company) or b.other_id in (select id from company)
    order by b.id`.execute(tx)
  return rows
}

export async function listSystemNames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('system_directory')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** @returns false when the pair is bound in this way already. */
export async function insertBond(
  tx: Tx,
  bond: Pledge & Pick<BondRow, 'id' | 'reason' | 'created_by' | 'created_at'>,
): Promise<boolean> {
  const result = await tx
    .insertInto('placement_bond')
    .values(bond)
    .onConflict((on) => on.constraint('placement_bond_pair').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** @returns false when it was removed meanwhile. */
export async function removeBond(tx: Tx, id: string): Promise<boolean> {
  const result = await tx.deleteFrom('placement_bond').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows === 1n
}

export async function removeBondsOf(tx: Tx, systemId: string): Promise<readonly (Pledge & { id: string })[]> {
  return (await tx
    .deleteFrom('placement_bond')
    .where((eb) => eb.or([eb('system_id', '=', systemId), eb('other_id', '=', systemId)]))
    .returning(['id', 'kind', 'level', 'strength', 'system_id', 'other_id'])
    .execute()) as readonly (Pledge & { id: string })[]
}

/** What keeps a machine of a pool from hosts of it, or on its own. */
export interface HostBond {
  readonly systemId: string
  readonly apartFrom: readonly string[]
  /** The system that its own belongs with stands on the same host. */
  readonly isHeld: boolean
}

/** By the cloud's id of the machine; whose system is bound to nothing at a host is left out. */
export async function listHostBonds(db: Db, poolId: string): Promise<ReadonlyMap<string, HostBond>> {
  const { rows } = await sql<{ guest: string; system_id: string; apart_from: string[]; is_held: boolean }>`
    select guest, system_id, apart_from, is_held from placement_bonds_on_hosts(${poolId})`.execute(db)
  return new Map(
    rows.map((row) => [
      row.guest,
      { systemId: row.system_id, apartFrom: row.apart_from, isHeld: row.is_held },
    ]),
  )
}
