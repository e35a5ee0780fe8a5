import {
  billOperations,
  spendingOperations as operations,
  type QueryOf,
  SPENDING_BY,
  SPENDING_PERIODS,
  type SpendingBy,
  type SpendingItem,
  type SpendingRate,
} from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { givenExactWorld, randomUsage } from '../../../../test/kit/exact-bills.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { monthsLater } from '../../../platform/worktime/index.ts'
import { ensureMonth, meterNumber, saveMark, windowOfMonth } from '../../metering/index.ts'
import { billBody, billWholeMonth } from '../index.ts'
import { monthsOf } from './spending.ts'

const server = useServer()
const people = () => server.current.world.people
const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows

const FIRST = '2026-10'
const MONTHS = Array.from({ length: 14 }, (_, index) => monthsLater(FIRST, index))
const LAST = MONTHS.at(-1) as string
const SENT_UNTIL = monthsLater(LAST, -2)
const ROWS = 400
const HOLDING = { serving: 1, stopped: 2, unseen: 3 } as const

/** Three bodies with systems, some of them under an approval, in several pools of two providers, for fourteen months. */
beforeAll(async () => {
  const { world, clock, database } = server.current
  const exact = await givenExactWorld(server.current)
  const { department, office, otherDepartment } = world.bodies
  await sql(
    `insert into system (id, body_id, code, name, summary, kind, lifecycle, protection_level, classification, network_zone,
       access_paths, has_web, is_vertical, deployment, created_at, updated_at)
     select gen_random_uuid(), ($1::uuid[])[1 + n % 3], 'S-' || n, '=系统' || n, '', 'new', 'running', 2, 'internal', 'internet',
       '{internet}', true, false, 'cloud', now(), now() from generate_series(0, 11) n`,
    [[department, office, otherDepartment]],
  )
  await sql(`insert into project_approval (system_id, body_id, approval_no, approved_on, approved_by, vcpus, memory_mib, storage_gib,
       floating_ips, cards, note, entered_by, updated_at)
     select id, body_id, '青发改〔2026〕' || substr(code, 3)::int % 2, now(), '发改委', 1, 1, 1, 1, 1, '', '张三', now()
     from system where substr(code, 3)::int < 8`)
  await sql(
    `update usage_subject u set system_id = s.id, body_id = s.body_id,
       pool_id = ('00000000-0000-7000-8000-0000000000' || u.id % 2 || (u.provider_body_id = $1)::int)::uuid,
       offering_code = case when u.offering_code is not null and u.id % 5 = 0 then 'block-storage' else u.offering_code end
     from system s where s.code = 'S-' || u.id % 12`,
    [world.bodies.provider],
  )
  clock.set(`${monthsLater(LAST, 1)}-10T02:00:00.000Z`)
  const ctx = setupCtx(server.current)
  for (const [seed, month] of MONTHS.entries()) {
    await database.withConnection(SCOPE_ALL, async (client) => {
      await ensureMonth(client, windowOfMonth(month))
      await saveMark(client, windowOfMonth(month).to)
    })
    const rows = randomUsage(exact, month, ROWS, seed + 1)
    await sql(
      `insert into usage (subject_id, hour, meter, holding, quantity)
       select * from unnest($1::int[], $2::int[], $3::smallint[], $4::smallint[], $5::bigint[])`,
      [
        rows.map((row) => row.subject),
        rows.map((row) => row.hour),
        rows.map((row) => meterNumber(row.dimension)),
        rows.map((row) => HOLDING[row.holding]),
        rows.map((row) => row.quantity),
      ],
    )
    await sql(
      `insert into usage_month (month, subject_id, meter, holding, quantity)
       select $1::date, subject_id, meter, holding, sum(quantity) from usage where hour >= $2 and hour < $3 group by 2, 3, 4`,
      [`${month}-01`, windowOfMonth(month).from, windowOfMonth(month).to],
    )
    await billWholeMonth(ctx, database, month)
    if (month <= SENT_UNTIL)
      await sql(
        `update bill set state = 'sent', sent_at = now(), due_on = now(), unpriced_reason = '未定价', unpriced_by = '管理中心' where month = $1`,
        [`${month}-01`],
      )
  }
  await disputeOne()
  // What became known of a month that was sent goes on the next draft.
  await sql(
    `insert into usage_adjustment (subject_id, hour, meter, holding, quantity, known_at)
     select u.id, $1, 1, 1, 7200000, now() from usage_subject u where u.offering_code = 'cloud-host'`,
    [windowOfMonth(SENT_UNTIL).from + 5],
  )
  for (const bodyId of [department, office, otherDepartment]) await billBody(ctx, bodyId)
}, 240_000)

