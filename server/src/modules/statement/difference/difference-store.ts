/** SQL on differences. */
import {
  COUNTED_DIMENSIONS,
  type DifferenceAnswer,
  type DifferenceDue,
  type DifferenceKind,
  type DifferenceOwner,
  type DifferenceState,
} from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'
import { meterNumber, windowOfMonth } from '../../metering/index.ts'

/** What is compared by itself: a category of FOCUS, or what is for no resource. */
export type ApartKind = 'credit' | 'tax' | 'purchase' | 'adjustment' | 'no-resource'

export interface DifferenceRow {
  readonly id: string
  readonly statement_id: string
  readonly provider_body_id: string
  readonly provider_name: string
  readonly month: string
  /** `2026-08`: the earlier month that is corrected. */
  readonly service_month: string | null
  readonly subject: string
  readonly meter: number
  readonly aspect: 'cell' | 'duplicate' | 'correction' | 'rounding' | ApartKind
  readonly kind: DifferenceKind
  readonly resource_ref: string | null
  readonly resource_id: string | null
  readonly resource_name: string | null
  readonly external_id: string | null
  readonly item: string | null
  readonly body_id: string | null
  readonly body_name: string | null
  readonly line_count: number
  readonly first_line: number | null
  readonly billed_amount: string
  readonly platform_amount: string
  readonly delta: string
  readonly weight: string
  readonly billed_hours: string | null
  readonly platform_hours: string | null
  readonly owner: DifferenceOwner
  readonly owner_body_id: string | null
  readonly state: DifferenceState
  readonly due_on: string | null
  readonly outcome: DifferenceAnswer | null
  readonly answer: string | null
  readonly evidence: string | null
  readonly answered_by: string | null
  readonly answered_at: Date | null
  readonly adjusted: string | null
  readonly decision: string | null
  readonly decided_by: string | null
  readonly decided_person_id: string | null
  readonly decided_at: Date | null
  readonly settled_by: string | null
  readonly settled_at: Date | null
  /** Of a correction: 分 that agreed statements of other months have settled of it. */
  readonly settled_elsewhere: string | null
  readonly version: number
}

const COUNTED = COUNTED_DIMENSIONS.map(meterNumber).join(', ')
/**
 * Thousandths of a unit × seconds as units × hours, to thousandths. Of what is counted as units: it stands as held for the whole of the
 * month in which it flowed.
 */
const shown = (quantity: RawBuilder<unknown>, meter: RawBuilder<unknown>, month: RawBuilder<unknown>) =>
  sql`round((${quantity})::numeric / 1000 / case when ${meter} in (${sql.raw(COUNTED)})
    then 86400 * extract(day from ${month} + interval '1 month' - interval '1 day') else 3600 end, 3)::text`
const hours = (column: string) =>
  shown(sql.ref(column), sql`d.meter`, sql`coalesce(d.service_month, d.month)`)
const COLUMNS = sql`d.id, d.statement_id, d.provider_body_id, coalesce(p.name, '') as provider_name,
  to_char(d.month, 'YYYY-MM') as month, to_char(d.service_month, 'YYYY-MM') as service_month, d.subject, d.meter, d.aspect, d.kind, d.resource_ref, d.resource_id,
  r.name as resource_name, r.external_id, d.item, d.body_id, b.name as body_name, d.line_count, d.first_line,
  d.billed_amount::text, d.platform_amount::text, d.delta::text, d.weight::text, ${hours('d.billed_held')} as billed_hours,
  ${hours('d.platform_held')} as platform_hours, d.owner, d.owner_body_id, d.state, d.due_on, d.outcome, d.answer, d.evidence,
  d.answered_by, d.answered_at, d.adjusted::text, d.decision, d.decided_by, d.decided_person_id, d.decided_at, d.settled_by,
  d.settled_at, d.settled_elsewhere::text, d.version`
const FROM = sql`difference d left join body_directory p on p.id = d.provider_body_id
  left join body_directory b on b.id = d.body_id left join resource_directory r on r.id = d.resource_id`

