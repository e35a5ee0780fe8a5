import { workOrderOperations as orders, requestOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { aRequest, findPlanId, givenSystem } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
let firewall = ''
/** Of the same body, in the internet zone; the supply's own system stands on the government extranet. */
let otherSystem = ''

beforeAll(async () => {
  supply = await givenSupply(server.current)
  firewall = await findPlanId(server.current, 'cloud-firewall', 'rule-set')
  otherSystem = await givenSystem(server.current, {
    code: 'wsbs',
    networkZone: 'internet',
    accessPaths: ['internet'],
  })
  await supply.approve({
    fulfilment: { by: 'connector', kinds: ['network', 'subnet'] },
    dimensions: { instance: 1 },
    parameters: { name: 'app', cidr: '10.30.0.0/24' },
  })
  await supply.settle()
})

async function gateFor(remoteCidr: string, networkZone: 'internet' | 'government-extranet' = 'internet') {
  const systemId = networkZone === 'internet' ? otherSystem : supply.systemId
  const rules = [{ direction: 'egress', protocol: 'tcp', portFrom: 5432, portTo: 5432, remoteCidr }]
  const line = { planId: firewall, parameters: { rules } }
  const body = { ...aRequest(systemId, [line], { networkZone }), requestId: null }
  const answer = await server.current.call(people().departmentApplicant, requestOperations.check, { body })
  return answer.body.gates.find((gate) => gate.key === 'cross-zone')
}

describe('the borders between network zones (R10)', () => {
  it.each(['resource', 'pool', 'placement', 'request', 'system'])(
    'R10 every row of table %s belongs to one of the three network zones',
    async (table) => {
      const { rows } = await server.current.database.owner.query<{ nullable: string; check: string }>(
        `select c.is_nullable as nullable, pg_get_constraintdef(k.oid) as check
         from information_schema.columns c join pg_constraint k on k.conrelid = c.table_name::regclass and k.contype = 'c'
         where c.table_schema = 'public' and c.table_name = $1 and c.column_name = 'network_zone'
           and pg_get_constraintdef(k.oid) like '%network_zone = ANY%'`,
        [table],
      )
      expect(rows).toHaveLength(1)
      expect(rows[0]?.nullable).toBe('NO')
      const zones = [...(rows[0]?.check.matchAll(/'([a-z-]+)'/g) ?? [])].map((match) => match[1])
      expect(zones.toSorted()).toEqual(['dedicated-line', 'government-extranet', 'internet'])
    },
  )

  it('R10 a resource without a network zone, or in an unknown one, is refused by the table itself', async () => {
    const { owner } = server.current.database
    for (const zone of ['null', `'intranet'`])
      await expect(owner.query(`update resource set network_zone = ${zone}`)).rejects.toThrow(/network_zone/)
  })

  it('R10 refuses a rule that reaches a network of another zone, and points at the work order', async () => {
    const gate = await gateFor('10.30.0.8/32')
    expect(gate).toMatchObject({
      state: 'block',
      reason: 'request.gate.cross_zone',
      requirement: 'R10',
      lines: [1],
    })
    expect(gate?.text.zh).toContain('政务外网区')
    expect(gate?.text.zh).toContain('“跨网络区访问”')
    // A range that contains it reaches it as well; everybody, elsewhere and the own zone do not cross.
    expect(await gateFor('10.0.0.0/8')).toMatchObject({ state: 'block' })
    for (const remote of ['0.0.0.0/0', '203.0.113.7/32'])
      expect(await gateFor(remote)).toMatchObject({ state: 'pass' })
    expect(await gateFor('10.30.0.8/32', 'government-extranet')).toMatchObject({ state: 'pass' })
  })

  it('R10 lets the rule pass once the provider has opened the access with evidence, until its end', async () => {
    const [id = ''] = await supply.approve({
      systemId: otherSystem,
      plan: {
        id: server.current.ids.next(),
        code: 'access',
        title: { zh: '访问通道', en: 'Access' },
        offeringCode: 'cross-zone-access',
      },
      fulfilment: { by: 'work-order', workingDays: 5 },
      dimensions: {},
      parameters: {
        fromZone: 'internet',
        fromSystem: '网上办事',
        fromCidr: '10.40.0.0/24',
        toZone: 'government-extranet',
        toSystem: '政务服务系统',
        toCidr: '10.30.0.8/32',
        protocol: 'tcp',
        ports: '5432',
        reason: '办事数据写入业务库',
        expiresOn: '2026-12-31',
      },
    })
    await supply.settle()
    expect(await gateFor('10.30.0.8/32')).toMatchObject({ state: 'block' })
    await deliver(id)
    await supply.settle()
    expect(await gateFor('10.30.0.8/32')).toMatchObject({ state: 'pass' })
    expect(await gateFor('10.30.0.9/32')).toMatchObject({ state: 'block' })
    server.current.clock.set('2027-01-01T02:00:00.000Z')
    expect(await gateFor('10.30.0.8/32')).toMatchObject({ state: 'block' })
  })
})

/** The provider's people do it and show it; the department accepts. */
async function deliver(resourceId: string): Promise<void> {
  const { call } = server.current
  const provider = people().providerOperator
  const find = async () => {
    const found = (await call(provider, orders.list, { query: { resourceId } })).body.items[0]
    if (found === undefined) throw new Error('the service has its order')
    return { params: { id: found.id }, version: found.version }
  }
  const { params, version } = await find()
  await call(provider, orders.accept, { params, body: { version } })
  await call(provider, orders.addEvidence, {
    params,
    body: {
      fileName: '策略开通记录.txt',
      mediaType: 'text/plain',
      note: '',
      contentBase64: Buffer.from('边界策略已下发').toString('base64'),
    },
  })
  const accepted = await find()
  await call(provider, orders.deliver, { params, body: { version: accepted.version, note: '已开通' } })
  const delivered = await find()
  const done = await call(people().departmentAdmin, orders.confirm, {
    params,
    body: { version: delivered.version, comment: null },
  })
  expect(done.body.state).toBe('confirmed')
}
