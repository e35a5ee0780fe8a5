/** SQL on lists and their entries. */
import {
  type AdoptableKind,
  type AdoptionEntryState,
  type AdoptionListSort,
  type AdoptionListState,
  PRICEABLE_KINDS,
} from '@yunheng/contract'
import { type RawBuilder, type Selectable, sql, type Updateable } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'

export type ListRow = Omit<Selectable<Tables['adoption_list']>, 'priced_from'> & {
  readonly cloud_name: string
  readonly body_name: string
  readonly pool_name: string
  readonly network_zone: Selectable<Tables['pool']>['network_zone']
  readonly counts: Readonly<Partial<Record<AdoptionEntryState, number>>>
  readonly priced_from: string | null
}

export interface ListFilter {
  readonly cloudId?: string
  readonly bodyId?: string
  readonly sort?: AdoptionListSort
  readonly state?: AdoptionListState
}

/** A department sees its list without seeing every pool: names come from beside it. */
const select = (db: Db) =>
  db
    .selectFrom('adoption_list as l')
    .innerJoin('cloud as c', 'c.id', 'l.cloud_id')
    .innerJoin('pool as p', 'p.id', 'l.pool_id')
    .innerJoin('body_directory as b', 'b.id', 'l.body_id')
    .selectAll('l')
    .select([
      'c.name as cloud_name',
      'b.name as body_name',
      'p.name as pool_name',
      'p.network_zone',
      sql<string | null>`l.priced_from::text`.as('priced_from'),
      sql<ListRow['counts']>`(select coalesce(jsonb_object_agg(n.state, n.number), '{}') from (
        select e.state, count(*) as number from adoption_entry e where e.list_id = l.id group by e.state) n)`.as(
        'counts',
      ),
    ])

export async function findList(db: Db, id: string): Promise<ListRow | undefined> {
  return select(db).where('l.id', '=', id).executeTakeFirst()
}

export async function loadListForUpdate(tx: Tx, id: string): Promise<ListRow | undefined> {
  const locked = await tx
    .selectFrom('adoption_list')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return locked && findList(tx, id)
}

