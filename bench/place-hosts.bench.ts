/**
 * Durable host placement over 5,000 hosts: filters (zone, 信创), decide, take the room, write the claim, commit — by 20 clients
 * who compete, through the same `claim` that the API calls. The anchor is OpenStack's own Placement service on the same
 * machine, in the same run, over as many hosts, asked as Nova asks it, on the same PostgreSQL. At the end the last room is
 * fought for, and sums over the claims, made without any of our code, must say what the hosts say: nothing over-committed.
 *   npm run bench -- place-hosts [pairs] [milliseconds of ours] [milliseconds of the anchor] [hosts]
 */
import type pg from 'pg'
import { createHostPlacing } from '../server/src/modules/placement/index.ts'
import { createAuthz } from '../server/src/platform/authz/index.ts'
import { systemClock } from '../server/src/platform/clock.ts'
import type { Ctx } from '../server/src/platform/context.ts'
import { createContextFactory, systemActor } from '../server/src/platform/create-context.ts'
import { type Database, migrate, openDatabase } from '../server/src/platform/db/index.ts'
import { AppError } from '../server/src/platform/errors.ts'
import { createIds } from '../server/src/platform/ids.ts'
import { silentLog } from '../server/src/platform/log/index.ts'
import { startPlacementApi } from './anchors/placement-api.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { measurePairs, median, medianRatio } from './kit/pairs.ts'

const GOAL = 500
const [PAIRS = 5, OURS_MS = 3_000, ANCHOR_MS = 8_000, HOSTS = 5_000] = process.argv.slice(2).map(Number)
const CLIENTS = 20
/** Placement grows slower with more at once: two processes, one for each core. */
const ANCHOR_CLIENTS = 4
const SHAPE = { hosts: HOSTS, vcpus: 1_000, memoryMiB: 4_096_000, storageGiB: 40_000 }
const TAKES = { vcpus: 1, memoryMiB: 4_096, storageGiB: 40 }

interface Stage {
  readonly database: Database
  readonly ctx: Ctx
  readonly zoneIds: readonly string[]
}

const placing = createHostPlacing()

await withPostgres(async (url) => {
  const database = openDatabase({ url, poolSize: CLIENTS + 2, onError: () => {} })
  try {
    await migrate(database.owner)
    const stage = await prepare(database)
    const placement = await startPlacementApi(url, SHAPE)
    try {
      await together(CLIENTS, 500, () => claimOnce(stage))
      console.log(
        `claims over ${HOSTS} hosts a second: ours by ${CLIENTS} clients, Placement by ${ANCHOR_CLIENTS}`,
      )
      const pairs = await measurePairs(PAIRS, {
        ours: () => together(CLIENTS, OURS_MS, () => claimOnce(stage)),
        anchor: () => together(ANCHOR_CLIENTS, ANCHOR_MS, placement.claim),
      })
      const outcomes = await fight(stage)
      const wrong = await overCommitted(database.owner)
      const [ours, anchor] = [median(pairs.map((one) => one.ours)), median(pairs.map((one) => one.anchor))]
      const ratio = medianRatio(pairs)
      console.log(`the last room: ${JSON.stringify(outcomes)}; over-commits and mismatches: ${wrong}`)
      console.log(
        `place-hosts ours=${Math.round(ours)}/s anchor=${anchor.toFixed(2)}/s ratio=${Math.round(ratio)} goal=${GOAL},0-over-commits ${ratio >= GOAL && wrong === 0 ? 'pass' : 'short'}`,
      )
    } finally {
      await placement.close()
    }
  } finally {
    await database.close()
  }
})

/** Each client works one after the other for so long. @returns claims a second, together. */
async function together(clients: number, forMs: number, once: () => Promise<boolean>): Promise<number> {
  const started = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() - started < forMs) if (await once()) done += 1
    }),
  )
  return done / ((performance.now() - started) / 1000)
}

