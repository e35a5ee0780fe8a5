import type { Amounts, PlacementFilter } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { ZERO } from '../cloud/index.ts'
import { SHIPPED_BOOK } from '../rule/index.ts'
import type { Part, Shared } from './arrange.ts'
import type { Bond } from './bond/bond.ts'
import { explain, toExplanation } from './explanation.ts'
import { NO_ONE, placeOneByOne, placeTogether } from './imagine.ts'
import { type PlacingRules, toPlacingRules } from './placing-rules.ts'
import type { PoolView } from './pool-book.ts'
import { type Circumstances, weigh } from './weigh.ts'

const shipped = toPlacingRules({ book: SHIPPED_BOOK, number: null })
const vcpus = (count: number): Amounts => ({ ...ZERO, vcpus: count })

const aPool = (name: string, parts: Partial<PoolView> = {}): PoolView => ({
  id: name,
  name,
  cloudId: `cloud of ${name}`,
  cloudName: '',
  cloudState: 'healthy',
  providerBodyId: `provider of ${name}`,
  providerName: '',
  nodeId: `node of ${name}`,
  nodeKind: 'backbone',
  isNodeManaged: true,
  zoneId: `zone of ${name}`,
  nativeZone: '',
  class: 'general',
  networkZone: 'internet',
  dedicatedBodyId: null,
  isOpen: true,
  isOverCommitted: false,
  limit: vcpus(100),
  free: vcpus(100),
  mapping: { images: [], volumeTypes: [], externalNetwork: null },
  isDomestic: null,
  protectionLevel: null,
  lacks: [],
  ...parts,
})

const shared: Shared = {
  systemId: NO_ONE,
  bodyId: NO_ONE,
  poolClass: 'general',
  networkZone: 'internet',
  cloudId: null,
  poolId: null,
  preference: null,
  atEdge: false,
}
const part = (quantity: number, unit = vcpus(10)): Part => ({
  requestLineId: null,
  quantity,
  unit,
  imageCodes: [],
  tiers: [],
  needsExternalNetwork: false,
})

const known = (rules: Partial<PlacingRules> = {}, more: Partial<Circumstances> = {}): Circumstances => ({
  rules: { ...shipped, ...rules },
  systemCloudIds: new Set(),
  systemPoolIds: new Set(),
  bodyLine: new Set(),
  protectionLevel: null,
  apartNodeIds: new Set(),
  bonds: [],
  namedPoolIds: null,
  fullPoolIds: new Set(),
  dice: (poolId) => poolId.length,
  ...more,
})
const aBond = (
  kind: Bond['kind'],
  level: Bond['level'],
  at: readonly string[],
  strength: Bond['strength'] = 'must',
): Bond => ({
  id: `${kind} ${level}`,
  kind,
  level,
  strength,
  other: { id: 'o', name: '户政' },
  at: new Set(at),
})
const wanted = { ...shared, amounts: vcpus(10), imageCodes: [], tiers: [], needsExternalNetwork: false }
const weights = (given: Partial<PlacingRules['weights']>) => ({
  weights: {
    ...(Object.fromEntries(
      Object.keys(shipped.weights).map((score) => [score, 0]),
    ) as PlacingRules['weights']),
    ...given,
  },
})

