/** Floor 1: people and their posts, flows, systems, catalogue and rules, contracts and budgets, the connected clouds. */
import { join } from 'node:path'
import {
  budgetNotices,
  type CheckPorts,
  createBudgetRoutes,
  createSubsidyRoutes,
  type SpentPorts,
  subsidyFlowListener,
} from '../modules/budget/index.ts'
import { catalogueRoutes, installCatalogue } from '../modules/catalogue/index.ts'
import { type CloudModule, type ConnectorKind, createCloudModule } from '../modules/cloud/index.ts'
import { createExportModule, exportNotices } from '../modules/export/index.ts'
import { createIdentity, type Identity } from '../modules/identity/index.ts'
import { forgetNotices, noticeRoutes, taskNotices } from '../modules/notice/index.ts'
import { organisationRoutes } from '../modules/organisation/index.ts'
import { savedViewRoutes } from '../modules/preference/index.ts'
import { filingNotices, filingRoutes } from '../modules/project-filing/index.ts'
import { installRules, ruleRoutes } from '../modules/rule/index.ts'
import {
  contractFlowListener,
  createContractRoutes,
  createEndingReconciler,
  type TermsPorts,
} from '../modules/service-contract/index.ts'
import { createSystemRoutes, type SystemPorts } from '../modules/system/index.ts'
import { unconnectedRoutes } from '../modules/unconnected/index.ts'
import {
  createWorkflow,
  type FlowListener,
  organisationResolver,
  seedWorkflow,
  type Workflow,
} from '../modules/workflow/index.ts'
import type { MakeCtx } from '../platform/create-context.ts'
import type { Route } from '../platform/http/index.ts'
import type { TrustInForce } from '../platform/pki/index.ts'
import type { Floor } from './floor.ts'
import type { Parts } from './parts.ts'

export interface GroundParts extends Parts {
  readonly makeCtx: MakeCtx
  /** The kinds of cloud that can be connected. */
  readonly kinds: readonly ConnectorKind[]
  /** The CAs of sign-in by certificate; null where it is not configured. */
  readonly trust: TrustInForce | null
}

/** What the ground asks of the floors above it, which are built later. */
export interface AboveGround extends SystemPorts, TermsPorts, CheckPorts, SpentPorts {
  flowListeners(): readonly FlowListener[]
  /** All that the API serves: any list of it may be exported whole. */
  routes(): readonly Route[]
}

export interface Ground extends Floor {
  readonly identity: Identity
  readonly workflow: Workflow
  readonly cloud: CloudModule
}

export function createGround(parts: GroundParts, above: AboveGround): Ground {
  const identity = createIdentity(parts)
  const cloud = createCloudModule(parts)
  const workflowParts = { resolver: organisationResolver, listeners: () => above.flowListeners() }
  const workflow = createWorkflow(workflowParts)
  const exports = createExportModule({
    dir: parts.exportDir ?? join(parts.dataDir, 'exports'),
    makeCtx: parts.makeCtx,
    routes: () => above.routes(),
  })
  return {
    identity,
    workflow,
    cloud,
    routes: [
      ...identity.routes,
      ...organisationRoutes,
      ...createSystemRoutes(above),
      ...catalogueRoutes,
      ...ruleRoutes,
      ...filingRoutes,
      ...createContractRoutes(above, workflow),
      ...createBudgetRoutes(above),
      ...createSubsidyRoutes(workflow),
      ...cloud.routes,
      ...unconnectedRoutes,
      ...workflow.routes,
      ...noticeRoutes,
      ...savedViewRoutes,
      ...exports.routes,
    ],
    reconcilers: [
      ...cloud.reconcilers,
      ...workflow.reconcilers,
      ...exports.reconcilers,
      createEndingReconciler(workflow),
    ],
    subscribers: identity.subscribers,
    jobs: [...cloud.jobs, ...identity.jobs, ...exports.jobs, forgetNotices],
    notices: [...taskNotices, ...filingNotices, ...budgetNotices, ...exportNotices],
    flowListeners: [contractFlowListener, subsidyFlowListener],
    defaults: [(ctx) => seedWorkflow(ctx, workflowParts), installCatalogue, installRules],
  }
}
