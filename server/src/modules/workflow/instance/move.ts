/**
 * One move of one instance: engine, rows, history, events, listeners and the next look of the clock, in one transaction.
 * The caller holds the instance's lock and sees the whole platform (`elevated`).
 */
import type { Noun } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import {
  type Draft,
  EngineRefusal,
  type Happening,
  openSteps,
  type Person,
  type World,
} from '../engine/state.ts'
import { type FlowChange, joinedCtx, type WorkflowParts } from '../ports.ts'
import { insertActions } from './action-store.ts'
import { saveDraft } from './draft-store.ts'
import { updateInstance } from './instance-store.ts'
import { createWorld } from './world.ts'

export const CLOCK_RECONCILER = 'flow-clock'

interface Move {
  readonly draft: Draft
  readonly flowKey: string
  readonly onBehalfOf: Person | null
  readonly comment: string | null
}

export async function runMove(
  tx: Tx,
  ctx: Ctx,
  parts: WorkflowParts,
  move: Move,
  run: (draft: Draft, world: World) => Promise<void> | void,
): Promise<void> {
  const { draft } = move
  const world = await createWorld(tx, ctx, parts, move.flowKey)
  try {
    await run(draft, world)
  } catch (error) {
    if (error instanceof EngineRefusal)
      throw new AppError(error.refusal.reason, { details: error.refusal.details ?? {} })
    throw error
  }
  // A look that found nothing to do leaves no trace, not even a newer version.
  if (draft.changed.size === 0 && draft.actions.length === 0) return
  await saveDraft(tx, draft)
  await updateInstance(tx, draft.instance)
  await insertActions(tx, ctx, draft.instance.id, draft.actions, move.onBehalfOf)
  await nudgeClock(tx, ctx, draft)
  for (const happening of draft.happenings) await tell(tx, ctx, parts, move, happening)
}

/** The earliest due time still ahead. A missed nudge costs a minute: the sweep finds it. */
async function nudgeClock(tx: Tx, ctx: Ctx, draft: Draft): Promise<void> {
  const times = [
    ...openSteps(draft).flatMap((step) => (step.dueAt && !step.overdueAt ? [step.dueAt.getTime()] : [])),
    ...[...draft.timers.values()].flatMap((timer) =>
      timer.state === 'waiting' && timer.dueAt ? [timer.dueAt.getTime()] : [],
    ),
  ]
  if (draft.instance.state === 'running' && times.length > 0)
    await ctx.nudge(tx, CLOCK_RECONCILER, draft.instance.id, new Date(Math.min(...times)))
}

async function tell(tx: Tx, ctx: Ctx, parts: WorkflowParts, move: Move, happening: Happening): Promise<void> {
  const { instance, tasks } = move.draft
  const event = { noun: 'flow-instance' as const, id: instance.id, bodyId: instance.subject.bodyId }
  const payload = { subjectNoun: instance.subject.noun, subjectId: instance.subject.id }
  if (happening.kind === 'task-opened') {
    const task = tasks.get(happening.taskId)
    // It may have been closed again within the same move.
    if (task?.state !== 'open') return
    const bodyId = task.seats[0]?.bodyId ?? instance.subject.bodyId
    const people = task.people.map((each) => each.personId)
    await ctx.emit(tx, {
      type: 'task.opened',
      noun: 'task',
      id: task.id,
      bodyId,
      payload: { ...payload, instanceId: instance.id, seats: task.seats, people },
    })
    return
  }
  const kind: FlowChange['kind'] = happening.kind === 'returned-to-starter' ? 'returned' : happening.kind
  const outcome = happening.kind === 'ended' ? happening.outcome : null
  await ctx.emit(tx, { ...event, type: `flow-instance.${kind}`, payload: { ...payload, outcome } })
  const listener = parts.listeners().find((each) => each.subjectNoun === (instance.subject.noun as Noun))
  await listener?.onFlowChange(tx, joinedCtx(ctx, tx), {
    kind,
    instanceId: instance.id,
    flowKey: move.flowKey,
    subject: instance.subject,
    variables: instance.variables,
    outcome,
    comment: move.comment,
  })
}
