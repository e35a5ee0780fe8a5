import { type Fulfilment, workOrderOperations as operations, type WorkOrder } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import { needOf } from './work-order.ts'

describe('what a service needs next', () => {
  const present = { presence: 'present', isCooling: false, parameters: { seats: 5 } } as const
  const absent = { ...present, presence: 'absent' } as const
  const order = (task: 'deliver' | 'change' | 'withdraw', state: WorkOrder['state'], seats = 5) => ({
    task,
    state,
    parameters: { seats },
  })
  it.each([
    ['nothing yet', present, [], { need: 'order', task: 'deliver' }],
    ['an order under way', present, [order('deliver', 'accepted')], { need: 'patience', declined: false }],
    ['evidence accepted', present, [order('deliver', 'confirmed')], { need: 'nothing' }],
    [
      'declined: a person decides',
      present,
      [order('deliver', 'declined')],
      { need: 'patience', declined: true },
    ],
    ['other wishes meanwhile', present, [order('deliver', 'open', 3)], { need: 'order', task: 'deliver' }],
    ['larger than delivered', present, [order('deliver', 'confirmed', 3)], { need: 'order', task: 'change' }],
    ['given up before it began', absent, [order('deliver', 'open')], { need: 'finish' }],
    ['given back', absent, [order('deliver', 'confirmed')], { need: 'order', task: 'withdraw' }],
    ['cooling off', { ...absent, isCooling: true }, [order('deliver', 'confirmed')], { need: 'nothing' }],
    [
      'withdrawn',
      absent,
      [order('deliver', 'confirmed'), order('withdraw', 'confirmed')],
      { need: 'finish' },
    ],
  ])('%s', (_, service, orders, need) => {
    expect(needOf(service, orders)).toEqual(need)
  })
})

describe('R42 delivery by the provider’s people', () => {
  const server = useServer()
  let supply: Supply
  let id: string

  beforeAll(async () => {
    supply = await givenSupply(server.current)
    const [service] = await supply.approve({
      fulfilment: { by: 'work-order', workingDays: 3 },
      dimensions: {},
      parameters: { seats: 5 },
    })
    id = service as string
    await supply.settle()
  })
  const people = () => server.current.world.people
  const theOrder = async () =>
    (await server.current.call(people().providerOperator, operations.list, { query: { resourceId: id } }))
      .body.items[0] as WorkOrder
  const act = async (
    persona: ReturnType<typeof people>['centre'],
    verb: 'accept' | 'deliver' | 'confirm' | 'return',
    more: object = {},
  ) => {
    const order = await theOrder()
    const operation = operations[verb] as typeof operations.accept
    return server.current.call(persona, operation, {
      params: { id: order.id },
      body: { version: order.version, ...more },
    })
  }

  it('opens an order at the provider, due in working days, and tells the department who has it', async () => {
    const order = await theOrder()
    // 2026-09-15 is a Tuesday: three working days on is the end of business on Friday.
    expect(order).toMatchObject({ state: 'open', task: 'deliver', parameters: { seats: 5 } })
    expect(order.dueAt.slice(0, 10)).toBe('2026-09-18')
    expect((await supply.row(id)).conditions).toMatchObject([
      { type: 'WorkOrder', reason: 'resource.at_provider' },
    ])
    const foreign = await server.current.call(people().otherProviderOperator, operations.get, {
      params: { id: order.id },
    })
    expect(foreign.problem.reason).toBe('common.not_found')
  })

  it('delivers only with evidence, whose content is what it says to be', async () => {
    const { providerOperator } = people()
    expect((await act(people().departmentApplicant, 'accept')).problem.reason).toBe('common.forbidden')
    await act(providerOperator, 'accept')
    expect((await act(providerOperator, 'deliver', { note: '已开通' })).problem.reason).toBe(
      'work-order.evidence_missing',
    )
    const { id: orderId } = await theOrder()
    const hand = (content: string) =>
      server.current.call(providerOperator, operations.addEvidence, {
        params: { id: orderId },
        body: {
          fileName: '开通截图.pdf',
          mediaType: 'application/pdf',
          note: '',
          contentBase64: Buffer.from(content).toString('base64'),
        },
      })
    expect((await hand('MZ this is a program')).problem.reason).toBe('blob.type_mismatch')
    expect((await hand('%PDF-1.7 evidence')).status).toBe(201)
    expect((await act(providerOperator, 'deliver', { note: '已开通，联系人见附件' })).body.state).toBe(
      'delivered',
    )
  })

  it('is provisioned when the department accepts the evidence, not before', async () => {
    const { departmentApplicant, providerOperator } = people()
    await supply.settle()
    expect((await supply.row(id)).provisioned_at).toBeNull()
    expect((await act(departmentApplicant, 'return', { reason: '截图看不清' })).body.state).toBe('accepted')
    await act(providerOperator, 'deliver', { note: '重新提交' })
    expect((await act(departmentApplicant, 'confirm', { comment: null })).body.state).toBe('confirmed')
    await supply.settle()
    expect(await supply.row(id)).toMatchObject({ state: 'ready', agreement: 'level', conditions: [] })
    expect((await theOrder()).history.map((step) => step.state)).toEqual([
      'open',
      'accepted',
      'delivered',
      'accepted',
      'delivered',
      'confirmed',
    ])
  })

  it('R68 is how a load balancer comes where the cloud has none, until a look at the cloud finds that it has', async () => {
    const { database, composition } = server.current
    const fulfilment: Fulfilment = { by: 'connector', kinds: ['load-balancer'], workingDays: 3 }
    const parameters = { protocol: 'tcp', port: 443, serverIds: [] }
    const balancer = { fulfilment, dimensions: { instance: 1 }, parameters }
    const { cloudId } = supply.cloud
    await database.owner.query(`update cloud set lacks = '{load-balancer}' where id = $1`, [cloudId])
    const [ordered] = await supply.approve(balancer)
    expect(await supply.row(ordered as string)).toMatchObject({ kind: 'service', spec: { workingDays: 3 } })
    const [looker] = composition.cloud.reconcilers
    await looker?.reconcile(setupCtx(server.current), cloudId, AbortSignal.timeout(10_000))
    const { rows } = await database.owner.query('select lacks from cloud where id = $1', [cloudId])
    expect(rows).toEqual([{ lacks: [] }])
    // Now it is the cloud's: and there a balancer without two servers is none.
    await expect(supply.approve(balancer)).rejects.toMatchObject({ reason: 'resource.parameter_invalid' })
  })
})
