/** The only SQL on `saving_trial` and what belongs to it. */
import type { SavingRule } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'
import { FIRST } from '../judge-batch.ts'
import type { Thresholds } from '../thresholds.ts'
import type { Sum } from './rule-trial.ts'

export interface TrialRow {
  readonly id: string
  readonly body_id: string
  readonly rule_set_id: string
  readonly rule_set_number: number | null
  readonly now_limits: Thresholds
  readonly tried_limits: Thresholds
  readonly created_by: string
  readonly created_at: Date
  readonly finished_at: Date | null
  readonly expires_at: Date
  readonly all_months: number
  readonly done_months: number
  readonly judged: number
}

const COLUMNS = sql`t.*,
  (select count(*)::int from saving_trial_month m where m.trial_id = t.id) as all_months,
  (select count(*)::int from saving_trial_month m where m.trial_id = t.id and m.is_done) as done_months,
  (select coalesce(sum(m.judged), 0)::int from saving_trial_month m where m.trial_id = t.id) as judged`

export async function findTrial(db: Db, id: string): Promise<TrialRow | undefined> {
  const { rows } = await sql<TrialRow>`select ${COLUMNS} from saving_trial t where t.id = ${id}`.execute(db)
  return rows[0]
}

/** Newest first: ids are made in order of time. */
export async function listTrials<W>(db: Db, page: PageRequest, toWire: (row: TrialRow) => W) {
  const after = afterKey(page, { sort: 't.id', id: 't.id', cast: 'uuid' }, 'desc') ?? sql`true`
  const { rows } = await sql<TrialRow>`select ${COLUMNS} from saving_trial t where ${after}
    order by t.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}

/** One at a time: who begins another meanwhile waits here, then sees it. */
export async function isTrialRunning(tx: Tx): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('saving trials'))`.execute(tx)
  const { rows } = await sql`select from saving_trial where finished_at is null limit 1`.execute(tx)
  return rows.length > 0
}

type NewTrial = Omit<TrialRow, 'finished_at' | 'all_months' | 'done_months' | 'judged'>

export async function insertTrial(tx: Tx, row: NewTrial, days: readonly string[]): Promise<void> {
  await sql`insert into saving_trial (id, body_id, rule_set_id, rule_set_number, now_limits, tried_limits, created_by,
      created_at, expires_at)
    values (${row.id}, ${row.body_id}, ${row.rule_set_id}, ${row.rule_set_number},
      ${JSON.stringify(row.now_limits)}::jsonb, ${JSON.stringify(row.tried_limits)}::jsonb, ${row.created_by},
      ${row.created_at}, ${row.expires_at})`.execute(tx)
  await sql`insert into saving_trial_month (trial_id, day, judged_to)
    select ${row.id}, day, ${FIRST}::uuid from unnest(${[...days]}::date[]) as day`.execute(tx)
}

export interface TrialMonth {
  readonly day: string
  readonly judged_to: string
}

/** The next one, for this transaction alone. */
export async function takeMonth(tx: Tx, trialId: string): Promise<TrialMonth | undefined> {
  const { rows } = await sql<TrialMonth>`select day::text as day, judged_to from saving_trial_month
    where trial_id = ${trialId} and not is_done order by day limit 1 for update`.execute(tx)
  return rows[0]
}

/** Adds what was found of some resources, and notes up to where: together, so that each counts once. */
export async function addSums(
  tx: Tx,
  nextId: () => string,
  trialId: string,
  month: TrialMonth & { readonly next: string | null; readonly count: number },
  sums: readonly Sum[],
): Promise<void> {
  const rows = [...sums]
    .sort((a, b) => (`${a.bodyId} ${a.rule}` < `${b.bodyId} ${b.rule}` ? -1 : 1))
    .map((sum) => ({ ...sum, id: nextId(), nowFen: String(sum.nowFen), triedFen: String(sum.triedFen) }))
  await sql`insert into saving_trial_sum (id, trial_id, day, body_id, rule, now_count, now_fen, tried_count, tried_fen,
      added, dropped)
    select s.id, ${trialId}, ${month.day}::date, s."bodyId", s.rule, s."nowCount", s."nowFen", s."triedCount",
      s."triedFen", s.added, s.dropped
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (id uuid, "bodyId" uuid, rule text, "nowCount" int,
      "nowFen" bigint, "triedCount" int, "triedFen" bigint, added int, dropped int)
    on conflict (trial_id, day, body_id, rule) do update set
      now_count = saving_trial_sum.now_count + excluded.now_count,
      now_fen = saving_trial_sum.now_fen + excluded.now_fen,
      tried_count = saving_trial_sum.tried_count + excluded.tried_count,
      tried_fen = saving_trial_sum.tried_fen + excluded.tried_fen,
      added = saving_trial_sum.added + excluded.added,
      dropped = saving_trial_sum.dropped + excluded.dropped`.execute(tx)
  await sql`update saving_trial_month set judged = judged + ${month.count}, is_done = ${month.next === null},
      judged_to = ${month.next ?? month.judged_to}
    where trial_id = ${trialId} and day = ${month.day}::date`.execute(tx)
}

