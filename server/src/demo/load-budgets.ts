import {
  type Budget,
  type BudgetCreate,
  budgetOperations as budgets,
  projectFilingOperations as filings,
  fundPlanOperations,
  budgetListOperations as lists,
  subsidyOperations as subsidies,
} from '@yunheng/contract'
import { dayInChina } from '../platform/worktime/index.ts'
import { DISTRICT_BUDGET } from './district-budget.ts'
import { idOf, type Province } from './load-organisation.ts'
import type { Stage } from './stage.ts'
import { sampleSystems } from './systems.ts'

const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' as const })

/** Bodies with what the finance bureau gave them for a year, in yuan; 民政's does not last. */
const LINES: readonly (readonly [
  key: string,
  name: string,
  source: BudgetCreate['fundSource'],
  yearly: number,
])[] = [
  ['resources', '自然资源政务云租用经费', 'service-purchase', 30_000],
  ['service', '一网通办平台云服务费', 'service-purchase', 28_000],
  ['civil', '民政业务系统运维经费', 'maintenance', 2_800],
  ['ecology', '生态环境监测平台云租用经费', 'project', 9_000],
  ['health', '全民健康信息平台云服务费', 'service-purchase', 9_600],
]

/** Budgets before anything is applied for: proposed by the bodies, accepted by the bureau (R271, R274, R278). */
export async function loadBudgets(stage: Stage, province: Province, from: Date, today: Date): Promise<void> {
  const [first, last] = [from, today].map((at) => Number(dayInChina(at).slice(0, 4))) as [number, number]
  for (let year = first; year <= last; year++)
    for (const [key, name, fundSource, yearly] of LINES) {
      const bodyId = idOf(province.bodies, key)
      const line = await propose(stage, key, { bodyId, name, fundSource, year, yearly })
      await accept(stage, line)
    }
  await loadDistrict(stage, province, last)
  const resources = idOf(province.bodies, 'resources')
  await propose(stage, 'resources', {
    bodyId: resources,
    name: '自然资源政务云租用经费',
    fundSource: 'service-purchase',
    year: last + 1,
    yearly: 32_000,
  })
  await secure(stage, resources, last)
}

/** R300: a district's own budget, its sums as the district gives them. */
async function loadDistrict(stage: Stage, province: Province, year: number): Promise<void> {
  const bodyId = idOf(province.bodies, 'beidu-bureau')
  for (const { yuan: yearly, ...line } of DISTRICT_BUDGET) {
    const proposed = await stage.act('centre', budgets.create, {
      body: {
        ...line,
        bodyId,
        systemId: null,
        filingId: null,
        fiscalYear: year,
        amount: yuan(yearly),
        sourceDocument: `北渡财预〔${year}〕1号（样例）`,
      },
    })
    await accept(stage, proposed)
  }
}

/** What the budget is asked about: upkeep of two years, a machine room that the state requires, a system that has not moved. */
export async function loadBudgetChecks(
  stage: Stage,
  province: Province,
  systems: ReadonlyMap<string, string>,
  today: Date,
): Promise<void> {
  const year = Number(dayInChina(today).slice(0, 4))
  const bodyId = idOf(province.bodies, 'resources')
  const upkeep = [
    ['机房运维经费', 'machine-room', 260_000, 190_000],
    ['服务器与存储维保经费', 'hardware', 180_000, 165_000],
    ['专线与网络设备运维经费', 'network', 90_000, 72_000],
  ] as const
  for (const [name, purpose, before, planned] of upkeep)
    for (const [of, yearly] of [
      [year - 1, before],
      [year, planned],
    ] as const) {
      const line = { bodyId, name, fundSource: 'maintenance', year: of, yearly, purpose } as const
      await accept(stage, await propose(stage, 'resources', line))
    }
  const filing = await stage.act('resources-admin', filings.create, {
    body: {
      bodyId,
      name: '测绘成果保密机房',
      nature: 'new',
      summary: '国家要求单独建设的测绘成果存储机房。',
      connection: 'lease',
      exemption: null,
      items: [
        {
          kind: 'machine-room',
          name: '测绘成果存储机房',
          cost: yuan(1_280_000),
          stateRequirement: { document: '国家测绘成果保密管理规定（样例）', clause: '第十二条' },
        },
        { kind: 'software', name: '成果管理软件', cost: yuan(360_000), stateRequirement: null },
        {
          kind: 'other',
          name: '应用服务器 4 台',
          cost: yuan(320_000),
          stateRequirement: null,
          offeringCode: 'cloud-host',
        },
      ],
    },
  })
  await stage.act('resources-admin', filings.submit, {
    params: { id: filing.id },
    body: { version: filing.version },
  })
  const waiting = sampleSystems.find((each) => each.deployment === 'to-migrate')
  if (waiting === undefined) return
  const wide = {
    name: '服务器与存储维保经费',
    purpose: 'hardware',
    fundSource: 'maintenance',
    yearly: 46_000,
  } as const
  const waitingBody = idOf(province.bodies, waiting.body)
  await accept(stage, await propose(stage, waiting.body, { ...wide, bodyId: waitingBody, year }))
  await applyForSubsidy(stage, idOf(systems, waiting.code), waiting.body, year)
  await stage.act('leading', lists.addStopFile, {
    params: { id: idOf(systems, waiting.code) },
    body: {
      fiscalYear: year,
      fileName: '未上云系统核查记录.txt',
      mediaType: 'text/plain',
      note: '',
      contentBase64: Buffer.from(`经核查，${waiting.name}应上云而未上云。（样例）`).toString('base64'),
    },
  })
}

/** R271: of the body whose system has not moved yet. */
const applyForSubsidy = (stage: Stage, systemId: string, body: string, fiscalYear: number) =>
  stage.act(`${body}-admin`, subsidies.apply, {
    body: {
      systemId,
      fiscalYear,
      ground: 'complex',
      amount: yuan(86_000),
      reason: '系统依托老旧小型机和专用数据库，须整体改造后迁移，运维经费不足以承担。',
      document: '系统迁移上云方案（样例）',
    },
  })

async function propose(
  stage: Stage,
  key: string,
  of: {
    readonly bodyId: string
    readonly name: string
    readonly fundSource: BudgetCreate['fundSource']
    readonly year: number
    readonly yearly: number
    readonly purpose?: BudgetCreate['purpose']
  },
): Promise<Budget> {
  return stage.act(`${key}-admin`, budgets.create, {
    body: {
      bodyId: of.bodyId,
      systemId: null,
      filingId: null,
      fiscalYear: of.year,
      purpose: of.purpose ?? 'cloud',
      name: `${of.name}（${of.year}）`,
      amount: yuan(of.yearly),
      fundSource: of.fundSource,
      budgetCode: '2010302',
      sourceDocument: `衡财预〔${of.year}〕3号（样例）`,
    },
  })
}

const accept = (stage: Stage, { id, version }: Budget) =>
  stage.act('bureau', budgets.accept, { params: { id }, body: { version, comment: '同意，按月列支。' } })

const secure = (stage: Stage, bodyId: string, fiscalYear: number) =>
  stage.act('resources-admin', fundPlanOperations.set, {
    body: {
      bodyId,
      fiscalYear,
      version: null,
      reason: null,
      firstQuarter: yuan(7_500),
      secondQuarter: yuan(7_500),
      thirdQuarter: yuan(7_500),
      fourthQuarter: yuan(7_500),
      document: `衡财预〔${fiscalYear}〕3号附件二（样例）`,
      note: '按季度拨付，余额结转须报批。',
    },
  })
