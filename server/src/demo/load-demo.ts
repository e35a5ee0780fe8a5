import { compose, type Parts } from '../compose.ts'
import { DEFAULT_KNOBS, INSTANT } from '../connectors/simulated/index.ts'
import { installCatalogue } from '../modules/catalogue/index.ts'
import type { Clock } from '../platform/clock.ts'
import { systemActor } from '../platform/create-context.ts'
import { type Database, SCOPE_ALL } from '../platform/db/index.ts'
import { loadCalendar } from './load-calendar.ts'
import { loadClouds, sampleCloudEndpoints } from './load-clouds.ts'
import { loadCoordination, loadOldIssues } from './load-coordination.ts'
import { loadDispatches } from './load-dispatches.ts'
import { loadHistory } from './load-history.ts'
import { idOf, loadOrganisation, loadSystems } from './load-organisation.ts'
import { loadRules } from './load-rules.ts'
import { createStage, createStoryClock } from './stage.ts'

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
  const panshi = idOf(province.bodies, 'panshi')
  await loadOldIssues(stage, panshi)
  await loadDispatches(stage, { provider: panshi, securityLead: idOf(province.bodies, 'lanzhou') })
  // The story need not wait for the clouds; afterwards they take their time again.
  const clouds = sampleCloudEndpoints.map((endpoint) => composition.cloudKinds.simulator.cloud(endpoint))
  for (const cloud of clouds) await cloud.set(INSTANT)
  const worker = composition.createWorker()
  await worker.start()
  try {
    await loadHistory({
      stage,
      clock,
      systems,
      today,
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
  } finally {
    clock.set(today)
    await worker.stop()
    for (const cloud of clouds)
      await cloud.set({ latencyMs: DEFAULT_KNOBS.latencyMs, workMs: DEFAULT_KNOBS.workMs })
    await composition.close()
  }
}
