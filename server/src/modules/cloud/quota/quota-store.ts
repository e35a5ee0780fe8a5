import type { Amounts } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'
import {
  fromPlainColumns,
  minus,
  raw,
  sqlAdd,
  sqlAddExcluded,
  sqlColumnNames,
  sqlFits,
  sqlOver,
  sqlValues,
  toColumns,
  ZERO,
} from '../amounts.ts'

export type QuotaRow = Selectable<Tables['quota']> & { readonly body_name: string }

function selectQuota(db: Db) {
  return db
    .selectFrom('quota')
    .innerJoin('body_directory as owner', 'owner.id', 'quota.body_id')
    .selectAll('quota')
    .select('owner.name as body_name')
}

/** With its place, for those who look at it. What counts on quota does without. */
export type QuotaView = QuotaRow & {
  readonly region_id: string
  readonly region_name: string
  readonly region_level: Selectable<Tables['region']>['level']
  readonly is_tenant_region: boolean
  readonly parent_name: string | null
}

const IS_TENANT_REGION = sql<boolean>`not exists (select from node join region place on place.id = node.region_id
  where place.path || '/' like region.path || '/%')`

function selectView(db: Db) {
  return selectQuota(db)
    .innerJoin('region', 'region.id', 'owner.region_id')
    .leftJoin('body_directory as parent', 'parent.id', 'quota.parent_body_id')
    .select([
      'owner.region_id',
      'region.name as region_name',
      'region.level as region_level',
      'parent.name as parent_name',
      IS_TENANT_REGION.as('is_tenant_region'),
    ])
}

export async function getQuotaView(db: Db, bodyId: string): Promise<QuotaView> {
  return selectView(db).where('quota.body_id', '=', bodyId).executeTakeFirstOrThrow()
}

export async function findQuota(db: Db, bodyId: string): Promise<QuotaRow | undefined> {
  return selectQuota(db).where('quota.body_id', '=', bodyId).executeTakeFirst()
}

export async function loadQuotaForUpdate(tx: Tx, bodyId: string): Promise<QuotaRow | undefined> {
  return selectQuota(tx).where('quota.body_id', '=', bodyId).forUpdate('quota').executeTakeFirst()
}

