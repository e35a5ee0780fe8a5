import { DIFFERENCE_STATES, type DifferenceState } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../../platform/worktime/index.ts'
import { type DifferenceVerb, needsSecond, refuseAdjusted, refuseVerb, stepOf } from './difference.ts'

const TODAY = '2026-10-12'
const of = (state: DifferenceState) => ({
  state,
  owner: 'provider' as const,
  due_on: '2026-10-11',
  decided_person_id: 'a',
})
const by = { personId: 'b', side: 'provider' as const, today: TODAY }

describe('a difference', () => {
  it.each<[DifferenceVerb, readonly DifferenceState[]]>([
    ['answer', ['open', 'explained', 'refused']],
    ['decide', ['open', 'explained', 'accepted', 'refused']],
    ['confirm', ['adjusted']],
    ['send-back', ['adjusted']],
  ])('%s is for one that is %s', (verb, states) => {
    expect(DIFFERENCE_STATES.filter((state) => refuseVerb(verb, of(state), by) === null)).toEqual(states)
  })

  it('is answered by its owner, decided without an answer after its day, confirmed by another person', () => {
    expect(refuseVerb('answer', of('open'), { ...by, side: 'department' })).toBe('difference.not_owner')
    expect(refuseVerb('decide', { ...of('open'), due_on: TODAY }, by)).toBe('difference.not_answered')
    expect(refuseVerb('decide', { ...of('open'), due_on: TODAY, owner: 'centre' }, by)).toBeNull()
    expect(refuseVerb('confirm', of('adjusted'), { ...by, personId: 'a' })).toBe('difference.same_person')
    expect([needsSecond(0n), needsSecond(-1n), needsSecond(1n)]).toEqual([false, true, true])
  })

  it.each([
    ['2026-10-08', null],
    ['2026-10-09', 'due-soon'],
    ['2026-10-11', 'due-soon'],
    ['2026-10-12', 'overdue'],
    ['2026-10-14', 'overdue'],
    ['2026-10-15', 'escalated'],
  ])('R299: by the 11th it is to be answered; on %s its owner is told: %s', (today, step) => {
    expect(stepOf('2026-10-11', today, { before: 2, after: 3 })).toBe(step)
  })

  it('what is told only becomes graver with the days, over ends of months and years (property)', () => {
    const order = [null, 'due-soon', 'overdue', 'escalated'] as const
    const days = fc.record({
      before: fc.integer({ min: 1, max: 30 }),
      after: fc.integer({ min: 1, max: 60 }),
    })
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 800 }), (some, from) => {
        const due = addDays('2026-01-01', from)
        const told = Array.from({ length: 100 }, (_, n) => stepOf(due, addDays(due, n - 40), some))
        const ranks = told.map((step) => order.indexOf(step))
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
        expect(told.filter((step) => step === 'due-soon')).toHaveLength(some.before + 1)
        expect(told.filter((step) => step === 'overdue')).toHaveLength(Math.min(some.after, 59))
      }),
    )
  })

  it('what is taken off lies between nothing and the difference (property)', () => {
    const money = fc.bigInt({ min: -1_000_000n, max: 1_000_000n })
    fc.assert(
      fc.property(money, money, (adjusted, delta) => {
        const [low, high] = delta < 0n ? [delta, 0n] : [0n, delta]
        expect(refuseAdjusted(adjusted, delta) === null).toBe(adjusted >= low && adjusted <= high)
      }),
    )
  })
})
