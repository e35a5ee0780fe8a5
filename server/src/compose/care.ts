/** Floor 4: what is done about the facts: settlements with providers, what can be saved, checks and issues. */
import { coordinationNotices, coordinationRoutes, installCheckLists } from '../modules/coordination/index.ts'
import {
  consolidationNotices,
  createConsolidationReconciler,
  optimisationRoutes,
} from '../modules/optimisation/index.ts'
import {
  billEffectReconciler,
  createNoticeReconciler,
  createSavingRoutes,
  createSavingRunReconciler,
  judgeNightly,
  priceTrialReconciler,
  ruleTrialReconciler,
  savingFlowListener,
  savingNotices,
  scheduleReconciler,
} from '../modules/saving/index.ts'
import { ceilingReconciler, createSettlementRoutes, settlementNotices } from '../modules/settlement/index.ts'
import { agreedByBody, agreedStatements } from '../modules/statement/index.ts'
import type { MakeCtx } from '../platform/create-context.ts'
import type { Floor } from './floor.ts'
import type { Ground } from './ground.ts'

interface CareParts {
  readonly makeCtx: MakeCtx
}

export function createCare({ makeCtx }: CareParts, { workflow, cloud }: Ground): Floor {
  return {
    routes: [
      ...createSettlementRoutes({
        agreedStatements: async (db, { providerId, from, to }) =>
          (await agreedStatements(db, { providerId })).filter(({ month }) => month >= from && month <= to),
        agreedByBody,
      }),
      ...optimisationRoutes,
      ...createSavingRoutes(workflow),
      ...coordinationRoutes,
    ],
    reconcilers: [
      ceilingReconciler,
      createConsolidationReconciler(cloud.connections),
      createNoticeReconciler(workflow),
      billEffectReconciler,
      createSavingRunReconciler({ makeCtx, flows: workflow }),
      scheduleReconciler,
      priceTrialReconciler,
      ruleTrialReconciler,
    ],
    jobs: [judgeNightly],
    notices: [...settlementNotices, ...consolidationNotices, ...savingNotices, ...coordinationNotices],
    flowListeners: [savingFlowListener],
    defaults: [installCheckLists],
  }
}
