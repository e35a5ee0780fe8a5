/** Lists of tasks: my to-do and what I did. The rows themselves are written by the engine's store. */
import type { Text } from '@yunheng/contract'
import { type ExpressionBuilder, type Selectable, sql } from 'kysely'
import { containing, type Db, type PageRequest, readPage, type Tables } from '../../../platform/db/index.ts'
import type { Person, Seat } from '../engine/state.ts'
import type { Hands } from '../people/hands.ts'

export interface TaskListRow extends Omit<Selectable<Tables['task']>, 'seats' | 'people'> {
  readonly seats: readonly Seat[]
  readonly people: readonly Person[]
  readonly node: { readonly name: Text; readonly step: 'fill' | 'approve' | 'handle' }
  readonly due_at: Date | null
  readonly overdue_at: Date | null
  readonly flow_key: string
  readonly flow_name_zh: string
  readonly flow_name_en: string
  readonly subject_noun: string
  readonly subject_id: string
  readonly body_id: string
  readonly body_name: string
  readonly title: string
  readonly starter_id: string
  readonly starter_name: string
  readonly starter_role: string
  readonly starter_body_id: string
  readonly urged_count: number
}

export interface TaskFilter {
  readonly flowKey?: string
  readonly overdue?: boolean
  readonly text?: string
}

/** The step as the pinned version of the definition describes it. */
const node = sql<
  TaskListRow['node']
>`(select n from jsonb_array_elements(v.graph -> 'nodes') n where n ->> 'id' = t.node_id)`

function selectTask(db: Db) {
  return db
    .selectFrom('task as t')
    .innerJoin('flow_instance as i', 'i.id', 't.instance_id')
    .innerJoin('flow_step as s', 's.id', 't.step_id')
    .innerJoin('flow_version as v', 'v.id', 'i.flow_version_id')
    .innerJoin('flow', 'flow.id', 'v.flow_id')
    .innerJoin('body_directory as b', 'b.id', 'i.body_id')
    .selectAll('t')
    .select(['s.due_at', 's.overdue_at', 'flow.key as flow_key'])
    .select(['flow.name_zh as flow_name_zh', 'flow.name_en as flow_name_en'])
    .select([
      'i.subject_noun',
      'i.subject_id',
      'i.body_id',
      'i.title',
      'b.name as body_name',
      'i.urged_count',
    ])
    .select(['i.starter_id', 'i.starter_name', 'i.starter_role', 'i.starter_body_id'])
    .select(node.as('node'))
}

type Selected = Omit<TaskListRow, 'seats' | 'people'> & { readonly seats: unknown; readonly people: unknown }
const toRow = (row: Selected): TaskListRow => ({
  ...row,
  seats: row.seats as Seat[],
  people: row.people as Person[],
})

/** Candidate rows that one of these hands reaches. */
function reachedBy(hands: Hands) {
  return (eb: ExpressionBuilder<Tables, 'task_candidate'>) =>
    eb.or(
      hands.ready.flatMap((hand) => [
        eb('task_candidate.person_id', '=', hand.personId),
        ...hand.seats.map((seat) =>
          eb.and([eb('task_candidate.body_id', '=', seat.bodyId), eb('task_candidate.role', '=', seat.role)]),
        ),
      ]),
    )
}

/** Open tasks that the caller may take, his own applications left out where he may not decide. `db` sees all. */
function todo(db: Db, hands: Hands, personId: string) {
  return selectTask(db)
    .where('t.state', '=', 'open')
    .where('t.id', 'in', (eb) => eb.selectFrom('task_candidate').select('task_id').where(reachedBy(hands)))
    .where(sql<boolean>`not (i.starter_id = ${personId} and ${node} ->> 'allowInitiator' = 'false')`)
}

export async function listTodo<W>(
  db: Db,
  hands: Hands,
  personId: string,
  filter: TaskFilter,
  now: Date,
  page: PageRequest,
  toWire: (row: TaskListRow) => W,
) {
  if (hands.ready.length === 0) return { items: [], nextPageToken: null }
  let query = todo(db, hands, personId)
  if (filter.flowKey !== undefined) query = query.where('flow.key', '=', filter.flowKey)
  if (filter.overdue === true) query = query.where('s.due_at', '<', now)
  if (filter.overdue === false)
    query = query.where((eb) => eb.or([eb('s.due_at', 'is', null), eb('s.due_at', '>=', now)]))
  if (filter.text !== undefined) query = query.where('i.title', 'ilike', containing(filter.text))
  return readPage(
    query,
    page,
    { sort: 't.rank_at', id: 't.id', cast: 'timestamptz', direction: 'asc' },
    (row) => [row.rank_at.toISOString(), row.id],
    (row) => toWire(toRow(row)),
  )
}

export async function listDone<W>(
  db: Db,
  personId: string,
  filter: TaskFilter,
  page: PageRequest,
  toWire: (row: TaskListRow) => W,
) {
  let query = selectTask(db).where('t.acted_by', '=', personId)
  if (filter.flowKey !== undefined) query = query.where('flow.key', '=', filter.flowKey)
  if (filter.overdue !== undefined)
    query = query.where('s.overdue_at', filter.overdue ? 'is not' : 'is', null)
  if (filter.text !== undefined) query = query.where('i.title', 'ilike', containing(filter.text))
  return readPage(
    query,
    page,
    { sort: 't.closed_at', id: 't.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [(row.closed_at ?? row.opened_at).toISOString(), row.id],
    (row) => toWire(toRow(row)),
  )
}

export async function countTodo(
  db: Db,
  hands: Hands,
  personId: string,
  now: Date,
): Promise<{ todo: number; overdue: number }> {
  if (hands.ready.length === 0) return { todo: 0, overdue: 0 }
  const row = await db
    .selectFrom(todo(db, hands, personId).as('mine'))
    .select(sql<number>`count(*)::int`.as('todo'))
    .select(sql<number>`(count(*) filter (where mine.due_at < ${now}))::int`.as('overdue'))
    .executeTakeFirstOrThrow()
  return row
}

export async function findTaskRow(db: Db, id: string): Promise<TaskListRow | undefined> {
  const row = await selectTask(db).where('t.id', '=', id).executeTakeFirst()
  return row && toRow(row)
}

/** Whether row-level security shows the task or its instance to this handle. */
export async function isTaskInSight(db: Db, id: string, instanceId: string): Promise<boolean> {
  const task = await db.selectFrom('task').select('id').where('id', '=', id).executeTakeFirst()
  if (task) return true
  return (
    (await db.selectFrom('flow_instance').select('id').where('id', '=', instanceId).executeTakeFirst()) !==
    undefined
  )
}
