import { calendarOperations as operations } from '@yunheng/contract'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { approver, type Bench, bureau, createBench } from '../a-workflow.ts'
import { aChain, aFlow, aStep, end, fill, start } from '../definition/a-flow.ts'
import { createClockReconciler } from '../instance/clock-reconciler.ts'
import { viewTask } from '../task/task-routes.ts'
import { compareDays, readDays } from './calendar-import.ts'

const server = useServer()
let bench: Bench
const people = () => server.current.world.people
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`)

beforeAll(async () => {
  bench = createBench(server.current)
  await bench.publish(
    aChain(
      aStep('check', {
        rule: approver,
        termWorkingDays: 2,
        escalateTo: { kind: 'role', role: 'department-admin', level: 'own-body' },
      }),
    ),
    'with-term',
  )
  await bench.publish(
    aFlow(
      [
        start,
        fill,
        aStep('check', { rule: approver }),
        {
          id: 'late',
          kind: 'timer',
          name: { zh: '超时', en: 'late' },
          attachedTo: 'check',
          interrupting: true,
          after: { amount: 4, unit: 'working-minute' },
        },
        aStep('chief', { rule: bureau }),
        end,
      ],
      'start>fill>check>end',
      'late>chief>end',
    ),
    'with-timer',
  )
})

const theCalendar = async () => {
  const list = await server.current.call(people().guide, operations.calendarList)
  return list.body.items[0]
}

describe('reading a year from text', () => {
  it('takes both languages, comments and full-width commas, and names each faulty line', () => {
    const text =
      '# 2027\n2027-01-01,holiday,元旦\n2027-01-03，上班，元旦调休\n2027-02-30,holiday,x\n2026-01-01,holiday,x\n2027-01-01,holiday,again\n2027-05-01,maybe,x\n2027-05-02,holiday,'
    const { days, errors } = readDays(text, 2027)
    expect(days).toEqual([
      { day: '2027-01-01', kind: 'holiday', name: '元旦' },
      { day: '2027-01-03', kind: 'workday', name: '元旦调休' },
    ])
    expect(errors.map((each) => each.line)).toEqual([4, 5, 6, 7, 8])
  })

  it('never throws, and what it accepts it can compare with itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const { days } = readDays(text, 2027)
        expect(compareDays(days, days)).toEqual({ added: 0, changed: 0, removed: 0, same: days.length })
      }),
      { numRuns: 300 },
    )
  })
})

describe('keeping the calendar', () => {
  it('shows the official years and warns from October that the next one is missing', async () => {
    server.current.clock.set('2026-09-15T04:00:00Z')
    expect(await theCalendar()).toMatchObject({ code: 'china', years: [2025, 2026], missingYear: null })
    server.current.clock.set('2026-10-15T04:00:00Z')
    expect(await theCalendar()).toMatchObject({ missingYear: 2027 })
    server.current.clock.set('2026-09-15T04:00:00Z')
  })

  it('explains a due time interval by interval, and refuses a year that it does not have', async () => {
    const id = (await theCalendar())?.id ?? ''
    const ask = async (from: string, amount: number) =>
      server.current.call(people().departmentApplicant, operations.calendarExplain, {
        params: { id },
        body: { from: at(from).toISOString(), amount, unit: 'working-day' },
      })
    const answer = await ask('2026-09-30 10:00', 1)
    expect(answer.body.dueAt).toBe(at('2026-10-08 17:30').toISOString())
    expect(answer.body.intervals.map((each) => each.name).filter(Boolean)).toEqual(['国庆节'])
    expect((await ask('2026-12-31 10:00', 1)).problem).toMatchObject({
      status: 422,
      reason: 'calendar.year_missing',
      text: { zh: expect.stringContaining('2027') },
    })
  })

  it('only the keeper changes it, with the version he read, each change a version of its own', async () => {
    const calendar = await theCalendar()
    const id = calendar?.id ?? ''
    const version = calendar?.version ?? 0
    const text = '2027-01-01,holiday,元旦'
    const body = { version, text, year: 2027, source: '测试', preview: true }
    expect(
      (await server.current.call(people().bureau, operations.calendarImport, { params: { id }, body }))
        .status,
    ).toBe(403)
    const preview = await server.current.call(people().systemAdmin, operations.calendarImport, {
      params: { id },
      body,
    })
    expect(preview.body).toMatchObject({ added: 1, calendar: null })
    const faulty = await server.current.call(people().systemAdmin, operations.calendarImport, {
      params: { id },
      body: { ...body, preview: false, text: 'x' },
    })
    expect(faulty.body).toMatchObject({ errors: [{ line: 1 }], calendar: null })
    const done = await server.current.call(people().systemAdmin, operations.calendarImport, {
      params: { id },
      body: { ...body, preview: false },
    })
    expect(done.body.calendar).toMatchObject({ version: version + 1 })
    const stale = await server.current.call(people().systemAdmin, operations.calendarSetYear, {
      params: { id },
      body: { version, year: 2028, days: [], source: '测试' },
    })
    expect(stale.problem.reason).toBe('common.version_stale')
    const wrong = await server.current.call(people().systemAdmin, operations.calendarUpdate, {
      params: { id },
      body: {
        version: version + 1,
        weekdays: [1, 2, 3, 4, 5],
        hours: [{ from: '12:00', to: '08:00' }],
        hoursSource: 'x',
      },
    })
    expect(wrong.problem.reason).toBe('calendar.hours_invalid')
    const old = await server.current.call(people().guide, operations.calendarGet, {
      params: { id },
      query: { version },
    })
    expect(old.body.years.map((year) => year.year)).toEqual([2025, 2026])
    expect(old.body.history.map((each) => each.version)).toEqual([version + 1, version])
  })
})

describe('clocks of running flows', () => {
  const runAll = async () => {
    const reconciler = createClockReconciler(bench.parts)
    const ctx = bench.system()
    const ids = await reconciler.sweep(ctx)
    for (const id of ids) await reconciler.reconcile(ctx, id, new AbortController().signal)
    return ids
  }

  it('escalates when the term has run out, once, and the task stays with those who had it', async () => {
    server.current.clock.set(at('2026-09-15 12:00').toISOString())
    const { departmentAdmin, departmentApplicant, departmentApprover } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'with-term')
    const task = await bench.todo(departmentApprover, instanceId)
    const shown = await viewTask(await bench.as(departmentApprover), bench.parts, task.id)
    expect(shown.dueAt).toBe(at('2026-09-17 17:30').toISOString())
    expect(shown.clock).toMatchObject({ amount: 2, missingYear: null })
    expect(await runAll()).toEqual([])
    server.current.clock.set(at('2026-09-17 17:31').toISOString())
    expect(await runAll()).toEqual([instanceId])
    expect(await runAll()).toEqual([])
    expect(await bench.hasTodo(departmentAdmin, instanceId)).toBe(true)
    expect(await bench.hasTodo(departmentApprover, instanceId)).toBe(true)
    const late = await viewTask(await bench.as(departmentApprover), bench.parts, task.id)
    expect(late).toMatchObject({ overdue: true })
    expect(late.instance.picture.nodes.find((node) => node.id === 'check')?.state).toBe('overdue')
    expect(late.instance.timeline.at(-1)).toMatchObject({ act: 'escalate', actor: null })
    const events = await server.current.database
      .as(SCOPE_ALL)
      .selectFrom('outbox')
      .select('type')
      .where('aggregate_id', '=', instanceId)
      .execute()
    expect(events.map((event) => event.type)).toEqual(['flow-instance.started', 'flow-instance.overdue'])
  })

  it('a timer takes the step over when its working time has passed, in office hours only', async () => {
    server.current.clock.set(at('2026-09-18 17:28').toISOString())
    const { bureau: chief, departmentApplicant, departmentApprover } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'with-timer')
    server.current.clock.set(at('2026-09-19 12:00').toISOString())
    await runAll()
    expect(await bench.hasTodo(departmentApprover, instanceId)).toBe(true)
    // Sunday the 20th is a make-up working day.
    server.current.clock.set(at('2026-09-20 08:33').toISOString())
    await runAll()
    expect(await bench.hasTodo(departmentApprover, instanceId)).toBe(false)
    expect((await bench.todo(chief, instanceId)).nodeId).toBe('chief')
  })

  it('says which year is missing, and works the term out as soon as the year is entered', async () => {
    server.current.clock.set(at('2028-12-29 10:00').toISOString())
    const { departmentApplicant, departmentApprover, systemAdmin } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'with-term')
    const task = await bench.todo(departmentApprover, instanceId)
    const before = await viewTask(await bench.as(departmentApprover), bench.parts, task.id)
    expect(before).toMatchObject({ dueAt: null, overdue: false, clock: { dueAt: null, missingYear: 2028 } })
    const calendar = await theCalendar()
    const id = calendar?.id ?? ''
    let version = calendar?.version ?? 0
    for (const year of [2028, 2029]) {
      const days = year === 2029 ? [{ day: '2029-01-01', kind: 'holiday' as const, name: '元旦' }] : []
      const done = await server.current.call(systemAdmin, operations.calendarSetYear, {
        params: { id },
        body: { version, year, days, source: '测试' },
      })
      version = done.body.version
    }
    expect(await runAll()).toContain(instanceId)
    const after = await viewTask(await bench.as(departmentApprover), bench.parts, task.id)
    expect(after.dueAt).toBe(at('2029-01-03 17:30').toISOString())
    expect(after.version).toBe(task.version)
  })
})
