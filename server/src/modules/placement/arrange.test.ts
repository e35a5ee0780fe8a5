import type { Amounts, NodeKind } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plus, ZERO } from '../cloud/index.ts'
import { SHIPPED_BOOK } from '../rule/index.ts'
import { type Arrangement, arrange, type Part, type Shared, times, wantedOf } from './arrange.ts'
import { explain, FILTER_WORDS, whyNot } from './explanation.ts'
import { toPlacingRules } from './placing-rules.ts'
import type { PoolView } from './pool-book.ts'
import type { Circumstances } from './weigh.ts'

const amounts = (vcpus: number, storageGiB = 0): Amounts => ({ ...ZERO, vcpus, storageGiB })

/** `cloud/zone/pool`: where it stands is its name. */
function aPool(path: string, free: Amounts, parts: Partial<PoolView> = {}): PoolView {
  const [cloud, zone] = path.split('/')
  return {
    id: path,
    name: path,
    cloudId: `${cloud}`,
    cloudName: `${cloud}`,
    cloudState: 'healthy',
    providerBodyId: `provider of ${cloud}`,
    providerName: '',
    nodeId: `node of ${zone}`,
    nodeKind: 'backbone',
    isNodeManaged: true,
    zoneId: `${cloud}/${zone}`,
    nativeZone: `${zone}`,
    class: 'general',
    networkZone: 'internet',
    dedicatedBodyId: null,
    isOpen: true,
    isOverCommitted: false,
    limit: amounts(1000, 100_000),
    free,
    mapping: { images: [], volumeTypes: [], externalNetwork: null },
    isDomestic: null,
    protectionLevel: null,
    lacks: [],
    ...parts,
  }
}

const aPart = (quantity: number, unit: Amounts): Part => ({
  requestLineId: `${quantity} × ${unit.vcpus}`,
  quantity,
  unit,
  imageCodes: [],
  tiers: [],
  needsExternalNetwork: false,
})

const shared: Shared = {
  systemId: 's',
  bodyId: 'b',
  poolClass: 'general',
  networkZone: 'internet',
  cloudId: null,
  poolId: null,
  preference: null,
  atEdge: false,
}

const shipped = toPlacingRules({ book: SHIPPED_BOOK, number: null })

const how = { at: new Date(0), policy: shipped.policy }

const nothingKnown: Circumstances = {
  rules: shipped,
  protectionLevel: null,
  apartNodeIds: new Set(),
  bonds: [],
  systemCloudIds: new Set(),
  systemPoolIds: new Set(),
  bodyLine: new Set(),
  namedPoolIds: null,
  fullPoolIds: new Set(),
  dice: (poolId) => poolId.length,
}

/** Pools that carry something, the fullest said first; `none` with the first reason. */
function outcomeOf(arrangement: Arrangement): string {
  if (arrangement.kind === 'whole') return arrangement.weighed[0]?.pool.id ?? ''
  if (arrangement.kind === 'spread') return [...new Set(arrangement.shares.map((one) => one.pool.id))].join()
  const reasons = new Set(arrangement.weighed.map((one) => one.refusedBy))
  return `none: ${[...reasons].join()}`
}

const server = aPart(1, amounts(8, 100))
const volume = aPart(1, amounts(0, 2000))
const big = amounts(500, 50_000)
const dr = { nodeKind: 'dr-same-city' as const }

