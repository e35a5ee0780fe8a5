import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Charged, creditsOfMonth, type EventWindow, lateOf } from './credits.ts'

const HOUR = 3_600_000
const WINDOW = { from: 0, to: 30 * 24 * HOUR }
const RULES = {
  leastMinutes: 5,
  credits: [
    { below: '99.99', percent: 10 },
    { below: '99', percent: 30 },
    { below: '95', percent: 100 },
  ],
}
const anEvent = (id: string, from: number, to: number, change: Partial<EventWindow> = {}): EventWindow => ({
  id,
  from: Math.round(from * HOUR),
  to: Math.round(to * HOUR),
  counts: true,
  poolId: null,
  resourceIds: new Set(['a']),
  ...change,
})
const charge = (resourceId: string, amount: bigint, poolId = 'p'): Charged => ({ resourceId, poolId, amount })
const credits = (events: readonly EventWindow[], charges: readonly Charged[] = [charge('a', 10_001n)]) =>
  creditsOfMonth({ month: '2026-09', window: WINDOW, events, charges, rules: RULES })
const sumOf = (all: readonly { readonly credit: bigint }[]) =>
  all.reduce((sum, { credit }) => sum + credit, 0n)

describe('credits of a month', () => {
  it('are a share of what the affected resources cost in the month, rounded once', () => {
    const [line, ...others] = credits([anEvent('e1', 0, 1)], [charge('a', 10_005n), charge('b', 777n)])
    expect(others).toEqual([])
    expect(line).toMatchObject({
      eventIds: ['e1'],
      resources: 1,
      percent: 10,
      charged: 10_005n,
      credit: 1_001n,
    })
  })

  it('are one for two events that overlap, and both took part in it', () => {
    const both = credits([anEvent('e1', 0, 4), anEvent('e2', 2, 6)])
    const whole = credits([anEvent('e3', 0, 6)])
    expect(both).toHaveLength(1)
    expect(both[0]).toMatchObject({ eventIds: ['e1', 'e2'], downMs: 6 * HOUR })
    expect(sumOf(both)).toBe(sumOf(whole))
    expect(sumOf(credits([anEvent('e1', 0, 6), anEvent('e2', 0, 6)]))).toBe(sumOf(whole))
  })

  it('are none for announced maintenance, nor for what overlaps with it', () => {
    expect(credits([anEvent('m', 0, 10, { counts: false })])).toEqual([])
    expect(credits([anEvent('e', 2, 4), anEvent('m', 0, 10, { counts: false })])).toEqual([])
    expect(credits([anEvent('e', 0, 4), anEvent('m', 2, 10, { counts: false })])[0]).toMatchObject({
      downMs: 2 * HOUR,
    })
  })

  it('are none for less than the least consecutive time', () => {
    expect(credits([anEvent('e', 0, 4 / 60)])).toEqual([])
    expect(credits([anEvent('e', 0, 5 / 60)])).toHaveLength(1)
  })

  it('reach every resource of a pool, and only those', () => {
    const [line] = credits(
      [anEvent('e', 0, 1, { poolId: 'p', resourceIds: new Set() })],
      [charge('a', 100n), charge('b', 200n), charge('c', 400n, 'q')],
    )
    expect(line).toMatchObject({ resources: 2, charged: 300n, credit: 30n })
  })

  it('are the same for any order of events and charges, and never more than was charged', () => {
    const events = fc.array(
      fc.record({
        id: fc.uuid(),
        from: fc.integer({ min: 0, max: 700 }),
        long: fc.integer({ min: 1, max: 300 }),
        counts: fc.boolean(),
        poolId: fc.constantFrom(null, 'p', 'q'),
        resource: fc.constantFrom('a', 'b', 'c'),
      }),
      { maxLength: 8 },
    )
    const charges = fc.array(
      fc.record({
        resourceId: fc.constantFrom('a', 'b', 'c'),
        poolId: fc.constantFrom('p', 'q'),
        amount: fc.bigInt({ min: -100n, max: 1_000_000n }),
      }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(events, charges, (given, held) => {
        const windows = given.map(({ id, from, long, counts, poolId, resource }) =>
          anEvent(id, from, from + long, {
            counts,
            poolId,
            resourceIds: poolId === null ? new Set([resource]) : new Set(),
          }),
        )
        const once = credits(windows, held)
        expect(credits(windows.toReversed(), held.toReversed())).toEqual(once)
        expect(credits([...windows, ...windows], held).map(({ credit }) => credit)).toEqual(
          once.map(({ credit }) => credit),
        )
        for (const { credit, charged } of once) expect(credit <= charged).toBe(true)
      }),
    )
  })
})

describe('what becomes known after its quarter was settled', () => {
  const known = [anEvent('e1', 0, 4)]
  const late = [...known, anEvent('e2', 2, 300)]

  it('R299: gives what the month gives with all that is known, less what was given', () => {
    const [before, now] = [sumOf(credits(known)), sumOf(credits(late))]
    expect(now).toBeGreaterThan(before)
    const given = new Map([['2026-09', before]])
    expect(lateOf({ credits: credits(late), given, lateIds: new Set(['e2']) })).toEqual([
      { month: '2026-09', eventIds: ['e2'], total: now, given: before, credit: now - before },
    ])
    expect(lateOf({ credits: credits(known), given, lateIds: new Set() })).toEqual([])
  })

  it('R299: is never given twice, and nothing is taken back (property)', () => {
    const event = fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 1, max: 100 }), fc.boolean())
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), fc.nat(6), (all, cut) => {
        const windows = all.map(([from, long, counts], n) => anEvent(`e${n}`, from, from + long, { counts }))
        const given = new Map([['2026-09', sumOf(credits(windows.slice(0, cut)))]])
        const lateIds = new Set(windows.slice(cut).map(({ id }) => id))
        const [line] = lateOf({ credits: credits(windows), given, lateIds })
        if (line === undefined) return
        expect(line.credit).toBeGreaterThan(0n)
        const after = new Map([['2026-09', line.given + line.credit]])
        expect(lateOf({ credits: credits(windows), given: after, lateIds })).toEqual([])
      }),
    )
  })
})
