/** SQL on saving notices. */

import type { SavingNoticeState, SavingNoticeStep, SavingRule } from '@yunheng/contract'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../platform/db/index.ts'
import { addDays } from '../../platform/worktime/index.ts'
import type { NoticeTerms } from './notice-clock.ts'
import { hasSwitchedOff } from './schedule/schedule-store.ts'

export interface NoticeRow extends Selectable<Tables['saving_notice']> {
  readonly body_name: string
  readonly system_name: string
  readonly resource_name: string
  readonly schedule_id: string | null
  readonly schedule_name: string | null
  /** Its resource is given back, or about to be. */
  readonly is_leaving: boolean
  /** What was told of its day, in its order. */
  readonly reminders: readonly {
    readonly step: SavingNoticeStep
    readonly due_on: string
    readonly at: string
  }[]
  /** What the body put beside its answer. */
  readonly files: readonly {
    readonly id: string
    readonly file_name: string
    readonly size_bytes: number
    readonly by_name: string
    readonly at: string
  }[]
}

export interface NoticeFilter {
  readonly id?: string
  readonly state?: SavingNoticeState
  readonly bodyId?: string
  readonly resourceId?: string
  /** To be done, and past its day. */
  readonly overdue?: boolean
  /** `2026-11`: to be done in it, done or not. */
  readonly dueMonth?: string
  /** Done in it. */
  readonly doneMonth?: string
  /** The bills have said what it saved. */
  readonly billed?: boolean
}

const inMonth = (column: string, month: string) => sql<boolean>`(${sql.ref(column)} >= ${`${month}-01`}::date
  and ${sql.ref(column)} < (${`${month}-01`}::date + interval '1 month')::date)`

const OPEN = sql`('accepted', 'insisted')`
/** As `daysLate` says it. */
const isOverdue = (today: string) =>
  sql<boolean>`(n.state in ${OPEN} and coalesce(n.due_on < ${today}::date, false) and exists (
    select from resource_directory d where d.id = n.resource_id and d.presence = 'present'))`
const reminders = sql<NoticeRow['reminders']>`(select coalesce(json_agg(json_build_object('step', m.step,
    'due_on', m.due_on, 'at', m.at) order by m.at, m.due_on), '[]')
  from saving_notice_reminder m where m.notice_id = n.id)`

const files = sql<
  NoticeRow['files']
>`(select coalesce(json_agg(json_build_object('id', f.id, 'file_name', f.file_name,
    'size_bytes', f.size_bytes, 'by_name', f.by_name, 'at', f.at) order by f.id), '[]')
  from saving_notice_file f where f.notice_id = n.id)`

const latestSchedule = (column: 'id' | 'name') =>
  sql<string | null>`(select p.${sql.ref(column)} from power_schedule p where p.saving_notice_id = n.id
    order by p.created_at desc, p.id desc limit 1)`

const select = (db: Db) =>
  db
    .selectFrom('saving_notice as n')
    .innerJoin('body_directory as b', 'b.id', 'n.body_id')
    .innerJoin('system_directory as s', 's.id', 'n.system_id')
    .innerJoin('resource_directory as r', 'r.id', 'n.resource_id')
    .selectAll('n')
    .select(['b.name as body_name', 's.name as system_name', 'r.name as resource_name'])
    .select([latestSchedule('id').as('schedule_id'), latestSchedule('name').as('schedule_name')])
    .select([reminders.as('reminders'), files.as('files')])
    .select(sql<boolean>`(r.presence = 'absent')`.as('is_leaving'))

export async function findNotice(db: Db, id: string): Promise<NoticeRow | undefined> {
  return select(db).where('n.id', '=', id).executeTakeFirst()
}

export async function loadNoticeForUpdate(tx: Tx, id: string): Promise<NoticeRow | undefined> {
  return select(tx).where('n.id', '=', id).forUpdate('n').executeTakeFirst()
}

