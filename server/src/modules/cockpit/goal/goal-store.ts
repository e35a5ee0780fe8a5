import type { GoalIndicator } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import { type Db, type PageRequest, readPage, type Tx, updateVersion } from '../../../platform/db/index.ts'

export interface GoalRow {
  readonly id: string
  readonly region_id: string
  readonly region_name: string
  readonly indicator: GoalIndicator
  /** `2026-10` */
  readonly baseline_month: string
  readonly baseline: string
  readonly baseline_from: 'ledger' | 'document'
  readonly target: string
  readonly due_month: string
  readonly source: string
  readonly note: string
  readonly set_by_name: string
  readonly version: number
  readonly created_at: Date
}

const month = (column: string) => sql<string>`to_char(${sql.ref(column)}, 'YYYY-MM')`

const select = (db: Db) =>
  db
    .selectFrom('goal')
    .innerJoin('region', 'region.id', 'goal.region_id')
    .select([
      'goal.id',
      'goal.region_id',
      'region.name as region_name',
      sql<GoalIndicator>`goal.indicator`.as('indicator'),
      month('goal.baseline_month').as('baseline_month'),
      sql<string>`goal.baseline::text`.as('baseline'),
      sql<GoalRow['baseline_from']>`goal.baseline_from`.as('baseline_from'),
      sql<string>`goal.target::text`.as('target'),
      month('goal.due_month').as('due_month'),
      'goal.source',
      'goal.note',
      'goal.set_by_name',
      'goal.version',
      'goal.created_at',
    ])

export async function findGoal(db: Db, id: string): Promise<GoalRow | undefined> {
  return select(db).where('goal.id', '=', id).executeTakeFirst()
}

export async function loadGoalForUpdate(tx: Tx, id: string): Promise<GoalRow | undefined> {
  return select(tx).where('goal.id', '=', id).forUpdate('goal').executeTakeFirst()
}

export interface GoalFilter {
  readonly indicator?: GoalIndicator
}

/** In the order of the months they are due. */
export async function listGoals(
  db: Db,
  filter: GoalFilter,
  page: PageRequest,
): Promise<{ readonly items: readonly GoalRow[]; readonly nextPageToken: string | null }> {
  let query = select(db)
  if (filter.indicator !== undefined) query = query.where('goal.indicator', '=', filter.indicator)
  return readPage(
    query,
    page,
    { sort: 'goal.due_month', id: 'goal.id', cast: 'timestamptz', direction: 'asc' },
    (row) => [`${row.due_month}-01`, row.id],
    (row) => row,
  )
}

export type GoalColumns = Omit<GoalRow, 'region_name' | 'version'>

/** @returns false where the level has one of that indicator and month. */
export async function insertGoal(tx: Tx, row: GoalColumns): Promise<boolean> {
  const result =
    await sql`insert into goal (id, region_id, indicator, baseline_month, baseline, baseline_from, target, due_month,
      source, note, set_by_name, created_at)
    values (${row.id}, ${row.region_id}, ${row.indicator}, ${`${row.baseline_month}-01`}, ${row.baseline}, ${row.baseline_from},
      ${row.target}, ${`${row.due_month}-01`}, ${row.source}, ${row.note}, ${row.set_by_name}, ${row.created_at})
    on conflict (region_id, indicator, due_month) do nothing`.execute(tx)
  return result.numAffectedRows === 1n
}

/** Whether another goal of the level has that indicator and month. */
export async function isTaken(
  tx: Tx,
  goal: Pick<GoalRow, 'id' | 'region_id' | 'indicator'>,
  dueMonth: string,
): Promise<boolean> {
  const { rows } =
    await sql`select from goal where region_id = ${goal.region_id} and indicator = ${goal.indicator}
    and due_month = ${`${dueMonth}-01`}::date and id <> ${goal.id}`.execute(tx)
  return rows.length > 0
}

/** @returns false when the version is stale. */
export function updateGoal(
  tx: Tx,
  goal: Authorised<GoalRow, 'modify'>,
  version: number,
  change: Pick<GoalRow, 'target' | 'due_month' | 'source' | 'note'>,
): Promise<boolean> {
  return updateVersion(tx, 'goal', goal.id, version, { ...change, due_month: `${change.due_month}-01` })
}

export async function removeGoal(tx: Tx, goal: Authorised<GoalRow, 'delete'>): Promise<void> {
  await tx.deleteFrom('goal').where('id', '=', goal.id).execute()
}
