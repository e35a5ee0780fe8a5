/**
 * Bills of a month for everybody: so many resources, hour by hour, tiered prices that change in the middle of the month, so that
 * no sum by month serves; against the mere aggregation of the same rows in SQL. Bills are written, numbered, digested, audited.
 * The sums have the same memory on both sides. 100,000 resources need 12 GB of disk.
 *   npm run bench -- month-bill [resources] [bodies] [pairs]
 */

import { priceOperations } from '@yunheng/contract'
import type pg from 'pg'
import { billWholeMonth } from '../server/src/modules/billing/index.ts'
import { saveMark, windowOfMonth } from '../server/src/modules/metering/index.ts'
import { type Database, migrate, openDatabase, SCOPE_ALL } from '../server/src/platform/db/index.ts'
import { setupCtx } from '../server/test/kit/clouds.ts'
import { openServer, type TestServer } from '../server/test/kit/open-server.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { measurePairs, median } from './kit/pairs.ts'

const GOAL = 2
const MEMORY_GOAL_MIB = 1024
/** OpenStack's CloudKitty rates and stores so many points a second on such a machine (facts). */
const CLOUDKITTY = 7671
const [RESOURCES = 100_000, BODIES = 100, PAIRS = 3] = process.argv.slice(2).map(Number)
const MONTH = '2026-10'
const WINDOW = windowOfMonth(MONTH)
/** 720 hours: the month but for its last day. */
const HOURS = 720
const POINTS = RESOURCES * HOURS

await withPostgres(async (url) => {
  const database = openDatabase({ url, poolSize: 6, onError: () => {} })
  try {
    await migrate(database.owner)
    const server = await openServer(database)
    try {
      await givenPrices(server)
      await givenUsage(database, server)
      await measure(database, server)
    } finally {
      await server.close()
    }
  } finally {
    await database.close()
  }
})

async function givenPrices({ call, world }: TestServer): Promise<void> {
  for (const [name, effectiveFrom, unitPrice] of [
    ['上半月', '2026-09-20', '46'],
    ['下半月', '2026-10-16', '44.5'],
  ] as const) {
    const made = await call(world.people.centre, priceOperations.create, {
      body: {
        name,
        effectiveFrom,
        effectiveTo: null,
        source: 'bench',
        isProductDefault: false,
        providerBodyId: null,
        proration: 'second',
        pinsOrders: false,
        termFactors: [],
        lines: [
          {
            offeringCode: 'cloud-host',
            planCode: null,
            poolId: null,
            dimension: 'vcpu',
            per: 'month',
            tiers: [
              { upTo: 100, unitPrice },
              { upTo: 1000, unitPrice: '40' },
              { upTo: null, unitPrice: '35.123456789' },
            ],
            weights: { stopped: '0.3', unseen: '1' },
          },
        ],
      },
    })
    const published = await call(world.people.bureau, priceOperations.publish, {
      params: { id: made.body.id },
      body: { version: made.body.version },
    })
    if (published.status !== 200) throw new Error(JSON.stringify(published.body))
  }
}

async function givenUsage({ owner, withConnection }: Database, { world }: TestServer): Promise<void> {
  await owner.query('alter table usage_subject drop constraint usage_subject_resource_id_fkey')
  await withConnection(SCOPE_ALL, async (client) => {
    await saveMark(client, WINDOW.to)
  })
  await owner.query(
    `insert into body (id, region_id, kind, provider_type, name, short_name, path, created_at)
     select id, $2::uuid, 'department', null, '单位 ' || n, '单位 ' || n, '/' || id, now()
     from (select gen_random_uuid() as id, n from generate_series(1, $1::int) n) as b`,
    [BODIES, world.regions.city],
  )
  await owner.query(
    `insert into usage_subject (resource_id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, kind,
       offering_code)
     select gen_random_uuid(), b.id, b.id, $2::uuid, b.id, b.id, 'government-extranet', 'server', 'cloud-host'
     from generate_series(0, $1::int - 1) n
     join (select id, row_number() over () - 1 as k from body where name like '单位 %') b on b.k = n % $3::int`,
    [RESOURCES, world.bodies.provider, BODIES],
  )
  await givenHours(owner)
  const { rowCount } = await withMemory(owner, (client) =>
    client.query(
      `insert into usage_month (month, subject_id, meter, holding, quantity)
       select $1::date, subject_id, meter, holding, sum(quantity) from usage group by subject_id, meter, holding`,
      [`${MONTH}-01`],
    ),
  )
  await owner.query('vacuum analyze usage')
  await owner.query('vacuum analyze usage_month')
  await owner.query('vacuum analyze usage_subject')
  await owner.query('checkpoint')
  console.log(`${POINTS} rows of usage, ${rowCount} sums, in ${elapsed()} s`)
}

