/** What workflow needs of others, and what it tells them. Plugged in by `compose.ts`. */
import type { Noun } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Variables } from './decision/decision-table.ts'
import type { Outcome, Refusal, Subject } from './engine/state.ts'
import type { CandidateResolver } from './people/candidate-resolver.ts'

/** A subject whose noun authorisation knows. */
export interface FlowSubjectRef extends Subject {
  readonly noun: Noun
}

export interface FlowChange {
  /** returned: the initiator has his form again; resubmitted: he handed it in again; ended: with an outcome. */
  readonly kind: 'returned' | 'resubmitted' | 'ended'
  readonly instanceId: string
  readonly flowKey: string
  readonly subject: Subject
  readonly variables: Variables
  /** Set when it ended. */
  readonly outcome: Outcome | null
  /** What the person who caused it wrote. */
  readonly comment: string | null
}

export interface FlowAct {
  readonly verb: string
  readonly instanceId: string
  readonly flowKey: string
  readonly nodeId: string
  readonly subject: Subject
  readonly variables: Variables
}

/** What a module that starts flows for its own noun plugs in. All of it runs inside the act's transaction. */
export interface FlowListener {
  readonly subjectNoun: Noun
  /** Told of every change, in the same transaction: if it throws, the act did not happen. */
  onFlowChange(tx: Tx, ctx: Ctx, change: FlowChange): Promise<void>
  /** May deny an act with a reason of its own, beyond the built-in rule that an applicant does not decide. */
  refuseAct?(tx: Tx, ctx: Ctx, act: FlowAct): Promise<Refusal | null>
  /** Service tasks by topic; the answer joins the flow's variables. */
  readonly services?: Readonly<Record<string, ServiceHandler>>
}

export type ServiceHandler = (tx: Tx, ctx: Ctx, act: Omit<FlowAct, 'verb'>) => Promise<Variables>

export interface WorkflowParts {
  readonly resolver: CandidateResolver
  /** Asked late, since the listeners' modules are built after this one. */
  listeners(): readonly FlowListener[]
}

export function topicsOf(parts: WorkflowParts): ReadonlySet<string> {
  return new Set(parts.listeners().flatMap((each) => Object.keys(each.services ?? {})))
}

/** The act's context inside its transaction: what listeners read and write joins it. */
export function joinedCtx(ctx: Ctx, tx: Tx): Ctx {
  return { ...ctx, db: tx, inTx: (body) => body(tx) }
}
