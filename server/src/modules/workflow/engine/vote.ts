/** A vote on a task, and what follows from it. Who may vote is decided before. */
import { userNodeOf } from '../definition/graph.ts'
import { closeStep } from './engine.ts'
import {
  type Draft,
  note,
  type Person,
  patch,
  type Step,
  stepOf,
  type Task,
  tasksOf,
  type World,
} from './state.ts'
import { tally } from './votes.ts'

export interface ActorOfTask {
  readonly person: Person
  readonly onBehalfOf: string | null
}

export type VoteAct = 'complete' | 'approve' | 'reject'
const OUTCOME_OF = { complete: 'completed', approve: 'approved', reject: 'rejected' } as const

export async function vote(
  draft: Draft,
  world: World,
  task: Task,
  act: VoteAct,
  actor: ActorOfTask,
  comment: string | null,
): Promise<void> {
  closeTask(draft, world, task, OUTCOME_OF[act], actor)
  note(draft, { act, stepId: task.stepId, taskId: task.id, nodeId: task.nodeId, comment })
  await settle(draft, world, stepOf(draft, task.stepId))
}

export function closeTask(
  draft: Draft,
  world: World,
  task: Task,
  outcome: Task['outcome'],
  actor: ActorOfTask,
): void {
  patch(draft, 'tasks', task.id, {
    state: 'done',
    outcome,
    closedAt: world.now,
    actedBy: actor.person,
    actedFor: actor.onBehalfOf,
  })
}

/** Counts, and moves on when it is decided; otherwise wakes who waits for this. */
export async function settle(draft: Draft, world: World, step: Step): Promise<void> {
  const node = userNodeOf(draft.graph, step.nodeId)
  const tasks = tasksOf(draft, step.id)
  const verdict = tally(tasks, node.multi?.completion ?? null)
  if (verdict === 'open') {
    wake(draft, world, tasks)
    return
  }
  const outcome = verdict === 'approved' && node.step !== 'approve' ? 'completed' : verdict
  if (node.step === 'fill' && step.enteredBy === 'return') draft.happenings.push({ kind: 'resubmitted' })
  await closeStep(draft, world, step, outcome)
}

function wake(draft: Draft, world: World, tasks: readonly Task[]): void {
  const isOpen = (task: Task) => task.state === 'open'
  const open = (task: Task) => {
    patch(draft, 'tasks', task.id, { state: 'open', version: task.version + 1, openedAt: world.now })
    draft.happenings.push({ kind: 'task-opened', taskId: task.id })
  }
  for (const task of tasks) {
    const advisers = tasks.filter((each) => each.kind === 'before' && each.addedBy === task.id)
    if (task.state === 'waiting' && advisers.length > 0 && !advisers.some(isOpen)) {
      open(task)
      return
    }
  }
  if (tasks.some((each) => each.kind === 'own' && each.state === 'open')) return
  // One after another (顺序会签): the next in the row, unless somebody's adviser is still being asked.
  if (tasks.some((each) => each.kind === 'before' && isOpen(each))) return
  const next = tasks.find((each) => each.kind === 'own' && each.state === 'waiting')
  if (next) open(next)
}
