/**
 * F5 for money: orders come in while the worker that meters and bills them is ended by `kill -9` at random moments, again and again;
 * a bill is sent half way, so that what comes later are corrections. The sum of all charges is what the history of the orders costs by
 * another arithmetic, to the 分. `npm run test:money-kills` runs it with 10,000 orders and 100 kills.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { billOperations, priceOperations } from '@yunheng/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { billBody } from '../src/modules/billing/index.ts'
import { givenCalendar } from './kit/calendar.ts'
import { setupCtx } from './kit/clouds.ts'
import { useDatabase } from './kit/database.ts'
import { seeded } from './kit/exact-bills.ts'
import { eventually, well } from './kit/journey.ts'
import { type MoneyPhase, type MoneyVersion, moneyOf } from './kit/money-oracle.ts'
import { openServer } from './kit/open-server.ts'
import { type RoleProcess, startProgram } from './kit/role-process.ts'

const ORDERS = Number(process.env.MONEY_ORDERS ?? 150)
const KILLS = Number(process.env.MONEY_KILLS ?? 4)
const WORKER = fileURLToPath(new URL('./kit/money-worker.ts', import.meta.url))
/** Workers die within so long after they began. */
const LIFE_MS = 1200
const HOUR_MS = 3_600_000

const VERSIONS: readonly MoneyVersion[] = [
  {
    name: '按秒一',
    from: '2026-09-16',
    proration: 'second',
    lines: [
      {
        dimension: 'vcpu',
        tiers: [
          { upTo: 7, unitPrice: '46.123456789' },
          { upTo: null, unitPrice: '39.9' },
        ],
        weights: { stopped: '0.25', unseen: '1' },
      },
      {
        dimension: 'memory-gib',
        tiers: [{ upTo: null, unitPrice: '17.07' }],
        weights: { stopped: '1', unseen: '0.5' },
      },
    ],
  },
  {
    name: '按秒二',
    from: '2026-10-12',
    proration: 'second',
    lines: [
      {
        dimension: 'vcpu',
        tiers: [{ upTo: null, unitPrice: '45.5' }],
        weights: { stopped: '0', unseen: '1' },
      },
    ],
  },
  {
    name: '按日',
    from: '2026-11-08',
    proration: 'day',
    lines: [
      {
        dimension: 'vcpu',
        tiers: [
          { upTo: 3, unitPrice: '0' },
          { upTo: null, unitPrice: '44.4' },
        ],
        weights: { stopped: '0.1', unseen: '1' },
      },
      {
        dimension: 'memory-gib',
        tiers: [{ upTo: null, unitPrice: '18.18' }],
        weights: { stopped: '1', unseen: '1' },
      },
    ],
  },
]

const db = useDatabase()
const random = seeded(5)
const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
let server: Awaited<ReturnType<typeof openServer>>
let directory = ''
/** What the workers believe: a day and an hour later with each, so that drafts are looked at anew. */
let nowMs = Date.parse('2026-12-02T02:00:00Z')
const orders: MoneyPhase[] = []

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await db.current.database.owner.query<Row>(text, [...values])).rows

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'yunheng-money-'))
  server = await openServer(db.current.database)
  // The orders are told by their history alone: no cloud, no machine.
  for (const table of ['resource_phase', 'usage_subject', 'usage_due'])
    await sql(`alter table ${table} drop constraint ${table}_resource_id_fkey`)
  for (const version of VERSIONS) await publish(version)
  // Each worker lives a day later: a hundred of them come into the next year.
  await givenCalendar(server, [2027])
})

afterAll(async () => {
  await server?.close()
  await rm(directory, { recursive: true, force: true })
})

async function publish({ name, from, proration, lines }: MoneyVersion): Promise<void> {
  const { call, world } = server
  const body = {
    name,
    effectiveFrom: from,
    effectiveTo: null,
    source: '测试合同',
    isProductDefault: false,
    providerBodyId: null,
    proration,
    pinsOrders: false,
    termFactors: [],
    lines: lines.map((line) => ({
      ...line,
      tiers: [...line.tiers],
      offeringCode: 'cloud-host',
      planCode: null,
      poolId: null,
      per: 'month' as const,
    })),
  }
  const made = await well(call(world.people.centre, priceOperations.create, { body }))
  await well(
    call(world.people.bureau, priceOperations.publish, {
      params: { id: made.id },
      body: { version: made.version },
    }),
  )
}

/** A life of some days in October and November: resized, moved, stopped, unseen, given back; to the second. */
function anOrder(bodies: readonly string[]): readonly (MoneyPhase & { readonly pool: number })[] {
  const [resourceId, bodyId] = [randomUUID(), pick(bodies)]
  let at = Date.parse('2026-10-01T00:00:00+08:00') / 1000 + Math.floor(random() * 55 * 86_400)
  const end = Math.min(at + Math.floor(random() * 5 * 86_400), Date.parse('2026-11-30T12:00:00+08:00') / 1000)
  const life: (MoneyPhase & { readonly pool: number })[] = []
  while (at < end) {
    const condition = pick(['serving', 'serving', 'serving', 'stopped', 'unseen'] as const)
    const size = { vcpus: pick([1, 2, 4, 8, 16]), memoryGiB: pick([2, 4, 8, 32]) }
    life.push({ resourceId, bodyId, at, condition, ...size, pool: pick([1, 2]) })
    at += 1 + Math.floor(random() * 2 * 86_400)
  }
  return [...life, { resourceId, bodyId, at: end + 1, condition: 'over', vcpus: 1, memoryGiB: 2, pool: 1 }]
}

