/** SQL on runs of any kind, and on the things of each. The names of tables and columns are those of the kind, never of a caller. */
import type { RunOutcome, RunState } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../db/index.ts'
import type { RunKind } from './run.ts'

export interface RunBase<Filters> {
  readonly id: string
  readonly person_id: string
  readonly post_id: string
  readonly body_id: string
  readonly account_id: string
  readonly person_name: string
  readonly filters: Filters | null
  readonly state: RunState
  readonly total: number
  readonly done: number
  readonly refused: number
  readonly refused_for: readonly { readonly reason: string; readonly count: number }[]
  readonly created_at: Date
  readonly ended_at: Date | null
}
export type RunRow<Own extends object, Filters> = RunBase<Filters> & Own

export interface ItemBase {
  readonly no: number
  readonly outcome: RunOutcome
  readonly reason: string | null
}
export type Item<Thing extends object> = Thing & { readonly no: number; readonly attempts: number }

interface Names {
  readonly table: string
  readonly own: readonly string[]
  readonly thing: readonly string[]
}
const runs = ({ table }: Names) => sql.table(table)
const items = ({ table }: Names) => sql.table(`${table}_item`)
const columns = (names: readonly string[], of: string) =>
  names.map((name) => sql`, ${sql.ref(`${of}.${name}`)}`)
const listed = (parts: readonly RawBuilder<unknown>[]) =>
  parts.length === 0 ? sql`` : sql.join([...parts], sql``)

const selected = (kind: Names) => sql`run.id, run.person_id, run.post_id, run.body_id, run.account_id,
  run.person_name, run.filters, run.state, run.total, run.created_at, run.ended_at${listed(columns(kind.own, 'run'))},
  (select count(*)::int from ${items(kind)} i where i.run_id = run.id and i.outcome = 'done') as done,
  (select count(*)::int from ${items(kind)} i where i.run_id = run.id and i.outcome = 'refused') as refused,
  (select coalesce(json_agg(f order by f.count desc, f.reason), '[]') from (select i.reason, count(*)::int as count
    from ${items(kind)} i where i.run_id = run.id and i.outcome = 'refused' group by i.reason
    order by count(*) desc, i.reason limit 20) f) as refused_for`

export async function findRun<Own extends object, Thing extends object, Filters>(
  db: Db,
  kind: RunKind<Own, Thing, Filters>,
  id: string,
): Promise<RunRow<Own, Filters> | undefined> {
  const { rows } = await sql<RunRow<Own, Filters>>`select ${selected(kind)} from ${runs(kind)} run
    where run.id = ${id}`.execute(db)
  return rows[0]
}

export async function loadRunForUpdate<Own extends object, Thing extends object, Filters>(
  tx: Tx,
  kind: RunKind<Own, Thing, Filters>,
  id: string,
): Promise<RunRow<Own, Filters> | undefined> {
  await sql`select from ${runs(kind)} where id = ${id} for update`.execute(tx)
  return findRun(tx, kind, id)
}

/** The newest first: ids are made in order of time. */
export async function listRuns<Own extends object, Thing extends object, Filters, W>(
  db: Db,
  kind: RunKind<Own, Thing, Filters>,
  page: PageRequest,
  toWire: (row: RunRow<Own, Filters>) => W,
) {
  const after = afterKey(page, { sort: 'run.id', id: 'run.id', cast: 'uuid' }, 'desc') ?? sql`true`
  const { rows } = await sql<
    RunRow<Own, Filters>
  >`select ${selected(kind)} from ${runs(kind)} run where ${after}
    order by run.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}

export async function listUnderWay(db: Db, kind: Names): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from ${runs(kind)}
    where state = 'running' order by id limit 100`.execute(db)
  return rows.map(({ id }) => id)
}

