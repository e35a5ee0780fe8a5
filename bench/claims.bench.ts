/**
 * Durable placement claims a second: decide among 200 pools, take capacity and quota, write the placement, commit — with
 * 20 clients who compete, by the same `placing.claim` that an approval calls. As in life the claims come from many bodies
 * (50 bodies with 20 systems each), spread by chance; the figure for one single body, whose quota is then one row that
 * everybody waits for, is printed as well. The anchor writes the same rows in a plain transaction that decides nothing.
 * At the end the last room and the last quota are fought for, and sums over the placements, made without any of our code,
 * must say exactly what pools and quotas say: nothing over-committed.
 *   npm run bench -- claims [pairs] [milliseconds a side]
 */
import type pg from 'pg'
import { createPlacing } from '../server/src/modules/placement/index.ts'
import { createAuthz } from '../server/src/platform/authz/index.ts'
import { systemClock } from '../server/src/platform/clock.ts'
import type { Actor, Ctx } from '../server/src/platform/context.ts'
import { createContextFactory } from '../server/src/platform/create-context.ts'
import { type Database, migrate, openDatabase, survivingPool } from '../server/src/platform/db/index.ts'
import { AppError } from '../server/src/platform/errors.ts'
import { createIds } from '../server/src/platform/ids.ts'
import { silentLog } from '../server/src/platform/log/index.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { measurePairs, median } from './kit/pairs.ts'

const POOLS = 200
const BODIES = 50
const SYSTEMS_PER_BODY = 20
const CLIENTS = 20
const ROOM_PER_POOL = 100_000
/** What is left for the last fight: of each pool, and of the quota of every second body. */
const LAST_ROOM = 5
const LAST_QUOTA = 10
const GOAL = 800
const [PAIRS = 5, MEASURE_MS = 3_000] = process.argv.slice(2).map(Number)

/** About as large as an explanation is. */
const PLAIN_EXPLANATION = JSON.stringify({ candidates: Array(10).fill('x'.repeat(250)) })

interface Stage {
  readonly database: Database
  /** Of an approver who sees his own branch of bodies only. */
  readonly ctx: Ctx
  readonly bodies: readonly { readonly id: string; readonly systemIds: readonly string[] }[]
  readonly plain: pg.Pool
}

type Outcome = 'placed' | 'placement.no_fit' | 'quota.exceeded'
type Once = (nth: number) => Promise<unknown>

const placing = createPlacing()

await withPostgres(async (url) => {
  const database = openDatabase({ url, poolSize: CLIENTS + 2, onError: () => {} })
  const plain = survivingPool({ connectionString: url, max: CLIENTS }, () => {})
  try {
    await migrate(database.owner)
    const stage = await prepare(database, plain)
    const anywhere: Once = () => claimOnce(stage, Math.floor(Math.random() * BODIES))
    await clients(anywhere, 1_000)
    console.log(`claims over ${POOLS} pools, ${CLIENTS} clients, ${BODIES} bodies, a second`)
    const pairs = await measurePairs(PAIRS, {
      ours: () => clients(anywhere, MEASURE_MS),
      anchor: () => clients(() => plainOnce(stage, Math.floor(Math.random() * BODIES)), MEASURE_MS),
    })
    console.log('the same with one body alone: its quota is one row')
    const hot = await measurePairs(Math.min(3, PAIRS), {
      ours: () => clients(() => claimOnce(stage, 0), MEASURE_MS),
      anchor: () => clients(() => plainOnce(stage, 0), MEASURE_MS),
    })
    const outcomes = await fight(stage)
    const wrong = await overCommitted(database)
    const ours = median(pairs.map((pair) => pair.ours))
    const anchor = median(pairs.map((pair) => pair.anchor))
    const verdict = ours >= GOAL && wrong === 0 ? 'pass' : 'short'
    console.log(`the last room and quota: ${JSON.stringify(outcomes)}; over-commits and mismatches: ${wrong}`)
    const [hotOurs, hotAnchor] = [
      median(hot.map((pair) => pair.ours)),
      median(hot.map((pair) => pair.anchor)),
    ]
    console.log(
      `claims-one-body ours=${Math.round(hotOurs)}/s anchor=${Math.round(hotAnchor)}/s ratio=${(hotOurs / hotAnchor).toFixed(2)}`,
    )
    console.log(
      `claims ours=${Math.round(ours)}/s anchor=${Math.round(anchor)}/s ratio=${(ours / anchor).toFixed(2)} goal=${GOAL}/s,0-over-commits ${verdict}`,
    )
  } finally {
    await plain.end()
    await database.close()
  }
})

