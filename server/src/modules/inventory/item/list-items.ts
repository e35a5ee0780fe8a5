/** SQL that shows items with whose they are: derived from the tag and the resource behind it, never kept (DESIGN §2). */
import type { ItemStanding, ResourceKind } from '@yunheng/contract'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import {
  afterKey,
  type Db,
  decodePageToken,
  type PageRequest,
  PREPARED,
  pageOf,
  type Tables,
} from '../../../platform/db/index.ts'
import type { ItemRow } from './item-store.ts'

export type ShownItem = ItemRow & {
  readonly cloud_name: string
  readonly provider_body_id: string
  readonly standing: ItemStanding
  readonly resource_name: string | null
  readonly project_name: string | null
  readonly ignored_reason: string | null
  readonly ignored_until: string | null
}

export interface ItemFilter {
  readonly cloudId?: string
  readonly kind?: ResourceKind
  readonly standing?: ItemStanding
  readonly state?: string
  readonly projectRef?: string
  readonly q?: string
  readonly changedSince?: string
}

/**
 * A resource that has no external id yet may be on its way: what carries its tag is what it waits for. A project that several
 * regions of one cloud share is shown by each of them.
 */
const SAME = sql`(r.external_id is null or (r.external_id = i.external_id
    and (r.cloud_id = i.cloud_id or i.kind = 'project')))`

const standingAt = (today: string) => sql<ItemStanding>`case
  when i.vanished_at is not null then 'vanished'
  when i.tag is null and g.item_id is not null and (g.until is null or g.until >= ${today}::date) then 'ignored'
  when i.tag is null then 'unmanaged'
  when r.id is null then 'foreign'
  when r.released_at is not null then 'leftover'
  when ${SAME} then 'managed'
  else 'duplicate' end`

/** Named, so that a statement that is kept prepared stays the same when a migration adds a column. */
const COLUMNS = sql.raw(
  [
    'id',
    'cloud_id',
    'kind',
    'external_id',
    'fingerprint',
    'project_ref',
    'name',
    'state',
    'native_state',
    'spec',
    'attributes',
    'fault',
    'tag',
    'resource_id',
    'cloud_created_at',
    'first_seen_at',
    'known_since',
    'vanished_at',
  ]
    .map((column) => `i.${column}`)
    .join(', '),
)

/** Items `i` with their names and whose they are. */
const shown = (
  today: string,
  from: RawBuilder<unknown>,
) => sql`select ${COLUMNS}, c.name as cloud_name, c.provider_body_id,
    r.name as resource_name, p.name as project_name, g.reason as ignored_reason, g.until as ignored_until,
    ${standingAt(today)} as standing
  from ${from}
  join cloud c on c.id = i.cloud_id
  left join resource_directory r on r.id = i.resource_id
  left join inventory_ignored g on g.item_id = i.id
  left join inventory_item p on p.cloud_id = i.cloud_id and p.kind = 'project' and p.external_id = i.project_ref`

export async function findShownItem(db: Db, id: string, today: string): Promise<ShownItem | undefined> {
  const found = await sql<ShownItem>`${shown(today, sql`inventory_item i`)} where i.id = ${id}`.execute(db)
  return found.rows[0]
}

/** The rows that a filter leaves, as conditions on the item `i`, its resource `r` and what is left aside `g`. */
function conditionsOf(filter: ItemFilter, today: string): readonly RawBuilder<unknown>[] {
  const all: RawBuilder<unknown>[] = [STANDS[filter.standing ?? 'any'](today)]
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) all.push(sql`${sql.ref(`i.${column}`)} = ${value}`)
  }
  equal('cloud_id', filter.cloudId)
  equal('kind', filter.kind)
  equal('state', filter.state)
  equal('project_ref', filter.projectRef)
  // Said once more for the index of the few that are not ready.
  if (filter.state !== undefined && filter.state !== 'ready') all.push(sql`i.state <> 'ready'`)
  if (filter.changedSince !== undefined) all.push(sql`i.known_since >= ${filter.changedSince}::timestamptz`)
  if (filter.q !== undefined) all.push(sql`(i.name ilike ${partOf(filter.q)} or i.external_id = ${filter.q})`)
  return all
}

const partOf = (q: string) => `%${q.replace(/[\\%_]/g, (char) => `\\${char}`)}%`

/** Shorter parts have no trigram to look by, and more things than these are soonest found on the way. */
const TRIGRAM = 3
const NAMED_MAX = 1_000
/** A name that fills a page among so many of the newest is common: the index would gather all of them first. */
const WALKED_MAX = 2_000
const WALKED_HITS = 51

/** Ids of the few that a rare name, or an identifier, may mean: seen or not. Null when they are not few. */
async function namedFew(db: Db, { q, cloudId, kind }: ItemFilter): Promise<readonly string[] | null> {
  if (q === undefined || q.length < TRIGRAM || (await isCommon(db, { q, cloudId, kind }))) return null
  const { rows } = await sql<{ id: string }>`select id
    from inventory_named(${partOf(q)}, ${q}, ${sql.lit(NAMED_MAX + 1)}) as named(id)`.execute(db)
  return rows.length > NAMED_MAX ? null : rows.map((row) => row.id)
}

