/** SQL on statements. Rows come as PostgreSQL prints them: whole numbers as text. */
import type { LineCategory, StatementState } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'

export interface StatementRow {
  readonly id: string
  readonly provider_body_id: string
  readonly provider_name: string
  /** `2026-11` */
  readonly month: string
  readonly number: number
  readonly state: StatementState
  readonly file_name: string
  readonly digest: string
  readonly line_count: number
  readonly amount: string
  readonly handed_in_at: Date
  readonly handed_in_by: string
  readonly compared_at: Date | null
  /** The rules that it was compared under. */
  readonly rule_set_id: string | null
  readonly due_on: string | null
  /** What the last comparison rests on; null before one. */
  readonly fingerprint: string | null
  readonly approved_count: number | null
  readonly approved_amount: string | null
  readonly provisioned_count: number | null
  readonly provisioned_amount: string | null
  readonly measured_count: number | null
  readonly measured_amount: string | null
  readonly billed_count: number | null
  readonly agreed_at: Date | null
  readonly agreed_by: string | null
  readonly agreed_amount: string | null
  readonly version: number
  readonly open_count: number
  readonly open_delta: string
  readonly adjusted: string
  readonly correction_count: number
  readonly correction_amount: string
  /** 分, exactly what the lines add up to; null of those handed in before that was kept. */
  readonly exact_amount: string | null
  /** What the lines of each category add up to: 分, exactly. */
  readonly categories: readonly {
    readonly category: LineCategory
    readonly lines: number
    readonly amount: string
  }[]
}

export interface StatementFilter {
  readonly month?: string | undefined
  readonly providerId?: string | undefined
  readonly state?: StatementState | undefined
  /** Without those that a later one has replaced. */
  readonly isCurrent?: boolean
}

const COLUMNS = sql`s.id, s.provider_body_id, coalesce(p.name, '') as provider_name, to_char(s.month, 'YYYY-MM') as month, s.number,
  s.state, s.file_name, s.digest, s.line_count, s.amount::text, s.handed_in_at, s.handed_in_by, s.compared_at, s.rule_set_id,
  s.due_on, s.fingerprint, s.approved_count, s.approved_amount::text, s.provisioned_count, s.provisioned_amount::text, s.measured_count,
  s.measured_amount::text, s.billed_count, s.agreed_at, s.agreed_by, s.agreed_amount::text, s.version, s.correction_count,
  s.correction_amount::text, trim_scale(s.exact_amount)::text as exact_amount, s.categories, d.open_count,
  d.open_delta, d.adjusted`
const FROM = sql`statement s left join body_directory p on p.id = s.provider_body_id
  cross join lateral (select
    count(*) filter (where d.state not in ('settled', 'lapsed'))::int as open_count,
    coalesce(sum(d.delta) filter (where d.state not in ('settled', 'lapsed')), 0)::text as open_delta,
    coalesce(sum(d.adjusted) filter (where d.state = 'settled'), 0)::text as adjusted
    from difference d where d.statement_id = s.id) as d`

export async function findStatement(db: Db, id: string): Promise<StatementRow | undefined> {
  const { rows } = await sql<StatementRow>`select ${COLUMNS} from ${FROM} where s.id = ${id}`.execute(db)
  return rows[0]
}

/** Its key is left alone, so that what only refers to it does not wait. */
export async function loadStatementForUpdate(tx: Tx, id: string): Promise<StatementRow | undefined> {
  await sql`select from statement where id = ${id} for no key update`.execute(tx)
  return findStatement(tx, id)
}

/** The latest month first. */
export async function listStatements<W>(
  db: Db,
  filter: StatementFilter,
  page: PageRequest,
  toWire: (row: StatementRow) => W,
) {
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (filter.month !== undefined) conditions.push(sql`s.month = ${`${filter.month}-01`}::date`)
  if (filter.providerId !== undefined) conditions.push(sql`s.provider_body_id = ${filter.providerId}`)
  if (filter.state !== undefined) conditions.push(sql`s.state = ${filter.state}`)
  if (filter.isCurrent) conditions.push(sql`s.state <> 'superseded'`)
  const after = afterKey(page, { sort: 's.month', id: 's.id', cast: 'timestamptz' }, 'desc')
  if (after) conditions.push(after)
  const { rows } =
    await sql<StatementRow>`select ${COLUMNS} from ${FROM} where ${sql.join(conditions, sql` and `)}
    order by s.month desc, s.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [`${row.month}-01`, row.id], toWire)
}

/** One at a time for a provider's month: of two files handed in at once, the second one sees the first. */
export async function lockMonth(tx: Tx, providerId: string, month: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`statement ${providerId} ${month}`}, 0))`.execute(
    tx,
  )
}