/** Each client works one after the other for so long. @returns what they did a second, together. */
async function clients(once: Once, forMs: number): Promise<number> {
  const started = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() - started < forMs) {
        await once(done)
        done += 1
      }
    }),
  )
  return done / ((performance.now() - started) / 1000)
}

/** One server, as an approved request asks for it. @returns how it ended. */
async function claimOnce({ ctx, bodies }: Stage, nth: number): Promise<Outcome> {
  const body = bodies[nth % BODIES] as Stage['bodies'][number]
  const systemId = body.systemIds[Math.floor(Math.random() * SYSTEMS_PER_BODY)] as string
  try {
    await ctx.inTx((tx) =>
      placing.claim(tx, ctx, {
        requestId: null,
        wanted: {
          systemId,
          bodyId: body.id,
          poolClass: 'general',
          networkZone: 'internet',
          cloudId: null,
          poolId: null,
          preference: null,
          atEdge: false,
        },
        parts: [
          {
            requestLineId: null,
            quantity: 1,
            unit: { vcpus: 1, memoryMiB: 4096, storageGiB: 40, floatingIps: 0, cards: 0 },
            needsExternalNetwork: false,
            imageCodes: [],
            tiers: [],
          },
        ],
        poolIds: null,
      }),
    )
    return 'placed'
  } catch (error) {
    const reason = error instanceof AppError ? error.reason : null
    if (reason === 'placement.no_fit' || reason === 'quota.exceeded') return reason
    throw error
  }
}

/** The same three writes without a decision, on rows that are picked blindly. */
async function plainOnce({ plain, bodies }: Stage, nth: number): Promise<void> {
  const bodyId = bodies[nth % BODIES]?.id
  const client = await plain.connect()
  try {
    await client.query('begin')
    await client.query('update bench_quota set used = used + 1 where id = $1', [bodyId])
    await client.query('update bench_pool set reserved = reserved + 1 where id = $1', [
      Math.floor(Math.random() * POOLS),
    ])
    await client.query('insert into bench_placement (body_id, explanation) values ($1, $2)', [
      bodyId,
      PLAIN_EXPLANATION,
    ])
    await client.query('commit')
  } finally {
    client.release()
  }
}

/** Little is left everywhere; everybody goes on until told twice that there is no room at all. */
async function fight(stage: Stage): Promise<Record<Outcome, number>> {
  const { owner } = stage.database
  await owner.query(
    `update pool set limit_vcpus = reserved_vcpus + ${LAST_ROOM}, ceiling_vcpus = reserved_vcpus + ${LAST_ROOM}`,
  )
  await owner.query(`update quota set limit_vcpus = used_vcpus + ${LAST_QUOTA} where body_id = any($1)`, [
    stage.bodies.filter((_, index) => index % 2 === 0).map((body) => body.id),
  ])
  const outcomes: Record<Outcome, number> = { placed: 0, 'placement.no_fit': 0, 'quota.exceeded': 0 }
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let refused = 0, nth = client; refused < 2; nth += CLIENTS + 1) {
        const outcome = await claimOnce(stage, nth)
        outcomes[outcome] += 1
        if (outcome === 'placement.no_fit') refused += 1
      }
    }),
  )
  return outcomes
}

/** Pools and quotas that promise more than they have, or other than the placements add up to, or less than was asked for. */
async function overCommitted(database: Database): Promise<number> {
  const { rows } = await database.owner.query<{ wrong: number }>(`
    with placed as (select pool_id, body_id, (amounts->>'vcpus')::bigint as vcpus, (amounts->>'memoryMiB')::bigint as memory,
        (amounts->>'storageGiB')::bigint as storage from placement where state = 'claimed'),
      by_pool as (select pool_id, sum(vcpus) as vcpus, sum(memory) as memory, sum(storage) as storage from placed group by 1),
      by_body as (select body_id, sum(vcpus) as vcpus, sum(memory) as memory, sum(storage) as storage from placed group by 1)
    select ((select count(*) from pool p left join by_pool b on b.pool_id = p.id
        where p.reserved_vcpus <> p.limit_vcpus or p.reserved_vcpus <> coalesce(b.vcpus, 0)
          or p.reserved_memory_mib <> coalesce(b.memory, 0) or p.reserved_memory_mib > p.limit_memory_mib
          or p.reserved_storage_gib <> coalesce(b.storage, 0) or p.reserved_storage_gib > p.limit_storage_gib)
      + (select count(*) from quota q left join by_body b on b.body_id = q.body_id left join quota_use u on u.body_id = q.body_id
        where q.used_vcpus > q.limit_vcpus or q.used_vcpus <> coalesce(b.vcpus, 0) or q.used_vcpus <> coalesce(u.vcpus, 0)
          or q.used_memory_mib <> coalesce(b.memory, 0) or q.used_memory_mib > q.limit_memory_mib
          or q.used_storage_gib <> coalesce(b.storage, 0) or q.used_storage_gib > q.limit_storage_gib))::int as wrong`)
  return rows[0]?.wrong ?? -1
}

