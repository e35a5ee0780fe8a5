/** Opening a user task: who gets it, by when, and one task or one for each. */
import { timersOf, type UserNode, userNodeOf } from '../definition/graph.ts'
import {
  type Draft,
  type Person,
  put,
  type Seat,
  type Step,
  type Task,
  type Timer,
  type Token,
  termOf,
  type World,
} from './state.ts'

export async function openStep(
  draft: Draft,
  world: World,
  tokenId: string,
  enteredBy: Step['enteredBy'],
): Promise<Step> {
  const token = draft.tokens.get(tokenId) as Token
  const node = userNodeOf(draft.graph, token.nodeId)
  const days = termOf(node, draft.instance)
  const term = days === null ? null : world.termEnd(days, 'working-day')
  const step: Step = {
    id: world.newId(),
    tokenId,
    nodeId: node.id,
    number: draft.steps.size + 1,
    state: 'open',
    outcome: null,
    enteredBy,
    openedAt: world.now,
    closedAt: null,
    dueAt: term?.dueAt ?? null,
    missingYear: term?.missingYear ?? null,
    calendarVersion: term?.calendarVersion ?? null,
    overdueAt: null,
  }
  put(draft, 'steps', step)
  for (const timer of timersOf(draft.graph, node.id)) {
    const { dueAt, missingYear } = world.termEnd(timer.after.amount, timer.after.unit)
    const row: Timer = {
      id: world.newId(),
      stepId: step.id,
      nodeId: timer.id,
      dueAt,
      missingYear,
      state: 'waiting',
    }
    put(draft, 'timers', row)
  }
  for (const task of await tasksFor(draft, world, node, step)) {
    put(draft, 'tasks', task)
    if (task.state === 'open' && enteredBy !== 'start')
      draft.happenings.push({ kind: 'task-opened', taskId: task.id })
  }
  return step
}

async function tasksFor(draft: Draft, world: World, node: UserNode, step: Step): Promise<readonly Task[]> {
  const seats = await world.seatsOf(node.rule, draft.instance)
  const named = await namedPeople(draft, world, node)
  if (!node.multi) return [newTask(world, step, 'own', { seats, people: named })]
  const voters = distinct([...named, ...(await world.holdersOf(seats))]).filter(
    (each) => node.allowInitiator || each.personId !== draft.instance.starter.personId,
  )
  // Nobody holds the post just now: one task waits for whoever will, or for being assigned.
  if (voters.length === 0) return [newTask(world, step, 'own', { seats, people: named })]
  const { sequential } = node.multi
  return voters.map((person, index) => ({
    ...newTask(world, step, 'own', { seats: [], people: [person] }),
    state: sequential && index > 0 ? 'waiting' : 'open',
  }))
}

async function namedPeople(draft: Draft, world: World, node: UserNode): Promise<readonly Person[]> {
  if (node.rule.kind === 'initiator') return [draft.instance.starter]
  return node.rule.kind === 'people' ? world.peopleOf(node.rule.personIds) : []
}

function distinct(people: readonly Person[]): readonly Person[] {
  return [...new Map(people.map((each) => [each.personId, each])).values()]
}

export function newTask(
  world: World,
  step: Step,
  kind: Task['kind'],
  takers: { readonly seats: readonly Seat[]; readonly people: readonly Person[] },
): Task {
  return {
    id: world.newId(),
    stepId: step.id,
    nodeId: step.nodeId,
    kind,
    state: 'open',
    outcome: null,
    seats: takers.seats,
    people: takers.people,
    addedBy: null,
    actedBy: null,
    actedFor: null,
    openedAt: world.now,
    closedAt: null,
    version: 1,
  }
}
