import type { TaskDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { removeSigner as engineRemove } from '../engine/signers.ts'
import { loadInstance, loadInstanceForUpdate } from '../instance/instance-store.ts'
import { runMove } from '../instance/move.ts'
import { handFor, isRefusal } from '../people/hands.ts'
import type { WorkflowParts } from '../ports.ts'
import { loadSeen } from './act-on-task.ts'
import { describeTask } from './task-detail.ts'

/** 减签: takes back a signer whom the caller added and who has not acted. @throws `task.sign_not_yours`. */
export async function removeSigner(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  input: { readonly version: number; readonly taskId: string; readonly comment?: string },
): Promise<TaskDetail> {
  const comment = input.comment?.trim() || null
  return ctx.inTx(async (tx) => {
    const seen = await loadSeen(tx, ctx, parts, id)
    ctx.authz.authorised(ctx, 'approve', 'task', seen)
    return elevated(tx, async () => {
      const loaded = await loadInstanceForUpdate(tx, seen?.instanceId ?? '')
      const mine = loaded?.draft.tasks.get(id)
      const added = loaded?.draft.tasks.get(input.taskId)
      assert(loaded && mine && seen && ctx.actor.kind === 'person', 'a task that was seen does not vanish')
      const isMine = mine.actedBy?.personId === ctx.actor.personId || !isRefusal(handFor(seen.hands, mine))
      if (!isMine || added?.addedBy !== mine.id || added.state !== 'open') refuse('task.sign_not_yours')
      if (mine.version !== input.version) refuse('common.version_stale')
      const move = { draft: loaded.draft, flowKey: loaded.row.flow_key, onBehalfOf: null, comment }
      await runMove(tx, ctx, parts, move, (draft, world) => engineRemove(draft, world, added, comment))
      await ctx.audit(tx, {
        act: 'task.remove-sign',
        noun: 'task',
        objectId: id,
        bodyId: loaded.draft.instance.subject.bodyId,
        after: { removed: added.people.map((each) => each.personId), comment },
      })
      const after = await loadInstance(tx, loaded.row.id)
      assert(after, 'an instance is never removed')
      return describeTask(tx, ctx, parts, after, id, seen.hands)
    })
  })
}
