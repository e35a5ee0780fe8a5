import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dayInChina, daysBetween } from '../../../platform/worktime/index.ts'
import { SHIPPED_BOOK } from '../../rule/index.ts'
import { addMonths } from '../days.ts'
import { toRequestRules } from '../gate/gate-rules.ts'
import { nextTermAction, stageOf, type TermState } from './term.ts'

const rules = toRequestRules(SHIPPED_BOOK)
const term = (change: Partial<TermState> = {}): TermState => ({
  purpose: 'test',
  until: '2026-12-31',
  remindedDays: null,
  stopped: false,
  released: false,
  atEnd: 'ask',
  hasRenewalProblem: false,
  renewalTriedOn: null,
  confirmed: false,
  ...change,
})

describe('the end of a term', () => {
  it.each([
    ['long before', '2026-12-01', {}, { kind: 'none' }],
    ['15 days before', '2026-12-16', {}, { kind: 'remind', days: 15 }],
    ['15 days before, said already', '2026-12-16', { remindedDays: 15 }, { kind: 'none' }],
    ['10 days before, nothing said (the platform was down)', '2026-12-21', {}, { kind: 'remind', days: 15 }],
    ['7 days before', '2026-12-24', { remindedDays: 15 }, { kind: 'remind', days: 7 }],
    ['the last day but one', '2026-12-30', { remindedDays: 7 }, { kind: 'remind', days: 1 }],
    ['the last day, only the first said', '2026-12-31', { remindedDays: 15 }, { kind: 'remind', days: 1 }],
    ['the last day, all said', '2026-12-31', { remindedDays: 1 }, { kind: 'none' }],
    ['the day after: test', '2027-01-01', { remindedDays: 1 }, { kind: 'stop' }],
    ['the day after: emergency', '2027-01-01', { purpose: 'emergency' }, { kind: 'stop' }],
    ['the day after: formal is not stopped', '2027-01-01', { purpose: 'formal' }, { kind: 'say-ended' }],
    ['formal, said', '2027-03-01', { purpose: 'formal', remindedDays: -1 }, { kind: 'none' }],
    ['stopped, 30 days later still there', '2027-01-30', { stopped: true }, { kind: 'none' }],
    ['stopped, 31 days later', '2027-01-31', { stopped: true }, { kind: 'release' }],
    [
      'formal that is released at its end (R129)',
      '2027-01-01',
      { purpose: 'formal', atEnd: 'release' },
      { kind: 'stop' },
    ],
    ['formal that was confirmed', '2027-01-01', { purpose: 'formal', confirmed: true }, { kind: 'stop' }],
    [
      'confirmed, and its term still runs',
      '2026-12-31',
      { purpose: 'formal', confirmed: true, remindedDays: 1 },
      { kind: 'none' },
    ],
    [
      'renews by itself: the day before its last',
      '2026-12-30',
      { atEnd: 'renew', remindedDays: 1 },
      { kind: 'none' },
    ],
    ['renews by itself: its last day', '2026-12-31', { atEnd: 'renew', remindedDays: 1 }, { kind: 'renew' }],
    [
      'renews by itself: days late, the platform was down',
      '2027-01-05',
      { atEnd: 'renew' },
      { kind: 'renew' },
    ],
    [
      'could not be renewed: as any other',
      '2027-01-01',
      { atEnd: 'renew', hasRenewalProblem: true },
      { kind: 'stop' },
    ],
    [
      'only budget or ceiling were in its way: the same day as any other',
      '2027-01-01',
      { atEnd: 'renew', hasRenewalProblem: true, renewalTriedOn: '2027-01-01' },
      { kind: 'stop' },
    ],
    [
      'only budget or ceiling were in its way: tried again the day after',
      '2027-01-01',
      { atEnd: 'renew', hasRenewalProblem: true, renewalTriedOn: '2026-12-31' },
      { kind: 'renew' },
    ],
    [
      'renews by itself, and its body confirmed that it may be taken back (R129): still there on its last day',
      '2026-12-31',
      { purpose: 'formal', atEnd: 'renew', confirmed: true, remindedDays: 1 },
      { kind: 'none' },
    ],
    [
      'renews by itself, and its body confirmed that it may be taken back (R129): stopped, not renewed',
      '2027-01-01',
      { purpose: 'formal', atEnd: 'renew', confirmed: true },
      { kind: 'stop' },
    ],
    ['released', '2027-06-01', { stopped: true, released: true }, { kind: 'none' }],
  ] as const)('%s', (_, today, change, action) => {
    expect(nextTermAction(term(change), today, rules)).toEqual(action)
  })

  it('reminds three times, stops once and releases once, however often and whenever it is looked at', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 1, max: 3 })), (looks) => {
        let state = term()
        const done: string[] = []
        for (let day = '2026-11-20'; day < '2027-03-01'; day = addDays(day, 1)) {
          for (let look = 0; look < (looks.next().value as number); look++) {
            const action = nextTermAction(state, day, rules)
            if (action.kind === 'none') continue
            done.push(action.kind)
            if (action.kind === 'remind') state = { ...state, remindedDays: action.days }
            if (action.kind === 'stop') state = { ...state, stopped: true }
            if (action.kind === 'release') state = { ...state, released: true }
          }
        }
        expect(done).toEqual(['remind', 'remind', 'remind', 'stop', 'release'])
      }),
      { numRuns: 20 },
    )
  })

  it('is expiring from 15 days before', () => {
    expect(stageOf(term(), '2026-12-15', rules)).toBe('running')
    expect(stageOf(term(), '2026-12-16', rules)).toBe('expiring')
    expect(stageOf(term({ stopped: true }), '2027-01-02', rules)).toBe('stopped')
  })
})

describe('civil days', () => {
  it('ends months where they end', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28')
    expect(addMonths('2026-11-21', 3)).toBe('2027-02-21')
  })

  it('takes the day of Shanghai', () => {
    expect(dayInChina(new Date('2026-11-21T15:59:59Z'))).toBe('2026-11-21')
    expect(dayInChina(new Date('2026-11-21T16:00:00Z'))).toBe('2026-11-22')
    expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1)
  })
})
