/**
 * What is there of both sides of a comparison, in temporary tables that end with the transaction: sets joined by hash, in
 * memory, and names compared byte by byte. By a language's order, as PostgreSQL sorts text unless told otherwise, 300,000 names
 * took longer than everything else.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../../platform/db/index.ts'
import type { Tolerance } from './tolerance.ts'

export interface ToCompare {
  readonly id: string
  readonly providerId: string
  /** `2026-10` */
  readonly month: string
  /** The month as instants. */
  readonly from: Date
  readonly until: Date
  readonly tolerance: Tolerance
  readonly dueOn: string
  readonly now: Date
}

/** A month of a large provider takes seconds, a page may not; its 300,000 lines are sorted and hashed within so much. */
const BOUNDS = ["set local statement_timeout = '10min'", "set local work_mem = '128MB'"]

export async function widenBounds(tx: Tx): Promise<void> {
  for (const bound of BOUNDS) await sql.raw(bound).execute(tx)
}

/** The month that a charge adjusts. */
const SERVICE_MONTH = sql`date_trunc('month', to_timestamp(c.from_hour::bigint * 3600) at time zone 'Asia/Shanghai')::date`
/** What a dispute brought is no correction of usage. */
export const IS_ADJUSTMENT = sql`c.category = 'adjustment' and c.disputed_no is null and c.amount is not null`

/** Charges of the platform that FOCUS calls something else than usage. */
export const IS_APART = sql`(c.category = 'once' or c.disputed_no is not null) and c.amount is not null`
/** What a dispute brought of an earlier month. */
export const IS_GIVEN_BACK = sql`c.disputed_no is not null and c.amount is not null`
const APART_OF_CHARGE = sql`case when c.category = 'once' then 'purchase' else 'credit' end`

/** The one rounding of a statement (`file/amount.ts`): 分 of what is compared, once, of its exact sum. */
export const inFen = (sum: RawBuilder<unknown>) => sql`round(${sum})`

export async function gather(tx: Tx, one: ToCompare, onStep: (done: number) => Promise<void>): Promise<void> {
  await widenBounds(tx)
  await sql`drop table if exists compared_use, compared_ref, compared_known, compared_line, compared_thing, compared_cell,
    compared_adjusted, compared_correction, compared_apart, compared_beside, compared_found`.execute(tx)
  const month = sql`${`${one.month}-01`}::date`
  await sql`create temp table compared_use on commit drop as
    select resource_id, meter, sum(held) as held, sum(amount) as amount, sum(charges)::int as charges from (
      select s.resource_id, u.meter, u.quantity::numeric as held, null::bigint as amount, 0 as charges
      from usage_month u join usage_subject s on s.id = u.subject_id
      where u.month = ${month} and s.provider_body_id = ${one.providerId}
      union all
      select s.resource_id, c.meter, null, c.amount, 1
      from bill b join charge c on c.bill_id = b.id join usage_subject s on s.id = c.subject_id
      where b.month = ${month} and c.category = 'usage' and s.provider_body_id = ${one.providerId}
    ) as both_kinds group by resource_id, meter`.execute(tx)
  await sql`analyze compared_use (resource_id)`.execute(tx)
  await onStep(1)
  await nameThings(tx, one)
  await onStep(2)
  await gatherLines(tx, one)
  await gatherAdjustments(tx, one)
  await gatherThings(tx)
  await gatherApart(tx, one)
  await gatherBeside(tx, one)
  await onStep(3)
}

/**
 * Which resource each name of the statement means. A thing that the platform gave up and took over again has two rows of one
 * external id: the one that was in use counts.
 */
async function nameThings(tx: Tx, one: ToCompare): Promise<void> {
  await sql`create temp table compared_ref on commit drop as
    select distinct resource_key from statement_line where statement_id = ${one.id} and resource_key <> ''`.execute(
    tx,
  )
  await sql`analyze compared_ref`.execute(tx)
  await sql`create temp table compared_known on commit drop as
    select distinct on (named.resource_key) named.resource_key, named.id from (
      select ref.resource_key, r.id, 0 as rank from resource r join compared_ref ref on ref.resource_key = r.id::text
      where r.provider_body_id = ${one.providerId}
      union all
      select ref.resource_key, r.id, 1 from resource r join compared_ref ref on ref.resource_key = lower(r.external_id)
      where r.provider_body_id = ${one.providerId}
    ) as named left join (select distinct resource_id from compared_use) u on u.resource_id = named.id
    order by named.resource_key, named.rank, u.resource_id is null, named.id desc`.execute(tx)
  await sql`analyze compared_known`.execute(tx)
}

/**
 * The lines with what they mean. Those that stand there more than once are looked for among those of one hash only, since
 * sorting all of them by everything that they say takes long, and hardly any stands there twice.
 */
