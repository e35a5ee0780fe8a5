/**
 * The four ledgers of a provider's month beside each other: whole sets, never row by row. Everything that was billed, measured
 * and charged falls into cells of one resource and one dimension (or the whole resource, where the provider bills it as
 * one); a cell that does not agree is one difference.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../../platform/db/index.ts'
import { inFen, type ToCompare } from './gather-store.ts'

export interface LedgerSums {
  readonly approved_count: number
  readonly approved_amount: string
  readonly provisioned_count: number
  readonly provisioned_amount: string
  readonly measured_count: number
  readonly measured_amount: string
  readonly billed_count: number
  readonly billed_amount: string
  /** Over all cells: what the platform owes, and what differs. */
  readonly owed: string
  readonly delta: string
}

/** What is owed, together with what stands beside usage where the statement has just that (`gatherBeside`). */
const withBeside = (plainly: RawBuilder<unknown>) =>
  sql`select both_sides.*, plain + case when is_beside then beside else 0 end as owed, is_beside from ${plainly} as both_sides
    cross join lateral (select coalesce(is_approved and beside <> 0 and billed <> plain and abs(billed - plain - beside) <= tolerance,
      false) as is_beside) as has`

/** The cells of both sides, and what differs among them. */
export async function findDifferences(tx: Tx, one: ToCompare): Promise<void> {
  const { lineFen: fen, quantityPermille: permille } = one.tolerance
  await sql`create temp table compared_cell on commit drop as
    with billed as (
      select l.resource_id, case when t.is_whole then 0 else l.meter end as meter, ${inFen(sql`sum(l.amount)`)} as amount,
        case when t.is_whole or bool_or(l.held is null) then null else sum(l.held) end as held, count(*)::int as lines,
        min(l.no) as first_line, min(l.resource_ref) as resource_ref, min(l.item) as item
      from compared_line l join compared_thing t on t.id = l.resource_id where not l.is_twice and l.service_month is null
        and l.apart is null
      group by 1, 2, t.is_whole
    ), used as (
      select u.resource_id, case when t.is_whole then 0 else u.meter end as meter, sum(u.amount) as amount,
        case when t.is_whole then null else sum(u.held) end as held, bool_or(u.held is not null) as is_measured,
        sum(u.charges)::int as charges
      from compared_use u join compared_thing t on t.id = u.resource_id group by 1, 2, t.is_whole
    ), beside as (
      select e.resource_id, case when t.is_whole then 0 else e.meter end as meter, sum(e.amount) as amount, sum(e.charges)::int as charges
      from compared_beside e join compared_thing t on t.id = e.resource_id where e.service_month is null group by 1, 2, t.is_whole
    ), both_sides as (
    select t.id as resource_id, coalesce(b.meter, u.meter) as meter, t.body_id, t.is_approved, t.ended_at, b.resource_ref, b.item,
      b.lines, b.first_line, b.amount as billed, b.held as billed_held, u.held, u.amount as charged,
      coalesce(u.is_measured, false) as is_measured,
      case when t.is_approved then coalesce(u.amount, 0) else 0 end as plain,
      ${fen}::int * greatest(coalesce(b.lines, 0), coalesce(u.charges, 0) + coalesce(e.charges, 0)) as tolerance, e.amount as beside
    from billed b full join used u on u.resource_id = b.resource_id and u.meter = b.meter
    join compared_thing t on t.id = coalesce(b.resource_id, u.resource_id)
    left join beside e on e.resource_id = t.id and e.meter = coalesce(b.meter, u.meter)
    )
    ${withBeside(sql`both_sides`)}`.execute(tx)
  await findCorrections(tx, one)
  await sql`create temp table compared_found on commit drop as
    select resource_id::text as subject, meter::smallint, 'cell' as aspect, kind, resource_ref, resource_id, item, body_id,
      coalesce(lines, 0) as line_count, first_line, coalesce(billed, 0)::bigint as billed_amount, owed::bigint as platform_amount,
      billed_held, held as platform_held, null::date as service_month, null::bigint as settled_elsewhere
    from (select c.*, case
        when billed is null and not is_approved then case when is_measured then 'never-approved' end
        when billed is null then case when owed <> 0 then 'not-billed' end
        when not is_approved then 'not-approved'
        when billed = owed then null
        when not is_measured and charged is null then case when ended_at < ${one.until} then 'after-release'
          else 'not-measured' end
        when abs(billed - owed) <= tolerance and (charged is not null or is_beside) then 'rounding'
        when charged is null then 'no-price'
        when billed_held is null or held is null then case when ended_at < ${one.until} and billed > owed then 'after-release'
          else 'amount-differs' end
        when billed_held * 1000 > held * (1000 + ${permille}::int) then case when ended_at < ${one.until} then 'after-release'
          else 'quantity-over' end
        when billed_held * 1000 < held * (1000 - ${permille}::int) then 'quantity-under'
        else 'price-differs' end as kind from compared_cell c) as judged
    where kind is not null
    union all
    select 'ref:' || resource_key, 0, case when service_month is null then 'cell' else 'correction' end, 'unknown-resource',
      min(resource_ref), null, min(item), null, count(*)::int, min(no), ${inFen(sql`sum(amount)`)}::bigint, 0, null, null, service_month, null
    from compared_line where resource_id is null and apart is null and not is_twice group by resource_key, service_month
    union all
    select coalesce(l.resource_id::text, 'ref:' || l.resource_key) as subject, coalesce(l.meter, 0) as of_meter, 'duplicate',
      'duplicate', min(l.resource_ref), l.resource_id, min(l.item), t.body_id, count(*)::int, min(l.no), ${inFen(sql`sum(l.amount)`)}::bigint, 0,
      null, null, l.service_month, null
    from compared_line l left join compared_thing t on t.id = l.resource_id where l.is_twice
    group by 1, 2, l.resource_id, t.body_id, l.service_month
    union all
    ${CORRECTIONS}
    union all
    ${APART}`.execute(tx)
  await findRounding(tx)
  await sql`create unique index on compared_found (subject, meter, aspect, service_month) nulls not distinct`.execute(
    tx,
  )
  await sql`analyze compared_found`.execute(tx)
}