export interface DifferenceFilter {
  readonly statementId?: string | undefined
  readonly month?: string | undefined
  readonly providerId?: string | undefined
  readonly kind?: DifferenceKind | undefined
  readonly state?: DifferenceState | undefined
  readonly owner?: DifferenceOwner | undefined
  readonly unsettled?: boolean | undefined
  readonly due?: DifferenceDue | undefined
}

const isDue = (due: DifferenceDue, today: string) =>
  due === 'overdue'
    ? sql`d.state = 'open' and d.due_on < ${today}::date`
    : sql`d.state = 'open' and d.due_on >= ${today}::date`

/** The largest first; those that are there no more are shown where they are asked for. */
export async function listDifferences<W>(
  db: Db,
  filter: DifferenceFilter,
  /** `2026-11-21` */
  today: string,
  page: PageRequest,
  toWire: (row: DifferenceRow) => W,
) {
  const conditions: RawBuilder<unknown>[] = [
    filter.state === undefined ? sql`d.state <> 'lapsed'` : sql`d.state = ${filter.state}`,
  ]
  if (filter.statementId !== undefined) conditions.push(sql`d.statement_id = ${filter.statementId}`)
  if (filter.month !== undefined) conditions.push(sql`d.month = ${`${filter.month}-01`}::date`)
  if (filter.providerId !== undefined) conditions.push(sql`d.provider_body_id = ${filter.providerId}`)
  if (filter.kind !== undefined) conditions.push(sql`d.kind = ${filter.kind}`)
  if (filter.owner !== undefined) conditions.push(sql`d.owner = ${filter.owner}`)
  if (filter.unsettled === true) conditions.push(sql`d.state not in ('settled', 'lapsed')`)
  if (filter.unsettled === false) conditions.push(sql`d.state = 'settled'`)
  if (filter.due !== undefined) conditions.push(isDue(filter.due, today))
  const after = afterKey(page, { sort: 'd.weight', id: 'd.id', cast: 'bigint' }, 'desc')
  if (after) conditions.push(after)
  const { rows } =
    await sql<DifferenceRow>`select ${COLUMNS} from ${FROM} where ${sql.join(conditions, sql` and `)}
    order by d.weight desc, d.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.weight, row.id], toWire)
}

export async function findDifference(db: Db, id: string): Promise<DifferenceRow | undefined> {
  const { rows } = await sql<DifferenceRow>`select ${COLUMNS} from ${FROM} where d.id = ${id}`.execute(db)
  return rows[0]
}

export async function loadDifferenceForUpdate(tx: Tx, id: string): Promise<DifferenceRow | undefined> {
  await sql`select from difference where id = ${id} for update`.execute(tx)
  return findDifference(tx, id)
}

export interface DifferenceChange {
  readonly state: DifferenceState
  readonly due_on?: string | null
  readonly outcome?: DifferenceAnswer
  readonly answer?: string | null
  readonly evidence?: string | null
  readonly answered_by?: string | null
  readonly answered_at?: Date | null
  readonly adjusted?: string | null
  readonly decision?: string | null
  readonly decided_by?: string | null
  readonly decided_person_id?: string | null
  readonly decided_at?: Date | null
  readonly settled_by?: string | null
  readonly settled_at?: Date | null
}

/** Of a row that the caller has locked. */
export async function updateDifference(tx: Tx, id: string, change: DifferenceChange): Promise<void> {
  const columns = Object.entries(change).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
  await sql`update difference set ${sql.join([...columns, sql`version = version + 1`])} where id = ${id}`.execute(
    tx,
  )
}

export interface KindSum {
  readonly statement_id: string
  readonly kind: string
  readonly count: number
  readonly open: number
  readonly delta: string
  readonly open_delta: string
  readonly adjusted: string
}

export async function sumKinds(db: Db, statementIds: readonly string[]): Promise<readonly KindSum[]> {
  if (statementIds.length === 0) return []
  const { rows } = await sql<KindSum>`select statement_id, kind, count(*)::int as count,
      count(*) filter (where state <> 'settled')::int as open, sum(delta)::text as delta,
      coalesce(sum(delta) filter (where state <> 'settled'), 0)::text as open_delta,
      coalesce(sum(adjusted) filter (where state = 'settled'), 0)::text as adjusted
    from difference where statement_id = any (${sql.val([...statementIds])}::uuid[]) and state <> 'lapsed'
    group by statement_id, kind order by statement_id, sum(weight) desc, kind`.execute(db)
  return rows
}

/** How many in sight wait for an answer of this owner, or for a second person. */
export async function countWaiting(
  db: Db,
  filter: {
    readonly state: DifferenceState
    readonly owner?: DifferenceOwner
    readonly due?: DifferenceDue
  },
  /** `2026-11-21` */
  today: string,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from difference d
    where d.state = ${filter.state} and ${filter.owner === undefined ? sql`true` : sql`d.owner = ${filter.owner}`}
      and ${filter.due === undefined ? sql`true` : isDue(filter.due, today)}`.execute(db)
  return rows[0]?.count ?? 0
}

