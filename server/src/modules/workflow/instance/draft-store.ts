/** Writes back what a move changed: rows are put as they are now, whether new or not. Only this file writes them. */
import type { Tx } from '../../../platform/db/index.ts'
import type { Draft, Step, Task, Timer, Token } from '../engine/state.ts'

/** Tasks without a due time sort behind all that have one. */
const NO_DUE = new Date('9999-12-31T00:00:00Z')

export async function saveDraft(tx: Tx, draft: Draft): Promise<void> {
  const { changed, instance } = draft
  const pick = <R extends { readonly id: string }>(rows: ReadonlyMap<string, R>) =>
    [...rows.values()].filter((row) => changed.has(row.id))
  await putTokens(tx, instance.id, pick(draft.tokens))
  await putSteps(tx, instance.id, pick(draft.steps))
  await putTimers(tx, instance.id, pick(draft.timers))
  await putTasks(tx, draft, pick(draft.tasks))
  await putCandidates(tx, instance.id, pick(draft.tasks))
}

async function putTokens(tx: Tx, instanceId: string, tokens: readonly Token[]): Promise<void> {
  if (tokens.length === 0) return
  await tx
    .insertInto('flow_token')
    .values(
      tokens.map((each) => ({
        id: each.id,
        instance_id: instanceId,
        node_id: each.nodeId,
        state: each.state,
        path: JSON.stringify(each.path),
        resume_node_id: each.resumeNodeId,
        side: each.side,
      })),
    )
    .onConflict((oc) =>
      oc.column('id').doUpdateSet((eb) => ({
        node_id: eb.ref('excluded.node_id'),
        state: eb.ref('excluded.state'),
        resume_node_id: eb.ref('excluded.resume_node_id'),
      })),
    )
    .execute()
}

async function putSteps(tx: Tx, instanceId: string, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return
  await tx
    .insertInto('flow_step')
    .values(
      steps.map((each) => ({
        id: each.id,
        instance_id: instanceId,
        token_id: each.tokenId,
        node_id: each.nodeId,
        number: each.number,
        state: each.state,
        outcome: each.outcome,
        entered_by: each.enteredBy,
        opened_at: each.openedAt,
        closed_at: each.closedAt,
        due_at: each.dueAt,
        missing_year: each.missingYear,
        calendar_version: each.calendarVersion,
        overdue_at: each.overdueAt,
      })),
    )
    .onConflict((oc) =>
      oc.column('id').doUpdateSet((eb) => ({
        state: eb.ref('excluded.state'),
        outcome: eb.ref('excluded.outcome'),
        closed_at: eb.ref('excluded.closed_at'),
        due_at: eb.ref('excluded.due_at'),
        missing_year: eb.ref('excluded.missing_year'),
        calendar_version: eb.ref('excluded.calendar_version'),
        overdue_at: eb.ref('excluded.overdue_at'),
      })),
    )
    .execute()
}

async function putTimers(tx: Tx, instanceId: string, timers: readonly Timer[]): Promise<void> {
  if (timers.length === 0) return
  await tx
    .insertInto('flow_timer')
    .values(
      timers.map((each) => ({
        id: each.id,
        instance_id: instanceId,
        step_id: each.stepId,
        node_id: each.nodeId,
        due_at: each.dueAt,
        missing_year: each.missingYear,
        state: each.state,
      })),
    )
    .onConflict((oc) =>
      oc.column('id').doUpdateSet((eb) => ({
        due_at: eb.ref('excluded.due_at'),
        missing_year: eb.ref('excluded.missing_year'),
        state: eb.ref('excluded.state'),
      })),
    )
    .execute()
}

async function putTasks(tx: Tx, draft: Draft, tasks: readonly Task[]): Promise<void> {
  if (tasks.length === 0) return
  await tx
    .insertInto('task')
    .values(
      tasks.map((each) => ({
        id: each.id,
        instance_id: draft.instance.id,
        step_id: each.stepId,
        node_id: each.nodeId,
        kind: each.kind,
        state: each.state,
        outcome: each.outcome,
        seats: JSON.stringify(each.seats),
        people: JSON.stringify(each.people),
        added_by: each.addedBy,
        acted_by: each.actedBy?.personId ?? null,
        acted_by_name: each.actedBy?.name ?? null,
        acted_for: each.actedFor,
        opened_at: each.openedAt,
        closed_at: each.closedAt,
        rank_at: draft.steps.get(each.stepId)?.dueAt ?? NO_DUE,
        version: each.version,
      })),
    )
    .onConflict((oc) =>
      oc.column('id').doUpdateSet((eb) => ({
        state: eb.ref('excluded.state'),
        outcome: eb.ref('excluded.outcome'),
        seats: eb.ref('excluded.seats'),
        people: eb.ref('excluded.people'),
        acted_by: eb.ref('excluded.acted_by'),
        acted_by_name: eb.ref('excluded.acted_by_name'),
        acted_for: eb.ref('excluded.acted_for'),
        opened_at: eb.ref('excluded.opened_at'),
        closed_at: eb.ref('excluded.closed_at'),
        rank_at: eb.ref('excluded.rank_at'),
        version: eb.ref('excluded.version'),
      })),
    )
    .execute()
}

async function putCandidates(tx: Tx, instanceId: string, tasks: readonly Task[]): Promise<void> {
  if (tasks.length === 0) return
  const ids = tasks.map((each) => each.id)
  await tx.deleteFrom('task_candidate').where('task_id', 'in', ids).execute()
  const rows = tasks.flatMap((task) => {
    if (task.state !== 'open' && task.state !== 'waiting') return []
    const base = { task_id: task.id, instance_id: instanceId }
    const seats = task.seats.map((seat) => ({
      ...base,
      role: seat.role,
      body_id: seat.bodyId,
      person_id: null,
    }))
    const people = task.people.map((each) => ({
      ...base,
      role: null,
      body_id: null,
      person_id: each.personId,
    }))
    return [...seats, ...people]
  })
  if (rows.length > 0) await tx.insertInto('task_candidate').values(rows).execute()
}
