/** SQL: charges of bills with all that FOCUS says of them, bill by bill. */
import type { ChargeCategory, Unpriced } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import { type Db, decodePageToken, limitOf, type PageRequest, pageOf } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'

export interface FocusChargeRow {
  readonly bill_id: string
  readonly body_id: string
  readonly body_name: string
  /** `2026-09` */
  readonly month: string
  readonly no: number
  readonly category: ChargeCategory
  readonly meter: number
  readonly from_hour: number
  readonly to_hour: number
  /** Thousandths of a unit × seconds, however held. */
  readonly held: string
  readonly price_version_id: string | null
  readonly price_position: number | null
  readonly factor: string | null
  readonly billable: string | null
  readonly amount: string | null
  readonly unpriced: Unpriced | null
  readonly disputed_no: number | null
  readonly disputed_bill_id: string | null
  readonly system_id: string
  readonly system_name: string
  readonly project_no: string | null
  readonly resource_id: string
  readonly resource_name: string
  readonly kind: string
  readonly network_zone: string
  readonly provider_name: string
  readonly offering_code: string | null
  readonly offering_title: string | null
  readonly plan_code: string | null
  readonly zone_name: string | null
  readonly node_id: string | null
  readonly node_name: string | null
}

export interface FocusFilter {
  readonly billId?: string
  readonly month?: string
  readonly providerBodyId?: string | undefined
  /** Those whose charges are asked for; undefined: all in sight. */
  readonly bodyIds?: readonly string[]
}

function conditionsOf(filter: FocusFilter): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (filter.billId !== undefined) conditions.push(sql`b.id = ${filter.billId}`)
  if (filter.month !== undefined) conditions.push(sql`b.month = ${`${filter.month}-01`}::date`)
  if (filter.bodyIds !== undefined) conditions.push(sql`b.body_id = any (${[...filter.bodyIds]}::uuid[])`)
  if (filter.providerBodyId !== undefined) conditions.push(sql`s.provider_body_id = ${filter.providerBodyId}`)
  return sql.join(conditions, sql` and `)
}

const FROM = sql`bill b join charge c on c.bill_id = b.id join usage_subject s on s.id = c.subject_id`

/** A page in the order of bills and of their charges. */
export async function pageOfFocusCharges(
  db: Db,
  filter: FocusFilter,
  page: PageRequest,
): Promise<{ readonly items: FocusChargeRow[]; readonly nextPageToken: string | null }> {
  const after = page.pageToken === undefined ? sql`true` : afterCharge(page.pageToken)
  const { rows } = await sql<FocusChargeRow>`with chosen as (
      select b.id as bill_id, b.body_id, to_char(b.month, 'YYYY-MM') as month, c.no, c.category, c.meter, c.from_hour, c.to_hour,
        (c.serving + c.stopped + c.unseen)::text as held, c.price_version_id, c.price_position, c.factor::text as factor,
        c.billable::text as billable, c.amount::text as amount, c.unpriced, c.disputed_no, c.disputed_bill_id, c.system_id,
        s.resource_id, s.kind, s.network_zone, s.provider_body_id, s.offering_code, s.plan_code, s.pool_id
      from ${FROM} where ${conditionsOf(filter)} and ${after} order by b.id, c.no limit ${limitOf(page)}
    )
    select c.*, coalesce(body.name, '') as body_name, coalesce(sys.name, '') as system_name,
      (select min(a.project_no) from project_directory a where a.system_id = c.system_id) as project_no,
      coalesce(r.name, '') as resource_name, coalesce(p.name, '') as provider_name, o.title ->> 'zh' as offering_title,
      pool.zone_name, pool.node_id, pool.node_name
    from chosen c left join body_directory body on body.id = c.body_id left join system_directory sys on sys.id = c.system_id
      left join resource r on r.id = c.resource_id left join body_directory p on p.id = c.provider_body_id
      left join offering_directory o on o.code = c.offering_code left join pool_directory pool on pool.id = c.pool_id
    order by c.bill_id, c.no`.execute(db)
  return pageOf(
    rows,
    page,
    (row) => [String(row.no), row.bill_id],
    (row) => row,
  )
}

function afterCharge(token: string): RawBuilder<unknown> {
  const [no, billId] = decodePageToken(token)
  if (!/^\d{1,9}$/.test(no) || !/^[0-9a-f-]{36}$/.test(billId)) return refuse('common.page_token_invalid')
  return sql`(b.id, c.no) > (${billId}::uuid, ${Number(no)}::int)`
}

/** No more than asked for are counted. */
export async function countFocusCharges(db: Db, filter: FocusFilter, upTo: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (
    select from ${FROM} where ${conditionsOf(filter)} limit ${upTo}) as counted`.execute(db)
  return rows[0]?.count ?? 0
}

/** What was rated together: charges of a bill under one clause in one stretch. */
export interface Group {
  readonly billId: string
  readonly versionId: string
  readonly position: number
  readonly meter: number
  readonly fromHour: number
  readonly toHour: number
}

/** What counts of all charges of each group, in their order. The whole bill counts, whichever of it is exported. */
export async function sumGroups(db: Db, groups: readonly Group[]): Promise<readonly bigint[]> {
  if (groups.length === 0) return []
  const { rows } = await sql<{ billable: string }>`select coalesce(sum(c.billable), 0)::text as billable
    from unnest(${groups.map((one) => one.billId)}::uuid[], ${groups.map((one) => one.versionId)}::uuid[],
      ${groups.map((one) => one.position)}::int[], ${groups.map((one) => one.meter)}::smallint[],
      ${groups.map((one) => one.fromHour)}::int[], ${groups.map((one) => one.toHour)}::int[])
      with ordinality as g (bill_id, version_id, position, meter, from_hour, to_hour, nth)
    left join charge c on c.bill_id = g.bill_id and c.category = 'usage' and c.price_version_id = g.version_id
      and c.price_position = g.position and c.meter = g.meter and c.from_hour = g.from_hour and c.to_hour = g.to_hour
    group by g.nth order by g.nth`.execute(db)
  return rows.map(({ billable }) => BigInt(billable))
}

export interface BodyOfMonth {
  readonly body_id: string
  readonly body_path: string
  readonly region_path: string
}

/** Bodies in sight that have a bill of the month, to say whose contract their charges belong to. */
export async function listBodiesOfMonth(db: Db, month: string): Promise<readonly BodyOfMonth[]> {
  const { rows } = await sql<BodyOfMonth>`select b.body_id, o.path as body_path, r.path as region_path
    from bill b join body_directory o on o.id = b.body_id join region r on r.id = o.region_id
    where b.month = ${`${month}-01`}::date order by b.body_id`.execute(db)
  return rows
}
