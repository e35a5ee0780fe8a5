/** SQL that finds what has drifted. Nothing of it is kept: it is read from resources and inventory as they are. */
import type { Difference, DriftSort, ItemStanding, ResourceKind } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import {
  containing,
  type Db,
  decodePageToken,
  limitOf,
  type PageRequest,
  pageOf,
} from '../../platform/db/index.ts'

export interface DriftRow {
  readonly rank: number
  readonly id: string
  readonly sort: DriftSort
  readonly kind: ResourceKind
  readonly name: string
  readonly external_id: string | null
  readonly cloud_id: string
  readonly cloud_name: string
  readonly body_id: string | null
  readonly body_name: string | null
  readonly system_id: string | null
  readonly system_name: string | null
  readonly provider_body_id: string
  readonly resource_id: string | null
  readonly resource_name: string | null
  readonly version: number | null
  readonly item_id: string | null
  readonly standing: ItemStanding | null
  readonly differences: readonly Difference[]
  readonly since: Date
  readonly digest: string
  readonly accepted_reason: string | null
  readonly accepted_until: string | null
  readonly accepted_by: string | null
  readonly accepted_at: Date | null
  readonly removal_wanted_at: Date | null
  readonly removal_problem: { readonly reason: string; readonly details: Record<string, string> } | null
}

export interface DriftFilter {
  readonly sort?: DriftSort
  readonly cloudId?: string
  readonly kind?: ResourceKind
  readonly accepted?: boolean
  readonly q?: string
}

interface Asked extends DriftFilter {
  readonly id?: string
  /** Rows with a smaller id, of the branch that the page ended in. */
  readonly after?: string
}

/** What of the union one branch finds: those beyond the filter's sort are not asked at all. */
interface Branch {
  /** Its place in the list: what is ours comes before what is nobody's, of which there may be very many. */
  readonly rank: number
  readonly sorts: readonly DriftSort[]
  readonly rows: (asked: Asked, today: string) => RawBuilder<unknown>
}

/** Conditions on the branch's own row `d`, and on whether it is accepted. */
function conditionsOf(asked: Asked, isAccepted: RawBuilder<unknown>): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = []
  if (asked.id !== undefined) all.push(sql`d.id = ${asked.id}`)
  // One that is asked for by its id is shown whether it was accepted or not.
  else all.push(asked.accepted === true ? isAccepted : sql`not ${isAccepted}`)
  if (asked.cloudId !== undefined) all.push(sql`d.cloud_id = ${asked.cloudId}`)
  if (asked.kind !== undefined) all.push(sql`d.kind = ${asked.kind}`)
  if (asked.q !== undefined)
    all.push(sql`(d.name ilike ${containing(asked.q)} or d.external_id = ${asked.q})`)
  if (asked.after !== undefined) all.push(sql`d.id < ${asked.after}::uuid`)
  return sql.join(all, sql` and `)
}

const ours: Branch = {
  rank: 0,
  sorts: ['changed', 'vanished'],
  rows: (
    asked,
    today,
  ) => sql`select d.id, d.sort, d.kind, d.name, d.external_id, d.cloud_id, d.body_id, d.system_id,
      d.provider_body_id, d.id, d.name, d.version, null::uuid, null::text, d.differences, d.since, d.digest, a.reason,
      a.until, a.person, a.at, null::timestamptz, null::jsonb
    from resource_drift d left join drift_acceptance a
      on a.subject_id = d.id and a.digest = d.digest and a.until >= ${today}::date
    where ${conditionsOf(asked, sql`a.subject_id is not null`)} ${ofSort(asked)}`,
}

const ofSort = ({ sort }: Asked) => (sort === undefined ? sql`` : sql`and d.sort = ${sort}`)

const leftovers: Branch = {
  rank: 1,
  sorts: ['reappeared'],
  rows: (asked, today) => sql`select d.id, 'reappeared', d.kind, d.name, d.external_id, d.cloud_id, d.body_id,
      d.system_id, d.provider_body_id, d.resource_id, d.resource_name, d.version, d.id, 'leftover', '[]'::jsonb, d.since,
      0::bigint, a.reason, a.until, a.person, a.at, m.wanted_at, m.problem
    from inventory_leftover d
    left join drift_acceptance a on a.subject_id = d.id and a.until >= ${today}::date
    left join drift_removal m on m.item_id = d.id
    where ${conditionsOf(asked, sql`a.subject_id is not null`)}`,
}

const CAME_BACK = sql`exists (select from inventory_change h where h.item_id = d.id and h.sort = 'reappeared')`

