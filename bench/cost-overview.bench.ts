/**
 * The cost overview of the largest body: so many charges a month for two years, so that twelve months stand beside the twelve
 * before. Every period and breakdown that the console offers, through our own API by somebody who is signed in: the server's time,
 * from the request to the bytes of the answer. The worst question's p95 counts; the same for a regulator of all bodies stands beside it,
 * and what a contract that all of it belongs to has spent.
 *   npm run bench -- cost-overview [charges a month] [months] [other bodies] [calls of each question]
 */
import { SPENDING_BY, SPENDING_PERIODS } from '@yunheng/contract'
import type { FastifyInstance } from 'fastify'
import { systemClock } from '../server/src/platform/clock.ts'
import { type Database, migrate, openDatabase } from '../server/src/platform/db/index.ts'
import { createIds } from '../server/src/platform/ids.ts'
import { openApi } from './kit/api.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { givenSession } from './kit/list-world.ts'

const GOAL_MS = 300
const [CHARGES = 100_000, MONTHS = 24, OTHERS = 100, CALLS = 20] = process.argv.slice(2).map(Number)
const WARM_UP = 3
/** Cores, memory and disk of each resource. */
const METERS = 3
const SYSTEMS = 500
const CHARGES_OF_OTHERS = 1_000
const QUESTIONS = SPENDING_PERIODS.flatMap((period) => [
  `spending/summary?period=${period}`,
  ...SPENDING_BY.map((by) => `spending?by=${by}&period=${period}&pageSize=50`),
])

await withPostgres(async (url) => {
  const database = openDatabase({ url, poolSize: 4, onError: () => {} })
  await migrate(database.owner)
  const world = await givenBills(database)
  await database.close()
  const api = await openApi(url)
  try {
    await refuseDifference(api.app, api.database, world)
    const ours = await measure(api.app, world.departmentToken, 'largest body')
    const all = await measure(api.app, world.regulatorToken, `all ${OTHERS + 1} bodies`)
    const contract = await measure(api.app, world.departmentToken, 'contract', [
      `service-contracts/${world.contractId}/spending`,
    ])
    console.log(
      `cost-overview charges=${CHARGES}×${MONTHS} sums=${world.sums} question="${ours.name}" p95=${ours.p95.toFixed(0)}ms goal=${GOAL_MS}ms regulator=${all.p95.toFixed(0)}ms contract=${contract.p95.toFixed(0)}ms ${ours.p95 <= GOAL_MS ? 'pass' : 'short'}`,
    )
  } finally {
    await api.app.close()
    await api.database.close()
  }
})

interface World {
  readonly bodyId: string
  readonly departmentToken: string
  readonly regulatorToken: string
  readonly contractId: string
  readonly sums: number
}

/** Bills as rating leaves them: drafts with their charges, sent afterwards, but for the latest month. */
async function givenBills(database: Database): Promise<World> {
  const { owner } = database
  const ids = createIds(systemClock)
  const [region, bureau, provider, bodyId] = Array.from({ length: 4 }, ids.next) as [
    string,
    string,
    string,
    string,
  ]
  const others = Array.from({ length: OTHERS }, ids.next)
  const bodies = [bodyId, ...others]
  await owner.query(
    `insert into region (id, level, code, name, path, created_at)
     values ($1::uuid, 'province', '990000', '省', '/' || $1::uuid, now())`,
    [region],
  )
  await owner.query(
    `insert into body (id, region_id, kind, provider_type, name, short_name, path, created_at)
     select id, $1, case id when $3 then 'provider' when $4 then 'regulator-bureau' else 'department' end,
       case id when $3 then 'cloud-operator' end, '第' || n || '局', '局' || n, '/' || id, now()
     from unnest($2::uuid[]) with ordinality as b (id, n)`,
    [region, [provider, bureau, ...bodies], provider, bureau],
  )
  await owner.query('alter table usage_subject drop constraint usage_subject_resource_id_fkey')
  await givenSubjects(database, bodyId, provider, SYSTEMS, Math.ceil(CHARGES / METERS))
  for (const other of others)
    await givenSubjects(database, other, provider, 10, Math.ceil(CHARGES_OF_OTHERS / METERS))
  await owner.query('analyze')
  const months = lastMonths()
  for (const [index, month] of months.entries())
    await givenMonth(database, bodies, month, index === MONTHS - 1)
  await owner.query('vacuum analyze')
  const { rows } = await owner.query<{ sums: number; charges: number }>(
    'select (select count(*)::int from charge_sum) as sums, (select count(*)::int from charge) as charges',
  )
  const sums = rows[0]?.sums ?? 0
  console.log(
    `${rows[0]?.charges} charges, ${sums} sums of them, in ${Math.round(performance.now() / 1000)} s`,
  )
  const departmentToken = await givenSession(database, ids.next, bodyId, 'department-admin')
  const regulatorToken = await givenSession(database, ids.next, bureau, 'regulator-bureau')
  const contractId = ids.next()
  await owner.query(
    `insert into service_contract (id, kind, body_id, no, name, provider_body_id, starts_on, ends_on, note, entered_by,
       entered_by_name, entered_role, entered_body_id, created_at)
     select $1, 'lease', $2, 'HT-1', 'HT-1', $3, $4::date, current_date + 365, '', id, name, 'department-admin', $2, now()
     from person order by id limit 1`,
    [contractId, bodyId, provider, `${months[0]}-01`],
  )
  return { bodyId, departmentToken, regulatorToken, contractId, sums }
}

