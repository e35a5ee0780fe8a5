/** The lists that the budget is asked about: read from what is filed, budgeted and registered, never typed. */
import { type Insertable, sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'

const bodiesBelow = (bodyId: string) => sql`(
  select below.id from body_directory below join body_directory top on top.id = ${bodyId}
  where below.path like top.path || '%')`

/** R272: upkeep in force for a year and the one before, by body; those that have any in either. */
export async function listUpkeep(
  db: Db,
  filter: { readonly bodyId?: string; readonly fiscalYear: number },
  page: PageRequest,
) {
  const year = filter.fiscalYear
  const sum = (purpose: string, of: number) =>
    sql<string>`coalesce(sum(b.amount_minor) filter (where b.purpose = ${purpose} and b.fiscal_year = ${of}), 0)::bigint`
  let query = db
    .selectFrom('budget as b')
    .innerJoin('body_directory as owner', 'owner.id', 'b.body_id')
    .select([
      'owner.id as body_id',
      'owner.name as body_name',
      sum('machine-room', year - 1).as('machine_room_before'),
      sum('machine-room', year).as('machine_room_planned'),
      sum('network', year - 1).as('network_before'),
      sum('network', year).as('network_planned'),
      sum('hardware', year - 1).as('hardware_before'),
      sum('hardware', year).as('hardware_planned'),
    ])
    .where('b.state', '=', 'active')
    .where('b.purpose', 'in', ['machine-room', 'network', 'hardware'])
    .where('b.fiscal_year', 'in', [year - 1, year])
    .groupBy(['owner.id', 'owner.name'])
  if (filter.bodyId !== undefined)
    query = query.where(sql<boolean>`b.body_id in ${bodiesBelow(filter.bodyId)}`)
  return readPage(
    query,
    page,
    { sort: 'owner.name', id: 'owner.id', cast: 'text', direction: 'asc' },
    (row) => [row.body_name, row.body_id],
    (row) => row,
  )
}

/** Evidence of a year for a system, the row of the system held. */
export async function countEvidence(db: Db, systemId: string, fiscalYear: number): Promise<number> {
  const row = await db
    .selectFrom('budget_stop_evidence')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('system_id', '=', systemId)
    .where('fiscal_year', '=', fiscalYear)
    .executeTakeFirstOrThrow()
  return row.count
}

export async function insertEvidence(tx: Tx, row: Insertable<Tables['budget_stop_evidence']>): Promise<void> {
  await tx.insertInto('budget_stop_evidence').values(row).execute()
}

/** The blob of a file of this system; undefined beyond the reader's sight. */
export async function findEvidenceBlob(
  db: Db,
  systemId: string,
  fileId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('budget_stop_evidence')
    .select('blob_id')
    .where('system_id', '=', systemId)
    .where('id', '=', fileId)
    .executeTakeFirst()
  return row?.blob_id
}