async function gatherLines(tx: Tx, one: ToCompare): Promise<void> {
  await sql`create temp table compared_line on commit drop as
    select *, hashtextextended(concat_ws('|', coalesce(resource_id::text, resource_key), what, stretch, quantity, unit, amount,
        service_month, row_digest), 0) as alike, false as is_twice
    from (select l.no, l.apart, l.row_digest, l.resource_key, l.resource_ref, k.id as resource_id, l.item, l.meter, l.held, l.amount,
        l.stretch, l.service_month,
        l.quantity, lower(l.unit) as unit, coalesce(l.meter::text, lower(l.item)) as what
      from statement_line l left join compared_known k on k.resource_key = l.resource_key
      where l.statement_id = ${one.id}) as named`.execute(tx)
  await sql`analyze compared_line (no, resource_id, alike)`.execute(tx)
  await sql`update compared_line l set is_twice = true from (
      select no, row_number() over (partition by coalesce(resource_id::text, resource_key), what, stretch, quantity, unit, amount,
        service_month, row_digest order by no) as nth
      from compared_line where apart is null and alike in (select alike from compared_line where apart is null
        group by alike having count(*) > 1)) as repeated
    where repeated.no = l.no and repeated.nth > 1`.execute(tx)
}

/** Every resource of either side, with what approved it and when it ended. */
async function gatherThings(tx: Tx): Promise<void> {
  await sql`create temp table compared_thing on commit drop as
    select r.id, r.body_id, (r.request_id is not null or r.request_line_id is not null or a.resource_id is not null) as is_approved,
      case when r.presence = 'absent' then coalesce(r.released_at, r.intended_at) end as ended_at,
      coalesce(w.is_whole, true) as is_whole
    from resource r
    left join (select distinct resource_id from adoption_entry where state = 'taken-in') a on a.resource_id = r.id
    left join (select resource_id, bool_or(meter is null) as is_whole from compared_line
      where resource_id is not null and service_month is null and apart is null group by resource_id) w on w.resource_id = r.id
    where r.id in (select resource_id from compared_use union select resource_id from compared_line
      union select resource_id from compared_adjusted)`.execute(tx)
  await sql`analyze compared_thing (id)`.execute(tx)
}

/**
 * What the platform's own bills of this month adjust of earlier ones, by resource and month; and, of the same resources and months
 * and of those that the statement corrects, what is left over of the months that are agreed: what their bills adjusted, less what
 * their statements settled of it. Agreed before or after this one: months are agreed in any order, and whatever the order is,
 * each agreement finds all that were agreed until then.
 */
async function gatherAdjustments(tx: Tx, one: ToCompare): Promise<void> {
  const month = sql`${`${one.month}-01`}::date`
  await sql`create temp table compared_adjusted on commit drop as
    with agreed as (
      select id, month from statement where provider_body_id = ${one.providerId} and state = 'agreed' and id <> ${one.id}
    ), adjusted_now as (
      select s.resource_id, ${SERVICE_MONTH} as service_month, sum(c.amount) as amount, count(*)::int as charges
      from bill b join charge c on c.bill_id = b.id and ${IS_ADJUSTMENT}
        join usage_subject s on s.id = c.subject_id and s.provider_body_id = ${one.providerId}
      where b.month = ${month} group by 1, 2
    ), asked as (
      select resource_id, service_month from adjusted_now
      union select resource_id, service_month from compared_line
        where service_month is not null and resource_id is not null and apart is null
    ), before as (
      select asked.resource_id, asked.service_month, c.amount as adjusted, 0 as settled
      from asked join usage_subject s on s.resource_id = asked.resource_id and s.provider_body_id = ${one.providerId}
        join agreed a on a.month > asked.service_month join bill b on b.body_id = s.body_id and b.month = a.month
        join charge c on c.bill_id = b.id and c.subject_id = s.id and ${IS_ADJUSTMENT} and ${SERVICE_MONTH} = asked.service_month
      union all
      select asked.resource_id, asked.service_month, c.disputed_amount, c.billed_amount
      from asked join statement_correction c on c.resource_id = asked.resource_id and c.service_month = asked.service_month
        join agreed a on a.id = c.statement_id
      union all
      select asked.resource_id, asked.service_month, 0, case d.aspect when 'duplicate' then d.billed_amount else 0 end - d.adjusted
      from asked cross join agreed a join difference d on d.provider_body_id = ${one.providerId} and d.month = a.month
        and d.subject = asked.resource_id::text and d.service_month = asked.service_month
      where d.statement_id = a.id and d.state = 'settled'
    )
    select asked.resource_id, asked.service_month, coalesce(n.amount, 0) as now_amount, coalesce(n.charges, 0) as charges,
      coalesce(l.adjusted - l.settled, 0) as left_amount, coalesce(l.settled, 0)::bigint as settled
    from asked left join adjusted_now n on n.resource_id = asked.resource_id and n.service_month = asked.service_month
      left join (select resource_id, service_month, sum(adjusted) as adjusted, sum(settled) as settled from before group by 1, 2) l
        on l.resource_id = asked.resource_id and l.service_month = asked.service_month
    where asked.service_month < ${month}`.execute(tx)
  await sql`analyze compared_adjusted (resource_id)`.execute(tx)
}

