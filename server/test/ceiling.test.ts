/** What is applied for is held against the contract with its provider, through every module (R299). */
import {
  serviceContractOperations as contracts,
  type RequestCheck,
  requestOperations as requests,
  contractTermsOperations as terms,
} from '@yunheng/contract'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { SCOPE_ALL } from '../src/platform/db/index.ts'
import { givenCloud, givenQuota } from './kit/clouds.ts'
import {
  approveRequest,
  aRequest,
  cancelRequest,
  eventually,
  findPlanId,
  getRequest,
  givenSystem,
  submitRequest,
  well,
} from './kit/journey.ts'
import { useServer } from './kit/server.ts'

const server = useServer()
const people = () => server.current.world.people
const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })
const ids = { system: '', plan: '', contract: '' }
const made: Record<'first' | 'second' | 'third', string> = { first: '', second: '', third: '' }
/** What one server costs for a year, in 分. */
let cost = 0

const aServer = () => aRequest(ids.system, [{ planId: ids.plan, parameters: { image: 'kylin-v10' } }])
const check = (): Promise<RequestCheck> =>
  well(
    server.current.call(people().departmentApplicant, requests.check, {
      body: { requestId: null, ...aServer() },
    }),
  )
const gateOf = async () => (await check()).gates.find(({ key }) => key === 'ceiling')
const spending = () =>
  well(server.current.call(people().centre, terms.spending, { params: { id: ids.contract } }))
const versionOf = async () =>
  (await well(server.current.call(people().centre, contracts.get, { params: { id: ids.contract } }))).version

async function ceilingOf(amountMinor: number): Promise<void> {
  await well(
    server.current.call(people().departmentAdmin, terms.set, {
      params: { id: ids.contract },
      body: {
        version: await versionOf(),
        ceiling: money(amountMinor),
        warnPercent: 80,
        settledPercent: null,
        priceBasis: '目录价',
        nodes: [],
        document: '合同',
        reason: '登记',
      },
    }),
  )
}

beforeAll(async () => {
  server.current.clock.set('2026-09-15T04:00:00.000Z')
  await givenCloud(server.current, { node: 'department-integrated' })
  const { department } = server.current.world.bodies
  await givenQuota(server.current, department, { vcpus: 100, memoryMiB: 1_000_000, storageGiB: 10_000 })
  ids.system = await givenSystem(server.current)
  ids.plan = await findPlanId(server.current, 'cloud-host', 'c2m4')
})

