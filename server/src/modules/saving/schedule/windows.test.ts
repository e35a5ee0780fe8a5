import type { PowerWindow } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHINA_CALENDAR, parseDay, toWorkCalendar } from '../../../platform/worktime/index.ts'
import {
  DAY_MINUTES,
  daysAhead,
  hoursOn,
  kindOfDay,
  LOOK_MS_MAX,
  nextLook,
  nextSwitch,
  offHoursOf,
  onDay,
  onMinutesOf,
  refuseWindows,
  type Schedule,
  sameWindows,
  WEEK_MINUTES,
  wantedAt,
} from './windows.ts'

const calendar = toWorkCalendar(CHINA_CALENDAR, 1)
const WEEK = [1, 2, 3, 4, 5, 6, 7]
const WORKDAYS = [1, 2, 3, 4, 5]
const office: readonly PowerWindow[] = [{ days: WORKDAYS, from: '08:00', to: '20:00' }]
const night: readonly PowerWindow[] = [{ days: [5, 7], from: '22:00', to: '06:00' }]
const schedule = (change: Partial<Schedule> = {}): Schedule => ({
  windows: office,
  validFrom: '2026-01-01',
  validUntil: null,
  isEnded: false,
  ...change,
})
const at = (shanghai: string) => new Date(`${shanghai}:00+08:00`)
const day = (text: string) => parseDay(text) as number

