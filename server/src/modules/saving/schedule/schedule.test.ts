import {
  powerScheduleOperations as operations,
  type PowerSchedule,
  type PowerScheduleCreate,
  resourceOperations,
  savingOperations,
} from '@yunheng/contract'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { judgeGapsFrom } from '../../metering/index.ts'
import { createWorkflow, organisationResolver } from '../../workflow/index.ts'
import { createNoticeReconciler, scheduleReconciler } from '../index.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
let web = ''
let volume = ''

const shanghai = (time: string) => server.current.clock.set(new Date(`${time}:00+08:00`).toISOString())

/** What a beat does: looks at whatever is due, then lets the cloud follow. */
async function beat(): Promise<number> {
  const ctx = setupCtx(server.current)
  const due = await scheduleReconciler.sweep(ctx)
  for (const id of due) await scheduleReconciler.reconcile(ctx, id, AbortSignal.timeout(10_000))
  return due.length
}
const powerOf = async (id: string) => {
  const { spec } = await supply.row(id)
  return spec.kind === 'server' ? spec.power : null
}
const asked = (change: Partial<PowerScheduleCreate> = {}): PowerScheduleCreate => ({
  name: '办公时间开机',
  systemId: supply.systemId,
  resourceIds: [web],
  windows: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '20:00' }],
  validFrom: '2026-09-15',
  validUntil: null,
  savingNoticeId: null,
  ...change,
})
const make = (change: Partial<PowerScheduleCreate> = {}, persona: Persona = people().departmentAdmin) =>
  server.current.call(persona, operations.create, { body: asked(change) })
const get = async (id: string, persona: Persona = people().departmentAdmin) =>
  (await server.current.call(persona, operations.get, { params: { id } })).body
const end = async (one: Pick<PowerSchedule, 'id'>) => {
  const { version } = await get(one.id)
  await server.current.call(people().departmentAdmin, operations.end, {
    params: { id: one.id },
    body: { version },
  })
  await beat()
}
/** What a test left that failed. */
const endAll = async () => {
  const { body } = await server.current.call(people().departmentAdmin, operations.list, {
    query: { state: 'active' },
  })
  for (const one of body.items) await end(one)
}
const acts = async (id: string) => {
  const { rows } = await server.current.database.owner.query<{ code: string; at: Date }>(
    "select code, at from resource_history where resource_id = $1 and code like 'power-schedule.%' order by id",
    [id],
  )
  return rows.map(({ code }) => code)
}
/** By hand, as the console does it. */
const press = async (verb: 'start' | 'stop', id = web) => {
  const { version } = await supply.row(id)
  const { status } = await server.current.call(people().departmentAdmin, resourceOperations[verb], {
    params: { id },
    body: { version },
  })
  expect(status).toBe(200)
}

/** One that was accepted. What finds and sends it has tests of its own. */
async function givenNotice(resourceId: string): Promise<string> {
  const { database, clock, ids, world } = server.current
  const id = ids.next()
  const row = await supply.row(resourceId)
  const { rows } = await database.owner.query<{ id: string }>(
    'select id from rule_set where region_id is null order by number limit 1',
  )
  await database.owner.query(
    `insert into saving_notice (id, state, resource_id, kind, body_id, system_id, provider_body_id, rule, vcpus, memory_mib,
       evidence, rule_set_id, sent_at, sent_by, answered_at, answered_by)
     values ($1, 'accepted', $2, 'server', $3, $4, $5, 'idle', 2, 4096, '[]', $6, $7, '', $7, '')`,
    [
      id,
      resourceId,
      world.bodies.department,
      supply.systemId,
      row.provider_body_id,
      rows[0]?.id,
      clock.now(),
    ],
  )
  await database.owner.query(
    `insert into saving_proposal (id, resource_id, rule, kind, body_id, system_id, provider_body_id, saved_vcpus,
       saved_memory_mib, saved_storage_gib, evidence, found_on, judged_on, rule_set_id)
     values ($1, $2, 'idle', 'server', $3, $4, $5, 2, 4096, 40, '[]', '2026-09-20', '2026-09-20', $6)`,
    [ids.next(), resourceId, world.bodies.department, supply.systemId, row.provider_body_id, rows[0]?.id],
  )
  return id
}