describe('R9 a policy filters', () => {
  const half = { free: vcpus(60), providerBodyId: 'p' }
  it.each<
    [string, Partial<PoolView>, object, Partial<PlacingRules>, Partial<Circumstances>, PlacementFilter | null]
  >([
    [
      'R17 a pool that is not 信创, from the level on',
      {},
      {},
      { domesticFromLevel: 3 },
      { protectionLevel: 3 },
      'domestic',
    ],
    ['R2 R109 a pool whose node is not approved yet', { isNodeManaged: false }, {}, {}, {}, 'node-intake'],
    [
      'R109 not even for a regulator who names it',
      { isNodeManaged: false },
      {},
      {},
      { namedPoolIds: new Set(['x']) },
      'node-intake',
    ],
    [
      'a node that carries a system it is bound apart from',
      {},
      {},
      {},
      { bonds: [aBond('apart', 'node', ['node of x'])] },
      'bond-apart',
    ],
    ['not another node', {}, {}, {}, { bonds: [aBond('apart', 'node', ['node of y'])] }, null],
    [
      'a cloud without the system it is bound together with',
      {},
      {},
      {},
      { bonds: [aBond('together', 'cloud', ['other'])] },
      'bond-together',
    ],
    ['no cloud while that one stands nowhere', {}, {}, {}, { bonds: [aBond('together', 'cloud', [])] }, null],
    [
      'not even for a regulator who names the pool',
      {},
      {},
      {},
      { namedPoolIds: new Set(['x']), bonds: [aBond('apart', 'provider', ['provider of x'])] },
      'bond-apart',
    ],
    ['no pool for two on hosts of their own', {}, {}, {}, { bonds: [aBond('apart', 'host', ['x'])] }, null],
    [
      'a pool without the host of the other',
      {},
      {},
      {},
      { bonds: [aBond('together', 'host', ['y'])] },
      'bond-together',
    ],
    [
      'nothing by what is only preferred',
      {},
      {},
      {},
      { bonds: [aBond('apart', 'node', ['node of x'], 'prefer')] },
      null,
    ],
    ['R17 not below that level', {}, {}, { domesticFromLevel: 3 }, { protectionLevel: 2 }, null],
    [
      'R17 not a pool that is',
      { isDomestic: true },
      {},
      { domesticFromLevel: 3 },
      { protectionLevel: 3 },
      null,
    ],
    ['R17 when 信创 is asked for, whatever the level', {}, { domesticOnly: true }, {}, {}, 'domestic'],
    [
      'R166 a pool of a lower 等保 level',
      { protectionLevel: 2 },
      {},
      {},
      { protectionLevel: 3 },
      'protection',
    ],
    ['R166 not one of the same level', { protectionLevel: 3 }, {}, {}, { protectionLevel: 3 }, null],
    [
      'R166 one whose level nobody stated, where the policy asks',
      {},
      {},
      { needsStatedProtection: true },
      { protectionLevel: 2 },
      'protection',
    ],
    ['R166 and not where it does not ask', {}, {}, {}, { protectionLevel: 2 }, null],
    [
      'R12 the node of the other half of a recovery pair',
      {},
      {},
      {},
      { apartNodeIds: new Set(['node of x']) },
      'recovery-apart',
    ],
    [
      'R12 and not where the policy lets them stand together',
      {},
      {},
      { keepsRecoveryApart: false },
      { apartNodeIds: new Set(['node of x']) },
      null,
    ],
    [
      'another cloud than the system has',
      {},
      {},
      { keepsOneCloud: true },
      { systemCloudIds: new Set(['other']) },
      'one-cloud',
    ],
    [
      'not for recovery',
      { nodeKind: 'dr-remote' },
      { atRecovery: true },
      { keepsOneCloud: true },
      { systemCloudIds: new Set(['other']) },
      null,
    ],
    [
      'a cloud that has not the kind of resource',
      { lacks: ['floating-ip'] },
      { kinds: ['server', 'floating-ip'] },
      {},
      {},
      'kind',
    ],
    ['not for what it has', { lacks: ['floating-ip'] }, { kinds: ['server'] }, {}, {}, null],
    ['R7 a provider beyond its share', half, {}, { providerSharePercent: 49 }, {}, 'provider-share'],
    ['R7 not at its share', half, {}, { providerSharePercent: 50 }, {}, null],
  ])('%s', (_, pool, more, rules, circumstances, expected) => {
    const [weighed] = weigh([aPool('x', pool)], { ...wanted, ...more }, known(rules, circumstances))
    expect(weighed?.refusedBy).toBe(expected)
  })
})

describe('R9 a policy weighs', () => {
  const full = aPool('full', { free: vcpus(20) })
  const empty = aPool('empty')
  const prices = [
    { providerBodyId: 'provider of full', perMonthMinor: 300 },
    { providerBodyId: 'provider of empty', perMonthMinor: 150 },
  ]
  it.each<[string, Partial<PlacingRules['weights']>, string]>([
    ['balance', { 'room-left': 10 }, 'empty'],
    ['consolidation', { consolidation: 10 }, 'full'],
    ['R7 cost', { 'low-cost': 10 }, 'empty'],
    ['consolidation before cost by its weight', { consolidation: 30, 'low-cost': 10 }, 'full'],
  ])('%s', (_, given, expected) => {
    const weighed = weigh([full, empty], { ...wanted, prices }, known(weights(given)))
    expect(weighed[0]?.pool.id).toBe(expected)
    // What counts nothing is no part of the explanation.
    expect(
      weighed[0]
        ?.scoresOf(empty)
        .map((one) => one.score)
        .toSorted(),
    ).toEqual(Object.keys(given).toSorted())
  })
})

