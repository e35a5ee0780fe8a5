import { type Insertable, type Selectable, sql } from 'kysely'
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
import { neitherNor } from '../system-store.ts'
import type { PlacementCounts } from './wave.ts'

export type WaveRow = Selectable<Tables['migration_wave']> & {
  readonly responsible_name: string | null
  readonly systems: number
  readonly migrated: number
}

/** With the systems that the reader sees in it. */
function selectWave(db: Db) {
  return db
    .selectFrom('migration_wave')
    .leftJoin('body_directory as responsible', 'responsible.id', 'migration_wave.responsible_body_id')
    .selectAll('migration_wave')
    .select([
      'responsible.name as responsible_name',
      sql<number>`(select count(*)::int from system s where s.wave_id = migration_wave.id and s.lifecycle <> 'retired')`.as(
        'systems',
      ),
      sql<number>`(select count(*)::int from system s where s.wave_id = migration_wave.id and s.lifecycle <> 'retired'
        and s.deployment = 'cloud')`.as('migrated'),
    ])
}

export async function findWave(db: Db, id: string): Promise<WaveRow | undefined> {
  return selectWave(db).where('migration_wave.id', '=', id).executeTakeFirst()
}

/** A system that is put into it meanwhile holds the row by its foreign key: then this waits, and counts it. */
export async function lockWave(tx: Tx, id: string): Promise<void> {
  await tx.selectFrom('migration_wave').select('id').where('id', '=', id).forUpdate().execute()
}

export async function listWaves<W>(
  db: Db,
  filter: { readonly q?: string },
  page: PageRequest,
  toWire: (row: WaveRow) => W,
) {
  let query = selectWave(db)
  if (filter.q !== undefined) query = query.where('migration_wave.name', 'ilike', containing(filter.q))
  return readPage(
    query,
    page,
    { sort: 'migration_wave.position', id: 'migration_wave.id', cast: 'bigint', direction: 'asc' },
    (row) => [String(row.position), row.id],
    toWire,
  )
}

export async function insertWave(tx: Tx, wave: Insertable<Tables['migration_wave']>): Promise<void> {
  await tx.insertInto('migration_wave').values(wave).execute()
}

/** @returns false when the version is stale. */
export function updateWave(
  tx: Tx,
  wave: Authorised<WaveRow, 'modify'>,
  version: number,
  change: Partial<Omit<Insertable<Tables['migration_wave']>, 'id' | 'version' | 'created_at'>>,
): Promise<boolean> {
  return updateVersion(tx, 'migration_wave', wave.id, version, change)
}

export async function removeWave(tx: Tx, wave: Authorised<WaveRow, 'delete'>): Promise<void> {
  await tx.deleteFrom('migration_wave').where('id', '=', wave.id).execute()
}

/** Beyond the caller's sight, since a wave may hold systems of bodies that he does not see. */
export async function countSystemsOfWave(tx: Tx, id: string): Promise<number> {
  const row = await tx
    .selectFrom('system')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('wave_id', '=', id)
    .executeTakeFirstOrThrow()
  return row.count
}

/** Those of the ids that the caller sees, locked in one order, so that two who assign the same never wait for each other. */
export async function lockSystems(tx: Tx, ids: readonly string[]) {
  return tx
    .selectFrom('system')
    .select(['id', 'name', 'body_id', 'kind', 'deployment', 'lifecycle', 'wave_id'])
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute()
}

export async function updateWaveOfSystems(
  tx: Tx,
  wave: Authorised<WaveRow>,
  systemIds: readonly string[],
  at: Date,
): Promise<void> {
  await tx
    .updateTable('system')
    .set({ wave_id: wave.id, updated_at: at, version: sql`version + 1` })
    .where('id', 'in', [...systemIds])
    .execute()
}

/** One look at the ledger under the caller's sight. */
export async function countPlacement(db: Db, today: string): Promise<PlacementCounts> {
  const exempt = sql`(deployment = 'exempt' and coalesce((exemption->>'validUntil')::date >= ${today}::date, true))`
  const row = await db
    .selectFrom('system')
    .select([
      sql<number>`(count(*) filter (where kind = 'new' and not ${exempt}))::int`.as('newCount'),
      sql<number>`(count(*) filter (where kind = 'new' and deployment = 'cloud'))::int`.as('newOnCloud'),
      sql<number>`(count(*) filter (where kind = 'stock' and not ${exempt}))::int`.as('stockCount'),
      sql<number>`(count(*) filter (where kind = 'stock' and deployment = 'cloud'))::int`.as('stockOnCloud'),
      sql<number>`(count(*) filter (where deployment = 'to-migrate' and wave_id is not null))::int`.as(
        'stockInWave',
      ),
      sql<number>`(count(*) filter (where ${exempt}))::int`.as('exempt'),
      sql<number>`(count(*) filter (where ${neitherNor(today)}))::int`.as('neither'),
    ])
    .where('lifecycle', '<>', 'retired')
    .executeTakeFirstOrThrow()
  return row
}