export async function listLists<W>(
  db: Db,
  filter: ListFilter,
  page: PageRequest,
  toWire: (row: ListRow) => W,
) {
  let query = select(db)
  if (filter.cloudId !== undefined) query = query.where('l.cloud_id', '=', filter.cloudId)
  if (filter.bodyId !== undefined) query = query.where('l.body_id', '=', filter.bodyId)
  if (filter.sort !== undefined) query = query.where('l.sort', '=', filter.sort)
  if (filter.state !== undefined) query = query.where('l.state', '=', filter.state)
  return readPage(
    query,
    page,
    { sort: 'l.created_at', id: 'l.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    toWire,
  )
}

/** `NG2026-000042`. */
export async function nextListNo(tx: Tx, year: string): Promise<string> {
  const result = await sql<{ n: string }>`select nextval('adoption_list_no')::text as n`.execute(tx)
  return `NG${year}-${(result.rows[0]?.n ?? '').padStart(6, '0')}`
}

export interface NewList {
  readonly id: string
  readonly sort: AdoptionListSort
  readonly no: string
  readonly cloudId: string
  readonly providerBodyId: string
  readonly bodyId: string
  readonly poolId: string
  readonly note: string
  readonly pricedFrom: string | null
  readonly createdByName: string
  readonly createdAt: Date
}

export async function insertList(tx: Tx, list: NewList): Promise<void> {
  await tx
    .insertInto('adoption_list')
    .values({
      id: list.id,
      no: list.no,
      sort: list.sort,
      cloud_id: list.cloudId,
      provider_body_id: list.providerBodyId,
      body_id: list.bodyId,
      pool_id: list.poolId,
      state: 'draft',
      note: list.note,
      priced_from: list.pricedFrom,
      created_by_name: list.createdByName,
      created_at: list.createdAt,
    })
    .execute()
}

/** @returns false when the version is stale. */
export function updateList(
  tx: Tx,
  list: Authorised<ListRow, 'modify' | 'approve'> | ListRow,
  version: number | null,
  change: Updateable<Tables['adoption_list']>,
): Promise<boolean> {
  return updateVersion(tx, 'adoption_list', list.id, version, change)
}

export interface Chosen {
  readonly all: number
  readonly inserted: number
  readonly needed: number
}

/**
 * Puts what was chosen on the list, and what that stands on in its cloud, in one statement. What stands on somebody
 * else's list meanwhile is passed over: two people never assign the same thing.
 *
 * @param chosen a query of (item_id, system_id, rule, found), at most one row per thing.
 */
export async function insertEntries(
  tx: Tx,
  list: Pick<NewList, 'id' | 'cloudId' | 'providerBodyId' | 'bodyId'>,
  chosen: RawBuilder<unknown>,
): Promise<Chosen> {
  const result = await sql<{ all: string; inserted: string; needed: string }>`
    with recursive chosen as materialized (${chosen}),
    reach(id, system_id, needed_by, depth) as (
      select item_id, system_id, null::text, 0 from chosen
      union
      select n.id, r.system_id, i.name, r.depth + 1 from reach r
        join inventory_directory i on i.id = r.id
        cross join lateral adoption_needs(i.project_ref, i.spec) d
        join inventory_directory n on n.external_id = d.ref and n.kind = d.kind and n.cloud_id = i.cloud_id
          and n.tag is null and n.vanished_at is null and not n.is_ignored
          and (n.kind = 'project' or n.project_ref is not distinct from i.project_ref)
        where r.depth < 5),
    each as (select distinct on (id) id, system_id, needed_by, depth from reach order by id, depth, needed_by),
    inserted as (
      insert into adoption_entry (list_id, item_id, cloud_id, provider_body_id, body_id, system_id, kind, external_id,
        project_ref, project_name, name, spec, rule, found, state)
      select ${list.id}::uuid, i.id, i.cloud_id, ${list.providerBodyId}::uuid, ${list.bodyId}::uuid, e.system_id, i.kind,
        i.external_id, i.project_ref, p.name, i.name, i.spec,
        case when e.depth > 0 then 'needed' else c.rule end, case when e.depth > 0 then e.needed_by else c.found end,
        'assigned'
      from each e join inventory_directory i on i.id = e.id left join chosen c on c.item_id = e.id
      left join inventory_directory p on p.cloud_id = i.cloud_id and p.kind = 'project' and p.external_id = i.project_ref
      on conflict (item_id) where state in ('assigned', 'approved', 'taken-in') do nothing
      returning item_id, rule)
    select (select count(*) from chosen) as all,
      (select count(*) from inserted where rule is distinct from 'needed') as inserted,
      (select count(*) from inserted where rule = 'needed') as needed`.execute(tx)
  const row = result.rows[0]
  return {
    all: Number(row?.all ?? 0),
    inserted: Number(row?.inserted ?? 0),
    needed: Number(row?.needed ?? 0),
  }
}

export type EntryRow = Selectable<Tables['adoption_entry']> & {
  readonly system_name: string
  readonly system_code: string
}

export async function listEntries<W>(
  db: Db,
  listId: string,
  filter: { readonly state?: AdoptionEntryState; readonly kind?: AdoptableKind },
  page: PageRequest,
  toWire: (row: EntryRow) => W,
) {
  let query = db
    .selectFrom('adoption_entry as e')
    .innerJoin('system_directory as s', 's.id', 'e.system_id')
    .selectAll('e')
    .select(['s.name as system_name', 's.code as system_code'])
    .where('e.list_id', '=', listId)
  if (filter.state !== undefined) query = query.where('e.state', '=', filter.state)
  if (filter.kind !== undefined) query = query.where('e.kind', '=', filter.kind)
  return readPage(
    query,
    page,
    { sort: 'e.id', id: 'e.id', cast: 'uuid', direction: 'asc' },
    (row) => [row.id, row.id],
    toWire,
  )
}

/** @returns how many changed. */
export async function moveEntries(
  tx: Tx,
  listId: string,
  from: AdoptionEntryState,
  to: AdoptionEntryState,
  more: { readonly ids?: readonly string[]; readonly comment?: string } = {},
): Promise<number> {
  let query = tx
    .updateTable('adoption_entry')
    .set({ state: to, ...(more.comment === undefined ? {} : { comment: more.comment }) })
    .where('list_id', '=', listId)
    .where('state', '=', from)
  if (more.ids !== undefined) query = query.where('id', 'in', [...more.ids])
  return Number((await query.executeTakeFirst()).numUpdatedRows)
}

/** How many of the things that a plan could price have none, among those to be taken in and those that were. */
export async function countWithoutPlan(db: Db, listId: string): Promise<number> {
  const result = await sql<{ n: string }>`select count(*) as n from adoption_entry
    where list_id = ${listId} and plan is null and kind = any(${[...PRICEABLE_KINDS]}::text[])
      and state in ('assigned', 'approved', 'taken-in')`.execute(db)
  return Number(result.rows[0]?.n ?? 0)
}

/** Sizes of what is still to be taken in. */
export async function sumAmounts(db: Db, listId: string) {
  const result = await sql<{ vcpus: string; memory: string; storage: string; ips: string }>`
    select coalesce(sum((spec->>'vcpus')::bigint) filter (where kind = 'server'), 0) as vcpus,
      coalesce(sum((spec->>'memoryMiB')::bigint) filter (where kind = 'server'), 0) as memory,
      coalesce(sum((spec->>'rootDiskGiB')::bigint) filter (where kind = 'server'), 0)
        + coalesce(sum((spec->>'sizeGiB')::bigint) filter (where kind = 'volume'), 0) as storage,
      count(*) filter (where kind = 'floating-ip') as ips
    from adoption_entry where list_id = ${listId} and state in ('assigned', 'approved')`.execute(db)
  const row = result.rows[0]
  return {
    vcpus: Number(row?.vcpus ?? 0),
    memoryMiB: Number(row?.memory ?? 0),
    storageGiB: Number(row?.storage ?? 0),
    floatingIps: Number(row?.ips ?? 0),
    cards: 0,
  }
}
