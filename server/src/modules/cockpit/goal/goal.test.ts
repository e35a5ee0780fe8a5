import {
  type Goal,
  type GoalCreate,
  goalOperations as operations,
  projectFilingOperations,
  spendingOperations,
} from '@yunheng/contract'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { billBody, billedUntil } from '../../billing/index.ts'
import { judgeGapsFrom, meterUsage } from '../../metering/index.ts'
import { type GoalFacts, progressOf, refuseMonths, refuseTarget, stateOf } from './goal.ts'

describe('R26: the rules of a goal', () => {
  const use: GoalFacts = { indicator: 'cpu-use', baseline: '20.00', target: '40', dueMonth: '2026-12' }
  const cost: GoalFacts = { indicator: 'vcpu-cost', baseline: '50.00', target: '40', dueMonth: '2026-12' }

  it.each([
    [use, '30.00', '2026-10', 'under-way', 50],
    [use, '40.00', '2026-10', 'reached', 100],
    [use, '39.99', '2026-12', 'missed', 99],
    [use, '10.00', '2026-12', 'missed', -50],
    [use, null, '2026-12', 'unknown', null],
    [cost, '45.00', '2026-10', 'under-way', 50],
    [cost, '39.00', '2026-12', 'reached', 110],
    [cost, '40.01', '2026-12', 'missed', 99],
  ] as const)(
    '%o at %s at the end of %s is %s, %s percent of the way',
    (goal, actual, month, state, percent) => {
      expect([stateOf(goal, actual, month), progressOf(goal, actual)]).toEqual([state, percent])
    },
  )

  it('has a target that is better than its baseline: a cost below, a use above and never beyond 100 %', () => {
    const targets = ['19.99', '20', '20.01', '100', '100.01']
    expect(targets.map((target) => refuseTarget({ ...use, target }))).toEqual([
      'goal.direction',
      'goal.direction',
      null,
      null,
      'goal.direction',
    ])
    expect(['50', '49.99', '0'].map((target) => refuseTarget({ ...cost, target }))).toEqual([
      'goal.direction',
      null,
      null,
    ])
  })

  it('begins with a month that is over, and is due after it', () => {
    expect(refuseMonths('2026-10', '2026-12', '2026-10')).toBeNull()
    expect(refuseMonths('2026-11', '2026-12', '2026-10')).toBe('goal.months')
    expect(refuseMonths('2026-10', '2026-10', '2026-10')).toBe('goal.months')
  })

  it('is said to be reached exactly when all of the way is behind it (property)', () => {
    const value = fc
      .integer({ min: 0, max: 1_000_000 })
      .map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`)
    fc.assert(
      fc.property(value, value, value, (baseline, target, actual) => {
        const goal: GoalFacts = { ...cost, baseline, target }
        fc.pre(refuseTarget(goal) === null)
        expect(stateOf(goal, actual, '2026-12') === 'reached').toBe((progressOf(goal, actual) ?? 0) >= 100)
      }),
    )
  })
})

describe('R26: goals of a level', () => {
  const server = useServer()
  const people = () => server.current.world.people
  const aGoal = (parts: Partial<GoalCreate> = {}): GoalCreate => ({
    indicator: 'cpu-use',
    baselineMonth: '2026-09',
    baseline: null,
    target: '80',
    dueMonth: '2027-06',
    source: '省级政务云成本与利用率行动方案 第三条（样例）',
    note: '',
    ...parts,
  })
  const set = (parts: Partial<GoalCreate> = {}, as: Persona = people().bureau) =>
    server.current.call(as, operations.create, { body: aGoal(parts) })
  const seen = ({ id }: Pick<Goal, 'id'>, as: Persona = people().departmentAdmin) =>
    well(server.current.call(as, operations.get, { params: { id } }))
  let serverId = ''

  /** September of one server, billed, and its use by day. */
  beforeAll(async () => {
    const { clock, database, world } = server.current
    const supply = await givenSupply(server.current)
    await judgeGapsFrom(database.owner, 'infinity')
    clock.set('2026-09-10T02:10:00.000Z')
    const ids = await supply.approve()
    await supply.settle()
    for (const id of ids) if ((await supply.row(id)).kind === 'server') serverId = id
    clock.set('2026-10-09T02:00:00.000Z')
    const ctx = setupCtx(server.current)
    await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
    await billBody(ctx, world.bodies.department)
    await use('2026-09-12', 1, 288, 288 * 250)
    await use('2026-09-13', 1, 288, 288 * 350)
    // Of another county.
    await use('2026-09-14', 1, 288, 288 * 900, world.bodies.otherDepartment)
  })

  /** Samples of a day in thousandths: metric 1 is CPU, 2 memory. */
  const use = (
    day: string,
    metric: number,
    samples: number,
    sum: number,
    bodyId: string = server.current.world.bodies.department,
  ) =>
    server.current.database.owner.query(
      `insert into measure_day (resource_id, day, metric, body_id, provider_body_id, samples, sum, peak, histogram, slots)
       values ($1, $2, $3, $4, $5, $6, $7, 1000, array_fill(0::smallint, array[20]), decode(repeat('ff', 36), 'hex'))`,
      [serverId, day, metric, bodyId, server.current.world.bodies.provider, samples, sum],
    )

  it('are set by the bureau alone, and never without an indicator, a target and a baseline', async () => {
    expect((await set({}, people().centre)).status).toBe(403)
    expect((await set({}, people().departmentAdmin)).status).toBe(403)
    for (const missing of ['indicator', 'target'] as const) {
      const { [missing]: _, ...body } = aGoal()
      const refused = await server.current.call(people().bureau, operations.create, {
        body: body as GoalCreate,
      })
      expect(refused.status).toBe(400)
    }
    const unknown = await set({ indicator: 'memory-use' })
    expect(unknown.problem.reason).toBe('goal.baseline_unknown')
    expect(unknown.problem.text.zh).toContain('2026-09')
    const worse = await set({ target: '30' })
    expect(worse.problem.reason).toBe('goal.direction')
    expect(worse.problem.text.en).toContain('50.00 % of “Mean use of CPU”')
    expect((await set({ baselineMonth: '2026-10' })).problem.reason).toBe('goal.months')
  })

  it('hold baseline, target, actual and formula; the actual is the ledger’s of the latest month, never typed', async () => {
    const made = await well(set())
    expect(made).toMatchObject({
      baseline: '50.00',
      baselineFrom: 'ledger',
      target: '80.00',
      actual: '50.00',
      actualMonth: '2026-09',
      progressPercent: 0,
      state: 'under-way',
    })
    expect(made.formula.zh).toContain('采样之和 ÷ 采样数')
    expect((await set()).problem.reason).toBe('goal.exists')
    await use('2026-10-08', 1, 100, 100 * 400)
    server.current.clock.set('2026-11-03T02:00:00.000Z')
    expect(await seen(made)).toMatchObject({ actual: '40.00', actualMonth: '2026-10', progressPercent: -33 })
    server.current.clock.set('2026-12-03T02:00:00.000Z')
    expect(await seen(made)).toMatchObject({ actual: null, actualMonth: '2026-11', state: 'unknown' })
  })

  it('price a vCPU as its bills do, and count what accepted projects build, to the 分', async () => {
    const { call, world } = server.current
    const cost = await well(set({ indicator: 'vcpu-cost', target: '1' }))
    // As the comparison of providers has it: there was one.
    const paid = await well(
      call(people().bureau, spendingOperations.rates, {
        query: { period: 'month', until: '2026-09', dimension: 'vcpu' },
      }),
    )
    expect(paid.items).toHaveLength(1)
    expect(cost.baseline).toBe(Number(paid.items[0]?.paid).toFixed(2))
    const filed = await well(
      call(people().departmentAdmin, projectFilingOperations.create, {
        body: {
          bodyId: world.bodies.department,
          name: '异地灾备机房',
          nature: 'new',
          summary: '',
          connection: 'lease',
          exemption: null,
          items: [
            {
              kind: 'machine-room',
              name: '机房',
              cost: { amountMinor: 1_000_000_01, currency: 'CNY' },
              stateRequirement: { document: '国家文件', clause: '第一条' },
            },
            {
              kind: 'software',
              name: '业务软件',
              cost: { amountMinor: 9_00, currency: 'CNY' },
              stateRequirement: null,
            },
          ],
        },
      }),
    )
    const at = (version: number) => ({ params: { id: filed.id }, body: { version } })
    const submitted = await well(
      call(people().departmentAdmin, projectFilingOperations.submit, at(filed.version)),
    )
    const approved = await well(
      call(people().bureau, projectFilingOperations.approve, {
        params: { id: filed.id },
        body: { version: submitted.version, item: 1 },
      }),
    )
    await well(
      call(people().bureau, projectFilingOperations.accept, {
        params: { id: filed.id },
        body: { version: approved.version, comment: '' },
      }),
    )
    server.current.clock.set('2027-01-05T02:00:00.000Z')
    const build = await well(
      set({ indicator: 'build-cost', baselineMonth: '2026-12', target: '500000', dueMonth: '2027-12' }),
    )
    expect([build.baseline, build.baselineFrom]).toEqual(['1000000.01', 'ledger'])
  })

  it('are the level’s own: another reads them and changes none, and its own are of its bodies alone', async () => {
    const own = await well(set({ indicator: 'memory-use', baseline: '25.5', baselineMonth: '2025-12' }))
    expect([own.baselineFrom, own.baseline]).toEqual(['document', '25.50'])
    server.current.clock.set('2027-01-05T02:00:00.000Z')
    const { call } = server.current
    const county = await well(set({}, people().countyBureau))
    expect([county.baseline, county.region.id]).toEqual(['30.00', server.current.world.regions.countyA])
    const change = { version: own.version, target: '60', dueMonth: '2027-09', source: '会议纪要', note: '' }
    const foreign = await call(people().countyBureau, operations.update, {
      params: { id: own.id },
      body: change,
    })
    expect(foreign.problem.reason).toBe('goal.not_yours')
    const changed = await well(
      call(people().bureau, operations.update, { params: { id: own.id }, body: change }),
    )
    expect([changed.target, changed.baseline]).toEqual(['60.00', '25.50'])
    const stale = await call(people().bureau, operations.update, { params: { id: own.id }, body: change })
    expect(stale.problem.reason).toBe('common.version_stale')
    const listed = await well(
      call(people().departmentAdmin, operations.list, { query: { indicator: 'memory-use' } }),
    )
    expect(listed.items.map(({ id }) => id)).toEqual([own.id])
  })

  it('stay as they came out once their month is over', async () => {
    const { call, clock, database } = server.current
    const goal = await well(
      set({ indicator: 'memory-use', baseline: '20', baselineMonth: '2026-06', dueMonth: '2027-02' }),
    )
    clock.set('2027-03-02T02:00:00.000Z')
    const over = await seen(goal, people().bureau)
    expect(over.actions.modify).toEqual({ allowed: false, reason: 'goal.over' })
    const removed = await call(people().bureau, operations.remove, { params: { id: goal.id } })
    expect(removed.problem.reason).toBe('goal.over')
    // The database itself takes no target that is worse than its baseline.
    await expect(
      database.owner.query(`update goal set target = 10 where id = $1`, [goal.id]),
    ).rejects.toThrow(/goal_check/)
  })
})
