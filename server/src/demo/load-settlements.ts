import {
  ASSESSMENT_LINES,
  ASSESSMENT_SHEET,
  assessmentOperations as assessments,
  serviceContractOperations as contracts,
  poolOperations as pools,
  type ServiceContract,
  type Settlement,
  settlementOperations as sheets,
  slaEventOperations as sla,
  contractTermsOperations as terms,
} from '@yunheng/contract'
import { dayInChina } from '../platform/worktime/index.ts'
import { idOf, type Province } from './load-organisation.ts'
import type { Stage } from './stage.ts'

const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' as const })
const DAY_MS = 86_400_000

/** At the story's beginning: one contract for everybody, until bodies sign for themselves; something is paid in advance. */
export async function loadFirstContract(stage: Stage, province: Province, from: Date): Promise<void> {
  const day = dayInChina(from)
  const contract = await stage.act('centre', contracts.create, {
    body: {
      bodyId: idOf(province.bodies, 'centre'),
      providerBodyId: idOf(province.bodies, 'lanzhou'),
      kind: 'lease',
      no: FIRST,
      name: '省级政务云过渡期统一租用合同',
      providerName: null,
      filingId: null,
      startsOn: day,
      endsOn: lastDayOf(secondMonthOf(day)),
      note: '各单位单独签约前由中心统一租用。（样例）',
    },
  })
  await setTerms(stage, contract, 60_000)
  await stage.act('centre', terms.prepay, {
    params: { id: contract.id },
    body: {
      nodeNo: 1,
      paidOn: day,
      amount: yuan(100),
      voucherNo: 'PZ-0081',
      note: '合同签订后预付（样例）',
    },
  })
}

const FIRST = 'HC-TC-01'

/**
 * At its end, after the bills: terms of the leases, outages, an assessment; the sheet of the first contract is settled and paid where its
 * months are final, and another waits for its last month.
 */
export async function loadSettlements(
  stage: Stage,
  province: Province,
  story: { readonly from: Date; readonly today: Date },
): Promise<void> {
  const [month, today] = [secondMonthOf(dayInChina(story.from)), dayInChina(story.today)]
  const quarter = quarterOf(month)
  const lease = await contractOf(stage, 'HC-ZY-01')
  await setTerms(stage, lease, 30_000)
  await setTerms(stage, await contractOf(stage, 'HC-FW-01'), 28_000)
  const lanzhou = idOf(province.bodies, 'lanzhou')
  const outage = await loadEvents(stage, lanzhou, month)
  if (quarterEnd(quarter) >= today) return
  await assess(stage, lanzhou, quarter, outage)
  await settleAndPay(stage, (await contractOf(stage, FIRST)).id, quarter, today)
  // Its last month is not closed yet: it stays a draft, and says why.
  if (lease.startsOn <= quarterEnd(quarter)) await drawUp(stage, lease.id, quarter)
}

async function contractOf(stage: Stage, no: string): Promise<ServiceContract> {
  const { items } = await stage.act('centre', contracts.list, { query: { q: no } })
  const [found] = items
  if (found === undefined) throw new Error(`assertion: ${no} was signed`)
  return found
}

async function setTerms(stage: Stage, { id, version }: ServiceContract, ceiling: number): Promise<void> {
  await stage.act('centre', terms.set, {
    params: { id },
    body: {
      version,
      ceiling: yuan(ceiling),
      warnPercent: 80,
      settledPercent: null,
      priceBasis: '政务云服务目录参考价，按实际用量计费',
      nodes: [
        { no: 1, name: '预付款', condition: '合同签订后', share: 10, amount: null, dueOn: null },
        { no: 2, name: '季度结算款', condition: '季度结算单批准后', share: null, amount: null, dueOn: null },
      ],
      document: '租用合同第六条（样例）',
      reason: '合同签订',
    },
  })
}

