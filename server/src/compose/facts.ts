/** Floor 3: what was held and used, what it costs, and what providers bill for it. */
import {
  billedUntil,
  billFlowListener,
  billNotices,
  createBillingReconciler,
  createBillingRoutes,
} from '../modules/billing/index.ts'
import { createMeasureReconciler, createMeasureRoutes, forgetMeasures } from '../modules/measure/index.ts'
import { createMeteringReconciler, meteringRoutes } from '../modules/metering/index.ts'
import {
  comparisonReconciler,
  differenceClock,
  statementNotices,
  statementRoutes,
} from '../modules/statement/index.ts'
import type { Floor } from './floor.ts'
import type { Ground } from './ground.ts'
import type { Parts } from './parts.ts'

export function createFacts({ database, measures }: Parts, { workflow, cloud }: Ground): Floor {
  const everyMs = measures?.everyMs ?? 300_000
  return {
    routes: [
      ...meteringRoutes,
      ...createMeasureRoutes(everyMs),
      ...createBillingRoutes(workflow),
      ...statementRoutes,
    ],
    reconcilers: [
      createMeteringReconciler({ database, closedUntil: billedUntil }),
      createMeasureReconciler({ connections: cloud.connections, everyMs }),
      createBillingReconciler(database),
      differenceClock,
      comparisonReconciler,
    ],
    jobs: [forgetMeasures],
    notices: [...billNotices, ...statementNotices],
    flowListeners: [billFlowListener],
  }
}
