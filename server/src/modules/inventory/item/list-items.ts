/** SQL that shows items with whose they are: derived from the tag and the resource behind it, never kept (DESIGN §2). */
import type { ItemStanding, ResourceKind } from '@yunheng/contract'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import {
  containing,
  type Db,
  decodePageToken,
  limitOf,
  type PageRequest,
  PREPARED,
  pageOf,
  readPage,
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
  readonly without_plan: boolean
}

export interface ItemFilter {
  readonly cloudId?: string
  readonly kind?: ResourceKind
  readonly standing?: ItemStanding
  readonly state?: string
  readonly projectRef?: string
  readonly q?: string
  readonly changedSince?: string
  readonly withoutPlan?: boolean
}

/**
 * A resource that has no external id yet may be on its way: what carries its tag is what it waits for. A project that several
 * regions of one cloud share is shown by each of them.
 */
const SAME = sql`(r.external_id is null or (r.external_id = i.external_id
    and (r.cloud_id = i.cloud_id or i.kind = 'project')))`

/** The same words as in `inventory_filter`, where each is a condition of its own that an index answers. */
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
    u.id is not null as without_plan, ${standingAt(today)} as standing
  from ${from}
  join cloud c on c.id = i.cloud_id
  left join resource_directory r on r.id = i.resource_id
  left join unpriced_directory u on u.id = i.resource_id and u.external_id = i.external_id and u.cloud_id = i.cloud_id
  left join inventory_ignored g on g.item_id = i.id
  left join inventory_item p on p.cloud_id = i.cloud_id and p.kind = 'project' and p.external_id = i.project_ref`

export async function findShownItem(db: Db, id: string, today: string): Promise<ShownItem | undefined> {
  const found = await sql<ShownItem>`${shown(today, sql`inventory_item i`)} where i.id = ${id}`.execute(db)
  return found.rows[0]
}

/** What `inventory_filter` takes. */
const asked = (filter: ItemFilter) => {
  const { cloudId, kind, standing, state, projectRef, q, changedSince, withoutPlan } = filter
  const named = q === undefined ? {} : { q, part: containing(q) }
  const told = { cloudId, kind, standing, state, projectRef, changedSince, withoutPlan, ...named }
  return sql`${JSON.stringify(told)}::jsonb`
}

/**
 * Newest first: ids are made in order of time. The page is found by the filters alone, planned for their very values: a kept
 * plan walks to a rare kind past everything else. Names come for what is shown, and that plan is kept.
 */
export async function listShownItems<W>(
  db: Db,
  filter: ItemFilter,
  page: PageRequest,
  today: string,
  toWire: (row: ShownItem) => W,
) {
  const after = page.pageToken === undefined ? null : decodePageToken(page.pageToken)[1]
  const found = sql`select id from inventory_sought(${asked(filter)}, ${today}::date, ${after}::uuid, ${limitOf(page)}) as sought(id)`
  const of = sql`(${found}) f join inventory_item i on i.id = f.id`
  const { rows } = await sql<ShownItem>`${PREPARED}${shown(today, of)} order by i.id desc`.execute(db)
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}

const EXACT_MAX = 10_000

/** Counted up to ten thousand; beyond, what PostgreSQL's statistics say. */
export async function countItems(
  db: Db,
  filter: ItemFilter,
  today: string,
): Promise<{ readonly count: number; readonly isEstimate: boolean }> {
  const { rows } = await sql<{ count: string; is_estimate: boolean }>`
    select count, is_estimate from inventory_counted(${asked(filter)}, ${today}::date, ${EXACT_MAX})`.execute(
    db,
  )
  const [counted] = rows
  return { count: Number(counted?.count ?? 0), isEstimate: counted?.is_estimate ?? false }
}

export type ChangeRow = Selectable<Tables['inventory_change']>

export async function listChanges<W>(
  db: Db,
  itemId: string,
  page: PageRequest,
  toWire: (row: ChangeRow) => W,
) {
  const query = db.selectFrom('inventory_change').selectAll().where('item_id', '=', itemId)
  return readPage(
    query,
    page,
    { sort: 'at', id: 'id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.at.toISOString(), row.id],
    toWire,
  )
}
