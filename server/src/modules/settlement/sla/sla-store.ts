/** SQL on SLA events. */
import type { SlaCause, SlaEventState } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'

export interface SlaEventRow {
  readonly id: string
  readonly no: string
  readonly provider_body_id: string
  readonly provider_name: string
  readonly pool_id: string | null
  readonly pool_name: string | null
  readonly resources: readonly { readonly id: string; readonly name: string }[]
  readonly starts_at: Date
  readonly ends_at: Date
  readonly cause: SlaCause
  readonly announced_at: Date | null
  readonly description: string
  readonly evidence: string
  readonly state: SlaEventState
  readonly entered_by: string
  readonly entered_by_name: string
  readonly entered_at: Date
  readonly decided_by_name: string | null
  readonly decided_at: Date | null
  readonly comment: string | null
  readonly version: number
}

const COLUMNS = sql`e.id, e.no, e.provider_body_id, coalesce(p.name, '') as provider_name, e.pool_id, pool.name as pool_name,
  (select coalesce(jsonb_agg(jsonb_build_object('id', x.resource_id, 'name', coalesce(r.name, '')) order by r.name, x.resource_id),
    '[]'::jsonb) from sla_event_resource x left join resource r on r.id = x.resource_id where x.event_id = e.id) as resources,
  e.starts_at, e.ends_at, e.cause, e.announced_at, e.description, e.evidence, e.state, e.entered_by, e.entered_by_name,
  e.entered_at, e.decided_by_name, e.decided_at, e.comment, e.version`
const FROM = sql`sla_event e left join body_directory p on p.id = e.provider_body_id left join pool on pool.id = e.pool_id`

export async function findEvent(db: Db, id: string): Promise<SlaEventRow | undefined> {
  const { rows } = await sql<SlaEventRow>`select ${COLUMNS} from ${FROM} where e.id = ${id}`.execute(db)
  return rows[0]
}

export async function loadEventForUpdate(tx: Tx, id: string): Promise<SlaEventRow | undefined> {
  await sql`select from sla_event where id = ${id} for update`.execute(tx)
  return findEvent(tx, id)
}

export interface EventFilter {
  readonly providerBodyId?: string | undefined
  readonly state?: SlaEventState | undefined
  readonly cause?: SlaCause | undefined
}

/** The latest first. */
export async function listEvents<W>(
  db: Db,
  filter: EventFilter,
  page: PageRequest,
  toWire: (row: SlaEventRow) => W,
) {
  const conditions = [sql`true`]
  if (filter.providerBodyId !== undefined) conditions.push(sql`e.provider_body_id = ${filter.providerBodyId}`)
  if (filter.state !== undefined) conditions.push(sql`e.state = ${filter.state}`)
  if (filter.cause !== undefined) conditions.push(sql`e.cause = ${filter.cause}`)
  const after = afterKey(page, { sort: 'e.starts_at', id: 'e.id', cast: 'timestamptz' }, 'desc')
  if (after) conditions.push(after)
  const { rows } =
    await sql<SlaEventRow>`select ${COLUMNS} from ${FROM} where ${sql.join(conditions, sql` and `)}
    order by e.starts_at desc, e.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.starts_at.toISOString(), row.id], toWire)
}

const EVENTS_MAX = 1000

/** Of a provider, with a part in the window: those that were confirmed, or that wait. */
export async function listEventsWithin(
  db: Db,
  of: {
    readonly providerBodyId: string
    readonly from: Date
    readonly to: Date
    readonly state: 'confirmed' | 'entered'
  },
): Promise<readonly SlaEventRow[]> {
  const { rows } =
    await sql<SlaEventRow>`select ${COLUMNS} from ${FROM} where e.provider_body_id = ${of.providerBodyId}
    and e.state = ${of.state} and e.starts_at < ${of.to} and e.ends_at > ${of.from}
    order by e.starts_at, e.id limit ${EVENTS_MAX + 1}`.execute(db)
  if (rows.length > EVENTS_MAX) throw new Error(`assertion: at most ${EVENTS_MAX} SLA events in a quarter`)
  return rows
}

/** Of those the ones that are confirmed events of the provider. */
export async function countConfirmed(
  db: Db,
  providerBodyId: string,
  ids: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from sla_event
    where provider_body_id = ${providerBodyId} and state = 'confirmed' and id = any (${[...ids]}::uuid[])`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** Pools and resources among these that stand with the provider. */
export async function countOfProvider(
  db: Db,
  providerBodyId: string,
  of: { readonly poolId: string | null; readonly resourceIds: readonly string[] },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select
      (select count(*) from pool join cloud on cloud.id = pool.cloud_id
        where pool.id = ${of.poolId} and cloud.provider_body_id = ${providerBodyId})::int
      + (select count(*) from resource r
        where r.id = any (${[...of.resourceIds]}::uuid[]) and r.provider_body_id = ${providerBodyId})::int as count`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

export async function insertEvent(
  tx: Tx,
  row: Pick<
    SlaEventRow,
    | 'id'
    | 'provider_body_id'
    | 'pool_id'
    | 'starts_at'
    | 'ends_at'
    | 'cause'
    | 'announced_at'
    | 'description'
    | 'evidence'
    | 'entered_by'
    | 'entered_by_name'
    | 'entered_at'
  >,
  resourceIds: readonly string[],
): Promise<void> {
  await sql`insert into sla_event (id, no, provider_body_id, pool_id, starts_at, ends_at, cause, announced_at, description,
      evidence, entered_by, entered_by_name, entered_at)
    values (${row.id}, 'SLA-' || lpad(nextval('sla_event_no')::text, 6, '0'), ${row.provider_body_id}, ${row.pool_id},
      ${row.starts_at}, ${row.ends_at}, ${row.cause}, ${row.announced_at}, ${row.description}, ${row.evidence},
      ${row.entered_by}, ${row.entered_by_name}, ${row.entered_at})`.execute(tx)
  if (resourceIds.length > 0)
    await sql`insert into sla_event_resource (event_id, resource_id)
      select ${row.id}, unnest(${[...resourceIds]}::uuid[])`.execute(tx)
}

/** @returns false when the version is stale. */
export async function decideEvent(
  tx: Tx,
  event: Authorised<SlaEventRow, 'approve'>,
  version: number,
  to: {
    readonly state: 'confirmed' | 'declined'
    readonly by: string
    readonly byName: string
    readonly at: Date
    readonly comment: string
  },
): Promise<boolean> {
  const result =
    await sql`update sla_event set state = ${to.state}, decided_by = ${to.by}, decided_by_name = ${to.byName},
      decided_at = ${to.at}, comment = ${to.comment}, version = version + 1
    where id = ${event.id} and version = ${version}`.execute(tx)
  return result.numAffectedRows === 1n
}
