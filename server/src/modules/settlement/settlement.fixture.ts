/** A month of one server with a provider, billed, under a contract from its first day. */
import {
  ASSESSMENT_LINES,
  ASSESSMENT_SHEET,
  type AssessmentCreate,
  billOperations as bills,
  serviceContractOperations as contracts,
  type PaymentNode,
  type SlaEventCreate,
  statementOperations as statements,
} from '@yunheng/contract'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { well } from '../../../test/kit/journey.ts'
import type { TestServer } from '../../../test/kit/server.ts'
import { givenSupply } from '../../../test/kit/supply.ts'
import { billBody, billedUntil } from '../billing/index.ts'
import { judgeGapsFrom, meterUsage } from '../metering/index.ts'

export const QUARTER = '2026Q3'
export const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })

export interface Billed {
  readonly contractId: string
  readonly serverId: string
}

export async function givenBilledMonth(server: TestServer): Promise<Billed> {
  const { clock, database, world, call } = server
  const supply = await givenSupply(server)
  await judgeGapsFrom(database.owner, 'infinity')
  clock.set('2026-09-10T02:10:00.000Z')
  const ids = await supply.approve()
  await supply.settle()
  const kinds = await Promise.all(ids.map(async (id) => [id, (await supply.row(id)).kind] as const))
  const serverId = kinds.find(([, kind]) => kind === 'server')?.[0]
  if (serverId === undefined) throw new Error('the line brings a server')
  clock.set('2026-10-09T02:00:00.000Z')
  const ctx = setupCtx(server)
  await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
  await billBody(ctx, world.bodies.department)
  const contract = await well(
    call(world.people.departmentAdmin, contracts.create, {
      body: {
        bodyId: world.bodies.department,
        kind: 'lease',
        no: 'HT-2026-01',
        name: '政务云租用',
        providerBodyId: world.bodies.provider,
        providerName: null,
        filingId: null,
        startsOn: '2026-09-01',
        endsOn: '2027-08-31',
        note: '',
      },
    }),
  )
  return { contractId: contract.id, serverId }
}

/** Sent, confirmed and closed. */
export async function closeBill({ world: { people }, call }: TestServer): Promise<void> {
  const bill = async () => {
    const { items } = await well(call(people.centre, bills.list, { query: { month: '2026-09' } }))
    return well(call(people.centre, bills.get, { params: { id: items[0]?.id ?? '' } }))
  }
  for (const [verb, as] of [
    ['send', people.centre],
    ['confirm', people.departmentAdmin],
    ['close', people.centre],
  ] as const) {
    const { id, version } = await bill()
    const reason = verb === 'send' ? { withoutUnpriced: '未定价' } : {}
    await well(call(as, bills[verb], { params: { id }, body: { version, ...reason } }))
  }
}

/** The provider hands in what the platform charges, and the month is agreed. */
export async function agreeMonth({ world: { people }, call }: TestServer): Promise<void> {
  const { items } = await well(call(people.centre, bills.list, { query: { month: '2026-09' } }))
  const charges = await well(
    call(people.centre, bills.charges, {
      params: { id: items[0]?.id ?? '' },
      query: { pageSize: 200 },
    }),
  )
  const rows = charges.items.flatMap(({ amount, resource, dimension, serving, stopped, unseen }) => {
    const quantity = (Number(serving) + Number(stopped) + Number(unseen)).toFixed(3)
    return amount === null
      ? []
      : [
          `${resource.id},${dimension},${quantity},单位·秒,${(amount.amountMinor / 100).toFixed(2)},CNY,2026-09`,
        ]
  })
  const text = `资源编号,计量项,用量,计量单位,金额（元）,币种,账期\r\n${rows.join('\r\n')}\r\n`
  const { statement } = await well(
    call(people.providerAdmin, statements.handIn, {
      body: {
        month: '2026-09',
        providerId: null,
        fileName: '2026-09.csv',
        contentBase64: Buffer.from(text).toString('base64'),
      },
    }),
  )
  if (statement === null) throw new Error('every row is read')
  const { id, version } = await well(call(people.centre, statements.get, { params: { id: statement.id } }))
  await well(call(people.centre, statements.agree, { params: { id }, body: { version } }))
}

export const aNode = (no: number, change: Partial<PaymentNode> = {}): PaymentNode => ({
  no,
  name: `节点${no}`,
  condition: '服务商确认后',
  share: null,
  amount: null,
  dueOn: null,
  ...change,
})

export const aPayment = (change: object = {}) => ({
  nodeNo: 2,
  paidOn: '2026-10-09',
  amount: money(1),
  voucherNo: 'PZ-02',
  note: '',
  ...change,
})

/** Of a digital invoice with its file. */
export const anInvoice = (change: object = {}) => ({
  number: '26620000000000000001',
  issuedOn: '2026-10-09',
  amount: money(1),
  taxRate: '6',
  sellerTaxId: '91620100MA71ABCD2X',
  fileName: '发票.pdf',
  content: Buffer.from('%PDF-1.7\n1 0 obj\n').toString('base64'),
  ...change,
})

/** Three hours of the server. */
export const anOutage = (
  server: TestServer,
  serverId: string,
  change: Partial<SlaEventCreate> = {},
): SlaEventCreate => ({
  providerBodyId: server.world.bodies.provider,
  poolId: null,
  resourceIds: [serverId],
  startsAt: '2026-09-20T01:00:00.000Z',
  endsAt: '2026-09-20T04:00:00.000Z',
  cause: 'provider',
  announcedAt: null,
  description: '机房供电中断',
  evidence: '工单 2026-0920',
  ...change,
})

/** 86 points, of which six were lost for the outage. */
export const anAssessment = (
  server: TestServer,
  outageId: string,
  change: Partial<AssessmentCreate> = {},
): AssessmentCreate => ({
  providerBodyId: server.world.bodies.provider,
  quarter: QUARTER,
  lines: ASSESSMENT_LINES.map((code) => ({
    code,
    points: String(
      ASSESSMENT_SHEET[code].maximum - (code === 'availability' ? 6 : code === 'delivery' ? 8 : 0),
    ),
    note: '',
    tied: code === 'availability' ? [{ eventId: outageId, points: '6' }] : [],
  })),
  evidence: '季度考核记录',
  ...change,
})
