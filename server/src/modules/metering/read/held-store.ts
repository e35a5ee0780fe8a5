/** SQL that sums usage for whoever bills it: by subject, dimension and stretch, whole thousandths of a unit × seconds. */
import { type RawBuilder, sql } from 'kysely'
import type pg from 'pg'
import type { Db } from '../../../platform/db/index.ts'
import { windowOfMonth } from '../civil-month.ts'
import { usageHours } from './usage-hours.ts'

/** For whom, where and by which order. */
export interface BilledSubject {
  readonly id: number
  readonly resource_id: string
  readonly system_id: string
  readonly provider_body_id: string
  readonly pool_id: string
  readonly offering_code: string | null
  readonly plan_code: string | null
  readonly request_line_id: string | null
}

export interface HeldByStretch {
  readonly subject: number
  readonly meter: number
  /** Which stretch between the cuts, from 0. */
  readonly stretch: number
  readonly serving: string
  readonly stopped: string
  readonly unseen: string
  /** Of civil days, each whole, as they end: what a price by natural days goes by. */
  readonly day_serving: string
  readonly day_stopped: string
  readonly day_unseen: string
}

export interface SumWanted {
  readonly bodyId: string
  /** `2026-11` */
  readonly month: string
  /** Hours within the month at which prices change, in their order. */
  readonly cuts: readonly number[]
  /** Whether natural days are asked for. */
  readonly withDays: boolean
}

/** A month of everybody: between the common cuts, but for subjects whose prices change at further ones. */
export interface WholeMonth extends Omit<SumWanted, 'bodyId'> {
  /** Of {@link SumWanted.cuts}, those that are everybody's. A row of another stretch lies in the first one that it is made of. */
  readonly common: readonly number[]
  readonly apart: readonly number[]
}

/** Corrections with ids in (after, upTo]. */
export interface Corrections {
  readonly after: string
  readonly upTo: string
}

export async function listBilledSubjects(db: Db, bodyId: string): Promise<readonly BilledSubject[]> {
  const { rows } =
    await sql<BilledSubject>`select id, resource_id, system_id, provider_body_id, pool_id, offering_code,
    plan_code, request_line_id from usage_subject where body_id = ${bodyId} order by id`.execute(db)
  return rows
}

/** A month of a body. Where nothing cuts it, out of the sums that are kept by month; otherwise out of its hours. */
export async function sumUsage(db: Db, wanted: SumWanted): Promise<readonly HeldByStretch[]> {
  const subjects = sql`select id from usage_subject where body_id = ${wanted.bodyId}`
  const isWhole = wanted.cuts.length === 0 && !wanted.withDays
  return sums(
    db,
    isWhole
      ? sql`(select subject_id, meter, holding, 0 as stretch, 0 as of_day, quantity from usage_month
          where month = ${`${wanted.month}-01`}::date and subject_id in (${subjects}))`
      : fromHours(wanted, usageHours(windowOfMonth(wanted.month), sql`subject_id in (${subjects})`)),
  )
}

/** What became known later of hours of that month. */
export async function sumCorrections(
  db: Db,
  wanted: SumWanted,
  { after, upTo }: Corrections,
): Promise<readonly HeldByStretch[]> {
  const { from, to } = windowOfMonth(wanted.month)
  const corrections = sql`(select * from usage_adjustment where hour >= ${from} and hour < ${to}
    and subject_id in (select id from usage_subject where body_id = ${wanted.bodyId})
    and id > ${after}::bigint and id <= ${upTo}::bigint)`
  return sums(db, fromHours(wanted, corrections))
}

