/** SQL on runs over bills, and on the bills of each. */
import type { BillRunOutcome, BillRunState, BillRunVerb, BillState } from '@yunheng/contract'
import { BILL_RUN_MAX } from '@yunheng/contract'
import { sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'
import { type BillFilter, conditionsOf } from '../bill/bill-filter-store.ts'

export interface RunRow {
  readonly id: string
  readonly verb: BillRunVerb
  readonly person_id: string
  readonly post_id: string
  readonly body_id: string
  readonly account_id: string
  readonly person_name: string
  readonly filters: BillFilter | null
  readonly state: BillRunState
  readonly total: number
  readonly done: number
  readonly refused: number
  readonly refused_for: readonly { readonly reason: string; readonly count: number }[]
  readonly created_at: Date
  readonly ended_at: Date | null
}

const COLUMNS = sql`run.id, run.verb, run.person_id, run.post_id, run.body_id, run.account_id, run.person_name, run.filters,
  run.state, run.total, run.created_at, run.ended_at,
  (select count(*)::int from bill_run_item i where i.run_id = run.id and i.outcome = 'done') as done,
  (select count(*)::int from bill_run_item i where i.run_id = run.id and i.outcome = 'refused') as refused,
  (select coalesce(json_agg(f order by f.count desc, f.reason), '[]') from (select i.reason, count(*)::int as count
    from bill_run_item i where i.run_id = run.id and i.outcome = 'refused' group by i.reason
    order by count(*) desc, i.reason limit 20) f) as refused_for`

export async function findRun(db: Db, id: string): Promise<RunRow | undefined> {
  const { rows } = await sql<RunRow>`select ${COLUMNS} from bill_run run where run.id = ${id}`.execute(db)
  return rows[0]
}

export async function loadRunForUpdate(tx: Tx, id: string): Promise<RunRow | undefined> {
  await sql`select from bill_run where id = ${id} for update`.execute(tx)
  return findRun(tx, id)
}

/** The newest first: ids are made in order of time. */
export async function listRuns<W>(db: Db, page: PageRequest, toWire: (row: RunRow) => W) {
  const after = afterKey(page, { sort: 'run.id', id: 'run.id', cast: 'uuid' }, 'desc') ?? sql`true`
  const { rows } = await sql<RunRow>`select ${COLUMNS} from bill_run run where ${after}
    order by run.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}

export async function listUnderWay(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{
    id: string
  }>`select id from bill_run where state = 'running' order by id limit 100`.execute(db)
  return rows.map(({ id }) => id)
}

/** Asked with the person's turn held, so that two starts at once see each other. */
export async function hasUnderWayForUpdate(tx: Tx, personId: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(4738, hashtext(${personId}))`.execute(tx)
  const { rows } = await sql<{ is: boolean }>`select exists (select from bill_run
    where person_id = ${personId} and state = 'running') as is`.execute(tx)
  return rows[0]?.is === true
}

/** In the order in which they are treated; one more than a run may have at the most. */
export async function listBillsToTreat(
  db: Db,
  of: { readonly billIds: readonly string[] } | { readonly filters: BillFilter; readonly state: BillState },
): Promise<readonly string[]> {
  const conditions =
    'billIds' in of
      ? [sql`bill.id = any (${[...of.billIds]}::uuid[])`]
      : [...conditionsOf(of.filters), sql`bill.state = ${of.state}`]
  const { rows } = await sql<{
    id: string
  }>`select bill.id from bill where ${sql.join(conditions, sql` and `)}
    order by bill.month, bill.id limit ${BILL_RUN_MAX + 1}`.execute(db)
  return rows.map(({ id }) => id)
}

type NewRun = Omit<RunRow, 'state' | 'total' | 'done' | 'refused' | 'refused_for' | 'ended_at'>

export async function insertRun(tx: Tx, run: NewRun, billIds: readonly string[]): Promise<void> {
  const filters = run.filters === null ? null : JSON.stringify(run.filters)
  await sql`insert into bill_run (id, verb, person_id, post_id, body_id, account_id, person_name, filters, total, created_at)
    values (${run.id}, ${run.verb}, ${run.person_id}, ${run.post_id}, ${run.body_id}, ${run.account_id}, ${run.person_name},
      ${filters}::jsonb, ${billIds.length}, ${run.created_at})`.execute(tx)
  await sql`insert into bill_run_item (run_id, no, bill_id) select ${run.id}, n, id
    from unnest(${[...billIds]}::uuid[]) with ordinality each (id, n)`.execute(tx)
}

/** @returns false when it had ended already. */
export async function endRun(tx: Tx, id: string, state: 'ended' | 'stopped', now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update bill_run set state = ${state}, ended_at = ${now}
    where id = ${id} and state = 'running'`.execute(tx)
  return numAffectedRows === 1n
}

export interface Item {
  readonly no: number
  readonly bill_id: string
  readonly attempts: number
}

/** Begins the next bill of a run that is still wanted; null when none is left. */
export async function beginNext(tx: Tx, id: string): Promise<Item | null> {
  const { rows } = await sql<Item>`update bill_run_item i set attempts = attempts + 1
    from (select no from bill_run_item where run_id = ${id} and outcome = 'waiting'
      and exists (select from bill_run r where r.id = ${id} and r.state = 'running') order by no limit 1) next
    where i.run_id = ${id} and i.no = next.no returning i.no, i.bill_id, i.attempts`.execute(tx)
  return rows[0] ?? null
}

/** Held while the bill is treated: whoever else treats it waits, and then finds it done. A stopped run has nothing to hold. */
export async function holdItem(tx: Tx, id: string, no: number): Promise<boolean> {
  const { rows } = await sql`select from bill_run_item i join bill_run r on r.id = i.run_id
    where i.run_id = ${id} and i.no = ${no} and i.outcome = 'waiting' and r.state = 'running' for update of i`.execute(
    tx,
  )
  return rows.length === 1
}

export async function saveDone(tx: Tx, id: string, no: number): Promise<void> {
  await sql`update bill_run_item set outcome = 'done' where run_id = ${id} and no = ${no}`.execute(tx)
}

export async function saveRefused(tx: Tx, id: string, no: number, reason: string): Promise<void> {
  await sql`update bill_run_item set outcome = 'refused', reason = ${reason}
    where run_id = ${id} and no = ${no} and outcome = 'waiting'`.execute(tx)
}

/** Not its fault: it begins anew as if it had not begun. */
export async function forgetAttempts(tx: Tx, id: string, no: number): Promise<void> {
  await sql`update bill_run_item set attempts = 0 where run_id = ${id} and no = ${no}`.execute(tx)
}

export async function refuseRest(tx: Tx, id: string, reason: string): Promise<void> {
  await sql`update bill_run_item set outcome = 'refused', reason = ${reason}
    where run_id = ${id} and outcome = 'waiting'`.execute(tx)
}

export interface ItemRow {
  readonly no: number
  readonly bill_id: string
  readonly month: string
  readonly body_id: string
  readonly body_name: string
  readonly state: BillState
  readonly amount: string
  readonly outcome: BillRunOutcome
  readonly reason: string | null
}

export async function listItems<W>(
  db: Db,
  id: string,
  filter: { readonly outcome?: BillRunOutcome | undefined; readonly reason?: string | undefined },
  page: PageRequest,
  toWire: (row: ItemRow) => W,
) {
  const conditions = [sql`i.run_id = ${id}`]
  if (filter.outcome !== undefined) conditions.push(sql`i.outcome = ${filter.outcome}`)
  if (filter.reason !== undefined) conditions.push(sql`i.reason = ${filter.reason}`)
  const after = afterKey(page, { sort: 'i.no', id: 'i.bill_id', cast: 'bigint' }, 'asc')
  if (after) conditions.push(after)
  const { rows } =
    await sql<ItemRow>`select i.no, i.bill_id, to_char(bill.month, 'YYYY-MM') as month, bill.body_id,
      coalesce(owner.name, '') as body_name, bill.state, bill.amount::text as amount, i.outcome, i.reason
    from bill_run_item i join bill on bill.id = i.bill_id left join body_directory owner on owner.id = bill.body_id
    where ${sql.join(conditions, sql` and `)} order by i.no, i.bill_id limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [String(row.no), row.bill_id], toWire)
}
