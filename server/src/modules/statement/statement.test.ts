import { randomUUID } from 'node:crypto'
import {
  billOperations,
  differenceOperations as differences,
  homeOperations,
  statementLedgerOperations as ledgers,
  statementOperations as operations,
  PLATFORM_LEDGERS,
  STATEMENT_AT_ONCE_MAX,
  type StatementDifference,
} from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { agreedByBody, agreedStatements, comparisonReconciler } from './index.ts'
import {
  csvOf,
  differencesOf,
  type Held,
  handIn,
  type Line,
  lineOf,
  sendBills,
  type Thing,
  writeMonth,
} from './month.fixture.ts'

const server = useServer()
const people = () => server.current.world.people
const MONTH = '2026-09'
const DUE = '2026-10-15'
const EVIL = '=HYPERLINK("http://evil")'
const held = (fen: bigint): readonly Held[] => [{ dimension: 'vcpu', held: 7_200_000_000n, fen }]
const thing = (fen: bigint, change: Partial<Thing> = {}): Thing => {
  const id = randomUUID()
  return { id, isApproved: true, externalId: `i-${id}`, endedAt: null, held: held(fen), ...change }
}
const THINGS = {
  sound: thing(10_000n),
  dear: thing(20_000n),
  foreign: thing(30_000n, { isApproved: false }),
  forgotten: thing(4_000n),
}
const line = (one: Thing, fen?: bigint): Line =>
  lineOf(one, { ...(one.held[0] as Held), ...(fen === undefined ? {} : { fen }) })
const LINES: readonly Line[] = [
  line(THINGS.sound),
  line(THINGS.dear, 25_000n),
  line(THINGS.foreign),
  { resource: `"${EVIL.replaceAll('"', '""')}"`, item: 'vcpu', quantity: '1', unit: '核·小时', yuan: '5.00' },
]
const FILE = csvOf(MONTH, LINES)

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows

beforeAll(async () => {
  server.current.clock.set('2026-10-09T02:00:00.000Z')
  await writeMonth(server.current, MONTH, Object.values(THINGS))
})

async function current() {
  const { body } = await server.current.call(people().centre, operations.list, { query: { month: MONTH } })
  const found = body.items.find(({ state }) => state !== 'superseded')
  if (!found) throw new Error('a statement')
  return (await server.current.call(people().centre, operations.get, { params: { id: found.id } })).body
}

const found = async (kind: StatementDifference['kind']): Promise<StatementDifference> => {
  const all = await differencesOf(server.current, { statement: await current() })
  const one = all.find((each) => each.kind === kind)
  if (!one) throw new Error(`a difference: ${kind}`)
  return one
}

/** Acts on a difference as it stands now. @returns status, and the reason of a refusal. */
async function act(
  verb: 'answer' | 'decide' | 'confirm' | 'sendBack',
  persona: Persona,
  kind: StatementDifference['kind'],
  body: object = {},
) {
  const { id, version } = await found(kind)
  const answer = await server.current.call(persona, differences[verb], {
    params: { id },
    body: { version, ...body },
  } as never)
  return [answer.status, answer.status < 300 ? answer.body.state : answer.problem.reason]
}
const fen = (amountMinor: number) => ({ amountMinor, currency: 'CNY' })

