import {
  budgetOperations,
  subsidyOperations as operations,
  requestOperations,
  type Subsidy,
  type SubsidyApply,
  systemOperations,
  workflowOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { aRequest, aSystem, findPlanId, well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'

const server = useServer()
const people = () => server.current.world.people
const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })

let made = 0
async function aStockSystem(change: object = {}): Promise<string> {
  made += 1
  const { call, world } = server.current
  const body = aSystem(world, {
    code: `stock-${made}`,
    kind: 'stock',
    deployment: 'to-migrate',
    lifecycle: 'running',
    ...change,
  })
  return (await well(call(people().departmentAdmin, systemOperations.create, { body }))).id
}
const apply = (
  systemId: string,
  change: Partial<SubsidyApply> = {},
  as: Persona = people().departmentAdmin,
) =>
  server.current.call(as, operations.apply, {
    body: {
      systemId,
      fiscalYear: 2026,
      ground: 'complex',
      amount: money(300_000_00),
      reason: '核心数据库须由小型机迁出，改造量大。',
      document: '迁移方案〔2026〕2号',
      ...change,
    },
  })
const get = ({ id }: Pick<Subsidy, 'id'>, as: Persona = people().departmentAdmin) =>
  server.current.call(as, operations.get, { params: { id } })

async function taskOf(as: Persona, id: string) {
  const { items } = await well(
    server.current.call(as, workflowOperations.taskList, { query: { box: 'todo', pageSize: 200 } }),
  )
  return items.find(({ subject }) => subject.id === id)
}
async function approve(as: Persona, id: string): Promise<void> {
  const task = await taskOf(as, id)
  const params = { id: task?.id ?? '' }
  const body = { version: task?.version ?? 1, comment: '同意' }
  await well(server.current.call(as, workflowOperations.taskApprove, { params, body }))
}

beforeAll(() => {
  server.current.clock.set('2026-09-15T02:00:00.000Z')
})

describe('R271: a subsidy for a complex or demonstrative migration', () => {
  it('R271: is for a system of the body that is yet to migrate, one at a time', async () => {
    const { people: all } = server.current.world
    const onCloud = await aStockSystem({ deployment: 'cloud' })
    const waiting = await aStockSystem()
    expect((await apply(onCloud)).problem.reason).toBe('subsidy.not_to_migrate')
    expect((await apply(waiting, {}, all.otherAdmin)).problem.reason).toBe('subsidy.system_not_found')
    expect((await apply(waiting, {}, all.departmentApplicant)).status).toBe(403)
    expect((await apply(waiting, { amount: money(0) })).status).toBe(400)
    const subsidy = await well(apply(waiting))
    expect(subsidy).toMatchObject({ state: 'in-approval', ground: 'complex', budget: null })
    expect((await apply(waiting)).problem.reason).toBe('subsidy.applied')
    expect((await get(subsidy, all.otherAdmin)).status).toBe(404)
    expect((await get(subsidy, all.centre)).status).toBe(200)
    const withdrawn = await well(
      server.current.call(all.departmentAdmin, operations.withdraw, {
        params: { id: subsidy.id },
        body: { version: (await get(subsidy)).body.version, reason: '改由项目经费列支' },
      }),
    )
    expect(withdrawn).toMatchObject({ state: 'withdrawn', comment: '改由项目经费列支' })
    expect((await apply(waiting)).status).toBe(201)
  })

  it('R271: passes the centre and the bureau; what is granted is a budget line in force for that migration', async () => {
    const { call } = server.current
    const subsidy = await well(apply(await aStockSystem()))
    const second = people().countyBureau
    expect(await taskOf(second, subsidy.id)).toBeUndefined()
    const first = (await taskOf(people().centre, subsidy.id)) ? people().centre : second
    await approve(first, subsidy.id)
    expect((await get(subsidy)).body.state).toBe('in-approval')
    await approve((await taskOf(second, subsidy.id)) ? second : people().bureau, subsidy.id)
    const granted = (await get(subsidy)).body
    expect(granted).toMatchObject({
      state: 'granted',
      actions: { withdraw: { allowed: false, reason: 'subsidy.closed' } },
    })
    const line = await well(
      call(people().departmentAdmin, budgetOperations.get, { params: { id: granted.budget?.id ?? '' } }),
    )
    expect(line).toMatchObject({
      state: 'active',
      fundSource: 'subsidy',
      purpose: 'migration',
      amount: money(300_000_00),
      budgetCode: subsidy.no,
      versions: [{ state: 'in-force', proposedBy: 'departmentAdmin' }],
    })
  })

  it('comes back for correction, and goes on when it is handed in again', async () => {
    const { call } = server.current
    const subsidy = await well(apply(await aStockSystem()))
    const decider = (await taskOf(people().centre, subsidy.id)) ? people().centre : people().countyBureau
    const task = await taskOf(decider, subsidy.id)
    await well(
      call(decider, workflowOperations.taskReturn, {
        params: { id: task?.id ?? '' },
        body: { version: task?.version ?? 1, to: 'fill', resume: 'replay', comment: '请补充测算依据' },
      }),
    )
    const returned = (await get(subsidy)).body
    expect(returned).toMatchObject({ state: 'returned', comment: '请补充测算依据' })
    const correct = () =>
      call(people().departmentAdmin, operations.correct, {
        params: { id: subsidy.id },
        body: {
          version: returned.version,
          ground: 'demonstrative',
          amount: money(200_000_00),
          reason: '首个迁移的省级核心系统，附测算表。',
          document: '迁移方案〔2026〕2号（修订）',
        },
      })
    expect(await well(correct())).toMatchObject({ state: 'in-approval', amount: money(200_000_00) })
    expect((await correct()).problem.reason).toBe('subsidy.not_returned')
    expect(await taskOf(decider, subsidy.id)).toBeDefined()
  })
})

describe('R271: migration is paid from maintenance funds first', () => {
  it('R271: a system that is yet to migrate is paid from maintenance funds before older lines of other sources', async () => {
    const { call, world } = server.current
    const supply = await givenSupply(server.current)
    const line = async (fundSource: 'maintenance' | 'service-purchase') => {
      const { id, version } = await well(
        call(people().departmentAdmin, budgetOperations.create, {
          body: {
            bodyId: world.bodies.department,
            systemId: null,
            filingId: null,
            fiscalYear: 2026,
            purpose: 'cloud',
            name: fundSource,
            amount: money(900_000_00),
            fundSource,
            budgetCode: '2010302',
            sourceDocument: '财预〔2026〕3号',
          },
        }),
      )
      await well(
        call(people().centre, budgetOperations.accept, { params: { id }, body: { version, comment: '' } }),
      )
    }
    await line('service-purchase')
    await line('maintenance')
    const planId = await findPlanId(server.current, 'cloud-host', 'c2m4')
    const payer = async (systemId: string) => {
      const body = {
        requestId: null,
        ...aRequest(systemId, [{ planId, parameters: { image: 'openeuler' } }]),
      }
      const { budget } = await well(call(people().departmentApplicant, requestOperations.check, { body }))
      return budget?.years[0]?.budget?.name
    }
    expect(await payer(supply.systemId)).toBe('service-purchase')
    expect(await payer(await aStockSystem())).toBe('maintenance')
  })
})
