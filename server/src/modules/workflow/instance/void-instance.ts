import type { FlowInstanceDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { endBy } from '../engine/returns.ts'
import type { WorkflowParts } from '../ports.ts'
import { actOnInstance } from './act-on-instance.ts'
import { refuseVoid } from './instance.ts'
import { runMove } from './move.ts'

/** 作废: the regulator ends a flow that should not go on, with the reason on record. */
export async function voidInstance(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  input: { readonly version: number; readonly comment: string },
): Promise<FlowInstanceDetail> {
  const { comment } = input
  return actOnInstance(ctx, parts, {
    act: 'void',
    action: 'operate',
    id,
    comment,
    refuse: ({ draft }) => refuseVoid(draft),
    async run(tx, { draft, row }) {
      if (row.version !== input.version) refuse('common.version_stale')
      await runMove(tx, ctx, parts, { draft, flowKey: row.flow_key, onBehalfOf: null, comment }, (d, world) =>
        endBy(d, world, 'void', comment),
      )
    },
  })
}
