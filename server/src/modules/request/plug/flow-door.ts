import type { Workflow } from '../../workflow/index.ts'
import type { FlowDoor, FlowRoute } from '../doors.ts'

/** The decision table that chooses the flow of a request; shipped by workflow, kept by the authority. */
const ROUTING = { table: 'request-routing' } as const

export function createFlowDoor(workflow: Workflow): FlowDoor {
  return {
    preview: (ctx, route) =>
      workflow.previewFlow(ctx, {
        by: ROUTING,
        bodyId: route.bodyId,
        title: route.title,
        variables: route.variables,
      }),
    async start(ctx, tx, route) {
      const variables = route.variables
      const instanceId = await workflow.startFlow(tx, ctx, {
        subject: subjectOf(route),
        by: ROUTING,
        variables,
      })
      return { instanceId }
    },
    findRunning: (tx, instanceId) => workflow.findRunning(tx, instanceId),
    resume: (ctx, tx, instanceId, comment) => workflow.resumeFlow(tx, ctx, instanceId, comment),
    withdraw: (ctx, tx, instanceId, aim, comment) => workflow.withdrawFlow(tx, ctx, instanceId, aim, comment),
    find: (ctx, instanceId) => workflow.describeFlow(ctx, instanceId),
  }
}

function subjectOf(route: FlowRoute) {
  return { noun: 'request', id: route.requestId, title: route.title, bodyId: route.bodyId } as const
}