async function claimOnce({ ctx, zoneIds }: Stage): Promise<boolean> {
  const wanted = {
    takes: TAKES,
    cloudId: null,
    zoneId: zoneIds[Math.floor(Math.random() * zoneIds.length)] as string,
    poolId: null,
    poolClass: null,
    networkZone: null,
    domesticOnly: true,
    apartGroup: null,
    togetherGroup: null,
  }
  try {
    const id = ctx.ids.next()
    await ctx.inTx((tx) => placing.claim(tx, ctx, { id, resourceId: null, name: id, wanted }))
    return true
  } catch (error) {
    if (error instanceof AppError && error.reason === 'host.no_fit') return false
    throw error
  }
}

/** One last core on every fifth host; everybody goes on until told twice that there is none. */
async function fight(stage: Stage): Promise<{ placed: number; refused: number }> {
  await stage.database.owner.query(
    `update host set limit_vcpus = claimed_vcpus + (row_number = 1)::int from
       (select id as numbered, row_number() over (order by id) % 5 as row_number from host) n where id = numbered`,
  )
  const outcomes = { placed: 0, refused: 0 }
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let refused = 0; refused < 2; ) {
        if (await claimOnce(stage)) outcomes.placed += 1
        else {
          outcomes.refused += 1
          refused += 1
        }
      }
    }),
  )
  return outcomes
}

/** Hosts that promise more than they have, or other than the claims on them add up to. */
async function overCommitted(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ wrong: number }>(`
    with held as (select host_id, sum(vcpus) as vcpus, sum(memory_mib) as memory, sum(storage_gib) as storage from host_claim group by 1)
    select count(*)::int as wrong from host h left join held on held.host_id = h.id
    where h.claimed_vcpus > h.limit_vcpus or h.claimed_memory_mib > h.limit_memory_mib or h.claimed_storage_gib > h.limit_storage_gib
      or h.claimed_vcpus <> coalesce(held.vcpus, 0) or h.claimed_memory_mib <> coalesce(held.memory, 0)
      or h.claimed_storage_gib <> coalesce(held.storage, 0)`)
  return rows[0]?.wrong ?? -1
}

async function prepare(database: Database): Promise<Stage> {
  const ids = createIds(systemClock)
  const zoneIds = [ids.next(), ids.next()]
  await writeGround(database.owner, ids.next, zoneIds)
  const parts = { database, clock: systemClock, ids, log: silentLog(), authz: createAuthz([]) }
  const call = { requestId: 'bench', address: null, operation: null }
  return { database, ctx: createContextFactory(parts)(systemActor('bench'), call), zoneIds }
}

async function writeGround(owner: pg.Pool, nextId: () => string, zoneIds: readonly string[]): Promise<void> {
  const [region, provider, cloud, node] = Array.from({ length: 4 }, nextId)
  await owner.query(
    `insert into region (id, level, code, name, path, created_at) values ($1::uuid, 'province', '990000', 'R', '/' || $1, now())`,
    [region],
  )
  await owner.query(
    `insert into body (id, region_id, kind, provider_type, name, short_name, path, created_at)
     values ($2::uuid, $1, 'provider', 'cloud-operator', 'P', 'P', '/' || $2, now())`,
    [region, provider],
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
  for (const [index, zone] of zoneIds.entries())
    await owner.query(
      `insert into zone (id, node_id, cloud_id, code, name, native_zone, created_at) values ($1, $2, $3, $4, $4, $4, now())`,
      [zone, node, cloud, `z${index}`],
    )
  await owner.query(
    `insert into host (id, cloud_id, external_id, name, native_zone, zone_id, hypervisor, state, total_vcpus, total_memory_mib,
       total_storage_gib, limit_vcpus, limit_memory_mib, limit_storage_gib, used_vcpus, used_memory_mib, used_storage_gib,
       is_domestic, created_at, ceiling_vcpus, ceiling_memory_mib, ceiling_storage_gib)
     select gen_random_uuid(), $1, 'h' || n, 'h' || n, 'z' || n % 2, ($2::uuid[])[1 + n % 2], 'KVM', 'in-service', $4, $5, $6, $4,
       $5, $6, 0, 0, 0, n % 5 <> 0, now(), $4, $5, $6 from generate_series(1, $3::int) n`,
    [cloud, zoneIds, SHAPE.hosts, SHAPE.vcpus, SHAPE.memoryMiB, SHAPE.storageGiB],
  )
  await owner.query('vacuum analyze host')
}
