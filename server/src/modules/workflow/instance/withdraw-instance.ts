import type { FlowInstanceDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { endBy, withdrawToCorrect } from '../engine/returns.ts'
import type { WorkflowParts } from '../ports.ts'
import { actOnInstance } from './act-on-instance.ts'
import { refuseWithdraw } from './instance.ts'
import { runMove } from './move.ts'

/** 撤回: the starter takes it back, to correct it or for good. @throws `flow-instance.not_withdrawable`. */
export async function withdrawInstance(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  input: { readonly version: number; readonly aim: 'correct' | 'end'; readonly comment?: string },
): Promise<FlowInstanceDetail> {
  const comment = input.comment?.trim() || null
  return actOnInstance(ctx, parts, {
    act: 'withdraw',
    action: 'modify',
    id,
    comment,
    refuse: ({ draft }, personId) => refuseWithdraw(draft, personId, input.aim),
    async run(tx, { draft, row }) {
      if (row.version !== input.version) refuse('common.version_stale')
      await runMove(
        tx,
        ctx,
        parts,
        { draft, flowKey: row.flow_key, onBehalfOf: null, comment },
        (d, world) =>
          input.aim === 'correct'
            ? withdrawToCorrect(d, world, comment)
            : endBy(d, world, 'withdraw', comment),
      )
    },
  })
}
