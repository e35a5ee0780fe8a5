import type { ExportFormat, ExportState, ReasonCode } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../platform/db/index.ts'

export type ExportRow = Omit<Selectable<Tables['export']>, 'state' | 'format'> & {
  readonly state: ExportState
  readonly format: ExportFormat
}

/** Whose they are: asked by the owner as well, for whoever sees everything has his own exports all the same. */
export interface Owner {
  readonly personId: string
  readonly postId: string
}

export async function findOwnExport(db: Db, owner: Owner, id: string): Promise<ExportRow | undefined> {
  return (await ownExports(db, owner).where('id', '=', id).executeTakeFirst()) as ExportRow | undefined
}

export async function loadOwnExportForUpdate(
  tx: Tx,
  owner: Owner,
  id: string,
): Promise<ExportRow | undefined> {
  const row = await ownExports(tx, owner).where('id', '=', id).forUpdate().executeTakeFirst()
  return row as ExportRow | undefined
}

const ownExports = (db: Db, { personId, postId }: Owner) =>
  db.selectFrom('export').selectAll().where('person_id', '=', personId).where('post_id', '=', postId)

/** Newest first: ids are made in order of time. */
export async function listOwnExports<W>(
  db: Db,
  owner: Owner,
  page: PageRequest,
  toWire: (row: ExportRow) => W,
) {
  return readPage(
    ownExports(db, owner),
    page,
    { sort: 'id', id: 'id', cast: 'uuid', direction: 'desc' },
    (row) => [row.id, row.id],
    (row) => toWire(row as ExportRow),
  )
}

/** Counted with the person's row held, so that two starts at once count each other. */
export async function countOwnExportsForUpdate(
  tx: Tx,
  personId: string,
): Promise<{ readonly underWay: number; readonly kept: number }> {
  await sql`select pg_advisory_xact_lock(4714, hashtext(${personId}))`.execute(tx)
  const { rows } = await sql<{ under_way: number; kept: number }>`
    select count(*) filter (where state in ('waiting', 'running'))::int as under_way, count(*)::int as kept
    from export where person_id = ${personId}`.execute(tx)
  return { underWay: rows[0]?.under_way ?? 0, kept: rows[0]?.kept ?? 0 }
}

export interface NewExport extends Owner {
  readonly id: string
  readonly bodyId: string
  readonly accountId: string
  readonly list: string
  readonly filters: Readonly<Record<string, unknown>>
  readonly format: ExportFormat
  readonly language: 'zh' | 'en'
  readonly now: Date
  readonly keptUntil: Date
}

export async function insertExport(tx: Tx, one: NewExport): Promise<ExportRow> {
  const row = await tx
    .insertInto('export')
    .values({
      id: one.id,
      person_id: one.personId,
      post_id: one.postId,
      body_id: one.bodyId,
      account_id: one.accountId,
      list: one.list,
      filters: JSON.stringify(one.filters),
      format: one.format,
      language: one.language,
      state: 'waiting',
      details: '{}',
      created_at: one.now,
      kept_until: one.keptUntil,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as ExportRow
}

/** Begins it, or begins it anew when whoever had begun is gone. @returns null when it has ended. */
export async function updateBegun(tx: Tx, id: string): Promise<ExportRow | null> {
  const row = await tx
    .updateTable('export')
    .set({ state: 'running', attempts: sql`attempts + 1`, rows: 0 })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .returningAll()
    .executeTakeFirst()
  return (row as ExportRow | undefined) ?? null
}

/** One beginning: what an older one, still alive somewhere, has to say no longer counts. */
export interface Run {
  readonly id: string
  readonly attempts: number
}

const running = (tx: Tx, { id, attempts }: Run) =>
  tx
    .updateTable('export')
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('attempts', '=', attempts)

/** @returns whether it is still wanted, by this run. */
export async function updateProgress(
  tx: Tx,
  run: Run,
  progress: { readonly rows: number; readonly expected: RowCount | null },
): Promise<boolean> {
  const { numUpdatedRows } = await running(tx, run)
    .set({
      rows: progress.rows,
      expected_rows: progress.expected?.count ?? null,
      is_estimate: progress.expected?.isEstimate ?? null,
    })
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

interface RowCount {
  readonly count: number
  readonly isEstimate: boolean
}

/** @returns whether it counts: not cancelled, not begun anew meanwhile. */
export async function updateReady(
  tx: Tx,
  run: Run,
  file: {
    readonly rows: number
    readonly sizeBytes: number
    readonly name: string
    readonly keptUntil: Date
  },
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await running(tx, run)
    .set({
      state: 'ready',
      rows: file.rows,
      size_bytes: String(file.sizeBytes),
      file_name: file.name,
      ended_at: now,
      kept_until: file.keptUntil,
    })
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function updateFailed(
  tx: Tx,
  run: Run,
  failure: { readonly reason: ReasonCode; readonly details: Readonly<Record<string, string | number>> },
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await running(tx, run)
    .set({
      state: 'failed',
      reason: failure.reason,
      details: JSON.stringify(failure.details),
      ended_at: now,
    })
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function updateCancelled(tx: Tx, id: string, now: Date): Promise<ExportRow> {
  const row = await tx
    .updateTable('export')
    .set({ state: 'cancelled', ended_at: now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as ExportRow
}

export async function removeExport(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('export').where('id', '=', id).execute()
}

const SWEEP_BATCH = 100

export async function listUnderWay(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('export')
    .select('id')
    .where('state', 'in', ['waiting', 'running'])
    .orderBy('id')
    .limit(SWEEP_BATCH)
    .execute()
  return rows.map((row) => row.id)
}

/** Past their time, and not being written just now. @returns how many went. */
export async function removeExportsBefore(tx: Tx, now: Date): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('export')
    .where('kept_until', '<', now)
    .where('state', 'not in', ['waiting', 'running'])
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Which of these have a file, or will have. */
export async function listExisting(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select id from export
    where id = any(${[...ids]}::uuid[]) and state in ('waiting', 'running', 'ready')`.execute(db)
  return new Set(rows.map((row) => row.id))
}
