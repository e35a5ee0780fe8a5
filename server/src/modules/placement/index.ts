/** Placement: which pool carries what was approved, and why. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { Subscriber } from '../../platform/events/index.ts'
import { bondPolicy } from './bond/bond-policy.ts'
import { endBondsOfRetired } from './bond/unbind-systems.ts'
import { hostClaimPolicy } from './host/host-claim-policy.ts'
import { placementPolicy } from './placement-policy.ts'

export type { Part } from './arrange.ts'
export { type HostBond, listHostBonds } from './bond/bond-store.ts'
export { type ClaimInput, createPlacing, type Placed, type Placing } from './claim.ts'
export { createHostPlacing } from './host/claim-host.ts'
export { createHostClaimRoutes } from './host/host-claim-routes.ts'
export { listClaimedResources, listUnbuiltClaims } from './host/host-claim-store.ts'
export { type ImagineInput, NO_ONE } from './imagine.ts'
export { type Packed, packBatch } from './pack/pack-batch.ts'
export type { BatchMachine } from './pack/seat.ts'
export { createPlacementRoutes } from './placement-routes.ts'
export {
  findPlacement,
  insertMove,
  keepLine,
  listPlacementsOfRequest,
  listZonesOfPools,
  loadPlacementForUpdate,
  type PlacementRow,
  updateQuantity,
} from './placement-store.ts'
export { refuseMove, toPlacements } from './placement-view.ts'
export type { PoolBook, PoolView } from './pool-book.ts'
export type { Site } from './site.ts'

export const placementPolicies: readonly Policy[] = [placementPolicy, bondPolicy, hostClaimPolicy]

export const placementSubscribers: readonly Subscriber[] = [endBondsOfRetired]