/**
 * Corrections of earlier months, a resource and a month at a time. What is owed of one is what this month's bills adjust. Of what is
 * left over of months that were agreed before, as much is owed as is billed now; and what was settled before the platform
 * adjusted it, is owed no more. So that whoever comes first, it is settled once.
 */
async function findCorrections(tx: Tx, one: ToCompare): Promise<void> {
  await sql`create temp table compared_correction on commit drop as
    with billed as (
      select resource_id, service_month, ${inFen(sql`sum(amount)`)} as amount, count(*)::int as lines, min(no) as first_line,
        min(resource_ref) as resource_ref, min(item) as item
      from compared_line where service_month is not null and resource_id is not null and apart is null and not is_twice
      group by 1, 2
    ), both_sides as (
      select t.id as resource_id, coalesce(b.service_month, a.service_month) as service_month, t.body_id, t.is_approved,
        b.amount as billed, b.lines, b.first_line, b.resource_ref, b.item,
        coalesce(a.charges, 0) + coalesce(e.charges, 0) as charges, e.amount as beside,
        coalesce(a.settled, 0)::bigint as settled,
        case when t.is_approved then coalesce(a.now_amount, 0) else 0 end as now_amount,
        case when t.is_approved then coalesce(a.left_amount, 0) else 0 end as left_amount
      from billed b full join compared_adjusted a on a.resource_id = b.resource_id and a.service_month = b.service_month
      join compared_thing t on t.id = coalesce(b.resource_id, a.resource_id)
      left join compared_beside e on e.resource_id = b.resource_id and e.service_month = b.service_month
    ), bounded as (
      select *, now_amount + left_amount as reach, case when sign(now_amount) * sign(left_amount) >= 0 then now_amount
        when abs(left_amount) >= abs(now_amount) then 0 else now_amount + left_amount end as base
      from both_sides
    )
    ${withBeside(sql`(select *, least(greatest(coalesce(billed, 0), least(base, reach)), greatest(base, reach)) as plain,
        ${one.tolerance.lineFen}::int * greatest(coalesce(lines, 0), charges) as tolerance
      from bounded)`)}`.execute(tx)
}

const CORRECTIONS = sql`select resource_id::text, 0, 'correction', kind, resource_ref, resource_id, item, body_id, coalesce(lines, 0),
      first_line, coalesce(billed, 0)::bigint, owed::bigint, null, null, service_month, settled
    from (select c.*, case
        when coalesce(billed, 0) = owed then null
        when not is_approved then 'not-approved'
        when billed is null then 'correction-missing'
        when abs(billed - owed) <= tolerance and charges > 0 then 'rounding'
        when owed = 0 then 'correction-unfounded'
        else 'correction-differs' end as kind from compared_correction c) as judged
    where kind is not null`

