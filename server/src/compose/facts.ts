/** Floor 3: what was held and used, what it costs, and what providers bill for it. */
import {
  billBudgetReconciler,
  billedUntil,
  billFlowListener,
  billNotices,
  billRunNotices,
  budgetMonthReconciler,
  createBillingReconciler,
  createBillingRoutes,
  createBillRunReconciler,
} from '../modules/billing/index.ts'
import { createMeasureReconciler, createMeasureRoutes, forgetMeasures } from '../modules/measure/index.ts'
import {
  createCounterReconciler,
  createFoldReconciler,
  createMeteringReconciler,
  meteringRoutes,
} from '../modules/metering/index.ts'
import {
  comparisonReconciler,
  differenceClock,
  statementNotices,
  statementRoutes,
} from '../modules/statement/index.ts'
import type { MakeCtx } from '../platform/create-context.ts'
import type { Floor } from './floor.ts'
import type { Ground } from './ground.ts'
import type { Parts } from './parts.ts'

interface FactsParts extends Parts {
  readonly makeCtx: MakeCtx
}

export function createFacts({ database, measures, makeCtx }: FactsParts, { workflow, cloud }: Ground): Floor {
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
      createFoldReconciler(billedUntil),
      createCounterReconciler(cloud.connections),
      createMeasureReconciler({ connections: cloud.connections, everyMs }),
      createBillingReconciler(database),
      billBudgetReconciler,
      budgetMonthReconciler,
      createBillRunReconciler({ makeCtx, flows: workflow }),
      differenceClock,
      comparisonReconciler,
    ],
    jobs: [forgetMeasures],
    notices: [...billNotices, ...billRunNotices, ...statementNotices],
    flowListeners: [billFlowListener],
  }
}
