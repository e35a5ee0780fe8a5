/** SQL on the phases that the database keeps of resources, as metering reads them, and on whose past is due. */
import type { ResourceKind } from '@yunheng/contract'
import type pg from 'pg'
import { hourOf, instantOf, type Window } from './civil-month.ts'
import type { Phase } from './derive-usage.ts'

export interface StoredPhase {
  readonly resource_id: string
  readonly ordinal: string
  readonly at: Date
  readonly condition: Phase['condition']
  readonly kind: ResourceKind
  readonly body_id: string
  readonly system_id: string
  readonly provider_body_id: string
  readonly cloud_id: string
  readonly pool_id: string
  readonly network_zone: string
  readonly request_line_id: string | null
  readonly plan: { readonly id: string; readonly code: string; readonly offeringCode: string } | null
  readonly spec: Readonly<Record<string, unknown>>
}

const COLUMNS = `resource_id, ordinal, at, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
  network_zone, request_line_id, plan, spec`

/** @returns the first hour in which anything was held; null where nothing ever was. */
export async function findFirstHour(client: pg.ClientBase): Promise<number | null> {
  const { rows } = await client.query<{ at: Date | null }>('select min(at) as at from resource_phase')
  const at = rows[0]?.at ?? null
  return at === null ? null : hourOf(at)
}

/** Resources with a life in the window, by their ids: the next so many after one. Those that had ended before are left out. */
export async function listLiving(
  client: pg.ClientBase,
  window: Window,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ resource_id: string }>(
    `select resource_id from (
       select resource_id, condition, lead(at) over (partition by resource_id order by at, ordinal) as until, at
       from resource_phase where resource_id > $1 and at < $3) as p
     where condition not in ('over', 'missing') and (until is null or until > $2)
     group by resource_id order by resource_id limit $4`,
    [after, instantOf(window.from), instantOf(window.to), limit],
  )
  return rows.map((row) => row.resource_id)
}

/** What these were in the window: the phase that stands at its beginning, and all that begin in it. */
export async function readPhases(
  client: pg.ClientBase,
  resourceIds: readonly string[],
  window: Window,
): Promise<readonly StoredPhase[]> {
  const { rows } = await client.query<StoredPhase>(
    `select ${COLUMNS} from (
       select *, lead(at) over (partition by resource_id order by at, ordinal) as until
       from resource_phase where resource_id = any ($1::uuid[]) and at < $3) as p
     where until is null or until > $2`,
    [resourceIds, instantOf(window.from), instantOf(window.to)],
  )
  return rows
}

/** Whose past became known anew, since when, and how often that was noted. */
export interface Due {
  readonly resource_id: string
  readonly since: Date
  readonly times: number
}

export async function listDue(client: pg.ClientBase, after: string, limit: number): Promise<readonly Due[]> {
  const { rows } = await client.query<Due>(
    'select resource_id, since, times from usage_due where resource_id > $1 order by resource_id limit $2',
    [after, limit],
  )
  return rows
}

/** Derived: forgotten, unless something more became known meanwhile. */
export async function forgetDue(client: pg.ClientBase, due: readonly Due[]): Promise<void> {
  await client.query(
    `delete from usage_due d using unnest($1::uuid[], $2::int[]) as done (resource_id, times)
     where d.resource_id = done.resource_id and d.times = done.times`,
    [due.map((one) => one.resource_id), due.map((one) => one.times)],
  )
}