export interface AskedBody {
  readonly body_id: string
  readonly count: number
  readonly due_on: string | null
  /** The largest of them. */
  readonly id: string
}

/** Departments that have to answer something of a statement. */
export async function listAskedBodies(db: Db, statementId: string): Promise<readonly AskedBody[]> {
  const { rows } =
    await sql<AskedBody>`select owner_body_id as body_id, count(*)::int as count, max(due_on) as due_on,
      (array_agg(id order by weight desc, id desc))[1] as id from difference
    where statement_id = ${statementId} and owner_body_id is not null and state = 'open' group by owner_body_id`.execute(
      db,
    )
  return rows
}

/** Beside a difference: how the resource came to be, when it ended, and what the platform charges for it. */
export interface Behind {
  readonly request_id: string | null
  readonly request_no: string | null
  readonly is_adopted: boolean
  readonly ended_at: Date | null
}

export async function findBehind(db: Db, resourceId: string): Promise<Behind | undefined> {
  const { rows } = await sql<Behind>`select q.id as request_id, q.no as request_no, exists (
        select from adoption_entry e where e.resource_id = r.id and e.state = 'taken-in') as is_adopted,
      case when r.presence = 'absent' then coalesce(r.released_at, r.intended_at) end as ended_at
    from resource r left join request_line l on l.id = r.request_line_id
      left join request q on q.id = coalesce(r.request_id, l.request_id)
    where r.id = ${resourceId}`.execute(db)
  return rows[0]
}

export interface ChargeBeside {
  readonly bill_id: string
  readonly no: number
  readonly meter: number
  readonly from_hour: number
  readonly to_hour: number
  readonly hours: string
  readonly price_name: string | null
  readonly amount: string | null
}

/**
 * @param about.meter 0: all of them.
 * @param about.serviceMonth what the bills of the month and of agreed ones adjust of that one; null: the usage of the month itself.
 */
export async function listChargesBeside(
  db: Db,
  about: {
    readonly resourceId: string
    readonly providerId: string
    readonly month: string
    readonly serviceMonth: string | null
    readonly meter: number
  },
  limit: number,
): Promise<readonly ChargeBeside[]> {
  const { month, serviceMonth } = about
  const window = windowOfMonth(serviceMonth ?? month)
  const which =
    serviceMonth === null
      ? sql`b.month = ${`${month}-01`}::date and c.category = 'usage'`
      : sql`(b.month = ${`${month}-01`}::date or exists (select from statement a where a.provider_body_id = s.provider_body_id
            and a.month = b.month and a.state = 'agreed')) and c.category = 'adjustment' and c.disputed_no is null
          and c.from_hour >= ${window.from}::int and c.from_hour < ${window.to}::int`
  const { rows } = await sql<ChargeBeside>`select c.bill_id, c.no, c.meter, c.from_hour, c.to_hour,
      ${shown(sql`c.serving + c.stopped + c.unseen`, sql`c.meter`, sql`${`${serviceMonth ?? month}-01`}::date`)} as hours, v.name as price_name, c.amount::text
    from usage_subject s join bill b on b.body_id = s.body_id join charge c on c.bill_id = b.id and c.subject_id = s.id
      left join price_version v on v.id = c.price_version_id
    where s.resource_id = ${about.resourceId} and s.provider_body_id = ${about.providerId} and ${which}
      and (${about.meter} = 0 or c.meter = ${about.meter}) order by b.month, c.no limit ${limit}`.execute(db)
  return rows
}
