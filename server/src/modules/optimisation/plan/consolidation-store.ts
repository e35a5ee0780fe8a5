import type { ConsolidationObstacle } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'

export interface ConsolidationRow extends Selectable<Tables['consolidation']> {
  readonly pool_name: string
  readonly cloud_name: string
  readonly moves_all: number
  readonly moves_done: number
  readonly moves_moving: number
  readonly moves_skipped: number
  readonly moves_failed: number
}
export type MoveRow = Selectable<Tables['consolidation_move']>

const count = (state: MoveRow['state'] | null) =>
  sql<number>`(select count(*)::int from consolidation_move m where m.consolidation_id = consolidation.id
    and (${state}::text is null or m.state = ${state}))`

const select = (db: Db) =>
  db
    .selectFrom('consolidation')
    .innerJoin('pool', 'pool.id', 'consolidation.pool_id')
    .innerJoin('cloud', 'cloud.id', 'consolidation.cloud_id')
    .selectAll('consolidation')
    .select([
      'pool.name as pool_name',
      'cloud.name as cloud_name',
      count(null).as('moves_all'),
      count('done').as('moves_done'),
      count('moving').as('moves_moving'),
      count('skipped').as('moves_skipped'),
      count('failed').as('moves_failed'),
    ])

export async function findConsolidation(db: Db, id: string): Promise<ConsolidationRow | undefined> {
  return select(db).where('consolidation.id', '=', id).executeTakeFirst()
}

export async function loadConsolidationForUpdate(tx: Tx, id: string): Promise<ConsolidationRow | undefined> {
  return select(tx).where('consolidation.id', '=', id).forUpdate('consolidation').executeTakeFirst()
}

/** Newest first. */
export async function listConsolidations<W>(
  db: Db,
  filter: { readonly poolId?: string; readonly state?: ConsolidationRow['state'] },
  page: PageRequest,
  toWire: (row: ConsolidationRow) => W,
) {
  let query = select(db)
  if (filter.poolId !== undefined) query = query.where('consolidation.pool_id', '=', filter.poolId)
  if (filter.state !== undefined) query = query.where('consolidation.state', '=', filter.state)
  return readPage(
    query,
    page,
    { sort: 'consolidation.proposed_at', id: 'consolidation.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.proposed_at.toISOString(), row.id],
    toWire,
  )
}

export async function hasOpenConsolidation(tx: Tx, poolId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('consolidation')
    .select('id')
    .where('pool_id', '=', poolId)
    .where('state', 'in', ['proposed', 'running', 'paused'])
    .executeTakeFirst()
  return row !== undefined
}

export async function insertConsolidation(
  tx: Tx,
  plan: Insertable<Tables['consolidation']>,
  moves: readonly Insertable<Tables['consolidation_move']>[],
): Promise<void> {
  await tx.insertInto('consolidation').values(plan).execute()
  await sql`insert into consolidation_move select m.* from jsonb_populate_recordset(null::consolidation_move,
    ${JSON.stringify(moves.map((move) => ({ ...move, state: 'waiting' })))}::jsonb) m`.execute(tx)
}

/** @returns false when the version is stale. */
export function updateConsolidation(
  tx: Tx,
  id: string,
  version: number | null,
  change: Partial<
    Pick<
      ConsolidationRow,
      'state' | 'note' | 'problem' | 'approved_by' | 'approved_by_name' | 'approved_at' | 'ended_at'
    >
  >,
): Promise<boolean> {
  return updateVersion(tx, 'consolidation', id, version, change)
}

export interface NamedMove extends MoveRow {
  /** Null where the resource is out of sight. */
  readonly resource_name: string | null
}

export async function listMoves(db: Db, id: string): Promise<readonly NamedMove[]> {
  return db
    .selectFrom('consolidation_move')
    .leftJoin('resource', 'resource.id', 'consolidation_move.resource_id')
    .selectAll('consolidation_move')
    .select('resource.name as resource_name')
    .where('consolidation_id', '=', id)
    .orderBy('position')
    .execute()
}

/** The one that is under way, or else the next that waits. */
export async function findNextMove(db: Db, id: string): Promise<MoveRow | undefined> {
  return db
    .selectFrom('consolidation_move')
    .selectAll()
    .where('consolidation_id', '=', id)
    .where('state', 'in', ['waiting', 'moving'])
    .orderBy(sql`state = 'moving' desc`)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst()
}

export async function updateMove(
  tx: Tx,
  { consolidation_id: id, position }: Pick<MoveRow, 'consolidation_id' | 'position'>,
  change: Partial<Pick<MoveRow, 'state' | 'why' | 'words' | 'started_at' | 'ended_at'>>,
): Promise<void> {
  await tx
    .updateTable('consolidation_move')
    .set(change)
    .where('consolidation_id', '=', id)
    .where('position', '=', position)
    .execute()
}

/** What waits is left where it is: of one host, or of all. */
export async function skipWaiting(
  tx: Tx,
  id: string,
  why: ConsolidationObstacle,
  now: Date,
  fromHostId: string | null = null,
): Promise<void> {
  let query = tx
    .updateTable('consolidation_move')
    .set({ state: 'skipped', why, ended_at: now })
    .where('consolidation_id', '=', id)
    .where('state', '=', 'waiting')
  if (fromHostId !== null) query = query.where('from_host_id', '=', fromHostId)
  await query.execute()
}

/** Plans that run, and those that were halted with a machine on its way. */
export async function listToWatch(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('consolidation')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('state', '=', 'running'),
        eb.exists(
          eb
            .selectFrom('consolidation_move as m')
            .select('m.position')
            .whereRef('m.consolidation_id', '=', 'consolidation.id')
            .where('m.state', '=', 'moving'),
        ),
      ]),
    )
    .limit(100)
    .execute()
  return rows.map((row) => row.id)
}