/** A charge is disputed and given back in part. */
async function disputeOne(): Promise<void> {
  const { call, world } = server.current
  const [bill] = await sql<{ id: string; no: number }>(
    `select b.id, c.no from bill b join charge c on c.bill_id = b.id
     where b.month = $1 and b.body_id = $2 and c.amount > 100 order by c.no limit 1`,
    [`${SENT_UNTIL}-01`, world.bodies.department],
  )
  if (!bill) throw new Error('there is a charge to dispute')
  const version = async () =>
    (await call(people().centre, billOperations.get, { params: { id: bill.id } })).body.version
  const disputed = await call(people().departmentAdmin, billOperations.dispute, {
    params: { id: bill.id },
    body: { version: await version(), no: bill.no, reason: '已关机' },
  })
  expect(disputed.status).toBe(200)
  const answered = await call(people().centre, billOperations.answer, {
    params: { id: bill.id },
    body: {
      version: await version(),
      no: bill.no,
      outcome: 'upheld',
      answer: '核实',
      credit: { amountMinor: 77, currency: 'CNY' },
    },
  })
  expect(answered.status).toBe(200)
}

type Query = QueryOf<typeof operations.summary>

async function summaryOf(persona: Persona, query: Query) {
  const answer = await server.current.call(persona, operations.summary, { query })
  expect(answer.status).toBe(200)
  return answer.body
}

/** Every row of a breakdown, by pages of seven. */
async function rowsOf(persona: Persona, by: SpendingBy, query: Query): Promise<readonly SpendingItem[]> {
  const rows: SpendingItem[] = []
  let pageToken: string | undefined
  do {
    const page = { pageSize: 7, ...(pageToken === undefined ? {} : { pageToken }) }
    const answer = await server.current.call(persona, operations.list, { query: { by, ...query, ...page } })
    expect(answer.status).toBe(200)
    rows.push(...answer.body.items)
    pageToken = answer.body.nextPageToken ?? undefined
  } while (pageToken !== undefined)
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
  return rows
}

const MONEY = ['amount', 'preliminary', 'corrections', 'credits'] as const
const sumOf = (rows: readonly Pick<SpendingItem, (typeof MONEY)[number] | 'charges' | 'unpriced'>[]) => ({
  ...Object.fromEntries(MONEY.map((key) => [key, rows.reduce((sum, row) => sum + row[key].amountMinor, 0)])),
  charges: rows.reduce((sum, row) => sum + row.charges, 0),
  unpriced: rows.reduce((sum, row) => sum + row.unpriced, 0),
})

const billed = async (bodies: readonly string[], from: string, until: string) => {
  const [row] = await sql<{ amount: number; drafts: number; charges: number; unpriced: number }>(
    `select coalesce(sum(amount), 0)::float8 as amount, coalesce(sum(amount) filter (where state = 'draft'), 0)::float8 as drafts,
       coalesce(sum(charge_count), 0)::int as charges, coalesce(sum(unpriced_count), 0)::int as unpriced
     from bill where body_id = any ($1::uuid[]) and month >= $2 and month <= $3`,
    [bodies, `${from}-01`, `${until}-01`],
  )
  return row as { amount: number; drafts: number; charges: number; unpriced: number }
}

