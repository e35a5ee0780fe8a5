/**
 * Lists of resources: one table, by key, at the same cost on every page. Names come from small tables, for the rows that
 * are shown. One statement for a page.
 */

import { PRICEABLE_KINDS } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../platform/context.ts'
import {
  containing,
  type Db,
  decodePageToken,
  limitOf,
  type PageRequest,
  PREPARED,
  pageOf,
} from '../../platform/db/index.ts'
import type { ResourceRow } from './resource.ts'

export interface ResourceFilter {
  readonly systemId?: string
  readonly bodyId?: string
  readonly kind?: ResourceRow['kind']
  readonly cloudId?: string
  readonly poolId?: string
  readonly networkZone?: ResourceRow['network_zone']
  readonly state?: ResourceRow['state']
  readonly agreement?: ResourceRow['agreement']
  readonly requestId?: string
  readonly withoutPlan?: boolean
  readonly search?: string
}

/** What a line of a list shows, and nothing else: half of a row is never asked for. */
const SHOWN = [
  'id',
  'kind',
  'name',
  'state',
  'agreement',
  'body_id',
  'system_id',
  'provider_body_id',
  'cloud_id',
  'pool_id',
  'network_zone',
  'plan',
  'ground',
  'presence',
  'provisioned_at',
  'released_at',
  'spec',
  'attributes',
  'conditions',
  'observed_at',
  'expires_at',
  'created_at',
  'version',
] as const satisfies readonly (keyof ResourceRow)[]

/** A line of a list, with the names that it shows. */
export type ListedRow = Pick<ResourceRow, (typeof SHOWN)[number]> & {
  readonly body_name: string
  readonly system_name: string
  readonly provider_name: string
  readonly cloud_name: string
  readonly cloud_kind: string
  readonly pool_name: string
}

/** The whole of one resource, with all names. */
export type NamedRow = ResourceRow &
  ListedRow & {
    readonly pool_class: 'general' | 'dedicated' | 'full-stack-dedicated' | 'heterogeneous'
    readonly node_id: string
    readonly node_name: string
    readonly node_kind: 'backbone' | 'dr-same-city' | 'dr-remote' | 'edge' | 'department-integrated'
    readonly zone_id: string
    readonly zone_name: string
    /** What the cloud can do besides what all can; null until it was asked. */
    readonly cloud_abilities: readonly string[] | null
  }

/** Newest first: the ids are made in order of time. */
export async function listResources<W>(
  db: Db,
  actor: Actor,
  filter: ResourceFilter,
  page: PageRequest,
  toWire: (row: ListedRow) => W,
): Promise<{ items: W[]; nextPageToken: string | null }> {
  const rows = await selectPage(db, actor, filter, page.pageToken ?? null, limitOf(page))
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}

/** Bodies up to which each is walked by its own index and the walks are merged; beyond, the whole table is walked. */
const WALKS_MAX = 40

/**
 * A scope of a few bodies out of thousands would make PostgreSQL either sort all their rows or walk past all others'.
 * So each body is walked by its own index as far as one page needs, and the walks are merged: the cost does not depend
 * on how much there is. Row-level security stands behind all the same.
 */
async function selectPage(
  db: Db,
  actor: Actor,
  filter: ResourceFilter,
  pageToken: string | null,
  limit: number,
): Promise<readonly ListedRow[]> {
  const after = pageToken === null ? null : decodePageToken(pageToken)[1]
  const conditions = conditionsOf(filter, after)
  const bodies = bodiesOf(actor, filter)
  // Written out, so that the plan is made for a page and not for a tenth of the table.
  const size = sql.lit(limit)
  const walk = (...owned: RawBuilder<unknown>[]) => sql`select ${COLUMNS} from resource r
    where ${and([...owned, ...conditions])} order by r.id desc limit ${size}`
  const [only, ...others] = bodies ?? []
  const page =
    bodies === null || bodies.length > WALKS_MAX
      ? walk()
      : only !== undefined && others.length === 0
        ? walk(sql`r.body_id = ${only}`)
        : sql`select p.* from unnest(${[...bodies]}::uuid[]) as owner(id)
            cross join lateral (${walk(sql`r.body_id = owner.id`)}) p order by p.id desc limit ${size}`
  const result = await sql<ListedRow>`${PREPARED} select r.*, ${NAMES} from (${page}) r ${PLACES}
    order by r.id desc`.execute(db)
  return result.rows
}

const COLUMNS = sql.raw(SHOWN.map((column) => `r.${column}`).join(', '))
const NAMES = sql.raw(`coalesce(owner.name, '') as body_name, coalesce(s.name, '') as system_name,
  coalesce(provider.name, '') as provider_name, coalesce(pool.name, '') as pool_name,
  coalesce(pool.cloud_name, '') as cloud_name, coalesce(pool.cloud_kind, '') as cloud_kind`)
const PLACES = sql.raw(`left join body_directory owner on owner.id = r.body_id
  left join body_directory provider on provider.id = r.provider_body_id
  left join pool_directory pool on pool.id = r.pool_id
  left join system_directory s on s.id = r.system_id`)

/** The bodies to walk, or null when the scope is not a list of bodies (all of them, or a provider's clouds). */
function bodiesOf(actor: Actor, filter: ResourceFilter): readonly string[] | null {
  const { scope } = actor
  if (filter.systemId !== undefined || filter.requestId !== undefined || filter.search !== undefined)
    return null
  if (filter.bodyId !== undefined) return [filter.bodyId]
  return scope.all || scope.providerId !== null ? null : scope.bodyIds
}

