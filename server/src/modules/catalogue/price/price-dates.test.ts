import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDay, parseDay } from '../../../platform/worktime/index.ts'
import { daysOf, findOverlap, inForceOn, midnightOf, type PriceHead } from './price-dates.ts'
import { type PriceInForce, stretchesOf } from './price-in-force.ts'

const head = (id: string, effectiveFrom: string, parts: Partial<PriceHead> = {}): PriceHead => ({
  id,
  name: id,
  providerBodyId: null,
  effectiveFrom,
  effectiveTo: null,
  publishedAt: new Date(0),
  ...parts,
})

describe('when prices count', () => {
  it('until the next of the same provider begins, or beyond their agreed last day', () => {
    const days = daysOf([
      head('b', '2026-07-01', { effectiveTo: '2026-09-30' }),
      head('a', '2026-01-01'),
      head('own', '2026-03-01', { providerBodyId: 'p', effectiveTo: '2026-03-31' }),
      head('c', '2027-01-01'),
    ])
    expect(days.map(({ id, beyond }) => [id, beyond])).toEqual([
      ['a', '2026-07-01'],
      ['b', '2026-10-01'],
      ['c', null],
      ['own', '2026-04-01'],
    ])
    const on = (provider: string | null, day: string) => inForceOn(days, provider, day)?.id ?? null
    expect(on(null, '2025-12-31')).toBeNull()
    expect(on(null, '2026-06-30')).toBe('a')
    expect(on(null, '2026-09-30')).toBe('b')
    // A gap is a gap: what was replaced does not come back.
    expect(on(null, '2026-10-01')).toBeNull()
    // A provider's own first, otherwise the general ones.
    expect([on('p', '2026-02-28'), on('p', '2026-03-01'), on('p', '2026-04-01')]).toEqual(['a', 'own', 'a'])
    expect(on('q', '2026-03-01')).toBe('a')
  })

  it('for ever, where somebody writes the last day there is', () => {
    const days = daysOf([head('a', '2026-01-01', { effectiveTo: '9999-12-31' })])
    expect(inForceOn(days, null, '2999-01-01')?.id).toBe('a')
  })

  it('of two that begin on one day the one that was published later counts', () => {
    const days = daysOf([
      head('late', '2026-01-01', { publishedAt: new Date(2) }),
      head('early', '2026-01-01', { publishedAt: new Date(1) }),
    ])
    expect(inForceOn(days, null, '2026-01-01')?.id).toBe('late')
  })

  it.each([
    ['the same first day', { effectiveFrom: '2026-07-01' }, '/effectiveFrom', '两者都从 2026-07-01 起生效'],
    ['within what is agreed', { effectiveFrom: '2026-09-30' }, '/effectiveFrom', '约定有效至 2026-09-30'],
    ['the day after it', { effectiveFrom: '2026-10-01' }, null, ''],
    ['before it, without an end', { effectiveFrom: '2026-06-01' }, null, ''],
    [
      'before it, ending the day before',
      { effectiveFrom: '2026-06-01', effectiveTo: '2026-06-30' },
      null,
      '',
    ],
    [
      'before it, ending on its first day',
      { effectiveFrom: '2026-06-01', effectiveTo: '2026-07-01' },
      '/effectiveTo',
      '从 2026-07-01 起生效',
    ],
    ['another provider', { effectiveFrom: '2026-07-01', providerBodyId: 'p' }, null, ''],
    ['itself', { id: 'b', effectiveFrom: '2026-07-01' }, null, ''],
  ])('overlap: %s', (_, parts, path, why) => {
    const published = [head('b', '2026-07-01', { effectiveTo: '2026-09-30' })]
    const overlap = findOverlap(published, { ...head('new', '2026-01-01'), ...parts })
    expect(overlap?.field.path ?? null).toBe(path)
    expect(overlap?.why.zh ?? '').toContain(why)
  })
})

const FIRST = parseDay('2026-01-01') as number
const dayNumber = fc.integer({ min: 0, max: 400 })
const anyHead = fc
  .tuple(dayNumber, fc.option(fc.integer({ min: 0, max: 120 })), fc.constantFrom(null, 'p', 'q'), fc.nat(5))
  .map(([from, length, providerBodyId, published]) =>
    head('', formatDay(FIRST + from), {
      providerBodyId,
      effectiveTo: length === null ? null : formatDay(FIRST + from + length),
      publishedAt: new Date(published),
    }),
  )
const anyHeads = fc
  .array(anyHead, { maxLength: 8 })
  .map((heads) => heads.map((one, index) => ({ ...one, id: `v${index}` })))

describe('windows of prices', () => {
  it('of one provider never overlap, whatever was published (property)', () => {
    fc.assert(
      fc.property(anyHeads, dayNumber, (heads, at) => {
        const day = formatDay(FIRST + at)
        const counting = daysOf(heads).filter(
          ({ effectiveFrom, beyond }) => effectiveFrom <= day && (beyond === null || day < beyond),
        )
        const providers = counting.map(({ providerBodyId }) => providerBodyId)
        expect(new Set(providers).size).toBe(providers.length)
      }),
    )
  })

  it('cut a stretch of time without holes or overlaps, each piece at the prices of its every day (property)', () => {
    const window = fc.tuple(dayNumber, fc.integer({ min: 1, max: 200 }))
    fc.assert(
      fc.property(anyHeads, window, fc.constantFrom(null, 'p', 'q'), (heads, [from, length], provider) => {
        const days = daysOf(heads)
        const prices = days.filter(({ beyond, effectiveFrom }) => beyond !== effectiveFrom).map(toPrice)
        const [begin, end] = [FIRST + from, FIRST + from + length].map((day) => midnightOf(formatDay(day)))
        const stretches = stretchesOf(prices, provider, { from: begin as Date, to: end as Date })
        expect(stretches[0]?.from).toEqual(begin)
        expect(stretches.at(-1)?.to).toEqual(end)
        for (const [index, { to }] of stretches.slice(0, -1).entries())
          expect(stretches[index + 1]?.from).toEqual(to)
        for (let day = FIRST + from; day < FIRST + from + length; day++) {
          const noon = midnightOf(formatDay(day)).getTime() + 43_200_000
          const within = stretches.filter((one) => one.from.getTime() <= noon && noon < one.to.getTime())
          expect(within.map(({ price }) => price?.versionId ?? null)).toEqual([
            inForceOn(days, provider, formatDay(day))?.id ?? null,
          ])
        }
      }),
      { numRuns: 60 },
    )
  })
})

function toPrice(one: ReturnType<typeof daysOf>[number]): PriceInForce {
  return {
    versionId: one.id,
    versionName: one.name,
    source: 's',
    isProductDefault: false,
    providerBodyId: one.providerBodyId,
    from: midnightOf(one.effectiveFrom),
    to: one.beyond === null ? null : midnightOf(one.beyond),
    proration: 'day',
    termFactors: [],
    lines: [],
  }
}
