/** Whether a flow can be published: its shape, its expressions, its topics. Each fault names the element. */
import { refuseCondition } from '../decision/feel.ts'
import { feelProblem } from '../decision/feel-problem.ts'
import { findBlocks } from './blocks.ts'
import {
  type FlowEdge,
  type FlowGraph,
  type FlowNode,
  MAX_NODES,
  startOf,
  timersOf,
  waysIn,
  waysOut,
} from './graph.ts'
import { type Element, NOWHERE, type Problem, problem } from './problem.ts'

const TYPES: Readonly<Record<FlowNode['kind'], string>> = {
  start: 'StartEvent',
  end: 'EndEvent',
  user: 'UserTask',
  service: 'ServiceTask',
  exclusive: 'ExclusiveGateway',
  parallel: 'ParallelGateway',
  timer: 'BoundaryEvent',
}

function elementOf(node: FlowNode): Element {
  return { id: node.id, name: node.name.zh, type: TYPES[node.kind] }
}

export function checkFlow(graph: FlowGraph, topics: ReadonlySet<string>): readonly Problem[] {
  if (graph.nodes.length > MAX_NODES) return [problem('too-large', NOWHERE, { what: String(MAX_NODES) })]
  const starts = graph.nodes.filter((each) => each.kind === 'start')
  const problems: Problem[] = []
  if (starts.length !== 1) problems.push(problem('start-count', NOWHERE, {}))
  if (!graph.nodes.some((each) => each.kind === 'end')) problems.push(problem('no-end', NOWHERE, {}))
  for (const node of graph.nodes) problems.push(...checkNode(graph, node, topics))
  for (const edge of graph.edges) problems.push(...checkEdge(graph, edge))
  if (starts.length !== 1) return problems
  return [
    ...problems,
    ...checkFirstStep(graph),
    ...checkReach(graph),
    ...checkBlocks(graph),
    ...checkIdleLoops(graph),
  ]
}

function checkNode(graph: FlowGraph, node: FlowNode, topics: ReadonlySet<string>): Problem[] {
  const at = elementOf(node)
  const out = waysOut(graph, node.id)
  const problems: Problem[] = []
  if (node.kind === 'end' && out.length > 0) problems.push(problem('way-out-of-end', at, {}))
  if (node.kind !== 'end' && out.length === 0) problems.push(problem('no-way-out', at, {}))
  if (node.kind !== 'exclusive' && node.kind !== 'parallel' && out.length > 1)
    problems.push(problem('too-many-ways', at, {}))
  if (node.kind === 'parallel' && out.length > 1 && waysIn(graph, node.id).length > 1)
    problems.push(problem('join-split', at, {}))
  if (node.kind === 'service' && !topics.has(node.topic))
    problems.push(problem('topic-unknown', at, { what: node.topic }))
  if (node.kind === 'exclusive' && out.length > 1) {
    if (!out.some((each) => each.isDefault)) problems.push(problem('no-default', at, {}))
    for (const edge of out)
      if (!edge.isDefault && edge.condition === null)
        problems.push(problem('no-condition', at, { what: edge.name?.zh ?? edge.id }))
  }
  if (node.kind === 'timer')
    problems.push(...checkTimer(graph, node.id, node.attachedTo, node.interrupting, at))
  return problems
}

function checkTimer(
  graph: FlowGraph,
  id: string,
  host: string,
  interrupting: boolean,
  at: Element,
): Problem[] {
  const hostNode = graph.nodes.find((each) => each.id === host)
  if (hostNode?.kind !== 'user') return [problem('timer-host', at, {})]
  if (interrupting) return []
  const after = reach(graph, id)
  const fine = graph.nodes.every(
    (each) => !after.has(each.id) || each.id === id || each.kind === 'service' || each.kind === 'end',
  )
  return fine ? [] : [problem('timer-in-block', at, {})]
}

function checkEdge(graph: FlowGraph, edge: FlowEdge): Problem[] {
  if (edge.condition === null) return []
  const from = graph.nodes.find((each) => each.id === edge.from)
  const at: Element = { id: edge.id, name: edge.name?.zh ?? null, type: 'SequenceFlow' }
  if (from?.kind !== 'exclusive') return [problem('condition-here', at, {})]
  const steps = graph.nodes.filter((each) => each.kind === 'user').map((each) => each.id)
  const flaw = refuseCondition(edge.condition, graph.variables, steps)
  return flaw ? [feelProblem(flaw, at, edge.condition)] : []
}

/** The initiator's filling is always a task, so that there is always something to return to. */
function checkFirstStep(graph: FlowGraph): Problem[] {
  const [edge] = waysOut(graph, startOf(graph).id)
  const first = graph.nodes.find((each) => each.id === edge?.to)
  const fine =
    first?.kind === 'user' && first.step === 'fill' && first.rule.kind === 'initiator' && !first.multi
  return fine ? [] : [problem('first-step', first ? elementOf(first) : NOWHERE, {})]
}

function reach(graph: FlowGraph, from: string): ReadonlySet<string> {
  const seen = new Set<string>()
  const todo = [from]
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    todo.push(...waysOut(graph, id).map((each) => each.to), ...timersOf(graph, id).map((each) => each.id))
  }
  return seen
}

function checkReach(graph: FlowGraph): Problem[] {
  const seen = reach(graph, startOf(graph).id)
  return graph.nodes
    .filter((each) => !seen.has(each.id))
    .map((each) => problem('unreachable', elementOf(each), {}))
}

function checkBlocks(graph: FlowGraph): Problem[] {
  const { faults } = findBlocks(graph)
  const byId = new Map(graph.nodes.map((each) => [each.id, each]))
  return faults.map((fault) => {
    const node = byId.get(fault.nodeId)
    return problem(fault.code, node ? elementOf(node) : NOWHERE, {})
  })
}

/** A loop that no person takes part in would never stop within a transaction. */
function checkIdleLoops(graph: FlowGraph): Problem[] {
  const automatic = new Set(graph.nodes.filter((each) => each.kind !== 'user').map((each) => each.id))
  const state = new Map<string, 'open' | 'closed'>()
  const problems: Problem[] = []
  const walk = (id: string): void => {
    state.set(id, 'open')
    for (const { to } of waysOut(graph, id)) {
      if (!automatic.has(to)) continue
      const known = state.get(to)
      const node = graph.nodes.find((each) => each.id === to)
      if (known === 'open' && node) problems.push(problem('idle-loop', elementOf(node), {}))
      if (known === undefined) walk(to)
    }
    state.set(id, 'closed')
  }
  for (const id of automatic) if (!state.has(id)) walk(id)
  return problems
}