/** What follows notices, once. @returns which it looks at. */
async function follow(): Promise<readonly string[]> {
  const ctx = setupCtx(server.current)
  const workflow = createWorkflow({ resolver: organisationResolver, listeners: () => [] })
  const reconciler = createNoticeReconciler(workflow)
  const ids = await reconciler.sweep(ctx)
  for (const id of ids) await reconciler.reconcile(ctx, id, AbortSignal.timeout(10_000))
  return ids
}

beforeAll(async () => {
  supply = await givenSupply(server.current)
  // Nobody looks at the cloud between the hours that are told here.
  await judgeGapsFrom(server.current.database.owner, 'infinity')
  for (const id of await supply.approve()) {
    const { kind } = await supply.row(id)
    if (kind === 'server') web = id
    if (kind === 'volume') volume = id
  }
  await supply.settle()
})

describe('a power schedule', () => {
  it('is refused for what is no server of the system, for windows that overlap, and for days that are over', async () => {
    expect((await make({ resourceIds: [volume] })).problem.reason).toBe('power-schedule.servers')
    expect((await make({ resourceIds: [server.current.ids.next()] })).problem.reason).toBe(
      'power-schedule.servers',
    )
    const overlapping = [
      { days: [1], from: '08:00', to: '12:00' },
      { days: [1], from: '11:00', to: '13:00' },
    ]
    expect((await make({ windows: overlapping })).problem.reason).toBe('power-schedule.windows')
    expect((await make({ validFrom: '2026-01-01', validUntil: '2026-01-31' })).problem.reason).toBe(
      'power-schedule.period',
    )
    const twenty = [{ days: [1], from: '25:00', to: '26:00' }]
    expect((await make({ windows: twenty })).status).toBe(400)
    expect((await make({ savingNoticeId: server.current.ids.next() })).problem.reason).toBe(
      'power-schedule.notice',
    )
  })

  it('is made by the body whose servers they are, and by nobody else', async () => {
    expect((await make({}, people().otherAdmin)).status).toBe(404)
    expect((await make({}, people().centre)).status).toBe(403)
    expect((await make({}, people().providerAdmin)).status).toBe(404)
  })

  it('is seen beforehand: the next fourteen days, hours and money; nothing is written (R122)', async () => {
    const { name: _, savingNoticeId: __, ...body } = asked()
    const { body: preview, status } = await server.current.call(
      people().departmentApplicant,
      operations.preview,
      { body },
    )
    expect(status).toBe(200)
    expect(preview).toMatchObject({ offHoursPerWeek: 108 })
    expect(preview.days).toHaveLength(14)
    const { body: list } = await server.current.call(people().departmentAdmin, operations.list, { query: {} })
    expect(list.items).toEqual([])
  })

  it('goes to the next office day, through nights, weekends and holidays, and is seen by those it concerns', async () => {
    shanghai('2026-09-15T12:00')
    const { body: one, status } = await make()
    expect(status).toBe(201)
    expect(one).toMatchObject({
      state: 'active',
      wants: 'on',
      servers: [{ resource: { id: web }, power: 'on', standing: 'as-scheduled', stoppedHours: 0 }],
    })
    expect((await make()).problem.reason).toBe('power-schedule.taken')
    await beat()
    expect(await powerOf(web)).toBe('on')
    shanghai('2026-09-15T20:00')
    await beat()
    expect(await powerOf(web)).toBe('off')
    expect((await supply.row(web)).agreement).toBe('changing')
    await supply.settle()
    expect((await supply.row(web)).state).toBe('stopped')
    // Asked again and again it does nothing more.
    for (let times = 0; times < 3; times += 1) await beat()
    expect(await acts(web)).toEqual(['power-schedule.stop'])
    shanghai('2026-09-16T08:00')
    await beat()
    await supply.settle()
    expect(await powerOf(web)).toBe('on')
    expect(await acts(web)).toEqual(['power-schedule.stop', 'power-schedule.start'])
    // Measured: twelve hours off, as the cloud was seen.
    const { servers } = await get(one.id)
    expect(servers[0]?.stoppedHours).toBeGreaterThan(11.9)
    expect(servers[0]?.stoppedHours).toBeLessThan(12.1)
    // The regulator sees it; another body does not.
    expect((await get(one.id, people().centre)).id).toBe(one.id)
    const other = await server.current.call(people().otherAdmin, operations.get, { params: { id: one.id } })
    expect(other.status).toBe(404)
    await end(one)
  })

  it('writes who switched it off into the trail: the platform, for which schedule', async () => {
    const { rows } = await server.current.database.owner.query<{ details: { schedule: string } }>(
      "select details from resource_history where code = 'power-schedule.stop' limit 1",
    )
    expect(rows[0]?.details.schedule).toBe('办公时间开机')
  })
})

