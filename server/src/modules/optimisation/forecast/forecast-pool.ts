import { type Amounts, CAPACITY_KINDS, type CapacityKind, type PoolForecast } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { dayNumberOf, formatDay, parseDay } from '../../../platform/worktime/index.ts'
import {
  capacityOf,
  findPool,
  listPoolDays,
  type PoolDay,
  type PoolRow,
  sumUsedOfPool,
} from '../../cloud/index.ts'
import { sumCompeting } from '../../request/index.ts'
import { runsOut, trendOf } from './forecast.ts'

/** What a pool holds of each kind, what is asked of it, and when it runs out. */
export async function forecastPool(ctx: Ctx, id: string): Promise<PoolForecast> {
  const now = ctx.clock.now()
  return ctx.inTx(async (tx) => {
    const pool = ctx.authz.authorised(ctx, 'view', 'pool', await findPool(tx, id))
    const days = await listPoolDays(tx, id)
    const observed = await sumUsedOfPool(tx, id)
    // Sums alone: who asked is not shown to somebody who may see the pool only.
    const anybody = { id: null, pool_class: pool.class, network_zone: pool.network_zone }
    const { amounts: asked } = await elevated(tx, () => sumCompeting(tx, anybody))
    return {
      pool: { id: pool.id, name: pool.name },
      asOf: now.toISOString(),
      kinds: CAPACITY_KINDS.map((kind) => {
        const used = kind === 'vcpus' || kind === 'memoryMiB' || kind === 'storageGiB' ? kind : null
        return {
          ...forecastKind(kind, pool, days, asked, dayNumberOf(now)),
          observed: observed === null || used === null ? null : observed[used],
        }
      }),
    }
  })
}

const OVER_COMMIT: Readonly<Partial<Record<CapacityKind, keyof PoolRow>>> = {
  vcpus: 'over_commit_vcpus',
  memoryMiB: 'over_commit_memory',
  storageGiB: 'over_commit_storage',
}

function forecastKind(
  kind: CapacityKind,
  pool: PoolRow,
  days: readonly PoolDay[],
  asked: Amounts,
  today: number,
): Omit<PoolForecast['kinds'][number], 'observed'> {
  const capacity = capacityOf(pool)
  const ratio = OVER_COMMIT[kind]
  const trend = trendOf(days.map((one) => ({ day: parseDay(one.day) as number, taken: one.taken[kind] })))
  const free = capacity.limit[kind] - capacity.reserved[kind] - capacity.allocated[kind] - asked[kind]
  // What a pool never had cannot run out.
  const isThere = capacity.limit[kind] > 0 || free < 0
  const when = trend === null || !isThere ? null : runsOut(free, trend)
  const dayAfter = (count: number | null) => (count === null ? null : formatDay(today + count))
  return {
    kind,
    total: capacity.total[kind],
    overCommit: ratio === undefined ? 1 : Number(pool[ratio]),
    limit: capacity.limit[kind],
    reserved: capacity.reserved[kind],
    allocated: capacity.allocated[kind],
    inApproval: asked[kind],
    days: days.length,
    trend,
    runsOut: when && {
      earliest: dayAfter(when.earliest),
      likely: dayAfter(when.likely),
      latest: dayAfter(when.latest),
    },
    history: days.map((one) => ({ day: one.day, taken: one.taken[kind], limit: one.limit[kind] })),
  }
}
