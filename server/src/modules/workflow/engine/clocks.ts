/** What time does to a step: timers of the definition, and escalation when its term has run out. */
import { userNodeOf } from '../definition/graph.ts'
import { endStep, enter } from './engine.ts'
import { type Draft, note, patch, put, type Step, stepOf, type Token, tasksOf, type World } from './state.ts'

/** A timer on a step has run out: the step is taken over by the timer's path, or the path runs beside it. */
export async function fireTimer(draft: Draft, world: World, timerId: string): Promise<void> {
  const timer = draft.timers.get(timerId)
  const node = draft.graph.nodes.find((each) => each.id === timer?.nodeId)
  if (timer?.state !== 'waiting' || node?.kind !== 'timer') return
  const step = stepOf(draft, timer.stepId)
  patch(draft, 'timers', timer.id, { state: 'fired' })
  note(draft, { act: 'time-out', stepId: step.id, nodeId: step.nodeId, bySystem: true })
  if (node.interrupting) {
    endStep(draft, world.now, step.id, 'done', 'timed-out')
    return enter(draft, world, step.tokenId, node.id)
  }
  const side: Token = {
    id: world.newId(),
    nodeId: node.id,
    state: 'active',
    path: [],
    resumeNodeId: null,
    side: true,
  }
  put(draft, 'tokens', side)
  await enter(draft, world, side.id, node.id)
}

/** The term has run out: it is on record, and whoever stands above may take the task as well. */
export async function escalate(draft: Draft, world: World, step: Step): Promise<void> {
  const node = userNodeOf(draft.graph, step.nodeId)
  patch(draft, 'steps', step.id, { overdueAt: world.now })
  const seats = node.escalateTo ? await world.seatsOf(node.escalateTo, draft.instance) : []
  note(draft, { act: 'escalate', stepId: step.id, nodeId: step.nodeId, bySystem: true })
  if (seats.length === 0) return
  for (const task of tasksOf(draft, step.id)) {
    if (task.state !== 'open' || task.kind !== 'own') continue
    const known = new Set(task.seats.map((seat) => `${seat.role}/${seat.bodyId}`))
    const more = seats.filter((seat) => !known.has(`${seat.role}/${seat.bodyId}`))
    if (more.length === 0) continue
    patch(draft, 'tasks', task.id, { seats: [...task.seats, ...more] })
    draft.happenings.push({ kind: 'task-opened', taskId: task.id })
  }
}
