/** SQL on reminders of differences: of a statement, by owner and day. */
import type { DifferenceOwner, DifferenceStep } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { addDays } from '../../../platform/worktime/index.ts'
import type { ReminderDays } from './difference.ts'

/** What one owner has to answer of a statement by a day. */
export interface Asked {
  readonly owner: DifferenceOwner
  readonly body_id: string
  readonly due_on: string
  readonly count: number
  /** The largest of them. */
  readonly id: string
}

/** Statements with open differences of which something is to be told that was not told yet. */
export async function listToRemind(
  db: Db,
  today: string,
  days: ReminderDays,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ statement_id: string }>`select distinct d.statement_id
    from difference d join statement s on s.id = d.statement_id and s.state = 'compared'
    where d.state = 'open' and d.due_on <= ${addDays(today, days.before)}::date and not exists (
      select from difference_reminder r where r.statement_id = d.statement_id and r.owner = d.owner
        and r.body_id = coalesce(d.owner_body_id, d.provider_body_id) and r.due_on = d.due_on
        and r.step = case when d.due_on < ${addDays(today, -days.after)}::date then 'escalated'
          when d.due_on < ${today}::date then 'overdue' else 'due-soon' end)
    order by d.statement_id limit ${limit}`.execute(db)
  return rows.map((row) => row.statement_id)
}

/** Open ones of a statement that is not agreed, up to a day. */
export async function listAsked(tx: Tx, statementId: string, until: string): Promise<readonly Asked[]> {
  const { rows } =
    await sql<Asked>`select d.owner, coalesce(d.owner_body_id, d.provider_body_id) as body_id, d.due_on,
      count(*)::int as count, (array_agg(d.id order by d.weight desc, d.id desc))[1] as id
    from difference d join statement s on s.id = d.statement_id and s.state = 'compared'
    where d.statement_id = ${statementId} and d.state = 'open' and d.due_on <= ${until}::date
    group by 1, 2, 3 order by 3, 1, 2`.execute(tx)
  return rows
}

/** How many of its owner's are open that are to be answered by the same day. */
export async function countAsked(
  db: Db,
  about: {
    readonly statement_id: string
    readonly owner: DifferenceOwner
    readonly owner_body_id: string | null
    readonly due_on: string | null
  },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from difference
    where statement_id = ${about.statement_id} and state = 'open' and owner = ${about.owner}
      and owner_body_id is not distinct from ${about.owner_body_id}::uuid and due_on = ${about.due_on}::date`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** @returns false where it was told already. */
export async function noteReminder(
  tx: Tx,
  statementId: string,
  { owner, body_id, due_on, count }: Asked,
  step: DifferenceStep,
  at: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into difference_reminder
      (statement_id, owner, body_id, due_on, step, count, at)
    values (${statementId}, ${owner}, ${body_id}, ${due_on}::date, ${step}, ${count}, ${at})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export interface ReminderRow {
  readonly step: DifferenceStep
  readonly at: Date
}

/** What its owner was told of a difference and those beside it, in its order. */
export async function listReminders(
  db: Db,
  about: {
    readonly statement_id: string
    readonly owner: DifferenceOwner
    readonly owner_body_id: string | null
    readonly provider_body_id: string
    readonly due_on: string | null
  },
): Promise<readonly ReminderRow[]> {
  const { rows } = await sql<ReminderRow>`select step, at from difference_reminder
    where statement_id = ${about.statement_id} and owner = ${about.owner}
      and body_id = ${about.owner_body_id ?? about.provider_body_id} and due_on = ${about.due_on}::date
    order by at, step`.execute(db)
  return rows
}
