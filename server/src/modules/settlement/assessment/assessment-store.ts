/** SQL on assessments. */
import type { AssessmentLine, AssessmentState } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'

export interface AssessmentRow {
  readonly id: string
  readonly provider_body_id: string
  readonly provider_name: string
  /** First day. */
  readonly quarter: string
  readonly lines: readonly AssessmentLine[]
  readonly score_tenths: number
  readonly evidence: string
  readonly state: AssessmentState
  readonly entered_by: string
  readonly entered_by_name: string
  readonly entered_at: Date
  readonly decided_by_name: string | null
  readonly decided_at: Date | null
  readonly comment: string | null
  readonly version: number
}

const COLUMNS = sql`a.id, a.provider_body_id, coalesce(p.name, '') as provider_name, a.quarter::text as quarter, a.lines,
  a.score_tenths, a.evidence, a.state, a.entered_by, a.entered_by_name, a.entered_at, a.decided_by_name, a.decided_at, a.comment,
  a.version`
const FROM = sql`assessment a left join body_directory p on p.id = a.provider_body_id`

export async function findAssessment(db: Db, id: string): Promise<AssessmentRow | undefined> {
  const { rows } = await sql<AssessmentRow>`select ${COLUMNS} from ${FROM} where a.id = ${id}`.execute(db)
  return rows[0]
}

export async function loadAssessmentForUpdate(tx: Tx, id: string): Promise<AssessmentRow | undefined> {
  await sql`select from assessment where id = ${id} for update`.execute(tx)
  return findAssessment(tx, id)
}

export async function findConfirmed(
  db: Db,
  providerBodyId: string,
  quarter: string,
): Promise<AssessmentRow | undefined> {
  const { rows } = await sql<AssessmentRow>`select ${COLUMNS} from ${FROM}
    where a.provider_body_id = ${providerBodyId} and a.quarter = ${quarter}::date and a.state = 'confirmed'`.execute(
    db,
  )
  return rows[0]
}

/** The latest quarter first. */
export async function listAssessments<W>(
  db: Db,
  filter: {
    readonly providerBodyId?: string | undefined
    /** First day. */
    readonly quarter?: string | undefined
    readonly state?: AssessmentState | undefined
  },
  page: PageRequest,
  toWire: (row: AssessmentRow) => W,
) {
  const conditions = [sql`true`]
  if (filter.providerBodyId !== undefined) conditions.push(sql`a.provider_body_id = ${filter.providerBodyId}`)
  if (filter.quarter !== undefined) conditions.push(sql`a.quarter = ${filter.quarter}::date`)
  if (filter.state !== undefined) conditions.push(sql`a.state = ${filter.state}`)
  const after = afterKey(page, { sort: 'a.quarter', id: 'a.id', cast: 'timestamptz' }, 'desc')
  if (after) conditions.push(after)
  const { rows } =
    await sql<AssessmentRow>`select ${COLUMNS} from ${FROM} where ${sql.join(conditions, sql` and `)}
    order by a.quarter desc, a.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.quarter, row.id], toWire)
}

export async function insertAssessment(
  tx: Tx,
  row: Pick<
    AssessmentRow,
    | 'id'
    | 'provider_body_id'
    | 'quarter'
    | 'lines'
    | 'score_tenths'
    | 'evidence'
    | 'entered_by'
    | 'entered_by_name'
    | 'entered_at'
  >,
): Promise<void> {
  await sql`insert into assessment (id, provider_body_id, quarter, lines, score_tenths, evidence, entered_by, entered_by_name,
      entered_at)
    values (${row.id}, ${row.provider_body_id}, ${row.quarter}::date, ${JSON.stringify(row.lines)}::jsonb,
      ${row.score_tenths}, ${row.evidence}, ${row.entered_by}, ${row.entered_by_name}, ${row.entered_at})`.execute(
    tx,
  )
}

/** @returns false when the version is stale. */
export async function decideAssessment(
  tx: Tx,
  assessment: Authorised<AssessmentRow, 'approve'>,
  version: number,
  to: {
    readonly state: 'confirmed' | 'declined'
    readonly by: string
    readonly byName: string
    readonly at: Date
    readonly comment: string
  },
): Promise<boolean> {
  const result =
    await sql`update assessment set state = ${to.state}, decided_by = ${to.by}, decided_by_name = ${to.byName},
      decided_at = ${to.at}, comment = ${to.comment}, version = version + 1
    where id = ${assessment.id} and version = ${version}`.execute(tx)
  return result.numAffectedRows === 1n
}