const untagged: Branch = {
  rank: 2,
  sorts: ['unmanaged', 'reappeared'],
  rows: (
    asked,
    today,
  ) => sql`select d.id, case when ${CAME_BACK} then 'reappeared' else 'unmanaged' end, d.kind,
      d.name, d.external_id, d.cloud_id, null::uuid, null::uuid, c.provider_body_id, null::uuid, null::text, null::int,
      d.id, case when g.item_id is null then 'unmanaged' else 'ignored' end, '[]'::jsonb,
      case when ${CAME_BACK} then d.known_since else d.first_seen_at end, 0::bigint,
      g.reason, g.until, w.name, g.at, null::timestamptz, null::jsonb
    from inventory_item d join cloud c on c.id = d.cloud_id
    left join inventory_ignored g on g.item_id = d.id and (g.until is null or g.until >= ${today}::date)
    left join person w on w.id = g.person_id
    where d.tag is null and d.vanished_at is null and ${conditionsOf(asked, sql`g.item_id is not null`)}
      ${asked.sort === undefined ? sql`` : asked.sort === 'reappeared' ? sql`and ${CAME_BACK}` : sql`and not ${CAME_BACK}`}`,
}

const BRANCHES: readonly Branch[] = [ours, leftovers, untagged]

const branchesOf = ({ sort }: DriftFilter) =>
  BRANCHES.filter(({ sorts }) => sort === undefined || sorts.includes(sort))

/** What every branch answers, in this order. */
const COLUMNS =
  sql.raw(`rank, id, sort, kind, name, external_id, cloud_id, body_id, system_id, provider_body_id, resource_id,
  resource_name, version, item_id, standing, differences, since, digest, accepted_reason, accepted_until, accepted_by,
  accepted_at, removal_wanted_at, removal_problem`)

/** Where a page begins: behind this row of this branch. */
interface Behind {
  readonly rank: number
  readonly id: string
}

/** Each branch goes as far as one page needs; the page is merged from them. In each newest first, as ids are made. */
async function selectDrift(
  db: Db,
  asked: Asked,
  behind: Behind | null,
  today: string,
  limit: number,
): Promise<readonly DriftRow[]> {
  const size = sql.lit(limit)
  const pages = branchesOf(asked)
    .filter(({ rank }) => behind === null || rank >= behind.rank)
    .map(({ rank, rows }) => {
      const within = behind?.rank === rank ? { ...asked, after: behind.id } : asked
      return sql`select ${sql.lit(rank)}, part.* from (${rows(within, today)} order by d.id desc limit ${size}) part`
    })
  if (pages.length === 0) return []
  const found = await sql<DriftRow>`select x.*, coalesce(c.name, (select p.cloud_name from pool_directory p
      where p.cloud_id = x.cloud_id limit 1), '') as cloud_name, b.name as body_name, s.name as system_name
    from (select * from (${sql.join(pages, sql` union all `)}) u(${COLUMNS}) order by rank, id desc limit ${size}) x
    left join cloud c on c.id = x.cloud_id
    left join body_directory b on b.id = x.body_id
    left join system_directory s on s.id = x.system_id
    order by x.rank, x.id desc`.execute(db)
  return found.rows
}

export async function listDrift<W>(
  db: Db,
  filter: DriftFilter,
  page: PageRequest,
  today: string,
  toWire: (row: DriftRow) => W,
): Promise<{ items: W[]; nextPageToken: string | null }> {
  const rows = await selectDrift(db, filter, behindOf(page), today, limitOf(page))
  return pageOf(rows, page, (row) => [String(row.rank), row.id], toWire)
}

function behindOf({ pageToken }: PageRequest): Behind | null {
  if (pageToken === undefined) return null
  const [rank, id] = decodePageToken(pageToken)
  return { rank: Number.parseInt(rank, 10) || 0, id }
}

/** One, accepted or not; undefined when it is over or beyond sight. */
export async function findDrift(
  db: Db,
  of: { readonly id: string; readonly sort: DriftSort },
  today: string,
): Promise<DriftRow | undefined> {
  return (await selectDrift(db, of, null, today, 1))[0]
}

/** Open ones, counted up to a bound: beyond it the number says nothing that "more" does not. */
export async function countDrift(db: Db, sort: DriftSort, today: string, max: number): Promise<number> {
  const size = sql.lit(max)
  const parts = branchesOf({ sort }).map(
    ({ rows }) => sql`(select count(*) as n from (${rows({ sort }, today)} limit ${size}) f)`,
  )
  const { rows } = await sql<{ n: string }>`select least(sum(n), ${size}) as n
    from (${sql.join(parts, sql` union all `)}) t`.execute(db)
  return Number(rows[0]?.n ?? 0)
}
