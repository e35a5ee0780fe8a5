import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addWorkingDays,
  addWorkingMinutes,
  CHINA_CALENDAR,
  type ClockEvent,
  explainInterval,
  isMissing,
  judgeDay,
  parseDay,
  readClock,
  refuseContent,
  spansOfClock,
  toWorkCalendar,
  workingDaysBetween,
  workingMsBetween,
} from './index.ts'

const calendar = toWorkCalendar(CHINA_CALENDAR, 1)
/** Wall-clock time in Shanghai. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`)
const shown = (value: unknown) => {
  if (!(value instanceof Date)) throw new Error(`no date: ${JSON.stringify(value)}`)
  return new Date(value.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}
/** Instants of the known years, kept off the ends so that no term leaves them. */
const anInstant = fc
  .integer({ min: +at('2025-01-01 00:00'), max: +at('2026-10-31 00:00') })
  .map((ms) => new Date(ms))

describe('judging a day', () => {
  it.each([
    ['2025-01-26', true], // Sunday worked for the Spring Festival
    ['2025-01-27', true], // a plain Monday before it
    ['2025-01-28', false],
    ['2025-02-08', true],
    ['2025-06-02', false],
    ['2025-10-11', true],
    ['2026-01-04', true],
    ['2026-02-14', true],
    ['2026-02-23', false],
    ['2026-02-28', true],
    ['2026-09-20', true],
    ['2026-10-10', true],
    ['2026-11-21', false], // a plain Saturday
  ])('%s is a working day: %s', (day, working) => {
    expect(judgeDay(calendar, parseDay(day) as number)).toMatchObject({ working })
  })

  it('counts the working days that the notices leave: 248 in 2025, 248 in 2026', () => {
    const count = (year: number) =>
      workingDaysBetween(calendar, at(`${year}-01-01 08:00`), at(`${year}-12-31 23:00`))
    expect([count(2025), count(2026)]).toEqual([248, 248])
  })

  it('says which year is missing and never guesses from the weekly pattern', () => {
    expect(judgeDay(calendar, parseDay('2027-01-04') as number)).toEqual({ missingYear: 2027 })
    expect(judgeDay(calendar, parseDay('2024-12-31') as number)).toEqual({ missingYear: 2024 })
    expect(addWorkingDays(calendar, at('2026-12-30 10:00'), 2)).toEqual({ missingYear: 2027 })
    expect(addWorkingMinutes(calendar, at('2026-12-31 17:00'), 31)).toEqual({ missingYear: 2027 })
    expect(shown(addWorkingMinutes(calendar, at('2026-12-31 17:00'), 30))).toBe('2026-12-31 17:30')
  })
})

describe('a term of working days', () => {
  it.each([
    ['2026-11-16 09:00', 2, '2026-11-18 17:30', 'the first day is not counted'],
    ['2026-11-20 16:00', 1, '2026-11-23 17:30', 'over a weekend'],
    ['2026-09-30 10:00', 5, '2026-10-13 17:30', 'over the National Day, with the made-up Saturday'],
    ['2026-02-13 10:00', 2, '2026-02-24 17:30', 'the made-up Saturday before the Spring Festival counts'],
    ['2026-11-21 10:00', 2, '2026-11-24 17:30', 'started on a Saturday'],
    ['2026-11-20 23:00', 0, '2026-11-23 17:30', 'zero days after closing time'],
    ['2026-11-20 09:00', 0, '2026-11-20 17:30', 'zero days in office hours'],
  ])('%s + %i → %s (%s)', (from, days, due) => {
    expect(shown(addWorkingDays(calendar, at(from), days))).toBe(due)
  })

  it('never ends earlier when it is longer, and always ends at close of business of a working day', () => {
    fc.assert(
      fc.property(anInstant, fc.integer({ min: 0, max: 20 }), (from, days) => {
        const due = addWorkingDays(calendar, from, days) as Date
        const later = addWorkingDays(calendar, from, days + 1) as Date
        expect(later.getTime()).toBeGreaterThanOrEqual(due.getTime())
        expect(shown(due).slice(11)).toBe('17:30')
        expect(judgeDay(calendar, parseDay(shown(due).slice(0, 10)) as number)).toMatchObject({
          working: true,
        })
        if (days > 0) expect(workingDaysBetween(calendar, from, due)).toBe(days)
      }),
      { numRuns: 300 },
    )
  })
})

