import type { NoticeRule } from '../modules/notice/index.ts'
import type { FlowListener } from '../modules/workflow/index.ts'
import type { Ctx } from '../platform/context.ts'
import type { Subscriber } from '../platform/events/index.ts'
import type { Route } from '../platform/http/index.ts'
import type { Job } from '../platform/jobs/index.ts'
import type { Reconciler } from '../platform/reconcile/index.ts'

/** What the modules of one floor (docs/architecture.md) bring: the API serves the routes, a worker runs the rest. */
export interface Floor {
  readonly routes: readonly Route[]
  readonly reconcilers?: readonly Reconciler[]
  readonly subscribers?: readonly Subscriber[]
  readonly jobs?: readonly Job<never>[]
  /** Which of its events people are told of. */
  readonly notices?: readonly NoticeRule[]
  /** What follows from the flows that it starts. */
  readonly flowListeners?: readonly FlowListener[]
  /** What every installation begins with, in this order; what people have changed since is left alone. */
  readonly defaults?: readonly ((ctx: Ctx) => Promise<unknown>)[]
}