describe('handing in', () => {
  it('is for the provider itself or the centre on its behalf, after the month', async () => {
    expect((await handIn(server.current, people().departmentAdmin, MONTH, FILE)).status).toBe(403)
    const other = await handIn(
      server.current,
      people().providerAdmin,
      MONTH,
      FILE,
      server.current.world.bodies.otherProvider,
    )
    expect(other.problem.reason).toBe('statement.provider_missing')
    expect((await handIn(server.current, people().centre, MONTH, FILE)).problem.reason).toBe(
      'statement.provider_missing',
    )
    expect((await handIn(server.current, people().providerAdmin, '2026-10', FILE)).problem.reason).toBe(
      'statement.month_not_over',
    )
  })

  it('with one wrong row nothing is written: the rows come back with what is wrong', async () => {
    const bad = `${FILE}i-1,vcpu,1,核·小时,-3,CNY,${MONTH}\r\n${EVIL},vcpu,1,核·小时,一元,CNY,${MONTH}\r\ni-1,vcpu,1,h,1,USD,${MONTH}\r\ni-1,vcpu,1,h,1,CNY,2026-08\r\n`
    const { status, body } = await handIn(server.current, people().providerAdmin, MONTH, bad)
    expect([status, body.statement, body.errors, body.rows]).toEqual([200, null, 4, 8])
    expect(body.faults.map(({ row, fault }) => [row, fault])).toEqual([
      [6, 'amount-negative'],
      [7, 'amount-invalid'],
      [8, 'currency-other'],
      [9, 'month-other'],
    ])
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(
      Buffer.from(body.workbook?.contentBase64 ?? '', 'base64') as unknown as ArrayBuffer,
    )
    const [, row, error, first] = (workbook.worksheets[0]?.getRow(3).values ?? []) as unknown[]
    expect([row, first]).toEqual([7, `'${EVIL}`])
    expect(String(error)).toContain('金额为空或不是数')
    expect(await sql('select from statement')).toEqual([])
    expect(await sql('select from statement_line')).toEqual([])
  })

  it.each([
    ['资源编号,计量项\r\n1,2\r\n', 'statement.columns_missing'],
    ['资源编号,计量项,金额\r\n', 'statement.file_empty'],
    ['资源编号,计量项,金额\r\n"i-1,vcpu', 'statement.file_truncated'],
    ['资源编号,计量项,金额\r\ni-1,vcpu,1\r\ni-2,vc', 'statement.file_truncated'],
    [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'statement.file_truncated'],
    [Buffer.from('PK\u0003\u0004 no archive'), 'statement.file_unreadable'],
    [Buffer.from([0, 1, 2, 3]), 'statement.file_unreadable'],
  ])('refuses a file that is none: %j → %s', async (content, reason) => {
    expect((await handIn(server.current, people().providerAdmin, MONTH, content)).problem.reason).toBe(reason)
    expect(await sql('select from statement')).toEqual([])
  })

  it('takes it once: the same file adds nothing, another one supersedes it, and it is compared at once', async () => {
    const first = await handIn(server.current, people().providerAdmin, MONTH, csvOf(MONTH, LINES.slice(0, 1)))
    expect([first.status, first.body.statement?.number]).toEqual([200, 1])
    const { status, body } = await handIn(server.current, people().providerOperator, MONTH, FILE)
    expect([status, body.isReplay, body.rows, body.statement?.number, body.statement?.state]).toEqual([
      200,
      false,
      4,
      2,
      'compared',
    ])
    const again = await handIn(
      server.current,
      people().centre,
      MONTH,
      FILE,
      server.current.world.bodies.provider,
    )
    expect([again.body.isReplay, again.body.statement?.id]).toEqual([true, body.statement?.id])
    expect(await sql('select state from statement order by number')).toEqual([
      { state: 'superseded' },
      { state: 'compared' },
    ])
    expect(await sql('select from statement_line')).toHaveLength(5)
  })

  it('lines through the API are read by the same rules', async () => {
    const lines = [{ resource: 'i-1', item: 'vcpu', amount: '-1.005' }]
    const { body } = await server.current.call(people().providerAdmin, operations.handInLines, {
      body: { month: MONTH, providerId: null, lines },
    })
    expect([body.statement, body.faults[0]?.fault]).toEqual([null, 'amount-negative'])
  })
})