describe('working minutes', () => {
  it.each([
    ['2026-11-20 11:45', 30, '2026-11-20 14:15', 'lunch is not counted'],
    ['2026-11-20 17:00', 60, '2026-11-23 09:00', 'neither is the weekend'],
    ['2026-11-21 03:00', 15, '2026-11-23 08:45', 'a start at night waits for the morning'],
    ['2026-11-20 08:30', 420, '2026-11-20 17:30', 'exactly one day ends at closing time'],
  ])('%s + %i min → %s (%s)', (from, minutes, due) => {
    expect(shown(addWorkingMinutes(calendar, at(from), minutes))).toBe(due)
  })

  it('adding and measuring are inverse', () => {
    fc.assert(
      fc.property(anInstant, fc.integer({ min: 1, max: 5000 }), (from, minutes) => {
        const due = addWorkingMinutes(calendar, from, minutes) as Date
        expect(workingMsBetween(calendar, from, due)).toBe(minutes * 60_000)
      }),
      { numRuns: 300 },
    )
  })

  it('measuring in two parts gives the same as in one', () => {
    fc.assert(
      fc.property(anInstant, anInstant, anInstant, (...three) => {
        const [a, b, c] = three.sort((x, y) => +x - +y) as [Date, Date, Date]
        const whole = workingMsBetween(calendar, a, c) as number
        expect(
          (workingMsBetween(calendar, a, b) as number) + (workingMsBetween(calendar, b, c) as number),
        ).toBe(whole)
      }),
      { numRuns: 200 },
    )
  })
})

