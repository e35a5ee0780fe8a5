/** SQL on the clouds themselves: their knobs, the faults scripted for them, and the record of calls. */
import type pg from 'pg'
import type { ResourceKind } from '../../modules/cloud/connector.ts'
import type { Effect, Knobs, ZoneShape } from './simulated-knobs.ts'
import { insertStock } from './stock-store.ts'

export type Verb =
  | 'probe'
  | 'offer'
  | 'capacity'
  | 'inventory'
  | 'hosts'
  | 'measures'
  | 'counters'
  | 'find'
  | 'observe'
  | 'ensure'
  | 'claim'
  | 'change'
  | 'remove'

export interface CloudRow {
  readonly seed: string
  readonly keyDigest: string
  readonly knobs: Knobs
  readonly hasRules: boolean
}

export async function findCloud(db: pg.Pool | pg.PoolClient, endpoint: string): Promise<CloudRow | null> {
  const { rows } = await db.query<CloudRow>(
    `select seed, key_digest as "keyDigest", knobs,
       exists (select from simulated.fault_rule where cloud = endpoint and times > 0) as "hasRules"
     from simulated.cloud where endpoint = $1`,
    [endpoint],
  )
  return rows[0] ?? null
}

/** Makes the cloud when it is met for the first time; afterwards nothing changes. */
export async function insertCloud(
  db: pg.PoolClient,
  cloud: { endpoint: string; seed: number; keyDigest: string; knobs: Knobs; now: Date; servers?: number },
): Promise<void> {
  const { rowCount } = await db.query(
    `insert into simulated.cloud (endpoint, seed, key_digest, knobs, created_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [cloud.endpoint, cloud.seed, cloud.keyDigest, JSON.stringify(cloud.knobs), cloud.now],
  )
  if (rowCount !== 1) return
  await updateZones(db, cloud.endpoint, cloud.knobs.zones, cloud.knobs.vcpuRatio)
  await insertStock(db, cloud.endpoint, { servers: cloud.servers ?? 0, seed: cloud.seed, now: cloud.now })
}

export async function updateKnobs(db: pg.PoolClient, endpoint: string, knobs: Knobs): Promise<void> {
  await db.query('update simulated.cloud set knobs = $2 where endpoint = $1', [
    endpoint,
    JSON.stringify(knobs),
  ])
  await updateZones(db, endpoint, knobs.zones, knobs.vcpuRatio)
}

async function updateZones(
  db: pg.PoolClient,
  endpoint: string,
  zones: readonly ZoneShape[],
  ratio: number,
): Promise<void> {
  for (const zone of zones) {
    await db.query(
      `insert into simulated.zone (cloud, name, hosts, vcpus_total, vcpus_limit, memory_mib_total, disk_gib_total)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (cloud, name) do update set hosts = excluded.hosts, vcpus_total = excluded.vcpus_total,
         vcpus_limit = excluded.vcpus_limit, memory_mib_total = excluded.memory_mib_total,
         disk_gib_total = excluded.disk_gib_total`,
      [
        endpoint,
        zone.name,
        zone.hosts,
        zone.vcpus,
        Math.floor(zone.vcpus * ratio),
        zone.memoryMiB,
        zone.diskGiB,
      ],
    )
  }
}

export interface FaultRule {
  readonly verb: Verb
  readonly kind?: ResourceKind
  /** Only calls about this resource id or external id. */
  readonly subject?: string
  /** Calls that fit and still pass before the first that does not. */
  readonly skip: number
  readonly times: number
  readonly effect: Effect
}

export async function insertRule(db: pg.Pool, endpoint: string, rule: FaultRule): Promise<void> {
  await db.query(
    `insert into simulated.fault_rule (cloud, verb, kind, subject, skip, times, effect)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      endpoint,
      rule.verb,
      rule.kind ?? null,
      rule.subject ?? null,
      rule.skip,
      rule.times,
      JSON.stringify(rule.effect),
    ],
  )
}

/** Counts this call against every rule that fits it, and answers the effect of the first that is due. */
export async function takeRule(
  db: pg.Pool,
  endpoint: string,
  call: { verb: Verb; kind: ResourceKind | null; subject: string | null },
): Promise<Effect | null> {
  const { rows } = await db.query<{ skip: number; effect: Effect }>(
    `with fits as (
       select id, skip from simulated.fault_rule where cloud = $1 and verb = $2 and times > 0
         and (kind is null or kind = $3) and (subject is null or subject = $4) order by id for update)
     update simulated.fault_rule r set skip = greatest(fits.skip - 1, 0),
       times = case when fits.skip = 0 then r.times - 1 else r.times end
     from fits where r.id = fits.id returning fits.skip, r.effect`,
    [endpoint, call.verb, call.kind, call.subject],
  )
  return rows.find((row) => row.skip === 0)?.effect ?? null
}

