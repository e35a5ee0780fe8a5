import { type Insertable, type Selectable, sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'

export interface MajorIssueRow extends Selectable<Tables['major_issue']> {
  readonly raised_by_body_name: string
  readonly responsible_name: string | null
}

export interface MajorIssueFilter {
  readonly state?: MajorIssueRow['state']
  readonly category?: MajorIssueRow['category']
  readonly responsibleBodyId?: string
  readonly overdue?: boolean
}

const select = (db: Db) =>
  db
    .selectFrom('major_issue')
    .innerJoin('body_directory as raiser', 'raiser.id', 'major_issue.raised_by_body_id')
    .leftJoin('body_directory as responsible', 'responsible.id', 'major_issue.responsible_body_id')
    .selectAll('major_issue')
    .select(['raiser.name as raised_by_body_name', 'responsible.name as responsible_name'])

export async function findMajorIssue(db: Db, id: string): Promise<MajorIssueRow | undefined> {
  return select(db).where('major_issue.id', '=', id).executeTakeFirst()
}

export async function loadMajorIssueForUpdate(tx: Tx, id: string): Promise<MajorIssueRow | undefined> {
  return select(tx).where('major_issue.id', '=', id).forUpdate('major_issue').executeTakeFirst()
}

/** Newest first. */
export async function listMajorIssues<W>(
  db: Db,
  filter: MajorIssueFilter & { readonly now: Date },
  page: PageRequest,
  toWire: (row: MajorIssueRow) => W,
) {
  let query = select(db)
  if (filter.state !== undefined) query = query.where('major_issue.state', '=', filter.state)
  if (filter.category !== undefined) query = query.where('major_issue.category', '=', filter.category)
  if (filter.responsibleBodyId !== undefined)
    query = query.where('major_issue.responsible_body_id', '=', filter.responsibleBodyId)
  if (filter.overdue !== undefined) {
    const late = sql<boolean>`(major_issue.closed_at is null and coalesce(major_issue.due_at < ${filter.now}, false))`
    query = query.where(filter.overdue ? late : sql<boolean>`not ${late}`)
  }
  return readPage(
    query,
    page,
    { sort: 'major_issue.raised_at', id: 'major_issue.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.raised_at.toISOString(), row.id],
    toWire,
  )
}

/** `ZT2026-000042`. */
export async function nextIssueNo(tx: Tx, year: string): Promise<string> {
  const result = await sql<{ n: string }>`select nextval('major_issue_no')::text as n`.execute(tx)
  return `ZT${year}-${(result.rows[0]?.n ?? '').padStart(6, '0')}`
}

export async function insertMajorIssue(tx: Tx, row: Insertable<Tables['major_issue']>): Promise<void> {
  await tx.insertInto('major_issue').values(row).execute()
}

/** @returns false when the version is stale. */
export function updateMajorIssue(
  tx: Tx,
  issue: Authorised<MajorIssueRow, 'operate' | 'approve'>,
  version: number,
  change: Partial<
    Pick<
      MajorIssueRow,
      | 'state'
      | 'decision'
      | 'responsible_body_id'
      | 'decided_by_name'
      | 'decided_at'
      | 'due_at'
      | 'working_days'
      | 'result'
      | 'closed_at'
    >
  >,
): Promise<boolean> {
  return updateVersion(tx, 'major_issue', issue.id, version, change)
}

export async function insertEntry(tx: Tx, entry: Insertable<Tables['major_issue_entry']>): Promise<void> {
  await tx.insertInto('major_issue_entry').values(entry).execute()
}

export async function listEntries(db: Db, issueId: string) {
  return db
    .selectFrom('major_issue_entry as e')
    .innerJoin('body_directory as b', 'b.id', 'e.body_id')
    .select(['e.kind', 'e.actor', 'e.text', 'e.at', 'b.name as body_name'])
    .where('e.issue_id', '=', issueId)
    .orderBy('e.id')
    .execute()
}

/** Whose office decides beside the regulator. */
export async function listLeadingGroups(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('body_directory')
    .select('id')
    .where('kind', '=', 'leading-group')
    .execute()
  return new Set(rows.map(({ id }) => id))
}