/** Newest first. */
export async function listNotices<W>(
  db: Db,
  filter: NoticeFilter,
  today: string,
  page: PageRequest,
  toWire: (row: NoticeRow) => W,
) {
  let query = select(db)
  if (filter.id !== undefined) query = query.where('n.id', '=', filter.id)
  if (filter.state !== undefined) query = query.where('n.state', '=', filter.state)
  if (filter.bodyId !== undefined) query = query.where('n.body_id', '=', filter.bodyId)
  if (filter.resourceId !== undefined) query = query.where('n.resource_id', '=', filter.resourceId)
  if (filter.dueMonth !== undefined)
    query = query
      .where('n.state', 'in', ['accepted', 'insisted', 'done'])
      .where(inMonth('n.due_on', filter.dueMonth))
  if (filter.doneMonth !== undefined)
    query = query.where('n.state', '=', 'done').where(inMonth('n.settled_on', filter.doneMonth))
  if (filter.billed !== undefined)
    query = query.where(sql<boolean>`(n.billed_before_fen is not null) = ${filter.billed}`)
  if (filter.overdue !== undefined) query = query.where(sql<boolean>`${isOverdue(today)} = ${filter.overdue}`)
  return readPage(
    query,
    page,
    { sort: 'n.sent_at', id: 'n.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.sent_at.toISOString(), row.id],
    toWire,
  )
}

export async function insertNotice(tx: Tx, row: Insertable<Tables['saving_notice']>): Promise<void> {
  await tx.insertInto('saving_notice').values(row).execute()
}

/** Of a row that the caller has locked. */
export async function noteOnNotice(
  tx: Tx,
  id: string,
  change: Updateable<Tables['saving_notice']>,
): Promise<void> {
  await tx.updateTable('saving_notice').set(change).where('id', '=', id).execute()
}

/** Of what was judged: of which open notices nothing that is known speaks against what they were sent for. */
export async function noteUnrefuted(
  tx: Tx,
  judged: readonly { readonly resource_id: string; readonly rules: readonly SavingRule[] }[],
  today: string,
): Promise<void> {
  await sql`with judged as (
      select n.id, case when j.rules ? n.rule then ${today}::date end as unrefuted_on
      from jsonb_to_recordset(${JSON.stringify(judged)}::jsonb) as j (resource_id uuid, rules jsonb)
      join saving_notice n on n.resource_id = j.resource_id and n.state in ('sent', 'accepted', 'objected', 'insisted')
      order by n.id for update of n)
    update saving_notice n set unrefuted_on = judged.unrefuted_on from judged
    where n.id = judged.id and n.unrefuted_on is distinct from judged.unrefuted_on`.execute(tx)
}

/** @returns false where it was told already. */
export async function noteReminder(
  tx: Tx,
  said: { readonly id: string; readonly dueOn: string; readonly step: SavingNoticeStep; readonly at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into saving_notice_reminder (notice_id, due_on, step, at)
    values (${said.id}, ${said.dueOn}::date, ${said.step}, ${said.at}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** To be done, past their day: how many, what they would save, how many of them the centre was told of. */
export async function tallyOverdue(
  db: Db,
  today: string,
): Promise<{ readonly count: number; readonly saving: string; readonly escalated: number }> {
  const { rows } = await sql<{ count: number; saving: string; escalated: number }>`
    select count(*)::int as count, coalesce(sum(n.saving_fen), 0)::text as saving,
      (count(*) filter (where exists (select from saving_notice_reminder m
        where m.notice_id = n.id and m.due_on = n.due_on and m.step = 'to-centre')))::int as escalated
    from saving_notice n where ${isOverdue(today)}`.execute(db)
  return rows[0] ?? { count: 0, saving: '0', escalated: 0 }
}

/** Done, and the bills of the month after may be there. */
export async function listToBill(db: Db, today: string, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('saving_notice')
    .select('id')
    .where('bill_look_on', '<=', today)
    .orderBy('bill_look_on')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Whether another notice about its resource, done before it and not before that day, is told by the bills, or will be. */
export async function isToldByAnother(
  db: Db,
  notice: Pick<NoticeRow, 'id' | 'resource_id' | 'settled_on'>,
  since: string,
): Promise<boolean> {
  const { rows } = await sql`select from saving_notice n
    where n.resource_id = ${notice.resource_id} and n.state = 'done' and n.settled_on >= ${since}::date
      and (n.settled_on, n.id) < (${notice.settled_on}::date, ${notice.id}::uuid)
      and (n.billed_on is null or n.billed_before_fen is not null) limit 1`.execute(db)
  return rows.length > 0
}

export interface StateTally {
  readonly state: SavingNoticeState
  readonly count: number
  readonly saving: string
  readonly settled: string
}

export async function tallyNotices(db: Db, bodyId?: string): Promise<readonly StateTally[]> {
  const { rows } = await sql<StateTally>`
    select state, count(*)::int as count, coalesce(sum(saving_fen), 0)::text as saving,
      coalesce(sum(settled_fen), 0)::text as settled from saving_notice
    where ${bodyId === undefined ? sql`true` : sql`body_id = ${bodyId}`} group by state`.execute(db)
  return rows
}

/** As `clockStepOf` says it. */
const stepNow = (today: string, { toHead, toCentre }: NoticeTerms) =>
  sql`(case when n.due_on < ${addDays(today, -Math.max(toHead, toCentre))}::date then 'to-centre'
    when n.due_on < ${addDays(today, -toHead)}::date then 'to-head'
    when n.due_on < ${today}::date then 'overdue' else 'due-soon' end)`

/**
 * Answered ones that may have come to something, and objections that nobody was asked to decide yet. What still cools off has not, nor
 * what waits for the first hours of its schedule: many of them would leave no room for the others.
 */
export async function listToFollow(
  db: Db,
  {
    at,
    today,
    effectSince,
    terms,
  }: { readonly at: Date; readonly today: string; readonly effectSince: string; readonly terms: NoticeTerms },
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select n.id from saving_notice n join resource r on r.id = n.resource_id
    left join saving_proposal p on p.resource_id = n.resource_id and p.rule = n.rule
    cross join lateral (select r.spec || coalesce(r.observed_spec, '{}') as spec) as seen
    where (n.state = 'objected' and n.objected_at is null)
      or (n.state = 'done' and n.effect_on is null and n.settled_on <= ${effectSince}::date)
      or (n.state in ('accepted', 'insisted') and r.presence = 'absent' and coalesce(r.cooling_until <= ${at}, true))
      or (n.state in ('accepted', 'insisted') and r.presence = 'present' and ((p.id is null and n.unrefuted_on is null)
        or (n.due_on <= ${addDays(today, terms.before)}::date and not exists (select from saving_notice_reminder m
          where m.notice_id = n.id and m.due_on = n.due_on and m.step = ${stepNow(today, terms)}))
        or exists (select from power_schedule s where s.saving_notice_id = n.id and s.ended_at is null
          and ${hasSwitchedOff(sql.ref('s.id'), sql.ref('n.resource_id'))})
        or (n.rule = 'oversized' and ((seen.spec ->> 'vcpus')::int < n.vcpus
          or (seen.spec ->> 'memoryMiB')::int < n.memory_mib))))
    order by n.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

export interface NowRow {
  readonly is_gone: boolean
  readonly is_leaving: boolean
  readonly vcpus: number | null
  readonly memory_mib: number | null
  readonly is_found: boolean
}

export async function findNow(
  db: Db,
  notice: Pick<NoticeRow, 'resource_id' | 'rule'>,
  at: Date,
): Promise<NowRow | undefined> {
  const { rows } = await sql<NowRow>`
    select r.presence = 'absent' and (r.cooling_until is null or r.cooling_until <= ${at}) as is_gone,
      r.presence = 'absent' as is_leaving, (seen.spec ->> 'vcpus')::int as vcpus,
      (seen.spec ->> 'memoryMiB')::int as memory_mib,
      exists (select from saving_proposal p where p.resource_id = r.id and p.rule = ${notice.rule}) as is_found
    from resource r cross join lateral (select r.spec || coalesce(r.observed_spec, '{}') as spec) as seen
    where r.id = ${notice.resource_id}`.execute(db)
  return rows[0]
}
