/** Taking in what clouds held before the platform came (纳管). See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { Subscriber } from '../../platform/events/index.ts'
import type { Route } from '../../platform/http/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import type { Connections } from '../cloud/index.ts'
import { adoptionPolicy } from './adoption-policy.ts'
import { createAdoptionRoutes } from './adoption-routes.ts'
import type { Flows } from './list/act-on-list.ts'
import type { ClosedUntil } from './ports.ts'
import { proposalSubscriber } from './proposal/propose-owners.ts'
import { createAdoptionReconciler } from './take-in/adoption-reconciler.ts'

export { adoptionHome } from './home/home-figures.ts'
export { adoptionFlowListener } from './list/flow-listener.ts'
export { findPricedBy, type PricedBy } from './plan/plan-store.ts'
export type { ClosedUntil } from './ports.ts'
export { createAdoptionReconciler } from './take-in/adoption-reconciler.ts'

export const adoptionPolicies: readonly Policy[] = [adoptionPolicy]

export interface AdoptionModule {
  readonly routes: readonly Route[]
  readonly reconcilers: readonly Reconciler[]
  readonly subscribers: readonly Subscriber[]
}

export function createAdoptionModule(parts: {
  readonly workflow: Flows
  readonly connections: Pick<Connections, 'to'>
  readonly closedUntil: ClosedUntil
}): AdoptionModule {
  return {
    routes: createAdoptionRoutes(parts.workflow, parts.closedUntil),
    reconcilers: [createAdoptionReconciler(parts.connections, parts.closedUntil)],
    subscribers: [proposalSubscriber],
  }
}
