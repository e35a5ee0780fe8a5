/**
 * F2 for the whole way from a request to servers and back, on the simulated cloud: every call fails, or its answer is
 * lost, and the end is the same. What is wrong with a cloud is said in plain words, and is over when the cloud is well.
 */
import {
  type Cloud,
  cloudOperations,
  type Resource,
  type ResourceKind,
  resourceOperations as resources,
} from '@yunheng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Effect, INSTANT, type Knobs, type SimulatedCloud } from '../src/connectors/simulated/index.ts'
import {
  approveRequest,
  aRequest,
  cancelRequest,
  eventually,
  findPlanId,
  getResource,
  givenSystem,
  submitRequest,
  untilLevel,
  untilRequest,
  well,
} from './kit/journey.ts'
import { type GivenPlace, givenPlace, givenQuotaOf } from './kit/place.ts'
import { useServer } from './kit/server.ts'
import { expectAgreement, expectNothingHeld, inventory, simulatedPlace } from './kit/simulated-place.ts'

const server = useServer()
let worker: { start(): Promise<void>; stop(): Promise<void> }
let place: GivenPlace
let simulated: SimulatedCloud
const plans = { server: '', volume: '', network: '' }

beforeAll(async () => {
  const { composition, world } = server.current
  const endpoint = 'simulated://flow-faults'
  simulated = composition.cloudKinds.simulator.cloud(endpoint)
  await simulated.set(INSTANT)
  place = await givenPlace(server.current, simulatedPlace(endpoint))
  await givenQuotaOf(server.current, world.bodies.department, simulatedPlace(endpoint).total)
  plans.server = await findPlanId(server.current, 'cloud-host', 'c2m4')
  plans.volume = await findPlanId(server.current, 'cloud-storage', 'general-ssd')
  plans.network = await findPlanId(server.current, 'virtual-network', 'private-network')
  worker = composition.createWorker()
  await worker.start()
})

afterAll(async () => {
  await worker?.stop()
})

/** The clock of the tests stands still; it is moved on so that what waits for its time comes due. */
const tick = () => server.current.clock.advance({ ms: 2000 })
let made = 0

async function approved(lines: Parameters<typeof aRequest>[1]): Promise<string> {
  made += 1
  const systemId = await givenSystem(server.current, { code: `faults-${made}` })
  const { id } = await submitRequest(server.current, aRequest(systemId, lines))
  await approveRequest(server.current, id)
  return id
}
const aServer = () => ({ planId: plans.server, parameters: { image: 'kylin-v10' } })

async function allGone(): Promise<void> {
  const open = server.current.database.owner
  await eventually(
    'every resource is released',
    async () =>
      (await open.query('select 1 from resource where released_at is null')).rows.length === 0 && true,
    tick,
  )
  // The clock of the tests runs faster than the cloud: what was made after it was written off is found by a later look.
  await eventually('the cloud is empty', async () => (await inventory(simulated)).length === 0 && true, tick)
  await expectNothingHeld(server.current, place, simulated)
}

describe('a cloud whose calls fail (F2)', () => {
  const KINDS: readonly ResourceKind[] = [
    'project',
    'network',
    'subnet',
    'router',
    'security-group',
    'server',
    'volume',
  ]
  const effects: readonly (readonly [string, Effect])[] = [
    ['an error, nothing done', { fault: 'internal', when: 'before' }],
    ['no answer in time, nothing done', { fault: 'timeout', when: 'before' }],
    ['no answer in time, yet done', { fault: 'timeout', when: 'after' }],
    ['the connection breaks, yet done', { fault: 'unreachable', when: 'after' }],
  ]

  it.each(effects)(
    'on the first call of every sort about every kind: %s. All is delivered, then given back; nothing twice, no orphan (R60, R61, R62)',
    async (_, effect) => {
      const spoil = async (verbs: readonly ('ensure' | 'find' | 'observe' | 'change' | 'remove')[]) => {
        for (const verb of verbs)
          for (const kind of KINDS) await simulated.fail({ verb, kind: kind as never, effect })
      }
      await spoil(['ensure', 'find', 'observe', 'change'])
      const id = await approved([
        aServer(),
        { planId: plans.volume, parameters: { sizeGiB: 10 } },
        { planId: plans.network, parameters: { cidr: '10.66.0.0/24' } },
      ])
      await untilRequest(server.current, id, 'delivered', tick)
      await expectAgreement(server.current, simulated)
      await spoil(['remove', 'find', 'observe', 'change'])
      await cancelRequest(server.current, id)
      await allGone()
      await simulated.heal()
    },
  )
})

/** So that no look of the platform's own takes the cloud for away before anything is allotted there. */
const lookedAtNow = () =>
  server.current.database.owner.query(
    "update cloud set last_probed_at = $2, state = 'healthy' where id = $1",
    [place.cloud.id, server.current.clock.now()],
  )

