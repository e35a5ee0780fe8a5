/**
 * One running flow as a value: instance, tokens, steps, tasks, timers. The engine moves it; the store loads it under
 * the instance's lock and writes back what changed. The simulator moves the same value and writes nothing.
 */
import type { ReasonCode } from '@yunheng/contract'
import type { Variables } from '../decision/decision-table.ts'
import type { CandidateRule, FlowGraph, UserNode } from '../definition/graph.ts'

/** A right to take a task: whoever holds a valid post of this role in this body. */
export interface Seat {
  readonly role: string
  readonly bodyId: string
}

export interface Person {
  readonly personId: string
  readonly name: string
}

export interface BlockEntry {
  readonly split: string
  /** One passage through the split; the branches of a passage join each other and nobody else. */
  readonly visit: string
  readonly branch: string
}

export interface Token {
  readonly id: string
  readonly nodeId: string
  readonly state: 'active' | 'gone'
  readonly path: readonly BlockEntry[]
  /** After a direct return: where to go when the corrected step is done. */
  readonly resumeNodeId: string | null
  readonly side: boolean
}

export type StepOutcome = 'completed' | 'approved' | 'rejected' | 'returned' | 'timed-out'

/** One visit of a user task. */
export interface Step {
  readonly id: string
  readonly tokenId: string
  readonly nodeId: string
  readonly number: number
  readonly state: 'open' | 'done' | 'cancelled'
  readonly outcome: StepOutcome | null
  readonly enteredBy: 'start' | 'flow' | 'return'
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly dueAt: Date | null
  readonly missingYear: number | null
  readonly calendarVersion: number | null
  readonly overdueAt: Date | null
}

type TaskOutcome = 'completed' | 'approved' | 'rejected' | 'returned' | 'transferred' | 'cancelled'

export interface Task {
  readonly id: string
  readonly stepId: string
  readonly nodeId: string
  /** own: the step's; before / after: of a signer who was added. */
  readonly kind: 'own' | 'before' | 'after'
  readonly state: 'open' | 'waiting' | 'done' | 'cancelled'
  readonly outcome: TaskOutcome | null
  readonly seats: readonly Seat[]
  readonly people: readonly Person[]
  readonly addedBy: string | null
  readonly actedBy: Person | null
  readonly actedFor: string | null
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly version: number
}

export interface Timer {
  readonly id: string
  readonly stepId: string
  readonly nodeId: string
  readonly dueAt: Date | null
  readonly missingYear: number | null
  readonly state: 'waiting' | 'fired' | 'cancelled'
}

export type Outcome = 'approved' | 'rejected' | 'withdrawn' | 'voided'

export interface Subject {
  readonly noun: string
  readonly id: string
  readonly bodyId: string
  readonly title: string
}

export interface Instance {
  readonly id: string
  readonly state: 'running' | 'ended'
  readonly outcome: Outcome | null
  readonly subject: Subject
  readonly variables: Variables
  readonly starter: Person
  readonly endedAt: Date | null
  /** Paths taken, each with the number of steps opened by then. */
  readonly trail: readonly TrailEntry[]
}

export type TrailEntry = readonly [edgeId: string, steps: number]

/** A line of the history, as the engine makes it; who did it is filled in by the use case when null. */
export interface ActionDraft {
  readonly act: string
  readonly stepId: string | null
  readonly taskId: string | null
  readonly nodeId: string | null
  /** True: the platform itself (a clock, a service task). */
  readonly bySystem: boolean
  readonly comment: string | null
  readonly toNodeId: string | null
  readonly toPeople: readonly Person[]
}

/** What happened, for listeners and events. */
export type Happening =
  | { readonly kind: 'task-opened'; readonly taskId: string }
  | { readonly kind: 'returned-to-starter' }
  | { readonly kind: 'resubmitted' }
  | { readonly kind: 'ended'; readonly outcome: Outcome }