/** Credits, taxes, purchases and what is for no resource: each resource and category by itself. */
const APART = sql`select subject, meter, apart, case when is_charged and abs(billed - owed) <= tolerance then 'rounding' else apart end,
      resource_ref, resource_id, item, body_id, lines, first_line, billed::bigint, owed::bigint, null, null, service_month, null
    from compared_apart where billed <> owed`

/**
 * The sum of a file is rounded once, and so is each thing that is compared; what the roundings make beside that of the sum stands as
 * a difference of its own, settled by rule. Nothing for a file in whole 分.
 */
async function findRounding(tx: Tx): Promise<void> {
  await sql`insert into compared_found (subject, meter, aspect, kind, line_count, billed_amount, platform_amount)
    select 'file', 0, 'rounding', 'rounding', 0, rest, 0 from (select (
      (select ${inFen(sql`coalesce(sum(amount), 0)`)} from compared_line)
      - (select coalesce(sum(billed), 0) from compared_cell) - (select coalesce(sum(billed), 0) from compared_correction)
      - (select coalesce(sum(billed), 0) from compared_apart)
      - (select coalesce(sum(billed_amount), 0) from compared_found where kind in ('duplicate', 'unknown-resource')))::bigint as rest) as whole
    where rest <> 0`.execute(tx)
}

/** What the statement bills of earlier months, for those that come after it. */
async function keepCorrections(tx: Tx, one: ToCompare): Promise<void> {
  await sql`delete from statement_correction where statement_id = ${one.id}`.execute(tx)
  await sql`insert into statement_correction (statement_id, resource_id, service_month, billed_amount, disputed_amount)
    select ${one.id}::uuid, resource_id, service_month, billed::bigint, case when is_beside then beside else 0 end
    from compared_correction where billed is not null`.execute(tx)
}

/** Writes what was found over what stands: the same facts keep their decision, other facts begin anew, what is gone lapses. */
export async function keepDifferences(tx: Tx, one: ToCompare): Promise<void> {
  await keepCorrections(tx, one)
  const month = sql`${`${one.month}-01`}::date`
  const same = sql`(difference.kind, difference.billed_amount, difference.platform_amount, coalesce(difference.settled_elsewhere, 0))
    = (excluded.kind, excluded.billed_amount, excluded.platform_amount, coalesce(excluded.settled_elsewhere, 0))
    and difference.state <> 'lapsed'`
  const kept = (column: string) =>
    sql`${sql.ref(column)} = case when ${same} then ${sql.ref(`difference.${column}`)} else ${sql.ref(`excluded.${column}`)} end`
  const columns = [
    ...[
      'state',
      'due_on',
      'found_at',
      'outcome',
      'answer',
      'evidence',
      'answered_by',
      'answered_at',
      'adjusted',
      'decision',
    ],
    ...[
      'decided_by',
      'decided_person_id',
      'decided_at',
      'settled_by',
      'settled_at',
      'owner',
      'owner_body_id',
    ],
  ]
  await sql`insert into difference (statement_id, provider_body_id, month, subject, meter, aspect, kind, resource_ref, resource_id,
      item, body_id, line_count, first_line, billed_amount, platform_amount, billed_held, platform_held, owner, owner_body_id,
      state, due_on, found_at, adjusted, settled_at, service_month, settled_elsewhere)
    select ${one.id}::uuid, ${one.providerId}::uuid, ${month}, subject, meter, aspect, kind, resource_ref, resource_id, item, body_id,
      line_count, first_line, billed_amount, platform_amount, billed_held, platform_held,
      case when kind in ('not-approved', 'never-approved') then 'department' when kind in ('no-price', 'rounding', 'credit', 'tax') then 'centre'
        else 'provider' end,
      case when kind in ('not-approved', 'never-approved') then body_id end,
      case when kind = 'rounding' then 'settled' else 'open' end,
      case when kind <> 'rounding' then ${one.dueOn}::date end, ${one.now}::timestamptz,
      case when kind = 'rounding' then 0 end, case when kind = 'rounding' then ${one.now}::timestamptz end,
      service_month, settled_elsewhere
    from compared_found
    on conflict on constraint difference_about do update set statement_id = excluded.statement_id, kind = excluded.kind,
      resource_ref = excluded.resource_ref, item = excluded.item, body_id = excluded.body_id,
      line_count = excluded.line_count, first_line = excluded.first_line, billed_amount = excluded.billed_amount,
      platform_amount = excluded.platform_amount, billed_held = excluded.billed_held, platform_held = excluded.platform_held,
      settled_elsewhere = excluded.settled_elsewhere, ${sql.join(columns.map(kept))}, version = difference.version + 1
    where not (${same}) or (difference.statement_id, difference.line_count, difference.first_line,
        difference.billed_held, difference.platform_held) is distinct from (excluded.statement_id, excluded.line_count,
        excluded.first_line, excluded.billed_held, excluded.platform_held)`.execute(tx)
  await sql`update difference d set state = 'lapsed', adjusted = null, statement_id = ${one.id}, version = version + 1
    where d.provider_body_id = ${one.providerId} and d.month = ${month} and d.state <> 'lapsed' and not exists (
      select from compared_found f where f.subject = d.subject and f.meter = d.meter and f.aspect = d.aspect
        and f.service_month is not distinct from d.service_month)`.execute(tx)
}

