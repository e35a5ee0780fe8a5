/** A running flow as rows: `flow_instance`, `flow_token`, `flow_step`, `flow_timer`, `task`, `task_candidate`. */
import { type Selectable, sql } from 'kysely'
import type { Db, Tables, Tx } from '../../../platform/db/index.ts'
import type { Variables } from '../decision/decision-table.ts'
import type { FlowGraph } from '../definition/graph.ts'
import {
  type BlockEntry,
  type Draft,
  type Instance,
  newDraft,
  type Person,
  type Seat,
  type Step,
  type Task,
  type Timer,
  type Token,
  type TrailEntry,
} from '../engine/state.ts'

export type InstanceRow = Omit<Selectable<Tables['flow_instance']>, 'variables' | 'trail'> & {
  readonly variables: Variables
  readonly trail: readonly TrailEntry[]
  readonly flow_id: string
  readonly flow_key: string
  readonly flow_name_zh: string
  readonly flow_name_en: string
  readonly version_number: number
  readonly flow_source: string
  readonly is_product_default: boolean
  readonly body_name: string
}

export interface LoadedInstance {
  readonly row: InstanceRow
  readonly draft: Draft
}

export function selectInstance(db: Db) {
  return db
    .selectFrom('flow_instance as i')
    .innerJoin('flow_version as v', 'v.id', 'i.flow_version_id')
    .innerJoin('flow', 'flow.id', 'v.flow_id')
    .innerJoin('body_directory as b', 'b.id', 'i.body_id')
    .selectAll('i')
    .select(['flow.id as flow_id', 'flow.key as flow_key', 'flow.name_zh as flow_name_zh'])
    .select(['flow.name_en as flow_name_en', 'v.number as version_number', 'v.source as flow_source'])
    .select(['v.is_product_default', 'b.name as body_name'])
}

export function toInstanceRow(
  row: { variables: unknown; trail: unknown } & Omit<InstanceRow, 'variables' | 'trail'>,
): InstanceRow {
  return { ...row, variables: row.variables as Variables, trail: row.trail as TrailEntry[] }
}

export async function findInstance(db: Db, id: string): Promise<InstanceRow | undefined> {
  const row = await selectInstance(db).where('i.id', '=', id).executeTakeFirst()
  return row && toInstanceRow(row)
}

/** Takes the instance's lock: all counting and deciding about it happens behind this. */
export async function loadInstanceForUpdate(tx: Tx, id: string): Promise<LoadedInstance | undefined> {
  const lock = await tx
    .selectFrom('flow_instance')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return lock && loadInstance(tx, id)
}

export async function loadInstance(db: Db, id: string): Promise<LoadedInstance | undefined> {
  const row = await findInstance(db, id)
  if (!row) return undefined
  const draft = newDraft(await graphOf(db, row.flow_version_id), toInstance(row))
  for (const each of await db.selectFrom('flow_token').selectAll().where('instance_id', '=', id).execute())
    draft.tokens.set(each.id, toToken(each))
  const steps = db.selectFrom('flow_step').selectAll().where('instance_id', '=', id).orderBy('number')
  for (const each of await steps.execute()) draft.steps.set(each.id, toStep(each))
  const tasks = db.selectFrom('task').selectAll().where('instance_id', '=', id).orderBy('id')
  for (const each of await tasks.execute()) draft.tasks.set(each.id, toTask(each))
  for (const each of await db.selectFrom('flow_timer').selectAll().where('instance_id', '=', id).execute())
    draft.timers.set(each.id, toTimer(each))
  return { row, draft }
}

/** Published versions never change, so their graphs may be kept. Bounded: the oldest goes. */
const graphs = new Map<string, FlowGraph>()
const GRAPHS_MAX = 200

async function graphOf(db: Db, versionId: string): Promise<FlowGraph> {
  const known = graphs.get(versionId)
  if (known) return known
  const row = await db
    .selectFrom('flow_version')
    .select('graph')
    .where('id', '=', versionId)
    .executeTakeFirstOrThrow()
  const graph = row.graph as FlowGraph
  if (graphs.size >= GRAPHS_MAX) graphs.delete(graphs.keys().next().value as string)
  graphs.set(versionId, graph)
  return graph
}

