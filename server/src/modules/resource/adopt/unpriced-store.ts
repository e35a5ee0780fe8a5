/** SQL on what stands without a plan. */
import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'
import { WITHOUT_PLAN } from '../list-store.ts'

export interface UnpricedFilter {
  readonly bodyId?: string
  readonly systemId?: string
  readonly cloudId?: string
  readonly poolId?: string
  readonly kind?: string
}

export interface Unpriced {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly external_id: string
  readonly body_id: string
  readonly system_id: string
  readonly provider_body_id: string
  readonly cloud_id: string
  readonly pool_id: string
  readonly provisioned_at: Date
  /** As its cloud shows it. */
  readonly spec: Readonly<Record<string, unknown>>
}

export async function listUnpriced(
  db: Db,
  ids: readonly string[] | null,
  filter: UnpricedFilter,
  limit: number,
): Promise<readonly Unpriced[]> {
  const equal = (column: string, value: string | undefined) =>
    value === undefined ? [] : [sql`${sql.ref(`r.${column}`)} = ${value}`]
  const conditions = [
    WITHOUT_PLAN,
    ...(ids === null ? [] : [sql`r.id = any(${[...ids]}::uuid[])`]),
    ...equal('body_id', filter.bodyId),
    ...equal('system_id', filter.systemId),
    ...equal('cloud_id', filter.cloudId),
    ...equal('pool_id', filter.poolId),
    ...equal('kind', filter.kind),
  ]
  const { rows } =
    await sql<Unpriced>`select r.id, r.kind, r.name, coalesce(r.external_id, '') as external_id, r.body_id,
      r.system_id, r.provider_body_id, r.cloud_id, r.pool_id, r.provisioned_at, coalesce(r.observed_spec, r.spec) as spec
    from resource r where ${sql.join(conditions, sql` and `)} order by r.id limit ${limit}`.execute(db)
  return rows
}

/** Counted up to a bound. */
export async function countUnpriced(db: Db, most: number): Promise<number> {
  const { rows } = await sql<{ n: string }>`select count(*) as n from
    (select from resource r where ${WITHOUT_PLAN} limit ${most}) as counted`.execute(db)
  return Number(rows[0]?.n ?? 0)
}
