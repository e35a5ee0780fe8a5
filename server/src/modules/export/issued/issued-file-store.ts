/** SQL on issued files: added, never changed. */
import type { Noun } from '@yunheng/contract'
import { sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'

export interface IssuedRow {
  readonly id: string
  readonly sha256: string
  readonly sm3: string
  readonly size_bytes: string
  readonly file_name: string
  readonly operation: string
  readonly noun: Noun
  readonly object_id: string | null
  readonly label: string | null
  readonly filter: Readonly<Record<string, unknown>>
  readonly concerns: readonly string[]
  readonly person_id: string
  readonly person_name: string
  readonly body_id: string | null
  readonly body_name: string | null
  readonly issued_at: Date
}

const COLUMNS = sql`f.id, f.sha256, f.sm3, f.size_bytes::text as size_bytes, f.file_name, f.operation, f.noun, f.object_id, f.label,
  f.filter, f.concerns, f.person_id, f.person_name, f.body_id, f.body_name, f.issued_at`

export async function insertIssued(tx: Tx, row: IssuedRow): Promise<void> {
  await sql`insert into issued_file (id, sha256, sm3, size_bytes, file_name, operation, noun, object_id, label, filter, concerns,
      person_id, person_name, body_id, body_name, issued_at)
    values (${row.id}, ${row.sha256}, ${row.sm3}, ${row.size_bytes}, ${row.file_name}, ${row.operation}, ${row.noun},
      ${row.object_id}, ${row.label}, ${JSON.stringify(row.filter)}::jsonb, ${[...row.concerns]}::uuid[], ${row.person_id},
      ${row.person_name}, ${row.body_id}, ${row.body_name}, ${row.issued_at})`.execute(tx)
}

/** With the whole platform in sight: whether there is such a file at all. */
export async function isIssued(db: Db, digest: string): Promise<boolean> {
  const { rows } = await sql<{
    known: boolean
  }>`select exists (select from issued_file where sha256 = ${digest})
    or exists (select from issued_file where sm3 = ${digest}) as known`.execute(db)
  return rows[0]?.known ?? false
}

/** How often it went out, within sight, the latest first: ids are made in order of time. */
export async function findIssues(
  db: Db,
  digest: string,
  by: { readonly nouns: readonly Noun[]; readonly personId: string | null },
  limit: number,
): Promise<readonly IssuedRow[]> {
  const { rows } = await sql<IssuedRow>`select ${COLUMNS} from issued_file f
    where (f.sha256 = ${digest} or f.sm3 = ${digest})
      and (f.person_id = ${by.personId}::uuid or f.noun = any (${[...by.nouns]}::text[]))
    order by f.id desc limit ${limit}`.execute(db)
  return rows
}

export async function listIssues<W>(db: Db, page: PageRequest, toWire: (row: IssuedRow) => W) {
  const after = afterKey(page, { sort: 'f.id', id: 'f.id', cast: 'uuid' }, 'desc') ?? sql`true`
  const { rows } = await sql<IssuedRow>`select ${COLUMNS} from issued_file f where ${after}
    order by f.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}