/**
 * The partition of the month, logged as ever. Rows lie as metering writes them: day by day and resource by resource, in two lanes.
 * Their key is made after them, and the whole is then attached: one by one into a table that has its key would take an hour.
 */
async function givenHours(owner: pg.Pool): Promise<void> {
  const name = `usage_${MONTH.replace('-', '')}`
  const within = `hour >= ${WINDOW.from} and hour < ${WINDOW.to}`
  await owner.query(`create table ${name} (like usage including defaults including constraints)`)
  await owner.query(`alter table ${name} add constraint ${name}_within check (${within})`)
  const lanes = [0, 1].map(async (lane) => {
    for (let from = WINDOW.from; from < WINDOW.from + HOURS; from += 24)
      await owner.query(
        `insert into ${name} (subject_id, hour, meter, holding, quantity)
         select s.id, h, 1, case when (s.id + h / 24) % 17 = 0 then 2 else 1 end, (1 + s.id % 16) * 1000 * 3600::bigint
         from (select id from usage_subject where id % 2 = $2 order by id offset 0) s
         cross join lateral generate_series($1::int + 0 * s.id, $1::int + 23) h`,
        [from, lane],
      )
  })
  await Promise.all(lanes)
  console.log(`  rows written after ${elapsed()} s`)
  await withMemory(owner, (client) =>
    client.query(`alter table ${name} add primary key (subject_id, hour, meter, holding)`),
  )
  await owner.query(
    `alter table usage attach partition ${name} for values from (${WINDOW.from}) to (${WINDOW.to})`,
  )
  await owner.query(`alter table ${name} drop constraint ${name}_within`)
  console.log(`  key made after ${elapsed()} s`)
}

/** A connection with as much memory for sums as the month has in the product; for the anchor as well. */
async function withMemory<T>(owner: pg.Pool, run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await owner.connect()
  try {
    await client.query("set work_mem = '256MB'; set maintenance_work_mem = '1GB'; set statement_timeout = 0")
    return await run(client)
  } finally {
    client.release(true)
  }
}

async function measure(database: Database, server: TestServer): Promise<void> {
  const { owner } = database
  const ctx = setupCtx(server)
  const pairs = await measurePairs(PAIRS, {
    async ours() {
      await owner.query('truncate bill cascade')
      await owner.query('checkpoint')
      return seconds(() => billWholeMonth(ctx, database, MONTH))
    },
    anchor: () =>
      withMemory(owner, (client) =>
        seconds(() =>
          client.query(
            `create temp table summed as select subject_id, meter, holding, sum(quantity) as quantity from usage
             where hour >= ${WINDOW.from} and hour < ${WINDOW.to} group by 1, 2, 3; drop table summed`,
          ),
        ),
      ),
  })
  const { rows } = await owner.query(
    `select (select count(*)::int from bill) as bills, (select count(*)::int from charge) as charges,
       (select count(*)::int from bill b where b.amount <> (select sum(c.amount) from charge c where c.bill_id = b.id)) as wrong`,
  )
  const { bills, charges, wrong } = rows[0] as { bills: number; charges: number; wrong: number }
  if (bills !== BODIES || wrong !== 0)
    throw new Error(`bills ${bills}, differing from their charges: ${wrong}`)
  const [ours, anchor] = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.anchor))]
  const ratio = median(pairs.map((pair) => pair.ours / pair.anchor))
  const memoryMiB = Math.round(process.resourceUsage().maxRSS / 1024)
  const pointsPerSecond = Math.round(POINTS / ours)
  console.log(
    `month-bill rows=${POINTS} resources=${RESOURCES} bodies=${BODIES} charges=${charges} ours=${ours.toFixed(1)}s anchor=${anchor.toFixed(1)}s ratio=${ratio.toFixed(2)} goal=${GOAL} memory=${memoryMiB}MiB goal=${MEMORY_GOAL_MIB}MiB points=${pointsPerSecond}/s cloudkitty=${CLOUDKITTY}/s times=${Math.round(pointsPerSecond / CLOUDKITTY)} ${ratio <= GOAL && memoryMiB <= MEMORY_GOAL_MIB ? 'pass' : 'short'}`,
  )
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return (performance.now() - began) / 1000
}

function elapsed(): number {
  return Math.round(performance.now() / 1000)
}
