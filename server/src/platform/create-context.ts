import type { OperationSpec } from '@yunheng/contract'
import { recordAudit } from './audit/index.ts'
import type { Authz } from './authz/index.ts'
import type { Clock } from './clock.ts'
import type { Actor, Ctx } from './context.ts'
import type { Database } from './db/index.ts'
import { insertEvent } from './events/index.ts'
import type { Ids } from './ids.ts'
import { enqueueJob } from './jobs/index.ts'
import type { Logger } from './log/index.ts'
import { insertNudge } from './reconcile/index.ts'

export interface ContextParts {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Logger
  readonly authz: Authz
}

export interface Call {
  readonly requestId: string
  readonly address: string | null
  readonly operation: OperationSpec | null
}

export type MakeCtx = (actor: Actor, call: Call) => Ctx

/** Builds the context of each call out of the process's few shared parts. */
export function createContextFactory(parts: ContextParts): MakeCtx {
  const make: MakeCtx = (actor, call) => {
    const ctx: Ctx = {
      actor,
      requestId: call.requestId,
      address: call.address,
      operation: call.operation,
      clock: parts.clock,
      ids: parts.ids,
      log: parts.log,
      authz: parts.authz,
      db: parts.database.as(actor.scope),
      inTx: (body) => parts.database.inTx(actor.scope, body),
      // By `this`, so that a context derived by spreading (another operation, inside a transaction) speaks for itself.
      audit(this: Ctx, tx, entry) {
        return recordAudit(tx, this, entry)
      },
      emit(this: Ctx, tx, event) {
        return insertEvent(tx, this, event)
      },
      enqueue: enqueueJob,
      nudge: (tx, reconciler, ids, dueAt) => insertNudge(tx, reconciler, ids, dueAt ?? parts.clock.now()),
      asSystem: (name) => make(systemActor(name), call),
    }
    return ctx
  }
  return make
}

export function systemActor(name: string): Actor {
  return { kind: 'system', name, scope: { all: true } }
}
