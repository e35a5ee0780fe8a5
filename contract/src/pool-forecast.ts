/** What a pool holds of each kind, and when it runs out (R12–R16 read the same figures). */
import { Day, Id, IdParams, Instant, Nullable, OneOf, operation, type Static, Strict, Type } from './base.ts'

/** Memory in MiB, storage in GiB, the others in pieces. */
export const CAPACITY_KINDS = ['vcpus', 'memoryMiB', 'storageGiB', 'floatingIps', 'cards'] as const
export type CapacityKind = (typeof CAPACITY_KINDS)[number]

const Count = Type.Integer({ minimum: 0 })

export const PoolForecast = Strict({
  pool: Strict({ id: Id, name: Type.String() }),
  asOf: Instant,
  kinds: Type.Array(
    Strict({
      kind: OneOf(CAPACITY_KINDS),
      /** Physical, and times this it is given out, less what is held back: the limit. */
      total: Count,
      overCommit: Type.Number({ minimum: 0 }),
      limit: Count,
      reserved: Count,
      allocated: Count,
      /** By all machines on the hosts of the pool, as its cloud counts; null where it shows no hosts or does not count it. */
      observed: Nullable(Count),
      /** Asked for and not decided: everything in approval that wants a pool of this class and network zone. */
      inApproval: Count,
      /** Days that there are figures of; fewer than 14 make no trend. */
      days: Count,
      trend: Nullable(
        Strict({
          perDay: Type.Number(),
          /** Nine times in ten the growth lies between these, if the past goes on. */
          lowPerDay: Type.Number(),
          highPerDay: Type.Number(),
        }),
      ),
      /** With what is in approval counted as taken. Null: not within two years. */
      runsOut: Nullable(Strict({ earliest: Nullable(Day), likely: Nullable(Day), latest: Nullable(Day) })),
      history: Type.Array(Strict({ day: Day, taken: Count, limit: Count }), { maxItems: 401 }),
    }),
    { maxItems: 5 },
  ),
})
export type PoolForecast = Static<typeof PoolForecast>

export const poolForecastOperations = {
  get: operation({
    id: 'pool.forecast',
    method: 'GET',
    path: '/pools/{id}/forecast',
    title: { zh: '资源池容量与预测', en: 'See what a pool holds and when it runs out' },
    params: IdParams,
    response: PoolForecast,
    access: { action: 'view', noun: 'pool' },
    audit: { none: 'read' },
    reasons: [],
  }),
} as const
