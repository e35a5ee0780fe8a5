/** Services that no cloud builds: ordered, delivered by work order, metered by what was ordered, billed, and closed. */
import {
  billOperations,
  type Dimension,
  type RequestLineInput,
  resourceOperations,
  workflowOperations,
  workOrderOperations,
} from '@yunheng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { billBody, billedUntil, createBillingReconciler } from '../src/modules/billing/index.ts'
import { installCatalogue } from '../src/modules/catalogue/index.ts'
import { meterUsage } from '../src/modules/metering/index.ts'
import { deliverByHand } from './kit/by-hand.ts'
import { givenCloud, givenQuota, setupCtx } from './kit/clouds.ts'
import {
  aboutResources,
  approveRequest,
  aRequest,
  confirmDelivery,
  eventually,
  findPlanId,
  getRequest,
  givenSystem,
  submitRequest,
  untilRequest,
  well,
} from './kit/journey.ts'
import { useServer } from './kit/server.ts'

const server = useServer()
const people = () => server.current.world.people
const tick = () => server.current.clock.advance({ ms: 2000 })
let worker: { start(): Promise<void>; stop(): Promise<void> } | undefined
let systemId = ''
const resources = new Map<string, string>()

interface Ordered {
  readonly offering: string
  readonly plan: string
  readonly parameters: RequestLineInput['parameters']
  readonly dimension: Dimension
  /** A month at the proposed prices, in 分. */
  readonly fen: number
}

/** One of each unit. */
const ORDERED: readonly Ordered[] = [
  {
    offering: 'smart-message',
    plan: 'notice',
    parameters: { messages: 10_000 },
    dimension: 'message',
    fen: 40_000,
  },
  {
    offering: 'large-model',
    plan: 'general',
    parameters: { millionTokens: 50 },
    dimension: 'million-tokens',
    fen: 20_000,
  },
  { offering: 'iot-access', plan: 'devices', parameters: { devices: 200 }, dimension: 'device', fen: 10_000 },
  { offering: 'collaboration', plan: 'meeting', parameters: { seats: 20 }, dimension: 'seat', fen: 60_000 },
  {
    offering: 'support-software',
    plan: 'middleware',
    parameters: { licences: 8 },
    dimension: 'licence',
    fen: 40_000,
  },
  { offering: 'mail', plan: 'mailbox', parameters: { accounts: 300 }, dimension: 'account', fen: 150_000 },
  { offering: 'e-seal', plan: 'seal', parameters: {}, dimension: 'instance', fen: 3000 },
  { offering: 'big-data', plan: 'stream', parameters: { nodes: 3 }, dimension: 'host', fen: 360_000 },
]

async function startWorker(): Promise<void> {
  worker = server.current.composition.createWorker()
  await worker.start()
}

async function stopWorker(): Promise<void> {
  await worker?.stop()
  worker = undefined
}

beforeAll(async () => {
  const { clock } = server.current
  await installCatalogue(setupCtx(server.current))
  clock.set('2026-09-16T02:00:00.000Z')
  await givenCloud(server.current, { node: 'department-integrated' })
  await givenQuota(server.current, server.current.world.bodies.department, {
    vcpus: 1,
    memoryMiB: 1,
    storageGiB: 1,
  })
  systemId = await givenSystem(server.current)
  await startWorker()
  const lines = await Promise.all(
    ORDERED.map(async ({ offering, plan, parameters }) => ({
      planId: await findPlanId(server.current, offering, plan),
      parameters,
    })),
  )
  // Half a year: no factor of the proposed prices applies.
  const { id } = await submitRequest(server.current, aRequest(systemId, lines, { termMonths: 6 }))
  await approveRequest(server.current, id)
  const intended = await eventually(
    'the services are intended',
    async () => {
      const request = await getRequest(server.current, id)
      return request.lines.every((line) => line.resources.length === 1) && request
    },
    tick,
  )
  for (const [at, line] of intended.lines.entries()) {
    const resourceId = line.resources[0]?.id ?? ''
    resources.set(ORDERED[at]?.offering ?? '', resourceId)
    await deliverByHand(server.current, resourceId, 'deliver', tick)
  }
  await untilRequest(server.current, id, 'delivered', tick)
  await confirmDelivery(server.current, id)
}, 240_000)
afterAll(stopWorker)

