/** A flow as the engine reads it: nodes and edges, plain data. BPMN is its exchange form (`bpmn-read`, `bpmn-write`). */
import type { CandidateRule, CompletionRule, Text } from '@yunheng/contract'

export type { CandidateRule, CompletionRule }

export interface FlowVariable {
  readonly name: string
  readonly type: 'string' | 'number' | 'boolean'
  readonly label: Text
  readonly values?: readonly string[]
}

interface NodeBase {
  readonly id: string
  readonly name: Text
}

interface StartNode extends NodeBase {
  readonly kind: 'start'
}
interface EndNode extends NodeBase {
  readonly kind: 'end'
  readonly outcome: 'approved' | 'rejected'
}

/** fill: the initiator's form; approve: a decision; handle: work to be done and reported. */
type StepKind = 'fill' | 'approve' | 'handle'

export interface UserNode extends NodeBase {
  readonly kind: 'user'
  readonly step: StepKind
  readonly rule: CandidateRule
  /** Null: one task, any of the candidates takes it (或签). Otherwise one task each (会签). */
  readonly multi: { readonly completion: CompletionRule; readonly sequential: boolean } | null
  readonly termWorkingDays: number | null
  /** Who gets the task as well once it is overdue. */
  readonly escalateTo: CandidateRule | null
  /** end: a rejection ends the flow; continue: the definition goes on and a gateway asks for the outcome. */
  readonly onReject: 'end' | 'continue'
  /** False (the rule): the initiator is no candidate here, an applicant does not decide on his own application. */
  readonly allowInitiator: boolean
  /** False: once this step has opened, the initiator can no longer withdraw. */
  readonly withdrawable: boolean
}
interface ServiceNode extends NodeBase {
  readonly kind: 'service'
  readonly topic: string
}
interface ExclusiveNode extends NodeBase {
  readonly kind: 'exclusive'
}
interface ParallelNode extends NodeBase {
  readonly kind: 'parallel'
}
export interface TimerNode extends NodeBase {
  readonly kind: 'timer'
  readonly attachedTo: string
  readonly interrupting: boolean
  readonly after: { readonly amount: number; readonly unit: 'working-day' | 'working-minute' }
}

export type FlowNode = StartNode | EndNode | UserNode | ServiceNode | ExclusiveNode | ParallelNode | TimerNode

export interface FlowEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly name: Text | null
  readonly condition: string | null
  readonly isDefault: boolean
}

export interface FlowGraph {
  readonly key: string
  readonly name: Text
  readonly variables: readonly FlowVariable[]
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
}

/** An approval flow is far below; above it, checking and drawing would hold up everybody else. */
export const MAX_NODES = 200
export const MAX_EDGES = 400

export function nodeOf(graph: FlowGraph, id: string): FlowNode {
  const node = graph.nodes.find((each) => each.id === id)
  if (!node) throw new Error(`the flow ${graph.key} has no node ${id}`)
  return node
}

export function userNodeOf(graph: FlowGraph, id: string): UserNode {
  const node = nodeOf(graph, id)
  if (node.kind !== 'user') throw new Error(`${id} is no user task`)
  return node
}

export function waysOut(graph: FlowGraph, id: string): readonly FlowEdge[] {
  return graph.edges.filter((each) => each.from === id)
}

export function waysIn(graph: FlowGraph, id: string): readonly FlowEdge[] {
  return graph.edges.filter((each) => each.to === id)
}

export function timersOf(graph: FlowGraph, id: string): readonly TimerNode[] {
  return graph.nodes.filter((each): each is TimerNode => each.kind === 'timer' && each.attachedTo === id)
}

export function startOf(graph: FlowGraph): FlowNode {
  const start = graph.nodes.find((each) => each.kind === 'start')
  if (!start) throw new Error(`the flow ${graph.key} has no start`)
  return start
}

/** A parallel gateway splits when it has several ways out, joins otherwise. */
export function isSplit(graph: FlowGraph, id: string): boolean {
  return waysOut(graph, id).length > 1
}
