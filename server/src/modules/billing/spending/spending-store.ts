/**
 * SQL that sums what bills add up to. Which bills are in sight, row-level security says, once for each bill; what stands on them is
 * then read with the whole platform in sight: asked of each of hundreds of thousands of sums, the same answer would take longer
 * than the sums do.
 */
import type { SpendingBy } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'
import type { BillInSight, LabelledBill } from './spending.ts'

/** Bills in sight from a month to a month. */
export async function listBillsInSight(
  db: Db,
  filter: {
    readonly from: string
    readonly until: string
    readonly bodyId?: string | undefined
    readonly regionId?: string | undefined
  },
): Promise<readonly BillInSight[]> {
  const { from, until, bodyId, regionId } = filter
  const conditions: RawBuilder<unknown>[] = [
    sql`bill.month >= ${`${from}-01`}::date and bill.month <= ${`${until}-01`}::date`,
  ]
  if (bodyId !== undefined) conditions.push(sql`bill.body_id = ${bodyId}`)
  if (regionId !== undefined)
    conditions.push(sql`owner.region_id in (select below.id from region below join region top on top.id = ${regionId}
      where below.path = top.path or below.path like top.path || '/%')`)
  const { rows } = await sql<BillInSight>`select bill.id, bill.body_id, owner.region_id,
      to_char(bill.month, 'YYYY-MM') as month, bill.state = 'draft' as is_draft
    from bill left join body_directory owner on owner.id = bill.body_id
    where ${sql.join(conditions, sql` and `)}`.execute(db)
  return rows
}

/** The latest month of which anything in sight is billed. */
export async function findLatestMonth(db: Db): Promise<string | null> {
  const { rows } = await sql<{ month: string | null }>`select to_char(max(month), 'YYYY-MM') as month
    from bill`.execute(db)
  return rows[0]?.month ?? null
}

export interface SumFilter {
  readonly systemId?: string | undefined
  readonly offeringCode?: string | undefined
  readonly poolId?: string | undefined
  readonly providerBodyId?: string | undefined
  readonly meter?: number | undefined
  readonly project?: string | undefined
}

export interface SumRow {
  readonly key: string
  readonly amount: string
  readonly preliminary: string
  readonly correction: string
  readonly credit: string
  readonly previous: string
  readonly charges: string
  readonly unpriced: string
  /** Places of the first and the last bill among those that were given. */
  readonly first_bill: string | null
  readonly last_bill: string | null
}

/** What charges are told apart by; null where bills are. */
const KEY: Readonly<Record<SpendingBy, RawBuilder<unknown> | null>> = {
  system: sql`s.system_id`,
  offering: sql`coalesce(nullif(s.offering_code, ''), 'none')`,
  pool: sql`s.pool_id`,
  provider: sql`s.provider_body_id`,
  project: sql`coalesce(a.project_no, 'none')`,
  dimension: sql`s.meter`,
  month: null,
  body: null,
  region: null,
}

/** The dearest first, months the latest first. The caller has the whole platform in sight, and gives the bills that the reader may see. */
export async function sumBy<W>(
  tx: Tx,
  by: SpendingBy,
  bills: readonly LabelledBill[],
  filter: SumFilter,
  page: PageRequest,
  toWire: (row: SumRow) => W,
) {
  const sort = by === 'month' ? sql`replace(key, '-', '')::bigint` : sql`amount::bigint`
  const after = afterKey(page, { sort: 'sort', id: 'id', cast: 'bigint' }, 'desc')
  const { rows } = await sql<
    SumRow & { readonly sort: string; readonly id: string }
  >`select key, sort::text, id,
      ${SUM_COLUMNS} from (select *, ${sort} as sort, md5(key)::uuid as id from (${sums(by, bills, filter)}) as summed) as sorted
    where ${after ?? sql`true`} order by sorted.sort desc, sorted.id desc limit ${limitOf(page)}`.execute(tx)
  return pageOf(rows, page, (row) => [row.sort, row.id], toWire)
}

