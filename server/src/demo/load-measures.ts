import { savingOperations } from '@yunheng/contract'
import type { Composition } from '../compose.ts'
import { listAllClouds } from '../modules/cloud/index.ts'
import { gapOf, keepMeasures, listServersOf, type MeasuredServer } from '../modules/measure/index.ts'
import { judgeSavings } from '../modules/saving/index.ts'
import type { Ctx } from '../platform/context.ts'
import { dayInChina } from '../platform/worktime/index.ts'
import { sampleClouds } from './load-clouds.ts'
import { idOf } from './load-organisation.ts'
import { sampleBodies } from './province.ts'
import type { Stage } from './stage.ts'
import { sampleSystems } from './systems.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** So many days are folded at once. */
const LOT_DAYS = 20
/** Has its peak when people register for examinations, and looks idle in between. */
const SEASONAL = 'HC-EXAM'

/** What the clouds would have told every hour of the story, kept as if it had been asked for then; and what follows from it. */
export async function loadMeasures(
  system: Ctx,
  stage: Stage,
  { cloudKinds }: Pick<Composition, 'cloudKinds'>,
  systems: ReadonlyMap<string, string>,
  today: Date,
): Promise<void> {
  const clouds = new Map((await listAllClouds(system.db)).map((cloud) => [cloud.endpoint, cloud.id]))
  for (const { endpoint } of sampleClouds) {
    const cloudId = clouds.get(endpoint)
    if (cloudId === undefined) continue
    const servers = await listServersOf(system.db, cloudId)
    const hand = cloudKinds.simulator.cloud(endpoint)
    await keepStory(system, servers, (refs, at) => hand.measuresAt(refs, at), today)
  }
  await declareSeason(stage, systems, today)
  await judgeSavings(system)
}

async function keepStory(
  system: Ctx,
  servers: readonly MeasuredServer[],
  tell: (refs: readonly string[], at: readonly Date[]) => ReturnType<ToldBy>,
  today: Date,
): Promise<void> {
  const byRef = new Map(servers.map((server) => [server.external_id, server]))
  const first = Math.min(...servers.map((server) => server.provisioned_at.getTime()))
  for (let from = first; from < today.getTime(); from += LOT_DAYS * DAY_MS) {
    const until = Math.min(from + LOT_DAYS * DAY_MS, today.getTime())
    const at: Date[] = []
    for (let hour = from; hour < until; hour += HOUR_MS) at.push(new Date(hour))
    const told = await tell([...byRef.keys()], at)
    const lived = told.filter((one) => one.at >= (byRef.get(one.externalId)?.provisioned_at ?? today))
    await keepMeasures(system, byRef, lived, gapOf(HOUR_MS))
  }
}

type ToldBy = ReturnType<Composition['cloudKinds']['simulator']['cloud']>['measuresAt']

async function declareSeason(stage: Stage, systems: ReadonlyMap<string, string>, today: Date): Promise<void> {
  const body = sampleBodies.find(
    ({ key }) => key === sampleSystems.find(({ code }) => code === SEASONAL)?.body,
  )
  const applicant = body?.people.find((person) => person.role === 'department-applicant')?.username
  if (applicant === undefined) return
  const declared = await stage.act(applicant, savingOperations.declareExemption, {
    body: {
      sort: 'season',
      systemId: idOf(systems, SEASONAL),
      resourceId: null,
      from: dayInChina(new Date(today.getTime() + 45 * DAY_MS)),
      until: dayInChina(new Date(today.getTime() + 105 * DAY_MS)),
      reason: '春季人事考试报名季访问集中，平时访问量低。',
      basis: '年度人事考试计划（样例）',
    },
  })
  await stage.act('centre', savingOperations.acceptExemption, {
    params: { id: declared.id },
    body: { version: declared.version },
  })
}
