import fc from 'fast-check'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { readInstant } from './read-instant.ts'

const general = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => unknown

describe('instants from the database', () => {
  it('are what the general reader makes of them, for every instant, fraction and whole-hour zone', () => {
    const date = fc.date({
      min: new Date('0100-01-02T00:00:00Z'),
      max: new Date('9998-01-01T00:00:00Z'),
      noInvalidDate: true,
    })
    const fraction = fc.option(fc.stringMatching(/^[0-9]{1,6}$/), { nil: null })
    const zone = fc.tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 14 }))
    fc.assert(
      fc.property(date, fraction, zone, (instant, digits, [sign, hours]) => {
        const seconds = instant.toISOString().slice(0, 19).replace('T', ' ')
        const text = `${seconds}${digits === null ? '' : `.${digits}`}${sign}${String(hours).padStart(2, '0')}`
        expect(readInstant(text)).toEqual(general(text))
      }),
      { numRuns: 5_000 },
    )
  })

  it.each([
    'infinity',
    '-infinity',
    '0044-03-15 12:00:00+00 BC',
    '1890-01-01 00:00:00+08:05:43',
    '2026-01-01',
    '',
  ])('leaves %j to the general reader', (text) => {
    expect(readInstant(text)).toBeNull()
  })
})
