import type { DecisionTableContent } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkTable, decide } from './decision-table.ts'
import { fits, holds, refuseCondition, refuseTest } from './feel.ts'

const amount = { name: 'amount', type: 'number' } as const
const pool = { name: 'poolClass', type: 'string', values: ['general', 'dedicated'] } as const
const urgent = { name: 'urgent', type: 'boolean' } as const

describe('conditions in FEEL', () => {
  it.each([
    'amount > 5',
    'amount >= 1.5 and poolClass = "general"',
    'not(urgent)',
    'amount in [1..5]',
    'amount between 1 and 5 or urgent',
    '(amount + 2) * 3 > 10',
    'steps.check.outcome = "approved"',
    'poolClass != null',
  ])('accepts %s', (text) => {
    expect(refuseCondition(text, [amount, pool, urgent], ['check'])).toBeNull()
  })

  it.each([
    ['amount >', 'syntax'],
    ['', 'syntax'],
    ['amount, urgent', 'syntax'],
    ['amout > 5', 'unknown-name'],
    ['steps.chek.outcome = "approved"', 'unknown-name'],
    ['now() > amount', 'not-allowed'],
    ['for i in 1..100000000 return i', 'not-allowed'],
    ['some x in [1] satisfies x > 1', 'not-allowed'],
    ['{a: 1}.a = 1', 'not-allowed'],
    ['[1,2][1] = 1', 'not-allowed'],
    ['function(x) x', 'not-allowed'],
    ['get value(steps, "check") = 1', 'not-allowed'],
    ['10 ** 400 > amount', 'not-allowed'],
    ['if urgent then true else false', 'not-allowed'],
    ['@"2026-01-01" = 1', 'not-allowed'],
    ['amount', 'not-boolean'],
    ['amount + 1', 'not-boolean'],
    ['poolClass = "generl"', 'unknown-value'],
    [`amount > ${'1'.repeat(400)}`, 'too-long'],
  ])('refuses %s as %s', (text, flaw) => {
    expect(refuseCondition(text, [amount, pool, urgent], ['check'])).toMatchObject({ flaw })
  })

  it('does not take a missing value for "no"', () => {
    expect(holds('amount > 5', {})).toBeNull()
    expect(holds('amount > 5', { amount: null })).toBeNull()
    expect(holds('amount > 5', { amount: 6 })).toBe(true)
  })

  it('never throws and always ends, whatever is typed', () => {
    const word = fc.constantFrom(
      'amount',
      'and',
      'or',
      'not',
      '(',
      ')',
      '[',
      ']',
      '..',
      '>',
      '=',
      '"x"',
      '1',
      '-',
      'for',
      'in',
      'return',
      '{',
      '}',
      ',',
      '中',
      '?',
      '@',
      'null',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const flaw = refuseCondition(words.join(' '), [amount, pool], [])
        expect(flaw === null || typeof flaw.flaw === 'string').toBe(true)
        const test = refuseTest(words.join(' '), amount)
        expect(test === null || typeof test.flaw === 'string').toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('cells of a decision table', () => {
  it.each([
    ['-', amount],
    ['> 5', amount],
    ['[1..5]', amount],
    ['(1..5]', amount],
    ['-3', amount],
    ['1, 2, 3', amount],
    ['not(1)', amount],
    ['"general"', pool],
    ['"general", "dedicated"', pool],
    ['not("general")', pool],
    ['null', pool],
    ['true', urgent],
  ])('accepts %s', (text, variable) => {
    expect(refuseTest(text, variable)).toBeNull()
  })

  it.each([
    ['> 5', pool, 'not-allowed'],
    ['"5"', amount, 'not-allowed'],
    ['"generl"', pool, 'unknown-value'],
    ['other', amount, 'unknown-name'],
    ['< 5 and > 2', amount, 'not-allowed'],
    ['"general" or "dedicated"', pool, 'not-allowed'],
    ['count([1]) = 1', amount, 'not-allowed'],
    ['', amount, 'syntax'],
  ])('refuses %s', (text, variable, flaw) => {
    expect(refuseTest(text, variable)).toMatchObject({ flaw })
  })

  it('does not let a value of another type, or none, decide the route', () => {
    expect(fits('> 5', '6', 'number')).toBeNull()
    expect(fits('> 5', null, 'number')).toBeNull()
    expect(fits('> 5', undefined, 'number')).toBeNull()
    expect(fits('null', null, 'number')).toBe(true)
    expect(fits('-', undefined, 'number')).toBe(true)
  })
})

const label = { zh: 'x', en: 'x' }
const row = (id: string, when: string[], flowKey: string) => ({
  id,
  when,
  flowKey,
  note: label,
  source: 'test',
  isProductDefault: true,
})
const table = (hitPolicy: 'first' | 'unique', ...rules: ReturnType<typeof row>[]): DecisionTableContent => ({
  hitPolicy,
  inputs: [
    { name: 'poolClass', label, type: 'string', values: ['general', 'dedicated'] },
    { name: 'amount', label, type: 'number' },
  ],
  rules,
})

describe('deciding', () => {
  const first = table(
    'first',
    row('big', ['-', '> 100'], 'city'),
    row('own', ['"dedicated"', '-'], 'same-level'),
    row('rest', ['-', '-'], 'general'),
  )

  it.each([
    [{ poolClass: 'general', amount: 5 }, 'rest'],
    [{ poolClass: 'dedicated', amount: 5 }, 'own'],
    [{ poolClass: 'dedicated', amount: 101 }, 'big'],
  ])('%j goes by row %s', (variables, id) => {
    expect(decide(first, variables)).toMatchObject({ kind: 'row', rule: { id } })
  })

  it('names the input that is missing instead of taking another row', () => {
    expect(decide(first, { poolClass: 'general' })).toEqual({ kind: 'input-missing', input: 'amount' })
  })

  it('says when no row fits, and when several do although one only may', () => {
    const unique = table('unique', row('a', ['"general"', '-'], 'x'), row('b', ['-', '> 5'], 'y'))
    expect(decide(unique, { poolClass: 'dedicated', amount: 1 })).toEqual({ kind: 'none' })
    expect(decide(unique, { poolClass: 'general', amount: 9 })).toMatchObject({ kind: 'several' })
    expect(decide(unique, { poolClass: 'general', amount: 1 })).toMatchObject({
      kind: 'row',
      rule: { id: 'a' },
    })
  })

  it('finds at publishing: an unknown flow, a double row, a missing test, a wrong cell', () => {
    const bad = table(
      'first',
      row('a', ['"general"', '-'], 'nope'),
      row('a', ['"general"'], 'x'),
      row('c', ['> 1', '-'], 'x'),
    )
    expect(checkTable(bad, new Set(['x'])).map((each) => [each.code, each.elementId])).toEqual([
      ['flow-unknown', 'a'],
      ['row-twice', 'a'],
      ['row-length', 'a'],
      ['expression-not-allowed', 'c'],
    ])
  })
})
