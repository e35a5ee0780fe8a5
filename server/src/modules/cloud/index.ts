/** Clouds, nodes, zones, pools, capacity, quotas, and the port that connectors implement. See README.md. */
import type { CloudCreate } from '@yunheng/contract'
import type { Policy } from '../../platform/authz/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Database } from '../../platform/db/index.ts'
import type { Route } from '../../platform/http/index.ts'
import type { Job } from '../../platform/jobs/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import type { Secrets } from '../../platform/secrets/index.ts'
import { cloudPolicy } from './cloud/cloud-policy.ts'
import { createCloudReconciler } from './cloud/cloud-reconciler.ts'
import { createCloudRoutes } from './cloud/cloud-routes.ts'
import type { CloudRow } from './cloud/cloud-store.ts'
import { registerCloud } from './cloud/register-cloud.ts'
import { type Connections, createConnections } from './connections.ts'
import type { ConnectorKind } from './connector.ts'
import { hostPolicy } from './host/host-policy.ts'
import { createHostReconciler } from './host/host-reconciler.ts'
import { hostRoutes } from './host/host-routes.ts'
import { keepPoolDays } from './pool/pool-days.ts'
import { poolPolicy } from './pool/pool-policy.ts'
import { createPoolRoutes } from './pool/pool-routes.ts'
import { quotaPolicy } from './quota/quota-policy.ts'
import { quotaRoutes } from './quota/quota-routes.ts'

export { firstLack, mapAmounts, minus, plus, ZERO } from './amounts.ts'
export { isSimulated } from './cloud/cloud.ts'
export { type CloudRow, findCloud, listAllClouds, listLacks } from './cloud/cloud-store.ts'
export { lookAtCloud } from './cloud/look-at-cloud.ts'
export { ask as askCloud } from './cloud/probe-cloud.ts'
export type { Connection, Connections } from './connections.ts'
export type {
  CallScope,
  Capabilities,
  Change,
  CloudOffer,
  ConnectionSettings,
  Connector,
  ConnectorKind,
  ConsoleLink,
  Counter,
  CounterReading,
  ExternalId,
  FaultKind,
  Gauge,
  InventoryPage,
  Listener,
  Measured,
  Observed,
  ObservedState,
  ProbeFinding,
  ResourceKind,
  SecurityRule,
  Spec,
  SpecOf,
  ZoneCapacity,
} from './connector.ts'
export { COUNTERS, ConnectorFault, RESOURCE_KINDS } from './connector.ts'
export {
  type EstateOfPool,
  findHostRef,
  type GuestOfPool,
  type HostOfPool,
  listEstateOfPool,
  noteGuestMoved,
  sumUsedOfPool,
} from './host/estate-store.ts'
export { type HostRoom, listHostRooms } from './host/host-store.ts'
export { addNode, addZone } from './node/keep-node.ts'
export { distanceKm, layoutRegion, REMOTE_KM_MIN } from './node/node.ts'
export {
  findNode,
  listAllNodes,
  listAllZones,
  type PlacedNodeRow,
  placedOf,
  type ZoneRow,
} from './node/node-store.ts'
export {
  allocateCapacity,
  countInPool,
  releaseCapacity,
  reserveCapacity,
  tryReserveCapacity,
} from './pool/claim-capacity.ts'
export { type InstalledCapacity, sumInstalled } from './pool/installed.ts'
export { createPool } from './pool/keep-pool.ts'
export { capacityOf } from './pool/pool.ts'
export { listPoolDays, type PoolDay, writePoolDays } from './pool/pool-days.ts'
export { findPool, listAllPools, listPoolCandidates, type PoolRow } from './pool/pool-store.ts'
export {
  countInQuota,
  findQuotaLeft,
  type QuotaLeft,
  refuseQuota,
  releaseQuota,
  reserveQuota,
} from './quota/claim-quota.ts'
export { moveQuota } from './quota/move-quota.ts'
export { setQuota } from './quota/set-quota.ts'

export const cloudPolicies: readonly Policy[] = [cloudPolicy, poolPolicy, quotaPolicy, hostPolicy]

export interface CloudModule {
  readonly connections: Connections
  readonly routes: readonly Route[]
  readonly reconcilers: readonly Reconciler[]
  readonly jobs: readonly Job<never>[]
  /** The use case of `cloud.create`, for setting up sample data. */
  readonly registerCloud: (ctx: Ctx, input: CloudCreate) => Promise<CloudRow>
}

export function createCloudModule(parts: {
  readonly kinds: readonly ConnectorKind[]
  readonly database: Database
  readonly secrets: Secrets
  readonly clock: Clock
}): CloudModule {
  const connections = createConnections(parts)
  const cloudParts = { connections, secrets: parts.secrets }
  return {
    connections,
    routes: [
      ...createCloudRoutes(cloudParts),
      ...createPoolRoutes(connections),
      ...quotaRoutes,
      ...hostRoutes,
    ],
    reconcilers: [createCloudReconciler(connections), createHostReconciler(connections)],
    jobs: [keepPoolDays],
    registerCloud: (ctx, input) => registerCloud(ctx, cloudParts, input),
  }
}
