/** Clouds that show a million things, ours and others', as scans leave them: for the resource explorer. */
import { systemClock } from '../../server/src/platform/clock.ts'
import type { Database } from '../../server/src/platform/db/index.ts'
import { createIds } from '../../server/src/platform/ids.ts'
import { givenSession } from './list-world.ts'

export interface ExplorerWorld {
  readonly token: string
  readonly clouds: readonly string[]
  readonly project: string
  readonly externalId: string
  /** One thing in two hundred became different since then. */
  readonly recently: string
}

const CLOUDS = 4
const ITEM_ID =
  "('01900000-' || lpad(to_hex(n >> 16), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"
const RESOURCE_ID =
  "('01910000-' || lpad(to_hex(n >> 16), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"
const EXTERNAL_ID = "md5('x' || n)"
const PROJECT = "md5('p' || n / 40)"
/** Half are servers, then volumes; a router in a thousand. */
const KIND = `case when n % 1000 = 997 then 'router' when n % 40 = 0 then 'project' when n % 2 = 0 then 'server'
  when n % 3 = 0 then 'volume' when n % 5 = 0 then 'network' else 'security-group' end`
/** Of fifty: ten are ours, one was given back, one is another's tag, one is a double; the others carry none. */
const TAG = `case when n % 50 < 12 then ${RESOURCE_ID}::text when n % 50 = 12 then 'other-platform-' || n end`

export async function writeExplorerWorld(database: Database, items: number): Promise<ExplorerWorld> {
  const { owner } = database
  const ids = createIds(systemClock)
  const [region, provider, bureau] = [ids.next(), ids.next(), ids.next()]
  const clouds = Array.from({ length: CLOUDS }, ids.next)
  await owner.query(
    `insert into region (id, level, code, name, path, created_at)
     values ($1::uuid, 'province', '990000', '省', '/' || $1::uuid, now())`,
    [region],
  )
  await owner.query(
    `insert into body (id, region_id, kind, provider_type, name, short_name, path, created_at)
     values ($2::uuid, $1, 'provider', 'cloud-operator', '云商', '云商', '/' || $2::uuid, now()),
       ($3::uuid, $1, 'regulator-bureau', null, '大数据局', '数据局', '/' || $3::uuid, now())`,
    [region, provider, bureau],
  )
  await owner.query(
    `insert into cloud (id, code, name, provider_body_id, kind, endpoint, options, credential_names, state, findings, created_at)
     select id, 'c' || n, '云 ' || n, $2, 'simulated', 'simulated://bench-' || n, '{}', '{}', 'healthy', '[]', now()
     from unnest($1::uuid[]) with ordinality as c(id, n)`,
    [clouds, provider],
  )
  await writeItems(database, items, clouds)
  await writeResources(database, items, clouds, provider)
  await owner.query('vacuum analyze inventory_item')
  await owner.query('analyze')
  const some = Math.floor(items / 2)
  const { rows } = await owner.query<{ project: string; external: string; since: Date }>(
    `select md5('p' || $1::int / 40) as project, md5('x' || $1::int) as external, now() - interval '1 hour' as since`,
    [some],
  )
  return {
    token: await givenSession(database, ids.next, bureau, 'regulator-bureau'),
    clouds,
    project: rows[0]?.project ?? '',
    externalId: rows[0]?.external ?? '',
    recently: rows[0]?.since.toISOString() ?? '',
  }
}

async function writeItems({ owner }: Database, count: number, clouds: readonly string[]): Promise<void> {
  await owner.query(
    `insert into inventory_item (id, cloud_id, kind, external_id, fingerprint, project_ref, name, state, native_state, spec,
       attributes, tag, resource_id, first_seen_at, known_since, vanished_at)
     select ${ITEM_ID}, ($1::uuid[])[1 + n % ${CLOUDS}], ${KIND}, ${EXTERNAL_ID},
       case when n % 100 = 99 then null else md5('f' || n)::uuid end, ${PROJECT}, 'vm-' || n || '-政务应用服务器',
       case when n % 500 = 0 then 'error' else 'ready' end, 'ACTIVE',
       '{"kind":"server","vcpus":4,"memoryMiB":8192,"rootDiskGiB":40}', '{"addresses":["10.10.1.17"]}', ${TAG},
       case when n % 50 < 12 then ${RESOURCE_ID} end, now() - interval '30 days',
       case when n % 200 = 0 then now() else now() - interval '20 days' end,
       case when n % 100 = 99 then now() - interval '1 day' end
     from generate_series(0, $2::int - 1) n`,
    [clouds, count],
  )
  await owner.query(
    `insert into inventory_ignored (item_id, reason, until, person_id, at)
     select ${ITEM_ID}, '厂商自用', null, ${ITEM_ID}, now() from generate_series(0, $1::int - 1) n where n % 50 = 20`,
    [count],
  )
}

/** The resources behind the tags: of the last two of each twelve, one was given back and one is another thing. */
async function writeResources(
  { owner }: Database,
  count: number,
  clouds: readonly string[],
  provider: string,
): Promise<void> {
  await owner.query(
    `insert into resource (id, kind, name, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, created_by,
       created_at, presence, spec, intended_at, external_id, observed_state, observed_at, released_at, state, agreement,
       differences, conditions, wanted, reserved, allocated, search)
     select ${RESOURCE_ID}, 'server', 'web-' || n, $3, $3, $3, ($1::uuid[])[1 + n % ${CLOUDS}], $3, 'internet', '张三', now(),
       case when n % 50 = 10 then 'absent' else 'present' end, '{"kind":"server"}', now(),
       case when n % 50 = 11 then 'elsewhere-' || n else ${EXTERNAL_ID} end,
       'ready', now(), case when n % 50 = 10 then now() end, case when n % 50 = 10 then 'released' else 'ready' end, 'level',
       '[]', '[]', '{}', '{}', '{}', 'web-' || n
     from generate_series(0, $2::int - 1) n where n % 50 < 12`,
    [clouds, count, provider],
  )
}