describe('what is seen', () => {
  it('a provider sees its own, the regulator and authorities all, a department what it has to answer', async () => {
    const { id } = await current()
    const { call } = server.current
    const status = async (persona: Persona) =>
      (await call(persona, operations.get, { params: { id } })).status
    expect(await Promise.all([people().providerAdmin, people().bureau, people().guide].map(status))).toEqual([
      200, 200, 200,
    ])
    expect(await status(people().otherProviderOperator)).toBe(404)
    expect(await status(people().departmentAdmin)).toBe(404)
    const kinds = async (persona: Persona) =>
      (await call(persona, differences.list, { query: {} })).body.items.map(({ kind }) => kind).sort()
    expect(await kinds(people().providerAdmin)).toEqual([
      'not-approved',
      'not-billed',
      'price-differs',
      'unknown-resource',
    ])
    expect(await kinds(people().departmentAdmin)).toEqual(['not-approved'])
    expect(await kinds(people().otherAdmin)).toEqual([])
    expect(await kinds(people().otherProviderOperator)).toEqual([])
  })

  it('every owner is told with its day, on its first page and by a notice', async () => {
    const { call } = server.current
    const { dueOn } = await current()
    expect(dueOn).toBe(DUE)
    const figures = async (persona: Persona) => (await call(persona, homeOperations.summary, {})).body.figures
    expect(await figures(people().providerAdmin)).toContainEqual(
      expect.objectContaining({ key: 'differences-to-answer', value: 3 }),
    )
    expect(await figures(people().departmentAdmin)).toContainEqual(
      expect.objectContaining({ key: 'differences-to-answer', value: 1 }),
    )
    expect(await sql(`select from outbox where type = 'statement.compared'`)).toHaveLength(2)
  })

  it('a difference shows both sides: the lines, and the charges that a provider cannot open', async () => {
    const { id } = await found('price-differs')
    const { body } = await server.current.call(people().providerAdmin, differences.get, { params: { id } })
    expect(body.billedLines.map(({ no, amount }) => [no, amount.amountMinor])).toEqual([[3, 25_000]])
    expect(body.charges.map(({ amount }) => amount?.amountMinor)).toEqual([20_000])
    const bill = await server.current.call(people().providerAdmin, billOperations.get, {
      params: { id: body.charges[0]?.billId ?? '' },
    })
    expect(bill.status).toBeGreaterThanOrEqual(403)
  })

  it('the desk has the four ledgers side by side', async () => {
    const { body } = await server.current.call(people().centre, operations.desk, { query: { month: MONTH } })
    const [item] = body.items
    expect([body.isMetered, item?.statement?.openDifferences]).toEqual([true, 4])
    expect(item?.ledgers).toMatchObject({
      approved: { resources: 3, amount: { amountMinor: 34_000 } },
      measured: { resources: 4, amount: { amountMinor: 64_000 } },
      billed: { resources: 4, amount: { amountMinor: 65_500 } },
    })
    // Each figure opens what it is made of, resource by resource, to whoever may see the statement.
    const of = async (ledger: (typeof PLATFORM_LEDGERS)[number], as = people().centre, page: object = {}) => {
      const params = { id: item?.statement?.id ?? '' }
      return server.current.call(as, ledgers.list, { params, query: { ledger, ...page } })
    }
    for (const ledger of PLATFORM_LEDGERS) {
      const { items } = (await of(ledger)).body
      const sum = items.reduce((all, { amount }) => all + amount.amountMinor, 0)
      expect([ledger, items.length, sum]).toEqual([
        ledger,
        item?.ledgers?.[ledger].resources,
        item?.ledgers?.[ledger].amount.amountMinor,
      ])
    }
    const seen = await of('measured', people().providerAdmin)
    expect(seen.body.items.filter(({ isApproved }) => !isApproved)).toMatchObject([{ amount: fen(30_000) }])
    expect((await of('measured', people().otherProviderOperator)).status).toBe(404)
    const first = await of('measured', people().centre, { pageSize: 3 })
    const next = await of('measured', people().centre, {
      pageSize: 3,
      pageToken: first.body.nextPageToken ?? undefined,
    })
    expect([first.body.items.length, next.body.items.length, next.body.nextPageToken]).toEqual([3, 1, null])
    // The figure of open ones opens its rows, whatever state they are in, and the month is carried on while they are.
    const unsettled = await server.current.call(people().centre, differences.list, {
      query: { month: MONTH, unsettled: true },
    })
    expect(unsettled.body.items).toHaveLength(4)
    const settled = await server.current.call(people().centre, differences.list, {
      query: { month: MONTH, unsettled: false },
    })
    expect(settled.body.items.every(({ state }) => state === 'settled')).toBe(true)
    const carried = await server.current.call(people().centre, operations.carried, {
      query: { month: '2031-01' },
    })
    expect(carried.body.items.find((one) => one.month === MONTH)?.openDifferences).toBe(4)
  })

  it('exports never begin a formula', async () => {
    const { id } = await current()
    for (const path of [`statement-lines/export?statementId=${id}`, `differences/export?statementId=${id}`]) {
      const answer = await server.current.api.inject({
        method: 'GET',
        url: `/api/v1/${path}`,
        headers: { authorization: `Bearer ${people().centre.postId}` },
      })
      const workbook = new excel.Workbook()
      await workbook.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
      const cells: unknown[] = []
      workbook.worksheets[0]?.eachRow((row) => row.eachCell((cell) => cells.push(cell.value)))
      expect(cells).toContain(`'${EVIL}`)
    }
  })
})

