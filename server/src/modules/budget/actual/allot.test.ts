import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allot,
  type Charged,
  chargedBefore,
  differences,
  leftOver,
  type Opening,
  type Part,
  usedAnew,
} from './allot.ts'

const MONTH = '2026-09-01'
const order = { id: 'r1', no: 'SQ1' }
const opening = (
  source: string,
  budgetId: string | null,
  heldMinor: bigint,
  change: Partial<Opening> = {},
): Opening => ({ source, request: order, budgetId, month: MONTH, heldMinor, usedMinor: 0n, ...change })
const charged = (amountMinor: bigint, sources: readonly string[] = ['r1 1'], systemId = 's'): Charged => ({
  systemId,
  request: order,
  amountMinor,
  sources,
})

describe('R274: which line pays for what is billed', () => {
  it('is the one that carries the commitment, and what is billed uses up as much of it', () => {
    const held = opening('r1 1', 'a', 100n)
    const { used, paid, unpaid } = allot([charged(80n)], [held], MONTH)
    expect([...used]).toEqual([[held, 80n]])
    expect(paid).toEqual([{ systemId: 's', request: order, budgetId: 'a', amountMinor: 80n }])
    expect(unpaid).toEqual([])
  })

  it('beyond the commitment it is the same line, and nothing more is used up', () => {
    const held = opening('r1 1', 'a', 100n)
    const { used, unpaid } = allot([charged(130n)], [held], MONTH)
    expect(used.get(held)).toBe(100n)
    expect(unpaid).toEqual([{ systemId: 's', request: order, amountMinor: 30n, carrierId: 'a' }])
  })

  it('an order before what changes have added, each on its own line', () => {
    const first = opening('r1 1', 'a', 100n)
    const change = opening('r2 1', 'b', 50n, { request: { id: 'r2', no: 'SQ2' } })
    const { paid, unpaid } = allot([charged(150n, ['r1 1', 'r2 1'])], [change, first], MONTH)
    expect(paid.map(({ budgetId, amountMinor }) => [budgetId, amountMinor])).toEqual([
      ['a', 100n],
      ['b', 50n],
    ])
    expect(unpaid).toEqual([])
  })

  it('takes what earlier months have left, the latest first, and never what later months need', () => {
    const [june, august, october] = ['2026-06-01', '2026-08-01', '2026-10-01'].map((month) =>
      opening('r1 1', 'a', 10n, { month }),
    ) as [Opening, Opening, Opening]
    const now = opening('r1 1', 'a', 100n)
    const { used, unpaid } = allot([charged(115n)], [june, august, october, now], MONTH)
    expect([used.get(now), used.get(august), used.get(june), used.get(october)]).toEqual([
      100n,
      10n,
      5n,
      undefined,
    ])
    expect(unpaid).toEqual([])
  })

  it('what is committed on no line is used up as well, and is paid by whoever pays for the rest', () => {
    const held = opening('r1 1', null, 100n)
    const { used, paid, unpaid } = allot([charged(80n)], [held], MONTH)
    expect(used.get(held)).toBe(80n)
    expect(paid).toEqual([])
    expect(unpaid).toEqual([{ systemId: 's', request: order, amountMinor: 80n, carrierId: null }])
  })

  it('what is given back on a later bill goes to the line of its order, and holds nothing again', () => {
    const held = opening('r1 1', 'a', 100n)
    const { used, unpaid } = allot([charged(-30n)], [held], MONTH)
    expect(used.size).toBe(0)
    expect(unpaid).toEqual([{ systemId: 's', request: order, amountMinor: -30n, carrierId: 'a' }])
  })

  it('a closed bill frees what its orders had set aside for its month, and no other order’s', () => {
    const held = opening('r1 1', 'a', 100n)
    const waiting = opening('r9 1', 'a', 70n)
    const next = opening('r1 1', 'a', 100n, { month: '2026-10-01' })
    const all = [held, waiting, next]
    const billed = [charged(80n)]
    expect(leftOver(allot(billed, all, MONTH), billed, all, MONTH)).toEqual([
      { opening: held, amountMinor: 20n },
    ])
  })

  it('a line of an order that committed nothing is paid by the line that carries the order, all of it together', () => {
    const held = opening('r1 1', 'a', 100n)
    const { unpaid } = allot([charged(20n, ['r1 2']), charged(130n)], [held], MONTH)
    expect(unpaid).toEqual([{ systemId: 's', request: order, amountMinor: 50n, carrierId: 'a' }])
  })

  it('what this bill has charged before is where the difference goes', () => {
    const part = (budgetId: string | null, amountMinor: bigint): Part => ({
      systemId: 's',
      request: order,
      budgetId,
      amountMinor,
    })
    const unpaid = { systemId: 's', request: order, amountMinor: 5n, carrierId: null }
    expect(chargedBefore([part('a', 10n), part('b', 90n)], unpaid)).toBe('b')
    expect(chargedBefore([part('c', -10n)], unpaid)).toBe('c')
    expect(chargedBefore([part(null, 10n)], unpaid)).toBeNull()
    expect(chargedBefore([{ ...part('a', 10n), systemId: 'other' }], unpaid)).toBeNull()
  })
})

