import type { FlowInstanceDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { note } from '../engine/state.ts'
import type { WorkflowParts } from '../ports.ts'
import { actOnInstance } from './act-on-instance.ts'
import { insertActions } from './action-store.ts'
import { refuseUrge } from './instance.ts'
import { updateUrged } from './instance-store.ts'

/** 催办: asks those who have it now to hurry. @throws `flow-instance.urged_recently`. */
export async function urgeInstance(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  input: { readonly comment?: string },
): Promise<FlowInstanceDetail> {
  const comment = input.comment?.trim() || null
  return actOnInstance(ctx, parts, {
    act: 'urge',
    action: 'modify',
    id,
    comment,
    refuse: ({ draft, row }, personId) => refuseUrge(draft, personId, row.urged_at, ctx.clock.now()),
    async run(tx, { draft, row }) {
      note(draft, { act: 'urge', comment })
      await insertActions(tx, ctx, id, draft.actions, null)
      await updateUrged(tx, id, ctx.clock.now())
      const payload = { subjectNoun: row.subject_noun, subjectId: row.subject_id }
      await ctx.emit(tx, {
        type: 'flow-instance.urged',
        noun: 'flow-instance',
        id,
        bodyId: row.body_id,
        payload,
      })
    },
  })
}
