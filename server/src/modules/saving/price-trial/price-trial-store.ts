/** The only SQL on `price_trial` and what belongs to it; reads what bills charge for usage. */
import type { Bilingual, Static } from '@yunheng/contract'
import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely'
import {
  afterKey,
  type Db,
  limitOf,
  type PageRequest,
  pageOf,
  readPage,
  type Tables,
  type Tx,
} from '../../../platform/db/index.ts'
import type { Sum } from './price-trial.ts'

export interface TrialRow extends Selectable<Tables['price_trial']> {
  readonly provider_name: string | null
  readonly all_units: number
  readonly done_units: number
  readonly billed: string
  readonly tried: string
  readonly billed_unpriced: number
  readonly tried_unpriced: number
}

const totalOf = (figure: string) =>
  sql`(select coalesce(sum(u.${sql.ref(figure)}), 0) from price_trial_sum u where u.trial_id = t.id)`

const select = (db: Db) =>
  db
    .selectFrom('price_trial as t')
    .leftJoin('body_directory as p', 'p.id', 't.provider_body_id')
    .selectAll('t')
    .select([
      'p.name as provider_name',
      sql<number>`(select count(*)::int from price_trial_unit u where u.trial_id = t.id)`.as('all_units'),
      sql<number>`(select count(*)::int from price_trial_unit u where u.trial_id = t.id and u.is_done)`.as(
        'done_units',
      ),
      sql<string>`${totalOf('billed_fen')}::text`.as('billed'),
      sql<string>`${totalOf('tried_fen')}::text`.as('tried'),
      sql<number>`${totalOf('billed_unpriced')}::int`.as('billed_unpriced'),
      sql<number>`${totalOf('tried_unpriced')}::int`.as('tried_unpriced'),
    ])

export async function findTrial(db: Db, id: string): Promise<TrialRow | undefined> {
  return (await select(db).where('t.id', '=', id).executeTakeFirst()) as TrialRow | undefined
}