describe('a cloud that is not well', () => {
  const WELL: Partial<Knobs> = { down: false, overQuota: false, nonsense: false, failureRates: {} }
  const troubles: readonly (readonly [string, Partial<Knobs>, string])[] = [
    ['is down', { down: true }, '云平台没有应答。恢复后会自动继续。'],
    ['is too slow to answer', { failureRates: { timeout: 1 } }, '云平台没有应答。恢复后会自动继续。'],
    [
      'limits the rate of calls',
      { failureRates: { 'rate-limited': 1 } },
      '云平台正忙或限制了请求频率，稍后自动重试。',
    ],
    ['is over quota', { overQuota: true }, '云平台上该租户的配额不足。请服务商调高配额，之后会自动继续。'],
    ['answers nonsense', { nonsense: true }, '云平台的回答无法理解，稍后自动重试。'],
  ]

  it.each(troubles)(
    '%s: the resource says so in plain words, and heals by itself when the cloud does',
    async (_, trouble, words) => {
      await lookedAtNow()
      await simulated.set(trouble)
      const id = await approved([aServer()])
      const failing = await eventually('the trouble is said', () => conditionSaid(words), tick)
      expect(failing.conditions[0]).toMatchObject({ text: { zh: words } })
      expect(failing.conditions[0]?.nextTryAt).not.toBeNull()
      expect(failing.conditions[0]?.text.en).not.toBe('')
      await simulated.set(WELL)
      await untilRequest(server.current, id, 'delivered', tick)
      await expectAgreement(server.current, simulated)
      await cancelRequest(server.current, id)
      await allGone()
    },
  )

  it('is taken out of service: nothing is asked of it until it is put back, then work goes on', async () => {
    await lookedAtNow()
    const { centre } = server.current.world.people
    const params = { id: place.cloud.id }
    const version = async (): Promise<Cloud['version']> =>
      (await well(server.current.call(centre, cloudOperations.get, { params }))).version
    const suspend = { params, body: { version: await version() } }
    // Allotted first: nothing new is placed on a cloud that is out of service.
    await simulated.set({ down: true })
    const id = await approved([aServer()])
    await well(server.current.call(centre, cloudOperations.suspend, suspend))
    await simulated.set(WELL)
    await eventually(
      'it is said',
      () => conditionSaid('云平台已由管理人员暂停使用。恢复后会自动继续。'),
      tick,
    )
    const before = (await simulated.calls({ verb: 'ensure' })).length
    for (let looks = 0; looks < 10; looks += 1) {
      tick()
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(await simulated.calls({ verb: 'ensure' })).toHaveLength(before)
    const resume = { params, body: { version: await version() } }
    await well(server.current.call(centre, cloudOperations.resume, resume))
    await untilRequest(server.current, id, 'delivered', tick)
    await cancelRequest(server.current, id)
    await allGone()
  })

  it('was changed from outside: that is seen and shown, and is either taken over or put right (R39)', async () => {
    const id = await approved([aServer()])
    await untilRequest(server.current, id, 'delivered', tick)
    const [thing] = await simulated.things('server')
    const resourceId = thing?.resourceId ?? ''
    const switchOff = async () => {
      await simulated.alter('server', thing?.externalId ?? '', { ...thing?.spec, power: 'off' })
      server.current.clock.advance({ minutes: 25 })
      return eventually(
        'the difference is seen',
        async () => {
          const seen = await getResource(server.current, resourceId)
          return seen.agreement === 'tilted' && seen
        },
        tick,
      )
    }
    const seen = await switchOff()
    expect(seen.differences).toEqual([{ field: 'power', desired: 'on', observed: 'off' }])
    expect(seen.conditions[0]?.text.zh).toBe('资源在平台之外被改变：power。')
    const { centre, departmentApplicant } = server.current.world.people
    const body = { version: seen.version, reason: '节假日停机，予以确认' }
    const params = { id: resourceId }
    await well(server.current.call(centre, resources.acceptObserved, { params, body }))
    const taken = await untilLevel(server.current, resourceId, tick)
    expect(taken.desired.spec).toMatchObject({ power: 'off' })

    const start = { params, body: { version: taken.version } }
    await well(server.current.call(departmentApplicant, resources.start, start))
    await untilLevel(server.current, resourceId, tick)
    const again = await switchOff()
    const retry = { params, body: { version: again.version } }
    await well(server.current.call(departmentApplicant, resources.retry, retry))
    await untilLevel(server.current, resourceId, tick)
    expect((await simulated.things('server'))[0]?.spec).toMatchObject({ power: 'on' })
    await cancelRequest(server.current, id)
    await allGone()
  })

  async function conditionSaid(words: string): Promise<Resource | false> {
    const { rows } = await server.current.database.owner.query<{ id: string }>(
      'select id from resource where released_at is null order by id',
    )
    for (const { id } of rows) {
      const resource = await getResource(server.current, id)
      if (resource.conditions.some((each) => each.text.zh === words)) return resource
    }
    return false
  }
})
