import type { TaskDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { userNodeOf } from '../definition/graph.ts'
import { assign } from '../engine/signers.ts'
import type { Seat } from '../engine/state.ts'
import type { WorkflowParts } from '../ports.ts'
import { actOnTask, throwRefusal } from './act-on-task.ts'
import { loadReceivers } from './receivers.ts'
import { refuseReceiver } from './task.ts'

/**
 * 指派: names people for a step that waits for nobody, or for somebody who is away. Only by an office whose reach holds
 * the body the step belongs to, and never to oneself: nobody lifts a decision of a higher level into his own hands.
 */
export async function assignTask(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  input: { readonly version: number; readonly personIds: readonly string[]; readonly comment: string },
): Promise<TaskDetail> {
  const { comment, personIds, version } = input
  return actOnTask(ctx, parts, {
    verb: 'assign',
    id,
    version,
    comment,
    async run(draft, world, task, by, tx) {
      const { actor } = ctx
      assert(actor.kind === 'person' && actor.post !== null, 'only a person with a post passes the policy')
      const { subject, variables } = draft.instance
      const { rule } = userNodeOf(draft.graph, task.nodeId)
      const seats = await parts.resolver.seatsOf(tx, rule, subject.bodyId, variables)
      if (personIds.includes(by.person.personId) || !reaches(ctx, seats)) refuse('common.forbidden')
      const receivers = await loadReceivers(tx, parts.resolver, personIds, world.now)
      for (const receiver of receivers) {
        const limits = { bodyId: seats[0]?.bodyId ?? null, giverRole: actor.post.role }
        const refusal = refuseReceiver(draft, task, receiver, limits)
        if (refusal) throwRefusal(refusal)
      }
      assign(
        draft,
        task,
        receivers.map((each) => each.person),
        comment,
      )
    },
  })
}

/** The step belongs to the bodies its rule means, whoever has the task by now. */
function reaches(ctx: Ctx, seats: readonly Seat[]): boolean {
  const { scope } = ctx.actor
  return scope.all || (seats.length > 0 && seats.every((seat) => scope.bodyIds.includes(seat.bodyId)))
}
