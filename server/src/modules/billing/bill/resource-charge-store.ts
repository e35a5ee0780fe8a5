/** SQL: what bills charge for the usage of one resource, for those who ask what became of it. */
import type { BillState } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'

export interface UsageBilled {
  /** `2026-09` */
  readonly month: string
  readonly state: BillState
  /** 分 of the month itself, without later corrections and what is paid once. */
  readonly amount: string
  readonly charges: number
  /** Charges without a price: not in the amount. */
  readonly unpriced: number
}

/** Of those months that its body has a bill of; months without one are left out. */
export async function listUsageBilled(
  db: Db,
  of: {
    readonly bodyId: string
    readonly systemId: string
    readonly resourceId: string
    readonly months: readonly string[]
  },
): Promise<readonly UsageBilled[]> {
  const { rows } = await sql<UsageBilled>`select to_char(b.month, 'YYYY-MM') as month, b.state,
      coalesce(sum(c.amount), 0)::text as amount, count(c.no)::int as charges,
      (count(c.no) filter (where c.amount is null))::int as unpriced
    from bill b left join (charge c join usage_subject s on s.id = c.subject_id and s.resource_id = ${of.resourceId})
      on c.bill_id = b.id and c.system_id = ${of.systemId} and c.category = 'usage'
    where b.body_id = ${of.bodyId} and b.month = any (${of.months.map((month) => `${month}-01`)}::date[])
    group by b.month, b.state order by b.month`.execute(db)
  return rows
}
