import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'
import { isWithinBody } from '../../organisation/index.ts'
import type { RequestRules } from '../gate/gate-rules.ts'

export type TermRow = Selectable<Tables['resource_term']>
export type TermListRow = TermRow & { readonly body_name: string }

export interface TermFilter {
  /** Last day of use at the latest. */
  readonly untilAtMost?: string
  readonly untilAtLeast?: string
  readonly bodyId?: string
  readonly systemId?: string
  readonly stopped?: boolean
}

export async function listTerms(
  db: Db,
  resourceIds: readonly string[],
): Promise<ReadonlyMap<string, TermRow>> {
  if (resourceIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('resource_term')
    .selectAll()
    .where('resource_id', 'in', [...resourceIds])
    .where('released_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.resource_id, row]))
}

/** Every term of the requests that these resources came of, what was given back included. */
export async function listTermsBeside(
  tx: Tx,
  resourceIds: readonly string[],
): Promise<readonly Pick<TermRow, 'request_id' | 'resource_id' | 'released_at'>[]> {
  if (resourceIds.length === 0) return []
  return tx
    .selectFrom('resource_term')
    .select(['request_id', 'resource_id', 'released_at'])
    .where('request_id', 'in', (eb) =>
      eb
        .selectFrom('resource_term as named')
        .select('named.request_id')
        .where('named.resource_id', 'in', [...resourceIds]),
    )
    .execute()
}

/** Soonest end first. */
export async function pageTerms<W>(
  db: Db,
  filter: TermFilter,
  page: PageRequest,
  toWire: (row: TermListRow) => W,
) {
  let query = db
    .selectFrom('resource_term')
    .innerJoin('body_directory as owner', 'owner.id', 'resource_term.body_id')
    .selectAll('resource_term')
    .select('owner.name as body_name')
    .where('released_at', 'is', null)
  if (filter.untilAtMost !== undefined) query = query.where('until', '<=', filter.untilAtMost)
  if (filter.untilAtLeast !== undefined) query = query.where('until', '>=', filter.untilAtLeast)
  if (filter.systemId !== undefined) query = query.where('system_id', '=', filter.systemId)
  if (filter.stopped === true) query = query.where('stopped_at', 'is not', null)
  if (filter.stopped === false) query = query.where('stopped_at', 'is', null)
  if (filter.bodyId !== undefined) query = query.where(isWithinBody('resource_term.body_id', filter.bodyId))
  return readPage(
    query,
    page,
    { sort: 'until', id: 'resource_id', cast: 'timestamptz', direction: 'asc' },
    (row) => [row.until, row.resource_id],
    toWire,
  )
}

export async function insertTerms(
  tx: Tx,
  rows: readonly Insertable<Tables['resource_term']>[],
): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insertInto('resource_term')
    .values([...rows])
    .onConflict((oc) => oc.column('resource_id').doNothing())
    .execute()
}

export async function loadTermForUpdate(tx: Tx, resourceId: string): Promise<TermRow | undefined> {
  return tx
    .selectFrom('resource_term')
    .selectAll()
    .where('resource_id', '=', resourceId)
    .forUpdate()
    .executeTakeFirst()
}

/** Those of these resources, by their ids: whoever commits for them reckons with the terms as they are (docs/conventions.md, locks). */
export async function lockTerms(tx: Tx, resourceIds: readonly string[]): Promise<void> {
  if (resourceIds.length === 0) return
  await tx
    .selectFrom('resource_term')
    .select('resource_id')
    .where('resource_id', 'in', [...resourceIds])
    .orderBy('resource_id')
    .forUpdate()
    .execute()
}

export async function updateTerm(
  tx: Tx,
  resourceId: string,
  change: Updateable<Tables['resource_term']>,
): Promise<void> {
  await tx.updateTable('resource_term').set(change).where('resource_id', '=', resourceId).execute()
}

/** One that has not ended for good, with the name of its body. */
export async function findTerm(db: Db, resourceId: string): Promise<TermListRow | undefined> {
  return db
    .selectFrom('resource_term')
    .innerJoin('body_directory as owner', 'owner.id', 'resource_term.body_id')
    .selectAll('resource_term')
    .select('owner.name as body_name')
    .where('resource_id', '=', resourceId)
    .where('released_at', 'is', null)
    .executeTakeFirst()
}

/** A renewal: a new last day, and the reminders begin anew. */
export async function renewTerms(tx: Tx, resourceIds: readonly string[], until: string): Promise<void> {
  if (resourceIds.length === 0) return
  await tx
    .updateTable('resource_term')
    .set({
      until,
      renewals: sql`renewals + 1`,
      reminded_days: null,
      stopped_at: null,
      noticed_at: null,
      confirmed_at: null,
      confirmed_by: null,
      renewal_problem: null,
      renewal_tried_on: null,
    })
    .where('resource_id', 'in', [...resourceIds])
    .where('released_at', 'is', null)
    .execute()
}

/** Terms for which `nextTermAction` has something to do today, in one bounded batch; the same conditions in SQL. */
export async function listTermsDue(
  db: Db,
  today: string,
  rules: Pick<RequestRules, 'reminderDays' | 'deleteDaysAfterStop'>,
  limit: number,
): Promise<readonly string[]> {
  const reminders = [...rules.reminderDays.value]
  const rows = await sql<{ resource_id: string }>`
    select resource_id from resource_term
    where released_at is null and until <= ${today}::date + ${Math.max(...reminders)}::int and (
      ((purpose <> 'formal' or at_end = 'release' or confirmed_at is not null) and stopped_at is null and until < ${today}::date)
      or (at_end = 'renew' and confirmed_at is null and stopped_at is null and until <= ${today}::date
        and (renewal_problem is null or renewal_tried_on < ${today}::date))
      or (stopped_at is not null and until + ${rules.deleteDaysAfterStop.value}::int < ${today}::date)
      or (until >= ${today}::date and stopped_at is null and (reminded_days is null or reminded_days >
          (select min(day) from unnest(${reminders}::int[]) as day where until - ${today}::date <= day)))
      or (purpose = 'formal' and until < ${today}::date and reminded_days is distinct from -1))
    order by until, resource_id limit ${limit}`.execute(db)
  return rows.rows.map((row) => row.resource_id)
}

/** Everything that came of a request is given back. @returns which resources had a term. */
export async function endTermsOfRequest(tx: Tx, requestId: string, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ resource_id: string }>`
    update resource_term set released_at = ${now} where resource_id in (select resource_id from resource_term
      where request_id = ${requestId} and released_at is null order by resource_id for update)
    returning resource_id`.execute(tx)
  return rows.map((row) => row.resource_id)
}