describe('what comes between', () => {
  let one: PowerSchedule
  beforeEach(async () => {
    shanghai('2026-09-21T12:00')
    await endAll()
    if ((await powerOf(web)) === 'off') await press('start')
    await supply.settle()
    shanghai('2026-09-22T12:00')
    one = (await make()).body
    await beat()
  })

  it('a stop of the platform over both edges: nothing is done twice, and what was missed is caught up', async () => {
    const before = (await acts(web)).length
    // Down from Tuesday noon to Wednesday noon: the night has passed, it runs as it should.
    shanghai('2026-09-23T12:00')
    await beat()
    expect(await powerOf(web)).toBe('on')
    expect(await acts(web)).toHaveLength(before)
    // Down until the middle of the next night: switched off once, late.
    shanghai('2026-09-24T02:30')
    await beat()
    await beat()
    expect(await powerOf(web)).toBe('off')
    expect(await acts(web)).toHaveLength(before + 1)
    await end(one)
  })

  it('a start by hand: left alone for the grace of the rule, then off again', async () => {
    shanghai('2026-09-22T20:00')
    await beat()
    await supply.settle()
    shanghai('2026-09-22T21:00')
    await press('start')
    await supply.settle()
    await beat()
    shanghai('2026-09-23T00:59')
    await beat()
    expect(await powerOf(web)).toBe('on')
    expect((await get(one.id)).servers[0]).toMatchObject({
      standing: 'by-hand',
      sparedUntil: expect.any(String),
    })
    shanghai('2026-09-23T01:01')
    await beat()
    expect(await powerOf(web)).toBe('off')
    await end(one)
  })

  it('a stop by hand: it stays off in the morning', async () => {
    await press('stop')
    await supply.settle()
    shanghai('2026-09-23T08:00')
    await beat()
    expect(await powerOf(web)).toBe('off')
    expect((await get(one.id)).servers[0]?.standing).toBe('by-hand')
    await end(one)
    expect(await powerOf(web)).toBe('off')
  })

  it('an exception: it stays on until then, no longer than the rule allows', async () => {
    const stay = (until: string, resourceId: string | null = null) =>
      server.current.call(people().departmentAdmin, operations.stay, {
        params: { id: one.id },
        body: {
          version: one.version,
          resourceId,
          until: new Date(`${until}:00+08:00`).toISOString(),
          reason: '上线演练',
        },
      })
    expect((await stay('2026-09-22T11:00')).problem.reason).toBe('power-schedule.stay')
    expect((await stay('2026-10-22T11:00')).problem.reason).toBe('power-schedule.stay')
    expect((await stay('2026-09-22T23:00', volume)).problem.reason).toBe('power-schedule.servers')
    const { body: staying } = await stay('2026-09-22T23:00', web)
    expect(staying.stays).toMatchObject([{ reason: '上线演练', resource: { id: web } }])
    expect((await stay('2026-09-22T23:00')).problem.reason).toBe('common.version_stale')
    shanghai('2026-09-22T22:59')
    await beat()
    expect(await powerOf(web)).toBe('on')
    shanghai('2026-09-22T23:00')
    await beat()
    expect(await powerOf(web)).toBe('off')
    await end(one)
  })

  it('an exception counts until its time, however many were said after it (R122)', async () => {
    const until = new Date('2026-09-22T23:00:00+08:00').toISOString()
    const { body: staying } = await server.current.call(people().departmentAdmin, operations.stay, {
      params: { id: one.id },
      body: { version: one.version, resourceId: null, until, reason: '上线演练' },
    })
    const stayId = staying.stays[0]?.id ?? ''
    // As many again as a page shows, all of them over by the evening.
    await server.current.database.owner.query(
      `insert into power_stay (id, schedule_id, body_id, until_at, reason, created_by, created_at)
       select gen_random_uuid(), schedule_id, body_id, created_at + interval '1 hour', reason, created_by,
         created_at + n * interval '1 second'
       from power_stay cross join generate_series(1, 100) n where id = $1`,
      [stayId],
    )
    shanghai('2026-09-22T21:00')
    await beat()
    expect(await powerOf(web)).toBe('on')
    const seen = await get(one.id)
    expect(seen.stays[0]).toMatchObject({ id: stayId, isOver: false })
    expect(seen.preview.next).toEqual({ at: until, to: 'off' })
    shanghai('2026-09-22T23:00')
    await beat()
    expect(await powerOf(web)).toBe('off')
    await end(one)
  })

  it('its end at night: what it had switched off is switched on again, once, and it does nothing any more', async () => {
    shanghai('2026-09-22T23:00')
    await beat()
    expect(await powerOf(web)).toBe('off')
    await supply.settle()
    const before = (await acts(web)).length
    await end(one)
    expect(await powerOf(web)).toBe('on')
    expect(await beat()).toBe(0)
    expect(await acts(web)).toHaveLength(before + 1)
    const again = await server.current.call(people().departmentAdmin, operations.end, {
      params: { id: one.id },
      body: { version: (await get(one.id)).version },
    })
    expect(again.problem.reason).toBe('power-schedule.ended')
    expect((await get(one.id)).versions).toMatchObject([{ state: 'ended' }])
  })

  it('a clock that is set back by days: it is looked at all the same', async () => {
    shanghai('2026-11-10T12:00')
    await beat()
    shanghai('2026-09-23T21:00')
    expect(await beat()).toBeGreaterThan(0)
    expect(await powerOf(web)).toBe('off')
    await end(one)
  })

  describe('other hours (R122)', () => {
    const late = [{ days: [1, 2, 3, 4, 5], from: '10:00', to: '23:00' }]
    const change = async (
      body: {
        readonly windows?: typeof late
        readonly from?: string
        readonly validUntil?: string | null
      } = {},
      persona: Persona = people().departmentAdmin,
    ) =>
      server.current.call(persona, operations.change, {
        params: { id: one.id },
        body: {
          version: (await get(one.id)).version,
          windows: late,
          from: '2026-09-22',
          validUntil: null,
          reason: '汛期值守',
          ...body,
        },
      })

    it('are the body’s own to change, asked against the same rules as the first, and only while it is in force', async () => {
      expect((await change({}, people().otherAdmin)).status).toBe(404)
      expect((await change({}, people().centre)).status).toBe(403)
      const overlapping = [...late, { days: [1], from: '09:00', to: '11:00' }]
      expect((await change({ windows: overlapping })).problem.reason).toBe('power-schedule.windows')
      expect((await change({ from: '2026-09-21' })).problem.reason).toBe('power-schedule.period')
      expect((await change({ validUntil: '2026-09-21' })).problem.reason).toBe('power-schedule.period')
      const same = [{ days: [5, 4, 3, 2, 1], from: '08:00', to: '20:00' }]
      expect((await change({ windows: same })).problem.reason).toBe('power-schedule.same')
      await end(one)
      expect((await change()).problem.reason).toBe('power-schedule.ended')
    })

    it('are seen beforehand, are followed at once, and stay in its history with who and when', async () => {
      const { body: preview, status } = await server.current.call(
        people().departmentAdmin,
        operations.previewChange,
        { params: { id: one.id }, body: { windows: late, from: '2026-09-22', validUntil: null } },
      )
      expect(status).toBe(200)
      expect(preview.next).toEqual({ at: new Date('2026-09-22T23:00:00+08:00').toISOString(), to: 'off' })
      expect((await get(one.id)).preview.next?.at).toBe(new Date('2026-09-22T20:00:00+08:00').toISOString())
      const { body: changed } = await change()
      expect(changed.windows).toEqual(late)
      expect(changed.preview.next).toEqual(preview.next)
      expect(changed.versions).toMatchObject([
        { number: 2, state: 'in-force', from: '2026-09-22', reason: '汛期值守', by: expect.any(String) },
        { number: 1, state: 'past', windows: one.windows, reason: null },
      ])
      shanghai('2026-09-22T21:00')
      await beat()
      expect(await powerOf(web)).toBe('on')
      shanghai('2026-09-22T23:00')
      await beat()
      expect(await powerOf(web)).toBe('off')
      const { rows } = await server.current.database.owner.query(
        "select 1 from audit_pending where act = 'power-schedule.change' and object_id = $1",
        [one.id],
      )
      expect(rows).toHaveLength(1)
      await end(one)
    })

    it('planned for a later day count from it, and can be overtaken before', async () => {
      const { body: planned } = await change({ from: '2026-09-24' })
      expect(planned.windows).toEqual(one.windows)
      expect(planned.versions[0]).toMatchObject({ number: 2, state: 'planned' })
      // As they are now, from the same day on: what was planned is given up.
      const { body: kept } = await change({ windows: [...one.windows], from: '2026-09-23' })
      expect(kept.versions).toMatchObject([
        { number: 3, state: 'planned' },
        { number: 2, state: 'past' },
        { number: 1, state: 'in-force' },
      ])
      shanghai('2026-09-24T21:00')
      await beat()
      expect(await powerOf(web)).toBe('off')
      await end(one)
    })

    it('are planned for a schedule that has not begun, from its first day on and not before it', async () => {
      await end(one)
      one = (await make({ validFrom: '2026-09-28' })).body
      const early = await change({ from: '2026-09-25' })
      expect(early.problem).toMatchObject({ reason: 'power-schedule.not_begun' })
      expect(early.problem.detail).toContain('2026-09-28')
      const later = (await change({ from: '2026-09-30' })).body
      expect(later.windows).toEqual(one.windows)
      expect(later.versions).toMatchObject([
        { number: 2, state: 'planned' },
        { number: 1, state: 'planned', from: '2026-09-28' },
      ])
      const { body: atOnce } = await change({ windows: late, from: '2026-09-28' })
      expect(atOnce.windows).toEqual(late)
      expect(atOnce.versions).toMatchObject([
        { number: 3, state: 'planned' },
        { number: 2, state: 'past' },
        { number: 1, state: 'past' },
      ])
      shanghai('2026-09-28T12:00')
      expect((await get(one.id)).versions).toMatchObject([{ state: 'in-force' }, {}, { state: 'past' }])
      await end(one)
    })

    it('count in money from their day on: what is planned saves nothing yet', async () => {
      // The shipped prices count in full what is switched off: as if they did not.
      const estimated = (table: string, column: string, fen: number) =>
        server.current.database.owner.query(
          `update ${table} set estimate_fen = ${fen} where ${column} = '${one.id}'`,
        )
      const seen = async () => {
        const { body } = await server.current.call(people().departmentAdmin, operations.summary, {})
        return [(await get(one.id)).estimate?.amountMinor, body.perMonth.amountMinor]
      }
      await estimated('power_schedule', 'id', 300_00)
      expect(await seen()).toEqual([300_00, 300_00])
      await change({ from: '2026-09-24' })
      await estimated('power_schedule_change', 'schedule_id', 200_00)
      expect(await seen()).toEqual([300_00, 300_00])
      shanghai('2026-09-24T12:00')
      expect(await seen()).toEqual([200_00, 200_00])
      // Nor does one whose first day is still to come.
      await end(one)
      one = (await make({ validFrom: '2026-10-08' })).body
      await estimated('power_schedule', 'id', 300_00)
      expect(await seen()).toEqual([300_00, 0])
      await end(one)
    })

    it('of which no row is ever changed, not even by the application', async () => {
      await change()
      const { database } = server.current
      const changing = database.inTx(SCOPE_ALL, (tx) =>
        tx.updateTable('power_schedule_change').set({ reason: 'x' }).execute(),
      )
      await expect(changing).rejects.toThrow(/permission denied/)
      await end(one)
    })

    it('an exception that is taken back: its hours count again', async () => {
      const until = new Date('2026-09-22T23:00:00+08:00').toISOString()
      const params = { id: one.id }
      const { body: staying } = await server.current.call(people().departmentAdmin, operations.stay, {
        params,
        body: { version: one.version, resourceId: null, until, reason: '上线演练' },
      })
      const stayId = staying.stays[0]?.id ?? ''
      expect(staying.preview.next?.at).toBe(until)
      shanghai('2026-09-22T21:00')
      await beat()
      expect(await powerOf(web)).toBe('on')
      const takeBack = (version: number) =>
        server.current.call(people().departmentAdmin, operations.endStay, {
          params,
          body: { version, stayId },
        })
      const { body: ended } = await takeBack(staying.version)
      expect(ended.stays[0]).toMatchObject({ isOver: true, endedBy: expect.any(String) })
      expect((await takeBack(ended.version)).problem.reason).toBe('power-schedule.stay_over')
      await beat()
      expect(await powerOf(web)).toBe('off')
      await end(one)
    })
  })

  it('a saving notice that it answers: done once it was followed, with what it saves (R129)', async () => {
    await end(one)
    const noticeId = await givenNotice(web)
    const { body: answer } = await make({ savingNoticeId: noticeId })
    expect(answer.savingNoticeId).toBe(noticeId)
    const noticed = async () =>
      (
        await server.current.call(people().departmentAdmin, savingOperations.notices, {
          query: { id: noticeId },
        })
      ).body.items[0]
    // It waits, and leaves room for others, until its hours begin.
    expect(await follow()).not.toContain(noticeId)
    expect(await noticed()).toMatchObject({ state: 'accepted', schedule: { id: answer.id } })
    shanghai('2026-09-22T21:00')
    await beat()
    await follow()
    expect(await noticed()).toMatchObject({ state: 'done', settledOn: '2026-09-22' })
    await end(answer)
  })

  it('an exemption as standby: it is never switched off, and none is made for it', async () => {
    const { body: declared } = await server.current.call(
      people().departmentAdmin,
      savingOperations.declareExemption,
      {
        body: {
          sort: 'standby',
          systemId: supply.systemId,
          resourceId: web,
          from: '2026-01-01',
          until: null,
          reason: '同城灾备待命',
          basis: '灾备预案 2026-3',
        },
      },
    )
    await server.current.call(people().centre, savingOperations.acceptExemption, {
      params: { id: declared.id },
      body: { version: declared.version },
    })
    shanghai('2026-09-22T21:00')
    await beat()
    expect(await powerOf(web)).toBe('on')
    expect((await get(one.id)).servers[0]?.standing).toBe('exempt')
    await end(one)
    expect((await make()).problem.reason).toBe('power-schedule.exempt')
  })
})