/** The two ledgers in memory, with the rules on them: approve, bill, dispute, close and release in any order. */
interface Ledger {
  /** By `source budget month`: what is held. */
  readonly held: Map<string, Opening>
  /** By bill and opening: what it has used. */
  readonly used: Map<number, Map<string, bigint>>
  readonly entries: Map<number, readonly Part[]>
}

const keyOf = ({ source, budgetId, month }: Opening) => `${source} ${budgetId} ${month}`

function bill(ledger: Ledger, number: number, charges: readonly Charged[], isFinal: boolean): number {
  const mine = ledger.used.get(number) ?? new Map<string, bigint>()
  const openings = [...ledger.held.values()].map((each) => ({
    ...each,
    usedMinor: mine.get(keyOf(each)) ?? 0n,
  }))
  const month = monthOf(number)
  const before = ledger.entries.get(number) ?? []
  const allotted = allot(charges, openings, month)
  const wanted = [
    ...allotted.paid,
    ...allotted.unpaid.map(({ carrierId, ...part }) => ({
      ...part,
      budgetId: carrierId ?? chargedBefore(before, { ...part, carrierId }),
    })),
  ]
  const written = differences(wanted, before)
  const spends = usedAnew(allotted, openings)
  const freed = isFinal ? leftOver(allotted, charges, openings, month) : []
  for (const { opening: one, amountMinor } of [...spends, ...freed]) {
    const now = ledger.held.get(keyOf(one)) as Opening
    ledger.held.set(keyOf(one), { ...now, heldMinor: now.heldMinor - amountMinor })
  }
  for (const { opening: one, amountMinor } of spends)
    mine.set(keyOf(one), (mine.get(keyOf(one)) ?? 0n) + amountMinor)
  ledger.used.set(number, mine)
  ledger.entries.set(number, differences([...before, ...written], []))
  return written.length + spends.length + freed.length
}

const monthOf = (number: number) => `2026-${String(number).padStart(2, '0')}-01`

const aMonth = fc.integer({ min: 1, max: 12 })
const aSource = fc.integer({ min: 1, max: 4 })
const anAmount = fc.bigInt({ min: 1n, max: 1000n })
const step = fc.oneof(
  fc.record({
    kind: fc.constant('approve' as const),
    source: aSource,
    month: aMonth,
    amount: anAmount,
    budget: fc.constantFrom('a', 'b', null),
  }),
  fc.record({ kind: fc.constant('release' as const), source: aSource, month: aMonth }),
  // A change that makes it cheaper: never more than is held.
  fc.record({ kind: fc.constant('change' as const), source: aSource, month: aMonth, less: anAmount }),
  fc.record({
    kind: fc.constant('bill' as const),
    month: aMonth,
    charges: fc.array(
      fc.record({
        sources: fc.uniqueArray(aSource, { maxLength: 3 }),
        amount: fc.bigInt({ min: -200n, max: 1500n }),
      }),
      { maxLength: 5 },
    ),
  }),
  fc.record({ kind: fc.constant('dispute' as const), month: aMonth, credit: anAmount }),
  fc.record({ kind: fc.constant('close' as const), month: aMonth }),
)