/** Newest first. */
export async function listTrials<W>(db: Db, page: PageRequest, toWire: (row: TrialRow) => W) {
  return readPage(
    select(db),
    page,
    { sort: 't.created_at', id: 't.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    (row) => toWire(row as TrialRow),
  )
}

/** One at a time: who begins another meanwhile waits here, then sees it. */
export async function isTrialRunning(tx: Tx): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('price trials'))`.execute(tx)
  const row = await tx
    .selectFrom('price_trial')
    .select('id')
    .where('finished_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** With every billed month of a body within the caller's sight. @returns how many. */
export async function insertTrial(tx: Tx, row: Insertable<Tables['price_trial']>): Promise<number> {
  await tx.insertInto('price_trial').values(row).execute()
  const result = await sql`
    insert into price_trial_unit (trial_id, month, body_id, bill_id)
    select ${row.id}, b.month, b.body_id, b.id from bill b
    where b.month in (select (m || '-01')::date from unnest(${row.months}::text[]) as m)`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

export interface TrialUnit {
  readonly month: string
  readonly body_id: string
  readonly bill_id: string
}

/** The next one, for this transaction alone. */
export async function takeUnit(tx: Tx, trialId: string): Promise<TrialUnit | undefined> {
  const { rows } = await sql<TrialUnit>`
    select to_char(month, 'YYYY-MM') as month, body_id, bill_id from price_trial_unit
    where trial_id = ${trialId} and not is_done order by trial_id, month, body_id limit 1 for update skip locked`.execute(
    tx,
  )
  return rows[0]
}

/** What the bill charges for usage, by provider and service. What was corrected or given back later is left out. */
export async function sumBilled(db: Db, billId: string): Promise<readonly Sum[]> {
  const { rows } = await sql<{ provider: string; offering: string; fen: string; unpriced: number }>`
    select s.provider_body_id as provider, coalesce(s.offering_code, '') as offering,
      coalesce(sum(c.amount), 0)::text as fen, count(*) filter (where c.amount is null)::int as unpriced
    from charge c join usage_subject s on s.id = c.subject_id
    where c.bill_id = ${billId} and c.category = 'usage' group by 1, 2`.execute(db)
  return rows.map((row) => ({
    providerBodyId: row.provider,
    offeringCode: row.offering,
    fen: BigInt(row.fen),
    unpriced: row.unpriced,
  }))
}

/** Adds both sides of one unit, and notes that it is done: together, so that it counts once. */
export async function addUnit(
  tx: Tx,
  nextId: () => string,
  trialId: string,
  unit: TrialUnit,
  sums: { readonly billed: readonly Sum[]; readonly tried: readonly Sum[] },
): Promise<void> {
  for (const side of ['billed', 'tried'] as const)
    for (const sum of [...sums[side]].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
      const [fen, unpriced] = [sum.fen.toString(), sum.unpriced]
      const isBilled = side === 'billed'
      await sql`
        insert into price_trial_sum (id, trial_id, body_id, provider_body_id, offering_code, billed_fen, tried_fen,
          billed_unpriced, tried_unpriced)
        values (${nextId()}, ${trialId}, ${unit.body_id}, ${sum.providerBodyId}, ${sum.offeringCode},
          ${isBilled ? fen : '0'}::bigint, ${isBilled ? '0' : fen}::bigint, ${isBilled ? unpriced : 0}, ${isBilled ? 0 : unpriced})
        on conflict (trial_id, body_id, provider_body_id, offering_code) do update set
          billed_fen = price_trial_sum.billed_fen + excluded.billed_fen,
          tried_fen = price_trial_sum.tried_fen + excluded.tried_fen,
          billed_unpriced = price_trial_sum.billed_unpriced + excluded.billed_unpriced,
          tried_unpriced = price_trial_sum.tried_unpriced + excluded.tried_unpriced`.execute(tx)
    }
  await sql`update price_trial_unit set is_done = true
    where trial_id = ${trialId} and month = ${`${unit.month}-01`}::date and body_id = ${unit.body_id}`.execute(
    tx,
  )
}

const keyOf = (sum: Sum) => `${sum.providerBodyId} ${sum.offeringCode}`

/** @returns false where it was finished already. */
export async function finishTrial(tx: Tx, id: string, at: Date, problem: string | null): Promise<boolean> {
  const result = await tx
    .updateTable('price_trial')
    .set({ finished_at: at, problem })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Under way, the first to come first; and what is past its time, to be forgotten. */
export async function listTrialsToLook(db: Db, now: Date, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('price_trial')
    .select('id')
    .where((eb) => eb.or([eb('finished_at', 'is', null), eb('expires_at', '<=', now)]))
    .orderBy('created_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** With all that belongs to it. */
export async function forgetTrial(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('price_trial').where('id', '=', id).execute()
}

interface FigureColumns {
  readonly billed: string
  readonly tried: string
  readonly billed_unpriced: number
  readonly tried_unpriced: number
}
type Title = Static<typeof Bilingual>

export interface SumRow extends FigureColumns {
  readonly id: string
  readonly rank: string
  readonly body_id: string
  readonly body_name: string
  readonly provider_body_id: string
  readonly provider_name: string
  readonly offering_code: string
  readonly offering_title: Title | null
}

export interface SumFilter {
  readonly bodyId?: string
  readonly providerBodyId?: string
  readonly offeringCode?: string
}

const titleOf = sql<Title | null>`(select v.title from offering o join offering_version v
  on v.offering_id = o.id and v.number = coalesce(o.published_number, o.draft_number) where o.code = u.offering_code)`

/** The largest difference first. */
export async function listSums<W>(
  db: Db,
  trialId: string,
  filter: SumFilter,
  page: PageRequest,
  toWire: (row: SumRow) => W,
) {
  const conditions: RawBuilder<unknown>[] = [sql`u.trial_id = ${trialId}`]
  if (filter.bodyId !== undefined) conditions.push(sql`u.body_id = ${filter.bodyId}`)
  if (filter.providerBodyId !== undefined) conditions.push(sql`u.provider_body_id = ${filter.providerBodyId}`)
  if (filter.offeringCode !== undefined) conditions.push(sql`u.offering_code = ${filter.offeringCode}`)
  const after = afterKey(page, { sort: 'u.rank', id: 'u.id', cast: 'bigint' }, 'desc')
  if (after) conditions.push(after)
  const { rows } = await sql<SumRow>`
    select u.id, u.rank::text as rank, u.body_id, coalesce(b.name, '') as body_name, u.provider_body_id,
      coalesce(p.name, '') as provider_name, u.offering_code, ${titleOf} as offering_title, u.billed_fen::text as billed,
      u.tried_fen::text as tried, u.billed_unpriced, u.tried_unpriced
    from price_trial_sum u left join body_directory b on b.id = u.body_id
    left join body_directory p on p.id = u.provider_body_id
    where ${sql.join(conditions, sql` and `)} order by u.rank desc, u.id desc
    limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.rank, row.id], toWire)
}

export interface GroupRow extends FigureColumns {
  readonly key: string
  readonly name: string
  readonly title: Title | null
}

const GROUPS = 50

/** The largest differences of one view. */
export async function groupSums(
  db: Db,
  trialId: string,
  by: 'provider_body_id' | 'offering_code' | 'body_id',
): Promise<readonly GroupRow[]> {
  const isOffering = by === 'offering_code'
  const { rows } = await sql<GroupRow>`
    select u.${sql.ref(by)}::text as key, ${isOffering ? sql`''` : sql`coalesce(max(b.name), '')`} as name,
      ${isOffering ? titleOf : sql`null::jsonb`} as title, sum(u.billed_fen)::text as billed,
      sum(u.tried_fen)::text as tried, sum(u.billed_unpriced)::int as billed_unpriced,
      sum(u.tried_unpriced)::int as tried_unpriced
    from price_trial_sum u ${isOffering ? sql`` : sql`left join body_directory b on b.id = u.${sql.ref(by)}`}
    where u.trial_id = ${trialId} group by u.${sql.ref(by)}
    order by abs(sum(u.tried_fen - u.billed_fen)) desc, 1 limit ${GROUPS}`.execute(db)
  return rows
}
