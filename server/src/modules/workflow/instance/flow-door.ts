/** What modules that start flows ask about them afterwards; each has proved by its own noun that it may. */
import type { FlowInstanceDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import type { Variables } from '../decision/decision-table.ts'
import { userNodeOf } from '../definition/graph.ts'
import { endBy, withdrawToCorrect } from '../engine/returns.ts'
import { type Draft, openSteps, type Task, tasksOf } from '../engine/state.ts'
import { type VoteAct, vote } from '../engine/vote.ts'
import type { WorkflowParts } from '../ports.ts'
import { throwRefusal } from '../task/act-on-task.ts'
import { refuseWithdraw } from './instance.ts'
import { describeInstance } from './instance-detail.ts'
import { findInstance, findRunningFor, loadInstance, loadInstanceForUpdate } from './instance-store.ts'
import { runMove } from './move.ts'

/** The running flow with what it was started with; null when it has ended or never was. */
export async function findRunningFlow(
  tx: Tx,
  instanceId: string,
): Promise<{ readonly variables: Variables } | null> {
  return elevated(tx, async () => {
    const row = await findInstance(tx, instanceId)
    return row?.state === 'running' ? { variables: row.variables } : null
  })
}

/** Hands the applicant's corrected form back in. @throws `task.closed` when the form is not with him. */
export async function resumeFlow(
  tx: Tx,
  ctx: Ctx,
  parts: WorkflowParts,
  instanceId: string,
  comment: string | null,
): Promise<void> {
  await elevated(tx, async () => {
    const loaded = await loadInstanceForUpdate(tx, instanceId)
    const { actor } = ctx
    assert(loaded && actor.kind === 'person', 'a person resumes a flow that is there')
    const task = openForm(loaded.draft)
    if (!task) return refuse('task.closed')
    const by = { person: { personId: actor.personId, name: actor.name }, onBehalfOf: null }
    const move = { draft: loaded.draft, flowKey: loaded.row.flow_key, onBehalfOf: null, comment }
    await runMove(tx, ctx, parts, move, (draft, world) => vote(draft, world, task, 'complete', by, comment))
    const bodyId = loaded.row.body_id
    await ctx.audit(tx, { act: 'task.complete', noun: 'task', objectId: task.id, bodyId, after: { comment } })
  })
}

function openForm(draft: Draft): Task | undefined {
  const step = openSteps(draft).find((each) => userNodeOf(draft.graph, each.nodeId).step === 'fill')
  return step && tasksOf(draft, step.id).find((each) => each.state === 'open')
}

/** 撤回 on behalf of the module whose subject it is; only the starter's own flow, unless the module ends it. */
export async function withdrawFlow(
  tx: Tx,
  ctx: Ctx,
  parts: WorkflowParts,
  instanceId: string,
  aim: 'correct' | 'end',
  comment: string | null,
): Promise<void> {
  await elevated(tx, async () => {
    const loaded = await loadInstanceForUpdate(tx, instanceId)
    assert(loaded, 'a flow that is to be withdrawn is there')
    const { draft, row } = loaded
    // Who may withdraw is the module's rule (a colleague may stand in for whoever submitted); the rest is the flow's.
    const refusal = refuseWithdraw(draft, row.starter_id, aim)
    if (refusal) throwRefusal(refusal)
    const move = { draft, flowKey: row.flow_key, onBehalfOf: null, comment }
    await runMove(tx, ctx, parts, move, (d, world) =>
      aim === 'correct' ? withdrawToCorrect(d, world, comment) : endBy(d, world, 'withdraw', comment),
    )
    const after = { aim, comment }
    const act = 'flow-instance.withdraw'
    await ctx.audit(tx, { act, noun: 'flow-instance', objectId: instanceId, bodyId: row.body_id, after })
  })
}

/** How the page of a module ends what its task asks for. */
export type Settling = 'done' | 'approved' | 'rejected' | 'void'

/**
 * Ends the running flow of a subject from the module's own page: what its open task asks for was done there by the actor (`done`), or
 * decided there (`approved`, `rejected`), or nothing is asked any more (`void`). The module has decided that he may.
 * @returns false when none runs.
 */
export async function settleFlow(
  tx: Tx,
  ctx: Ctx,
  parts: WorkflowParts,
  subject: { readonly noun: string; readonly id: string },
  how: Settling,
  comment: string | null,
): Promise<boolean> {
  const verb = VOTES[how]
  return elevated(tx, async () => {
    const running = await findRunningFor(tx, subject.noun, subject.id)
    const loaded = running && (await loadInstanceForUpdate(tx, running.id))
    const { actor } = ctx
    if (loaded?.draft.instance.state !== 'running' || actor.kind !== 'person') return false
    const task = verb === null ? undefined : openTask(loaded.draft)
    if (verb !== null && !task) return false
    const by = { person: { personId: actor.personId, name: actor.name }, onBehalfOf: null }
    const move = { draft: loaded.draft, flowKey: loaded.row.flow_key, onBehalfOf: null, comment }
    await runMove(tx, ctx, parts, move, (draft, world) =>
      task && verb ? vote(draft, world, task, verb, by, comment) : endBy(draft, world, 'void', comment),
    )
    const [act, noun, objectId] = task
      ? ([`task.${verb ?? 'complete'}`, 'task', task.id] as const)
      : (['flow-instance.void', 'flow-instance', loaded.row.id] as const)
    await ctx.audit(tx, { act, noun, objectId, bodyId: loaded.row.body_id, after: { comment } })
    return true
  })
}

const VOTES: Readonly<Record<Settling, VoteAct | null>> = {
  done: 'complete',
  approved: 'approve',
  rejected: 'reject',
  void: null,
}

const openTask = (draft: Draft): Task | undefined =>
  openSteps(draft)
    .flatMap((step) => tasksOf(draft, step.id))
    .find((each) => each.state === 'open' && each.kind === 'own')

/** What the page of an instance shows, for a page of the module's own; null when there is none. */
export async function describeFlow(
  ctx: Ctx,
  parts: WorkflowParts,
  instanceId: string,
): Promise<FlowInstanceDetail | null> {
  return ctx.inTx((tx) =>
    elevated(tx, async () => {
      const loaded = await loadInstance(tx, instanceId)
      return loaded ? describeInstance(tx, ctx, parts, loaded) : null
    }),
  )
}
