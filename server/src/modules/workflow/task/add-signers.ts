import type { TaskDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert } from '../../../platform/errors.ts'
import { addSigners as engineAdd } from '../engine/signers.ts'
import type { WorkflowParts } from '../ports.ts'
import { actOnTask, throwRefusal } from './act-on-task.ts'
import { loadReceivers } from './receivers.ts'
import { refuseReceiver } from './task.ts'

/** 加签: asks others for an opinion first, or for their agreement as well. @throws `task.person_unfit`. */
export async function addSigners(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  input: {
    readonly version: number
    readonly personIds: readonly string[]
    readonly position: 'before' | 'after'
    readonly comment: string
  },
): Promise<TaskDetail> {
  const { comment, personIds, position, version } = input
  return actOnTask(ctx, parts, {
    verb: 'add-sign',
    id,
    version,
    comment,
    async run(draft, world, task, by, tx) {
      const { actor } = ctx
      assert(actor.kind === 'person' && actor.post !== null, 'only a person with a post has tasks')
      const receivers = await loadReceivers(tx, parts.resolver, personIds, world.now)
      for (const receiver of receivers) {
        const refusal = refuseReceiver(draft, task, receiver, { bodyId: null, giverRole: actor.post.role })
        if (refusal) throwRefusal(refusal)
      }
      const people = receivers.map((each) => each.person)
      await engineAdd(draft, world, task, people, position, by, comment)
    },
  })
}