describe('R274 F24: whatever is approved, changed, billed, disputed, closed and released, in whatever order', () => {
  it('entries of a bill are the bill, nothing held is below nothing, and no yuan counts twice', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const ledger: Ledger = { held: new Map(), used: new Map(), entries: new Map() }
        const bills = new Map<number, { charges: readonly Charged[]; isFinal: boolean }>()
        let committed = 0n
        let released = 0n
        const charge = (number: number, charges: readonly Charged[], isFinal: boolean) => {
          const before = heldOf(ledger)
          const usedBefore = usedOf(ledger)
          bills.set(number, { charges, isFinal })
          bill(ledger, number, charges, isFinal)
          // What a closed bill frees is neither held nor used any more.
          released += before - heldOf(ledger) - (usedOf(ledger) - usedBefore)
          // Asked again: nothing.
          expect(bill(ledger, number, charges, isFinal)).toBe(0)
        }
        for (const one of steps) {
          if (one.kind === 'approve') {
            const fresh = opening(`r${one.source} 1`, one.budget, one.amount, { month: monthOf(one.month) })
            const there = ledger.held.get(keyOf(fresh))
            const heldMinor = (there?.heldMinor ?? 0n) + one.amount
            ledger.held.set(keyOf(fresh), { ...fresh, heldMinor })
            committed += one.amount
          } else if (one.kind === 'release') {
            for (const [key, each] of ledger.held) {
              if (each.source !== `r${one.source} 1` || each.month <= monthOf(one.month)) continue
              released += each.heldMinor
              ledger.held.set(key, { ...each, heldMinor: 0n })
            }
          } else if (one.kind === 'change') {
            for (const [key, each] of ledger.held) {
              if (each.source !== `r${one.source} 1` || each.month < monthOf(one.month)) continue
              const given = each.heldMinor < one.less ? each.heldMinor : one.less
              released += given
              ledger.held.set(key, { ...each, heldMinor: each.heldMinor - given })
            }
          } else if (one.kind === 'bill') {
            if (bills.has(one.month)) continue
            const charges = one.charges.map(({ sources, amount }, index) =>
              charged(
                amount,
                sources.map((source) => `r${source} 1`),
                // Several lines of one request in one system as well.
                `s${index % 2}`,
              ),
            )
            charge(one.month, charges, false)
          } else {
            const sent = bills.get(one.month)
            if (sent === undefined || sent.isFinal) continue
            const [first, ...others] = sent.charges
            if (one.kind === 'close') charge(one.month, sent.charges, true)
            else if (first && first.amountMinor > 0n) {
              const less = first.amountMinor < one.credit ? 0n : first.amountMinor - one.credit
              charge(one.month, [{ ...first, amountMinor: less }, ...others], false)
            }
          }
          for (const each of ledger.held.values()) expect(each.heldMinor >= 0n).toBe(true)
          for (const [number, { charges }] of bills) {
            const sum = (ledger.entries.get(number) ?? []).reduce((all, part) => all + part.amountMinor, 0n)
            expect(sum).toBe(charges.reduce((all, each) => all + each.amountMinor, 0n))
            // Used up by no more than was billed.
            for (const amount of ledger.used.get(number)?.values() ?? []) expect(amount >= 0n).toBe(true)
          }
          expect(heldOf(ledger) + usedOf(ledger) + released).toBe(committed)
        }
      }),
      { numRuns: 500 },
    )
  })
})

const heldOf = ({ held }: Ledger) => [...held.values()].reduce((sum, each) => sum + each.heldMinor, 0n)
const usedOf = ({ used }: Ledger) =>
  [...used.values()].reduce((sum, mine) => sum + [...mine.values()].reduce((all, each) => all + each, 0n), 0n)