/** The working copy of one move. Rows are replaced, never mutated; `changed` says which to write. */
export interface Draft {
  readonly graph: FlowGraph
  instance: Instance
  readonly tokens: Map<string, Token>
  readonly steps: Map<string, Step>
  readonly tasks: Map<string, Task>
  readonly timers: Map<string, Timer>
  readonly changed: Set<string>
  readonly actions: ActionDraft[]
  readonly happenings: Happening[]
  /** Automatic moves left in this transaction: a loop that the checks did not foresee ends here. */
  movesLeft: number
}

export interface TermEnd {
  readonly dueAt: Date | null
  readonly missingYear: number | null
  readonly calendarVersion: number | null
}

/** What the engine asks of the world. In the simulator nothing of it leaves a trace. */
export interface World {
  readonly now: Date
  newId(): string
  seatsOf(rule: CandidateRule, instance: Instance): Promise<readonly Seat[]>
  holdersOf(seats: readonly Seat[]): Promise<readonly Person[]>
  peopleOf(personIds: readonly string[]): Promise<readonly Person[]>
  termEnd(amount: number, unit: 'working-day' | 'working-minute'): TermEnd
  /** Runs a service task; what it answers joins the variables. Throws to refuse the whole act. */
  runService(topic: string, instance: Instance): Promise<Variables>
}

/** Name of the variable by which whoever starts a flow says how long its people have: a rule of that module, not of the definition. */
export const TERM_VARIABLE = 'termWorkingDays'

/** Working days of a step: as they were said at the start, otherwise of its definition; what the starter fills in has his own. */
export function termOf(node: UserNode, { variables }: Pick<Instance, 'variables'>): number | null {
  const given = variables[TERM_VARIABLE]
  return node.step !== 'fill' && typeof given === 'number' ? given : node.termWorkingDays
}

/** A refusal by a rule of the engine: a reason code with the words that its text needs. */
export interface Refusal {
  readonly reason: ReasonCode
  readonly details?: Readonly<Record<string, string | number>>
}

export class EngineRefusal extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.reason)
    this.refusal = refusal
  }
}

const MOVES_MAX = 200

export function newDraft(graph: FlowGraph, instance: Instance): Draft {
  return {
    graph,
    instance,
    tokens: new Map(),
    steps: new Map(),
    tasks: new Map(),
    timers: new Map(),
    changed: new Set(),
    actions: [],
    happenings: [],
    movesLeft: MOVES_MAX,
  }
}

type Table = 'tokens' | 'steps' | 'tasks' | 'timers'
type RowOf<T extends Table> = Draft[T] extends Map<string, infer R> ? R : never

/** Puts a new row or a changed one. */
export function put<T extends Table>(draft: Draft, table: T, row: RowOf<T>): void {
  const rows = draft[table] as Map<string, RowOf<T>>
  rows.set((row as { id: string }).id, row)
  draft.changed.add((row as { id: string }).id)
}

export function patch<T extends Table>(draft: Draft, table: T, id: string, change: Partial<RowOf<T>>): void {
  const row = (draft[table] as Map<string, RowOf<T>>).get(id)
  if (!row) throw new Error(`no ${table} ${id} in the draft`)
  put(draft, table, { ...row, ...change })
}

export function note(draft: Draft, action: Partial<ActionDraft> & Pick<ActionDraft, 'act'>): void {
  draft.actions.push({
    stepId: null,
    taskId: null,
    nodeId: null,
    bySystem: false,
    comment: null,
    toNodeId: null,
    toPeople: [],
    ...action,
  })
}

export function stepOf(draft: Draft, id: string): Step {
  const step = draft.steps.get(id)
  if (!step) throw new Error(`no step ${id} in the draft`)
  return step
}

export function tasksOf(draft: Draft, stepId: string): readonly Task[] {
  return [...draft.tasks.values()].filter((each) => each.stepId === stepId)
}

export function openSteps(draft: Draft): readonly Step[] {
  return [...draft.steps.values()].filter((each) => each.state === 'open')
}
