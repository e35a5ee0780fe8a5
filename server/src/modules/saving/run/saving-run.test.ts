import { savingRunOperations as operations, savingOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { refuseCount } from '../../../platform/run/index.ts'
import { createWorkflow, organisationResolver } from '../../workflow/index.ts'
import type { Flows } from '../send-notice.ts'
import { createSavingRunReconciler } from './saving-run-reconciler.ts'

const server = useServer()
const people = () => server.current.world.people
const flows = createWorkflow({ resolver: organisationResolver, listeners: () => [] })
let supply: Supply
let resources: readonly string[] = []

async function propose(resourceId: string, rule: string, fen: number): Promise<string> {
  const { database, ids, world } = server.current
  const id = ids.next()
  const { provider_body_id: provider } = await supply.row(resourceId)
  await database.owner.query(
    `insert into saving_proposal (id, resource_id, rule, kind, body_id, system_id, provider_body_id, saving_fen, saved_vcpus,
       saved_memory_mib, saved_storage_gib, evidence, found_on, judged_on, rule_set_id)
     select $1, $2, $6, 'server', $3, $4, $5, $7, 0, 0, 0, '[]', '2026-09-20', '2026-09-20', id
     from rule_set where region_id is null order by number limit 1`,
    [id, resourceId, world.bodies.department, supply.systemId, provider, rule, fen],
  )
  return id
}

const start = (of: object, persona: Persona = people().centre) =>
  server.current.call(persona, operations.start, { body: { of } as never })
const seen = async (id: string) =>
  (await server.current.call(people().centre, operations.get, { params: { id } })).body
const itemsOf = async (id: string) =>
  (await server.current.call(people().centre, operations.items, { params: { id }, query: {} })).body.items
const notices = async () =>
  (await server.current.call(people().centre, savingOperations.notices, { query: {} })).body.items

function run(id: string, by: Flows = flows, signal = new AbortController().signal) {
  const { makeCtx } = server.current.composition
  return createSavingRunReconciler({ makeCtx, flows: by }).reconcile(setupCtx(server.current), id, signal)
}

beforeAll(async () => {
  supply = await givenSupply(server.current)
  resources = [...(await supply.approve()), ...(await supply.approve())].slice(0, 4)
  await supply.settle()
  const [a = '', b = '', c = '', d = ''] = resources
  await propose(a, 'idle', 300)
  await propose(b, 'idle', 200)
  await propose(c, 'idle', 100)
  await propose(d, 'undersized', 0)
})

describe('notices about all proposals of a filter (R128, R129)', () => {
  it('are refused to others, for nothing, for too many, and twice at once', async () => {
    expect((await start({ filters: {} }, people().bureau)).status).toBe(403)
    expect((await start({ filters: {} }, people().departmentAdmin)).status).toBe(403)
    expect((await start({ filters: { rule: 'undersized' } })).problem.reason).toBe('saving-run.empty')
    expect((await start({ proposalIds: [server.current.ids.next()] })).problem.reason).toBe(
      'common.not_found',
    )
    expect([2000, 2001].map((count) => refuseCount('saving-run', count))).toEqual([
      null,
      'saving-run.too_many',
    ])
  })

  it('F5 killed in the midst of one, each is sent once, the most to save first; what is found no more is left out', async () => {
    const { body: begun, status } = await start({ filters: { rule: 'idle' } })
    expect([status, begun.state, begun.total]).toEqual([202, 'running', 3])
    expect((await start({ filters: {} })).problem.reason).toBe('saving-run.under_way')
    let flown = 0
    const dying: Flows = {
      ...flows,
      async startFlow(...parts) {
        flown += 1
        const instance = await flows.startFlow(...parts)
        if (flown === 2) throw new Error('killed')
        return instance
      },
    }
    await expect(run(begun.id, dying)).rejects.toThrow('killed')
    expect(await seen(begun.id)).toMatchObject({ state: 'running', done: 1 })
    await server.current.database.owner.query('delete from saving_proposal where resource_id = $1', [
      resources[2],
    ])
    const aborted = new AbortController()
    aborted.abort()
    expect(await run(begun.id, flows, aborted.signal)).toEqual({ done: false, againMs: 0 })
    await Promise.all([run(begun.id), run(begun.id)])
    const ended = await seen(begun.id)
    expect(ended).toMatchObject({ state: 'ended', total: 3, done: 2, refused: 1, filters: { rule: 'idle' } })
    expect(ended.refusedFor.map(({ problem }) => problem.reason)).toEqual(['saving-run.gone'])
    const items = await itemsOf(begun.id)
    expect(items.map(({ resource }) => resource.id)).toEqual(resources.slice(0, 3))
    expect((await notices()).map(({ id }) => id).sort()).toEqual(
      items.flatMap(({ noticeId }) => noticeId ?? []).sort(),
    )
    const { rows } = await server.current.database.owner.query(
      `select from outbox where type = 'saving-run.ended' and aggregate_id = $1`,
      [begun.id],
    )
    expect(rows).toHaveLength(1)
  })

  it('about chosen ones say of each why none was sent, and end with the post they were asked from', async () => {
    const ofIt = await server.current.call(people().centre, savingOperations.proposals, { query: {} })
    const { body } = await start({ proposalIds: ofIt.body.items.map(({ id }) => id) })
    await run(body.id)
    const why = (await itemsOf(body.id)).map(({ problem }) => problem?.reason)
    expect(why).toEqual(['saving-notice.open', 'saving-notice.open', 'saving-notice.nothing_to_save'])
    const { body: left } = await start({ proposalIds: ofIt.body.items.map(({ id }) => id) })
    await server.current.database.owner.query(
      'update saving_run set post_id = gen_random_uuid() where id = $1',
      [left.id],
    )
    await run(left.id)
    expect((await seen(left.id)).refusedFor.map(({ problem }) => problem.reason)).toEqual([
      'saving-run.post_ended',
    ])
    const again = await server.current.call(people().centre, operations.stop, { params: { id: left.id } })
    expect(again.problem.reason).toBe('saving-run.ended')
  })

  it('leave out what an objection stands about while it is the same finding, and take it in again once it is found anew', async () => {
    const { clock, database } = server.current
    const [a = '', b = ''] = resources
    const waive = (id: string) =>
      database.owner.query(
        `update saving_notice set state = 'waived', answered_at = $2, decided_at = $2 where resource_id = $1`,
        [id, clock.now()],
      )
    const foundNow = (id: string) =>
      database.owner.query('update saving_proposal set found_on = $2 where resource_id = $1', [
        id,
        clock.now(),
      ])
    for (const id of [a, b]) await foundNow(id)
    clock.advance({ days: 2 })
    for (const id of [a, b]) await waive(id)
    expect((await start({ filters: {} })).problem.reason).toBe('saving-run.empty')
    const ofIt = await server.current.call(people().centre, savingOperations.proposals, { query: {} })
    const ofA = ofIt.body.items.find(({ resource }) => resource.id === a)
    expect(ofA?.actions.notify.allowed).toBe(true)
    clock.advance({ days: 2 })
    await foundNow(b)
    const { body } = await start({ filters: {} })
    expect(body.total).toBe(1)
    await run(body.id)
    expect((await itemsOf(body.id)).map(({ resource }) => resource.id)).toEqual([b])
  })
})
