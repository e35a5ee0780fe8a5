/** BPMN as it was handed in → graph and everything that stands in the way of publishing it. */

import { readBpmn } from '../definition/bpmn-read.ts'
import { checkFlow } from '../definition/check-flow.ts'
import { type FlowGraph, MAX_EDGES, MAX_NODES } from '../definition/graph.ts'
import { layOut } from '../definition/layout.ts'
import { NOWHERE, type Problem, problem } from '../definition/problem.ts'

export interface ReadDefinition {
  /** Null when it cannot even be drawn. */
  readonly graph: FlowGraph | null
  readonly problems: readonly Problem[]
}

export async function readDefinition(bpmn: string, topics: ReadonlySet<string>): Promise<ReadDefinition> {
  const { graph, problems } = await readBpmn(bpmn)
  if (!graph) return { graph: null, problems }
  if (graph.nodes.length > MAX_NODES || graph.edges.length > MAX_EDGES)
    return {
      graph: null,
      problems: [...problems, problem('too-large', NOWHERE, { what: String(MAX_NODES) })],
    }
  const all = [...problems, ...checkFlow(graph, topics)].slice(0, 200)
  return { graph: canBeDrawn(graph) ? graph : null, problems: all }
}

/** Edges to nowhere and double ids make no picture. */
function canBeDrawn(graph: FlowGraph): boolean {
  const ids = new Set(graph.nodes.map((each) => each.id))
  const whole =
    ids.size === graph.nodes.length && graph.edges.every((each) => ids.has(each.from) && ids.has(each.to))
  return whole && layOut(graph).nodes.length > 0
}
