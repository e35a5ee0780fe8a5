/** SQL that shows items with whose they are: derived from the tag and the resource behind it, never kept (DESIGN §2). */
import type { ItemStanding, ResourceKind } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import { afterKey, type Db, type PageRequest, pageOf, type Tables } from '../../../platform/db/index.ts'
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
  readonly projectRef?: string
  readonly q?: string
}

/** A resource that has no external id yet may be on its way: what carries its tag is what it waits for. */
const standingAt = (today: string) => sql<ItemStanding>`case
  when i.vanished_at is not null then 'vanished'
  when i.tag is null and g.item_id is not null and (g.until is null or g.until >= ${today}::date) then 'ignored'
  when i.tag is null then 'unmanaged'
  when r.id is null then 'foreign'
  when r.released_at is not null then 'leftover'
  when r.external_id is null or (r.external_id = i.external_id and r.cloud_id = i.cloud_id) then 'managed'
  else 'duplicate' end`

function selectItems(db: Db, today: string) {
  return db
    .selectFrom('inventory_item as i')
    .innerJoin('cloud as c', 'c.id', 'i.cloud_id')
    .leftJoin('resource_directory as r', 'r.id', 'i.resource_id')
    .leftJoin('inventory_ignored as g', 'g.item_id', 'i.id')
    .leftJoin('inventory_item as p', (join) =>
      join
        .onRef('p.cloud_id', '=', 'i.cloud_id')
        .on('p.kind', '=', 'project')
        .onRef('p.external_id', '=', 'i.project_ref'),
    )
    .selectAll('i')
    .select([
      'c.name as cloud_name',
      'c.provider_body_id',
      'r.name as resource_name',
      'p.name as project_name',
      'g.reason as ignored_reason',
      'g.until as ignored_until',
      standingAt(today).as('standing'),
    ])
}

export async function findShownItem(db: Db, id: string, today: string): Promise<ShownItem | undefined> {
  return selectItems(db, today).where('i.id', '=', id).executeTakeFirst()
}

export async function listShownItems<W>(
  db: Db,
  filter: ItemFilter,
  page: PageRequest,
  today: string,
  toWire: (row: ShownItem) => W,
) {
  let query = selectItems(db, today)
  if (filter.cloudId !== undefined) query = query.where('i.cloud_id', '=', filter.cloudId)
  if (filter.kind !== undefined) query = query.where('i.kind', '=', filter.kind)
  if (filter.projectRef !== undefined) query = query.where('i.project_ref', '=', filter.projectRef)
  if (filter.q !== undefined) {
    const part = `%${filter.q.replace(/[\\%_]/g, (char) => `\\${char}`)}%`
    query = query.where((eb) =>
      eb.or([eb('i.name', 'ilike', part), eb('i.external_id', '=', filter.q ?? '')]),
    )
  }
  if (filter.standing !== undefined) {
    // Said once more for the index of what has no tag.
    if (filter.standing === 'unmanaged' || filter.standing === 'ignored')
      query = query.where('i.tag', 'is', null).where('i.vanished_at', 'is', null)
    query = query.where(standingAt(today), '=', filter.standing)
  }
  const after = afterKey(page, { sort: 'i.id', id: 'i.id', cast: 'uuid' }, 'asc')
  if (after) query = query.where(after)
  const rows = await query
    .orderBy('i.id')
    .limit((page.pageSize ?? 50) + 1)
    .execute()
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
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