describe('windows of a week (R122)', () => {
  it.each<[string, readonly PowerWindow[], string | null]>([
    ['office hours', office, null],
    ['nights, across midnight and the week’s end', night, null],
    ['whole days', [{ days: [1], from: '00:00', to: '24:00' }], null],
    [
      'two in one day, side by side',
      [
        { days: [1], from: '08:00', to: '12:00' },
        { days: [1], from: '12:00', to: '18:00' },
      ],
      null,
    ],
    ['none', [], 'power-schedule.windows'],
    ['an empty one', [{ days: [1], from: '08:00', to: '08:00' }], 'power-schedule.windows'],
    [
      'two that overlap',
      [
        { days: [1], from: '08:00', to: '12:00' },
        { days: [1], from: '11:59', to: '18:00' },
      ],
      'power-schedule.windows',
    ],
    [
      'one that reaches into the next day’s',
      [
        { days: [1, 2], from: '20:00', to: '19:00' },
        { days: [2], from: '18:00', to: '19:30' },
      ],
      'power-schedule.windows',
    ],
    [
      'Sunday’s that reaches into Monday’s',
      [
        { days: [7], from: '22:00', to: '09:00' },
        { days: [1], from: '08:00', to: '20:00' },
      ],
      'power-schedule.windows',
    ],
    ['the whole week', [{ days: WEEK, from: '00:00', to: '24:00' }], 'power-schedule.windows'],
    [
      'the whole week across midnight',
      [
        { days: WEEK, from: '12:00', to: '00:00' },
        { days: WEEK, from: '00:00', to: '12:00' },
      ],
      'power-schedule.windows',
    ],
  ])('%s', (_, windows, refusal) => {
    expect(refuseWindows(windows)).toBe(refusal)
  })

  it('cover the week together with what is off, without overlap, whatever they are', () => {
    const time = fc.integer({ min: 0, max: DAY_MINUTES - 1 })
    const clock = (minute: number) =>
      `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
    const window = fc.record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
      from: time.map(clock),
      to: time.map(clock),
    })
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 4 }), (windows) => {
        fc.pre(refuseWindows(windows) === null)
        // A week without holidays: 2026-11-23 is a Monday.
        const monday = day('2026-11-23')
        let on = 0
        for (let index = 0; index < 7; index += 1) {
          const spans = onDay(windows, calendar, monday + index)
          for (const [at, { from, to }] of spans.entries()) {
            expect(from).toBeGreaterThanOrEqual(at === 0 ? 0 : (spans[at - 1]?.to ?? 0) + 1)
            expect(to).toBeGreaterThan(from)
            expect(to).toBeLessThanOrEqual(DAY_MINUTES)
            on += to - from
          }
        }
        expect(on).toBe(onMinutesOf(windows))
        expect(on).toBeLessThan(WEEK_MINUTES)
        // The same, minute by minute, as servers are asked.
        let asked = 0
        const begin = at('2026-11-23T00:00').getTime()
        for (let minute = 0; minute < WEEK_MINUTES; minute += 7)
          if (wantedAt(schedule({ windows }), calendar, new Date(begin + minute * 60_000)) === 'on')
            asked += 7
        // Every seventh minute of the week: exact up to one step for each edge.
        expect(Math.abs(asked - on)).toBeLessThanOrEqual(7 * 2 * 8 * 4)
      }),
      { numRuns: 60 },
    )
  })

  it('say how many hours of a week are off', () => {
    expect(offHoursOf(office)).toBe(108)
    expect(offHoursOf(night)).toBe(152)
  })
})

describe('what a schedule wants', () => {
  it.each([
    ['a working day at noon', '2026-11-23T12:00', 'on'],
    ['the first minute', '2026-11-23T08:00', 'on'],
    ['the last minute', '2026-11-23T19:59', 'on'],
    ['the minute after', '2026-11-23T20:00', 'off'],
    ['a Saturday', '2026-11-28T12:00', 'off'],
    ['a public holiday that is a Thursday', '2026-10-01T12:00', 'off'],
    ['a make-up day that is a Saturday', '2026-10-10T12:00', 'on'],
    ['the last day of a month', '2026-11-30T19:59', 'on'],
    ['a year that the calendar does not know', '2031-06-02T03:00', 'on'],
  ])('%s', (_, when, wants) => {
    expect(wantedAt(schedule(), calendar, at(when))).toBe(wants)
  })

  it.each([
    ['Friday evening', '2026-11-27T23:00', 'on'],
    ['after that midnight', '2026-11-28T05:59', 'on'],
    ['after its end', '2026-11-28T06:00', 'off'],
    ['Sunday’s window on Monday morning', '2026-11-30T02:00', 'on'],
    ['across the end of a month', '2026-08-01T01:00', 'on'],
  ])('across midnight: %s', (_, when, wants) => {
    expect(wantedAt(schedule({ windows: night }), calendar, at(when))).toBe(wants)
  })

  it('nothing outside its days and after its end', () => {
    const bounded = schedule({ validFrom: '2026-11-23', validUntil: '2026-11-27' })
    expect(wantedAt(bounded, calendar, at('2026-11-22T23:59'))).toBeNull()
    expect(wantedAt(bounded, calendar, at('2026-11-23T00:00'))).toBe('off')
    expect(wantedAt(bounded, calendar, at('2026-11-27T23:59'))).toBe('off')
    expect(wantedAt(bounded, calendar, at('2026-11-28T00:00'))).toBeNull()
    expect(wantedAt(schedule({ isEnded: true }), calendar, at('2026-11-23T12:00'))).toBeNull()
  })

  it('follows a calendar that was changed, without anything being told', () => {
    const changed = toWorkCalendar(
      {
        ...CHINA_CALENDAR,
        years: CHINA_CALENDAR.years.map((year) =>
          year.year === 2026
            ? {
                ...year,
                days: [...year.days, { day: '2026-11-23', kind: 'holiday' as const, name: '测试假' }],
              }
            : year,
        ),
      },
      2,
    )
    expect(wantedAt(schedule(), calendar, at('2026-11-23T12:00'))).toBe('on')
    expect(wantedAt(schedule(), changed, at('2026-11-23T12:00'))).toBe('off')
    expect(kindOfDay(changed, day('2026-11-23'))).toMatchObject({ kind: 'holiday', name: '测试假', as: 7 })
  })

  it('shows the next days as they will be', () => {
    const days = daysAhead(schedule({ validFrom: '2026-09-30' }), calendar, at('2026-09-29T12:00'), 14)
    expect(days).toHaveLength(14)
    expect(days[0]).toMatchObject({ day: '2026-09-29', weekday: 2, on: null })
    expect(days[1]).toMatchObject({ kind: 'working', on: [{ from: 480, to: 1200 }] })
    expect(days[2]).toMatchObject({ day: '2026-10-01', kind: 'holiday', on: [] })
    expect(days.find((one) => one.day === '2026-10-10')).toMatchObject({
      kind: 'make-up',
      on: [{ from: 480, to: 1200 }],
    })
  })
})

describe('the next look', () => {
  it('is at the next edge, an exception’s end, or before long', () => {
    const look = (when: string, others: Date[] = []) =>
      nextLook(schedule(), calendar, at(when), others).getTime()
    expect(look('2026-11-23T19:30')).toBe(at('2026-11-23T20:00').getTime())
    expect(look('2026-11-23T12:00')).toBe(at('2026-11-23T12:00').getTime() + LOOK_MS_MAX)
    expect(look('2026-11-23T12:00', [at('2026-11-23T12:10')])).toBe(at('2026-11-23T12:10').getTime())
    expect(look('2026-11-23T20:00')).toBe(at('2026-11-23T21:00').getTime())
  })
})

describe('other hours from a day on (R122)', () => {
  const late: readonly PowerWindow[] = [{ days: WORKDAYS, from: '10:00', to: '22:00' }]
  const changed = schedule({ changes: [{ from: '2026-11-24', windows: late, validUntil: null }] })

  it('count from that day; the evening before ends as it began', () => {
    expect(wantedAt(changed, calendar, at('2026-11-23T20:30'))).toBe('off')
    expect(wantedAt(changed, calendar, at('2026-11-24T09:00'))).toBe('off')
    expect(wantedAt(changed, calendar, at('2026-11-24T21:00'))).toBe('on')
    const nights = schedule({
      windows: night,
      changes: [{ from: '2026-11-28', windows: office, validUntil: null }],
    })
    // Friday's night reaches into Saturday, from which the office hours count.
    expect(wantedAt(nights, calendar, at('2026-11-28T05:59'))).toBe('on')
    expect(wantedAt(nights, calendar, at('2026-11-28T06:00'))).toBe('off')
  })

  it('of what counts for a day what was said last goes before; what is later stands', () => {
    const twice = schedule({
      changes: [
        { from: '2026-11-26', windows: late, validUntil: null },
        { from: '2026-11-24', windows: night, validUntil: '2026-12-31' },
      ],
    })
    expect(hoursOn(twice, '2026-11-23')).toEqual({ windows: office, validUntil: null })
    expect(hoursOn(twice, '2026-11-24')).toMatchObject({ windows: night })
    expect(hoursOn(twice, '2026-11-26')).toMatchObject({ windows: night })
    expect(wantedAt(twice, calendar, at('2027-01-04T23:00'))).toBeNull()
  })

  it('the same hours are the same in any order', () => {
    const [one, two] = [
      { days: [1, 2], from: '08:00', to: '12:00' },
      { days: [2, 1], from: '13:00', to: '18:00' },
    ] as const
    const mutable = (window: typeof one | typeof two) => ({ ...window, days: [...window.days] })
    expect(sameWindows([mutable(one), mutable(two)], [mutable(two), mutable(one)])).toBe(true)
    expect(sameWindows([mutable(one)], [mutable(two)])).toBe(false)
  })
})

describe('the next switch (R122)', () => {
  const next = (of: Schedule, when: string, staysUntil = 0) => {
    const found = nextSwitch(of, calendar, at(when), 14, staysUntil)
    return found && [found.to, found.at.toISOString()]
  }
  const iso = (shanghai: string) => at(shanghai).toISOString()

  it.each([
    ['in the office', '2026-11-23T12:00', 'off', '2026-11-23T20:00'],
    ['at night', '2026-11-23T20:00', 'on', '2026-11-24T08:00'],
    ['over the weekend', '2026-11-27T21:00', 'on', '2026-11-30T08:00'],
  ])('%s', (_, now, to, when) => {
    expect(next(schedule(), now)).toEqual([to, iso(when)])
  })

  it('waits for its first day, goes on after its last, and there is none after its end', () => {
    expect(next(schedule({ validFrom: '2026-11-25' }), '2026-11-23T12:00')).toEqual([
      'off',
      iso('2026-11-25T00:00'),
    ])
    expect(next(schedule({ validUntil: '2026-11-27' }), '2026-11-27T21:00')).toEqual([
      'on',
      iso('2026-11-28T00:00'),
    ])
    expect(next(schedule({ isEnded: true }), '2026-11-23T12:00')).toBeNull()
  })

  it('is put off by what lets all servers stay on', () => {
    expect(next(schedule(), '2026-11-23T12:00', at('2026-11-23T23:00').getTime())).toEqual([
      'off',
      iso('2026-11-23T23:00'),
    ])
  })

  it('is the first instant at which it wants something else (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 * DAY_MINUTES - 1 }), (minute) => {
        const now = new Date(at('2026-11-23T00:00').getTime() + minute * 60_000)
        const found = nextSwitch(schedule(), calendar, now, 14)
        const isOff = (when: Date) => wantedAt(schedule(), calendar, when) === 'off'
        if (found === null) throw new Error('there is always one')
        for (let when = now.getTime(); when < found.at.getTime(); when += 30 * 60_000)
          expect(isOff(new Date(when))).toBe(isOff(now))
        expect(isOff(found.at)).toBe(found.to === 'off')
      }),
      { numRuns: 100 },
    )
  })
})
