import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../platform/worktime/index.ts'
import { SHIPPED_BOOK } from '../rule/index.ts'
import { clockStepOf, daysLate, noticeTermsOf } from './notice-clock.ts'

const DUE = '2026-11-20'
const terms = { before: 3, toHead: 5, toCentre: 10 }

describe('the clock of a notice (R129)', () => {
  it.each([
    [-4, null],
    [-3, 'due-soon'],
    [0, 'due-soon'],
    [1, 'overdue'],
    [5, 'overdue'],
    [6, 'to-head'],
    [10, 'to-head'],
    [11, 'to-centre'],
    [400, 'to-centre'],
  ] as const)('%i days after its day: %s', (days, step) => {
    expect(clockStepOf(DUE, addDays(DUE, days), terms)).toBe(step)
  })

  it('never goes back as days pass, whatever the rules say', () => {
    const order = [null, 'due-soon', 'overdue', 'to-head', 'to-centre'] as const
    const days = fc.integer({ min: 0, max: 60 })
    fc.assert(
      fc.property(fc.integer({ min: -90, max: 90 }), days, days, days, (day, before, toHead, toCentre) => {
        const at = (offset: number) =>
          order.indexOf(clockStepOf(DUE, addDays(DUE, offset), { before, toHead, toCentre }))
        expect(at(day + 1)).toBeGreaterThanOrEqual(at(day))
      }),
    )
  })

  it('is late from the day after its day, and only while it is to be done', () => {
    const late = (state: string, due_on: string | null, today: string, is_leaving = false) =>
      daysLate({ state, due_on, is_leaving }, today)
    expect(late('accepted', DUE, DUE)).toBeNull()
    expect(late('insisted', DUE, addDays(DUE, 2))).toBe(2)
    expect(late('done', DUE, addDays(DUE, 2))).toBeNull()
    expect(late('accepted', null, DUE)).toBeNull()
    expect(late('accepted', DUE, addDays(DUE, 2), true)).toBeNull()
  })

  it('goes by product defaults until somebody sets them', () => {
    expect(noticeTermsOf(SHIPPED_BOOK)).toEqual({
      dueWorkingDays: 20,
      isDefault: true,
      before: 3,
      toHead: 5,
      toCentre: 10,
      plansMax: 2,
      planDays: 183,
      effectDays: 30,
    })
  })
})
