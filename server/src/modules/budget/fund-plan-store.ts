import { type Insertable, type Selectable, sql } from 'kysely'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../platform/db/index.ts'
import { isWithinBody } from '../organisation/index.ts'

export type FundPlanRow = Selectable<Tables['fund_plan']> & {
  readonly body_name: string
  readonly budgeted_minor: string
  /** Of the four quarters, what was committed for the body in each, billed meanwhile or not. */
  readonly committed: string[]
}

const below = sql`(select b.id from body_directory b join body_directory top on top.id = fund_plan.body_id
  where b.path like top.path || '%')`
const budgeted = sql<string>`coalesce((select sum(b.amount_minor) from budget b where b.state = 'active'
  and b.purpose in ('cloud', 'migration')
  and b.fiscal_year = fund_plan.fiscal_year and b.body_id in ${below}), 0)::bigint`
const committed = sql<string[]>`array(select coalesce((select sum(c.amount_minor) from budget_commitment c
  where c.fiscal_year = fund_plan.fiscal_year and extract(quarter from c.month) = q and c.kind <> 'spend'
    and c.body_id in ${below}), 0)::bigint::text
  from generate_series(1, 4) as q order by q)`

const select = (db: Db) =>
  db
    .selectFrom('fund_plan')
    .innerJoin('body_directory as owner', 'owner.id', 'fund_plan.body_id')
    .selectAll('fund_plan')
    .select(['owner.name as body_name', budgeted.as('budgeted_minor'), committed.as('committed')])

export async function findFundPlan(db: Db, id: string): Promise<FundPlanRow | undefined> {
  return select(db).where('fund_plan.id', '=', id).executeTakeFirst()
}

export async function findFundPlanOf(
  db: Db,
  bodyId: string,
  fiscalYear: number,
): Promise<FundPlanRow | undefined> {
  return select(db)
    .where('fund_plan.body_id', '=', bodyId)
    .where('fund_plan.fiscal_year', '=', fiscalYear)
    .executeTakeFirst()
}

/** The last changed first. */
export async function listFundPlans<W>(
  db: Db,
  filter: { readonly bodyId?: string; readonly fiscalYear?: number },
  page: PageRequest,
  toWire: (row: FundPlanRow) => W,
) {
  let query = select(db)
  if (filter.fiscalYear !== undefined) query = query.where('fund_plan.fiscal_year', '=', filter.fiscalYear)
  if (filter.bodyId !== undefined) query = query.where(isWithinBody('fund_plan.body_id', filter.bodyId))
  return readPage(
    query,
    page,
    { sort: 'fund_plan.updated_at', id: 'fund_plan.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.updated_at.toISOString(), row.id],
    toWire,
  )
}

/** @returns false when the body has one for the year already. */
export async function insertFundPlan(tx: Tx, row: Insertable<Tables['fund_plan']>): Promise<boolean> {
  const result = await tx
    .insertInto('fund_plan')
    .values(row)
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** @returns false when the version is stale. */
export function updateFundPlan(
  tx: Tx,
  id: string,
  version: number,
  change: Omit<Insertable<Tables['fund_plan']>, 'id' | 'body_id' | 'fiscal_year' | 'version'>,
): Promise<boolean> {
  return updateVersion(tx, 'fund_plan', id, version, change)
}
