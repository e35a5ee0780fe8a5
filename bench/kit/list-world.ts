/** A platform full of resources, for the list: 1,000 departments, some of whose people are signed in. */
import type { Role } from '@yunheng/contract'
import { roles } from '@yunheng/contract'
import { makeToken } from '../../server/src/modules/identity/index.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import type { Database } from '../../server/src/platform/db/index.ts'
import { createIds } from '../../server/src/platform/ids.ts'

export interface ListWorld {
  readonly departments: readonly { readonly bodyId: string; readonly token: string }[]
  /** Of one who sees everything. */
  readonly regulatorToken: string
  /** The resource after which the last whole page begins. */
  readonly lastPageAfter: string
}

const DEPARTMENTS = 1_000
const SIGNED_IN = 100
const SYSTEMS_PER_BODY = 5
const POOLS = 40
const LAST_PAGE = 50

export async function writeListWorld(database: Database, resources: number): Promise<ListWorld> {
  const { owner } = database
  const ids = createIds(systemClock)
  const [region, provider, bureau, cloud, node, zone] = Array.from({ length: 6 }, ids.next) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const bodyIds = Array.from({ length: DEPARTMENTS }, ids.next)
  await owner.query(
    `insert into region (id, level, code, name, path, created_at) values ($1::uuid, 'province', '990000', '省', '/' || $1, now())`,
    [region],
  )
  await owner.query(
    `insert into body (id, region_id, kind, provider_type, name, short_name, path, created_at)
     select id, $1, case id when $3 then 'provider' when $4 then 'regulator-bureau' else 'department' end,
       case id when $3 then 'cloud-operator' end,
       '第' || n || '局', '局' || n, '/' || id, now() from unnest($2::uuid[]) with ordinality as b(id, n)`,
    [region, [provider, bureau, ...bodyIds], provider, bureau],
  )
  await owner.query(
    `insert into cloud (id, code, name, provider_body_id, kind, endpoint, options, credential_names, state, findings, created_at)
     values ($1, 'c', '云', $2, 'simulated', 'simulated://bench', '{}', '{}', 'healthy', '[]', now())`,
    [cloud, provider],
  )
  await owner.query(
    `insert into node (id, cloud_id, code, name, kind, region_id, created_at) values ($1, $2, 'n', '节点', 'backbone', $3, now())`,
    [node, cloud, region],
  )
  await owner.query(
    `insert into zone (id, node_id, cloud_id, code, name, native_zone, created_at) values ($1, $2, $3, 'z', '可用区', 'az', now())`,
    [zone, node, cloud],
  )
  const poolIds = Array.from({ length: POOLS }, ids.next)
  await owner.query(
    `insert into pool (id, zone_id, cloud_id, code, name, class, network_zone, capacity_source, over_commit_vcpus,
       over_commit_memory, over_commit_storage, mapping, state, created_at)
     select id, $2, $3, 'p' || n, '资源池' || n, 'general', 'internet', 'declared', 1, 1, 1,
       '{"images":[],"volumeTypes":[],"externalNetwork":null}', 'open', now() from unnest($1::uuid[]) with ordinality as p(id, n)`,
    [poolIds, zone, cloud],
  )
  const signedIn: { bodyId: string; token: string }[] = []
  for (const bodyId of bodyIds.slice(0, SIGNED_IN))
    signedIn.push({ bodyId, token: await givenSession(database, ids.next, bodyId, 'department-admin') })
  await writeSystems(database, bodyIds)
  await writeResources(database, resources, { bodyIds, poolIds, cloud, provider })
  const after = await owner.query<{ id: string }>('select id from resource order by id offset $1 limit 1', [
    LAST_PAGE,
  ])
  return {
    departments: signedIn,
    regulatorToken: await givenSession(database, ids.next, bureau, 'regulator-bureau'),
    lastPageAfter: after.rows[0]?.id ?? '',
  }
}

