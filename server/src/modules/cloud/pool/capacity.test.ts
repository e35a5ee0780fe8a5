/** F7 and the promise of no over-commit: many who ask at the same moment, against real locks. */
import { type Amounts, quotaOperations } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { amountsOf, givenCloud, givenQuota, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { ZERO } from '../amounts.ts'
import {
  allocateCapacity,
  capacityOf,
  findPool,
  findQuotaLeft,
  type PoolRow,
  releaseCapacity,
  releaseQuota,
  reserveCapacity,
  reserveQuota,
  setQuota,
  tryReserveCapacity,
} from '../index.ts'

const server = useServer()

const inTx = <T>(body: (tx: Tx) => Promise<T>) => server.current.database.inTx(SCOPE_ALL, body)
const poolOf = async (id: string) => (await findPool(server.current.database.as(SCOPE_ALL), id)) as PoolRow

async function reasonOf(run: Promise<unknown>): Promise<string> {
  try {
    await run
    return 'ok'
  } catch (error) {
    return error instanceof AppError ? error.reason : String(error)
  }
}

describe('capacity', () => {
  it('is reserved, delivered and given back, and the figures follow', async () => {
    const { poolId } = await givenCloud(server.current)
    const four = amountsOf({ vcpus: 4, memoryMiB: 8192, storageGiB: 40 })
    await inTx((tx) => reserveCapacity(tx, poolId, four))
    expect(capacityOf(await poolOf(poolId))).toMatchObject({ reserved: four, allocated: ZERO })
    await inTx((tx) => allocateCapacity(tx, poolId, four))
    expect(capacityOf(await poolOf(poolId))).toMatchObject({ reserved: ZERO, allocated: four })
    await inTx((tx) => releaseCapacity(tx, poolId, { reserved: ZERO, allocated: four }))
    expect(capacityOf(await poolOf(poolId)).free.vcpus).toBe(4000)
    const twice = inTx((tx) => releaseCapacity(tx, poolId, { reserved: ZERO, allocated: four }))
    await expect(twice).rejects.toThrow(/check/)
  })

  it('is refused by a full or closed pool, named in words; what is not asked for is not in the way', async () => {
    const { poolId } = await givenCloud(server.current, {
      pool: { total: amountsOf({ vcpus: 1, storageGiB: 10 }) },
    })
    expect(await reasonOf(inTx((tx) => reserveCapacity(tx, poolId, amountsOf({ vcpus: 5 }))))).toBe(
      'pool.full',
    )
    await inTx((tx) => reserveCapacity(tx, poolId, amountsOf({ vcpus: 4 })))
    await inTx((tx) => reserveCapacity(tx, poolId, amountsOf({ storageGiB: 10 })))
    await inTx((tx) => tx.updateTable('pool').set({ state: 'closed' }).where('id', '=', poolId).execute())
    expect(await reasonOf(inTx((tx) => reserveCapacity(tx, poolId, amountsOf({ vcpus: 0 }))))).toBe(
      'pool.closed',
    )
  })

  it('200 at once for the last 40 places: 40 win, whatever their size adds up to never passes the limit', {
    timeout: 120_000,
  }, async () => {
    const { poolId } = await givenCloud(server.current, { pool: { total: amountsOf({ vcpus: 20 }) } })
    const wins = await Promise.all(
      Array.from({ length: 200 }, () =>
        inTx((tx) => tryReserveCapacity(tx, poolId, amountsOf({ vcpus: 2 }))),
      ),
    )
    expect(wins.filter(Boolean)).toHaveLength(40)
    expect(capacityOf(await poolOf(poolId))).toMatchObject({ reserved: { vcpus: 80 }, free: { vcpus: 0 } })
  })

  it('a limit that falls below the promise is written down, and nothing more is promised until it is settled', async () => {
    const { poolId } = await givenCloud(server.current, { pool: { total: amountsOf({ vcpus: 10 }) } })
    const thirty = amountsOf({ vcpus: 30 })
    await inTx((tx) => reserveCapacity(tx, poolId, thirty))
    await server.current.database.owner.query(
      'update pool set total_vcpus = 5, limit_vcpus = 20 where id = $1',
      [poolId],
    )
    expect(capacityOf(await poolOf(poolId))).toMatchObject({ isOverCommitted: true, free: { vcpus: 0 } })
    expect(await reasonOf(inTx((tx) => reserveCapacity(tx, poolId, amountsOf({ vcpus: 1 }))))).toBe(
      'pool.full',
    )
    await inTx((tx) => releaseCapacity(tx, poolId, { reserved: thirty, allocated: ZERO }))
    expect(await inTx((tx) => tryReserveCapacity(tx, poolId, amountsOf({ vcpus: 20 })))).toBe(true)
  })
})

describe('quota', () => {
  it('F7: 200 at once for the last unit, round after round: exactly one wins', {
    timeout: 300_000,
  }, async () => {
    const { bodies } = server.current.world
    await givenQuota(server.current, bodies.otherDepartment, { vcpus: 1 })
    const one = amountsOf({ vcpus: 1 })
    for (let round = 0; round < 20; round += 1) {
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, () =>
          reasonOf(inTx((tx) => reserveQuota(tx, bodies.otherDepartment, one))),
        ),
      )
      expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'quota.exceeded')).toHaveLength(199)
      await inTx((tx) => releaseQuota(tx, bodies.otherDepartment, one))
    }
  })

  it('counts against the nearest quota above, and moves over when the body gets one of its own', async () => {
    const { bodies } = server.current.world
    const left = async (bodyId: string) => inTx((tx) => findQuotaLeft(tx, bodyId))
    expect(await reasonOf(inTx((tx) => reserveQuota(tx, bodies.office, amountsOf({ vcpus: 1 }))))).toBe(
      'quota.not_set',
    )
    await givenQuota(server.current, bodies.department, { vcpus: 100 })
    await inTx((tx) => reserveQuota(tx, bodies.office, amountsOf({ vcpus: 10 })))
    await inTx((tx) => reserveQuota(tx, bodies.department, amountsOf({ vcpus: 5 })))
    expect(await left(bodies.office)).toMatchObject({ body: { id: bodies.department }, free: { vcpus: 85 } })

    await givenQuota(server.current, bodies.office, { vcpus: 40 })
    expect(await left(bodies.office)).toMatchObject({
      body: { id: bodies.office },
      used: { vcpus: 10 },
      free: { vcpus: 30 },
    })
    expect(await left(bodies.department)).toMatchObject({ used: { vcpus: 5 }, free: { vcpus: 55 } })
    await inTx((tx) => releaseQuota(tx, bodies.office, amountsOf({ vcpus: 10 })))
    expect(await left(bodies.office)).toMatchObject({ free: { vcpus: 40 } })
  })

  it('is set within what the quota above can pass on, and not below what is used', async () => {
    const { bodies } = server.current.world
    const ctx = setupCtx(server.current, quotaOperations.set)
    const set = (bodyId: string, version: number | null, limit: Partial<Amounts>) =>
      reasonOf(setQuota(ctx, bodyId, { version, limit: amountsOf(limit), reason: 'test' }))
    const versionOf = async (bodyId: string) =>
      (
        await server.current.database
          .as(SCOPE_ALL)
          .selectFrom('quota')
          .select('version')
          .where('body_id', '=', bodyId)
          .executeTakeFirstOrThrow()
      ).version
    expect(await set(bodies.office, await versionOf(bodies.office), { vcpus: 96 })).toBe('quota.above_parent')
    expect(await set(bodies.department, await versionOf(bodies.department), { vcpus: 44 })).toBe(
      'quota.below_use',
    )
    expect(await set(bodies.department, 77, { vcpus: 200 })).toBe('common.version_stale')
    expect(await set(bodies.office, await versionOf(bodies.office), { vcpus: 95 })).toBe('ok')
    expect(await inTx((tx) => findQuotaLeft(tx, bodies.department))).toMatchObject({ free: { vcpus: 0 } })
  })

  it('taking and giving back in any order at once ends where it began', { timeout: 120_000 }, async () => {
    const { bodies } = server.current.world
    const { poolId } = await givenCloud(server.current)
    await givenQuota(server.current, bodies.guide, { vcpus: 1000, memoryMiB: 1_000_000 })
    const part = amountsOf({ vcpus: 3, memoryMiB: 512 })
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        await inTx(async (tx) => {
          await reserveQuota(tx, bodies.guide, part)
          await reserveCapacity(tx, poolId, part)
        })
        await inTx((tx) => allocateCapacity(tx, poolId, part))
        await inTx(async (tx) => {
          await releaseQuota(tx, bodies.guide, part)
          await releaseCapacity(tx, poolId, { reserved: ZERO, allocated: part })
        })
      }),
    )
    expect(await inTx((tx) => findQuotaLeft(tx, bodies.guide))).toMatchObject({ used: ZERO })
    expect(capacityOf(await poolOf(poolId))).toMatchObject({ reserved: ZERO, allocated: ZERO })
  })
})
