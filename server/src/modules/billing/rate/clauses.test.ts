import { describe, expect, it } from 'vitest'
import type { PriceInForce } from '../../catalogue/index.ts'
import { hourOf, windowOfMonth } from '../../metering/index.ts'
import { cutsOf, type PriceBook, priceStretches, stretchesBetween } from './clauses.ts'
import { BILLIONTH } from './rate-usage.ts'

const at = (day: string) => new Date(`${day}T00:00:00+08:00`)
const price = (
  versionId: string,
  providerBodyId: string | null,
  from: string,
  to: string | null,
): PriceInForce => ({
  versionId,
  versionName: versionId,
  source: '合同',
  isProductDefault: false,
  providerBodyId,
  from: at(from),
  to: to === null ? null : at(to),
  proration: 'second',
  termFactors: [
    { fromMonths: 12, factor: '0.85' },
    { fromMonths: 36, factor: '0.5' },
  ],
  lines: [],
})
const book: PriceBook = {
  prices: [
    price('general-1', null, '2026-01-01', '2026-11-12'),
    price('general-2', null, '2026-11-12', null),
    price('own', 'panshi', '2026-11-20', null),
    price('elsewhere', 'lanzhou', '2026-11-25', null),
  ],
  kept: [price('old', null, '2025-01-01', '2025-01-01')],
  renewed: new Map(),
  agreed: new Map([['line', { versionId: 'old', termMonths: 24, until: at('2026-11-16') }]]),
}
const window = windowOfMonth('2026-11')

const told = (provider: string, line: string | null) => {
  const subject = { provider_body_id: provider, request_line_id: line }
  const cuts = cutsOf(book, [subject], window)
  const stretches = priceStretches(book, subject, stretchesBetween(cuts, window))
  return [
    ...new Set(
      stretches.map(({ price: one, factor, window: { from, to } }) =>
        [one?.versionId, Number(factor) / Number(BILLIONTH), from - window.from, to - window.from].join(' '),
      ),
    ),
  ]
}

describe('prices of a month', () => {
  it('change at their hour: the provider’s own where it has some, otherwise the general ones', () => {
    expect(told('panshi', null)).toEqual(['general-1 1 0 264', 'general-2 1 264 456', 'own 1 456 720'])
    expect(told('other', null)).toEqual(['general-1 1 0 264', 'general-2 1 264 720'])
  })

  it('R277 are those that were agreed with the order while it lasts, with the discount of its term, whatever came since', () => {
    expect(told('panshi', 'line')).toEqual(['old 0.85 0 360', 'general-2 1 360 456', 'own 1 456 720'])
  })

  it('R277 of a renewal are those that were agreed for it, in its days and for its resource alone', () => {
    const agreed = { versionId: 'general-1', termMonths: 36, from: at('2026-11-16'), until: at('2026-11-28') }
    const renewed = new Map([['r', [{ resourceId: 'r', ...agreed }]]])
    const of = (resource: string) => {
      const subject = { provider_body_id: 'panshi', request_line_id: 'line', resource_id: resource }
      const own = { ...book, renewed }
      const windows = stretchesBetween(cutsOf(own, [subject], window), window)
      return [
        ...new Set(
          priceStretches(own, subject, windows).map(
            ({ price: one, factor, window: { from, to } }) =>
              `${one?.versionId} ${Number(factor) / Number(BILLIONTH)} ${from - window.from} ${to - window.from}`,
          ),
        ),
      ]
    }
    expect(of('r')).toEqual(['old 0.85 0 360', 'general-1 0.5 360 648', 'own 1 648 720'])
    expect(of('other')).toEqual(['old 0.85 0 360', 'general-2 1 360 456', 'own 1 456 720'])
  })

  it('R276 have their factor for the term that was agreed while it lasts, whether or not they are kept', () => {
    const own = {
      ...book,
      agreed: new Map([['line', { versionId: null, termMonths: 24, until: at('2026-11-16') }]]),
    }
    const renewal = { resourceId: 'r', versionId: null, termMonths: 36 }
    const of = (from: string, termMonths: number) => {
      const renewed = new Map([['r', [{ ...renewal, termMonths, from: at(from), until: at('2027-11-16') }]]])
      const subject = { provider_body_id: 'other', request_line_id: 'line', resource_id: 'r' }
      const cuts = cutsOf({ ...own, renewed }, [subject], window)
      return priceStretches({ ...own, renewed }, subject, stretchesBetween(cuts, window)).map(
        ({ price: one, factor, window: { from: begin } }) =>
          `${one?.versionId} ${Number(factor) / Number(BILLIONTH)} ${begin - window.from}`,
      )
    }
    expect(of('2026-11-16', 36)).toEqual(['general-1 0.85 0', 'general-2 0.85 264', 'general-2 0.5 360'])
    // Late: what was held in between was agreed with nobody.
    expect(of('2026-11-18', 36)).toEqual([
      'general-1 0.85 0',
      'general-2 0.85 264',
      'general-2 1 360',
      'general-2 0.5 408',
    ])
    // For as long as before: nothing changes, so that nothing is cut.
    expect(of('2026-11-16', 24)).toEqual(['general-1 0.85 0', 'general-2 0.85 264'])
  })

  it('cut a month for nobody whom they do not concern', () => {
    const cuts = cutsOf(book, [{ provider_body_id: 'panshi', request_line_id: null }], window)
    expect(cuts).toEqual([hourOf(at('2026-11-12')), hourOf(at('2026-11-20'))])
    const both = cutsOf(book, [{ provider_body_id: 'lanzhou', request_line_id: null }], window)
    const subject = { provider_body_id: 'panshi', request_line_id: null }
    const windows = stretchesBetween(both, window)
    // Cut for another provider, and still one stretch.
    expect(priceStretches(book, subject, windows).at(-1)?.window.to).toBe(window.to)
  })
})