/** The ledgers side by side; and over all cells what is owed and what differs, which must make up what is billed. */
export async function sumLedgers(tx: Tx, one: ToCompare): Promise<LedgerSums> {
  const { rows } = await sql<LedgerSums>`
    with thing as (select t.id, t.is_approved, u.amount, u.resource_id is not null as is_used, exists (
        select from resource_phase p where p.resource_id = t.id and p.at < ${one.until} and p.condition <> 'over')
          and coalesce(t.ended_at > ${one.from}, true) as stood
      from compared_thing t left join (select resource_id, coalesce(sum(amount), 0) as amount from compared_use group by resource_id) u
        on u.resource_id = t.id)
    select count(*) filter (where is_used and is_approved)::int as approved_count,
      coalesce(sum(amount) filter (where is_approved), 0)::text as approved_amount,
      count(*) filter (where stood)::int as provisioned_count,
      coalesce(sum(amount) filter (where stood), 0)::text as provisioned_amount,
      count(*) filter (where is_used)::int as measured_count, coalesce(sum(amount), 0)::text as measured_amount,
      (select count(*)::int from (select distinct resource_id, case when resource_id is null then resource_key end
        from compared_line where service_month is null and (resource_id is not null or resource_key <> '')) as named) as billed_count,
      (select ${inFen(sql`coalesce(sum(amount), 0)`)}::text from compared_line) as billed_amount,
      ((select coalesce(sum(owed), 0) from compared_cell) + (select coalesce(sum(owed), 0) from compared_correction)
        + (select coalesce(sum(owed), 0) from compared_apart))::text
        as owed,
      (select coalesce(sum(billed_amount - platform_amount), 0)::text from compared_found) as delta
    from thing`.execute(tx)
  return rows[0] as LedgerSums
}

export async function saveCompared(
  tx: Tx,
  one: ToCompare,
  sums: LedgerSums,
  fingerprint: string,
): Promise<void> {
  await sql`update statement set state = 'compared', compared_at = ${one.now}, rule_set_id = ${one.tolerance.ruleSetId}::uuid,
    fingerprint = ${fingerprint},
    due_on = (select max(due_on) from difference where statement_id = ${one.id} and state not in ('settled', 'lapsed')),
    approved_count = ${sums.approved_count}, approved_amount = ${sums.approved_amount}::bigint,
    provisioned_count = ${sums.provisioned_count}, provisioned_amount = ${sums.provisioned_amount}::bigint,
    measured_count = ${sums.measured_count}, measured_amount = ${sums.measured_amount}::bigint,
    billed_count = ${sums.billed_count}, version = version + 1 where id = ${one.id}`.execute(tx)
}

/** Whether this comparison found something that somebody has to answer: what was known before is not told again. */
export async function hasFoundAnew(tx: Tx, one: ToCompare): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from difference
    where statement_id = ${one.id} and state = 'open' and found_at = ${one.now}) as found`.execute(tx)
  return rows[0]?.found ?? false
}

/** Whether a body that held something of this provider in the month has no bill of it yet; or, asked so, none that was sent. */
export async function hasUnbilled(
  tx: Tx,
  { provider_body_id: providerId, month }: { readonly provider_body_id: string; readonly month: string },
  { isSent }: { readonly isSent: boolean },
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (
    select from (select distinct s.body_id from usage_subject s where s.provider_body_id = ${providerId} and exists (
        select from usage_month u where u.month = ${`${month}-01`}::date and u.subject_id = s.id)) held
    where not exists (select from bill b where b.body_id = held.body_id and b.month = ${`${month}-01`}::date
      and (b.state <> 'draft' or not ${isSent}::boolean))) as found`.execute(tx)
  return rows[0]?.found ?? false
}
