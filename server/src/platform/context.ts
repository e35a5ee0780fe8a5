import type { OperationSpec } from '@yunheng/contract'
import type { Actor } from './actor.ts'
import type { AuditEntry } from './audit/audit-entry.ts'
import type { Authz } from './authz/index.ts'
import type { Clock } from './clock.ts'
import type { Db, Tx } from './db/index.ts'
import type { EventDraft } from './events/event.ts'
import type { Ids } from './ids.ts'
import type { JobHandle } from './jobs/job-handle.ts'
import type { Logger } from './log/index.ts'

export type { ActingPost, Actor, PersonActor } from './actor.ts'

/**
 * What every use case is given first. Narrow on purpose: no HTTP, no cloud, no mail. Ports to other modules are further
 * parameters of the module's own `create…` function.
 */
export interface Ctx {
  readonly actor: Actor
  readonly requestId: string
  /** Address of the caller, for the audit trail; null for the system's own work. */
  readonly address: string | null
  /** The operation being run; null for jobs and reconcilers, which name their act themselves. */
  readonly operation: OperationSpec | null
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Logger
  readonly authz: Authz
  /** Reads, under the actor's scope. Inside an idempotent call this is the surrounding transaction. */
  readonly db: Db
  /** One transaction under the actor's scope; joins the surrounding one when there is one. */
  inTx<T>(body: (tx: Tx) => Promise<T>): Promise<T>
  /** Writes the audit entry of a change, in its own transaction. Act and actor are filled in from the context. */
  audit(tx: Tx, entry: AuditEntry): Promise<void>
  emit(tx: Tx, event: EventDraft): Promise<void>
  enqueue<P>(tx: Tx, job: JobHandle<P>, payload: P, options?: { key?: string; runAt?: Date }): Promise<void>
  /** Asks a reconciler to look at one thing, or at each of many, soon. */
  nudge(tx: Tx, reconciler: string, ids: string | readonly string[], dueAt?: Date): Promise<void>
  /** The same context as the system: for what the platform does of its own accord inside a person's call. */
  asSystem(name: string): Ctx
}