function toInstance(row: InstanceRow): Instance {
  return {
    id: row.id,
    state: row.state,
    outcome: row.outcome,
    subject: { noun: row.subject_noun, id: row.subject_id, bodyId: row.body_id, title: row.title },
    variables: row.variables,
    starter: { personId: row.starter_id, name: row.starter_name },
    endedAt: row.ended_at,
    trail: row.trail,
  }
}

function toToken(row: Selectable<Tables['flow_token']>): Token {
  return {
    id: row.id,
    nodeId: row.node_id,
    state: row.state,
    path: row.path as BlockEntry[],
    resumeNodeId: row.resume_node_id,
    side: row.side,
  }
}

export function toStep(row: Selectable<Tables['flow_step']>): Step {
  return {
    id: row.id,
    tokenId: row.token_id,
    nodeId: row.node_id,
    number: row.number,
    state: row.state,
    outcome: row.outcome,
    enteredBy: row.entered_by,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    dueAt: row.due_at,
    missingYear: row.missing_year,
    calendarVersion: row.calendar_version,
    overdueAt: row.overdue_at,
  }
}

function toTask(row: Selectable<Tables['task']>): Task {
  return {
    id: row.id,
    stepId: row.step_id,
    nodeId: row.node_id,
    kind: row.kind,
    state: row.state,
    outcome: row.outcome,
    seats: row.seats as Seat[],
    people: row.people as Person[],
    addedBy: row.added_by,
    actedBy: row.acted_by === null ? null : { personId: row.acted_by, name: row.acted_by_name ?? '' },
    actedFor: row.acted_for,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    version: row.version,
  }
}

function toTimer(row: Selectable<Tables['flow_timer']>): Timer {
  return {
    id: row.id,
    stepId: row.step_id,
    nodeId: row.node_id,
    dueAt: row.due_at,
    missingYear: row.missing_year,
    state: row.state,
  }
}

interface NewInstance {
  readonly flowVersionId: string
  readonly decision: { readonly versionId: string; readonly ruleId: string } | null
  readonly starterRole: string
  readonly starterBodyId: string
  readonly startedAt: Date
}

/** @returns false when a flow is running for this subject already. */
export async function insertInstance(tx: Tx, instance: Instance, more: NewInstance): Promise<boolean> {
  const { subject } = instance
  const result = await tx
    .insertInto('flow_instance')
    .values({
      id: instance.id,
      flow_version_id: more.flowVersionId,
      state: 'running',
      outcome: null,
      subject_noun: subject.noun,
      subject_id: subject.id,
      body_id: subject.bodyId,
      title: subject.title,
      variables: JSON.stringify(instance.variables),
      trail: JSON.stringify(instance.trail),
      decision_version_id: more.decision?.versionId ?? null,
      decision_rule_id: more.decision?.ruleId ?? null,
      starter_id: instance.starter.personId,
      starter_name: instance.starter.name,
      starter_role: more.starterRole,
      starter_body_id: more.starterBodyId,
      started_at: more.startedAt,
    })
    .onConflict((oc) => oc.columns(['subject_noun', 'subject_id']).where('state', '=', 'running').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function updateInstance(tx: Tx, instance: Instance): Promise<void> {
  await tx
    .updateTable('flow_instance')
    .set({
      state: instance.state,
      outcome: instance.outcome,
      ended_at: instance.endedAt,
      variables: JSON.stringify(instance.variables),
      trail: JSON.stringify(instance.trail),
      version: sql`version + 1`,
    })
    .where('id', '=', instance.id)
    .execute()
}

export async function updateUrged(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('flow_instance')
    .set({ urged_at: at, urged_count: sql`urged_count + 1` })
    .where('id', '=', id)
    .execute()
}

export async function findRunningFor(db: Db, noun: string, id: string): Promise<InstanceRow | undefined> {
  const row = await selectInstance(db)
    .where('i.subject_noun', '=', noun)
    .where('i.subject_id', '=', id)
    .where('i.state', '=', 'running')
    .executeTakeFirst()
  return row && toInstanceRow(row)
}
