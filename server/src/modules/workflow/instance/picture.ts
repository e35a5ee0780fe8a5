/** A flow as a picture and as an ordered list: past, now, and what is still to come. Pure. */
import type { FlowPicture, PersonRef } from '@yunheng/contract'
import { type FlowGraph, type FlowNode, waysIn, waysOut } from '../definition/graph.ts'
import { arcBelow, heightWithArcs, layOut } from '../definition/layout.ts'
import { type Draft, type Step, termOf } from '../engine/state.ts'

type NodeState = FlowPicture['nodes'][number]['state']
type PictureStep = FlowPicture['steps'][number]

export interface ReturnArc {
  readonly from: string
  readonly to: string
  readonly at: Date
  readonly by: string
  readonly comment: string | null
}

interface PictureParts {
  readonly graph: FlowGraph
  /** Null: only the definition is shown. */
  readonly draft: Draft | null
  readonly now: Date
  readonly arcs: readonly ReturnArc[]
  /** People of each visit, by step id; of what is to come, by node id. */
  readonly people: ReadonlyMap<string, readonly PersonRef[]>
}

export function drawFlow(parts: PictureParts): FlowPicture {
  const { arcs, draft, graph } = parts
  const drawing = layOut(graph)
  const states = new Map(graph.nodes.map((node) => [node.id, stateOf(parts, node)]))
  const boxes = new Map(drawing.nodes.map((box) => [box.id, box]))
  const trail = new Set(draft?.instance.trail.map(([edgeId]) => edgeId))
  return {
    width: drawing.width,
    height: heightWithArcs(drawing, arcs.length),
    nodes: drawing.nodes.flatMap((box) => {
      const node = graph.nodes.find((each) => each.id === box.id)
      return node
        ? [{ ...box, kind: node.kind, name: { ...node.name }, state: states.get(node.id) ?? 'idle' }]
        : []
    }),
    edges: graph.edges.flatMap((edge) => {
      const line = drawing.edges.find((each) => each.id === edge.id)
      if (!line) return []
      const taken = trail.has(edge.id) && states.get(edge.from) !== 'idle'
      const label = edge.name && { ...edge.name }
      return [
        {
          id: edge.id,
          from: edge.from,
          to: edge.to,
          points: points(line.points),
          label,
          taken,
          back: line.back,
        },
      ]
    }),
    arcs: arcs.flatMap((arc, index) => {
      const [from, to] = [boxes.get(arc.from), boxes.get(arc.to)]
      if (!from || !to) return []
      const number = index + 1
      return [
        {
          number,
          from: arc.from,
          to: arc.to,
          points: points(arcBelow(drawing, from, to, number)),
          at: arc.at.toISOString(),
          by: arc.by,
          comment: arc.comment,
        },
      ]
    }),
    steps: listSteps(parts, states),
  }
}

function points(list: readonly { readonly x: number; readonly y: number }[]) {
  return list.map(({ x, y }) => ({ x, y }))
}

function lastStepOf(draft: Draft, nodeId: string): Step | undefined {
  return [...draft.steps.values()]
    .filter((each) => each.nodeId === nodeId)
    .sort((a, b) => b.number - a.number)[0]
}

/** Nodes that lie ahead again since the flow was sent back, with the step number from which that counts. */
function sentBack(graph: FlowGraph, draft: Draft): (nodeId: string, at: number) => boolean {
  const returns = [...draft.steps.values()].filter((each) => each.enteredBy === 'return')
  const ahead = returns.map((step) => ({ number: step.number, nodes: reachFrom(graph, step.nodeId) }))
  return (nodeId, at) => ahead.some(({ nodes, number }) => at < number && nodes.has(nodeId))
}

function reachFrom(graph: FlowGraph, nodeId: string): ReadonlySet<string> {
  const seen = new Set<string>()
  const todo = waysOut(graph, nodeId).map((each) => each.to)
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    todo.push(...waysOut(graph, id).map((each) => each.to))
  }
  return seen
}

function stateOf({ draft, graph, now }: PictureParts, node: FlowNode): NodeState {
  if (!draft) return 'idle'
  const isAhead = sentBack(graph, draft)
  const ended = draft.instance.state === 'ended'
  if (node.kind === 'user') {
    const step = lastStepOf(draft, node.id)
    if (step && isAhead(node.id, step.number)) return step.outcome === 'returned' ? 'returned' : 'idle'
    return step ? stateOfStep(step, now) : ended ? 'skipped' : 'idle'
  }
  if (node.kind === 'timer') {
    const fired = [...draft.timers.values()].some((each) => each.nodeId === node.id && each.state === 'fired')
    return fired ? 'done' : ended ? 'skipped' : 'idle'
  }
  const near = node.kind === 'end' ? waysIn(graph, node.id) : waysOut(graph, node.id)
  const passed = draft.instance.trail.filter(([edgeId]) => near.some((edge) => edge.id === edgeId))
  if (passed.some(([, at]) => !isAhead(node.id, at))) return node.kind === 'end' && !ended ? 'idle' : 'done'
  return ended ? 'skipped' : 'idle'
}

function stateOfStep(step: Step, now: Date): NodeState {
  if (step.state === 'open') return step.overdueAt || (step.dueAt && step.dueAt < now) ? 'overdue' : 'current'
  if (step.state === 'cancelled') return 'skipped'
  if (step.outcome === 'rejected') return 'rejected'
  return step.outcome === 'returned' ? 'returned' : 'done'
}

/** Every visit in its order, then what is to come, from left to right. */
function listSteps(parts: PictureParts, states: ReadonlyMap<string, NodeState>): PictureStep[] {
  const { draft, graph, now, people } = parts
  const visits = draft ? [...draft.steps.values()].sort((a, b) => a.number - b.number) : []
  const past = visits.map((step) => ({ step, node: graph.nodes.find((each) => each.id === step.nodeId) }))
  const order = new Map(layOut(graph).nodes.map((box) => [box.id, box.x * 10_000 + box.y]))
  const ended = draft?.instance.state === 'ended'
  const ahead = ended
    ? []
    : graph.nodes
        .filter(
          (node) => node.kind === 'user' && ['idle', 'returned'].includes(states.get(node.id) ?? 'idle'),
        )
        .sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
  const lines: Omit<PictureStep, 'number'>[] = []
  for (const { node, step } of past)
    if (node)
      lines.push({
        ...facts(node, draft),
        state: stateOfStep(step, now),
        people: [...(people.get(step.id) ?? [])],
        openedAt: step.openedAt.toISOString(),
        closedAt: step.closedAt?.toISOString() ?? null,
        dueAt: step.dueAt?.toISOString() ?? null,
      })
  for (const node of ahead)
    lines.push({
      ...facts(node, draft),
      state: 'idle',
      people: [...(people.get(node.id) ?? [])],
      openedAt: null,
      closedAt: null,
      dueAt: null,
    })
  return lines.slice(0, 500).map((line, index) => ({ number: index + 1, ...line }))
}

function facts(
  node: FlowNode,
  draft: Draft | null,
): Pick<PictureStep, 'nodeId' | 'kind' | 'name' | 'rule' | 'completion' | 'termWorkingDays'> {
  const user = node.kind === 'user' ? node : null
  return {
    nodeId: node.id,
    kind: node.kind,
    name: { ...node.name },
    rule: user?.rule ?? null,
    completion: user?.multi ? { ...user.multi.completion } : null,
    termWorkingDays: user && (draft === null ? user.termWorkingDays : termOf(user, draft.instance)),
  }
}
