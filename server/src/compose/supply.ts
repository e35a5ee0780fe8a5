/** Floor 2: from a request over its place to what runs on the clouds, and what is found there beside it. */
import { adoptionFlowListener, type ClosedUntil, createAdoptionModule } from '../modules/adoption/index.ts'
import { createDriftModule } from '../modules/drift/index.ts'
import { createInventoryModule, type InventoryModule, noteObserved } from '../modules/inventory/index.ts'
import {
  createHostClaimRoutes,
  createHostPlacing,
  createPlacementRoutes,
  createPlacing,
  placementSubscribers,
} from '../modules/placement/index.ts'
import { protectionNotices, protectionRoutes, vpnAccountClock } from '../modules/protection/index.ts'
import { createRequests, type Doors, doorsOfModules, requestNotices } from '../modules/request/index.ts'
import { createResourceModule, workOrderNotices } from '../modules/resource/index.ts'
import type { Floor } from './floor.ts'
import type { Ground } from './ground.ts'
import type { Parts } from './parts.ts'

/** What supply asks of the floors above it. */
export type AboveSupply = Pick<Doors, 'growth' | 'savings' | 'ceiling'> & {
  readonly closedUntil: ClosedUntil
}

export interface Supply extends Floor {
  readonly inventory: InventoryModule
}

export function createSupply(
  parts: Parts,
  { workflow, cloud }: Ground,
  { closedUntil, ...above }: AboveSupply,
): Supply {
  const { connections } = cloud
  const placing = createPlacing()
  const resource = createResourceModule({
    placing,
    connections,
    noteObserved,
    onRestore: (tx, ctx, id) => requests.restoreTerm(tx, ctx, id),
  })
  const inventory = createInventoryModule({
    database: parts.database,
    connections,
    ...(parts.scans ? { options: parts.scans } : {}),
  })
  const drift = createDriftModule(connections)
  const adoption = createAdoptionModule({ workflow, connections, closedUntil })
  const requests = createRequests(
    doorsOfModules({ workflow, placing, resource, ages: inventory.ages, ...above }),
  )
  return {
    inventory,
    routes: [
      ...createPlacementRoutes(placing),
      ...createHostClaimRoutes(createHostPlacing()),
      ...resource.routes,
      ...inventory.routes,
      ...drift.routes,
      ...adoption.routes,
      ...requests.routes,
      ...protectionRoutes,
    ],
    reconcilers: [
      ...resource.reconcilers,
      ...inventory.reconcilers,
      ...drift.reconcilers,
      ...adoption.reconcilers,
      ...requests.reconcilers,
      vpnAccountClock,
    ],
    subscribers: [...placementSubscribers, ...adoption.subscribers, ...requests.subscribers],
    jobs: inventory.jobs,
    notices: [...requestNotices, ...workOrderNotices, ...protectionNotices],
    flowListeners: [{ subjectNoun: 'request', onFlowChange: requests.onFlowNews }, adoptionFlowListener],
  }
}
