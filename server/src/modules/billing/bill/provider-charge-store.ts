/** SQL: what bills say of one provider, for those who settle with it. */
import type { BillState } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'

export interface ProviderSum {
  /** `2026-09` */
  readonly month: string
  readonly state: BillState
  readonly body_id: string
  readonly body_path: string
  readonly region_path: string
  readonly amount: string
}

const firstDays = (months: readonly string[]) => months.map((month) => `${month}-01`)

/** What the bills of those months charge for what stood with the provider, body by body: from their totals, never from charges. */
export async function sumByProvider(
  db: Db,
  { providerBodyId, months }: { readonly providerBodyId: string; readonly months: readonly string[] },
): Promise<readonly ProviderSum[]> {
  const { rows } = await sql<ProviderSum>`select to_char(b.month, 'YYYY-MM') as month, b.state, b.body_id,
      o.path as body_path, r.path as region_path, t.amount::text as amount
    from bill b join charge_total t on t.bill_id = b.id and t.by = 'provider' and t.key = ${providerBodyId}
      and t.charges > t.unpriced
      join body_directory o on o.id = b.body_id join region r on r.id = o.region_id
    where b.month = any (${firstDays(months)}::date[]) order by b.month, b.body_id`.execute(db)
  return rows
}

/** Months of these of which there are bills at all. */
export async function listBilledAmong(db: Db, months: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ month: string }>`select distinct to_char(month, 'YYYY-MM') as month from bill
    where month = any (${firstDays(months)}::date[])`.execute(db)
  return rows.map(({ month }) => month)
}

export interface ResourceSum {
  readonly month: string
  readonly body_path: string
  readonly region_path: string
  readonly resource_id: string
  readonly pool_id: string
  readonly amount: string
}

/** What the bills of those months charge for resources that are named, or stood in pools that are. */
export async function sumByResource(
  db: Db,
  ask: {
    readonly providerBodyId: string
    readonly months: readonly string[]
    readonly resourceIds: readonly string[]
    readonly poolIds: readonly string[]
  },
): Promise<readonly ResourceSum[]> {
  const { rows } = await sql<ResourceSum>`select to_char(b.month, 'YYYY-MM') as month, o.path as body_path,
      r.path as region_path, s.resource_id, s.pool_id, sum(c.amount)::text as amount
    from bill b join charge c on c.bill_id = b.id and c.amount is not null
      join usage_subject s on s.id = c.subject_id and s.provider_body_id = ${ask.providerBodyId}
        and (s.resource_id = any (${[...ask.resourceIds]}::uuid[]) or s.pool_id = any (${[...ask.poolIds]}::uuid[]))
      join body_directory o on o.id = b.body_id join region r on r.id = o.region_id
    where b.month = any (${firstDays(ask.months)}::date[])
    group by b.month, o.path, r.path, s.resource_id, s.pool_id order by b.month, s.resource_id, s.pool_id`.execute(
    db,
  )
  return rows
}