/** One at a time of a provider's months is agreed: the second one sees what the first has settled of corrections. */
export async function lockAgreeing(tx: Tx, providerId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`agree statements ${providerId}`}, 0))`.execute(
    tx,
  )
}

/** The one that counts, and how many were handed in; locked, so that it is not agreed meanwhile. */
export async function findCurrent(
  tx: Tx,
  providerId: string,
  month: string,
  { isLocked }: { readonly isLocked: boolean },
): Promise<{
  readonly current: { readonly id: string; readonly state: StatementState; readonly digest: string } | null
  readonly count: number
}> {
  const { rows } = await sql<{
    id: string
    state: StatementState
    digest: string
  }>`select id, state, digest from statement
    where provider_body_id = ${providerId} and month = ${`${month}-01`}::date ${isLocked ? sql`for no key update` : sql``}`.execute(
    tx,
  )
  return { current: rows.find((row) => row.state !== 'superseded') ?? null, count: rows.length }
}

export async function supersede(tx: Tx, id: string): Promise<void> {
  await sql`update statement set state = 'superseded', version = version + 1 where id = ${id}`.execute(tx)
}

export async function insertStatement(
  tx: Tx,
  row: {
    readonly id: string
    readonly providerId: string
    readonly month: string
    readonly number: number
    readonly fileName: string
    readonly digest: string
    readonly at: Date
    readonly by: string
  },
): Promise<void> {
  await sql`insert into statement (id, provider_body_id, month, number, state, file_name, digest, handed_in_at, handed_in_by)
    values (${row.id}, ${row.providerId}, ${`${row.month}-01`}::date, ${row.number}, 'received', ${row.fileName},
      ${row.digest}, ${row.at}, ${row.by})`.execute(tx)
}

/** All lines are there: from now on none is added. Their sum is that of the file, rounded once (`file/amount.ts`). */
export async function closeLines(tx: Tx, id: string): Promise<void> {
  await sql`update statement set (line_count, exact_amount, amount, correction_count, correction_amount) = (
      select count(*), coalesce(sum(amount), 0), round(coalesce(sum(amount), 0)), count(service_month) filter (where apart is null),
        round(coalesce(sum(amount) filter (where service_month is not null and apart is null), 0))
      from statement_line where statement_id = ${id}),
    categories = (select coalesce(jsonb_agg(jsonb_build_object('category', category, 'lines', lines,
        'amount', trim_scale(amount)::text) order by category), '[]') from (
      select category, count(*) as lines, sum(amount) as amount from statement_line
      where statement_id = ${id} and category is not null group by category) as said)
    where id = ${id}`.execute(tx)
}

export async function saveAgreed(
  tx: Tx,
  id: string,
  agreed: { readonly amount: bigint; readonly at: Date; readonly by: string },
): Promise<void> {
  await sql`update statement set state = 'agreed', agreed_at = ${agreed.at}, agreed_by = ${agreed.by},
    agreed_amount = ${agreed.amount.toString()}::bigint, version = version + 1 where id = ${id}`.execute(tx)
}

/** A month of a provider that is agreed, for whoever settles it. */
export interface AgreedStatement {
  /** `2026-10` */
  readonly month: string
  readonly providerId: string
  /** Statements are handed in for a provider's month as a whole, under no single contract. */
  readonly contractId: string | null
  /** 分 */
  readonly amount: bigint
  readonly statementId: string
  readonly agreedAt: Date
}

/** Agreed months, the oldest agreement first. */
export async function agreedStatements(
  db: Db,
  filter: { readonly providerId?: string; readonly month?: string; readonly statementId?: string } = {},
): Promise<readonly AgreedStatement[]> {
  const conditions: RawBuilder<unknown>[] = [sql`state = 'agreed'`]
  if (filter.providerId !== undefined) conditions.push(sql`provider_body_id = ${filter.providerId}`)
  if (filter.month !== undefined) conditions.push(sql`month = ${`${filter.month}-01`}::date`)
  if (filter.statementId !== undefined) conditions.push(sql`id = ${filter.statementId}`)
  const { rows } = await sql<{
    id: string
    month: string
    provider_body_id: string
    agreed_amount: string
    agreed_at: Date
  }>`select id, to_char(month, 'YYYY-MM') as month, provider_body_id, agreed_amount::text, agreed_at from statement
    where ${sql.join(conditions, sql` and `)} order by agreed_at, id`.execute(db)
  return rows.map((row) => ({
    month: row.month,
    providerId: row.provider_body_id,
    contractId: null,
    amount: BigInt(row.agreed_amount),
    statementId: row.id,
    agreedAt: row.agreed_at,
  }))
}

/** Providers in sight whose month has usage or a statement. */
export async function listProvidersOfMonth(
  db: Db,
  month: string,
  limit: number,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`select p.id, p.name from body p where p.id in (
      select provider_body_id from statement where month = ${`${month}-01`}::date
      union select s.provider_body_id from usage_subject s
        where exists (select from usage_month u where u.month = ${`${month}-01`}::date and u.subject_id = s.id))
    order by p.name, p.id limit ${limit}`.execute(db)
  return rows
}

interface CarriedRow {
  readonly month: string
  readonly uncompared: number
  readonly unagreed: number
  readonly openDifferences: number
  readonly open_delta: string
}

/** Months before this one with statements that are not agreed, the oldest first. */
export async function listCarried(db: Db, before: string, limit: number): Promise<readonly CarriedRow[]> {
  const { rows } = await sql<CarriedRow>`select to_char(s.month, 'YYYY-MM') as month,
      count(*) filter (where s.state = 'received')::int as uncompared,
      count(*) filter (where s.state = 'compared')::int as unagreed,
      coalesce(sum(d.open_count), 0)::int as "openDifferences", coalesce(sum(d.open_delta), 0)::text as open_delta
    from statement s cross join lateral (
      select count(*)::int as open_count, coalesce(sum(d.delta), 0) as open_delta from difference d
      where d.statement_id = s.id and d.state not in ('settled', 'lapsed')) as d
    where s.month < ${`${before}-01`}::date and s.state in ('received', 'compared')
    group by s.month order by s.month limit ${limit}`.execute(db)
  return rows
}