/** Amounts, by what each bill is labelled with. */
export async function sumByLabel(
  tx: Tx,
  bills: readonly LabelledBill[],
  filter: SumFilter,
): Promise<readonly SumRow[]> {
  const { rows } =
    await sql<SumRow>`select key, ${SUM_COLUMNS} from (${sums('month', bills, filter)}) as summed
    order by key`.execute(tx)
  return rows
}

const SUM_COLUMNS = sql`amount::text, preliminary::text, correction::text, credit::text, previous::text, charges::text,
  unpriced::text, first_bill, last_bill`

/** First what stands on each bill, which is most of the work; then the few rows that are left, by period and state. */
function sums(by: SpendingBy, bills: readonly LabelledBill[], filter: SumFilter): RawBuilder<unknown> {
  const key = KEY[by]
  const now = sql`filter (where not b.is_before)`
  const ids = bills.map(({ id }) => id)
  return sql`select ${key === null ? sql`b.label` : sql`m.key::text`} as key, coalesce(sum(m.amount) ${now}, 0) as amount,
      coalesce(sum(m.amount) filter (where b.is_draft and not b.is_before), 0) as preliminary,
      coalesce(sum(m.correction) ${now}, 0) as correction, coalesce(sum(m.credit) ${now}, 0) as credit,
      coalesce(sum(m.amount) filter (where b.is_before), 0) as previous,
      coalesce(sum(m.charges) ${now}, 0) as charges, coalesce(sum(m.unpriced) ${now}, 0) as unpriced,
      min(b.nth) ${now} as first_bill, max(b.nth) ${now} as last_bill
    from (${isWhole(filter) ? totalsOf(by, ids) : sumsOf(by, ids, filter)}) as m
    join unnest(${ids}::uuid[], ${bills.map(({ label }) => label)}::text[],
      ${bills.map(({ isDraft }) => isDraft)}::boolean[], ${bills.map(({ isBefore }) => isBefore)}::boolean[])
      with ordinality as b (id, label, is_draft, is_before, nth) on b.id = m.bill_id
    group by 1`
}

const isWhole = (filter: SumFilter) => Object.values(filter).every((value) => value === undefined)

/** The whole of each bill is kept, by one thing at a time; by the fewest where bills alone are told apart. */
function totalsOf(by: SpendingBy, ids: readonly string[]): RawBuilder<unknown> {
  const kept = by === 'project' ? 'system' : KEY[by] === null ? 'dimension' : by
  const project = by === 'project'
  return sql`select t.bill_id, ${project ? KEY.project : by === 'offering' ? sql`coalesce(nullif(t.key, ''), 'none')` : sql`t.key`} as key,
      t.amount, t.correction, t.credit, t.charges, t.unpriced
    from charge_total t ${project ? sql`left join project_directory a on a.system_id = t.key::uuid` : sql``}
    where t.bill_id = any (${[...ids]}::uuid[]) and t.by = ${kept}`
}

function sumsOf(by: SpendingBy, ids: readonly string[], filter: SumFilter): RawBuilder<unknown> {
  const withProjects = by === 'project' || filter.project !== undefined
  return sql`select s.bill_id, ${KEY[by] ?? sql`''::text`} as key, sum(s.amount) as amount, sum(s.correction) as correction,
      sum(s.credit) as credit, sum(s.charges) as charges, sum(s.unpriced) as unpriced
    from charge_sum s ${withProjects ? PROJECTS : sql``}
    where s.bill_id = any (${[...ids]}::uuid[]) and ${conditionsOf(filter)} group by 1, 2`
}

const PROJECTS = sql`left join project_directory a on a.system_id = s.system_id`

function conditionsOf(filter: SumFilter): RawBuilder<unknown> {
  const { systemId, offeringCode, poolId, providerBodyId, meter, project } = filter
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (systemId !== undefined) conditions.push(sql`s.system_id = ${systemId}::uuid`)
  if (offeringCode !== undefined)
    conditions.push(sql`coalesce(nullif(s.offering_code, ''), 'none') = ${offeringCode}`)
  if (poolId !== undefined) conditions.push(sql`s.pool_id = ${poolId}::uuid`)
  if (providerBodyId !== undefined) conditions.push(sql`s.provider_body_id = ${providerBodyId}::uuid`)
  if (meter !== undefined) conditions.push(sql`s.meter = ${meter}::smallint`)
  if (project !== undefined) conditions.push(sql`coalesce(a.project_no, 'none') = ${project}`)
  return sql.join(conditions, sql` and `)
}

