import { describe, expect, it } from 'vitest'
import type { Judged } from '../judge-batch.ts'
import { monthEnds, sumBoth } from './rule-trial.ts'

const found = (body: string, rule: string | null, fen: bigint | null = 100n): Judged =>
  ({
    row: { body_id: body },
    judgement: rule === null ? { is: 'well' } : { is: 'found', finding: { rule, evidence: [], size: null } },
    saving: rule === null ? null : { fen, vcpus: 0, memoryMiB: 0, storageGiB: 0 },
    measures: null,
  }) as unknown as Judged

describe('rules tried on the last twelve months (R128)', () => {
  it('looks at the ends of twelve whole months, across the year', () => {
    const days = monthEnds('2026-03-15')
    expect([days.length, days[0], days.at(-1)]).toEqual([12, '2025-04-01', '2026-03-01'])
    expect(monthEnds('2026-01-01').at(-1)).toBe('2026-01-01')
  })

  it('adds up by body and rule what either version finds, and tells what is new and what is gone', () => {
    const sums = sumBoth(
      [found('a', 'idle'), found('a', 'idle', 50n), found('a', null), found('b', 'idle', null)],
      [found('a', 'idle'), found('a', 'oversized', 20n), found('a', 'idle', 7n), found('b', null)],
    )
    expect(sums).toEqual([
      {
        bodyId: 'a',
        rule: 'idle',
        nowCount: 2,
        nowFen: 150n,
        triedCount: 2,
        triedFen: 107n,
        added: 1,
        dropped: 1,
      },
      {
        bodyId: 'a',
        rule: 'oversized',
        nowCount: 0,
        nowFen: 0n,
        triedCount: 1,
        triedFen: 20n,
        added: 1,
        dropped: 0,
      },
      {
        bodyId: 'b',
        rule: 'idle',
        nowCount: 1,
        nowFen: 0n,
        triedCount: 0,
        triedFen: 0n,
        added: 0,
        dropped: 1,
      },
    ])
  })
})