describe('the clock as a fold', () => {
  const start: ClockEvent = { at: at('2026-11-16 09:00'), kind: 'start' }
  const twoDays = { amount: 2, unit: 'working-day' } as const

  it('is due after its term and overdue a millisecond later', () => {
    const due = at('2026-11-18 17:30')
    expect(readClock(calendar, [start], twoDays, due)).toMatchObject({
      state: 'running',
      dueAt: due,
      overdue: false,
    })
    expect(readClock(calendar, [start], twoDays, new Date(+due + 1))).toMatchObject({ overdue: true })
  })

  it('has no due time while paused, and is never breached while paused', () => {
    const events: ClockEvent[] = [start, { at: at('2026-11-17 10:00'), kind: 'pause', reason: '补正' }]
    expect(readClock(calendar, events, twoDays, at('2026-12-15 10:00'))).toMatchObject({
      state: 'paused',
      dueAt: null,
      overdue: false,
    })
  })

  it('does not count the days it was paused at close of business', () => {
    const events: ClockEvent[] = [
      start,
      { at: at('2026-11-17 10:00'), kind: 'pause' },
      { at: at('2026-11-19 09:00'), kind: 'resume' },
    ]
    const reading = readClock(calendar, events, twoDays, at('2026-11-19 10:00'))
    expect(shown((reading as { dueAt: Date }).dueAt)).toBe('2026-11-20 17:30')
  })

  it('keeps elapsed minutes when the term changes', () => {
    const events: ClockEvent[] = [
      start,
      { at: at('2026-11-16 10:00'), kind: 'pause' },
      { at: at('2026-11-16 15:00'), kind: 'resume' },
    ]
    for (const amount of [60, 240, 10_000])
      expect(
        readClock(calendar, events, { amount, unit: 'working-minute' }, at('2026-11-16 15:30')),
      ).toMatchObject({ elapsedMinutes: 90 })
  })

  it('is late or not by the time it stopped, however long ago that was', () => {
    const late: ClockEvent[] = [start, { at: at('2026-11-19 08:00'), kind: 'stop' }]
    const good: ClockEvent[] = [start, { at: at('2026-11-18 17:00'), kind: 'stop' }]
    expect(readClock(calendar, late, twoDays, at('2026-12-20 08:00'))).toMatchObject({
      state: 'stopped',
      overdue: true,
    })
    expect(readClock(calendar, good, twoDays, at('2026-12-20 08:00'))).toMatchObject({ overdue: false })
  })

  it('gives one answer whatever order the events come in', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 60_000 }), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 3000 }), fc.nat(), (minutes, amount, seed) => {
        const ordered = [...minutes].sort((a, b) => a - b)
        const events: ClockEvent[] = ordered.map((minute, index) => ({
          at: new Date(+start.at + minute * 60_000),
          kind: index === 0 ? 'start' : index % 2 === 1 ? 'pause' : 'resume',
        }))
        const rotated = events.map((_, index) => events[(index + seed) % events.length] as ClockEvent)
        const now = at('2026-12-31 12:00')
        const term = { amount, unit: 'working-minute' } as const
        expect(readClock(calendar, rotated, term, now)).toEqual(readClock(calendar, events, term, now))
      }),
      { numRuns: 200 },
    )
  })

  it('a pause never brings the due time forward', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom('working-day' as const, 'working-minute' as const),
        (pauseAfter, pauseFor, amount, unit) => {
          const term = { amount: unit === 'working-day' ? amount : amount * 60, unit }
          const pause: ClockEvent = { at: new Date(+start.at + pauseAfter * 60_000), kind: 'pause' }
          const resume: ClockEvent = { at: new Date(+pause.at + pauseFor * 60_000), kind: 'resume' }
          const plain = readClock(calendar, [start], term, resume.at) as { dueAt: Date }
          const paused = readClock(calendar, [start, pause, resume], term, resume.at) as { dueAt: Date }
          expect(paused.dueAt.getTime()).toBeGreaterThanOrEqual(plain.dueAt.getTime())
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('why it is due then', () => {
  it('lists night, working time, weekend and holiday, each once', () => {
    const list = explainInterval(calendar, at('2026-09-30 16:00'), at('2026-10-08 10:00'))
    if (isMissing(list)) throw new Error('known years')
    expect(list.map((each) => [each.kind, each.name, shown(each.from), each.minutes])).toEqual([
      ['working', null, '2026-09-30 16:00', 90],
      ['outside-hours', null, '2026-09-30 17:30', 390],
      ['holiday', '国庆节', '2026-10-01 00:00', 7 * 1440],
      ['outside-hours', null, '2026-10-08 00:00', 510],
      ['working', null, '2026-10-08 08:30', 90],
    ])
  })

  it('shows a pause with its reason', () => {
    const pauses = spansOfClock([
      { at: at('2026-11-16 09:00'), kind: 'start' },
      { at: at('2026-11-16 10:00'), kind: 'pause', reason: '补正材料' },
      { at: at('2026-11-16 11:00'), kind: 'resume' },
    ])
    const list = explainInterval(calendar, at('2026-11-16 09:00'), at('2026-11-16 12:00'), pauses)
    if (isMissing(list)) throw new Error('known years')
    expect(list.map((e) => [e.kind, e.name, e.minutes])).toEqual([
      ['working', null, 60],
      ['paused', '补正材料', 60],
      ['working', null, 60],
    ])
  })

  it('covers the whole span without gap or overlap, and its working part agrees with the measure', () => {
    fc.assert(
      fc.property(anInstant, fc.integer({ min: 1, max: 30 * 1440 }), (from, minutes) => {
        const to = new Date(+from + minutes * 60_000)
        const list = explainInterval(calendar, from, to)
        if (isMissing(list)) throw new Error('known years')
        expect(+(list[0] as { from: Date }).from).toBe(+from)
        expect(+(list[list.length - 1] as { to: Date }).to).toBe(+to)
        for (const [index, each] of list.slice(1).entries()) expect(each.from).toEqual(list[index]?.to)
        const working = list
          .filter((e) => e.kind === 'working')
          .reduce((sum, e) => sum + (+e.to - +e.from), 0)
        expect(working).toBe(workingMsBetween(calendar, from, to))
      }),
      { numRuns: 200 },
    )
  })
})

describe('refusing content that is no calendar', () => {
  const good = CHINA_CALENDAR
  it.each([
    [
      'hours that overlap',
      {
        ...good,
        hours: [
          { from: '08:00', to: '12:00' },
          { from: '11:00', to: '17:00' },
        ],
      },
    ],
    ['hours that end before they start', { ...good, hours: [{ from: '12:00', to: '08:00' }] }],
    ['no hours', { ...good, hours: [] }],
    [
      'a day of another year',
      {
        ...good,
        years: [
          { year: 2027, source: 's', days: [{ day: '2026-01-01', kind: 'holiday' as const, name: 'x' }] },
        ],
      },
    ],
    [
      'a day that is none',
      {
        ...good,
        years: [
          { year: 2026, source: 's', days: [{ day: '2026-02-30', kind: 'holiday' as const, name: 'x' }] },
        ],
      },
    ],
    [
      'a day listed twice',
      {
        ...good,
        years: [
          {
            year: 2026,
            source: 's',
            days: [1, 2].map(() => ({ day: '2026-02-03', kind: 'holiday' as const, name: 'x' })),
          },
        ],
      },
    ],
  ])('refuses %s', (_, content) => {
    expect(refuseContent(content)).not.toBeNull()
  })
})