export async function removeRules(db: pg.Pool, endpoint: string): Promise<void> {
  await db.query('delete from simulated.fault_rule where cloud = $1', [endpoint])
}

export interface CallRow {
  readonly id: number
  readonly verb: Verb
  readonly kind: ResourceKind | null
  readonly subject: string | null
  readonly projectRef: string | null
  readonly at: Date
  readonly tookMs: number | null
  readonly outcome: string
}

export async function insertCall(
  db: pg.Pool,
  endpoint: string,
  call: Pick<CallRow, 'verb' | 'kind' | 'subject' | 'projectRef' | 'at'>,
): Promise<number> {
  const { rows } = await db.query<{ id: string }>(
    `insert into simulated.call (cloud, verb, kind, subject, project_ref, at, outcome)
     values ($1, $2, $3, $4, $5, $6, 'under-way') returning id`,
    [endpoint, call.verb, call.kind, call.subject, call.projectRef, call.at],
  )
  return Number(rows[0]?.id)
}

export async function updateCall(db: pg.Pool, id: number, outcome: string, tookMs: number): Promise<void> {
  await db.query('update simulated.call set outcome = $2, took_ms = $3 where id = $1', [id, outcome, tookMs])
}

/** Keeps the newest; run once in a while by the calls themselves. */
export async function removeOldCalls(db: pg.Pool, endpoint: string, kept: number): Promise<void> {
  await db.query(
    `delete from simulated.call where cloud = $1 and id <= (
       select id from simulated.call where cloud = $1 order by id desc offset $2 limit 1)`,
    [endpoint, kept],
  )
}

export async function listCalls(
  db: pg.Pool,
  endpoint: string,
  filter: { readonly verb?: Verb; readonly kind?: ResourceKind; readonly outcome?: string },
): Promise<readonly CallRow[]> {
  const { rows } = await db.query<CallRow & { id: string }>(
    `select id, verb, kind, subject, project_ref as "projectRef", at, took_ms as "tookMs", outcome
     from simulated.call where cloud = $1 and ($2::text is null or verb = $2) and ($3::text is null or kind = $3)
       and ($4::text is null or outcome = $4) order by id`,
    [endpoint, filter.verb ?? null, filter.kind ?? null, filter.outcome ?? null],
  )
  return rows.map((row) => ({ ...row, id: Number(row.id) }))
}

/** How often this was called before: the attempt's number, for the dice. */
export async function countCalls(
  db: pg.Pool,
  endpoint: string,
  call: { verb: Verb; subject: string | null; before: number },
): Promise<number> {
  const { rows } = await db.query<{ count: string }>(
    `select count(*) from simulated.call
     where cloud = $1 and verb = $2 and subject is not distinct from $3 and id < $4`,
    [endpoint, call.verb, call.subject, call.before],
  )
  return Number(rows[0]?.count)
}

export async function removeCalls(db: pg.Pool, endpoint: string): Promise<void> {
  await db.query('delete from simulated.call where cloud = $1', [endpoint])
}

/** Many servers at once, without addresses, for tests and pictures of scale. */
export async function insertManyServers(
  db: pg.PoolClient,
  endpoint: string,
  crowd: {
    projectRef: string
    zone: string
    hosts: number
    count: number
    vcpus: number
    memoryMiB: number
    now: Date
  },
): Promise<void> {
  await db.query(
    `with numbers as (
       update simulated.cloud set next_number = next_number + $4 where endpoint = $1
       returning next_number - $4 as first)
     insert into simulated.thing (cloud, ref, kind, resource_id, project_ref, name, state, native_state, spec,
       attributes, number, created_at, updated_at)
     select $1, gen_random_uuid()::text, 'server', null, $2, 'crowd-' || n, 'ready', 'ACTIVE',
       jsonb_build_object('kind', 'server', 'name', 'crowd-' || n, 'vcpus', $5::int, 'memoryMiB', $6::int,
         'rootDiskGiB', 40, 'image', 'openeuler-2203-lts', 'subnetRefs', '[]'::jsonb,
         'securityGroupRefs', '[]'::jsonb, 'keyPairRef', null, 'zone', $3::text, 'power', 'on', 'rebootGeneration', 0),
       jsonb_build_object('addresses', '[]'::jsonb, 'zone', $3::text, 'host', $3 || '-host-' || (1 + n % $8::int)),
       numbers.first + n, $7::timestamptz, $7::timestamptz
     from numbers, generate_series(0, $4::int - 1) as n`,
    [
      endpoint,
      crowd.projectRef,
      crowd.zone,
      crowd.count,
      crowd.vcpus,
      crowd.memoryMiB,
      crowd.now,
      crowd.hosts,
    ],
  )
}