describe('sums of charges', () => {
  it('R276 are what the charges add up to, after rating anew, corrections and credits', async () => {
    const fresh = `select c.bill_id, c.system_id, u.provider_body_id, u.pool_id, coalesce(u.offering_code, '') as offering_code,
        c.meter, coalesce(sum(c.amount), 0)::bigint as amount,
        coalesce(sum(c.amount) filter (where category = 'adjustment' and disputed_no is null), 0)::bigint as correction,
        coalesce(sum(c.amount) filter (where disputed_no is not null), 0)::bigint as credit,
        coalesce(sum(serving + stopped + unseen) filter (where amount is not null), 0)::bigint as quantity,
        count(*)::int as charges, (count(*) filter (where amount is null))::int as unpriced,
        coalesce(sum(c.amount) filter (where category = 'once'), 0)::bigint as once
      from charge c join usage_subject u on u.id = c.subject_id group by 1, 2, 3, 4, 5, 6`
    expect(
      await sql(
        `(${fresh} except select * from charge_sum) union all (select * from charge_sum except ${fresh})`,
      ),
    ).toEqual([])
    const totals = `select s.bill_id, x.by, x.key, sum(amount)::bigint as amount, sum(correction)::bigint as correction,
        sum(credit)::bigint as credit, sum(charges)::int as charges, sum(unpriced)::int as unpriced
      from charge_sum s cross join lateral (values ('system', system_id::text), ('offering', offering_code),
        ('pool', pool_id::text), ('provider', provider_body_id::text), ('dimension', meter::text)) as x (by, key) group by 1, 2, 3`
    expect(
      await sql(
        `(${totals} except select * from charge_total) union all (select * from charge_total except ${totals})`,
      ),
    ).toEqual([])
    const [kept] = await sql<{ corrections: number; credits: number }>(
      `select count(*) filter (where correction <> 0)::int as corrections, sum(credit)::int as credits from charge_sum`,
    )
    expect(kept?.corrections).toBeGreaterThan(0)
    expect(kept?.credits).toBe(-77)
  })

  it('are written by the database alone', async () => {
    const app = server.current.database
    for (const change of [
      'update charge_sum set amount = 0',
      'delete from charge_sum',
      'update charge_total set amount = 0',
      'insert into charge_sum select * from charge_sum',
    ])
      await expect(
        app.withConnection(SCOPE_ALL, (client) => client.query(change)),
        change,
      ).rejects.toThrow(/permission denied/)
  })
})

