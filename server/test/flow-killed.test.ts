/**
 * F1 for the whole way from a request to servers and back, on the simulated cloud: the real worker process is ended by
 * `kill -9` while its calls stand at every boundary of a step (before the cloud does it, after it did and before the
 * answer, before the outcome is committed). API and worker are processes of their own, on the clock of the world.
 */
import type { ResourceKind } from '@yunheng/contract'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSimulator, INSTANT, type SimulatedCloud } from '../src/connectors/simulated/index.ts'
import { systemClock } from '../src/platform/clock.ts'
import { useDatabase } from './kit/database.ts'
import {
  approveRequest,
  aRequest,
  cancelRequest,
  eventually,
  findPlanId,
  getRequest,
  givenSystem,
  submitRequest,
} from './kit/journey.ts'
import { type GivenPlace, givenPlace, givenQuotaOf } from './kit/place.ts'
import { type Platform, startPlatform } from './kit/platform.ts'
import type { RoleProcess } from './kit/role-process.ts'
import { expectAgreement, expectNothingHeld, simulatedPlace } from './kit/simulated-place.ts'

/** So many that each point finds one that has come so far. */
const SYSTEMS = 9
const POINTS_MIN = 10
const STEPS: readonly ResourceKind[] = [
  'network',
  'subnet',
  'router',
  'security-group',
  'server',
  'volume',
  'floating-ip',
]

const db = useDatabase()
let platform: Platform
let place: GivenPlace
let simulated: SimulatedCloud
const requestIds: string[] = []

beforeAll(async () => {
  platform = await startPlatform(db.current.url)
  const endpoint = 'simulated://flow-killed'
  simulated = createSimulator({ pool: platform.database.owner, clock: systemClock }).cloud(endpoint)
  await simulated.set(INSTANT)
  const wanted = simulatedPlace(endpoint)
  place = await givenPlace(platform, wanted)
  await givenQuotaOf(platform, platform.world.bodies.department, wanted.total)
  const planId = await findPlanId(platform, 'cloud-host', 'c2m4')
  const volumeId = await findPlanId(platform, 'cloud-storage', 'general-ssd')
  const addressId = await findPlanId(platform, 'virtual-network', 'public-address')
  for (let index = 0; index < SYSTEMS; index += 1) {
    const systemId = await givenSystem(platform, { code: `killed-${index}` })
    const lines = [
      { planId, parameters: { image: 'kylin-v10' } },
      { planId: volumeId, parameters: { sizeGiB: 10 } },
      { planId: addressId, parameters: { bandwidthMbps: 5 } },
    ]
    const { id } = await submitRequest(platform, aRequest(systemId, lines))
    await approveRequest(platform, id)
    requestIds.push(id)
  }
})

afterAll(async () => {
  await platform?.stop()
})

/** Holds calls of this verb about every kind, one before it is done and one after. */
async function holdAt(verb: 'ensure' | 'remove'): Promise<void> {
  for (const kind of STEPS)
    for (const [nth, hang] of [
      [1, 'before'],
      [2, 'after'],
    ] as const)
      await simulated.fail({ verb, kind: kind as never, nth, effect: { hang } })
}

/** The calls that are held, once no more of them come. */
async function heldCalls(): Promise<number> {
  let before = -1
  return eventually('calls stand at their boundaries', async () => {
    const held = (await simulated.calls()).filter((call) => call.outcome === 'under-way').length
    const isStill = held === before && held >= POINTS_MIN
    before = held
    await new Promise((resolve) => setTimeout(resolve, 800))
    return isStill && held
  })
}

async function kill(worker: RoleProcess): Promise<void> {
  worker.child.kill('SIGKILL')
  await worker.ended
  expect(worker.child.signalCode).toBe('SIGKILL')
  await simulated.heal()
  await simulated.forgetCalls()
}

/** Starts the worker while nothing that it finds out can be committed; ends it when it has come so far. */
async function dieBeforeCommit(): Promise<void> {
  const holder = new pg.Client({ connectionString: db.current.url })
  await holder.connect()
  await holder.query('begin; lock table resource_history in exclusive mode')
  const worker = await platform.startWorker()
  await eventually('the outcomes wait for their commit', async () => {
    const { rows } = await platform.database.owner.query(
      "select 1 from pg_locks where not granted and relation = 'resource_history'::regclass",
    )
    return rows.length > 2
  })
  await kill(worker)
  await holder.end()
  expect(await simulated.things('project')).not.toEqual([])
  // As if the time had passed after which others take over what a dead worker held; the other deaths wait for it.
  await platform.database.owner.query('update reconcile_item set leased_until = null')
}

function tell(what: string, points: number, startedMs: number): void {
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`killed at ${points} points; ${what} ${seconds} s after the restart`)
}

it('is killed on the way there, at ten boundaries and more: all is delivered, nothing twice, no orphan (F1, R60, R61, R62)', async () => {
  await dieBeforeCommit()
  await holdAt('ensure')
  const worker = await platform.startWorker()
  const points = await heldCalls()
  await kill(worker)

  await platform.startWorker()
  const startedMs = performance.now()
  await eventually('everything is delivered', async () => {
    const all = await Promise.all(requestIds.map((id) => getRequest(platform, id)))
    return all.every((request) => request.state === 'delivered') && true
  })
  tell('delivered', points, startedMs)
  expect(await simulated.things('server')).toHaveLength(SYSTEMS)
  await expectAgreement(platform, simulated)
})

it('is killed on the way back, at ten boundaries and more: nothing is left of it anywhere (F1, R60, R61, R62)', async () => {
  await platform.stopWorkers()
  await simulated.forgetCalls()
  await holdAt('remove')
  for (const id of requestIds) await cancelRequest(platform, id)
  const worker = await platform.startWorker()
  const points = await heldCalls()
  await kill(worker)

  await platform.startWorker()
  const startedMs = performance.now()
  await eventually('everything is given back', async () => {
    const { rows } = await platform.database.owner.query('select 1 from resource where released_at is null')
    return rows.length === 0
  })
  tell('all gone', points, startedMs)
  await expectNothingHeld(platform, place, simulated)
})