/**
 * What FOCUS bills beside usage, by resource or none and by category, beside what the platform's own bills of the month have of the
 * same: what is paid once is a purchase, what a dispute gives back a credit. Only what is billed is asked about.
 */
async function gatherApart(tx: Tx, one: ToCompare): Promise<void> {
  const month = sql`${`${one.month}-01`}::date`
  await sql`create temp table compared_apart on commit drop as
    with billed as (
      select coalesce(resource_id::text, case when resource_key = '' then 'none' else 'ref:' || resource_key end) as subject,
        resource_id, apart, case when apart = 'no-resource' then coalesce(meter, 0) else 0 end as meter, service_month,
        ${inFen(sql`sum(amount)`)} as billed, count(*)::int as lines, min(no) as first_line,
        min(nullif(resource_ref, '')) as resource_ref, min(item) as item
      from compared_line where apart is not null group by 1, 2, 3, 4, 5
    ), charged as (
      select s.resource_id, ${APART_OF_CHARGE} as apart, nullif(least(${SERVICE_MONTH}, ${month}), ${month}) as service_month,
        sum(c.amount) as amount
      from bill b join charge c on c.bill_id = b.id and ${IS_APART}
        join usage_subject s on s.id = c.subject_id and s.provider_body_id = ${one.providerId}
      where b.month = ${month} group by 1, 2, 3
    )
    select b.*, t.body_id, c.amount is not null as is_charged,
      case when t.is_approved then coalesce(c.amount, 0) else 0 end as owed, ${one.tolerance.lineFen}::int * b.lines as tolerance
    from billed b left join compared_thing t on t.id = b.resource_id
      left join charged c on c.resource_id = b.resource_id and c.apart = b.apart
        and c.service_month is not distinct from b.service_month`.execute(tx)
}

/**
 * What the platform's bills have beside usage, of resources for which the statement names no such category: a provider bills once-prices
 * among its usage, and gives back what a dispute brought as a correction of its month, or takes it off. Where a statement has it, it is
 * no difference; where it has not, nothing is asked for.
 */
async function gatherBeside(tx: Tx, one: ToCompare): Promise<void> {
  const month = sql`${`${one.month}-01`}::date`
  const named = sql`exists (select from compared_line l where l.resource_id = s.resource_id and l.apart = ${APART_OF_CHARGE})`
  await sql`create temp table compared_beside on commit drop as
    select s.resource_id, c.meter, null::date as service_month, sum(c.amount) as amount, count(*)::int as charges
    from bill b join charge c on c.bill_id = b.id and ${IS_APART}
      join usage_subject s on s.id = c.subject_id and s.provider_body_id = ${one.providerId}
    where b.month = ${month} and (c.category = 'once' or ${SERVICE_MONTH} >= ${month}) and not ${named} group by 1, 2
    union all
    select asked.resource_id, 0, asked.service_month, given.amount - given.settled, given.charges
    from (select distinct resource_id, service_month from compared_line
        where service_month is not null and resource_id is not null and apart is null) as asked
      cross join lateral (select coalesce(sum(c.amount), 0) as amount, count(*)::int as charges,
          (select coalesce(sum(k.disputed_amount), 0) from statement_correction k join statement a on a.id = k.statement_id
            where k.resource_id = asked.resource_id and k.service_month = asked.service_month and a.state = 'agreed'
              and a.id <> ${one.id} and a.provider_body_id = ${one.providerId}) as settled
        from usage_subject s join bill b on b.body_id = s.body_id and b.month <= ${month} and b.month > asked.service_month
          join charge c on c.bill_id = b.id and c.subject_id = s.id and ${IS_GIVEN_BACK} and ${SERVICE_MONTH} = asked.service_month
        where s.resource_id = asked.resource_id and s.provider_body_id = ${one.providerId}
          and not exists (select from statement_line l join statement a on a.id = l.statement_id
            where a.provider_body_id = ${one.providerId} and (a.state = 'agreed' or a.id = ${one.id}) and l.apart = 'credit'
              and l.resource_key in (s.resource_id::text, (select lower(r.external_id) from resource r where r.id = s.resource_id)))
      ) as given
    where given.charges > 0`.execute(tx)
  await sql`analyze compared_beside (resource_id)`.execute(tx)
}
