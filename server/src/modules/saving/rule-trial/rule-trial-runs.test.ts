import { savingTrialOperations as operations, ruleSetOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { ruleTrialReconciler } from './rule-trial-reconciler.ts'

const server = useServer()
const people = () => server.current.world.people
let ruleSetId = ''

const begin = (id = ruleSetId, persona: Persona = people().centre) =>
  server.current.call(persona, operations.create, { body: { ruleSetId: id } })
const get = async (id: string) =>
  (await server.current.call(people().bureau, operations.get, { params: { id } })).body
const work = (id: string, signal = new AbortController().signal) =>
  ruleTrialReconciler.reconcile(setupCtx(server.current), id, signal)

beforeAll(async () => {
  const supply = await givenSupply(server.current)
  let web = ''
  for (const id of await supply.approve()) if ((await supply.row(id)).kind === 'server') web = id
  await supply.settle()
  const { database, clock } = server.current
  clock.advance({ days: 1 })
  // Switched off a day after it was delivered, and off since.
  await database.owner.query(
    `insert into resource_phase (resource_id, at, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
       network_zone, request_line_id, plan, spec)
     select resource_id, $2, 'stopped', kind, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone,
       request_line_id, plan, spec from resource_phase where resource_id = $1 order by at desc, ordinal desc limit 1`,
    [web, clock.now()],
  )
  clock.advance({ days: 200 })
  const own = { source: '某省节约用云办法（试算）', isProductDefault: false }
  const { body } = await server.current.call(people().centre, ruleSetOperations.create, {
    body: {
      effectiveFrom: '2028-12-01',
      reason: '长期关机从宽',
      items: [{ code: 'saving.stopped.days', value: 366, ...own }],
    },
  })
  ruleSetId = body.id
})

describe('saving rules tried on the last twelve month ends (R128)', () => {
  it('are for those who keep the rules, and for a version that is there', async () => {
    expect((await begin(ruleSetId, people().departmentAdmin)).status).toBe(403)
    expect((await begin(server.current.ids.next())).status).toBe(404)
  })

  it('F5 goes on where it stopped, counts each once, and changes no proposal', async () => {
    const { body: begun, status } = await begin()
    expect([status, begun.state, begun.allMonths, begun.doneMonths]).toEqual([202, 'running', 12, 0])
    expect((await begin()).problem.reason).toBe('saving-trial.running')
    const aborted = new AbortController()
    aborted.abort()
    await expect(work(begun.id, aborted.signal)).rejects.toThrow()
    expect(await work(begun.id)).toEqual({ done: true })
    expect(await work(begun.id)).toEqual({ done: true })
    const done = await get(begun.id)
    expect(done).toMatchObject({ state: 'done', doneMonths: 12 })
    // Of the months in which it was off for more than thirty days, and of no earlier one.
    const stopped = done.byMonth.filter(({ now }) => now.count > 0)
    expect(stopped.length).toBeGreaterThan(0)
    expect(stopped.length).toBeLessThan(12)
    for (const { now, tried, dropped } of stopped) expect([now.count - tried.count, dropped]).toEqual([1, 1])
    expect(done.byRule.find(({ rule }) => rule === 'stopped')).toMatchObject({
      now: { count: 1 },
      tried: { count: 0 },
      added: 0,
      dropped: 1,
    })
    const { body } = await server.current.call(people().centre, operations.rows, {
      params: { id: begun.id },
      query: { rule: 'stopped' },
    })
    expect(body.items).toHaveLength(stopped.length)
    const { rows } = await server.current.database.owner.query('select from saving_proposal')
    expect(rows).toHaveLength(0)
  })

  it('is forgotten after its time', async () => {
    const [trial] = (await server.current.call(people().centre, operations.list, { query: {} })).body.items
    server.current.clock.advance({ days: 31 })
    await work(trial?.id ?? '')
    const { status } = await server.current.call(people().centre, operations.get, {
      params: { id: trial?.id ?? '' },
    })
    expect(status).toBe(404)
  })
})
