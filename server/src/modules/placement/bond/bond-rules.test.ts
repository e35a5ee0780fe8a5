import { PLACEMENT_BOND_LEVELS, type PlacementBondLevel } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bond, findContradiction, isKept, type Place, type Pledge } from './bond.ts'

const pledge = (
  system_id: string,
  kind: Pledge['kind'],
  level: PlacementBondLevel,
  other_id: string,
  strength: Pledge['strength'] = 'must',
): Pledge => ({ kind, level, strength, system_id, other_id })

describe('R9 bonds that contradict each other', () => {
  const ab = pledge('a', 'together', 'cloud', 'b')
  it.each<[string, Pledge[], Pledge, Pledge[]]>([
    ['together on a cloud and apart by cloud', [ab], pledge('a', 'apart', 'cloud', 'b'), [ab]],
    ['said by the other of the two', [ab], pledge('b', 'apart', 'cloud', 'a'), [ab]],
    ['together on a cloud and apart by provider', [ab], pledge('a', 'apart', 'provider', 'b'), [ab]],
    ['not together on a cloud and apart by node', [ab], pledge('a', 'apart', 'node', 'b'), []],
    ['not what others are bound to', [ab], pledge('a', 'apart', 'cloud', 'c'), []],
    [
      'together by way of a third',
      [ab, pledge('b', 'together', 'zone', 'c')],
      pledge('a', 'apart', 'cloud', 'c'),
      [ab, pledge('b', 'together', 'zone', 'c')],
    ],
    [
      'a tie that closes the way between two that are apart',
      [ab, pledge('a', 'apart', 'cloud', 'c')],
      pledge('b', 'together', 'host', 'c'),
      [ab, pledge('a', 'apart', 'cloud', 'c')],
    ],
    [
      'not by a tie that is only preferred',
      [{ ...ab, strength: 'prefer' }, pledge('b', 'together', 'zone', 'c')],
      pledge('a', 'apart', 'cloud', 'c'),
      [],
    ],
    [
      'even what is only preferred, to its own opposite',
      [ab],
      pledge('a', 'apart', 'cloud', 'b', 'prefer'),
      [ab],
    ],
  ])('%s', (_, known, wanted, expected) => {
    expect(findContradiction(known, wanted)).toEqual(expected)
  })

  it('never arise: what is taken in one by one can always be kept together', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const any = fc.record({
      kind: fc.constantFrom('together' as const, 'apart' as const),
      level: fc.constantFrom(...PLACEMENT_BOND_LEVELS),
      strength: fc.constant('must' as const),
      system_id: name,
      other_id: name,
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (wishes) => {
        const known: Pledge[] = []
        for (const wish of wishes)
          if (wish.system_id !== wish.other_id && findContradiction(known, wish).length === 0)
            known.push(wish)
        const places = layOut(known)
        for (const one of known) {
          const other = places.get(one.other_id) as Place
          const at = new Set([other[one.level]])
          const bond: Bond = { ...one, id: '', other: { id: one.other_id, name: '' }, at }
          // A pool cannot tell hosts apart; here they are told.
          const own = places.get(one.system_id) as Place
          const kept = one.kind === 'apart' ? own[one.level] !== other[one.level] : isKept(bond, own)
          expect(kept).toBe(true)
        }
      }),
      { numRuns: 60, seed: 5 },
    )
  })
})

/** As far apart as the ties let them: at each level, those that are tied there or more narrowly share a place. */
function layOut(known: readonly Pledge[]): ReadonlyMap<string, Place> {
  const names = ['a', 'b', 'c', 'd', 'e']
  const places = new Map(names.map((name) => [name, {} as Record<PlacementBondLevel, string>]))
  PLACEMENT_BOND_LEVELS.forEach((level, width) => {
    const group = new Map(names.map((name) => [name, name]))
    for (let round = 0; round < names.length; round += 1)
      for (const { kind, level: own, system_id, other_id } of known)
        if (kind === 'together' && PLACEMENT_BOND_LEVELS.indexOf(own) <= width) {
          const least = [group.get(system_id), group.get(other_id)].sort()[0] as string
          group.set(system_id, least).set(other_id, least)
        }
    for (const name of names) (places.get(name) as Record<string, string>)[level] = group.get(name) as string
  })
  return places
}