/** @returns false where it was finished already. */
export async function finishTrial(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update saving_trial set finished_at = ${at}
    where id = ${id} and finished_at is null`.execute(tx)
  return numAffectedRows === 1n
}

/** Under way, the first to come first; and what is past its time, to be forgotten. */
export async function listTrialsToLook(db: Db, now: Date, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from saving_trial
    where finished_at is null or expires_at <= ${now} order by created_at limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** With all that belongs to it. */
export async function forgetTrial(tx: Tx, id: string): Promise<void> {
  await sql`delete from saving_trial where id = ${id}`.execute(tx)
}

export interface Figures {
  readonly now_count: number
  readonly now_fen: string
  readonly tried_count: number
  readonly tried_fen: string
  readonly added: number
  readonly dropped: number
}

const SUMS = sql.raw(`sum(u.now_count)::int as now_count, sum(u.now_fen)::text as now_fen,
  sum(u.tried_count)::int as tried_count, sum(u.tried_fen)::text as tried_fen, sum(u.added)::int as added,
  sum(u.dropped)::int as dropped`)

/** The month before the day, `2026-10`. */
const MONTH = sql.raw(`to_char(u.day - 1, 'YYYY-MM')`)

/** By month; by rule or by body of the last month alone: months do not add up. */
export async function groupSums(
  db: Db,
  trialId: string,
  by: 'month' | 'rule' | 'body',
): Promise<readonly (Figures & { readonly key: string; readonly name: string })[]> {
  const key = by === 'month' ? MONTH : by === 'rule' ? sql`u.rule` : sql`u.body_id::text`
  const last = sql`u.day = (select max(m.day) from saving_trial_month m where m.trial_id = ${trialId})`
  const { rows } = await sql<Figures & { key: string; name: string }>`
    select ${key} as key, ${by === 'body' ? sql`coalesce(max(b.name), '')` : sql`''`} as name, ${SUMS}
    from saving_trial_sum u left join body_directory b on b.id = u.body_id
    where u.trial_id = ${trialId} and ${by === 'month' ? sql`true` : last} group by 1
    order by ${by === 'month' ? sql`1` : sql`abs(sum(u.tried_fen - u.now_fen)) desc, 1`} limit 50`.execute(db)
  return rows
}

export type SumRow = Figures & {
  readonly id: string
  readonly rank: string
  readonly month: string
  readonly body_id: string
  readonly body_name: string
  readonly rule: SavingRule
}

/** The largest difference first. */
export async function listSums<W>(
  db: Db,
  trialId: string,
  filter: { readonly month?: string; readonly bodyId?: string; readonly rule?: SavingRule },
  page: PageRequest,
  toWire: (row: SumRow) => W,
) {
  const conditions: RawBuilder<unknown>[] = [sql`u.trial_id = ${trialId}`]
  if (filter.month !== undefined) conditions.push(sql`${MONTH} = ${filter.month}`)
  if (filter.bodyId !== undefined) conditions.push(sql`u.body_id = ${filter.bodyId}`)
  if (filter.rule !== undefined) conditions.push(sql`u.rule = ${filter.rule}`)
  const after = afterKey(page, { sort: 'u.rank', id: 'u.id', cast: 'bigint' }, 'desc')
  if (after) conditions.push(after)
  const { rows } = await sql<SumRow>`select u.id, u.rank::text as rank, ${MONTH} as month, u.body_id,
      coalesce(b.name, '') as body_name, u.rule, u.now_count, u.now_fen::text as now_fen, u.tried_count,
      u.tried_fen::text as tried_fen, u.added, u.dropped
    from saving_trial_sum u left join body_directory b on b.id = u.body_id
    where ${sql.join(conditions, sql` and `)} order by u.rank desc, u.id desc limit ${limitOf(page)}`.execute(
    db,
  )
  return pageOf(rows, page, (row) => [row.rank, row.id], toWire)
}