/** An outage that counts, maintenance that was announced, and one that waits to be decided. */
async function loadEvents(stage: Stage, providerBodyId: string, month: string): Promise<string> {
  const { items } = await stage.act('lanzhou-admin', pools.list, { query: { pageSize: 50 } })
  const pool = items.find((one) => one.class === 'general') ?? items[0]
  if (pool === undefined) throw new Error('assertion: the provider has a pool')
  const at = (day: number, hour: number) => `${month}-${String(day).padStart(2, '0')}T${hour}:00:00.000Z`
  const base = { providerBodyId, poolId: pool.id, resourceIds: [], announcedAt: null }
  const outage = await stage.act('lanzhou-admin', sla.create, {
    body: {
      ...base,
      startsAt: at(18, 10),
      endsAt: at(18, 15),
      cause: 'provider',
      description: '存储控制器故障，资源池内云主机不可用，切换备控后恢复。',
      evidence: '故障报告及监控曲线（样例）',
    },
  })
  await decide(stage, outage)
  const maintenance = await stage.act('lanzhou-admin', sla.create, {
    body: {
      ...base,
      startsAt: at(25, 16),
      endsAt: at(25, 18),
      cause: 'maintenance',
      announcedAt: at(20, 10),
      description: '按计划升级虚拟化平台。',
      evidence: '维护公告（样例）',
    },
  })
  await decide(stage, maintenance)
  return outage.id
}

const decide = (stage: Stage, { id, version }: { readonly id: string; readonly version: number }) =>
  stage.act('centre', sla.confirm, { params: { id }, body: { version, comment: '与监控记录一致，属实。' } })

/** 88 points, of which four were lost for the outage that gave a credit. */
async function assess(stage: Stage, providerBodyId: string, quarter: string, outage: string): Promise<void> {
  const lost: Readonly<Record<string, number>> = { availability: 4, delivery: 5, satisfaction: 3 }
  const result = await stage.act('centre', assessments.create, {
    body: {
      providerBodyId,
      quarter,
      lines: ASSESSMENT_LINES.map((code) => ({
        code,
        points: String(ASSESSMENT_SHEET[code].maximum - (lost[code] ?? 0)),
        note: lost[code] === undefined ? '' : '见季度考核记录',
        tied: code === 'availability' ? [{ eventId: outage, points: '4' }] : [],
      })),
      evidence: '季度考核记录、满意度调查（样例）',
    },
  })
  await stage.act('bureau', assessments.confirm, {
    params: { id: result.id },
    body: { version: result.version, comment: '同意。' },
  })
}

const drawUp = (stage: Stage, contractId: string, quarter: string) =>
  stage.act('centre', sheets.create, { body: { contractId, quarter } })

/** As far as its sources allow: a month that is not final leaves it a draft. */
async function settleAndPay(stage: Stage, contractId: string, quarter: string, today: string): Promise<void> {
  const made = await drawUp(stage, contractId, quarter)
  if (made.openPoints.length > 0) return
  const on = ({ id, version }: Settlement, words: object = {}) =>
    ({ params: { id }, body: { version, ...words } }) as const
  const sent = await stage.act('centre', sheets.send, on(made) as never)
  const confirmed = await stage.act('lanzhou-admin', sheets.confirm, on(sent) as never)
  const approved = await stage.act(
    'bureau',
    sheets.approve,
    on(confirmed, { comment: '同意支付。' }) as never,
  )
  if (approved.payable.amountMinor <= 0) return
  const invoice = {
    number: '26620000000000000137',
    issuedOn: today,
    amount: approved.payable,
    taxRate: '6',
    sellerTaxId: '91620100MA7SAMPLE1',
    fileName: '发票（样例）.pdf',
    content: Buffer.from('%PDF-1.4\n% 样例，不是发票\n').toString('base64'),
  }
  const invoiced = await stage.act('centre', sheets.invoice, on(approved, invoice) as never)
  const payment = {
    invoiceId: invoiced.invoices[0]?.id,
    nodeNo: 2,
    paidOn: today,
    amount: approved.payable,
    voucherNo: 'PZ-0137',
    note: '国库集中支付（样例）',
  }
  await stage.act('centre', sheets.pay, on(invoiced, payment) as never)
}

/** The story's first two months are closed. */
function secondMonthOf(day: string): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7)
}

function lastDayOf(month: string): string {
  const [year, at] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, at, 1) - DAY_MS).toISOString().slice(0, 10)
}

const quarterOf = (month: string) => `${month.slice(0, 4)}Q${Math.ceil(Number(month.slice(5)) / 3)}`
const quarterEnd = (quarter: string) =>
  lastDayOf(`${quarter.slice(0, 4)}-${String(Number(quarter.slice(5)) * 3).padStart(2, '0')}`)
