/** The lists that the budget is asked about: read from what is filed, budgeted and registered, never typed. */
import { type Insertable, sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'

const bodiesBelow = (bodyId: string) => sql`(
  select below.id from body_directory below join body_directory top on top.id = ${bodyId}
  where below.path like top.path || '%')`

/** R270: new projects with infrastructure in them, newest first, each with those items. */
export async function listInfrastructure(db: Db, filter: { readonly bodyId?: string }, page: PageRequest) {
  let query = db
    .selectFrom('project_filing as f')
    .innerJoin('body_directory as owner', 'owner.id', 'f.body_id')
    .select([
      'f.id',
      'f.no',
      'f.name',
      'f.state',
      'f.created_at',
      'owner.id as body_id',
      'owner.name as body_name',
      sql<number>`(select count(*)::int from budget b where b.filing_id = f.id and b.state <> 'declined')`.as(
        'budgets',
      ),
      sql<
        readonly InfrastructureItem[]
      >`(select jsonb_agg(jsonb_build_object('number', i.number, 'kind', i.kind,
        'name', i.name, 'costMinor', i.cost_minor, 'document', i.requirement_document,
        'isApproved', i.approved_at is not null) order by i.number)
        from project_filing_item i where i.filing_id = f.id and i.kind in ('machine-room', 'own-cloud-expansion'))`.as(
        'items',
      ),
    ])
    .where('f.nature', '=', 'new')
    .where('f.state', 'in', ['submitted', 'accepted'])
    .where(sql<boolean>`exists (select from project_filing_item i where i.filing_id = f.id
      and i.kind in ('machine-room', 'own-cloud-expansion'))`)
  if (filter.bodyId !== undefined)
    query = query.where(sql<boolean>`f.body_id in ${bodiesBelow(filter.bodyId)}`)
  return readPage(
    query,
    page,
    { sort: 'f.created_at', id: 'f.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    (row) => row,
  )
}

export interface InfrastructureItem {
  readonly number: number
  readonly kind: 'machine-room' | 'own-cloud-expansion'
  readonly name: string
  readonly costMinor: number | null
  readonly document: string | null
  readonly isApproved: boolean
}

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

export interface EvidenceRow {
  readonly id: string
  readonly fileName: string
  readonly note: string
  readonly addedBy: string
  readonly addedAt: string
}

const FILES_MAX = 20
const evidence = (year: number) => sql<readonly EvidenceRow[] | null>`(select jsonb_agg(jsonb_build_object(
    'id', e.id, 'fileName', e.file_name, 'note', e.note, 'addedBy', e.added_by, 'addedAt',
    to_char(e.added_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by e.added_at, e.id)
  from (select x.*, blob.file_name from budget_stop_evidence x join blob on blob.id = x.blob_id
    where x.system_id = s.id and x.fiscal_year = ${year} order by x.added_at limit ${FILES_MAX}) e)`

/** R273: systems that are registered as yet to migrate; what is above the level never should. */
export async function listToMigrate(
  db: Db,
  filter: { readonly bodyId?: string; readonly fiscalYear: number; readonly levelMax: number },
  page: PageRequest,
) {
  let query = db
    .selectFrom('system as s')
    .innerJoin('body_directory as owner', 'owner.id', 's.body_id')
    .leftJoin('migration_wave as wave', 'wave.id', 's.wave_id')
    .select([
      's.id',
      's.code',
      's.name',
      'owner.id as body_id',
      'owner.name as body_name',
      'wave.name as wave_name',
      'wave.ends_on as wave_ends_on',
      sql<string>`coalesce((select sum(b.amount_minor) from budget b where b.system_id = s.id
        and b.fiscal_year = ${filter.fiscalYear} and b.state = 'active'
        and b.purpose in ('machine-room', 'network', 'hardware')), 0)::bigint`.as('upkeep_minor'),
      evidence(filter.fiscalYear).as('evidence'),
    ])
    .where('s.deployment', '=', 'to-migrate')
    .where('s.lifecycle', '<>', 'retired')
    .where('s.protection_level', '<=', filter.levelMax)
  if (filter.bodyId !== undefined)
    query = query.where(sql<boolean>`s.body_id in ${bodiesBelow(filter.bodyId)}`)
  return readPage(
    query,
    page,
    { sort: 's.code', id: 's.id', cast: 'text', direction: 'asc' },
    (row) => [row.code, row.id],
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
