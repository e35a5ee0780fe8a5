/** What the ledger tells of a month, for a region with all below it. Reads alone; `db` must see everything: a goal has one figure. */
import type { GoalIndicator } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'
import { meterNumber, windowOfMonth } from '../../metering/index.ts'

const SECONDS_OF_HOUR = 3600
const METRICS = { 'cpu-use': 1, 'memory-use': 2 } as const

/** Bodies of the region and of all below it. */
const bodiesOf = (
  regionId: string,
) => sql`(select b.id from body_directory b join region r on r.id = b.region_id,
  (select path from region where id = ${regionId}) top where r.path || '/' like top.path || '/%')`

/** Two places at most; null where there is nothing to count. */
export async function readIndicator(
  db: Db,
  indicator: GoalIndicator,
  regionId: string,
  month: string,
): Promise<string | null> {
  const { rows } = await sql<{
    value: string | null
  }>`${figureOf(indicator, regionId, `${month}-01`)}`.execute(db)
  return rows[0]?.value ?? null
}

function figureOf(indicator: GoalIndicator, regionId: string, first: string): RawBuilder<unknown> {
  const bodies = bodiesOf(regionId)
  switch (indicator) {
    case 'build-cost':
      return sql`select case when count(distinct f.id) > 0 then round(coalesce(sum(i.cost_minor)
          filter (where i.kind in ('machine-room', 'own-cloud-expansion')), 0)::numeric / 100, 2)::text end as value
        from project_filing f join project_filing_item i on i.filing_id = f.id
        where f.state = 'accepted' and f.body_id in ${bodies}
          and f.decided_at at time zone 'Asia/Shanghai' >= ${first}::date - interval '11 months'
          and f.decided_at at time zone 'Asia/Shanghai' < ${first}::date + interval '1 month'`
    case 'vcpu-cost': {
      const { from, to } = windowOfMonth(first.slice(0, 7))
      const seconds = (to - from) * SECONDS_OF_HOUR
      return sql`select case when sum(s.quantity) > 0 then round(sum(s.amount - s.once)::numeric / 100
          / (sum(s.quantity)::numeric / (1000 * ${seconds}::numeric)), 2)::text end as value
        from bill b join charge_sum s on s.bill_id = b.id
        where b.month = ${first}::date and b.body_id in ${bodies} and s.meter = ${meterNumber('vcpu')}`
    }
    case 'cpu-use':
    case 'memory-use':
      return sql`select case when sum(m.samples) > 0 then round(sum(m.sum)::numeric / sum(m.samples) / 10, 2)::text end as value
        from measure_day m where m.day >= ${first}::date and m.day < ${first}::date + interval '1 month'
          and m.metric = ${METRICS[indicator]} and m.body_id in ${bodies}`
  }
}