async function isCommon(
  db: Db,
  filter: { readonly q: string } & { readonly [K in 'cloudId' | 'kind']: ItemFilter[K] | undefined },
): Promise<boolean> {
  const { rows } = await sql<{ hits: string }>`select count(*) as hits from (
      select name from inventory_item i where i.vanished_at is null
        ${filter.cloudId === undefined ? sql`` : sql`and i.cloud_id = ${filter.cloudId}`}
        ${filter.kind === undefined ? sql`` : sql`and i.kind = ${filter.kind}`}
      order by i.id desc limit ${sql.lit(WALKED_MAX)}) newest
    where newest.name ilike ${partOf(filter.q)}`.execute(db)
  return Number(rows[0]?.hits ?? 0) >= WALKED_HITS
}

const TAGGED = sql`i.tag is not null and i.vanished_at is null`
const OURS = sql`${TAGGED} and r.id is not null and r.released_at is null`

/** The same words as {@link standingAt}, each as a condition of its own that an index answers. */
const STANDS: Readonly<Record<ItemStanding | 'any', (today: string) => RawBuilder<unknown>>> = {
  any: () => sql`i.vanished_at is null`,
  vanished: () => sql`i.vanished_at is not null`,
  unmanaged: (today) => sql`i.tag is null and i.vanished_at is null
    and (g.item_id is null or g.until < ${today}::date)`,
  ignored: (today) => sql`i.tag is null and i.vanished_at is null
    and g.item_id is not null and (g.until is null or g.until >= ${today}::date)`,
  managed: () => sql`${OURS} and ${SAME}`,
  duplicate: () => sql`${OURS} and not ${SAME}`,
  leftover: () => sql`${TAGGED} and i.resource_id is not null and r.released_at is not null`,
  foreign: () => sql`${TAGGED} and r.id is null`,
}

const JOINS_OF: Readonly<Partial<Record<ItemStanding, RawBuilder<unknown>>>> = {
  unmanaged: sql`left join inventory_ignored g on g.item_id = i.id`,
  ignored: sql`join inventory_ignored g on g.item_id = i.id`,
  managed: sql`join resource_directory r on r.id = i.resource_id`,
  duplicate: sql`join resource_directory r on r.id = i.resource_id`,
  leftover: sql`join resource_directory r on r.id = i.resource_id`,
  foreign: sql`left join resource_directory r on r.id = i.resource_id`,
}

async function fromItems(db: Db, filter: ItemFilter, today: string): Promise<RawBuilder<unknown>> {
  const joins = filter.standing === undefined ? undefined : JOINS_OF[filter.standing]
  const few = await namedFew(db, filter)
  const among = few === null ? [] : [sql`i.id = any(${[...few]}::uuid[])`]
  return sql`from inventory_item i ${joins ?? sql``}
    where ${sql.join([...among, ...conditionsOf(filter, today)], sql` and `)}`
}

/**
 * Whether one plan serves every value of these filters: it walks one index in the order of the page. Part of a name, an
 * instant, and several filters at once are planned each time, for how rare they are decides.
 */
function isPlannedOnce({ q, changedSince, kind, state, projectRef, standing }: ItemFilter): boolean {
  if (q !== undefined || changedSince !== undefined) return false
  return [kind, state, projectRef, standing].filter((one) => one !== undefined).length <= 1
}

/** Newest first: ids are made in order of time. The page is found by the filters alone; names come for what is shown. */
export async function listShownItems<W>(
  db: Db,
  filter: ItemFilter,
  page: PageRequest,
  today: string,
  toWire: (row: ShownItem) => W,
) {
  const size = page.pageSize ?? 50
  const after = page.pageToken === undefined ? null : decodePageToken(page.pageToken)[1]
  // Written out, so that the plan is made for a page and not for a tenth of the table.
  const found = sql`select i.id ${await fromItems(db, filter, today)}
    ${after === null ? sql`` : sql`and i.id < ${after}::uuid`} order by i.id desc limit ${sql.lit(size + 1)}`
  const of = sql`(${found}) f join inventory_item i on i.id = f.id`
  const { rows } = await sql<ShownItem>`${isPlannedOnce(filter) ? PREPARED : sql``}${shown(today, of)}
    order by i.id desc`.execute(db)
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}

const EXACT_MAX = 10_000

/** Counted up to ten thousand; beyond, what PostgreSQL's statistics say. */
export async function countItems(
  db: Db,
  filter: ItemFilter,
  today: string,
): Promise<{ readonly count: number; readonly isEstimate: boolean }> {
  const from = await fromItems(db, filter, today)
  const counted = await sql<{ n: string }>`select count(*) as n
    from (select 1 ${from} limit ${sql.lit(EXACT_MAX + 1)}) f`.execute(db)
  const count = Number(counted.rows[0]?.n ?? 0)
  if (count <= EXACT_MAX) return { count, isEstimate: false }
  const plan = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
    explain (format json) select 1 ${from}`.execute(db)
  const estimate = plan.rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
  return { count: Math.max(count, Math.round(estimate)), isEstimate: true }
}

export type ChangeRow = Selectable<Tables['inventory_change']>

export async function listChanges<W>(
  db: Db,
  itemId: string,
  page: PageRequest,
  toWire: (row: ChangeRow) => W,
) {
  let query = db.selectFrom('inventory_change').selectAll().where('item_id', '=', itemId)
  const after = afterKey(page, { sort: 'at', id: 'id', cast: 'timestamptz' }, 'desc')
  if (after) query = query.where(after)
  const rows = await query
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit((page.pageSize ?? 50) + 1)
    .execute()
  return pageOf(rows, page, (row) => [row.at.toISOString(), row.id], toWire)
}