describe('R12 where the lines of a request go together', () => {
  it.each<[string, PoolView[], Part[], Partial<Shared>, Partial<Circumstances>, string]>([
    [
      'server and volume into the one pool that takes both, though others take one of them',
      [aPool('a/1/x', amounts(500, 150)), aPool('b/1/x', amounts(4, 50_000)), aPool('c/1/x', big)],
      [server, volume],
      {},
      {},
      'c/1/x',
    ],
    [
      'into two pools of one zone when neither takes all',
      [aPool('a/1/x', amounts(500, 150)), aPool('a/1/y', amounts(4, 50_000))],
      [server, volume],
      {},
      {},
      'a/1/x,a/1/y',
    ],
    [
      'nowhere rather than into two zones of a cloud',
      [aPool('a/1/x', amounts(500, 150)), aPool('a/2/x', amounts(4, 50_000))],
      [server, volume],
      {},
      {},
      'none: room',
    ],
    [
      'units of one line, on which nothing hangs, over the zones of a cloud',
      [aPool('a/1/x', amounts(20, 900)), aPool('a/2/x', amounts(20, 900))],
      [aPart(4, amounts(8, 100))],
      {},
      {},
      'a/1/x,a/2/x',
    ],
    [
      'units of one line not over two clouds',
      [aPool('a/1/x', amounts(20, 900)), aPool('b/1/x', amounts(20, 900))],
      [aPart(4, amounts(8, 100))],
      {},
      {},
      'none: room',
    ],
    [
      'unless the regulator named pools of both',
      [aPool('a/1/x', amounts(20, 900)), aPool('b/1/x', amounts(20, 900))],
      [aPart(4, amounts(8, 100))],
      {},
      { namedPoolIds: new Set(['a/1/x', 'b/1/x']) },
      'a/1/x,b/1/x',
    ],
    ['never into a recovery pool unasked', [aPool('a/1/x', big, dr)], [server], {}, {}, 'none: recovery'],
    [
      'into a recovery pool, and no other, when recovery is asked for',
      [aPool('a/1/x', big), aPool('a/2/x', amounts(50, 200), dr)],
      [server],
      { atRecovery: true },
      {},
      'a/2/x',
    ],
    [
      'into a recovery pool that the regulator named',
      [aPool('a/1/x', big), aPool('a/2/x', big, dr)],
      [server],
      {},
      { namedPoolIds: new Set(['a/2/x']) },
      'a/2/x',
    ],
    [
      'a further volume into the zone of what it belongs to',
      [aPool('a/1/x', amounts(0, 3000)), aPool('a/2/x', big)],
      [volume],
      { zoneIds: ['a/1'] },
      {},
      'a/1/x',
    ],
    [
      'a further volume nowhere when that zone is full',
      [aPool('a/1/x', amounts(0, 30)), aPool('a/2/x', big)],
      [volume],
      { zoneIds: ['a/1'] },
      {},
      'none: room,together',
    ],
    [
      'near to what the system has',
      [aPool('a/1/x', big), aPool('a/2/x', big), aPool('b/1/x', big)],
      [server],
      {},
      { systemCloudIds: new Set(['a']), systemPoolIds: new Set(['a/2/x']) },
      'a/2/x',
    ],
  ])('%s', (_, pools, parts, more, circumstances, expected) => {
    const found = arrange(pools, { ...shared, ...more }, parts, { ...nothingKnown, ...circumstances })
    expect(outcomeOf(found)).toBe(expected)
  })

  const nodeKinds = fc.constantFrom<NodeKind>(
    'backbone',
    'dr-same-city',
    'dr-remote',
    'department-integrated',
  )
  const somePools = fc
    .uniqueArray(
      fc.record({
        path: fc
          .tuple(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2'), fc.constantFrom('x', 'y', 'z'))
          .map((parts) => parts.join('/')),
        free: fc.record({ vcpus: fc.nat(40), storageGiB: fc.nat(400) }),
        nodeKind: nodeKinds,
        isOpen: fc.boolean(),
      }),
      { selector: (one) => one.path, maxLength: 12 },
    )
    .map((all) =>
      all.map(({ path, free, nodeKind, isOpen }) =>
        aPool(path, amounts(free.vcpus, free.storageGiB), { nodeKind, isOpen }),
      ),
    )
  const someParts = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.nat(10), fc.nat(100))
      .map(([quantity, vcpus, storage]) => aPart(quantity, amounts(vcpus, storage))),
    { minLength: 1, maxLength: 4 },
  )

  it('whatever the pools, never splits what belongs together, never takes more than there is, and every refusal says why', () => {
    fc.assert(
      fc.property(somePools, someParts, fc.boolean(), (pools, parts, atRecovery) => {
        const found = arrange(pools, { ...shared, atRecovery }, parts, nothingKnown)
        const wanted = wantedOf(shared, parts)
        if (found.kind === 'none') {
          const why = whyNot(explain(found.weighed, null, how), parts.length > 1)
          expect(why).not.toBe('')
          expect(found.weighed.every((one) => one.refusedBy && FILTER_WORDS[one.refusedBy].zh !== '')).toBe(
            true,
          )
          // No open pool of the right sort could have carried the whole.
          const could = pools.filter(
            (pool) =>
              pool.isOpen && pool.nodeKind.startsWith('dr-') === atRecovery && holds(pool, wanted.amounts),
          )
          expect(could).toEqual([])
          return
        }
        const shares =
          found.kind === 'spread'
            ? found.shares.map(({ pool, part, count }) => ({ pool, part, count }))
            : parts.map((part) => ({ pool: found.weighed[0]?.pool as PoolView, part, count: part.quantity }))
        expect(new Set(shares.map(({ pool }) => pool.cloudId)).size).toBe(1)
        if (parts.length > 1) expect(new Set(shares.map(({ pool }) => pool.zoneId)).size).toBe(1)
        for (const [pool, own] of Map.groupBy(shares, (share) => share.pool)) {
          expect(pool.isOpen).toBe(true)
          expect(pool.nodeKind.startsWith('dr-')).toBe(atRecovery)
          expect(holds(pool, own.map((one) => times(one.part.unit, one.count)).reduce(plus, ZERO))).toBe(true)
        }
        for (const part of parts)
          expect(shares.filter((one) => one.part === part).reduce((sum, one) => sum + one.count, 0)).toBe(
            part.quantity,
          )
      }),
      { numRuns: 2000 },
    )
  })

  it('numbers the units of a spread line through, and explains each share by the pool it went to', () => {
    const pools = [aPool('a/1/x', amounts(20, 900)), aPool('a/1/y', amounts(17, 900))]
    const found = arrange(pools, shared, [aPart(4, amounts(8, 100))], nothingKnown)
    if (found.kind !== 'spread') throw new Error('spread')
    expect(found.shares.map(({ count, firstNumber, pool }) => [pool.id, firstNumber, count])).toEqual([
      ['a/1/x', 1, 2],
      ['a/1/y', 3, 2],
    ])
    for (const { weighed, pool } of found.shares) {
      const { candidates } = explain(weighed, pool.id, how)
      expect(candidates.find((one) => one.pool.id === pool.id)).toMatchObject({ refusedBy: null })
    }
  })
})

const holds = ({ free }: PoolView, wanted: Amounts) =>
  (Object.keys(wanted) as (keyof Amounts)[]).every((key) => wanted[key] <= free[key])
