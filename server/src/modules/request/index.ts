/** Applications: from a draft to delivered resources, and to the end of their term. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Subscriber } from '../../platform/events/index.ts'
import type { Route } from '../../platform/http/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import { createAllocationReconciler, createDeliveryReconciler } from './delivery/delivery-reconcilers.ts'
import { createDeliverySubscriber } from './delivery/delivery-subscriber.ts'
import { createPapersReconciler } from './delivery/papers-reconciler.ts'
import type { Doors } from './doors.ts'
import { type FlowNews, onFlowNews } from './flow-listener.ts'
import { createProjectRoutes } from './project/project-approval.ts'
import { requestPolicy, requestTemplatePolicy } from './request-policy.ts'
import { createRequestRoutes } from './request-routes.ts'
import { restoreTerm } from './term/restore-term.ts'
import { createTermReconciler } from './term/term-reconciler.ts'
import { createTermRoutes } from './term/term-routes.ts'

export { type CeilingAsked, type CeilingDoor, type CeilingFact, decidingOf } from './ceiling-door.ts'
export type { Doors, GrowthAsked } from './doors.ts'
export type { FlowNews } from './flow-listener.ts'
export type { GrowthFact, SavingsFact } from './gate/gate-facts.ts'
export { requestHome } from './home/home-figures.ts'
export {
  type CommittedLine,
  type DeliveredLine,
  listCancelledLines,
  listDeliveredLines,
  listLineParameters,
  listLines,
  listLinesAddedTo,
  listOrderLines,
} from './line-store.ts'
export { doorsOfModules } from './plug/doors-of-modules.ts'
export { requestNotices } from './request-notices.ts'
export { findRequest, sumCompeting } from './request-store.ts'
export { listEndsOfRequests } from './term/ends-store.ts'
export { viewerOf } from './viewer.ts'

export const requestPolicies: readonly Policy[] = [requestPolicy, requestTemplatePolicy]

export interface Requests {
  readonly routes: readonly Route[]
  readonly reconcilers: readonly Reconciler[]
  readonly subscribers: readonly Subscriber[]
  /** What the flow of a request says, within its transaction. */
  onFlowNews(tx: Tx, ctx: Ctx, news: FlowNews): Promise<void>
  /** A resource is about to be restored: its term goes on. @returns whether its term had stopped it. */
  restoreTerm(tx: Tx, ctx: Ctx, resourceId: string): Promise<{ readonly wasStopped: boolean }>
}

export function createRequests(doors: Doors): Requests {
  return {
    routes: [...createRequestRoutes(doors), ...createProjectRoutes(doors), ...createTermRoutes(doors)],
    reconcilers: [
      createAllocationReconciler(doors),
      createDeliveryReconciler(doors),
      createTermReconciler(doors),
      createPapersReconciler(),
    ],
    subscribers: [createDeliverySubscriber()],
    restoreTerm: (tx, ctx, resourceId) => restoreTerm(doors, ctx, tx, resourceId),
    onFlowNews: (tx, ctx, news) => onFlowNews(doors, tx, ctx, news),
  }
}