const PRICEABLE: ReadonlySet<string> = new Set(PRICEABLE_KINDS)

/** The same of a row. */
export const isWithoutPlan = (row: ListedRow): boolean =>
  row.plan === null &&
  row.ground === null &&
  row.released_at === null &&
  row.presence === 'present' &&
  row.provisioned_at !== null &&
  PRICEABLE.has(row.kind)

/** As the partial indexes have it: of a million the few are found at once. */
export const WITHOUT_PLAN = sql`r.plan is null and r.ground is null and r.released_at is null and r.presence = 'present'
  and r.provisioned_at is not null
  and r.kind in ('server', 'volume', 'floating-ip', 'load-balancer', 'network', 'security-group')`

function conditionsOf(filter: ResourceFilter, after: string | null): readonly RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) conditions.push(sql`${sql.ref(`r.${column}`)} = ${value}`)
  }
  equal('system_id', filter.systemId)
  equal('body_id', filter.bodyId)
  equal('kind', filter.kind)
  equal('cloud_id', filter.cloudId)
  equal('pool_id', filter.poolId)
  equal('network_zone', filter.networkZone)
  equal('agreement', filter.agreement)
  equal('request_id', filter.requestId)
  if (filter.withoutPlan === true) conditions.push(WITHOUT_PLAN)
  if (filter.withoutPlan === false) conditions.push(sql`r.plan is not null`)
  if (filter.state === undefined) conditions.push(sql`r.state <> 'released'`)
  else equal('state', filter.state)
  if (filter.search !== undefined) {
    conditions.push(sql`r.search like ${containing(filter.search.trim().toLowerCase())}`)
  }
  if (after !== null) conditions.push(sql`r.id < ${after}::uuid`)
  return conditions
}

function and(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `)
}

export async function findNamed(db: Db, id: string): Promise<NamedRow | undefined> {
  const row = await db.selectFrom('resource').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : (await withNames(db, [row as unknown as ResourceRow]))[0]
}

async function withNames(db: Db, rows: readonly ResourceRow[]): Promise<readonly NamedRow[]> {
  if (rows.length === 0) return []
  const ids = (of: (row: ResourceRow) => string) => [...new Set(rows.map(of))]
  const bodyIds = [...ids((row) => row.body_id), ...ids((row) => row.provider_body_id)]
  const result = await sql<{ id: string; name: string }>`
    select id, name from body_directory where id = any(${bodyIds}::uuid[])
    union all select id, name from system_directory where id = any(${ids((row) => row.system_id)}::uuid[])`.execute(
    db,
  )
  const names = new Map(result.rows.map((row) => [row.id, row.name]))
  const pools = await db
    .selectFrom('pool_directory')
    .selectAll()
    .where(
      'id',
      'in',
      ids((row) => row.pool_id),
    )
    .execute()
  const poolById = new Map(pools.map((pool) => [pool.id, pool]))
  return rows.map((row): NamedRow => {
    const pool = poolById.get(row.pool_id)
    if (pool === undefined)
      throw new Error(`assertion: resource ${row.id} stands in a pool that is not there`)
    return {
      ...row,
      body_name: names.get(row.body_id) ?? '',
      system_name: names.get(row.system_id) ?? '',
      provider_name: names.get(row.provider_body_id) ?? '',
      cloud_name: pool.cloud_name ?? '',
      cloud_kind: pool.cloud_kind ?? '',
      pool_name: pool.name,
      pool_class: pool.class as NamedRow['pool_class'],
      node_id: pool.node_id,
      node_name: pool.node_name ?? '',
      node_kind: pool.node_kind as NamedRow['node_kind'],
      zone_id: pool.zone_id,
      zone_name: pool.zone_name ?? '',
      cloud_abilities: pool.cloud_abilities,
    }
  })
}

/** What the cloud of this pool can do, for those who do not see the cloud itself. */
export async function findAbilities(db: Db, poolId: string): Promise<readonly string[] | null> {
  const pool = await db
    .selectFrom('pool_directory')
    .select('cloud_abilities')
    .where('id', '=', poolId)
    .executeTakeFirst()
  return pool?.cloud_abilities ?? null
}

const EXACT_MAX = 10_000

/** Counted up to ten thousand; beyond, what PostgreSQL's statistics say. */
export async function countResources(
  db: Db,
  actor: Actor,
  filter: ResourceFilter,
): Promise<{ count: number; isEstimate: boolean }> {
  const bodies = bodiesOf(actor, filter)
  const owned = bodies === null ? [] : [sql`r.body_id = any(${[...bodies]}::uuid[])`]
  const where = and([...conditionsOf(filter, null), ...owned])
  const counted = await sql<{ count: string }>`select count(*) as count from
    (select 1 from resource r where ${where} limit ${EXACT_MAX + 1}) counted`.execute(db)
  const count = Number(counted.rows[0]?.count ?? 0)
  if (count <= EXACT_MAX) return { count, isEstimate: false }
  const plan = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
    explain (format json) select 1 from resource r where ${where}`.execute(db)
  const estimate = plan.rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
  return { count: Math.max(count, Math.round(estimate)), isEstimate: true }
}