describe('spending', () => {
  it('R276 every breakdown of every period adds up to the 分 to the bills, for whoever looks', async () => {
    const { department, office, otherDepartment } = server.current.world.bodies
    const readers: readonly [Persona, readonly string[]][] = [
      [people().departmentAdmin, [department, office]],
      [people().otherAdmin, [otherDepartment]],
      [people().centre, [department, office, otherDepartment]],
      [people().countyBureau, [department, office]],
    ]
    for (const [persona, bodies] of readers)
      for (const period of SPENDING_PERIODS)
        for (const until of [LAST, SENT_UNTIL]) {
          const summary = await summaryOf(persona, { period, until })
          const { from, previousFrom, previousUntil } = monthsOf(period, until)
          const expected = await billed(bodies, from, until)
          const before = await billed(bodies, previousFrom, previousUntil)
          expect(sumOf([summary.total])).toMatchObject({
            amount: expected.amount,
            preliminary: expected.drafts,
            charges: expected.charges,
            unpriced: expected.unpriced,
          })
          expect(summary.previous.amountMinor).toBe(before.amount)
          for (const by of SPENDING_BY) {
            const rows = await rowsOf(persona, by, { period, until })
            expect([by, sumOf(rows)]).toEqual([by, sumOf([summary.total])])
            expect(rows.reduce((sum, row) => sum + row.previous.amountMinor, 0)).toBe(before.amount)
          }
        }
  })

  it('shows drafts as preliminary, and corrections and credits as such', async () => {
    const { total, months, period } = await summaryOf(people().centre, {})
    expect(period).toMatchObject({ kind: 'twelve-months', until: LAST })
    expect(months).toHaveLength(13)
    expect(total.preliminary.amountMinor).toBeGreaterThan(0)
    expect(total.preliminary.amountMinor).toBeLessThan(total.amount.amountMinor)
    expect(total.corrections.amountMinor).toBeGreaterThan(0)
    expect(total.credits.amountMinor).toBe(-77)
    for (const { month, amount, preliminary } of months)
      expect([month, preliminary.amountMinor]).toEqual([month, month > SENT_UNTIL ? amount.amountMinor : 0])
  })

  it('narrows: the rows below a row add up to it, down to one bill and its charges', async () => {
    const persona = people().departmentAdmin
    const { call } = server.current
    for (const row of await rowsOf(persona, 'system', {})) {
      const below = await rowsOf(persona, 'month', { systemId: row.key })
      expect(sumOf(below)).toEqual(sumOf([row]))
      const [latest] = below
      if (!latest?.billId) throw new Error('a system has one bill a month')
      let sum = 0
      for (const pool of await rowsOf(persona, 'pool', {
        systemId: row.key,
        period: 'month',
        until: latest.key,
      })) {
        expect(pool.billId).toBe(latest.billId)
        const answer = await call(persona, billOperations.charges, {
          params: { id: latest.billId },
          query: { systemId: row.key, poolId: pool.key, pageSize: 200 },
        })
        sum += answer.body.items.reduce((all, charge) => all + (charge.amount?.amountMinor ?? 0), 0)
      }
      expect(sum).toBe(latest.amount.amountMinor)
    }
  })

  it('narrows by every breakdown: the key of a row is the value of the filter that narrows to it (R276)', async () => {
    const filters = {
      system: 'systemId',
      offering: 'offeringCode',
      pool: 'poolId',
      provider: 'providerBodyId',
      project: 'project',
      dimension: 'dimension',
      body: 'bodyId',
      region: 'regionId',
    } as const
    for (const [by, filter] of Object.entries(filters)) {
      const rows = await rowsOf(people().centre, by as keyof typeof filters, {})
      expect([by, rows.length > 0]).toEqual([by, true])
      for (const row of rows)
        expect([by, sumOf([(await summaryOf(people().centre, { [filter]: row.key })).total])]).toEqual([
          by,
          sumOf([row]),
        ])
    }
  })

  it('names what it is narrowed to, and nothing that the reader has no bill for', async () => {
    const [row] = await rowsOf(people().otherAdmin, 'system', {})
    if (!row) throw new Error('there is a system')
    expect((await summaryOf(people().otherAdmin, { systemId: row.key })).chosen).toEqual([
      { filter: 'systemId', name: row.name },
    ])
    const foreign = await summaryOf(people().departmentAdmin, { systemId: row.key })
    expect([foreign.chosen, foreign.total.charges]).toEqual([[], 0])
    expect(await rowsOf(people().departmentAdmin, 'month', { systemId: row.key })).toEqual([])
  })

  it('groups by project approval; what has none stands apart', async () => {
    const rows = await rowsOf(people().centre, 'project', {})
    expect(rows.map(({ key }) => key).sort()).toEqual(['none', '青发改〔2026〕0', '青发改〔2026〕1'])
    for (const row of rows)
      expect(sumOf(await rowsOf(people().centre, 'system', { project: row.key }))).toEqual(sumOf([row]))
  })

  it('is for those who see bills and for the guides; the comparison of providers for regulators and guides (R275)', async () => {
    const { call } = server.current
    const status = async (persona: Persona, operation: typeof operations.list | typeof operations.rates) =>
      (await call(persona, operation, { query: {} } as never)).status
    expect(await status(people().providerAdmin, operations.list)).toBe(403)
    expect(await status(people().departmentAdmin, operations.rates)).toBe(403)
    expect(await status(people().bureau, operations.rates)).toBe(200)
  })

  it('is exported as it is shown, and never as a formula', async () => {
    const answer = await server.current.api.inject({
      method: 'GET',
      url: '/api/v1/spending/export?by=system&period=year',
      headers: { authorization: `Bearer ${people().departmentAdmin.postId}` },
    })
    expect(answer.statusCode).toBe(200)
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
    const sheet = workbook.worksheets[0]
    const rows = await rowsOf(people().departmentAdmin, 'system', { period: 'year' })
    expect(sheet?.rowCount).toBe(rows.length + 1)
    const amounts = rows.map((_, index) =>
      Math.round(Number(sheet?.getRow(index + 2).getCell(2).value) * 100),
    )
    expect(amounts).toEqual(rows.map((row) => row.amount.amountMinor))
    expect(sheet?.getRow(2).getCell(1).formula).toBeUndefined()
  })
})