/** The quota that a body uses: its own, or the nearest above it. `strictlyAbove` leaves its own out. */
export async function findHolder(
  db: Db,
  bodyId: string,
  strictlyAbove = false,
): Promise<QuotaRow | undefined> {
  return selectQuota(db)
    .innerJoin('body_directory as self', (join) =>
      join.on('self.id', '=', bodyId).on(sql<boolean>`quota.body_id = any(${raw(ANCESTORS)})`),
    )
    .$if(strictlyAbove, (query) => query.where('quota.body_id', '<>', bodyId))
    .orderBy(sql`length(owner.path)`, 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The ids in a body's path: itself and all above it. */
const ANCESTORS = `string_to_array(ltrim(self.path, '/'), '/')::uuid[]`

export async function listQuotas<W>(
  db: Db,
  filter: { readonly bodyId?: string; readonly tenantRegion?: boolean },
  page: PageRequest,
  toWire: (row: QuotaView) => W,
) {
  let query = selectView(db)
  if (filter.bodyId !== undefined)
    query = query.where(
      sql<boolean>`owner.path like (select path from body_directory where id = ${filter.bodyId}) || '%'`,
    )
  if (filter.tenantRegion !== undefined)
    query = query.where(filter.tenantRegion ? IS_TENANT_REGION : sql<boolean>`not (${IS_TENANT_REGION})`)
  return readPage(
    query,
    page,
    { sort: 'owner.name', id: 'quota.body_id', cast: 'text', direction: 'asc' },
    (row) => [row.body_name, row.body_id],
    toWire,
  )
}

export async function insertQuota(
  tx: Tx,
  quota: { readonly bodyId: string; readonly parentBodyId: string | null; readonly createdAt: Date },
  amounts: { readonly limit: Amounts; readonly allotted: Amounts; readonly used: Amounts },
): Promise<void> {
  await tx
    .insertInto('quota')
    .values({
      body_id: quota.bodyId,
      parent_body_id: quota.parentBodyId,
      created_at: quota.createdAt,
      ...toColumns('limit', amounts.limit),
      ...toColumns('allotted', amounts.allotted),
      ...toColumns('used', amounts.used),
    })
    .execute()
}

/** @returns false when the version is stale. */
export async function updateLimit(tx: Tx, bodyId: string, version: number, limit: Amounts): Promise<boolean> {
  const result = await tx
    .updateTable('quota')
    .set({ ...toColumns('limit', limit), version: sql`version + 1` })
    .where('body_id', '=', bodyId)
    .where('version', '=', version)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Changes what is passed on and what is used, by differences. @returns false when it would go beyond the limit. */
export async function updateLoad(
  tx: Tx,
  bodyId: string,
  change: { readonly allotted: Amounts; readonly used?: Amounts },
): Promise<boolean> {
  const result =
    await sql`update quota set ${sqlAdd('allotted', change.allotted)}, ${sqlAdd('used', change.used ?? ZERO)},
      version = version + 1
    where body_id = ${bodyId} and ${sqlFits(['used', 'allotted'], 'limit', change.allotted)} returning body_id`.execute(
      tx,
    )
  return result.rows.length === 1
}

/** What quotas below a body, and what it and those below use, come to: a new quota takes them over from the one above. */
export async function sumBelow(
  tx: Tx,
  bodyId: string,
  parentBodyId: string | null,
): Promise<{ readonly allotted: Amounts; readonly used: Amounts }> {
  const below = sql`(select d.id from body_directory d
    where d.path like (select path from body_directory where id = ${bodyId}) || '%')`
  const sums = (prefix: string) =>
    sql.raw(
      ['vcpus', 'memory_mib', 'storage_gib', 'floating_ips', 'cards']
        .map((column) => `coalesce(sum(${prefix}${column}), 0)::text as ${column}`)
        .join(', '),
    )
  const quotas = await sql<Parameters<typeof fromPlainColumns>[0]>`select ${sums('limit_')} from quota
    where body_id <> ${bodyId} and parent_body_id is not distinct from ${parentBodyId} and body_id in ${below}`.execute(
    tx,
  )
  const uses = await sql<Parameters<typeof fromPlainColumns>[0]>`select ${sums('')} from quota_use
    where holder_body_id = ${parentBodyId} and body_id in ${below}`.execute(tx)
  const amountsIn = (rows: readonly Parameters<typeof fromPlainColumns>[0][]) =>
    rows[0] ? fromPlainColumns(rows[0]) : ZERO
  return { allotted: amountsIn(quotas.rows), used: amountsIn(uses.rows) }
}

export async function updateParents(tx: Tx, bodyId: string, parentBodyId: string | null): Promise<void> {
  const below = sql`(select d.id from body_directory d
    where d.path like (select path from body_directory where id = ${bodyId}) || '%')`
  await sql`update quota set parent_body_id = ${bodyId}
    where body_id <> ${bodyId} and parent_body_id is not distinct from ${parentBodyId} and body_id in ${below}`.execute(
    tx,
  )
  await sql`update quota_use set holder_body_id = ${bodyId}
    where holder_body_id = ${parentBodyId} and body_id in ${below}`.execute(tx)
}

// --------------------------------------------------------------------------------------------------- use

/**
 * Decides and writes on the one row of the quota that the body uses.
 * @returns the body whose quota it counts against, or null when there is no quota or not enough of it.
 */
export async function addUsed(tx: Tx, bodyId: string, amounts: Amounts): Promise<string | null> {
  const result = await sql<{ holder_body_id: string }>`
    with holder as (
      select q.body_id from body_directory self
        join quota q on q.body_id = any(${raw(ANCESTORS)})
        join body_directory owner on owner.id = q.body_id
      where self.id = ${bodyId} order by length(owner.path) desc limit 1),
    taken as (
      update quota set ${sqlAdd('used', amounts)}
      where body_id = (select body_id from holder) and ${sqlFits(['used', 'allotted'], 'limit', amounts)}
      returning body_id)
    insert into quota_use as u (body_id, holder_body_id, ${sqlColumnNames()})
    select ${bodyId}::uuid, body_id, ${sqlValues(amounts)} from taken
    on conflict (body_id) do update set ${sqlAddExcluded('u')} returning holder_body_id`.execute(tx)
  return result.rows[0]?.holder_body_id ?? null
}

/**
 * Counts what is there already, beyond the limit if need be; the surplus is kept as `over`.
 * @returns the body whose quota it counts against, or null when there is no quota.
 */
export async function addFound(tx: Tx, bodyId: string, amounts: Amounts): Promise<string | null> {
  const result = await sql<{ holder_body_id: string }>`
    with holder as (
      select q.body_id from body_directory self
        join quota q on q.body_id = any(${raw(ANCESTORS)})
        join body_directory owner on owner.id = q.body_id
      where self.id = ${bodyId} order by length(owner.path) desc limit 1),
    taken as (
      update quota set ${sqlAdd('used', amounts)}, ${sqlOver(amounts)}
      where body_id = (select body_id from holder) returning body_id)
    insert into quota_use as u (body_id, holder_body_id, ${sqlColumnNames()})
    select ${bodyId}::uuid, body_id, ${sqlValues(amounts)} from taken
    on conflict (body_id) do update set ${sqlAddExcluded('u')} returning holder_body_id`.execute(tx)
  return result.rows[0]?.holder_body_id ?? null
}

/** Giving back more than was taken trips a CHECK. The quota's row first, as when taking, so that nobody waits in a circle. */
export async function subtractUsed(tx: Tx, bodyId: string, amounts: Amounts): Promise<void> {
  const back = minus(ZERO, amounts)
  await sql`update quota set ${sqlAdd('used', back)}, ${sqlOver(back)}
    where body_id = (select holder_body_id from quota_use where body_id = ${bodyId})`.execute(tx)
  await sql`update quota_use set ${sqlAdd('', back)} where body_id = ${bodyId}`.execute(tx)
}
