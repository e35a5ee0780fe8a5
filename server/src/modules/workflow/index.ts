/** Workflow: flows, decision tables, running instances, tasks, and the working calendar. See README.md. */
import type { FlowInstanceDetail, FlowPreview } from '@yunheng/contract'
import type { Policy } from '../../platform/authz/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Route } from '../../platform/http/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import { calendarPolicy } from './calendar/calendar-policy.ts'
import { calendarRoutes } from './calendar/calendar-routes.ts'
import { decisionRoutes } from './decision/decision-routes.ts'
import { flowPolicy } from './flow/flow-policy.ts'
import { createFlowRoutes } from './flow/flow-routes.ts'
import { createClockReconciler } from './instance/clock-reconciler.ts'
import {
  describeFlow,
  findRunningFlow,
  resumeFlow,
  type Settling,
  settleFlow,
  withdrawFlow,
} from './instance/flow-door.ts'
import { instancePolicy } from './instance/instance-policy.ts'
import { createInstanceRoutes } from './instance/instance-routes.ts'
import { type PreviewQuestion, previewFlow } from './instance/preview-flow.ts'
import { type FlowStart, startFlow } from './instance/start-flow.ts'
import type { WorkflowParts } from './ports.ts'
import { taskPolicy } from './task/task-policy.ts'
import { createTaskRoutes } from './task/task-routes.ts'

export { loadWorkCalendar } from './calendar/calendar-store.ts'
export { seedWorkflow } from './defaults/seed-workflow.ts'
export { TERM_VARIABLE } from './engine/state.ts'
export { listDecidingRoles } from './flow/flow-store.ts'
export { findRunningFor, type InstanceRow } from './instance/instance-store.ts'
export { type CandidateResolver, PROVIDER_VARIABLE } from './people/candidate-resolver.ts'
export { organisationResolver } from './people/organisation-resolver.ts'
export type {
  FlowAct,
  FlowChange,
  FlowListener,
  FlowSubjectRef,
  ServiceHandler,
  WorkflowParts,
} from './ports.ts'
export type { FlowStart, PreviewQuestion }

export const workflowPolicies: readonly Policy[] = [flowPolicy, taskPolicy, instancePolicy, calendarPolicy]

/** What other modules call, and what the platform runs. */
export interface Workflow {
  /** Starts a flow within the caller's transaction; answers the instance's id. */
  startFlow(tx: Tx, ctx: Ctx, start: FlowStart): Promise<string>
  /** What {@link startFlow} would do with the same input; writes nothing. */
  previewFlow(ctx: Ctx, question: PreviewQuestion): Promise<FlowPreview>
  /** The running flow with what it was started with; null when it has ended. */
  findRunning(tx: Tx, instanceId: string): Promise<{ readonly variables: FlowStart['variables'] } | null>
  /** Hands the applicant's corrected form back in. */
  resumeFlow(tx: Tx, ctx: Ctx, instanceId: string, comment: string | null): Promise<void>
  /** Takes it back, to correct or for good; the caller's module has decided that the actor may. */
  withdrawFlow(
    tx: Tx,
    ctx: Ctx,
    instanceId: string,
    aim: 'correct' | 'end',
    comment: string | null,
  ): Promise<void>
  /** Ends the running flow of a subject whose own page did what its task asks for, or that nothing is asked of any more. */
  settleFlow(
    tx: Tx,
    ctx: Ctx,
    subject: { readonly noun: string; readonly id: string },
    how: Settling,
    comment: string | null,
  ): Promise<boolean>
  /** Picture, history and people of an instance, for whoever may see its subject. */
  describeFlow(ctx: Ctx, instanceId: string): Promise<FlowInstanceDetail | null>
  readonly routes: readonly Route[]
  readonly reconcilers: readonly Reconciler[]
}

export function createWorkflow(parts: WorkflowParts): Workflow {
  return {
    startFlow: (tx, ctx, start) => startFlow(tx, ctx, parts, start),
    previewFlow: (ctx, question) => previewFlow(ctx, parts, question),
    findRunning: findRunningFlow,
    resumeFlow: (tx, ctx, id, comment) => resumeFlow(tx, ctx, parts, id, comment),
    withdrawFlow: (tx, ctx, id, aim, comment) => withdrawFlow(tx, ctx, parts, id, aim, comment),
    settleFlow: (tx, ctx, subject, how, comment) => settleFlow(tx, ctx, parts, subject, how, comment),
    describeFlow: (ctx, id) => describeFlow(ctx, parts, id),
    routes: [
      ...createTaskRoutes(parts),
      ...createInstanceRoutes(parts),
      ...createFlowRoutes(parts),
      ...decisionRoutes,
      ...calendarRoutes,
    ],
    reconcilers: [createClockReconciler(parts)],
  }
}