/** Resources of six services; each system stands in two of eight pools. */
async function givenSubjects(
  { owner }: Database,
  bodyId: string,
  provider: string,
  systems: number,
  count: number,
): Promise<void> {
  const id = (part: string, of: string) => `(lpad(to_hex(${part}), 8, '0') || substr(${of}::text, 9))::uuid`
  await owner.query(
    `insert into system (id, body_id, code, name, summary, kind, lifecycle, protection_level, classification, network_zone,
       access_paths, has_web, is_vertical, deployment, created_at, updated_at)
     select ${id('s', '$1::uuid')}, $1::uuid, 'S-' || left(md5($1::text), 12) || '-' || s, '业务系统' || s, '', 'new', 'running', 2,
       'internal', 'internet', '{internet}', true, false, 'cloud', now(), now() from generate_series(1, $2::int) s`,
    [bodyId, systems],
  )
  await owner.query(
    `insert into usage_subject (resource_id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, kind, offering_code)
     select gen_random_uuid(), $1::uuid, ${id('1 + n % $4::int', '$1::uuid')}, $2::uuid, $2::uuid,
       ${id('1 + (n % $4::int + n / $4::int % 2) % 8', '$2::uuid')}, 'government-extranet', 'server',
       (array['cloud-host', 'block-storage', 'database', 'cache', 'object-storage', 'backup'])[1 + n / $4::int / 2 % 6]
     from generate_series(0, $3::int - 1) n`,
    [bodyId, provider, count, systems],
  )
}

async function givenMonth(
  { owner }: Database,
  bodies: readonly string[],
  month: string,
  isDraft: boolean,
): Promise<void> {
  await owner.query(
    `insert into bill (id, body_id, month, rated_at, created_at)
     select gen_random_uuid(), id, $2::date, now(), now() from unnest($1::uuid[]) as b (id)`,
    [bodies, `${month}-01`],
  )
  // The prices that are named are not read here.
  await owner.query(
    `insert into charge (bill_id, no, category, subject_id, system_id, meter, from_hour, to_hour, serving, stopped, unseen,
       price_version_id, price_position, factor, billable, amount)
     select b.id, row_number() over (partition by b.id order by s.system_id, s.id, m), 'usage', s.id, s.system_id, m, 0, 720,
       (1 + s.id % 16) * 1000 * 2592000::bigint, 0, 0, b.id, 1, 1000000000, 0, 100 + (s.id * m) % 100000
     from bill b join usage_subject s on s.body_id = b.body_id cross join generate_series(1, $2::int) m
     where b.month = $1::date`,
    [`${month}-01`, METERS],
  )
  await owner.query(
    `update bill b set amount = c.amount, charge_count = c.charges
     from (select c.bill_id, sum(c.amount) as amount, count(*) as charges from charge c join bill on bill.id = c.bill_id
       where bill.month = $1::date group by 1) as c where c.bill_id = b.id`,
    [`${month}-01`],
  )
  if (!isDraft)
    await owner.query(
      `update bill set state = 'sent', sent_at = now(), due_on = now(), unpriced_reason = '未定价', unpriced_by = '管理中心'
        where month = $1::date`,
      [`${month}-01`],
    )
}

/** The latest months that are over, the oldest first. */
function lastMonths(): readonly string[] {
  const now = new Date(Date.now() + 8 * 3_600_000)
  return Array.from({ length: MONTHS }, (_, index) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS + index, 1)).toISOString().slice(0, 7),
  )
}

async function ask(app: FastifyInstance, token: string, path: string): Promise<string> {
  const headers = { cookie: `yunheng_session=${token}` }
  const { statusCode, payload } = await app.inject({ method: 'GET', url: `/api/v1/${path}`, headers })
  if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${payload.slice(0, 300)}`)
  return payload
}

/** What is shown is what the bills say, or there is nothing to measure. */
async function refuseDifference(app: FastifyInstance, { owner }: Database, world: World): Promise<void> {
  const summary = JSON.parse(await ask(app, world.departmentToken, 'spending/summary'))
  const { rows } = await owner.query<{ amount: number }>(
    `select sum(amount)::float8 as amount from bill where body_id = $1 and month >= $2 and month <= $3`,
    [world.bodyId, `${summary.period.from}-01`, `${summary.period.until}-01`],
  )
  const page = JSON.parse(await ask(app, world.departmentToken, 'spending?by=dimension'))
  const shown = page.items.reduce(
    (sum: number, row: { readonly amount: { readonly amountMinor: number } }) => sum + row.amount.amountMinor,
    0,
  )
  if (summary.total.amount.amountMinor !== rows[0]?.amount || shown !== rows[0]?.amount)
    throw new Error(`bills ${rows[0]?.amount}, overview ${summary.total.amount.amountMinor}, rows ${shown}`)
}

async function measure(
  app: FastifyInstance,
  token: string,
  who: string,
  questions: readonly string[] = QUESTIONS,
) {
  let worst = { name: '', p95: 0 }
  for (const name of questions) {
    const times: number[] = []
    for (let nth = -WARM_UP; nth < CALLS; nth += 1) {
      const started = performance.now()
      await ask(app, token, name)
      if (nth >= 0) times.push(performance.now() - started)
    }
    const p95 = times.toSorted((a, b) => a - b)[Math.ceil(CALLS * 0.95) - 1] as number
    console.log(`  ${who}: ${name} p95 ${p95.toFixed(0)} ms`)
    if (p95 > worst.p95) worst = { name, p95 }
  }
  return worst
}