/** Person, post, account and session, as signing in leaves them. */
export async function givenSession(
  { owner }: Database,
  nextId: () => string,
  bodyId: string,
  role: Role,
): Promise<string> {
  const [person, post, account, session] = Array.from({ length: 4 }, nextId)
  const { token, hash } = makeToken('yhs')
  await owner.query(`insert into person (id, body_id, name, created_at) values ($1, $2, '张三', now())`, [
    person,
    bodyId,
  ])
  await owner.query(
    `insert into post (id, person_id, body_id, role, side, title, valid_from, created_at)
     values ($1, $2, $3, $4, $5, '岗位', now() - interval '1 day', now())`,
    [post, person, bodyId, role, roles[role].side],
  )
  await owner.query(
    `insert into account (id, person_id, username, must_change_password, password_changed_at, totp_required, created_at)
     values ($1, $2, $3, false, now(), false, now())`,
    [account, person, `u${account}`],
  )
  await owner.query(
    `insert into session (id, account_id, person_id, token_hash, acting_post_id, started_at, seen_at, ends_at)
     values ($1, $2, $3, $4, $5, now(), now(), now() + interval '12 hours')`,
    [session, account, person, hash, post],
  )
  return token
}

/** Ids of systems and resources are computed from their numbers, so that one statement can write a million. */
const SYSTEM_ID =
  "(lpad(to_hex(b::int), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(s::int), 12, '0'))::uuid"
const RESOURCE_ID =
  "('01900000-' || lpad(to_hex(n >> 16), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"

async function writeSystems({ owner }: Database, bodyIds: readonly string[]): Promise<void> {
  await owner.query(
    `insert into system (id, body_id, code, name, summary, kind, lifecycle, protection_level, classification, network_zone,
       access_paths, has_web, is_vertical, deployment, created_at, updated_at)
     select ${SYSTEM_ID}, id, 'S-' || b || '-' || s, '业务系统' || b || '-' || s, '', 'new', 'running', 2, 'internal',
       'internet', '{internet}', true, false, 'cloud', now(), now()
     from unnest($1::uuid[]) with ordinality as o(id, b), generate_series(1, ${SYSTEMS_PER_BODY}) s`,
    [bodyIds],
  )
}

interface Stand {
  readonly bodyIds: readonly string[]
  readonly poolIds: readonly string[]
  readonly cloud: string
  readonly provider: string
}

/** Written without the secondary indexes, which are then all made again. */
async function writeResources({ owner }: Database, count: number, stand: Stand): Promise<void> {
  const { rows: indexes } = await owner.query<{ name: string; definition: string }>(
    "select indexname as name, indexdef as definition from pg_indexes where tablename = 'resource' and indexname <> 'resource_pkey'",
  )
  for (const { name } of indexes) await owner.query(`drop index ${name}`)
  await owner.query(
    `insert into resource (id, kind, name, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, plan, created_by,
       created_at, presence, spec, intended_at, external_id, observed_state, native_state, observed_spec, attributes, observed_at,
       state, agreement, differences, conditions, wanted, reserved, allocated, search)
     select ${RESOURCE_ID}, 'server', 'web-' || n, ($1::uuid[])[b], ${SYSTEM_ID}, $4, $3, ($2::uuid[])[1 + n % ${POOLS}],
       'internet', '{"id":"01900000-0000-7000-8000-000000000001","code":"c4m8","title":{"zh":"4 核 8 GiB","en":"4 cores, 8 GiB"},"offeringCode":"cloud-host"}',
       '张三', now(), 'present', '{"kind":"server","vcpus":4,"memoryMiB":8192,"rootDiskGiB":40,"image":"openeuler","subnetIds":[],"securityGroupIds":[],"keyPairId":null,"zone":"az","power":"on","rebootGeneration":0}',
       now(), 'ext-' || n, 'ready', 'ACTIVE', '{"vcpus":4,"memoryMiB":8192,"rootDiskGiB":40}',
       '{"addresses":["10.10.1.17"],"host":"h1"}', now(), 'ready', 'level', '[]', '[]',
       '{"vcpus":4,"memoryMiB":8192,"storageGiB":40,"floatingIps":0,"cards":0}',
       '{"vcpus":0,"memoryMiB":0,"storageGiB":0,"floatingIps":0,"cards":0}',
       '{"vcpus":4,"memoryMiB":8192,"storageGiB":40,"floatingIps":0,"cards":0}', 'web-' || n || ' 10.10.1.17'
     from (select n, 1 + n % ${DEPARTMENTS} as b, 1 + (n / ${DEPARTMENTS}) % ${SYSTEMS_PER_BODY} as s
       from generate_series(0, $5::int - 1) n) of`,
    [stand.bodyIds, stand.poolIds, stand.cloud, stand.provider, count],
  )
  for (const { definition } of indexes) await owner.query(definition)
  await owner.query('vacuum analyze resource')
  await owner.query('analyze')
}
