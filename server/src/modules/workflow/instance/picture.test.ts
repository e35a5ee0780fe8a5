import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aChain, aFlow, aParallel, aStep, end, exclusive, fill, start } from '../definition/a-flow.ts'
import type { FlowGraph } from '../definition/graph.ts'
import { begin } from '../engine/engine.ts'
import { returnTargets, returnTask } from '../engine/returns.ts'
import { type Draft, newDraft, openSteps, stepOf, tasksOf, type World } from '../engine/state.ts'
import { vote } from '../engine/vote.ts'
import { drawFlow, type ReturnArc } from './picture.ts'

const now = new Date('2026-09-15T04:00:00Z')
const actor = { person: { personId: 'p', name: 'p' }, onBehalfOf: null }

async function started(graph: FlowGraph, dueAt: Date | null = null): Promise<{ draft: Draft; world: World }> {
  let ids = 0
  const world: World = {
    now,
    newId: () => `id${++ids}`,
    seatsOf: async () => [{ role: 'r', bodyId: 'b' }],
    holdersOf: async () => [actor.person],
    peopleOf: async () => [],
    termEnd: () => ({ dueAt, missingYear: null, calendarVersion: 1 }),
    runService: async () => ({}),
  }
  const draft = newDraft(graph, {
    id: 'i',
    state: 'running',
    outcome: null,
    subject: { noun: 'request', id: 'r', bodyId: 'b', title: 't' },
    variables: { amount: 1, poolClass: 'general' },
    starter: { personId: 's', name: 's' },
    endedAt: null,
    trail: [],
  })
  await begin(draft, world)
  return { draft, world }
}

const taskAt = (draft: Draft, nodeId: string) => {
  const task = [...draft.tasks.values()].find((each) => each.nodeId === nodeId && each.state === 'open')
  if (!task) throw new Error(`nothing open at ${nodeId}`)
  return task
}
const draw = (draft: Draft, arcs: readonly ReturnArc[] = []) =>
  drawFlow({ graph: draft.graph, draft, now, arcs, people: new Map() })
const states = (draft: Draft) => Object.fromEntries(draw(draft).nodes.map((node) => [node.id, node.state]))

describe('the picture of a running flow', () => {
  it('shows what is done, where it stands and what is to come, and lists the same', async () => {
    const { draft, world } = await started(aChain(aStep('check'), aStep('review')))
    await vote(draft, world, taskAt(draft, 'check'), 'approve', actor, null)
    expect(states(draft)).toEqual({
      start: 'done',
      fill: 'done',
      check: 'done',
      review: 'current',
      end: 'idle',
    })
    const picture = draw(draft)
    expect(picture.steps.map((step) => [step.number, step.nodeId, step.state])).toEqual([
      [1, 'fill', 'done'],
      [2, 'check', 'done'],
      [3, 'review', 'current'],
    ])
    expect(picture.edges.filter((edge) => edge.taken).map((edge) => edge.id)).toEqual([
      'start-fill',
      'fill-check',
      'check-review',
    ])
    await vote(draft, world, taskAt(draft, 'review'), 'approve', actor, null)
    expect(states(draft)).toMatchObject({ review: 'done', end: 'done' })
  })

  it('after a return: the step that returned says so, what lies ahead is open again, the arc is numbered', async () => {
    const { draft, world } = await started(aChain(aStep('check'), aStep('review')))
    await vote(draft, world, taskAt(draft, 'check'), 'approve', actor, null)
    await returnTask(
      draft,
      world,
      taskAt(draft, 'review'),
      { nodeId: 'fill', resume: 'replay' },
      actor,
      'why',
    )
    expect(states(draft)).toEqual({
      start: 'done',
      fill: 'current',
      check: 'idle',
      review: 'returned',
      end: 'idle',
    })
    const arc: ReturnArc = { from: 'review', to: 'fill', at: now, by: 'p', comment: 'why' }
    const picture = draw(draft, [arc, arc])
    expect(picture.arcs.map((each) => each.number)).toEqual([1, 2])
    expect(picture.height).toBeGreaterThan(draw(draft).height)
    expect(picture.steps.map((step) => [step.nodeId, step.state])).toEqual([
      ['fill', 'done'],
      ['check', 'done'],
      ['review', 'returned'],
      ['fill', 'current'],
      ['check', 'idle'],
      ['review', 'idle'],
    ])
    await vote(draft, world, taskAt(draft, 'fill'), 'complete', actor, null)
    expect(states(draft)).toMatchObject({ fill: 'done', check: 'current', review: 'returned' })
  })

  it('marks what is overdue, rejected, and what was passed over', async () => {
    const late = await started(
      aChain(aStep('check', { termWorkingDays: 1 })),
      new Date('2026-09-15T03:00:00Z'),
    )
    expect(states(late.draft).check).toBe('overdue')
    const graph = aFlow(
      [start, fill, exclusive('g'), aStep('big'), aStep('small'), end],
      'start>fill>g',
      'g>big?amount > 100',
      'g>small!',
      'big>end',
      'small>end',
    )
    const { draft, world } = await started(graph)
    await vote(draft, world, taskAt(draft, 'small'), 'reject', actor, null)
    expect(states(draft)).toEqual({
      start: 'done',
      fill: 'done',
      g: 'done',
      big: 'skipped',
      small: 'rejected',
      end: 'skipped',
    })
  })

  it('can be drawn whatever happened, inside its frame', async () => {
    const choices = fc.array(fc.nat(), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(choices, async (picks) => {
        const { draft, world } = await started(aParallel())
        const arcs: ReturnArc[] = []
        for (const pick of picks) {
          const open = openSteps(draft)
            .flatMap((step) => tasksOf(draft, step.id))
            .filter((task) => task.state === 'open')
          const task = open[pick % Math.max(1, open.length)]
          if (!task) break
          const [target] = returnTargets(draft, stepOf(draft, task.stepId))
          if (pick % 3 === 0 && target) {
            await returnTask(draft, world, task, { nodeId: target.nodeId, resume: 'replay' }, actor, 'x')
            arcs.push({ from: task.nodeId, to: target.nodeId, at: now, by: 'p', comment: null })
          } else await vote(draft, world, task, 'approve', actor, null)
          const picture = draw(draft, arcs)
          for (const { points } of [...picture.edges, ...picture.arcs])
            for (const { x, y } of points) {
              expect(x).toBeGreaterThanOrEqual(0)
              expect(x).toBeLessThanOrEqual(picture.width)
              expect(y).toBeLessThanOrEqual(picture.height)
            }
          const current = picture.nodes.filter((node) => node.state === 'current').length
          expect(current).toBe(openSteps(draft).length)
        }
      }),
      { numRuns: 60 },
    )
  })
})