describe('what providers were paid for a unit', () => {
  it('is amount by units and months, by dimension, provider and pool; the amounts add up to the bills', async () => {
    const persona = people().centre
    const query = { period: 'month', until: SENT_UNTIL } as const
    const answer = await server.current.call(persona, operations.rates, {
      query: { ...query, pageSize: 200 },
    })
    expect(answer.status).toBe(200)
    const rows: readonly SpendingRate[] = answer.body.items
    const { total } = await summaryOf(persona, query)
    expect(rows.reduce((sum, row) => sum + row.amount.amountMinor, 0)).toBe(total.amount.amountMinor)
    const window = windowOfMonth(SENT_UNTIL)
    const seconds = BigInt(window.to - window.from) * 3600n
    for (const row of rows) {
      const [held] = await sql<{ quantity: string }>(
        `select coalesce(sum(serving + stopped + unseen), 0)::text as quantity from charge c
         join bill b on b.id = c.bill_id join usage_subject u on u.id = c.subject_id
         where b.month = $1 and c.meter = $2 and u.provider_body_id = $3 and u.pool_id = $4 and c.amount is not null`,
        [`${SENT_UNTIL}-01`, meterNumber(row.dimension), row.provider.id, row.pool.id],
      )
      const quantity = BigInt(held?.quantity ?? 0)
      // Ten-thousandths of a yuan, the half up.
      const paid =
        quantity === 0n
          ? null
          : (BigInt(row.amount.amountMinor) * 100n * 1000n * seconds * 2n + quantity) / (quantity * 2n)
      expect(row.paid === null ? null : BigInt(row.paid.replace('.', ''))).toBe(paid)
    }
    expect(rows.some(({ listed }) => listed !== null)).toBe(true)
  })
})

describe('R276: one key for a project', () => {
  it('systems whose approvals name one filing are one project, under its number', async () => {
    const before = await rowsOf(people().centre, 'project', {})
    const id = server.current.ids.next()
    await sql(
      `insert into project_filing (id, no, body_id, name, nature, summary, connection, state, entered_by, entered_by_name,
         decided_at, created_at) values ($1, 'XM-9', $2, '一网通办', 'new', '', 'lease', 'accepted', $3, '', now(), now())`,
      [id, server.current.world.bodies.department, people().departmentAdmin.personId],
    )
    await sql('update project_approval set filing_id = $1', [id])
    const rows = await rowsOf(people().centre, 'project', {})
    expect(rows.map(({ key }) => key).sort()).toEqual(['XM-9', 'none'])
    expect(sumOf(rows)).toEqual(sumOf(before))
    expect(sumOf(await rowsOf(people().centre, 'system', { project: 'XM-9' }))).toEqual(
      sumOf(rows.filter(({ key }) => key === 'XM-9')),
    )
    const file = await server.current.api.inject({
      method: 'GET',
      url: `/api/v1/bills/focus?month=${SENT_UNTIL}`,
      headers: { authorization: `Bearer ${people().centre.postId}` },
    })
    const named = [...file.payload.matchAll(/yunheng\/project\W+([^"\s]+)/g)].map(([, no]) => no)
    expect(new Set(named)).toEqual(new Set(['XM-9']))
    await sql('update project_approval set filing_id = null')
  })
})