describe('R9 bonds between systems', () => {
  const pools = [aPool('a'), aPool('b'), aPool('c')]

  it('are named where they leave a pool out', () => {
    const bonds = [
      aBond('apart', 'node', ['node of b']),
      aBond('together', 'provider', ['provider of a', 'provider of b']),
    ]
    const weighed = weigh(pools, wanted, known({}, { bonds }))
    const stored = explain(weighed, 'a', { at: new Date(0), policy: shipped.policy })
    const { candidates } = toExplanation(stored, wanted)
    expect(candidates.map((one) => [one.pool.id, one.refusedBy?.text.zh ?? null])).toEqual([
      ['a', null],
      ['b', '与“户政”反亲和：不能在同一节点'],
      ['c', '与“户政”亲和：必须在同一服务商'],
    ])
  })

  it('that are only preferred count for the pools that keep them, and are no part of it where there are none', () => {
    const rules = weights({ bonds: 40, 'room-left': 10 })
    const emptier = [aPool('a', { free: vcpus(50) }), aPool('b')]
    const bestOf = (bonds: readonly Bond[]) => weigh(emptier, wanted, known(rules, { bonds }))[0]
    expect(bestOf([])?.pool.id).toBe('b')
    expect(
      bestOf([])
        ?.scoresOf(aPool('b'))
        .map((one) => one.score),
    ).toEqual(['room-left'])
    const apart = bestOf([aBond('apart', 'zone', ['zone of b'], 'prefer')])
    expect(apart?.pool.id).toBe('a')
    expect(apart?.scoresOf(aPool('a'))).toContainEqual({ score: 'bonds', value: 1, weight: 40 })
  })

  it('hold in what would be, for one after the other', () => {
    const bonds = [aBond('apart', 'cloud', ['cloud of a', 'cloud of c'])]
    const { units, last } = placeOneByOne(pools, { ...shared, systemId: 's' }, part(11), known({}, { bonds }))
    expect(Object.fromEntries(units)).toEqual({ b: 10 })
    expect(last?.map((one) => one.refusedBy).toSorted()).toEqual(['bond-apart', 'bond-apart', 'room'])
  })
})

describe('R9 what would be', () => {
  const pools = [aPool('a', { free: vcpus(35) }), aPool('b', { free: vcpus(25) })]

  it('places one after the other, and says what is left and why the rest finds no room', () => {
    const { units, after, last } = placeOneByOne(pools, shared, part(7), known())
    expect(Object.fromEntries(units)).toEqual({ a: 3, b: 2 })
    expect(after.map((pool) => pool.free.vcpus)).toEqual([5, 5])
    expect(last?.map((one) => one.refusedBy)).toEqual(['room', 'room'])
    expect(pools.map((pool) => pool.free.vcpus)).toEqual([35, 25])
  })

  it('draws a system to where its first part went, and leaves strangers apart', () => {
    const roomy = [aPool('a'), aPool('b')]
    const ofOne = placeOneByOne(roomy, { ...shared, systemId: 's' }, part(6), known())
    expect([...ofOne.units.values()]).toEqual([6])
    const ofMany = placeOneByOne(roomy, shared, part(6), known(weights({ 'room-left': 1 })))
    expect([...ofMany.units.values()].toSorted()).toEqual([3, 3])
  })

  it('keeps the lines of a request together as a claim does', () => {
    const lines = [part(2), part(1, vcpus(15))]
    expect(Object.fromEntries(placeTogether(pools, shared, lines, known()).units)).toEqual({ a: 3 })
    expect(
      placeTogether(pools, shared, [part(5), part(1)], known()).last?.map((one) => one.refusedBy),
    ).toEqual(['room', 'room'])
  })
})