describe('a difference', () => {
  it('is answered by its owner alone; whoever refuses names the evidence', async () => {
    const words = { outcome: 'explained', words: '已按合同计费', evidence: null }
    expect(await act('answer', people().centre, 'price-differs', words)).toEqual([403, 'common.forbidden'])
    expect(await act('answer', people().providerAdmin, 'not-approved', words)).toEqual([
      403,
      'difference.not_owner',
    ])
    expect(
      await act('answer', people().providerAdmin, 'price-differs', { ...words, outcome: 'refused' }),
    ).toEqual([400, 'difference.evidence'])
    expect(await act('answer', people().providerAdmin, 'price-differs', words)).toEqual([200, 'explained'])
    expect(await act('answer', people().departmentAdmin, 'not-approved', words)).toEqual([200, 'explained'])
  })

  it('is decided after an answer, or after its day, within the difference', async () => {
    const words = { words: '按平台' }
    const decide = (kind: StatementDifference['kind'], amount: number) =>
      act('decide', people().centre, kind, { ...words, adjusted: fen(amount) })
    expect(await decide('unknown-resource', 500)).toEqual([422, 'difference.not_answered'])
    expect(await decide('price-differs', 5001)).toEqual([400, 'difference.amount'])
    expect(await decide('price-differs', -1)).toEqual([400, 'difference.amount'])
    expect((await act('decide', people().bureau, 'price-differs', { ...words, adjusted: fen(1) }))[0]).toBe(
      403,
    )
    expect(await decide('price-differs', 5000)).toEqual([200, 'adjusted'])
    expect(await decide('price-differs', 5000)).toEqual([409, 'difference.settled'])
  })

  it('is settled by a second person, who may send it back', async () => {
    expect(await act('confirm', people().centre, 'price-differs')).toEqual([403, 'difference.same_person'])
    expect(await act('sendBack', people().bureau, 'price-differs', { words: '再核' })).toEqual([
      200,
      'explained',
    ])
    expect(await act('confirm', people().bureau, 'price-differs')).toEqual([409, 'difference.not_adjusted'])
    await act('decide', people().centre, 'price-differs', { words: '再定', adjusted: fen(4000) })
    expect(await act('confirm', people().bureau, 'price-differs')).toEqual([200, 'settled'])
  })

  it('compared again keeps its decision; with other facts it begins anew', async () => {
    const settled = await found('price-differs')
    const anew = await handIn(server.current, people().providerAdmin, MONTH, `${FILE}\r\n`)
    expect(anew.body.statement?.number).toBe(3)
    expect(await found('price-differs')).toMatchObject({
      id: settled.id,
      state: 'settled',
      adjusted: fen(4000),
      statementId: anew.body.statement?.id,
    })
    const cheaper = csvOf(MONTH, [...LINES.slice(0, 1), line(THINGS.dear, 24_000n), ...LINES.slice(2)])
    await handIn(server.current, people().providerAdmin, MONTH, cheaper)
    expect(await found('price-differs')).toMatchObject({
      id: settled.id,
      state: 'open',
      adjusted: null,
      answer: null,
    })
    const without = csvOf(MONTH, [...LINES.slice(0, 1), line(THINGS.dear), ...LINES.slice(2)])
    await handIn(server.current, people().providerAdmin, MONTH, without)
    await expect(found('price-differs')).rejects.toThrow()
    await handIn(server.current, people().providerAdmin, MONTH, FILE)
    expect(await found('price-differs')).toMatchObject({ id: settled.id, state: 'open' })
  })
})

