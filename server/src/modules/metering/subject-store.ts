/** SQL on the subjects of usage: for whom, where and by which order something was held. */
import type pg from 'pg'
import type { StoredPhase } from './phase-store.ts'

export interface SubjectKey {
  readonly phase: StoredPhase
  readonly tier: string | null
}

const NAMES = `resource_id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, kind, offering_code,
  plan_code, tier, request_line_id`
const GIVEN = `unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[],
  $9::text[], $10::text[], $11::text[], $12::uuid[])`

/** @returns the number of each, in the given order; made where it is the first of its sort. */
export async function ensureSubjects(
  client: pg.ClientBase,
  keys: readonly SubjectKey[],
): Promise<readonly number[]> {
  const columns = [
    keys.map(({ phase }) => phase.resource_id),
    keys.map(({ phase }) => phase.body_id),
    keys.map(({ phase }) => phase.system_id),
    keys.map(({ phase }) => phase.provider_body_id),
    keys.map(({ phase }) => phase.cloud_id),
    keys.map(({ phase }) => phase.pool_id),
    keys.map(({ phase }) => phase.network_zone),
    keys.map(({ phase }) => phase.kind),
    keys.map(({ phase }) => phase.plan?.offeringCode ?? null),
    keys.map(({ phase }) => phase.plan?.code ?? null),
    keys.map(({ tier }) => tier),
    keys.map(({ phase }) => phase.request_line_id),
  ]
  const known = await findSubjects(client, columns)
  if (known.every((id) => id !== null)) return known as readonly number[]
  await client.query(
    `insert into usage_subject (${NAMES}) select distinct on (1, 2, 3, 4, 5, 6, 9, 10, 11, 12) * from ${GIVEN}
     on conflict do nothing`,
    columns,
  )
  return (await findSubjects(client, columns)) as readonly number[]
}

async function findSubjects(
  client: pg.ClientBase,
  columns: readonly unknown[],
): Promise<readonly (number | null)[]> {
  const { rows } = await client.query<{ id: number | null }>(
    `select s.id from ${GIVEN} with ordinality as g (${NAMES}, position)
     left join usage_subject s on s.resource_id = g.resource_id and s.body_id = g.body_id and s.system_id = g.system_id
       and s.provider_body_id = g.provider_body_id and s.cloud_id = g.cloud_id and s.pool_id = g.pool_id
       and s.offering_code is not distinct from g.offering_code and s.plan_code is not distinct from g.plan_code
       and s.tier is not distinct from g.tier and s.request_line_id is not distinct from g.request_line_id
     order by g.position`,
    [...columns],
  )
  return rows.map((row) => row.id)
}

/** Bodies that ever held one of these. */
export async function listHolders(
  client: pg.ClientBase,
  resourceIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ body_id: string }>(
    'select distinct body_id from usage_subject where resource_id = any ($1::uuid[])',
    [resourceIds],
  )
  return rows.map((row) => row.body_id)
}