async function billAt(now: string, month: string) {
  const { clock, database } = server.current
  clock.set(now)
  const ctx = setupCtx(server.current)
  await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
  for (const id of (await createBillingReconciler(database).sweep?.(ctx)) ?? []) await billBody(ctx, id)
  const { items } = await well(
    server.current.call(people().centre, billOperations.list, { query: { month } }),
  )
  const charges = await well(
    server.current.call(people().centre, billOperations.charges, {
      params: { id: items[0]?.id ?? '' },
      query: { pageSize: 200 },
    }),
  )
  return charges.items.map(
    (one) => [one.offeringCode, one.dimension, one.amount?.amountMinor ?? null] as const,
  )
}

describe('services that people deliver', () => {
  it('R77 R79 R80 R83 are billed by what was ordered: messages, tokens, devices, seats, licences, accounts, pieces, nodes', async () => {
    await stopWorker()
    const told = await billAt('2026-11-03T02:00:00.000Z', '2026-10')
    expect(told.toSorted()).toEqual(
      ORDERED.map(({ offering, dimension, fen }) => [offering, dimension, fen]).toSorted(),
    )
  })

  it('R236 cost nothing any more once they are closed, whatever else goes on', async () => {
    await startWorker()
    const resourceId = resources.get('mail') ?? ''
    const { id } = await submitRequest(server.current, aboutResources('release', systemId, [resourceId]))
    await approveRequest(server.current, id)
    server.current.clock.advance({ days: 8 })
    await deliverByHand(server.current, resourceId, 'withdraw', tick)
    await untilRequest(server.current, id, 'completed', tick)
    await stopWorker()
    const november = await billAt('2026-12-03T02:00:00.000Z', '2026-11')
    const [, , mail] = november.find(([offering]) => offering === 'mail') ?? []
    expect(mail ?? 0).toBeLessThan(150_000)
    const december = await billAt('2027-01-03T02:00:00.000Z', '2026-12')
    expect(december.map(([offering]) => offering).toSorted()).toEqual(
      ORDERED.map(({ offering }) => offering)
        .filter((offering) => offering !== 'mail')
        .toSorted(),
    )
  })

  it('R86 are nobody’s to use before they are authorised: asked for, or refused, there is no service and no order', async () => {
    const { call, world } = server.current
    await startWorker()
    const planId = await findPlanId(server.current, 'office', 'account')
    const { id } = await submitRequest(
      server.current,
      aRequest(systemId, [{ planId, parameters: { accounts: 5 } }], { termMonths: 6 }),
    )
    const services = async () => {
      const { items } = await well(
        call(people().departmentApplicant, resourceOperations.list, { query: { requestId: id } }),
      )
      return items.length
    }
    const orders = async () =>
      (
        await well(
          call(people().providerOperator, workOrderOperations.list, { query: { systemId, state: 'open' } }),
        )
      ).items.length
    const { items } = await well(
      call(world.people.departmentApprover, workflowOperations.taskList, { query: { box: 'todo' } }),
    )
    const task = items.find((each) => each.subject.id === id)
    expect([task === undefined, await services(), await orders()]).toEqual([false, 0, 0])
    const params = { id: task?.id ?? '' }
    const body = { version: task?.version ?? 0, comment: '暂不需要' }
    await well(call(world.people.departmentApprover, workflowOperations.taskReject, { params, body }))
    await untilRequest(server.current, id, 'rejected', tick)
    await stopWorker()
    expect([await services(), await orders()]).toEqual([0, 0])
  })
})
