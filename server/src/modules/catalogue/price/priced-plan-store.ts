/** What of the catalogue prices speak of. */
import type { Bilingual, PlanDimension, PriceLine, Static } from '@yunheng/contract'
import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'
import type { KnownPlans } from './price-lines.ts'

/** Which of the offerings and pools that the lines name are or ever were there, and every plan that they had. */
export async function findKnownPlans(db: Db, lines: readonly PriceLine[]): Promise<KnownPlans> {
  const offeringCodes = [...new Set(lines.map((line) => line.offeringCode))]
  const poolIds = [...new Set(lines.flatMap((line) => line.poolId ?? []))]
  const known = await db
    .selectFrom('offering as o')
    .innerJoin('offering_version as v', 'v.offering_id', 'o.id')
    .innerJoin('plan as p', 'p.offering_version_id', 'v.id')
    .select(['o.code', 'p.code as plan_code', 'p.dimensions'])
    .distinct()
    .where('o.code', 'in', offeringCodes.length === 0 ? [''] : offeringCodes)
    .execute()
  const pools =
    poolIds.length === 0
      ? []
      : await db
          .selectFrom('pool_directory')
          .select('id')
          .where(sql<SqlBool>`id::text = any(${poolIds}::text[])`)
          .execute()
  return {
    offerings: new Set(known.map((row) => row.code)),
    plans: new Set(known.map((row) => `${row.code} ${row.plan_code}`)),
    dimensions: new Set(
      known.flatMap((row) =>
        (row.dimensions as readonly PlanDimension[]).flatMap(({ dimension }) => [
          `${row.code} ${row.plan_code} ${dimension}`,
          `${row.code} * ${dimension}`,
        ]),
      ),
    ),
    fixed: new Set(
      known.flatMap((row) =>
        (row.dimensions as readonly PlanDimension[]).flatMap(({ dimension, amount }) =>
          'fixed' in amount ? [`${row.code} ${row.plan_code} ${dimension} ${amount.fixed}`] : [],
        ),
      ),
    ),
    pools: new Set(pools.map(({ id }) => id)),
  }
}

/** Ids of all pools by their names, and by themselves. */
export async function listPoolsByName(db: Db): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db.selectFrom('pool_directory').select(['id', 'name']).orderBy('id').execute()
  const byName = Map.groupBy(rows, ({ name }) => name)
  return new Map([...byName].map(([name, own]) => [name, own.map(({ id }) => id)]))
}

export interface OfferedPlan {
  readonly offeringCode: string
  readonly offeringTitle: Static<typeof Bilingual>
  readonly planCode: string
  readonly dimensions: readonly PlanDimension[]
}

/** Far more than a catalogue has. */
const PLANS_MAX = 5000

/** Every plan that is offered now. */
export async function listOfferedPlans(db: Db): Promise<readonly OfferedPlan[]> {
  const rows = await db
    .selectFrom('offering as o')
    .innerJoin('offering_version as v', (join) =>
      join.onRef('v.offering_id', '=', 'o.id').onRef('v.number', '=', 'o.published_number'),
    )
    .innerJoin('plan as p', 'p.offering_version_id', 'v.id')
    .select(['o.code', 'v.title', 'p.code as plan_code', 'p.dimensions'])
    .where('o.withdrawn_at', 'is', null)
    .orderBy('o.code')
    .orderBy('p.position')
    .limit(PLANS_MAX)
    .execute()
  return rows.map((row) => ({
    offeringCode: row.code,
    offeringTitle: row.title as OfferedPlan['offeringTitle'],
    planCode: row.plan_code,
    dimensions: row.dimensions as readonly PlanDimension[],
  }))
}
