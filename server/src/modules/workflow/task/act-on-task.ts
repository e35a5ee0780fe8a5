/**
 * The one way to act on a task: see it (404), lock its instance, check again what was read, ask the module whose subject
 * it is, move, and put it on record. Every act of a person on a task comes through here.
 */

import type { TaskDetail, TaskVerb } from '@yunheng/contract'
import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { AppError, assert, refuse } from '../../../platform/errors.ts'
import { userNodeOf } from '../definition/graph.ts'
import type { Draft, Person, Refusal, Task, World } from '../engine/state.ts'
import type { ActorOfTask } from '../engine/vote.ts'
import { wasHandedOver } from '../instance/action-store.ts'
import { type LoadedInstance, loadInstance, loadInstanceForUpdate } from '../instance/instance-store.ts'
import { runMove } from '../instance/move.ts'
import { type Hand, type Hands, handFor, handsOf, isRefusal } from '../people/hands.ts'
import { joinedCtx, type WorkflowParts } from '../ports.ts'
import { refuseOwnApplication, refuseVerb } from './task.ts'
import { describeTask } from './task-detail.ts'
import { findTaskRow, isTaskInSight } from './task-store.ts'

interface TaskAct {
  readonly verb: TaskVerb
  readonly id: string
  readonly version: number
  readonly comment: string | null
  /** Facts from outside that the move needs, read under the lock. */
  readonly run: (draft: Draft, world: World, task: Task, actor: ActorOfTask, tx: Tx) => Promise<void> | void
}

export async function actOnTask(ctx: Ctx, parts: WorkflowParts, act: TaskAct): Promise<TaskDetail> {
  return ctx.inTx(async (tx) => {
    const seen = await loadSeen(tx, ctx, parts, act.id)
    ctx.authz.authorised(ctx, act.verb === 'assign' ? 'operate' : 'approve', 'task', seen)
    return elevated(tx, async () => {
      const loaded = await loadInstanceForUpdate(tx, seen?.instanceId ?? '')
      const task = loaded?.draft.tasks.get(act.id)
      assert(loaded && task && seen, 'a task that was seen does not vanish')
      const hand = await refuseAct(tx, ctx, parts, loaded, task, seen.hands, act)
      const actor = actorOf(ctx, hand)
      const move = {
        draft: loaded.draft,
        flowKey: loaded.row.flow_key,
        onBehalfOf: hand.onBehalfOf,
        comment: act.comment,
      }
      await runMove(tx, ctx, parts, move, (draft, world) => act.run(draft, world, task, actor, tx))
      await auditAct(tx, ctx, loaded, task, act, hand)
      const after = await loadInstance(tx, loaded.row.id)
      assert(after, 'an instance is never removed')
      return describeTask(tx, ctx, parts, after, task.id, seen.hands)
    })
  })
}

interface SeenTask {
  readonly instanceId: string
  readonly hands: Hands
}

/** The task, if the caller may know of it: by a hand that reaches it, by its instance, or because he acted on it. */
export async function loadSeen(tx: Tx, ctx: Ctx, parts: WorkflowParts, id: string): Promise<SeenTask | null> {
  const { hands, row } = await elevated(tx, async () => ({
    row: await findTaskRow(tx, id),
    hands: await handsOf(tx, ctx, parts.resolver),
  }))
  if (!row) return null
  const hand = handFor(hands, row)
  const reached = !isRefusal(hand) || hand.reason === 'task.wrong_post'
  const inSight = reached || (await isTaskInSight(tx, id, row.instance_id))
  return inSight ? { instanceId: row.instance_id, hands } : null
}

async function refuseAct(
  tx: Tx,
  ctx: Ctx,
  parts: WorkflowParts,
  loaded: LoadedInstance,
  task: Task,
  hands: Hands,
  act: TaskAct,
): Promise<Hand> {
  const { draft, row } = loaded
  const closed = refuseVerb(draft, task, act.verb)
  if (closed?.reason === 'task.closed') throwRefusal(closed)
  const hand = act.verb === 'assign' ? nobodysHand(ctx) : handFor(hands, task)
  if (isRefusal(hand)) return throwRefusal(hand)
  if (closed) throwRefusal(closed)
  if (task.version !== act.version) refuse('common.version_stale')
  const taker = {
    personId: personIdOf(ctx.actor) ?? '',
    onBehalfOf: hand.onBehalfOf,
  }
  const own = act.verb === 'assign' ? null : refuseOwnApplication(draft, task, taker)
  if (own) throwRefusal(own)
  if (act.verb !== 'assign') await refusePostGone(tx, parts, draft, task, hand)
  const listener = parts.listeners().find((each) => each.subjectNoun === draft.instance.subject.noun)
  const { subject, variables } = draft.instance
  const denied = await listener?.refuseAct?.(tx, joinedCtx(ctx, tx), {
    verb: act.verb,
    instanceId: row.id,
    flowKey: row.flow_key,
    nodeId: task.nodeId,
    subject,
    variables,
  })
  if (denied) throwRefusal(denied)
  return hand
}

/** Whoever assigns acts by his office, not by a hand on the task. */
function nobodysHand(ctx: Ctx): Hand {
  return { personId: personIdOf(ctx.actor) ?? '', seats: [], onBehalfOf: null }
}

/** A countersigner was named when the step opened; if he has lost the post since, his voice is gone with it. */
async function refusePostGone(
  tx: Tx,
  parts: WorkflowParts,
  draft: Draft,
  task: Task,
  hand: Hand,
): Promise<void> {
  const node = userNodeOf(draft.graph, task.nodeId)
  if (!node.multi || node.rule.kind !== 'role' || task.kind !== 'own' || task.seats.length > 0) return
  if (await wasHandedOver(tx, task.id)) return
  const { subject, variables } = draft.instance
  const wanted = await parts.resolver.seatsOf(tx, node.rule, subject.bodyId, variables)
  const holds = hand.seats.some((own) =>
    wanted.some((seat) => seat.role === own.role && seat.bodyId === own.bodyId),
  )
  if (!holds) refuse('task.post_gone')
}

function actorOf(ctx: Ctx, hand: Hand): ActorOfTask {
  assert(ctx.actor.kind === 'person', 'tasks are acted on by people')
  const person: Person = { personId: ctx.actor.personId, name: ctx.actor.name }
  return { person, onBehalfOf: hand.onBehalfOf?.personId ?? null }
}

async function auditAct(
  tx: Tx,
  ctx: Ctx,
  loaded: LoadedInstance,
  task: Task,
  act: TaskAct,
  hand: Hand,
): Promise<void> {
  const { instance, tasks } = loaded.draft
  const now = tasks.get(task.id)
  await ctx.audit(tx, {
    act: `task.${act.verb}`,
    noun: 'task',
    objectId: task.id,
    bodyId: instance.subject.bodyId,
    before: { state: task.state, version: task.version },
    after: {
      state: now?.state,
      outcome: now?.outcome,
      comment: act.comment,
      onBehalfOf: hand.onBehalfOf?.personId ?? null,
      instanceId: instance.id,
      instanceOutcome: instance.outcome,
    },
  })
}

export function throwRefusal(refusal: Refusal): never {
  throw new AppError(refusal.reason, { details: refusal.details ?? {} })
}
