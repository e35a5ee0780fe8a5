import {
  homeOperations,
  type Milestone,
  type MilestoneCreate,
  milestoneOperations as operations,
  systemOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenCloud } from '../../../../test/kit/clouds.ts'
import { aSystem, well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { refuseMeasure, refusePlan, stateOf } from './milestone.ts'

const server = useServer()
const people = () => server.current.world.people

function aPlan(parts: Partial<MilestoneCreate> = {}): MilestoneCreate {
  return {
    title: '市州服务覆盖方案印发',
    startsOn: null,
    dueOn: '2026-12-31',
    source: '省级政务云年度计划',
    figure: null,
    target: null,
    note: '',
    ...parts,
  }
}
const plan = (parts: Partial<MilestoneCreate> = {}, as: Persona = people().bureau) =>
  server.current.call(as, operations.create, { body: aPlan(parts) })
const look = ({ id }: Pick<Milestone, 'id'>, as: Persona = people().bureau) =>
  well(server.current.call(as, operations.get, { params: { id } }))
const listed = async (query: { state?: Milestone['state'] } = {}, as: Persona = people().bureau) =>
  (await well(server.current.call(as, operations.list, { query: { ...query, pageSize: 200 } }))).items
const shipped = async (dueOn: string) => {
  const found = (await listed()).find((one) => one.region === null && one.dueOn === dueOn)
  if (!found) throw new Error(`no milestone of the documents for ${dueOn}`)
  return found
}
const achieve = (milestone: Milestone, as: Persona = people().bureau, on = '2026-09-01') =>
  server.current.call(as, operations.achieve, {
    params: { id: milestone.id },
    body: { version: milestone.version, document: '试点迁移总结报告', documentNo: '省数办〔2026〕12号', on },
  })
const measure = (milestone: Milestone, as: Persona = people().bureau) =>
  server.current.call(as, operations.measure, {
    params: { id: milestone.id },
    body: { version: milestone.version },
  })

beforeAll(() => {
  server.current.clock.set('2026-09-15T02:00:00.000Z')
})

describe('the rules of the plan', () => {
  const facts = { region_id: 'r', due_on: '2026-12-31', figure: null, target: null, evidence_on: null }

  it.each([
    ['2026-11-30', 'open'],
    ['2026-12-01', 'due'],
    ['2026-12-31', 'due'],
    ['2027-01-01', 'late'],
  ] as const)('R3 a milestone of 31 December is on %s %s', (today, state) => {
    expect(stateOf(facts, today)).toBe(state)
    expect(stateOf({ ...facts, evidence_on: '2026-10-01' }, today)).toBe('achieved')
  })

  it('R3 a figure proves only what reaches its target, and is asked for only where there is one', () => {
    const measured = { ...facts, figure: 'provider-platforms', target: 3 } as const
    expect([2, 3, null].map((actual) => refuseMeasure(measured, actual))).toEqual([
      'milestone.short',
      null,
      'milestone.short',
    ])
    expect(refuseMeasure(facts, 3)).toBe('milestone.no_figure')
    const dates = { startsOn: null, dueOn: '2026-12-31' }
    expect(refusePlan({ ...dates, figure: 'systems-migrated', target: 101 })).toBe('milestone.target')
    expect(refusePlan({ ...dates, figure: 'systems-migrated', target: null })).toBe('milestone.target')
    expect(refusePlan({ ...dates, startsOn: '2027-01-01', figure: null, target: null })).toBe(
      'milestone.period',
    )
  })
})

describe('R3: the milestone plan', () => {
  it('R3: holds the dates of the documents with their source, for everybody who reads it', async () => {
    const plans = (await listed({}, people().departmentAdmin)).filter((one) => one.region === null)
    expect(plans.map((one) => [one.startsOn, one.dueOn, one.target])).toEqual([
      [null, '2017-02-28', 3],
      ['2017-03-01', '2017-12-31', null],
      [null, '2019-12-31', 95],
    ])
    for (const one of plans) {
      expect(one.source).toContain('青海省级政务云建设规划方案')
      expect(one.state).toBe('late')
    }
    expect(plans[2]).toMatchObject({ isProductDefault: true })
    const document = plans[0] as Milestone
    const body = { ...aPlan({ dueOn: '2030-01-01' }), version: document.version }
    const params = { id: document.id }
    const changed = await server.current.call(people().bureau, operations.update, { params, body })
    expect(changed.problem.reason).toBe('milestone.of_document')
    const removed = await server.current.call(people().bureau, operations.remove, { params })
    expect(removed.problem.reason).toBe('milestone.of_document')
  })

  it('R3: a late milestone shows red from the day after, by China’s civil day', async () => {
    const { clock, call } = server.current
    clock.set('2026-09-15T02:00:00.000Z')
    const milestone = (await plan({ dueOn: '2026-09-15' })).body
    const before = (await listed({ state: 'late' })).length
    clock.set('2026-09-15T15:59:59.000Z')
    expect(await look(milestone)).toMatchObject({ state: 'due', daysLate: 0 })
    clock.set('2026-09-15T16:00:00.000Z')
    expect(await look(milestone)).toMatchObject({ state: 'late', daysLate: 1 })
    const late = await listed({ state: 'late' })
    expect(late.map(({ id }) => id)).toContain(milestone.id)
    expect(late).toHaveLength(before + 1)
    const home = (await call(people().bureau, homeOperations.summary)).body.figures
    expect(home.find(({ key }) => key === 'milestones-late')).toMatchObject({
      value: late.length,
      tone: 'bad',
    })
    clock.set('2026-09-15T02:00:00.000Z')
  })

  it('R3: the platforms are proven by the ledger, and only when there are three', async () => {
    const { world, call, database } = server.current
    const platforms = await shipped('2017-02-28')
    expect(platforms).toMatchObject({ actual: 0, actions: { measure: { reason: 'milestone.short' } } })
    expect((await achieve(platforms)).problem.reason).toBe('milestone.measured')
    const owners = [world.bodies.provider, world.bodies.otherProvider, world.bodies.department]
    for (const provider of owners.slice(0, 2)) await givenCloud(server.current, { provider })
    await givenCloud(server.current, { provider: world.bodies.provider })
    await database.owner.query(`update cloud set state = 'healthy'`)
    const short = await measure(platforms)
    expect(short.problem).toMatchObject({ reason: 'milestone.short' })
    expect(short.problem.detail).toContain('2')
    await givenCloud(server.current, { provider: world.bodies.department })
    await database.owner.query(`update cloud set state = 'healthy'`)
    const done = await measure(platforms)
    expect(done.body).toMatchObject({
      state: 'achieved',
      evidence: { on: '2026-09-15', value: 3, document: null, recordedBy: 'bureau' },
    })
    const again = await call(people().bureau, operations.measure, {
      params: { id: platforms.id },
      body: { version: done.body.version },
    })
    expect(again.problem.reason).toBe('milestone.achieved')
  })

  it('R3: the migration of provincial bodies is counted from the ledger, the exempt left out', async () => {
    const { call, world } = server.current
    const register = (code: string, deployment: 'cloud' | 'to-migrate') =>
      well(
        call(people().centre, systemOperations.create, {
          body: aSystem(world, {
            code,
            bodyId: world.bodies.centre,
            kind: 'stock',
            deployment,
            responsiblePersonId: null,
          }),
        }),
      )
    expect((await shipped('2019-12-31')).actual).toBeNull()
    for (const code of ['prov-1', 'prov-2']) await register(code, 'cloud')
    await register('prov-3', 'to-migrate')
    const migrated = await shipped('2019-12-31')
    expect(migrated).toMatchObject({ actual: 66.6, unit: { zh: '%' } })
    expect((await measure(migrated)).problem.reason).toBe('milestone.short')
  })

  it('R3: without a figure a named document is the evidence; a mistake is taken back with its reason', async () => {
    const { call, database } = server.current
    const pilots = await shipped('2017-12-31')
    expect((await measure(pilots)).problem.reason).toBe('milestone.no_figure')
    expect((await achieve(pilots, people().bureau, '2026-09-16')).problem.reason).toBe(
      'milestone.future_document',
    )
    expect((await achieve(pilots, people().countyBureau)).problem.reason).toBe('milestone.not_yours')
    expect((await achieve(pilots, people().centre)).problem.reason).toBe('common.forbidden')
    const done = (await achieve(pilots)).body
    expect(done).toMatchObject({
      state: 'achieved',
      evidence: { document: '试点迁移总结报告', documentNo: '省数办〔2026〕12号', on: '2026-09-01' },
    })
    expect((await achieve(done)).problem.reason).toBe('milestone.achieved')
    const reopened = await call(people().bureau, operations.reopen, {
      params: { id: done.id },
      body: { version: done.version, reason: '文号有误' },
    })
    expect(reopened.body).toMatchObject({ state: 'late', evidence: null })
    const { rows } = await database.owner.query<{ act: string }>(
      `select act from audit_pending where object_id = $1 and outcome = 'done' order by act`,
      [done.id],
    )
    expect(rows.map(({ act }) => act)).toEqual(['milestone.achieve', 'milestone.create', 'milestone.reopen'])
    await expect(
      database.owner.query(
        `update milestone set evidence_on = now(), evidence_at = now(), evidence_by = 'x' where id = $1`,
        [done.id],
      ),
    ).rejects.toThrow(/check constraint/)
  })

  it('R3: a level plans its own beside them, and nobody writes to another’s', async () => {
    const { call, world } = server.current
    expect((await plan({}, people().centre)).status).toBe(403)
    const county = (await plan({ title: '县级系统迁移完成' }, people().countyBureau)).body
    expect(county.region?.id).toBe(world.regions.countyA)
    const params = { id: county.id }
    const body = { ...aPlan({ dueOn: '2027-03-31' }), version: county.version }
    expect((await call(people().bureau, operations.update, { params, body })).problem.reason).toBe(
      'milestone.not_yours',
    )
    const moved = await call(people().countyBureau, operations.update, { params, body })
    expect(moved.body).toMatchObject({ dueOn: '2027-03-31', version: 2 })
    const done = (await achieve(moved.body, people().countyBureau)).body
    expect((await call(people().countyBureau, operations.remove, { params })).problem.reason).toBe(
      'milestone.achieved',
    )
    expect(done.actions.modify).toEqual({ allowed: false, reason: 'milestone.achieved' })
  })
})
