import { adoptionPolicies } from './modules/adoption/index.ts'
import { billingPolicies } from './modules/billing/index.ts'
import { budgetPolicies } from './modules/budget/index.ts'
import { cataloguePolicies } from './modules/catalogue/index.ts'
import { cloudPolicies } from './modules/cloud/index.ts'
import { cockpitPolicies } from './modules/cockpit/index.ts'
import { coordinationPolicies } from './modules/coordination/index.ts'
import { driftPolicies } from './modules/drift/index.ts'
import { exportPolicies } from './modules/export/index.ts'
import { identityPolicies } from './modules/identity/index.ts'
import { inventoryPolicies } from './modules/inventory/index.ts'
import { measurePolicies } from './modules/measure/index.ts'
import { meteringPolicies } from './modules/metering/index.ts'
import { optimisationPolicies } from './modules/optimisation/index.ts'
import { organisationPolicies } from './modules/organisation/index.ts'
import { placementPolicies } from './modules/placement/index.ts'
import { filingPolicies } from './modules/project-filing/index.ts'
import { protectionPolicies } from './modules/protection/index.ts'
import { requestPolicies } from './modules/request/index.ts'
import { resourcePolicies } from './modules/resource/index.ts'
import { rulePolicies } from './modules/rule/index.ts'
import { savingPolicies } from './modules/saving/index.ts'
import { contractPolicies } from './modules/service-contract/index.ts'
import { settlementPolicies } from './modules/settlement/index.ts'
import { statementPolicies } from './modules/statement/index.ts'
import { systemPolicies } from './modules/system/index.ts'
import { unconnectedPolicies } from './modules/unconnected/index.ts'
import { workflowPolicies } from './modules/workflow/index.ts'
import { auditPolicy } from './platform/audit/index.ts'
import type { Policy } from './platform/authz/index.ts'

/** Who may do what with every noun: the modules' policies, one line each. Printed as `server/test/policy-matrix.txt`. */
export const policies: readonly Policy[] = [
  auditPolicy,
  ...identityPolicies,
  ...organisationPolicies,
  ...systemPolicies,
  ...cataloguePolicies,
  ...rulePolicies,
  ...filingPolicies,
  ...contractPolicies,
  ...budgetPolicies,
  ...cloudPolicies,
  ...unconnectedPolicies,
  ...workflowPolicies,
  ...placementPolicies,
  ...resourcePolicies,
  ...inventoryPolicies,
  ...driftPolicies,
  ...adoptionPolicies,
  ...requestPolicies,
  ...meteringPolicies,
  ...measurePolicies,
  ...billingPolicies,
  ...statementPolicies,
  ...settlementPolicies,
  ...protectionPolicies,
  ...coordinationPolicies,
  ...optimisationPolicies,
  ...savingPolicies,
  ...cockpitPolicies,
  ...exportPolicies,
]