describe('agreement', () => {
  const agree = async (persona: Persona) => {
    const { id, version } = await current()
    const answer = await server.current.call(persona, operations.agree, { params: { id }, body: { version } })
    return [answer.status, answer.status < 300 ? answer.body.state : answer.problem.reason]
  }

  it('R299: waits for every difference and bill; its amount is all lines less what was taken off, to the 分', async () => {
    expect(await agree(people().centre)).toEqual([422, 'statement.open_differences'])
    expect((await agree(people().providerAdmin))[0]).toBe(403)
    server.current.clock.set('2026-10-16T02:00:00.000Z')
    const taken = { 'unknown-resource': 500, 'price-differs': 5000, 'not-billed': -4000 } as const
    const whole = async (verb: 'decideKind' | 'confirmKind', persona: Persona, body: object) => {
      const { id, version } = await current()
      const input = { params: { id }, body: { version, kind: 'not-approved', ...body } }
      const answer = await server.current.call(persona, operations[verb], input as never)
      return [answer.status, answer.status < 300 ? 'done' : answer.problem.reason]
    }
    // One kind as a whole, by the same rules.
    expect(await whole('confirmKind', people().bureau, {})).toEqual([422, 'statement.nothing_to_confirm'])
    expect(await whole('decideKind', people().centre, { side: 'platform', words: '均未审批' })).toEqual([
      200,
      'done',
    ])
    expect(await whole('decideKind', people().centre, { side: 'platform', words: '再定' })).toEqual([
      422,
      'statement.nothing_to_decide',
    ])
    expect(await whole('confirmKind', people().centre, {})).toEqual([422, 'statement.nothing_to_confirm'])
    expect(await whole('confirmKind', people().bureau, {})).toEqual([200, 'done'])
    expect(await found('not-approved')).toMatchObject({ state: 'settled', adjusted: fen(30_000) })
    for (const [kind, amount] of Object.entries(taken) as [keyof typeof taken, number][]) {
      const input = { words: '核定', adjusted: fen(amount) }
      expect(await act('decide', people().centre, kind, input)).toEqual([200, 'adjusted'])
      expect(await act('confirm', people().bureau, kind)).toEqual([200, 'settled'])
    }
    // As long as a bill is a draft, its charges may change unseen.
    expect(await agree(people().centre)).toEqual([422, 'statement.bills_unsent'])
    await sendBills(server.current)
    expect(await agree(people().centre)).toEqual([200, 'agreed'])
    const { amount, adjusted, agreedAmount } = await current()
    expect([amount.amountMinor, adjusted.amountMinor, agreedAmount?.amountMinor]).toEqual([
      65_500, 31_500, 34_000,
    ])
  })

  it('then stands, whoever writes, and is told to whoever settles it', async () => {
    const { id } = await current()
    expect(
      (await handIn(server.current, people().providerAdmin, MONTH, csvOf(MONTH, LINES.slice(1)))).problem
        .reason,
    ).toBe('statement.agreed')
    expect((await handIn(server.current, people().providerAdmin, MONTH, FILE)).body.isReplay).toBe(true)
    for (const change of [
      `update statement set agreed_amount = 1 where id = '${id}'`,
      `delete from statement where id = '${id}'`,
      'update statement_line set amount = 0',
      `delete from statement_line where statement_id = '${id}'`,
      `insert into statement_line (statement_id, no, resource_ref, item, amount) values ('${id}', 99999, 'x', 'y', 1)`,
      `update difference set adjusted = 0 where statement_id = '${id}'`,
      `delete from difference where statement_id = '${id}'`,
    ])
      await expect(sql(change), change).rejects.toThrow()
    const [agreed, ...rest] = await agreedStatements(server.current.database.as(SCOPE_ALL), { month: MONTH })
    expect(agreed).toEqual({
      month: MONTH,
      providerId: server.current.world.bodies.provider,
      contractId: null,
      amount: 34_000n,
      statementId: id,
      agreedAt: new Date('2026-10-16T02:00:00.000Z'),
    })
    expect(rest).toEqual([])
  })

  it('R299: is told apart by whose resources it is for: lines less what was taken off, as whoever was billed for them', async () => {
    const db = server.current.database.as(SCOPE_ALL)
    const id = (await sql<{ id: string }>(`select id from statement where state = 'agreed'`))[0]?.id ?? ''
    const parts = await agreedByBody(db, [id])
    expect(parts.length).toBeGreaterThan(0)
    const paths = (await sql<{ path: string }>('select path from body')).map(({ path }) => path)
    for (const { body_path } of parts) expect(paths).toContain(body_path)
    const [whole] = await sql<{ known: string }>(`select trunc((
        (select coalesce(sum(l.amount), 0) from statement_line l where l.statement_id = '${id}'
          and exists (select from resource r where r.body_id is not null and l.resource_key in (r.id::text, lower(r.external_id))))
        - (select coalesce(sum(d.adjusted), 0) from difference d where d.statement_id = '${id}' and d.state = 'settled'
          and exists (select from resource r where r.id = d.resource_id and r.body_id is not null))) * 1000000000)::text as known`)
    expect(parts.reduce((all, { billionths }) => all + BigInt(billionths), 0n)).toBe(
      BigInt(whole?.known ?? ''),
    )
    expect(await agreedByBody(db, [])).toEqual([])
  })
})

