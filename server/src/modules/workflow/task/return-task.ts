import type { TaskDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { returnTask as engineReturn } from '../engine/returns.ts'
import type { WorkflowParts } from '../ports.ts'
import { actOnTask } from './act-on-task.ts'

/** Sends it back to the applicant or to a step that was done. @throws `task.return_target`. */
export async function returnTask(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  input: {
    readonly version: number
    readonly to: string
    readonly resume: 'replay' | 'direct'
    readonly comment: string
  },
): Promise<TaskDetail> {
  const { comment, resume, to, version } = input
  return actOnTask(ctx, parts, {
    verb: 'return',
    id,
    version,
    comment,
    run: (draft, world, task, actor) =>
      engineReturn(draft, world, task, { nodeId: to, resume }, actor, comment),
  })
}
