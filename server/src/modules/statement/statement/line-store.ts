/** SQL on lines of statements: written once, in batches. */
import type { LineCategory } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import {
  type Db,
  decodePageToken,
  limitOf,
  type PageRequest,
  pageOf,
  type Tx,
} from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { fenText } from '../file/amount.ts'
import type { ParsedLine } from '../file/read-line.ts'

const BATCH = 10_000

export interface LineWriter {
  add(lines: readonly ParsedLine[]): Promise<void>
  /** What is left is written, and everything is there. */
  end(): Promise<void>
}

/** So many lines are written at once, while the next are read; no more are held than these and those. */
export function writeLines(tx: Tx, statementId: string): LineWriter {
  let held: ParsedLine[] = []
  let writing: Promise<void> = Promise.resolve()
  const write = async () => {
    await writing
    writing = insertBatch(tx, statementId, held)
    // What fails is thrown where it is waited for; a file that is refused meanwhile waits for nothing.
    writing.catch(() => {})
    held = []
  }
  return {
    async add(lines) {
      for (let at = 0; at < lines.length; ) {
        const some = lines.slice(at, at + BATCH - held.length)
        held.push(...some)
        at += some.length
        if (held.length >= BATCH) await write()
      }
    },
    async end() {
      if (held.length > 0) await write()
      await writing
    },
  }
}

async function insertBatch(tx: Tx, statementId: string, all: readonly ParsedLine[]): Promise<void> {
  const column = <T>(of: (line: ParsedLine) => T) => all.map(of)
  await sql`insert into statement_line (statement_id, no, resource_ref, item, meter, pool, stretch, quantity, unit, held, amount,
      service_month, category, is_correction, row_digest)
    select ${statementId}::uuid, * from unnest(${column((one) => one.no)}::int[],
      ${column((one) => one.resourceRef)}::text[], ${column((one) => one.item)}::text[],
      ${column((one) => one.meter)}::smallint[], ${column((one) => one.pool)}::text[],
      ${column((one) => one.stretch)}::text[], ${column((one) => one.quantity)}::numeric[],
      ${column((one) => one.unit)}::text[], ${column((one) => one.held)}::numeric[],
      ${column((one) => fenText(one.amount))}::numeric[],
      ${column((one) => one.serviceMonth && `${one.serviceMonth}-01`)}::date[],
      ${column((one) => one.category)}::text[], ${column((one) => one.isCorrection)}::boolean[],
      ${column((one) => one.rowDigest)}::text[])`.execute(tx)
}

export interface LineRow {
  readonly statement_id: string
  readonly no: number
  readonly resource_ref: string
  readonly item: string
  readonly meter: number | null
  readonly pool: string | null
  readonly stretch: string | null
  readonly quantity: string | null
  readonly unit: string | null
  /** 分, rounded. */
  readonly amount: string
  /** 分, as fine as the file says. */
  readonly exact_amount: string
  /** `2026-08` */
  readonly service_month: string | null
  readonly category: LineCategory | null
  readonly is_correction: boolean
}

const COLUMNS = sql`l.statement_id, l.no, l.resource_ref, l.item, l.meter, l.pool, l.stretch,
  trim_scale(l.quantity)::text as quantity, l.unit, round(l.amount)::text as amount, trim_scale(l.amount)::text as exact_amount, to_char(l.service_month, 'YYYY-MM') as service_month,
  l.category, l.is_correction`

/** In the order of the file. */
export async function listLines<W>(
  db: Db,
  filter: { readonly statementId: string; readonly resourceRef?: string | undefined },
  page: PageRequest,
  toWire: (row: LineRow) => W,
): Promise<{ items: W[]; nextPageToken: string | null }> {
  const conditions: RawBuilder<unknown>[] = [sql`l.statement_id = ${filter.statementId}`]
  if (filter.resourceRef !== undefined)
    conditions.push(sql`l.resource_key = lower(${filter.resourceRef.trim()})`)
  if (page.pageToken !== undefined) conditions.push(sql`l.no > ${afterNo(page.pageToken)}`)
  const { rows } = await sql<LineRow>`select ${COLUMNS} from statement_line l
    where ${sql.join(conditions, sql` and `)} order by l.no limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [String(row.no), filter.statementId], toWire)
}

function afterNo(token: string): number {
  const [no] = decodePageToken(token)
  return /^\d{1,9}$/.test(no) ? Number(no) : refuse('common.page_token_invalid')
}

/** The lines that a difference is about: of a resource by any of its names, and of one dimension where it is about one. */
export async function listLinesAbout(
  db: Db,
  about: {
    readonly statementId: string
    readonly keys: readonly string[]
    /** 0: all of them. */
    readonly meter: number
    /** `2026-08`: what corrects that month; null: of the statement's own. */
    readonly serviceMonth: string | null
    /** What is compared by itself, and its name; null: what falls into the cells of resources. */
    readonly apart: string | null
  },
  limit: number,
): Promise<readonly LineRow[]> {
  const { rows } = await sql<LineRow>`select ${COLUMNS} from statement_line l
    where l.statement_id = ${about.statementId} and l.resource_key = any (${sql.val([...about.keys])}::text[])
      and (${about.meter} = 0 or l.meter = ${about.meter})
      and l.service_month is not distinct from ${about.serviceMonth && `${about.serviceMonth}-01`}::date
      and l.apart is not distinct from ${about.apart}::text order by l.no limit ${limit}`.execute(db)
  return rows
}