describe('a large statement', () => {
  it('of 20,000 rows is taken whole and compared; handed in anew, every difference is the same one', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => ({
      resource: `i-${n}`,
      item: 'vcpu',
      quantity: `${n}.5`,
      unit: 'vCPU-Hours',
      yuan: `${n}.01`,
    }))
    const file = csvOf('2026-08', many)
    const { status, body } = await handIn(server.current, people().providerAdmin, '2026-08', file)
    const { statement } = body
    expect([status, body.rows, statement?.state, statement?.openDifferences]).toEqual([
      200,
      20_000,
      'compared',
      20_000,
    ])
    const fenOfAll = (19_999 * 20_000 * 100) / 2 + 20_000
    expect([statement?.amount.amountMinor, statement?.openDelta.amountMinor]).toEqual([fenOfAll, fenOfAll])
    const ids = () => sql(`select id, found_at from difference where month = '2026-08-01' order by id`)
    const before = await ids()
    const anew = await handIn(server.current, people().providerAdmin, '2026-08', `${file}\r\n`)
    expect(anew.body.statement).toMatchObject({ number: 2, openDifferences: 20_000 })
    expect(await ids()).toEqual(before)
  })

  it('of more lines than are compared at once is there whole, and compared behind the call: whole or not at all', async () => {
    const { call } = server.current
    const many = Array.from({ length: STATEMENT_AT_ONCE_MAX + 1 }, (_, n) => ({
      resource: 'i-large',
      item: 'vcpu',
      quantity: `${n}`,
      unit: 'vCPU-Hours',
      yuan: '0.01',
    }))
    const { body } = await handIn(server.current, people().providerAdmin, '2026-07', csvOf('2026-07', many))
    const { id = '' } = body.statement ?? {}
    expect(body.statement).toMatchObject({ state: 'received', lines: many.length, comparing: 0 })
    const ctx = setupCtx(server.current)
    expect(await comparisonReconciler.sweep(ctx)).toEqual([id])
    const steps = new Set<number>()
    let isDone = false
    const watching = (async () => {
      while (!isDone)
        for (const { step } of await sql<{ step: number }>('select step from statement_comparison'))
          steps.add(step)
    })()
    await comparisonReconciler.reconcile(ctx, id, AbortSignal.timeout(60_000))
    isDone = true
    await watching
    expect(Math.max(...steps)).toBeGreaterThan(0)
    const done = async () => (await call(people().providerAdmin, operations.get, { params: { id } })).body
    expect(await done()).toMatchObject({ state: 'compared', openDifferences: 1, comparing: null })
    expect(await comparisonReconciler.sweep(ctx)).toEqual([])
    const { version } = await done()
    const anew = await call(people().centre, operations.compare, { params: { id }, body: { version } })
    expect(anew.body).toMatchObject({ state: 'compared', comparing: 0 })
    await comparisonReconciler.reconcile(ctx, id, AbortSignal.timeout(60_000))
    expect(await done()).toMatchObject({ openDifferences: 1, comparing: null })
  })

  it('waits where the platform has not metered the month', async () => {
    server.current.clock.set('2026-11-12T02:00:00.000Z')
    const { body } = await handIn(server.current, people().providerAdmin, '2026-10', csvOf('2026-10', LINES))
    const { id = '', version = 0, state } = body.statement ?? {}
    expect(state).toBe('received')
    const answer = await server.current.call(people().centre, operations.compare, {
      params: { id },
      body: { version },
    })
    expect(answer.problem.reason).toBe('statement.month_open')
  })
})
