import {
  type AssessmentCreate,
  assessmentOperations as assessments,
  serviceContractOperations as contracts,
  noticeOperations,
  type Settlement,
  type SlaEventCreate,
  settlementOperations as sheets,
  slaEventOperations as sla,
  contractTermsOperations as terms,
} from '@yunheng/contract'
import excel from 'exceljs'
import { sql as statement } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { eventually, well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { ceilingReconciler } from './index.ts'
import {
  agreeMonth,
  aNode,
  anAssessment,
  anInvoice,
  anOutage,
  aPayment,
  closeBill,
  givenBilledMonth,
  money,
  QUARTER,
} from './settlement.fixture.ts'

const server = useServer()
const people = () => server.current.world.people
const NOBODY = '019af000-0000-7000-8000-000000000001'
let contractId = ''
let otherContractId = ''
let serverId = ''

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows

beforeAll(async () => {
  const billed = await givenBilledMonth(server.current)
  contractId = billed.contractId
  serverId = billed.serverId
}, 120_000)

const termsWith = async (change: object = {}, as: Persona = people().centre) => {
  const { version } = await well(
    server.current.call(people().centre, contracts.get, { params: { id: contractId } }),
  )
  return server.current.call(as, terms.set, {
    params: { id: contractId },
    body: {
      version,
      ceiling: money(100_000_00),
      warnPercent: 80,
      settledPercent: null,
      priceBasis: '参考价',
      nodes: [aNode(1, { share: 30, dueOn: '2026-09-30' }), aNode(2)],
      document: '合同第六条',
      reason: '签订合同',
      ...change,
    },
  })
}
const spending = (as: Persona = people().centre) =>
  server.current.call(as, terms.spending, { params: { id: contractId } })

describe('terms of a contract', () => {
  it('R299: have nodes that are numbered, a share or an amount each, never beyond the whole', async () => {
    const refused = async (change: object) => (await termsWith(change)).problem.reason
    expect(await refused({ nodes: [aNode(2)] })).toBe('contract-terms.nodes')
    expect(await refused({ nodes: [aNode(1, { share: 60 }), aNode(2, { share: 50 })] })).toBe(
      'contract-terms.nodes',
    )
    expect(await refused({ nodes: [aNode(1, { share: 10, amount: money(1) })] })).toBe('contract-terms.nodes')
    expect(await refused({ ceiling: null })).toBe('contract-terms.nodes')
    expect((await termsWith({}, people().providerAdmin)).status).toBe(403)
    expect((await termsWith({}, people().otherAdmin)).status).toBe(404)
  })

  it('come in versions; none of them changes', async () => {
    const first = await well(termsWith({}, people().departmentAdmin))
    expect(first.items.map(({ number }) => number)).toEqual([1])
    const second = await well(termsWith({ reason: '补充协议', ceiling: money(200_000_00) }))
    expect(second.items.map(({ number, ceiling }) => [number, ceiling?.amountMinor])).toEqual([
      [2, 200_000_00],
      [1, 100_000_00],
    ])
    await expect(
      server.current.database.inTx(SCOPE_ALL, (tx) =>
        statement`update contract_terms set ceiling = 1`.execute(tx),
      ),
    ).rejects.toThrow(/permission denied/)
  })

  it('R299: show what is spent, left and paid, to the contract’s parties only', async () => {
    const seen = await well(spending())
    const charged = await sql<{ amount: string }>('select amount::text from bill')
    expect(seen.spent.amountMinor).toBe(Number(charged[0]?.amount))
    expect(seen.spent.amountMinor).toBeGreaterThan(0)
    expect(seen.remaining?.amountMinor).toBe(200_000_00 - seen.spent.amountMinor)
    expect(seen.level).toBe('fine')
    expect(seen.nodes.map(({ planned, isOverdue }) => [planned?.amountMinor ?? null, isOverdue])).toEqual([
      [60_000_00, true],
      [null, false],
    ])
    expect(seen.months.map(({ month }) => month)).toEqual(['2026-09', '2026-10'])
    expect((await well(spending(people().providerAdmin))).spent).toEqual(seen.spent)
    expect((await spending(people().otherAdmin)).status).toBe(404)
    expect((await spending(people().otherProviderOperator)).status).toBe(404)
  })

  it('R299: people are told once that the ceiling is near', async () => {
    const { spent } = await well(spending())
    await well(termsWith({ ceiling: money(spent.amountMinor), reason: '压减', nodes: [aNode(1), aNode(2)] }))
    expect((await well(spending())).level).toBe('reached')
    const ctx = setupCtx(server.current)
    expect(await ceilingReconciler.sweep?.(ctx)).toEqual([contractId])
    for (let look = 0; look < 2; look++)
      await ceilingReconciler.reconcile(ctx, contractId, new AbortController().signal)
    expect(await sql('select percent from contract_warning')).toEqual([{ percent: 100 }])
    const worker = server.current.composition.createWorker()
    await worker.start()
    try {
      await eventually('the notice', async () => {
        const { items } = await well(
          server.current.call(people().departmentAdmin, noticeOperations.list, { query: {} }),
        )
        return items.some((one) => one.text.zh.includes('上限的 100%'))
      })
    } finally {
      await worker.stop()
    }
    await well(termsWith({ ceiling: money(spent.amountMinor * 10), reason: '补充协议二' }))
  })

  it('R299: name a part of the provider’s months only together with its other contracts, 100 % at most', async () => {
    const { call, world } = server.current
    const lasting = (no: string, startsOn: string, endsOn: string) => ({
      no,
      name: '政务云租用',
      providerBodyId: world.bodies.provider,
      providerName: null,
      filingId: null,
      startsOn,
      endsOn,
      note: '',
    })
    const aLease = (no: string, startsOn = '2026-09-01', endsOn = '2027-08-31') => ({
      bodyId: world.bodies.otherDepartment,
      kind: 'lease' as const,
      ...lasting(no, startsOn, endsOn),
    })
    const other = await well(
      call(people().otherAdmin, contracts.create, {
        body: aLease('HT-2026-02'),
      }),
    )
    otherContractId = other.id
    const nameOf = (id: string) => (settledPercent: number | null, version: number) =>
      call(people().otherAdmin, terms.set, {
        params: { id },
        body: {
          version,
          ceiling: null,
          warnPercent: 80,
          settledPercent,
          priceBasis: '参考价',
          nodes: [],
          document: '合同第八条',
          reason: '按比例结算',
        },
      })
    const name = nameOf(other.id)
    const book = await well(name(60, other.version))
    expect(book.items[0]?.settledPercent).toBe(60)
    const { problem } = await termsWith({ settledPercent: 41 })
    expect([problem.reason, problem.detail]).toEqual([
      'contract-terms.percent_beyond',
      expect.stringContaining('40%'),
    ])
    expect((await termsWith({ settledPercent: 0 })).problem.reason).toBe('common.invalid_input')
    // One that comes after the other ends names all of it: its days are not moved to those of the other, nor it to the other's provider.
    const next = await well(
      call(people().otherAdmin, contracts.create, {
        body: aLease('HT-2027-03', '2027-09-01', '2028-08-31'),
      }),
    )
    const named = await well(nameOf(next.id)(100, next.version))
    const moved = await call(people().otherAdmin, contracts.update, {
      params: { id: next.id },
      body: { version: named.version, ...lasting('HT-2027-03', '2027-08-01', '2028-08-31') },
    })
    expect([moved.problem.reason, moved.problem.detail]).toEqual([
      'contract-terms.percent_beyond',
      expect.stringContaining('40%'),
    ])
    const renewed = await call(people().otherAdmin, contracts.renew, {
      params: { id: other.id },
      body: { version: book.version, endsOn: '2027-09-01', document: '续租协议' },
    })
    expect(renewed.problem.reason).toBe('contract-terms.percent_beyond')
    await well(nameOf(next.id)(null, named.version))
    // From here on both are settled by their resources.
    await well(name(null, book.version))
  })
})

const enter = (change: Partial<SlaEventCreate> = {}, as: Persona = people().providerAdmin) =>
  server.current.call(as, sla.create, {
    body: anOutage(server.current, serverId, change),
  })
const decide = (
  event: { id: string; version: number },
  as: Persona,
  verb: 'confirm' | 'decline' = 'confirm',
) =>
  server.current.call(as, sla[verb], {
    params: { id: event.id },
    body: { version: event.version, comment: '属实' },
  })
let outage = ''

describe('an SLA event', () => {
  it('has a window of the past and stands with its provider', async () => {
    const refused = async (change: Partial<SlaEventCreate>, as?: Persona) =>
      (await enter(change, as)).problem.reason
    expect(await refused({ endsAt: '2026-09-20T01:00:00.000Z' })).toBe('sla-event.window')
    expect(await refused({ endsAt: '2026-12-20T01:00:00.000Z' })).toBe('sla-event.window')
    expect(await refused({ resourceIds: [] })).toBe('sla-event.scope')
    expect(await refused({ resourceIds: [NOBODY] })).toBe('sla-event.scope')
    expect(await refused({ announcedAt: '2026-09-19T01:00:00.000Z' })).toBe('sla-event.announcement')
    expect(await refused({}, people().otherProviderOperator)).toBe('sla-event.provider_not_found')
    expect((await enter({}, people().departmentAdmin)).status).toBe(403)
  })

  it('is confirmed by a second person, once, and then stands', async () => {
    const own = await well(enter({}, people().centre))
    expect((await decide(own, people().centre)).problem.reason).toBe('sla-event.own_entry')
    expect((await decide(own, people().providerAdmin)).status).toBe(403)
    await well(decide(own, people().bureau, 'decline'))
    const event = await well(enter())
    expect(event).toMatchObject({ state: 'entered', minutes: '180', counts: true })
    const { call } = server.current
    expect((await call(people().otherProviderOperator, sla.get, { params: { id: event.id } })).status).toBe(
      404,
    )
    const confirmed = await well(decide(event, people().centre))
    expect(confirmed.state).toBe('confirmed')
    expect((await decide(confirmed, people().bureau)).problem.reason).toBe('sla-event.decided')
    await expect(sql(`update sla_event set ends_at = now() where id = $1`, [event.id])).rejects.toThrow(
      /decided event/,
    )
    outage = event.id
  })
})

const assess = (change: Partial<AssessmentCreate> = {}, as: Persona = people().centre) =>
  server.current.call(as, assessments.create, {
    body: anAssessment(server.current, outage, change),
  })

describe('an assessment of a provider', () => {
  it('is of a quarter that is over, by whole lines and confirmed events', async () => {
    expect((await assess({ quarter: '2026Q4' })).problem.reason).toBe('assessment.quarter_open')
    expect(
      (
        await assess({
          lines: anAssessment(server.current, outage).lines.map((line) => ({ ...line, points: '25' })),
        })
      ).problem.reason,
    ).toBe('assessment.lines')
    const unknown = anAssessment(server.current, outage).lines.map((line) => ({
      ...line,
      tied: line.tied.map((one) => ({ ...one, eventId: NOBODY })),
    }))
    expect((await assess({ lines: unknown })).problem.reason).toBe('assessment.lines')
    expect((await assess({ providerBodyId: server.current.world.bodies.department })).problem.reason).toBe(
      'assessment.provider_not_found',
    )
    expect((await assess({}, people().providerAdmin)).status).toBe(403)
  })
})

const drawUp = (as: Persona = people().centre, quarter = QUARTER) =>
  server.current.call(as, sheets.create, { body: { contractId, quarter } })
let sheet: Settlement
type Verb = 'recalculate' | 'send' | 'confirm' | 'object' | 'approve' | 'invoice' | 'withdrawInvoice' | 'pay'
const act = (verb: Verb, as: Persona, body: object = {}) =>
  server.current.call(as, sheets[verb], {
    params: { id: sheet.id },
    body: { version: sheet.version, ...body },
  } as never)
const did = async (verb: Verb, as: Persona, body: object = {}) => {
  sheet = (await well(act(verb, as, body))) as Settlement
  return sheet
}
const refusedAct = async (verb: Verb, as: Persona, body: object = {}) => {
  const { status, problem } = await act(verb, as, body)
  return status === 403 && problem.reason === 'common.forbidden' ? 403 : problem.reason
}
const sum = ({ lines }: Settlement) => lines.reduce((all, { amount }) => all + amount.amountMinor, 0)

describe('a settlement sheet', () => {
  it('R299: is drawn up by the centre, once for a quarter that is over', async () => {
    expect((await drawUp(people().providerAdmin)).status).toBe(403)
    expect((await drawUp(people().centre, '2026Q4')).problem.reason).toBe('settlement.quarter_open')
    expect((await drawUp(people().centre, '2026Q2')).problem.reason).toBe('settlement.outside_term')
    sheet = await well(drawUp())
    expect((await drawUp()).problem.reason).toBe('settlement.taken')
    expect(sheet).toMatchObject({
      state: 'draft',
      openPoints: ['settlement.month_open', 'settlement.assessment_missing'],
    })
    expect(sum(sheet)).toBe(sheet.payable.amountMinor)
    expect(await refusedAct('send', people().centre)).toBe('settlement.month_open')
    expect(await refusedAct('approve', people().bureau, { comment: '同意' })).toBe('settlement.not_confirmed')
    expect(await refusedAct('pay', people().centre, aPayment({ invoiceId: NOBODY }))).toBe(
      'settlement.not_approved',
    )
    expect(await refusedAct('invoice', people().centre, anInvoice())).toBe('settlement.not_approved')
  })

  it('R299: is charges × factor − credits; an event that gave a credit takes no points as well', async () => {
    await closeBill(server.current)
    await agreeMonth(server.current)
    const result = await well(assess())
    const confirming = (as: Persona) =>
      server.current.call(as, assessments.confirm, {
        params: { id: result.id },
        body: { version: result.version, comment: '同意' },
      })
    expect((await confirming(people().centre)).problem.reason).toBe('assessment.own_entry')
    await well(confirming(people().bureau))
    await did('recalculate', people().centre)
    const [charge] = await sql<{ amount: string }>('select amount::text from bill')
    const [ofServer] = await sql<{ amount: string }>(
      `select sum(c.amount)::text as amount from charge c join usage_subject s on s.id = c.subject_id
        where s.resource_id = $1`,
      [serverId],
    )
    const charged = Number(charge?.amount)
    const credit = -Math.floor((Number(ofServer?.amount) * 10 * 2 + 100) / 200)
    // 86 + 6 points: the factor is 100 %, since the outage is paid for by its credit.
    expect(sheet.lines.map(({ kind, amount }) => [kind, amount.amountMinor])).toEqual([
      ['base', charged],
      ['factor', 0],
      ['sla-credit', credit],
    ])
    expect(credit).toBeLessThan(0)
    expect(sheet.lines[1]?.said.zh).toMatch(/录入 86 分.*不重复扣分.*得分 92.*产品默认值.*100%/)
    expect(sheet.lines[2]?.said.zh).toMatch(/180 分钟，可用率 99\.5833%.*10%/)
    expect([sheet.openPoints, sum(sheet)]).toEqual([[], sheet.payable.amountMinor])
  })

  it('R299: has of the agreed statement what its own resources cost; the score is the same on all sheets of the provider', async () => {
    const other = await well(
      server.current.call(people().centre, sheets.create, {
        body: { contractId: otherContractId, quarter: QUARTER },
      }),
    )
    const [base, factor, ...rest] = other.lines
    expect([base?.kind, base?.month, base?.amount, rest]).toEqual(['base', '2026-09', money(0), []])
    expect(base?.said.zh).toMatch(/按资源所属合同归集.*其中本合同资源 0\.00 元/)
    // The outage gave its credit under the first contract: it takes no points here either.
    expect(factor?.said.zh).toMatch(/录入 86 分.*不重复扣分.*得分 92/)
    const [agreed] = await sql<{ amount: string }>(
      `select agreed_amount::text as amount from statement where state = 'agreed'`,
    )
    const bases = [...sheet.lines, ...other.lines].filter(({ kind }) => kind === 'base')
    expect(bases.reduce((all, { amount }) => all + amount.amountMinor, 0)).toBe(Number(agreed?.amount))
  })

  it('R299: takes off what was paid in advance at a node of the contract', async () => {
    const prepay = (change: object = {}, as: Persona = people().centre) =>
      server.current.call(as, terms.prepay, {
        params: { id: contractId },
        body: { ...aPayment({ nodeNo: 1, amount: money(100), voucherNo: 'PZ-01' }), ...change },
      })
    expect((await prepay({ nodeNo: 9 })).problem.reason).toBe('contract-terms.node_not_found')
    expect((await prepay({ paidOn: '2026-12-01' })).problem.reason).toBe('contract-terms.paid_on')
    expect((await prepay({ amount: money(900_000_000_00) })).problem.reason).toBe(
      'contract-terms.beyond_ceiling',
    )
    expect((await prepay({}, people().departmentAdmin)).status).toBe(403)
    expect((await well(prepay())).paid).toEqual(money(100))
    expect((await prepay()).problem.reason).toBe('contract-terms.voucher_taken')
    expect(await refusedAct('send', people().centre)).toBe('settlement.stale')
    await did('recalculate', people().centre)
    expect(sheet.lines.at(-1)).toMatchObject({ kind: 'earlier', amount: money(-100) })
    expect([sum(sheet), sheet.due.amountMinor - 100]).toEqual([
      sheet.payable.amountMinor,
      sheet.payable.amountMinor,
    ])
  })

  it('goes to its provider, who objects or confirms; what has changed since goes back', async () => {
    const { call } = server.current
    await did('send', people().centre)
    expect(
      (await call(people().otherProviderOperator, sheets.get, { params: { id: sheet.id } })).status,
    ).toBe(404)
    expect((await call(people().otherAdmin, sheets.get, { params: { id: sheet.id } })).status).toBe(404)
    expect((await well(call(people().departmentAdmin, sheets.list, { query: {} }))).items).toHaveLength(1)
    expect(await refusedAct('confirm', people().centre)).toBe(403)
    await did('object', people().providerAdmin, { objection: '停机时长有误' })
    expect(sheet).toMatchObject({ state: 'objected', objection: '停机时长有误' })
    await did('recalculate', people().centre)
    await did('send', people().centre)
    await did('confirm', people().providerAdmin)
    // An overlapping event becomes known: one credit all the same, but by another window.
    const late = await well(
      enter({ startsAt: '2026-09-20T03:00:00.000Z', endsAt: '2026-09-20T05:00:00.000Z' }),
    )
    expect(await refusedAct('approve', people().bureau, { comment: '同意' })).toBe('settlement.events_open')
    await well(decide(late, people().centre))
    expect(await refusedAct('approve', people().bureau, { comment: '同意' })).toBe('settlement.stale')
    await did('recalculate', people().centre)
    expect(sheet.lines.filter(({ kind }) => kind === 'sla-credit')).toHaveLength(1)
    expect(sheet.lines.find(({ kind }) => kind === 'sla-credit')?.said.zh).toContain('240 分钟')
    await did('send', people().centre)
    await did('confirm', people().providerAdmin)
  })

  it('is approved by a second person, and then nothing of it changes, whoever writes', async () => {
    expect(await refusedAct('approve', people().centre, { comment: '同意' })).toBe('settlement.second_person')
    expect(await refusedAct('approve', people().providerAdmin, { comment: '同意' })).toBe(403)
    await did('approve', people().bureau, { comment: '同意支付' })
    expect(await refusedAct('recalculate', people().centre)).toBe('settlement.not_draft')
    for (const text of [
      `update settlement set payable = payable + 1`,
      `update settlement set state = 'draft', approved_at = null`,
      `delete from settlement`,
      `update settlement_line set amount = amount + 1`,
      `delete from settlement_line`,
    ])
      await expect(sql(text)).rejects.toThrow(/does not change|do not change/)
  })

  it('R299: has the invoices of its provider, each once, together no more than is payable, with their files', async () => {
    const { call, api } = server.current
    const payable = sheet.payable.amountMinor
    const refused = (change: object, as: Persona = people().centre) =>
      refusedAct('invoice', as, anInvoice(change))
    expect(await refused({}, people().providerAdmin)).toBe(403)
    expect(await refused({ issuedOn: '2026-12-01' })).toBe('settlement.invoice_date')
    expect(await refused({ amount: money(payable + 1) })).toBe('settlement.invoice_beyond')
    expect(await refused({ fileName: '发票.png' })).toBe('settlement.invoice_file_type')
    expect(await refused({ fileName: '发票.exe' })).toBe('settlement.invoice_file_type')
    expect(await refused({ number: '123' })).toBe('common.invalid_input')
    expect(await refused({ taxRate: '100' })).toBe('common.invalid_input')
    await sql(`update body set credit_code = '91620100MA71ABCD3X' where id = $1`, [
      server.current.world.bodies.provider,
    ])
    expect(await refused({})).toBe('settlement.invoice_seller')
    await sql(`update body set credit_code = '91620100MA71ABCD2X' where id = $1`, [
      server.current.world.bodies.provider,
    ])
    await did('invoice', people().centre, anInvoice({ amount: money(payable) }))
    expect(sheet.invoices).toMatchObject([
      {
        number: '26620000000000000001',
        amount: money(payable),
        paid: money(0),
        taxRate: '6',
        withdrawn: null,
      },
    ])
    const [wrong] = sheet.invoices
    const file = (as: Persona) =>
      api.inject({
        url: `/api/v1/settlement-invoices/${wrong?.id}/file`,
        headers: { authorization: `Bearer ${as.postId}` },
      })
    expect((await file(people().providerAdmin)).rawPayload.toString()).toContain('%PDF-1.7')
    expect((await file(people().otherAdmin)).statusCode).toBe(404)
    // Entered wrongly: withdrawn with a reason, and its number may be entered again.
    expect(await refused({ number: '26620000000000000002' })).toBe('settlement.invoice_beyond')
    expect(await refusedAct('withdrawInvoice', people().centre, { invoiceId: NOBODY, reason: '登错' })).toBe(
      'settlement.invoice_not_found',
    )
    await did('withdrawInvoice', people().centre, { invoiceId: wrong?.id, reason: '金额登错' })
    expect(sheet.invoices[0]?.withdrawn).toMatchObject({ by: 'centre', reason: '金额登错' })
    await did('invoice', people().centre, anInvoice())
    expect(await refused({})).toBe('settlement.invoice_taken')
    await did(
      'invoice',
      people().centre,
      anInvoice({ number: '26620000000000000002', amount: money(payable - 1) }),
    )
    expect(
      (await well(call(people().departmentAdmin, sheets.get, { params: { id: sheet.id } }))).invoices,
    ).toHaveLength(3)
    for (const text of [
      `update settlement_invoice set amount = amount + 1`,
      `delete from settlement_invoice`,
    ])
      await expect(
        server.current.database.inTx(SCOPE_ALL, (tx) => statement.raw(text).execute(tx)),
      ).rejects.toThrow(/permission denied/)
    await expect(
      sql(
        `insert into settlement_invoice (id, settlement_id, number, issued_on, amount, tax_rate, seller_tax_id, blob_id, file_name, digest,
          entered_by_name, entered_at) select gen_random_uuid(), settlement_id, '26620000000000000009', issued_on, 1, tax_rate, seller_tax_id,
          blob_id, file_name, digest, '', now() from settlement_invoice limit 1`,
      ),
    ).rejects.toThrow(/invoiced no more than it says/)
  })

  it('R299: is paid at a node, with day and voucher, no more than is payable', async () => {
    const rest = sheet.payable.amountMinor
    const [, first, second] = sheet.invoices.map(({ id }) => id)
    const over = aPayment({ amount: money(rest + 1), invoiceId: first })
    expect(await refusedAct('pay', people().centre, over)).toBe('settlement.beyond_payable')
    await expect(
      sql(
        `insert into contract_payment select gen_random_uuid(), contract_id, $1, terms_number, node_no, node_name, paid_on,
          $2, 'PZ-X', '', '', now() from contract_payment`,
        [sheet.id, rest + 1],
      ),
    ).rejects.toThrow(/no more than it says/)
    const [withdrawn] = sheet.invoices
    const on = (invoiceId: string | undefined, change: object = {}) =>
      aPayment({ amount: money(1), invoiceId, ...change })
    for (const id of [NOBODY, withdrawn?.id])
      expect(await refusedAct('pay', people().centre, on(id))).toBe('settlement.invoice_not_found')
    expect(await refusedAct('pay', people().centre, on(first, { amount: money(2) }))).toBe(
      'settlement.invoice_short',
    )
    expect(await refusedAct('pay', people().centre, aPayment())).toBe('common.invalid_input')
    await did('pay', people().centre, on(first))
    expect([sheet.state, sheet.paid]).toEqual(['approved', money(1)])
    expect(sheet.payments[0]?.invoiceNo).toBe('26620000000000000001')
    expect(await refusedAct('withdrawInvoice', people().centre, { invoiceId: first, reason: '退票' })).toBe(
      'settlement.invoice_paid',
    )
    await expect(
      sql(
        `update settlement_invoice set withdrawn_at = now(), withdrawn_by_name = '', withdrawn_reason = '' where id = $1`,
        [first],
      ),
    ).rejects.toThrow(/stays as it is/)
    await did('pay', people().centre, on(second, { amount: money(rest - 1), voucherNo: 'PZ-03' }))
    expect([sheet.state, sheet.payments.length]).toEqual(['paid', 2])
    const seen = await well(spending(people().providerAdmin))
    expect(seen.paid).toEqual(money(rest + 100))
    expect(seen.months.map(({ isSettled }) => isSettled)).toEqual([true, false])
    expect((await termsWith({ ceiling: money(1), nodes: [] })).problem.reason).toBe(
      'contract-terms.below_paid',
    )
  })

  it('is written to a workbook, line by line', async () => {
    const answer = await server.current.api.inject({
      url: `/api/v1/settlements/${sheet.id}/export`,
      headers: { authorization: `Bearer ${people().providerAdmin.postId}` },
    })
    const book = new excel.Workbook()
    await book.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
    const rows = book.worksheets[0]?.getSheetValues() as readonly (readonly unknown[])[]
    expect(rows.length - 2).toBeGreaterThanOrEqual(sheet.lines.length)
    const notes = JSON.stringify(book.worksheets[1]?.getSheetValues())
    // Invoices and payments stand in its notes; what was withdrawn does not count there.
    expect(notes).toMatch(/发票 26620000000000000002：2026-10-09 开具.*税率 6%，销售方 91620100MA71ABCD2X/)
    expect(notes).toMatch(/凭证 PZ-03，发票 26620000000000000002/)
    expect(notes.split('价税合计')).toHaveLength(3)
  })
})

describe('an SLA event that becomes known after its quarter was approved', () => {
  const late = () => sheet.lines.filter(({ kind }) => kind === 'late-credit')

  it('R299: is settled with the next sheet of the contract, as a line of its own month', async () => {
    const approved = sheet
    const given = approved.lines.find(({ kind }) => kind === 'sla-credit')?.amount.amountMinor ?? 0
    const event = await well(
      enter({ startsAt: '2026-09-25T01:00:00.000Z', endsAt: '2026-09-25T09:00:00.000Z' }),
    )
    server.current.clock.set('2027-01-10T02:00:00.000Z')
    sheet = await well(drawUp(people().centre, '2026Q4'))
    expect(late()).toEqual([])
    await well(decide(event, people().centre))
    await did('recalculate', people().centre)
    const [line, ...others] = late()
    expect([others, line?.month, line?.eventIds]).toEqual([[], '2026-09', [event.id]])
    expect(line?.said.zh).toContain(`2026Q3 的 SLA 事件`)
    expect(line?.said.zh).toContain(approved.no)
    expect(line?.said.zh).toContain(`已扣 ${(-given / 100).toFixed(2)} 元`)
    expect(line?.amount.amountMinor).toBeLessThan(0)
    expect(sum(sheet)).toBe(sheet.payable.amountMinor)
    expect(
      (await well(server.current.call(people().centre, sheets.get, { params: { id: approved.id } }))).lines,
    ).toEqual(approved.lines)
  })

  it('R299: once, however often it is calculated and whichever sheet comes next', async () => {
    const before = late()
    await did('recalculate', people().centre)
    expect(late()).toEqual(before)
    server.current.clock.set('2027-04-10T02:00:00.000Z')
    sheet = await well(drawUp(people().centre, '2027Q1'))
    expect(late()).toEqual([])
  })
})
