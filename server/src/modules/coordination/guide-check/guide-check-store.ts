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

export interface GuideCheckRow extends Selectable<Tables['guide_check']> {
  readonly guide_name: string
  readonly body_name: string
}
export interface CountedCheckRow extends GuideCheckRow {
  readonly meets: number
  readonly fails: number
  readonly not_applicable: number
  readonly unrecorded: number
}
export type FindingRow = Selectable<Tables['guide_check_finding']>

export interface GuideCheckFilter {
  readonly state?: GuideCheckRow['state']
  readonly field?: GuideCheckRow['guide_field']
  readonly bodyId?: string
  readonly subjectId?: string
}

const select = (db: Db) =>
  db
    .selectFrom('guide_check')
    .innerJoin('body_directory as guide', 'guide.id', 'guide_check.guide_body_id')
    .innerJoin('body_directory as body', 'body.id', 'guide_check.body_id')
    .selectAll('guide_check')
    .select(['guide.name as guide_name', 'body.name as body_name'])

const count = (verdict: string | null) =>
  sql<number>`(select count(*)::int from guide_check_finding f
    where f.check_id = guide_check.id and f.verdict is not distinct from ${verdict}::text)`

export async function findGuideCheck(db: Db, id: string): Promise<GuideCheckRow | undefined> {
  return select(db).where('guide_check.id', '=', id).executeTakeFirst()
}

export async function loadGuideCheckForUpdate(tx: Tx, id: string): Promise<GuideCheckRow | undefined> {
  return select(tx).where('guide_check.id', '=', id).forUpdate('guide_check').executeTakeFirst()
}

/** Newest first. */
export async function listGuideChecks<W>(
  db: Db,
  filter: GuideCheckFilter,
  page: PageRequest,
  toWire: (row: CountedCheckRow) => W,
) {
  let query = select(db).select([
    count('meets').as('meets'),
    count('fails').as('fails'),
    count('not-applicable').as('not_applicable'),
    count(null).as('unrecorded'),
  ])
  if (filter.state !== undefined) query = query.where('guide_check.state', '=', filter.state)
  if (filter.field !== undefined) query = query.where('guide_check.guide_field', '=', filter.field)
  if (filter.bodyId !== undefined) query = query.where('guide_check.body_id', '=', filter.bodyId)
  if (filter.subjectId !== undefined) query = query.where('guide_check.subject_id', '=', filter.subjectId)
  return readPage(
    query,
    page,
    { sort: 'guide_check.opened_at', id: 'guide_check.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.opened_at.toISOString(), row.id],
    toWire,
  )
}

/** `ZD2026-000042`. */
export async function nextCheckNo(tx: Tx, year: string): Promise<string> {
  const result = await sql<{ n: string }>`select nextval('guide_check_no')::text as n`.execute(tx)
  return `ZD${year}-${(result.rows[0]?.n ?? '').padStart(6, '0')}`
}

export async function insertGuideCheck(
  tx: Tx,
  check: Insertable<Tables['guide_check']>,
  findings: readonly Insertable<Tables['guide_check_finding']>[],
): Promise<void> {
  await tx.insertInto('guide_check').values(check).execute()
  await tx
    .insertInto('guide_check_finding')
    .values([...findings])
    .execute()
}

/** @returns false when the version is stale. */
export function updateGuideCheck(
  tx: Tx,
  check: Authorised<GuideCheckRow, 'modify' | 'operate'>,
  version: number,
  change: Partial<Pick<GuideCheckRow, 'state' | 'due_at' | 'conclusion' | 'closed_at'>>,
): Promise<boolean> {
  return updateVersion(tx, 'guide_check', check.id, version, change)
}

export async function listFindings(db: Db, checkId: string): Promise<readonly FindingRow[]> {
  return db
    .selectFrom('guide_check_finding')
    .selectAll()
    .where('check_id', '=', checkId)
    .orderBy('position')
    .execute()
}

export async function updateFinding(
  tx: Tx,
  check: Authorised<GuideCheckRow, 'modify' | 'operate'>,
  code: string,
  change: Partial<Pick<FindingRow, 'verdict' | 'note' | 'rectification' | 'rectified_on' | 'answered_by'>>,
): Promise<void> {
  await tx
    .updateTable('guide_check_finding')
    .set(change)
    .where('check_id', '=', check.id)
    .where('code', '=', code)
    .execute()
}

export async function insertStep(tx: Tx, step: Insertable<Tables['guide_check_step']>): Promise<void> {
  await tx.insertInto('guide_check_step').values(step).execute()
}

export async function listSteps(db: Db, checkId: string) {
  return db.selectFrom('guide_check_step').selectAll().where('check_id', '=', checkId).orderBy('id').execute()
}

export async function insertFile(tx: Tx, file: Insertable<Tables['guide_check_file']>): Promise<void> {
  await tx.insertInto('guide_check_file').values(file).execute()
}

export async function listFiles(db: Db, checkId: string) {
  return db
    .selectFrom('guide_check_file as f')
    .innerJoin('blob', 'blob.id', 'f.blob_id')
    .select(['f.id', 'f.code', 'f.side', 'f.blob_id', 'f.note', 'f.added_by', 'f.added_at'])
    .select(['blob.file_name', 'blob.media_type', 'blob.size_bytes', 'blob.digest'])
    .where('f.check_id', '=', checkId)
    .orderBy('f.id')
    .execute()
}
