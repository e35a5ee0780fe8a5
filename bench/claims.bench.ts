/**
 * Durable placement claims a second: decide among 200 pools, take capacity and quota, write the placement, commit — with
 * 20 clients who compete. The anchor writes the same rows in a plain transaction that decides nothing. Afterwards every
 * pool is filled to the brim, and what the pools say must be exactly what the placements say: nothing over-committed.
 */
import pg from 'pg'
import { createPlacing } from '../server/src/modules/placement/index.ts'
import { createAuthz } from '../server/src/platform/authz/index.ts'
import { systemClock } from '../server/src/platform/clock.ts'
import type { Ctx } from '../server/src/platform/context.ts'
import { createContextFactory, systemActor } from '../server/src/platform/create-context.ts'
import { type Database, migrate, openDatabase } from '../server/src/platform/db/index.ts'
import { AppError } from '../server/src/platform/errors.ts'
import { createIds } from '../server/src/platform/ids.ts'
import { silentLog } from '../server/src/platform/log/index.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { measurePairs, median } from './kit/pairs.ts'

const POOLS = 200
const BODIES = 100
const CLIENTS = 20
const ROOM_PER_POOL = 100
const PAIRS = 5
const MEASURE_MS = 2_000
const GOAL = 800

/** About as large as an explanation is. */
const PLAIN_EXPLANATION = JSON.stringify({ candidates: Array(10).fill('x'.repeat(250)) })

interface Stage {
  readonly database: Database
  readonly ctx: Ctx
  readonly bodyIds: readonly string[]
  readonly plain: pg.Pool
}

const placing = createPlacing()

await withPostgres(async (url) => {
  const database = openDatabase({ url, poolSize: CLIENTS + 2, onError: () => {} })
  const plain = new pg.Pool({ connectionString: url, max: CLIENTS })
  try {
    await migrate(database.owner)
    const stage = await prepare(database, plain)
    await clients((nth) => claimOnce(stage, nth).then(() => {}), 500)
    console.log(`claims over ${POOLS} pools, ${CLIENTS} clients, a second`)
    const pairs = await measurePairs(PAIRS, {
      ours: () => clients((nth) => claimOnce(stage, nth).then(() => {}), MEASURE_MS),
      anchor: () => clients((nth) => plainOnce(stage, nth), MEASURE_MS),
    })
    await fill(stage)
    const wrong = await overCommitted(database)
    const ours = median(pairs.map((pair) => pair.ours))
    const anchor = median(pairs.map((pair) => pair.anchor))
    const verdict = ours >= GOAL && wrong === 0 ? 'pass' : 'short'
    console.log(`over-commits and mismatches after filling every pool: ${wrong}`)
    console.log(
      `claims ours=${Math.round(ours)}/s anchor=${Math.round(anchor)}/s ratio=${(ours / anchor).toFixed(2)} goal=${GOAL}/s,0-over-commits ${verdict}`,
    )
  } finally {
    await plain.end()
    await database.close()
  }
})

/** Each client works one after the other for so long. @returns what they did a second, together. */
async function clients(once: (nth: number) => Promise<void>, forMs: number): Promise<number> {
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

/** @returns false when nothing has room any more. */
async function claimOnce({ ctx, bodyIds }: Stage, nth: number): Promise<boolean> {
  const bodyId = bodyIds[nth % BODIES] as string
  try {
    await ctx.inTx((tx) =>
      placing.claim(tx, ctx, {
        requestId: null,
        wanted: {
          systemId: bodyId,
          bodyId,
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
    return true
  } catch (error) {
    if (error instanceof AppError && error.reason === 'placement.no_fit') return false
    throw error
  }
}

/** The same three writes without a decision, on rows that are picked blindly. */
async function plainOnce({ plain, bodyIds }: Stage, nth: number): Promise<void> {
  const client = await plain.connect()
  try {
    await client.query('begin')
    await client.query('update bench_quota set used = used + 1 where id = $1', [bodyIds[nth % BODIES]])
    await client.query('update bench_pool set reserved = reserved + 1 where id = $1', [nth % POOLS])
    await client.query('insert into bench_placement (body_id, explanation) values ($1, $2)', [
      bodyIds[nth % BODIES],
      PLAIN_EXPLANATION,
    ])
    await client.query('commit')
  } finally {
    client.release()
  }
}

/** Until every client has been told that there is no room, twice. */
async function fill(stage: Stage): Promise<void> {
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let refused = 0, nth = client; refused < 2; nth += CLIENTS)
        refused = (await claimOnce(stage, nth)) ? 0 : refused + 1
    }),
  )
}

/** Pools that hold more than their limit, less than they could, or other than their placements say. */
async function overCommitted(database: Database): Promise<number> {
  const { rows } = await database.owner.query<{ wrong: number }>(`
    select count(*)::int as wrong from pool p
      left join (select pool_id, count(*) as claims from placement group by pool_id) c on c.pool_id = p.id
    where p.reserved_vcpus <> p.limit_vcpus or p.reserved_vcpus <> coalesce(c.claims, 0)`)
  return rows[0]?.wrong ?? -1
}

async function prepare(database: Database, plain: pg.Pool): Promise<Stage> {
  const ids = createIds(systemClock)
  const bodyIds = Array.from({ length: BODIES }, () => ids.next())
  const [region, provider, cloud, node, zone] = Array.from({ length: 5 }, () => ids.next())
  const { owner } = database
  await owner.query(
    `insert into region (id, level, code, name, path, created_at) values ($1::uuid, 'province', '990000', 'R', '/' || $1, now())`,
    [region],
  )
  await owner.query(
    `insert into body (id, region_id, kind, name, short_name, path, created_at)
     select id, $1, case when id = $3 then 'provider' else 'department' end, id::text, id::text, '/' || id, now()
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
       '{"images":[],"volumeTypes":[],"externalNetwork":null}', 'open', now(), $4, 1e9, 1e9, $4, 1e9, 1e9
     from unnest($1::uuid[]) id`,
    [Array.from({ length: POOLS }, () => ids.next()), zone, cloud, ROOM_PER_POOL],
  )
  await owner.query(`create table bench_quota (id uuid primary key, used int not null);
    create table bench_pool (id int primary key, reserved int not null);
    create table bench_placement (id bigint generated always as identity primary key, body_id uuid, explanation jsonb)`)
  await owner.query('insert into bench_quota select id, 0 from unnest($1::uuid[]) id', [bodyIds])
  await owner.query(`insert into bench_pool select n, 0 from generate_series(0, ${POOLS - 1}) n`)
  const parts = { database, clock: systemClock, ids, log: silentLog(), authz: createAuthz([]) }
  const ctx = createContextFactory(parts)(systemActor('bench'), {
    requestId: 'bench',
    address: null,
    operation: null,
  })
  return { database, ctx, bodyIds, plain }
}
