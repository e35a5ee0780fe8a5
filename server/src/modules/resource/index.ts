/** Resources: what should be and what is, for everything placed on any cloud. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { resourcePolicy } from './resource-policy.ts'
import { witnessPolicy, workOrderPolicy } from './work-order/work-order-policy.ts'

export { type Adoptable, isReadable, listLacking } from './adopt/can-take-in.ts'
export { type PlanToSet, setPlans } from './adopt/set-plans.ts'
export {
  type Found,
  type Place,
  type TakenIn,
  takeInResources,
} from './adopt/take-in-resources.ts'
export { countUnpriced, listUnpriced, type Unpriced } from './adopt/unpriced-store.ts'
export { addAmounts, excessOf, NOTHING, timesAmounts } from './amounts.ts'
export { connectorsOf } from './connector-of.ts'
export { findLastPowerAct } from './history-store.ts'
export { kindsOf } from './intend/blueprint.ts'
export {
  amountsOfChange,
  type ChangeToIntend,
  intendStart,
  intendStop,
  setTerm,
} from './intend/intend-change.ts'
export {
  intendRelease,
  intendRestore,
  type Release,
  releaseAll,
} from './intend/intend-release.ts'
export { type IntendResources, intendResources } from './intend/intend-resources.ts'
export { amountsOfUnit, type LineToIntend } from './intend/line.ts'
export { type LineProgress, problemOf, progressOfLines } from './intend/line-progress.ts'
export { RESOURCE_KIND_WORDS } from './kind-words.ts'
export type { ListedRow } from './list-store.ts'
export { acceptObserved, recreateResource } from './operate/keep-resource.ts'
export { powerServer } from './operate/operate-server.ts'
export { putBack, refuseTakingOver, writeOff } from './operate/settle-drift.ts'
export type { ConnectorOf, Holder, Holdings, ResourcePorts } from './ports.ts'
export {
  createResourceReconciler,
  DEFAULT_RECONCILER_OPTIONS,
  type ReconcilerOptions,
} from './reconcile/resource-reconciler.ts'
export type { PlanTag, ResourceRow } from './resource.ts'
export { createResourceModule, type ResourceModule, type ResourceModuleParts } from './resource-module.ts'
export {
  findResource,
  hasResources,
  listProvidersOfSystem,
  listResourcesById,
  listResourcesOfSystem,
  listSubnetsOfBody,
  listSubnetsOfSystem,
  listSystemsWithResources,
  loadResourceForUpdate,
} from './resource-store.ts'
export { toItem } from './resource-view.ts'
export { workOrderHome } from './work-order/work-order-home.ts'
export { workOrderNotices } from './work-order/work-order-notices.ts'

export const resourcePolicies: readonly Policy[] = [resourcePolicy, workOrderPolicy, witnessPolicy]
