/**
 * Parallel blocks. Every node gets the list of splits it stands within, outermost first, each with the branch taken.
 * Publishing demands that the lists are consistent (branches join before they go on), which makes joining, counting
 * and returning simple: a return cancels exactly the tokens below the target's block.
 */
import { type FlowGraph, isSplit, startOf, timersOf, waysOut } from './graph.ts'

interface Block {
  readonly split: string
  /** Id of the edge that the branch begins with. */
  readonly branch: string
}

interface BlockFault {
  readonly code: 'block-open' | 'block-crossed' | 'join-alone'
  readonly nodeId: string
}

interface Blocks {
  /** Of each reachable node: for a join the list after joining, for a split the list before splitting. */
  readonly of: ReadonlyMap<string, readonly Block[]>
  readonly faults: readonly BlockFault[]
}

const keyOf = (path: readonly Block[]) => path.map((each) => `${each.split}/${each.branch}`).join('>')

interface Walk {
  readonly graph: FlowGraph
  readonly of: Map<string, readonly Block[]>
  readonly faults: BlockFault[]
  readonly todo: { id: string; path: readonly Block[] }[]
}

export function findBlocks(graph: FlowGraph): Blocks {
  const walk: Walk = { graph, of: new Map(), faults: [], todo: [{ id: startOf(graph).id, path: [] }] }
  for (let next = walk.todo.pop(); next; next = walk.todo.pop()) visit(walk, next.id, next.path)
  return { of: walk.of, faults: walk.faults }
}

function visit(walk: Walk, id: string, path: readonly Block[]): void {
  const { graph, of, faults, todo } = walk
  const node = graph.nodes.find((each) => each.id === id)
  if (!node) return
  const joins = node.kind === 'parallel' && !isSplit(graph, id)
  if (joins && path.length === 0) return void faults.push({ code: 'join-alone', nodeId: id })
  const here = joins ? path.slice(0, -1) : path
  const seen = of.get(id)
  if (seen) {
    if (keyOf(seen) !== keyOf(here)) faults.push({ code: 'block-crossed', nodeId: id })
    return
  }
  of.set(id, here)
  if (node.kind === 'end' && here.length > 0) faults.push({ code: 'block-open', nodeId: id })
  const splits = node.kind === 'parallel' && !joins
  for (const edge of waysOut(graph, id))
    todo.push({ id: edge.to, path: splits ? [...here, { split: id, branch: edge.id }] : here })
  // What follows a non-interrupting timer runs on its own to its own end and joins nothing.
  for (const timer of timersOf(graph, id)) todo.push({ id: timer.id, path: timer.interrupting ? here : [] })
}
