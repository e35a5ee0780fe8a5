/** R273: systems that should be on the cloud and are not, with the evidence and the lines that keep them up. */
import { SHOWN_LINES_MAX } from '@yunheng/contract'
import { sql } from 'kysely'
import { type Db, type PageRequest, readPage } from '../../../platform/db/index.ts'
import { isWithinBody } from '../../organisation/index.ts'
import { type LineOfCheck, lineAsJson } from './duplicate-store.ts'

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

/** Lines in force for upkeep that name the system, or its body as a whole. */
const upkeep = (year: number) => sql`budget b where b.fiscal_year = ${year} and b.state = 'active'
  and b.purpose in ('machine-room', 'network', 'hardware')
  and (b.system_id = s.id or (b.body_id = s.body_id and b.system_id is null and b.filing_id is null))`

/** Systems that are registered as yet to migrate; what is above the level never should. */
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
      sql<string>`(select coalesce(sum(b.amount_minor) filter (where b.system_id is not null), 0)::bigint
        from ${upkeep(filter.fiscalYear)})`.as('upkeep_minor'),
      sql<string>`(select coalesce(sum(b.amount_minor) filter (where b.system_id is null), 0)::bigint
        from ${upkeep(filter.fiscalYear)})`.as('body_upkeep_minor'),
      sql<readonly (LineOfCheck & { readonly isOfSystem: boolean })[]>`(select coalesce(jsonb_agg(each.line
          order by each.is_wide, each.id), '[]')
        from (select ${lineAsJson} || jsonb_build_object('isOfSystem', b.system_id is not null) as line,
            b.system_id is null as is_wide, b.id from ${upkeep(filter.fiscalYear)}
          order by b.system_id is null, b.id limit ${SHOWN_LINES_MAX}) as each)`.as('lines'),
      evidence(filter.fiscalYear).as('evidence'),
    ])
    .where('s.deployment', '=', 'to-migrate')
    .where('s.lifecycle', '<>', 'retired')
    .where('s.protection_level', '<=', filter.levelMax)
  if (filter.bodyId !== undefined) query = query.where(isWithinBody('s.body_id', filter.bodyId))
  return readPage(
    query,
    page,
    { sort: 's.code', id: 's.id', cast: 'text', direction: 'asc' },
    (row) => [row.code, row.id],
    (row) => row,
  )
}