function fromHours(
  { cuts, withDays }: Pick<SumWanted, 'cuts' | 'withDays'>,
  hours: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(select subject_id, meter, holding, ${sql.raw(stretchOf(cuts))} as stretch,
      ${sql.raw(ofDay(withDays))} as of_day, sum(quantity) as quantity from ${hours} as h group by 1, 2, 3, 4)`
}

/** Few cuts are counted by comparing: over 72 million rows a third of the time that searching an array takes. */
const COMPARED_CUTS = 8
const stretchOf = (cuts: readonly number[]) =>
  cuts.length <= COMPARED_CUTS
    ? ['0', ...cuts.map((cut) => `(hour >= ${Math.trunc(cut)})::int`)].join(' + ')
    : `width_bucket(hour, '{${cuts.map(Math.trunc).join(',')}}'::int[])`
const DAY_ENDS = '(hour + 8) % 24 = 23'
const OF_DAY = 'coalesce(of_day, 24 * quantity)'
const ofDay = (withDays: boolean) =>
  withDays ? `coalesce(sum(${OF_DAY}) filter (where ${DAY_ENDS}), 0)` : '0::numeric'

const PIVOTED = `coalesce(sum(quantity) filter (where holding = 1), 0)::text as serving,
  coalesce(sum(quantity) filter (where holding = 2), 0)::text as stopped,
  coalesce(sum(quantity) filter (where holding = 3), 0)::text as unseen,
  coalesce(sum(of_day) filter (where holding = 1), 0)::text as day_serving,
  coalesce(sum(of_day) filter (where holding = 2), 0)::text as day_stopped,
  coalesce(sum(of_day) filter (where holding = 3), 0)::text as day_unseen`

async function sums(db: Db, source: RawBuilder<unknown>): Promise<readonly HeldByStretch[]> {
  const { rows } = await sql<HeldByStretch>`select subject_id as subject, meter, stretch, ${sql.raw(PIVOTED)}
    from ${source} as u group by subject_id, meter, stretch order by subject_id, meter, stretch`.execute(db)
  return rows
}

/** Sums kept apart by a condition each, while they are few: the groups are then as many as subjects, dimensions and holdings. */
const SUMS_APART = 9

/**
 * A month of everybody in one pass over its hours, which nobody folds before it is billed, kept for this connection: body by body it would be read again and again. On a
 * connection of the owner's: the policy of every row would triple the time and keep a second processor out of it. What is left
 * to read afterwards is a row for each charge, ready for its body.
 */
export async function sumWholeMonth(
  client: pg.ClientBase,
  { month, cuts: all, common: cuts, apart, withDays }: WholeMonth,
): Promise<void> {
  const window = windowOfMonth(month)
  const parts = (cuts.length + 1) * (withDays ? 2 : 1)
  const hours = `from usage where hour >= ${window.from} and hour < ${window.to}`
  const source =
    parts <= SUMS_APART
      ? sumsApart(hours, cuts, withDays)
      : `(select subject_id, meter, holding, ${stretchOf(cuts)} as stretch, ${ofDay(withDays)} as of_day,
           sum(quantity) as quantity ${hours} group by 1, 2, 3, 4) as u`
  // A hundred thousand resources are some forty megabytes of sums a process; what does not fit goes through files.
  await client.query(
    "set statement_timeout = '30min'; set work_mem = '256MB'; drop table if exists month_sum",
  )
  await client.query(
    `create temp table month_sum as select s.body_id, u.subject_id as subject, u.meter,
       ${firstWithin(cuts, all)} as stretch, ${PIVOTED}
     from ${source} join usage_subject s on s.id = u.subject_id group by 1, 2, 3, 4`,
  )
  if (apart.length > 0) await sumApart(client, { month, cuts: all, withDays }, apart)
  await client.query('create index on month_sum (body_id, subject, meter, stretch); analyze month_sum')
}

/** Which of all stretches is the first within one between the common cuts. */
function firstWithin(common: readonly number[], all: readonly number[]): string {
  if (common.length === all.length) return 'u.stretch'
  const first = [0, ...common.map((cut) => all.indexOf(cut) + 1)]
  return `(array[${first.join(',')}])[u.stretch + 1]`
}

/** Few: their hours are found by their key, instead of comparing everybody's with cuts that do not concern them. */
async function sumApart(
  client: pg.ClientBase,
  { month, cuts, withDays }: Omit<SumWanted, 'bodyId'>,
  subjects: readonly number[],
): Promise<void> {
  const window = windowOfMonth(month)
  await client.query('delete from month_sum where subject = any($1::int[])', [[...subjects]])
  await client.query(
    `insert into month_sum select s.body_id, u.subject_id, u.meter, u.stretch, ${PIVOTED}
     from (select subject_id, meter, holding, ${stretchOf(cuts)} as stretch, ${ofDay(withDays)} as of_day,
         sum(quantity) as quantity from usage
       where hour >= ${window.from} and hour < ${window.to} and subject_id = any($1::int[]) group by 1, 2, 3, 4) as u
     join usage_subject s on s.id = u.subject_id group by 1, 2, 3, 4`,
    [[...subjects]],
  )
}

/** One sum for each stretch, laid out as rows once the hours are read. */
function sumsApart(hours: string, cuts: readonly number[], withDays: boolean): string {
  const parts = [...cuts, null].map((to, stretch) => {
    const from = cuts[stretch - 1]
    const conditions = [
      ...(from === undefined ? [] : [`hour >= ${Math.trunc(from)}`]),
      ...(to === null ? [] : [`hour < ${Math.trunc(to)}`]),
    ]
    return { stretch, where: conditions.join(' and ') }
  })
  const sumOf = (what: string, where: string) =>
    where === '' ? `sum(${what})` : `sum(${what}) filter (where ${where})`
  const columns = parts.map(({ where }, at) => {
    const whereEnding = [...(where === '' ? [] : [where]), DAY_ENDS].join(' and ')
    const end = withDays ? `, ${sumOf(OF_DAY, whereEnding)} as e${at}` : ''
    return `${sumOf('quantity', where)} as q${at}${end}`
  })
  const rows = parts.map(
    ({ stretch }, at) => `(${stretch}, m.q${at}, ${withDays ? `coalesce(m.e${at}, 0)` : '0'})`,
  )
  return `(select m.subject_id, m.meter, m.holding, x.stretch, x.of_day, x.quantity
     from (select subject_id, meter, holding, ${columns.join(', ')} ${hours} group by 1, 2, 3) as m
     cross join lateral (values ${rows.join(', ')}) as x (stretch, quantity, of_day) where x.quantity is not null) as u`
}

export async function readMonthSums(
  client: pg.ClientBase,
  bodyId: string,
): Promise<readonly HeldByStretch[]> {
  const { rows } = await client.query<HeldByStretch>(
    `select subject, meter, stretch, serving, stopped, unseen, day_serving, day_stopped, day_unseen
     from month_sum where body_id = $1 order by subject, meter, stretch`,
    [bodyId],
  )
  return rows
}

/** Whose prices may change when: providers and request lines of all that was ever metered. */
export async function listPricedBy(
  db: Db,
): Promise<readonly { readonly provider_body_id: string; readonly request_line_id: string | null }[]> {
  const { rows } = await sql<{ provider_body_id: string; request_line_id: string | null }>`select distinct
    provider_body_id, request_line_id from usage_subject`.execute(db)
  return rows
}

/** Whatever was ever metered of these request lines and resources. */
export async function listSubjectsOf(
  db: Db,
  of: { readonly requestLineIds: readonly string[]; readonly resourceIds: readonly string[] },
): Promise<readonly BilledSubject[]> {
  const { rows } =
    await sql<BilledSubject>`select id, resource_id, system_id, provider_body_id, pool_id, offering_code,
    plan_code, request_line_id from usage_subject where request_line_id = any(${[...of.requestLineIds]}::uuid[])
      or resource_id = any(${[...of.resourceIds]}::uuid[]) order by id`.execute(db)
  return rows
}

/** Months (`2026-11`) of which corrections in that range speak. */
export async function listCorrectedMonths(
  db: Db,
  bodyId: string,
  { after, upTo }: Corrections,
): Promise<readonly string[]> {
  const { rows } = await sql<{ month: string }>`select distinct
      to_char(to_timestamp(a.hour * 3600.0) at time zone 'Asia/Shanghai', 'YYYY-MM') as month
    from usage_adjustment a join usage_subject s on s.id = a.subject_id
    where s.body_id = ${bodyId} and a.id > ${after}::bigint and a.id <= ${upTo}::bigint order by 1`.execute(
    db,
  )
  return rows.map((row) => row.month)
}

/** The latest correction of this body's hours; 0 before the first. */
export async function findLastCorrection(db: Db, bodyId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select coalesce(max(a.id), 0)::text as id
    from usage_adjustment a join usage_subject s on s.id = a.subject_id where s.body_id = ${bodyId}`.execute(
    db,
  )
  return rows[0]?.id ?? '0'
}

