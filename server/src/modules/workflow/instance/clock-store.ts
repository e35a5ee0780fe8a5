/** What the clock has to look at. */
import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'

const SWEEP_MAX = 500

/**
 * Instances with a step or timer that is due and not yet treated, or whose clock ran under an older calendar or lacked a
 * year that may be there now. Bounded; the next pass finds the rest.
 */
export async function listDueInstances(
  db: Db,
  now: Date,
  calendarVersion: number,
): Promise<readonly string[]> {
  const rows = await sql<{ id: string }>`
    select instance_id as id from flow_step where state = 'open' and overdue_at is null and due_at <= ${now}
    union select instance_id from flow_timer where state = 'waiting' and due_at <= ${now}
    union select instance_id from flow_step
      where state = 'open' and overdue_at is null and (due_at is not null or missing_year is not null)
        and calendar_version is distinct from ${calendarVersion}
    limit ${SWEEP_MAX}`.execute(db)
  return rows.rows.map((row) => row.id)
}
