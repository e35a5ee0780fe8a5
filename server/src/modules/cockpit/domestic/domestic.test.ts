import { type DomesticAssetClass, domesticOperations as operations, poolOperations } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { aPool, givenCloud, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply } from '../../../../test/kit/supply.ts'
import { zonesOf } from '../../../connectors/simulated/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { sharesOf } from './domestic.ts'

describe('R17 the share of what is 信创', () => {
  it('is said by class, and what nobody said counts as not', () => {
    const counted = new Map([
      ['host', { total: 3, domestic: 2, foreign: 0 }],
      ['pool', { total: 10_000, domestic: 9_999, foreign: 1 }],
    ] as const)
    expect(sharesOf(counted)).toMatchObject([
      { assetClass: 'host', percent: 66.6, unknown: 1 },
      // Not yet 100.
      { assetClass: 'pool', percent: 99.9, unknown: 0 },
      { assetClass: 'resource', percent: null, total: 0 },
      { assetClass: 'image', percent: null },
    ])
  })
})

const server = useServer()

describe('R17 the list behind it', () => {
  it('opens from each class, follows the flags, and belongs to who sees the clouds', async () => {
    const { call, world, database, composition } = server.current
    const { people } = world
    const supply = await givenSupply(server.current)
    const { cloud } = supply
    await cloud.simulated.set({ zones: zonesOf(512, ['az-1']) })
    await supply.approve({
      fulfilment: { by: 'connector', kinds: ['server'] },
      dimensions: { vcpu: 2, 'memory-gib': 4, 'root-disk-gib': 40 },
    })
    await supply.settle()
    const ctx = setupCtx(server.current, poolOperations.create)
    const look = composition.cloud.reconcilers.find((one) => one.name === 'cloud-hosts') as Reconciler
    await look.reconcile(ctx, cloud.cloudId, AbortSignal.timeout(10_000))
    const foreign = aPool('', {})
    const [kylin] = foreign.mapping.images
    await givenCloud(server.current, {
      provider: world.bodies.otherProvider,
      pool: {
        isDomestic: false,
        mapping: {
          ...foreign.mapping,
          images: [{ ...(kylin as NonNullable<typeof kylin>), native: 'kylin', isDomestic: true }],
        },
      },
    })
    await database.owner.query('update host set is_domestic = true where cloud_id = $1', [cloud.cloudId])
    const sharesSeenBy = async (persona: (typeof people)[keyof typeof people]) => {
      const { body } = await call(persona, operations.shares, {})
      return Object.fromEntries(
        body.items.map((one) => [one.assetClass, [one.domestic, one.foreign, one.unknown]]),
      )
    }
    expect(await sharesSeenBy(people.centre)).toEqual({
      host: [4, 0, 0],
      pool: [0, 1, 1],
      // It runs on a host that is, in a pool of which nobody said.
      resource: [1, 0, 0],
      image: [1, 0, 2],
    })
    expect(await sharesSeenBy(people.otherProviderOperator)).toEqual({
      ...{ host: [0, 0, 0], pool: [0, 1, 0], resource: [0, 0, 0], image: [1, 0, 0] },
    })
    expect((await call(people.departmentAdmin, operations.shares, {})).status).toBe(403)

    const gaps = async (query: { assetClass?: DomesticAssetClass; gap?: 'foreign' | 'unknown' }) =>
      (await call(people.guide, operations.list, { query })).body.items.map((one) => [
        one.assetClass,
        one.gap,
      ])
    expect(await gaps({ assetClass: 'pool', gap: 'foreign' })).toEqual([['pool', 'foreign']])
    expect(await gaps({ assetClass: 'resource' })).toEqual([])
    await database.owner.query('update host set is_domestic = false where cloud_id = $1', [cloud.cloudId])
    expect(await gaps({ assetClass: 'resource' })).toEqual([['resource', 'foreign']])
    expect(await gaps({ assetClass: 'host' })).toHaveLength(4)

    const seen: string[] = []
    let pageToken: string | undefined
    do {
      const query = { pageSize: 3, ...(pageToken ? { pageToken } : {}) }
      const { body } = await call(people.centre, operations.list, { query })
      seen.push(...body.items.map((one) => one.id))
      pageToken = body.nextPageToken ?? undefined
    } while (pageToken)
    expect([seen.length, new Set(seen).size]).toEqual([9, 9])
  })
})
