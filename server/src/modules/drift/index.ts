/** Drift: where what the clouds show and what is intended part, and what is decided about it. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { Route } from '../../platform/http/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import type { Connections } from '../cloud/index.ts'
import { driftPolicy } from './drift-policy.ts'
import { driftRoutes } from './drift-routes.ts'
import { createLeftoverReconciler } from './leftover-reconciler.ts'

export { driftHome } from './drift-home.ts'

export const driftPolicies: readonly Policy[] = [driftPolicy]

export interface DriftModule {
  readonly routes: readonly Route[]
  readonly reconcilers: readonly Reconciler[]
}

export function createDriftModule(connections: Pick<Connections, 'to'>): DriftModule {
  return { routes: driftRoutes, reconcilers: [createLeftoverReconciler(connections)] }
}
