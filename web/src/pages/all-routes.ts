import type { RouteRecord } from '../routes.ts'
import { adoptionRoutes } from './adoption/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { billRoutes } from './bill/routes.ts'
import { budgetRoutes } from './budget/routes.ts'
import { catalogueRoutes } from './catalogue/routes.ts'
import { cloudRoutes } from './cloud/routes.ts'
import { consolidationRoutes } from './consolidation/routes.ts'
import { coordinationRoutes } from './coordination/routes.ts'
import { driftRoutes } from './drift/routes.ts'
import { estateRoutes } from './estate/routes.ts'
import { exportRoutes } from './export/routes.ts'
import { goalRoutes } from './goal/routes.ts'
import { homeRoutes } from './home/routes.ts'
import { identityRoutes } from './identity/routes.ts'
import { inventoryRoutes } from './inventory/routes.ts'
import { milestoneRoutes } from './milestone/routes.ts'
import { noticeRoutes } from './notice/routes.ts'
import { organisationRoutes } from './organisation/routes.ts'
import { placementRoutes } from './placement/routes.ts'
import { powerScheduleRoutes } from './power-schedule/routes.ts'
import { priceTrialRoutes } from './price-trial/routes.ts'
import { projectFilingRoutes } from './project-filing/routes.ts'
import { protectionRoutes } from './protection/routes.ts'
import { requestRoutes } from './request/routes.ts'
import { resourceRoutes } from './resource/routes.ts'
import { ruleRoutes } from './rule/routes.ts'
import { savingRoutes } from './saving/routes.ts'
import { serviceContractRoutes } from './service-contract/routes.ts'
import { settlementRoutes } from './settlement/routes.ts'
import { spendingRoutes } from './spending/routes.ts'
import { statementRoutes } from './statement/routes.ts'
import { systemRoutes } from './system/routes.ts'
import { targetRoutes } from './target/routes.ts'
import { taskRoutes } from './task/routes.ts'
import { unconnectedRoutes } from './unconnected/routes.ts'
import { usageRoutes } from './usage/routes.ts'
import { workOrderRoutes } from './work-order/routes.ts'
import { workflowRoutes } from './workflow/routes.ts'

/** One line per module. */
export const allRoutes: readonly RouteRecord[] = [
  ...homeRoutes,
  ...identityRoutes,
  ...taskRoutes,
  ...catalogueRoutes,
  ...requestRoutes,
  ...resourceRoutes,
  ...protectionRoutes,
  ...usageRoutes,
  ...savingRoutes,
  ...powerScheduleRoutes,
  ...priceTrialRoutes,
  ...spendingRoutes,
  ...billRoutes,
  ...statementRoutes,
  ...settlementRoutes,
  ...adoptionRoutes,
  ...workOrderRoutes,
  ...coordinationRoutes,
  ...systemRoutes,
  ...organisationRoutes,
  ...milestoneRoutes,
  ...goalRoutes,
  ...projectFilingRoutes,
  ...serviceContractRoutes,
  ...budgetRoutes,
  ...estateRoutes,
  ...targetRoutes,
  ...cloudRoutes,
  ...unconnectedRoutes,
  ...placementRoutes,
  ...consolidationRoutes,
  ...inventoryRoutes,
  ...driftRoutes,
  ...ruleRoutes,
  ...workflowRoutes,
  ...auditRoutes,
  ...noticeRoutes,
  ...exportRoutes,
]
