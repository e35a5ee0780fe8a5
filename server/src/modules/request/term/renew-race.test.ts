/** A term that renews by itself and a renewal that is approved meet on the same resource (R274; docs/conventions.md, locks). */
import { budgetOperations as budgets } from '@yunheng/contract'
import { beforeAll, expect, it } from 'vitest'
import { eventually, well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { createRequest } from '../create-request.ts'
import { advanceDelivery } from '../delivery/advance-delivery.ts'
import { createRequestStage, type RequestStage } from '../request-stage.fixture.ts'
import { submitRequest } from '../submit-request.ts'
import { chooseEnd } from './act-on-term.ts'
import { endTerm } from './term-reconciler.ts'
import { loadTermForUpdate } from './term-store.ts'

const server = useServer()
let stage: RequestStage
let approvers: Persona[]
const me = () => stage.ctx(server.current.world.people.departmentApplicant)

beforeAll(async () => {
  server.current.clock.set('2026-09-15T02:00:00.000Z')
  stage = await createRequestStage(server.current)
  const { departmentApprover, centre, countyBureau, bureau } = server.current.world.people
  approvers = [departmentApprover, centre, countyBureau, bureau]
})

async function submitted(change: Parameters<RequestStage['aRequest']>[0]): Promise<string> {
  const input = await stage.aRequest(change, { quantity: 1 })
  const draft = await createRequest(stage.doors, await me(), input)
  return (await submitRequest(stage.doors, await me(), draft.id, { version: draft.version })).id
}

async function monthsOf(query: { requestId: string } | { resourceId: string }): Promise<readonly string[]> {
  const { items } = await well(
    server.current.call(server.current.world.people.centre, budgets.commitments, {
      query: { ...query, pageSize: 200 },
    }),
  )
  return items.map(({ month }) => month).sort()
}

const isWaitedFor = async () => {
  const { rows } = await server.current.database.owner.query(
    `select 1 from pg_locks l join pg_stat_activity a using (pid)
     where not l.granted and a.datname = current_database()`,
  )
  return rows.length > 0
}

it('R274: who is approved while a term renews by itself pays for what comes after it, never for the same months', async () => {
  const order = await submitted({ termMonths: 3 })
  await stage.decide(order, 'approve', approvers)
  stage.desk.finish(order)
  await advanceDelivery(stage.doors, stage.system, order)
  const [made] = [...stage.desk.resources.values()].filter((each) => each.requestId === order)
  const resourceId = made?.fact.id ?? ''
  await chooseEnd(stage.doors, await me(), resourceId, { atEnd: 'renew', renewMonths: 3 })
  server.current.clock.set('2026-12-14T04:00:00.000Z')
  const line = { planId: null, resourceId, quantity: 1, parameters: {}, reason: '续用' }
  const renewal = await submitted({ kind: 'renew', termMonths: 3, lines: [line] })

  const renewed = Promise.withResolvers<void>()
  const mayCommit = Promise.withResolvers<void>()
  const alone = stage.system.inTx(async (tx) => {
    await endTerm(stage.doors, stage.system, tx, resourceId)
    renewed.resolve()
    await mayCommit.promise
  })
  await renewed.promise
  const approval = stage.decide(renewal, 'approve', approvers)
  await eventually('the approval waits for the term', isWaitedFor)
  mayCommit.resolve()
  await Promise.all([alone, approval])

  expect(await monthsOf({ resourceId })).toEqual(['2026-12-01', '2027-01-01', '2027-02-01'])
  expect(await monthsOf({ requestId: renewal })).toEqual(['2027-03-01', '2027-04-01', '2027-05-01'])
  const term = await stage.system.inTx((tx) => loadTermForUpdate(tx, resourceId))
  expect(term).toMatchObject({ until: '2027-06-14', renewals: 2 })
})
