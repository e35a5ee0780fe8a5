/** Other hands on a task: transfer, assignment, added signers. */
import { newTask } from './open-step.ts'
import { type Draft, note, type Person, patch, put, stepOf, type Task, type World } from './state.ts'
import { type ActorOfTask, closeTask, settle } from './vote.ts'

/** 转办: another person has it now, alone. */
export function transfer(draft: Draft, world: World, task: Task, to: Person, comment: string): void {
  patch(draft, 'tasks', task.id, { seats: [], people: [to], version: task.version + 1, openedAt: world.now })
  note(draft, {
    act: 'transfer',
    stepId: task.stepId,
    taskId: task.id,
    nodeId: task.nodeId,
    comment,
    toPeople: [to],
  })
  draft.happenings.push({ kind: 'task-opened', taskId: task.id })
}

/** 指派: people are added to whoever may take it, for a step that nobody could. */
export function assign(draft: Draft, task: Task, to: readonly Person[], comment: string): void {
  const people = [...new Map([...task.people, ...to].map((each) => [each.personId, each])).values()]
  patch(draft, 'tasks', task.id, { people, version: task.version + 1 })
  note(draft, {
    act: 'assign',
    stepId: task.stepId,
    taskId: task.id,
    nodeId: task.nodeId,
    comment,
    toPeople: to,
  })
  draft.happenings.push({ kind: 'task-opened', taskId: task.id })
}

/** 加签: before = my task waits for their opinion; after = I approve now and each of them must as well. */
export async function addSigners(
  draft: Draft,
  world: World,
  task: Task,
  signers: readonly Person[],
  position: 'before' | 'after',
  actor: ActorOfTask,
  comment: string,
): Promise<void> {
  const step = stepOf(draft, task.stepId)
  for (const person of signers) {
    const added = { ...newTask(world, step, position, { seats: [], people: [person] }), addedBy: task.id }
    put(draft, 'tasks', added)
    draft.happenings.push({ kind: 'task-opened', taskId: added.id })
  }
  const line = { stepId: step.id, taskId: task.id, nodeId: task.nodeId, comment, toPeople: signers }
  if (position === 'before') {
    patch(draft, 'tasks', task.id, { state: 'waiting', version: task.version + 1 })
    return note(draft, { act: 'add-sign', ...line })
  }
  closeTask(draft, world, task, 'approved', actor)
  note(draft, { act: 'approve', ...line, comment: null, toPeople: [] })
  note(draft, { act: 'add-sign', ...line })
  await settle(draft, world, step)
}

/** 减签: an added signer who has not acted is taken back. */
export async function removeSigner(
  draft: Draft,
  world: World,
  added: Task,
  comment: string | null,
): Promise<void> {
  patch(draft, 'tasks', added.id, { state: 'cancelled', outcome: 'cancelled', closedAt: world.now })
  note(draft, {
    act: 'remove-sign',
    stepId: added.stepId,
    taskId: added.id,
    nodeId: added.nodeId,
    comment,
    toPeople: added.people,
  })
  await settle(draft, world, stepOf(draft, added.stepId))
}
