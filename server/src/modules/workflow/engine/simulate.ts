/**
 * "Who would get this?": the engine itself, run in memory with everybody agreeing on the last day of each term.
 * Nothing is written and no service is called.
 */

import type { FlowGraph } from '../definition/graph.ts'
import { userNodeOf } from '../definition/graph.ts'
import { begin } from './engine.ts'
import { type Draft, type Instance, newDraft, openSteps, tasksOf, type World } from './state.ts'
import { vote } from './vote.ts'

const STEPS_MAX = 100
const NOBODY = { person: { personId: '', name: '' }, onBehalfOf: null }

interface Simulation {
  readonly draft: Draft
  /** When it would be over at the latest; null when a step has no term or the calendar lacks a year. */
  readonly endAt: Date | null
}

export async function simulate(
  graph: FlowGraph,
  instance: Instance,
  reading: Omit<World, 'newId' | 'runService'>,
  at: (now: Date) => Omit<World, 'newId' | 'runService'>,
): Promise<Simulation> {
  let ids = 0
  let world: World = { ...reading, newId: () => `simulated-${++ids}`, runService: async () => ({}) }
  const draft = newDraft(graph, instance)
  await begin(draft, world)
  let known = true
  while (draft.instance.state === 'running' && draft.steps.size < STEPS_MAX) {
    const [step] = [...openSteps(draft)].sort((a, b) => (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0))
    if (!step) break
    if (step.dueAt === null) known = false
    const now = step.dueAt && step.dueAt > world.now ? step.dueAt : world.now
    world = { ...world, ...at(now) }
    draft.movesLeft = STEPS_MAX
    const task = tasksOf(draft, step.id).find((each) => each.state === 'open')
    if (!task) break
    const act = userNodeOf(graph, step.nodeId).step === 'approve' ? 'approve' : 'complete'
    await vote(draft, world, task, act, NOBODY, null)
  }
  return { draft, endAt: known && draft.instance.state === 'ended' ? world.now : null }
}
