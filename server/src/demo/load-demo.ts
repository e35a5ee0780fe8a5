import { inventoryOperations } from '@yunheng/contract'
import { compose, type Parts } from '../compose.ts'
import { DEFAULT_KNOBS, INSTANT } from '../connectors/simulated/index.ts'
import { installCatalogue } from '../modules/catalogue/index.ts'
import { writePoolDays } from '../modules/cloud/index.ts'
import { judgeGapsFrom } from '../modules/metering/index.ts'
import type { Clock } from '../platform/clock.ts'
import { systemActor } from '../platform/create-context.ts'
import { type Database, SCOPE_ALL } from '../platform/db/index.ts'
import { loadBills } from './load-bills.ts'
import { loadBonds } from './load-bonds.ts'
import { loadBudgetChecks, loadBudgets } from './load-budgets.ts'
import { loadCalendar } from './load-calendar.ts'
import { loadClouds, sampleClouds, stockedEndpoint } from './load-clouds.ts'
import { loadCoordination, loadOldIssues } from './load-coordination.ts'
import { loadDispatches } from './load-dispatches.ts'
import { loadGoals } from './load-goals.ts'
import { loadHistory } from './load-history.ts'
import { divideHosts } from './load-hosts.ts'
import { loadMeasures } from './load-measures.ts'
import { loadOrder } from './load-order.ts'
import { idOf, loadOrganisation, loadSystems } from './load-organisation.ts'
import { loadPowerSchedules } from './load-power-schedules.ts'
import { loadPriceTrial } from './load-price-trial.ts'
import { loadPrices } from './load-prices.ts'
import { loadProject } from './load-project.ts'
import { loadRules } from './load-rules.ts'
import { createSavingStory, sendNotices, tellByBill } from './load-savings.ts'
import { loadFirstContract, loadSettlements } from './load-settlements.ts'
import { loadStatements } from './load-statements.ts'
import { loadStock } from './load-stock.ts'
import { loadTraffic } from './load-traffic.ts'
import { loadUnconnected } from './load-unconnected.ts'
import { meterWhole } from './meter-whole.ts'
import { createStage, createStoryClock, type Stage } from './stage.ts'

export interface DemoParts {
  readonly database: Database
  readonly clock: Clock
  /** The composition's parts, but for the clock: the story brings its own. */
  readonly parts: Omit<Parts, 'clock' | 'database'>
  readonly onProgress: (step: { readonly zh: string; readonly en: string }) => void
}

/** The story begins here, in days before today. */
const STORY_DAYS = 120

/** Whether the platform holds anything at all: sample data goes into an empty one only. */
export async function isEmpty(database: Database): Promise<boolean> {
  const row = await database.as(SCOPE_ALL).selectFrom('body').select('id').limit(1).executeTakeFirst()
  return row === undefined
}

/**
 * Fills an empty platform with the sample province and four months of its history, lived through the platform's own
 * operations: what one sees afterwards was really applied for, decided, placed, provisioned and audited.
 */
export async function loadDemo(demo: DemoParts): Promise<void> {
  const { database, onProgress } = demo
  const today = demo.clock.now()
  const clock = createStoryClock(demo.clock, new Date(today.getTime() - STORY_DAYS * 86_400_000))
  const composition = compose({ ...demo.parts, database, clock })
  await composition.prepare()
  const system = composition.makeCtx(systemActor('sample'), {
    requestId: 'sample',
    address: null,
    operation: null,
  })
  onProgress({
    zh: '装入示例省份：机构、人员、岗位',
    en: 'Loading the sample province: bodies, people, posts',
  })
  const province = await loadOrganisation(system)
  await installCatalogue(system)
  const stage = createStage(composition, database, clock, (username) => idOf(province.people, username))
  onProgress({
    zh: '登记 40 个信息系统、4 个模拟云、资源池与配额',
    en: 'Entering 40 systems, 4 simulated clouds, pools and quotas',
  })
  const systems = await loadSystems(stage, province)
  await loadCalendar(stage, clock.now(), today)
  await loadClouds(stage, province)
  await loadRules(stage, clock.now())
  await loadBudgets(stage, province, clock.now(), today)
  await loadFirstContract(stage, province, clock.now())
  await loadBonds(stage, systems)
  const panshi = idOf(province.bodies, 'panshi')
  await loadOldIssues(stage, panshi)
  await loadDispatches(stage, { provider: panshi, securityLead: idOf(province.bodies, 'lanzhou') })
  // The story need not wait for the clouds; afterwards they take their time again.
  const clouds = sampleClouds.map(({ endpoint }) => composition.cloudKinds.simulator.cloud(endpoint))
  for (const [index, cloud] of clouds.entries())
    await cloud.set({ ...INSTANT, zones: sampleClouds[index]?.zones ?? DEFAULT_KNOBS.zones })
  await loadStock(composition.cloudKinds.simulator.cloud(stockedEndpoint))
  // The story is told in leaps: that nobody looks in between says nothing of the clouds.
  await judgeGapsFrom(database.owner, today)
  const savings = { system, stage, clock, today }
  const worker = composition.createWorker()
  await worker.start()
  try {
    await divideHosts(system, stage)
    await loadHistory({
      stage,
      clock,
      systems,
      today,
      onDay: () => writePoolDays(system),
      until: createSavingStory(savings),
      onProgress: (told, all) => {
        if (told % 5 !== 0 && told !== all) return
        onProgress({
          zh: `演绎四个月的申请与交付（${told}/${all}）`,
          en: `Living through four months of requests (${told}/${all})`,
        })
      },
    })
    clock.set(today)
    await loadCoordination(stage, idOf(systems, 'HC-CADASTRE'))
    await loadOrder(stage, province, today)
    await loadProject(stage, province, idOf(systems, 'HC-CADASTRE'), today)
    await loadPrices(stage, today)
    await loadBudgetChecks(stage, province, systems, today)
    onProgress({ zh: '按四个月的资源变化计量', en: 'Metering four months of resources' })
    await loadTraffic(system, composition, today)
    await meterWhole(system, database)
    await loadBills(stage, system, province)
    await tellByBill(savings)
    await loadStatements(stage, province)
    await loadPriceTrial(stage, today)
    const from = new Date(today.getTime() - STORY_DAYS * 86_400_000)
    await loadSettlements(stage, province, { from, today })
    onProgress({
      zh: '补记四个月的使用率，评估节约建议',
      en: 'Four months of measures, and what could be saved',
    })
    await loadMeasures(system, stage, composition, systems, today)
    await loadGoals(system, stage, idOf(province.regions, '990000'), today)
    await sendNotices(savings)
    await loadPowerSchedules(stage, today)
    await loadUnconnected(stage, province, today)
    await untilScanned(stage)
  } finally {
    clock.set(today)
    await worker.stop()
    for (const cloud of clouds)
      await cloud.set({ latencyMs: DEFAULT_KNOBS.latencyMs, workMs: DEFAULT_KNOBS.workMs })
    await composition.close()
  }
}

const SCAN_POLL_MS = 100
const SCAN_POLLS_MAX = 100

/** A scan that is cut off by the end of the story would stand as a failure of its cloud. */
async function untilScanned(stage: Stage): Promise<void> {
  for (let poll = 0; poll < SCAN_POLLS_MAX; poll++) {
    const { items } = await stage.act('centre', inventoryOperations.clouds)
    if (items.every((cloud) => !cloud.isScanning)) return
    await new Promise((resolve) => setTimeout(resolve, SCAN_POLL_MS))
  }
}