/** As the platform keeps it: in the transaction that delivered it, or came to know of a change. */
async function placeOrders(count: number): Promise<void> {
  const { bodies } = server.world
  for (let n = 0; n < count; n++) {
    const life = anOrder([bodies.department, bodies.otherDepartment])
    orders.push(...life)
    await sql(
      `insert into resource_phase (resource_id, at, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
         network_zone, plan, spec)
       select $1::uuid, to_timestamp(at), condition, 'server', $2::uuid, $2::uuid, $3::uuid, $3::uuid, ('00000000-0000-7000-8000-00000000000' || pool)::uuid,
         'government-extranet', '{"id": "00000000-0000-7000-8000-000000000000", "code": "c2m4", "offeringCode": "cloud-host"}',
         jsonb_build_object('vcpus', vcpus, 'memoryMiB', memory * 1024)
       from unnest($4::bigint[], $5::text[], $6::int[], $7::int[], $8::int[]) as p (at, condition, vcpus, memory, pool)`,
      [
        life[0]?.resourceId,
        life[0]?.bodyId,
        bodies.provider,
        life.map((one) => one.at),
        life.map((one) => one.condition),
        life.map((one) => one.vcpus),
        life.map((one) => one.memoryGiB),
        life.map((one) => one.pool),
      ],
    )
  }
}

async function aWorker(): Promise<RoleProcess> {
  nowMs += 25 * HOUR_MS
  const worker = startProgram(WORKER, [db.current.url, new Date(nowMs).toISOString(), directory], {})
  await worker.address()
  return worker
}

/** @returns whether it died in the middle of its work. */
async function liveAndDie(some: number): Promise<boolean> {
  await placeOrders(Math.floor(some / 2))
  const worker = await aWorker()
  const placing = placeOrders(some - Math.floor(some / 2))
  await new Promise((resolve) => setTimeout(resolve, random() * LIFE_MS))
  worker.child.kill('SIGKILL')
  await worker.ended
  expect(worker.child.signalCode).toBe('SIGKILL')
  await placing
  return (await sql('select from usage_due limit 1')).length > 0
}

/** What became known late is forgotten before the hours after the mark are derived: both tell. */
const isMetered = async () => {
  const end = Math.floor((nowMs - 300_000) / HOUR_MS)
  const rows = await sql('select from usage_mark where hour >= $1 and not exists (select from usage_due)', [
    end,
  ])
  return rows.length === 1
}

/** Lets one work until all is metered; then every draft is rated with it. */
async function settle(): Promise<void> {
  const worker = await aWorker()
  await eventually('all is metered', async () => (await isMetered()) && true)
  worker.child.kill('SIGTERM')
  await worker.ended
  server.clock.set(new Date(nowMs + HOUR_MS).toISOString())
  const { department, otherDepartment } = server.world.bodies
  for (const bodyId of [department, otherDepartment]) await billBody(setupCtx(server), bodyId)
}

async function sendOctober(): Promise<void> {
  const { call, world } = server
  const { items } = await well(
    call(world.people.centre, billOperations.list, { query: { month: '2026-10' } }),
  )
  for (const { id } of items) {
    const { version } = await well(call(world.people.centre, billOperations.get, { params: { id } }))
    await well(
      call(world.people.centre, billOperations.send, {
        params: { id },
        body: { version, withoutUnpriced: '未定价' },
      }),
    )
  }
}

it('F5 the sum of charges is exact to the 分, however often and whenever the worker is killed (F24, R276)', async () => {
  const wave = Math.ceil(ORDERS / KILLS)
  let within = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const rest = ORDERS - new Set(orders.map((one) => one.resourceId)).size
    if (await liveAndDie(Math.min(wave, rest))) within += 1
    if (kill === Math.floor(KILLS / 2)) {
      await settle()
      await sendOctober()
    }
  }
  await settle()
  const [charged] = await sql<{ sum: string; bills: string; corrections: number }>(
    `select (select sum(amount)::text from charge) as sum, (select sum(amount)::text from bill) as bills,
       (select count(*)::int from charge where category = 'adjustment') as corrections`,
  )
  const expected = moneyOf(orders, VERSIONS).toString()
  console.log(
    `money kills=${KILLS} (${within} with work unfinished) orders=${ORDERS} phases=${orders.length} corrections=${charged?.corrections} charged=${charged?.sum} expected=${expected} 分`,
  )
  expect(new Set(orders.map((one) => one.resourceId)).size).toBe(ORDERS)
  expect(charged?.sum).toBe(expected)
  expect(charged?.bills).toBe(expected)
  expect(charged?.corrections).toBeGreaterThan(0)
  // And no second was counted twice or lost: usage, folded or not, and its corrections are the history.
  const [usage] = await sql<{ sum: string }>(
    `select sum(quantity)::text as sum from (select quantity from usage where meter = 1
       union all select quantity * (to_hour - from_hour) from usage_span where meter = 1
       union all select quantity from usage_adjustment where meter = 1) as all_of_it`,
  )
  expect(usage?.sum).toBe(vcpuSeconds().toString())
})

function vcpuSeconds(): bigint {
  let sum = 0n
  for (const life of Map.groupBy(orders, (one) => one.resourceId).values())
    for (const [index, phase] of life.entries()) {
      const next = life[index + 1]
      if (phase.condition !== 'over' && next) sum += BigInt(phase.vcpus * 1000 * (next.at - phase.at))
    }
  return sum
}