describe('R299: applications and the ceiling of a contract', () => {
  it('R299: without a contract that names a ceiling nothing is compared', async () => {
    const { ceiling, estimate } = await check()
    cost = estimate?.total.amountMinor ?? 0
    expect(cost).toBeGreaterThan(0)
    expect(ceiling).toMatchObject({ items: [], unlimited: [{ id: server.current.world.bodies.provider }] })
    expect(await gateOf()).toBeUndefined()
  })

  it('R299: shows what is left to the applicant, and warns from the share of the rule on', async () => {
    const { call, world } = server.current
    const contract = await well(
      call(people().departmentAdmin, contracts.create, {
        body: {
          bodyId: world.bodies.department,
          kind: 'lease',
          no: 'HT-2026-09',
          name: '政务云租用',
          providerBodyId: world.bodies.provider,
          providerName: null,
          filingId: null,
          startsOn: '2026-09-01',
          endsOn: '2028-08-31',
          note: '',
        },
      }),
    )
    ids.contract = contract.id
    await ceilingOf(Math.ceil(cost * 2.1))
    expect((await check()).ceiling?.items).toMatchObject([
      { contract: { id: contract.id }, asked: money(cost), committed: money(0), level: 'fine' },
    ])
    expect(await gateOf()).toMatchObject({ state: 'pass' })
    made.first = (await submitRequest(server.current, aServer())).id
    made.second = (await submitRequest(server.current, aServer())).id
    made.third = (await submitRequest(server.current, aServer())).id
    await approveRequest(server.current, made.first)
    expect((await getRequest(server.current, made.first)).state).toBe('provisioning')
    const [item] = (await check()).ceiling?.items ?? []
    expect(item).toMatchObject({ committed: money(cost), level: 'near', percent: 95 })
    expect(await gateOf()).toMatchObject({ state: 'warn', isProductDefault: true })
    expect(await spending()).toMatchObject({ committed: money(cost) })
    // Beside the decision stands the same.
    const params = { id: made.second }
    const evidence = await well(call(people().centre, requests.evidence, { params }))
    expect(evidence.ceiling?.items).toMatchObject([{ committed: money(cost), asked: money(cost) }])
  })

  it('R299: two approvals at once cannot both take the last of it', async () => {
    const both = [made.second, made.third]
    const outcomes = await Promise.allSettled(both.map((id) => approveRequest(server.current, id)))
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(1)
    expect(String((refused[0] as PromiseRejectedResult).reason)).toContain('service-contract.ceiling_passed')
    const states = await Promise.all(both.map(async (id) => (await getRequest(server.current, id)).state))
    expect([...states].sort()).toEqual(['in-approval', 'provisioning'])
    expect(await spending()).toMatchObject({ committed: money(2 * cost) })
  })

  it('R299: beyond it an application is stopped, until the regulator permits more', async () => {
    const { call } = server.current
    expect(await gateOf()).toMatchObject({ state: 'block', reason: 'request.gate.ceiling_over' })
    await expect(submitRequest(server.current, aServer())).rejects.toThrow('request.gates_closed')
    const permit = async (as: Parameters<typeof call>[0], amountMinor: number) =>
      call(as, terms.permit, {
        params: { id: ids.contract },
        body: {
          version: await versionOf(),
          amount: money(amountMinor),
          reason: '补充协议办理中',
          document: '会议纪要〔2026〕12号',
        },
      })
    expect((await permit(people().departmentAdmin, cost)).status).toBe(403)
    const book = await well(permit(people().centre, cost))
    expect(book.permits).toMatchObject([{ amount: money(cost), reason: '补充协议办理中' }])
    const states = await Promise.all(
      [made.second, made.third].map(
        async (id) => [id, (await getRequest(server.current, id)).state] as const,
      ),
    )
    const waiting = states.find(([, state]) => state === 'in-approval')?.[0] ?? ''
    await approveRequest(server.current, waiting)
    expect((await getRequest(server.current, waiting)).state).toBe('provisioning')
    expect(await spending()).toMatchObject({ permitted: money(cost), committed: money(3 * cost) })
  })

  it('R299: what is cancelled is free again', async () => {
    await cancelRequest(server.current, made.first)
    expect(await spending()).toMatchObject({ committed: money(2 * cost) })
    expect(await gateOf()).toMatchObject({ state: 'warn' })
  })

  it('R299: what waited for room waits for its contract before it takes of room again (one order of locks)', async () => {
    const { call, database, world } = server.current
    const { id } = await submitRequest(server.current, aServer())
    const quota = (limit: string) =>
      database.owner.query(`update quota set limit_vcpus = ${limit} where body_id = $1`, [
        world.bodies.department,
      ])
    await quota('used_vcpus + allotted_vcpus')
    await approveRequest(server.current, id)
    const { state, version } = await getRequest(server.current, id)
    expect(state).toBe('approved')
    await quota('100')

    const held = Promise.withResolvers<void>()
    const mayGo = Promise.withResolvers<void>()
    const holder = database.inTx(SCOPE_ALL, async (tx) => {
      await sql`select from service_contract where id = ${ids.contract} for update`.execute(tx)
      held.resolve()
      await mayGo.promise
    })
    await held.promise
    const again = call(people().centre, requests.allocate, {
      params: { id },
      body: { version, poolIds: null },
    })
    await eventually('it waits for the contract', async () => {
      const { rows } = await database.owner.query(
        `select 1 from pg_locks l join pg_stat_activity a using (pid)
         where not l.granted and a.datname = current_database()`,
      )
      return rows.length > 0
    })
    // Nothing of the room is taken yet: who needs it goes on.
    await database.owner.query('select from quota where body_id = $1 for update nowait', [
      world.bodies.department,
    ])
    mayGo.resolve()
    await holder
    expect((await well(again)).state).toBe('provisioning')
    expect(await spending()).toMatchObject({ committed: money(3 * cost) })
  })

  it('R299: permits are never changed or removed, not even by the application', async () => {
    const { database } = server.current
    const changing = database.inTx(SCOPE_ALL, (tx) =>
      tx.updateTable('contract_permit').set({ reason: 'x' }).execute(),
    )
    await expect(changing).rejects.toThrow(/permission denied/)
  })
})
