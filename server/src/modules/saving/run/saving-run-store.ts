/** SQL on runs of notices, and on the resources of each. */
import {
  SAVING_RUN_MAX,
  type SavingRule,
  type SavingRunOutcome,
  type SavingRunState,
} from '@yunheng/contract'
import { sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'
import { conditionsOf, type ProposalFilter } from '../proposal-store.ts'

export interface RunRow {
  readonly id: string
  readonly person_id: string
  readonly post_id: string
  readonly body_id: string
  readonly account_id: string
  readonly person_name: string
  readonly filters: ProposalFilter | null
  readonly state: SavingRunState
  readonly total: number
  readonly done: number
  readonly refused: number
  readonly refused_for: readonly { readonly reason: string; readonly count: number }[]
  readonly created_at: Date
  readonly ended_at: Date | null
}

const COLUMNS = sql`run.id, run.person_id, run.post_id, run.body_id, run.account_id, run.person_name, run.filters, run.state,
  run.total, run.created_at, run.ended_at,
  (select count(*)::int from saving_run_item i where i.run_id = run.id and i.outcome = 'done') as done,
  (select count(*)::int from saving_run_item i where i.run_id = run.id and i.outcome = 'refused') as refused,
  (select coalesce(json_agg(f order by f.count desc, f.reason), '[]') from (select i.reason, count(*)::int as count
    from saving_run_item i where i.run_id = run.id and i.outcome = 'refused' group by i.reason
    order by count(*) desc, i.reason limit 20) f) as refused_for`

export async function findRun(db: Db, id: string): Promise<RunRow | undefined> {
  const { rows } = await sql<RunRow>`select ${COLUMNS} from saving_run run where run.id = ${id}`.execute(db)
  return rows[0]
}

export async function loadRunForUpdate(tx: Tx, id: string): Promise<RunRow | undefined> {
  await sql`select from saving_run where id = ${id} for update`.execute(tx)
  return findRun(tx, id)
}

/** The newest first: ids are made in order of time. */
export async function listRuns<W>(db: Db, page: PageRequest, toWire: (row: RunRow) => W) {
  const after = afterKey(page, { sort: 'run.id', id: 'run.id', cast: 'uuid' }, 'desc') ?? sql`true`
  const { rows } = await sql<RunRow>`select ${COLUMNS} from saving_run run where ${after}
    order by run.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}

export async function listUnderWay(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{
    id: string
  }>`select id from saving_run where state = 'running' order by id limit 100`.execute(db)
  return rows.map(({ id }) => id)
}

/** Asked with the person's turn held, so that two starts at once see each other. */
export async function hasUnderWayForUpdate(tx: Tx, personId: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(4739, hashtext(${personId}))`.execute(tx)
  const { rows } = await sql<{ is: boolean }>`select exists (select from saving_run
    where person_id = ${personId} and state = 'running') as is`.execute(tx)
  return rows[0]?.is === true
}

interface Found {
  readonly id: string
  readonly rule: SavingRule
}

/**
 * The most to save first; one more than a run may have at the most. Of a filter those that a notice can be sent about; chosen ones all,
 * so that each of them says why not.
 */
export async function listToNotify(
  db: Db,
  of: { readonly proposalIds: readonly string[] } | { readonly filters: ProposalFilter },
): Promise<readonly Found[]> {
  const conditions =
    'proposalIds' in of
      ? [sql`p.id = any (${[...of.proposalIds]}::uuid[])`]
      : [
          ...conditionsOf(of.filters),
          sql`p.rule <> 'undersized'`,
          sql`not exists (select from saving_notice n
          where n.resource_id = p.resource_id and n.state in ('sent', 'accepted', 'objected', 'insisted'))`,
        ]
  const { rows } = await sql<Found>`select p.resource_id as id, p.rule from saving_proposal p
    join resource_directory r on r.id = p.resource_id join system_directory s on s.id = p.system_id
    where ${sql.join(conditions, sql` and `)} order by p.rank desc, p.id desc limit ${SAVING_RUN_MAX + 1}`.execute(
    db,
  )
  return rows
}

type NewRun = Omit<RunRow, 'state' | 'total' | 'done' | 'refused' | 'refused_for' | 'ended_at'>

export async function insertRun(tx: Tx, run: NewRun, found: readonly Found[]): Promise<void> {
  const filters = run.filters === null ? null : JSON.stringify(run.filters)
  await sql`insert into saving_run (id, person_id, post_id, body_id, account_id, person_name, filters, total, created_at)
    values (${run.id}, ${run.person_id}, ${run.post_id}, ${run.body_id}, ${run.account_id}, ${run.person_name},
      ${filters}::jsonb, ${found.length}, ${run.created_at})`.execute(tx)
  await sql`insert into saving_run_item (run_id, no, resource_id, rule) select ${run.id}, n, id, rule
    from unnest(${found.map(({ id }) => id)}::uuid[], ${found.map(({ rule }) => rule)}::text[])
      with ordinality each (id, rule, n)`.execute(tx)
}

/** @returns false when it had ended already. */
export async function endRun(tx: Tx, id: string, state: 'ended' | 'stopped', now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update saving_run set state = ${state}, ended_at = ${now}
    where id = ${id} and state = 'running'`.execute(tx)
  return numAffectedRows === 1n
}

export interface Item {
  readonly no: number
  readonly resource_id: string
  readonly rule: SavingRule
  readonly attempts: number
}

/** Begins the next one of a run that is still wanted; null when none is left. */
export async function beginNext(tx: Tx, id: string): Promise<Item | null> {
  const { rows } = await sql<Item>`update saving_run_item i set attempts = attempts + 1
    from (select no from saving_run_item where run_id = ${id} and outcome = 'waiting'
      and exists (select from saving_run r where r.id = ${id} and r.state = 'running') order by no limit 1) next
    where i.run_id = ${id} and i.no = next.no returning i.no, i.resource_id, i.rule, i.attempts`.execute(tx)
  return rows[0] ?? null
}

/** Held while it is treated: whoever else treats it waits, and then finds it done. A stopped run has nothing to hold. */
export async function holdItem(tx: Tx, id: string, no: number): Promise<boolean> {
  const { rows } = await sql`select from saving_run_item i join saving_run r on r.id = i.run_id
    where i.run_id = ${id} and i.no = ${no} and i.outcome = 'waiting' and r.state = 'running' for update of i`.execute(
    tx,
  )
  return rows.length === 1
}

/** What is proposed about the resource now, by the same rule. */
export async function findSameProposal(tx: Tx, { resource_id, rule }: Item): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from saving_proposal
    where resource_id = ${resource_id} and rule = ${rule}`.execute(tx)
  return rows[0]?.id ?? null
}

export async function saveDone(tx: Tx, id: string, no: number, noticeId: string): Promise<void> {
  await sql`update saving_run_item set outcome = 'done', notice_id = ${noticeId}
    where run_id = ${id} and no = ${no}`.execute(tx)
}

export async function saveRefused(tx: Tx, id: string, no: number, reason: string): Promise<void> {
  await sql`update saving_run_item set outcome = 'refused', reason = ${reason}
    where run_id = ${id} and no = ${no} and outcome = 'waiting'`.execute(tx)
}

export async function refuseRest(tx: Tx, id: string, reason: string): Promise<void> {
  await sql`update saving_run_item set outcome = 'refused', reason = ${reason}
    where run_id = ${id} and outcome = 'waiting'`.execute(tx)
}

export interface ItemRow {
  readonly no: number
  readonly resource_id: string
  readonly resource_name: string
  readonly body_id: string
  readonly body_name: string
  readonly rule: SavingRule
  readonly outcome: SavingRunOutcome
  readonly reason: string | null
  readonly notice_id: string | null
}

export async function listItems<W>(
  db: Db,
  id: string,
  filter: { readonly outcome?: SavingRunOutcome | undefined; readonly reason?: string | undefined },
  page: PageRequest,
  toWire: (row: ItemRow) => W,
) {
  const conditions = [sql`i.run_id = ${id}`]
  if (filter.outcome !== undefined) conditions.push(sql`i.outcome = ${filter.outcome}`)
  if (filter.reason !== undefined) conditions.push(sql`i.reason = ${filter.reason}`)
  const after = afterKey(page, { sort: 'i.no', id: 'i.resource_id', cast: 'bigint' }, 'asc')
  if (after) conditions.push(after)
  const { rows } = await sql<ItemRow>`select i.no, i.resource_id, r.name as resource_name, b.id as body_id,
      b.name as body_name, i.rule, i.outcome, i.reason, i.notice_id
    from saving_run_item i join resource_directory r on r.id = i.resource_id
      join resource held on held.id = i.resource_id join body_directory b on b.id = held.body_id
    where ${sql.join(conditions, sql` and `)} order by i.no, i.resource_id limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [String(row.no), row.resource_id], toWire)
}
