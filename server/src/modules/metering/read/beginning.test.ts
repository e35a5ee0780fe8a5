import { describe, expect, it } from 'vitest'
import { beginningOf } from './beginning.ts'
import { hoursOf, toDecimal } from './quantity.ts'

const phase = {
  condition: 'serving',
  body_id: 'body',
  system_id: 'system',
  cloud_id: 'cloud',
  pool_id: 'pool',
  spec: { vcpus: 2 },
  plan: { id: 'plan', code: 'c2m4', offeringCode: 'cloud-host' },
} as const
type Change = Partial<Parameters<typeof beginningOf>[1]>

describe('what began a phase', () => {
  it.each<[string, Change | null, Change, string]>([
    ['nothing before it', null, {}, 'delivered'],
    ['switched off', {}, { condition: 'stopped' }, 'stopped'],
    ['switched on', { condition: 'stopped' }, {}, 'started'],
    ['resized while it was off', { condition: 'stopped' }, { spec: { vcpus: 4 } }, 'resized'],
    ['resized', {}, { spec: { vcpus: 4 } }, 'resized'],
    ['another plan of the same size', {}, { plan: { ...phase.plan, id: 'other' } }, 'plan-changed'],
    ['another pool', {}, { pool_id: 'other' }, 'moved'],
    ['another system', {}, { system_id: 'other', pool_id: 'other' }, 'handed-over'],
    ['not heard of', {}, { condition: 'unseen' }, 'lost-sight'],
    ['heard of again', { condition: 'unseen' }, { condition: 'stopped' }, 'seen-again'],
    ['vanished', { condition: 'unseen' }, { condition: 'missing' }, 'vanished'],
    ['there again', { condition: 'missing' }, {}, 'found-again'],
    ['given back', { condition: 'stopped' }, { condition: 'over' }, 'given-back'],
    ['restored', { condition: 'over' }, {}, 'restored'],
    ['told again', {}, {}, 'changed'],
  ])('%s', (_name, before, change, beginning) => {
    expect(beginningOf(before === null ? null : { ...phase, ...before }, { ...phase, ...change })).toBe(
      beginning,
    )
  })
})

describe('quantities', () => {
  it.each([
    [0n, '0'],
    [1n, '0.001'],
    [-1n, '-0.001'],
    [7_200_000n, '7200'],
    [-1_500n, '-1.5'],
    [9_007_199_254_740_993_007n, '9007199254740993.007'],
  ])('%s thousandths are %s', (thousandths, decimal) => {
    expect(toDecimal(thousandths)).toBe(decimal)
  })

  it('are shown in hours to a thousandth', () => {
    expect(hoursOf('3600')).toBe(1)
    expect(hoursOf('1')).toBe(0)
    expect(hoursOf('5400.5')).toBe(1.5)
    expect(hoursOf('-1800')).toBe(-0.5)
  })
})