/** Asked with the person's turn held, so that two starts at once see each other; the index on who has one running stands behind it. */
export async function hasUnderWayForUpdate(tx: Tx, kind: Names, personId: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(4738, hashtext(${`${kind.table} ${personId}`}))`.execute(tx)
  const { rows } = await sql<{ is: boolean }>`select exists (select from ${runs(kind)}
    where person_id = ${personId} and state = 'running') as is`.execute(tx)
  return rows[0]?.is === true
}

type NewRun = Pick<
  RunBase<unknown>,
  'id' | 'person_id' | 'post_id' | 'body_id' | 'account_id' | 'person_name' | 'filters' | 'created_at'
>

export async function insertRun<Own extends object, Thing extends object, Filters>(
  tx: Tx,
  kind: RunKind<Own, Thing, Filters>,
  run: NewRun,
  own: Own,
  things: readonly Thing[],
): Promise<void> {
  const filters = run.filters === null ? null : JSON.stringify(run.filters)
  const ownNames = listed(kind.own.map((name) => sql`, ${sql.ref(name)}`))
  const ownValues = listed(kind.own.map((name) => sql`, ${own[name]}`))
  await sql`insert into ${runs(kind)} (id, person_id, post_id, body_id, account_id, person_name, filters, total,
      created_at${ownNames})
    values (${run.id}, ${run.person_id}, ${run.post_id}, ${run.body_id}, ${run.account_id}, ${run.person_name},
      ${filters}::jsonb, ${things.length}, ${run.created_at}${ownValues})`.execute(tx)
  // Types of the columns are those of the table, whatever a thing is made of.
  await sql`insert into ${items(kind)} (run_id, no${listed(kind.thing.map((name) => sql`, ${sql.ref(name)}`))})
    select ${run.id}::uuid, n${listed(columns(kind.thing, 'thing'))}
    from jsonb_array_elements(${JSON.stringify(things)}::jsonb) with ordinality each (one, n),
      jsonb_populate_record(null::${items(kind)}, one) thing`.execute(tx)
}

/** @returns false when it had ended already. */
export async function endRun(
  tx: Tx,
  kind: Names,
  id: string,
  state: 'ended' | 'stopped',
  now: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`update ${runs(kind)} set state = ${state}, ended_at = ${now}
    where id = ${id} and state = 'running'`.execute(tx)
  return numAffectedRows === 1n
}

/** Begins the next thing of a run that is still wanted; null when none is left. */
export async function beginNext<Own extends object, Thing extends object, Filters>(
  tx: Tx,
  kind: RunKind<Own, Thing, Filters>,
  id: string,
): Promise<Item<Thing> | null> {
  const { rows } = await sql<Item<Thing>>`update ${items(kind)} i set attempts = attempts + 1
    from (select no from ${items(kind)} where run_id = ${id} and outcome = 'waiting'
      and exists (select from ${runs(kind)} r where r.id = ${id} and r.state = 'running') order by no limit 1) next
    where i.run_id = ${id} and i.no = next.no
    returning i.no, i.attempts${listed(columns(kind.thing, 'i'))}`.execute(tx)
  return rows[0] ?? null
}

/** Held while it is treated: whoever else treats it waits, and then finds it done. A stopped run has nothing to hold. */
export async function holdItem(tx: Tx, kind: Names, id: string, no: number): Promise<boolean> {
  const { rows } = await sql`select from ${items(kind)} i join ${runs(kind)} r on r.id = i.run_id
    where i.run_id = ${id} and i.no = ${no} and i.outcome = 'waiting' and r.state = 'running'
    for update of i`.execute(tx)
  return rows.length === 1
}

/** @param left what the act left behind, by its column. */
export async function saveDone(
  tx: Tx,
  kind: Names,
  id: string,
  no: number,
  left: Readonly<Record<string, string>>,
): Promise<void> {
  const also = Object.entries(left).map(([name, value]) => sql`, ${sql.ref(name)} = ${value}`)
  await sql`update ${items(kind)} set outcome = 'done'${listed(also)} where run_id = ${id} and no = ${no}`.execute(
    tx,
  )
}

export async function saveRefused(
  tx: Tx,
  kind: Names,
  id: string,
  no: number,
  reason: string,
): Promise<void> {
  await sql`update ${items(kind)} set outcome = 'refused', reason = ${reason}
    where run_id = ${id} and no = ${no} and outcome = 'waiting'`.execute(tx)
}

/** Not its fault: it begins anew as if it had not begun. */
export async function forgetAttempts(tx: Tx, kind: Names, id: string, no: number): Promise<void> {
  await sql`update ${items(kind)} set attempts = 0 where run_id = ${id} and no = ${no}`.execute(tx)
}

export async function refuseRest(tx: Tx, kind: Names, id: string, reason: string): Promise<void> {
  await sql`update ${items(kind)} set outcome = 'refused', reason = ${reason}
    where run_id = ${id} and outcome = 'waiting'`.execute(tx)
}

export interface ItemFilter {
  readonly outcome?: RunOutcome | undefined
  readonly reason?: string | undefined
}

/** @param shown what the kind shows of each thing: columns, and the joins from `i` that they come from. */
export async function listItems<Row extends ItemBase, W>(
  db: Db,
  kind: Names,
  id: string,
  filter: ItemFilter,
  page: PageRequest,
  shown: { readonly columns: RawBuilder<unknown>; readonly joins: RawBuilder<unknown> },
  toWire: (row: Row) => W,
) {
  const conditions = [sql<boolean>`i.run_id = ${id}`]
  if (filter.outcome !== undefined) conditions.push(sql`i.outcome = ${filter.outcome}`)
  if (filter.reason !== undefined) conditions.push(sql`i.reason = ${filter.reason}`)
  const after = afterKey(page, { sort: 'i.no', id: 'i.run_id', cast: 'bigint' }, 'asc')
  if (after) conditions.push(after)
  const { rows } = await sql<Row>`select i.no, i.outcome, i.reason, ${shown.columns}
    from ${items(kind)} i ${shown.joins}
    where ${sql.join(conditions, sql` and `)} order by i.no, i.run_id limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [String(row.no), id], toWire)
}