async function prepare(database: Database, plain: pg.Pool): Promise<Stage> {
  const ids = createIds(systemClock)
  const bodies = Array.from({ length: BODIES }, () => ({
    id: ids.next(),
    systemIds: Array.from({ length: SYSTEMS_PER_BODY }, () => ids.next()),
  }))
  const bodyIds = bodies.map((body) => body.id)
  await writeGround(database.owner, ids.next, bodyIds)
  const parts = { database, clock: systemClock, ids, log: silentLog(), authz: createAuthz([]) }
  // Not one who sees everything: what an approver's own scope costs is part of the figure.
  const [personId] = bodyIds as [string]
  const actor: Actor = {
    kind: 'person',
    personId,
    accountId: personId,
    name: 'approver',
    post: null,
    scope: { all: false, bodyIds, providerId: null, personId },
    via: { kind: 'session', id: personId },
  }
  const call = { requestId: 'bench', address: null, operation: null }
  return { database, ctx: createContextFactory(parts)(actor, call), bodies, plain }
}

async function writeGround(owner: pg.Pool, nextId: () => string, bodyIds: readonly string[]): Promise<void> {
  const [region, provider, cloud, node, zone] = Array.from({ length: 5 }, nextId)
  await owner.query(
    `insert into region (id, level, code, name, path, created_at) values ($1::uuid, 'province', '990000', 'R', '/' || $1, now())`,
    [region],
  )
  await owner.query(
    `insert into body (id, region_id, kind, provider_type, name, short_name, path, created_at)
     select id, $1, case when id = $3 then 'provider' else 'department' end, case when id = $3 then 'cloud-operator' end, id::text, id::text, '/' || id, now()
     from unnest($2::uuid[]) id`,
    [region, [...bodyIds, provider], provider],
  )
  await owner.query(
    `insert into quota (body_id, limit_vcpus, limit_memory_mib, limit_storage_gib, created_at)
     select id, 1e9, 1e12, 1e12, now() from unnest($1::uuid[]) id`,
    [bodyIds],
  )
  await owner.query(
    `insert into cloud (id, code, name, provider_body_id, kind, endpoint, options, credential_names, state, findings, created_at)
     values ($1, 'c', 'C', $2, 'simulated', 'simulated://bench', '{}', '{}', 'healthy', '[]', now())`,
    [cloud, provider],
  )
  await owner.query(
    `insert into node (id, cloud_id, code, name, kind, region_id, created_at) values ($1, $2, 'n', 'N', 'backbone', $3, now())`,
    [node, cloud, region],
  )
  await owner.query(
    `insert into zone (id, node_id, cloud_id, code, name, native_zone, created_at) values ($1, $2, $3, 'z', 'Z', 'az', now())`,
    [zone, node, cloud],
  )
  await owner.query(
    `insert into pool (id, zone_id, cloud_id, code, name, class, network_zone, capacity_source, over_commit_vcpus,
       over_commit_memory, over_commit_storage, mapping, state, created_at, limit_vcpus, limit_memory_mib, limit_storage_gib,
       ceiling_vcpus, ceiling_memory_mib, ceiling_storage_gib)
     select id, $2, $3, id::text, id::text, 'general', 'internet', 'declared', 1, 1, 1,
       '{"images":[],"volumeTypes":[],"externalNetwork":null}', 'open', now(), $4, 1e12, 1e12, $4, 1e12, 1e12
     from unnest($1::uuid[]) id`,
    [Array.from({ length: POOLS }, nextId), zone, cloud, ROOM_PER_POOL],
  )
  await owner.query(`create table bench_quota (id uuid primary key, used int not null);
    create table bench_pool (id int primary key, reserved int not null);
    create table bench_placement (id bigint generated always as identity primary key, body_id uuid, explanation jsonb)`)
  await owner.query('insert into bench_quota select id, 0 from unnest($1::uuid[]) id', [bodyIds])
  await owner.query(`insert into bench_pool select n, 0 from generate_series(0, ${POOLS - 1}) n`)
}
