/** Everything the page of a task shows: the decision's evidence, who votes, why it is due then, what may be done. */

import type { PersonRef, TaskDetail, TaskVerb } from '@yunheng/contract'
import { TASK_VERBS } from '@yunheng/contract'
import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { loadWorkCalendar, loadWorkCalendarVersion } from '../calendar/calendar-store.ts'
import { toExplanation } from '../calendar/calendar-view.ts'
import { userNodeOf } from '../definition/graph.ts'
import { returnTargets } from '../engine/returns.ts'
import { type Draft, type Refusal, stepOf, type Task, tasksOf, termOf } from '../engine/state.ts'
import { describeInstance } from '../instance/instance-detail.ts'
import type { LoadedInstance } from '../instance/instance-store.ts'
import { nameOfNode } from '../instance/instance-view.ts'
import { bareRef, knownRef } from '../instance/people-view.ts'
import { type Hands, handFor, isRefusal } from '../people/hands.ts'
import type { WorkflowParts } from '../ports.ts'
import { addedSigners, refuseOwnApplication, refuseVerb } from './task.ts'
import { findTaskRow } from './task-store.ts'
import { toTask } from './task-view.ts'

/** `db` sees the whole platform; the caller has proved that it may look. */
export async function describeTask(
  db: Db,
  ctx: Ctx,
  parts: WorkflowParts,
  loaded: LoadedInstance,
  taskId: string,
  hands: Hands,
): Promise<TaskDetail> {
  const { draft } = loaded
  const now = ctx.clock.now()
  const row = await findTaskRow(db, taskId)
  const task = draft.tasks.get(taskId)
  if (!row || !task) throw new Error('assertion: the task is in its instance')
  const node = userNodeOf(draft.graph, task.nodeId)
  const step = stepOf(draft, task.stepId)
  const targets = task.state === 'open' && node.step !== 'fill' ? returnTargets(draft, step) : []
  return {
    ...toTask(row, hands, now),
    completion: node.multi ? { ...node.multi.completion } : { mode: 'any', value: null, veto: true },
    votes: await votesOf(db, parts, draft, task, now),
    clock: await clockOf(db, draft, task),
    returnTargets: targets.map(({ direct, nodeId }) => ({
      nodeId,
      name: nameOfNode(draft.graph, nodeId) ?? { zh: nodeId, en: nodeId },
      isApplicant: userNodeOf(draft.graph, nodeId).step === 'fill',
      direct,
    })),
    addedSigners: addedSigners(draft, task).flatMap((each) => {
      const [person] = each.people
      return person ? [{ taskId: each.id, person: bareRef(person) }] : []
    }),
    instance: await describeInstance(db, ctx, parts, loaded),
    actions: taskActions(ctx, draft, task, hands),
  }
}

function taskActions(ctx: Ctx, draft: Draft, task: Task, hands: Hands): TaskDetail['actions'] {
  const { actor, authz } = ctx
  const hand = handFor(hands, task)
  const personId = personIdOf(actor) ?? ''
  const byTaker = (verb: TaskVerb): Refusal | null =>
    refuseVerb(draft, task, verb) ??
    (isRefusal(hand) ? hand : refuseOwnApplication(draft, task, { personId, onBehalfOf: hand.onBehalfOf }))
  const entries = TASK_VERBS.map((verb) => {
    const refusal = verb === 'assign' ? refuseVerb(draft, task, verb) : byTaker(verb)
    const action = verb === 'assign' ? 'operate' : 'approve'
    return [verb, authz.allowance(actor, action, 'task', refusal?.reason ?? null)] as const
  })
  return Object.fromEntries(entries) as TaskDetail['actions']
}

async function votesOf(
  db: Db,
  parts: WorkflowParts,
  draft: Draft,
  task: Task,
  now: Date,
): Promise<TaskDetail['votes']> {
  const votes: TaskDetail['votes'] = []
  for (const each of tasksOf(draft, task.stepId)) {
    if (each.actedBy) {
      votes.push({
        person: bareRef(each.actedBy),
        outcome: each.outcome,
        at: each.closedAt?.toISOString() ?? null,
      })
      continue
    }
    const holders = await parts.resolver.holdersOf(db, each.seats, now)
    const people: PersonRef[] = [...each.people.map(bareRef), ...holders.map(knownRef)]
    votes.push(...people.map((person) => ({ person, outcome: each.outcome, at: null })))
  }
  return votes.slice(0, 200)
}

async function clockOf(db: Db, draft: Draft, task: Task): Promise<TaskDetail['clock']> {
  const node = userNodeOf(draft.graph, task.nodeId)
  const step = stepOf(draft, task.stepId)
  const days = termOf(node, draft.instance)
  if (days === null) return null
  const calendar =
    step.calendarVersion === null
      ? await loadWorkCalendar(db)
      : await loadWorkCalendarVersion(db, step.calendarVersion)
  if (!calendar) return null
  const term = { amount: days, unit: 'working-day' } as const
  return toExplanation(calendar, step.openedAt, step.dueAt, term, step.missingYear)
}