/** @returns the first month in which anything was held. */
export async function findFirstMonth(db: Db): Promise<string | null> {
  const { rows } = await sql<{
    month: string | null
  }>`select to_char(min(month), 'YYYY-MM') as month from usage_month`.execute(db)
  return rows[0]?.month ?? null
}

/** Which bodies held something in which of these months, but for the pairs that are known already. */
export async function listHoldingBodies(
  db: Db,
  months: readonly string[],
  known: readonly { readonly body_id: string; readonly month: string }[],
  bodyId: string | null,
): Promise<readonly { readonly body_id: string; readonly month: string }[]> {
  const { rows } = await sql<{
    body_id: string
    month: string
  }>`select b.body_id, to_char(m.month, 'YYYY-MM') as month
    from (select distinct body_id from usage_subject where body_id = coalesce(${bodyId}::uuid, body_id)) as b
    cross join unnest(${months.map((month) => `${month}-01`)}::date[]) as m (month)
    where (b.body_id, m.month) not in (select * from unnest(${known.map((one) => one.body_id)}::uuid[],
        ${known.map((one) => `${one.month}-01`)}::date[]))
      and exists (select from usage_subject s join usage_month u on u.subject_id = s.id and u.month = m.month
        where s.body_id = b.body_id) order by 2, 1`.execute(db)
  return rows
}
