import type { TaskDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert } from '../../../platform/errors.ts'
import { transfer } from '../engine/signers.ts'
import type { WorkflowParts } from '../ports.ts'
import { actOnTask, throwRefusal } from './act-on-task.ts'
import { loadReceivers } from './receivers.ts'
import { refuseReceiver } from './task.ts'

/** 转办: hands the task to a colleague of the same body, who alone has it then. @throws `task.person_unfit`. */
export async function transferTask(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  input: { readonly version: number; readonly personId: string; readonly comment: string },
): Promise<TaskDetail> {
  const { comment, personId, version } = input
  return actOnTask(ctx, parts, {
    verb: 'transfer',
    id,
    version,
    comment,
    async run(draft, world, task, _actor, tx) {
      const { actor } = ctx
      assert(actor.kind === 'person' && actor.post !== null, 'only a person with a post has tasks')
      const [receiver] = await loadReceivers(tx, parts.resolver, [personId], world.now)
      assert(receiver, 'one was asked for')
      const limits = { bodyId: actor.post.bodyId, giverRole: actor.post.role }
      const refusal = refuseReceiver(draft, task, receiver, limits)
      if (refusal) throwRefusal(refusal)
      transfer(draft, world, task, receiver.person, comment)
    },
  })
}
