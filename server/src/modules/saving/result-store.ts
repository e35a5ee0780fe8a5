/** SQL: what notices have come to, by month and body. Each figure counts the rows that the list shows for the same filter. */
import { sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf } from '../../platform/db/index.ts'

export interface Figures {
  readonly planned_count: number
  readonly planned: string
  readonly planned_unpriced: number
  readonly done_count: number
  readonly done: string
  readonly done_unpriced: number
  readonly billed_count: number
  readonly billed: string
}

export interface ResultFilter {
  /** `2026-01`, both included. */
  readonly from: string
  readonly until: string
  readonly bodyId?: string
}

const monthOf = (column: string) => sql.raw(`to_char(${column}, 'YYYY-MM')`)

/** One row for each thing that happened to a notice: it was to be done, it was done. */
function happened({ from, until, bodyId }: ResultFilter) {
  const [first, last] = [`${from}-01`, `${until}-01`]
  const within = (column: string) => sql`${sql.ref(column)} >= ${first}::date
    and ${sql.ref(column)} < (${last}::date + interval '1 month')::date`
  const own = bodyId === undefined ? sql`true` : sql`n.body_id = ${bodyId}`
  return sql`(
    select ${monthOf('n.due_on')} as month, n.body_id, n.saving_fen as planned, 1 as is_planned, 0 as is_done,
      null::bigint as done, 0 as is_billed, 0::bigint as billed
    from saving_notice n where n.state in ('accepted', 'insisted', 'done') and ${within('n.due_on')} and ${own}
    union all
    select ${monthOf('n.settled_on')}, n.body_id, null, 0, 1, n.settled_fen, (n.billed_before_fen is not null)::int,
      coalesce(n.billed_before_fen - n.billed_after_fen, 0)
    from saving_notice n where n.state = 'done' and ${within('n.settled_on')} and ${own}) as h`
}

const SUMS = sql.raw(`sum(h.is_planned)::int as planned_count, coalesce(sum(h.planned), 0)::text as planned,
  (count(*) filter (where h.is_planned = 1 and h.planned is null))::int as planned_unpriced,
  sum(h.is_done)::int as done_count, coalesce(sum(h.done), 0)::text as done,
  (count(*) filter (where h.is_done = 1 and h.done is null))::int as done_unpriced,
  sum(h.is_billed)::int as billed_count, coalesce(sum(h.billed), 0)::text as billed`)

export async function sumByMonth(
  db: Db,
  filter: ResultFilter,
): Promise<readonly (Figures & { readonly month: string })[]> {
  const { rows } = await sql<
    Figures & { readonly month: string }
  >`select h.month, ${SUMS} from ${happened(filter)}
    group by h.month order by h.month`.execute(db)
  return rows
}

/** Those that have done the most. */
export async function sumByBody(
  db: Db,
  filter: ResultFilter,
  limit: number,
): Promise<readonly (Figures & { readonly id: string; readonly name: string })[]> {
  const { rows } = await sql<Figures & { readonly id: string; readonly name: string }>`
    select t.*, b.name from (select h.body_id as id, ${SUMS} from ${happened(filter)} group by h.body_id
      order by coalesce(sum(h.done), 0) desc, coalesce(sum(h.planned), 0) desc, h.body_id limit ${limit}) as t
    join body_directory b on b.id = t.id order by t.done::numeric desc, t.planned::numeric desc, t.id`.execute(
    db,
  )
  return rows
}

export type ResultRow = Figures & {
  readonly month: string
  readonly body_id: string
  readonly body_name: string
}

/** The latest month first. */
export async function listResults<W>(
  db: Db,
  filter: ResultFilter,
  page: PageRequest,
  toWire: (row: ResultRow) => W,
) {
  const after = afterKey(page, { sort: 't.month', id: 't.body_id', cast: 'text' }, 'desc') ?? sql`true`
  const { rows } = await sql<ResultRow>`select t.*, b.name as body_name
    from (select h.month, h.body_id, ${SUMS} from ${happened(filter)} group by h.month, h.body_id) as t
    join body_directory b on b.id = t.body_id where ${after}
    order by t.month desc, t.body_id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.month, row.body_id], toWire)
}

/** The last day of which something done was held against the bills. */
export async function findBilledUntil(db: Db): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select max(settled_on)::text as day from saving_notice where billed_before_fen is not null`.execute(db)
  return rows[0]?.day ?? null
}
