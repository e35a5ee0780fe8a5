import type { TaskDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type VoteAct, vote } from '../engine/vote.ts'
import type { WorkflowParts } from '../ports.ts'
import { actOnTask } from './act-on-task.ts'

export interface Decision {
  readonly version: number
  readonly comment?: string
}

/** Approves, rejects or completes. @throws `task.closed`, `task.not_yours`, `task.own_application` and the like. */
export async function decideTask(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  verb: VoteAct,
  input: Decision,
): Promise<TaskDetail> {
  const comment = input.comment?.trim() || null
  return actOnTask(ctx, parts, {
    verb,
    id,
    version: input.version,
    comment,
    run: (draft, world, task, actor) => vote(draft, world, task, verb, actor, comment),
  })
}
