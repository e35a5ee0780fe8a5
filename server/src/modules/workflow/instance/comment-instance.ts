import type { FlowInstanceDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { note } from '../engine/state.ts'
import type { WorkflowParts } from '../ports.ts'
import { actOnInstance } from './act-on-instance.ts'
import { insertActions } from './action-store.ts'

/** A remark in the history, by anybody who may see the instance; it changes nothing else. */
export async function commentInstance(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  input: { readonly comment: string },
): Promise<FlowInstanceDetail> {
  const comment = input.comment.trim()
  return actOnInstance(ctx, parts, {
    act: 'comment',
    action: 'modify',
    id,
    comment,
    refuse: () => null,
    async run(tx, { draft, row }) {
      note(draft, { act: 'comment', comment })
      await insertActions(tx, ctx, id, draft.actions, null)
      const payload = { subjectNoun: row.subject_noun, subjectId: row.subject_id }
      await ctx.emit(tx, {
        type: 'flow-instance.commented',
        noun: 'flow-instance',
        id,
        bodyId: row.body_id,
        payload,
      })
    },
  })
}