export interface RateRow {
  readonly place: string
  readonly meter: number
  readonly provider_body_id: string
  readonly provider_name: string | null
  readonly pool_id: string
  readonly pool_name: string | null
  readonly amount: string
  readonly unit_months: string
  readonly paid: string | null
  readonly charges: string
}

/** A bill, and how many seconds its month has. */
export interface MonthOfBill {
  readonly id: string
  readonly seconds: number
}

/**
 * What was paid for a unit held for a month, by dimension, provider and pool. What was held in a month counts for that share of it
 * that it was held; nothing is rounded before the end.
 */
export async function sumRates<W>(
  tx: Tx,
  bills: readonly MonthOfBill[],
  filter: SumFilter,
  page: PageRequest,
  toWire: (row: RateRow) => W,
) {
  const after = afterKey(page, { sort: 'place', id: 'pool_id', cast: 'text' }, 'asc')
  const { rows } =
    await sql<RateRow>`select g.*, p.name as provider_name, d.cloud_name || ' · ' || d.name as pool_name
    from (select meter, provider_body_id, pool_id, lpad(meter::text, 4, '0') || ' ' || provider_body_id as place,
        sum(amount)::text as amount, sum(charges)::text as charges,
        round(sum(held / (1000 * seconds)), 3)::text as unit_months,
        case when sum(held) > 0 then round(sum(amount - once) / 100 / sum(held / (1000 * seconds)), 4)::text end as paid
      from (select s.meter, s.provider_body_id, s.pool_id, b.seconds::numeric as seconds, sum(s.quantity)::numeric as held,
          sum(s.amount) as amount, sum(s.once) as once, sum(s.charges) as charges
        from unnest(${bills.map(({ id }) => id)}::uuid[], ${bills.map(({ seconds }) => seconds)}::int[]) as b (id, seconds)
        join charge_sum s on s.bill_id = b.id ${filter.project === undefined ? sql`` : PROJECTS}
        where ${conditionsOf(filter)} group by 1, 2, 3, 4) as monthly
      group by 1, 2, 3) as g
    left join body_directory p on p.id = g.provider_body_id left join pool_directory d on d.id = g.pool_id
    where ${after ?? sql`true`} order by place, pool_id limit ${limitOf(page)}`.execute(tx)
  return pageOf(rows, page, (row) => [row.place, row.pool_id], toWire)
}

export interface NameRow {
  readonly key: string
  readonly zh: string
  readonly en: string
}

/** What things are called, by their keys; months, dimensions and projects are called what they are. */
export async function listNames(
  db: Db,
  by: Exclude<SpendingBy, 'month' | 'dimension' | 'project'>,
  keys: readonly string[],
): Promise<readonly NameRow[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<NameRow>`${NAMES[by]([...keys])}`.execute(db)
  return rows
}

const NAMES = {
  system: (keys: string[]) => sql`select id::text as key, name as zh, name as en from system_directory
    where id = any (${keys}::uuid[])`,
  body: (keys: string[]) => sql`select id::text as key, name as zh, name as en from body_directory
    where id = any (${keys}::uuid[])`,
  provider: (keys: string[]) => sql`select id::text as key, name as zh, name as en from body_directory
    where id = any (${keys}::uuid[])`,
  region: (keys: string[]) => sql`select id::text as key, name as zh, name as en from region
    where id = any (${keys.filter((key) => key !== '')}::uuid[])`,
  pool: (
    keys: string[],
  ) => sql`select id::text as key, cloud_name || ' · ' || name as zh, cloud_name || ' · ' || name as en
    from pool_directory where id = any (${keys}::uuid[])`,
  offering: (keys: string[]) => sql`select code as key, title ->> 'zh' as zh, title ->> 'en' as en
    from offering_directory where code = any (${keys}::text[])`,
}
