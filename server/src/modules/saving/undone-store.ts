/** SQL: what was found and asked of a body, or of one of its systems, and is not done. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db/index.ts'
import { isWaived } from './proposal-store.ts'

export interface Undone {
  /** Found, no notice about it is open, and no objection about it stands. */
  readonly proposals: number
  readonly proposed_fen: string
  /** Insisted on, or accepted and past its day; what is on its way out is as good as done. */
  readonly undone: number
  readonly late: number
  readonly undone_fen: string
}

export async function tallyUndone(
  db: Db,
  of: { readonly bodyId: string; readonly systemId?: string },
  today: string,
): Promise<Undone> {
  const own = (name: 'p' | 'n') =>
    of.systemId === undefined
      ? sql`${sql.ref(`${name}.body_id`)} = ${of.bodyId}`
      : sql`${sql.ref(`${name}.system_id`)} = ${of.systemId}`
  const { rows } = await sql<Undone>`
    select p.proposals, p.proposed_fen, n.undone, n.late, n.undone_fen
    from (select count(*)::int as proposals, coalesce(sum(p.saving_fen), 0)::text as proposed_fen from saving_proposal p
      where ${own('p')} and p.rule <> 'undersized' and not exists (select from saving_notice o
        where o.resource_id = p.resource_id and o.state in ('sent', 'accepted', 'objected', 'insisted'))
        and not ${isWaived}) as p,
      (select count(*)::int as undone, (count(*) filter (where n.due_on < ${today}::date))::int as late,
        coalesce(sum(n.saving_fen), 0)::text as undone_fen
      from saving_notice n join resource r on r.id = n.resource_id and r.presence = 'present'
      where ${own('n')} and (n.state = 'insisted' or (n.state = 'accepted' and n.due_on < ${today}::date))) as n`.execute(
    db,
  )
  return rows[0] as Undone
}
