/** Everything the page of an instance shows. `db` sees the whole platform; the caller has proved that it may look. */

import type { FlowInstanceDetail, PersonRef } from '@yunheng/contract'
import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { findTableVersion } from '../decision/decision-store.ts'
import { type Draft, openSteps, type Task, tasksOf } from '../engine/state.ts'
import { type CandidateResolver, remembering } from '../people/candidate-resolver.ts'
import type { WorkflowParts } from '../ports.ts'
import { listActions } from './action-store.ts'
import { refuseUrge, refuseVoid, refuseWithdraw } from './instance.ts'
import type { InstanceRow, LoadedInstance } from './instance-store.ts'
import { nameOfNode, toAction, toInstance } from './instance-view.ts'
import { bareRef, knownRef } from './people-view.ts'
import { drawFlow, type ReturnArc } from './picture.ts'

export async function describeInstance(
  db: Db,
  ctx: Ctx,
  parts: WorkflowParts,
  loaded: LoadedInstance,
): Promise<FlowInstanceDetail> {
  const { draft, row } = loaded
  const now = ctx.clock.now()
  const actions = await listActions(db, row.id)
  const current = openSteps(draft).map((step) => ({
    ...step,
    name: nameOfNode(draft.graph, step.nodeId) ?? { zh: step.nodeId, en: step.nodeId },
  }))
  const arcs = actions.flatMap((each): ReturnArc[] =>
    each.node_id !== null && each.to_node_id !== null
      ? [
          {
            from: each.node_id,
            to: each.to_node_id,
            at: each.at,
            by: each.actor_name ?? '',
            comment: each.comment,
          },
        ]
      : [],
  )
  const people = await peopleOfSteps(db, parts, draft, now)
  return {
    ...toInstance(row, current, now),
    decision: await decisionOf(db, row),
    flowSource: row.flow_source,
    isProductDefault: row.is_product_default,
    picture: drawFlow({ graph: draft.graph, draft, now, arcs: arcs.slice(0, 200), people }),
    timeline: actions.map((each) => toAction(draft.graph, each)),
    actions: instanceActions(ctx, loaded),
  }
}

function instanceActions(ctx: Ctx, { draft, row }: LoadedInstance): FlowInstanceDetail['actions'] {
  const { actor, authz } = ctx
  const personId = personIdOf(actor)
  const modify = (reason: string | null) => authz.allowance(actor, 'modify', 'flow-instance', reason)
  return {
    withdraw: modify(refuseWithdraw(draft, personId, 'end')?.reason ?? null),
    urge: modify(refuseUrge(draft, personId, row.urged_at, ctx.clock.now())?.reason ?? null),
    comment: modify(null),
    void: authz.allowance(actor, 'operate', 'flow-instance', refuseVoid(draft)?.reason ?? null),
  }
}

async function decisionOf(db: Db, row: InstanceRow): Promise<FlowInstanceDetail['decision']> {
  if (row.decision_version_id === null) return null
  const table = await findTableVersion(db, row.decision_version_id)
  const rule = table?.content.rules.find((each) => each.id === row.decision_rule_id)
  if (!table || !rule) return null
  const { id: ruleId, note, source } = rule
  return { tableKey: table.table_key, tableVersion: table.number, ruleId, note: { ...note }, source }
}

/** Of each visit: who acted, or who may act now. Of steps to come: who would get them as things stand. */
export async function peopleOfSteps(
  db: Db,
  { resolver: asked }: Pick<WorkflowParts, 'resolver'>,
  draft: Draft,
  now: Date,
): Promise<ReadonlyMap<string, readonly PersonRef[]>> {
  const resolver = remembering(asked)
  const people = new Map<string, readonly PersonRef[]>()
  for (const step of draft.steps.values()) {
    const refs: PersonRef[] = []
    for (const task of tasksOf(draft, step.id)) refs.push(...(await peopleOfTask(db, resolver, task, now)))
    people.set(step.id, distinct(refs))
  }
  if (draft.instance.state === 'ended') return people
  for (const node of draft.graph.nodes) {
    if (node.kind !== 'user' || node.rule.kind === 'initiator') continue
    const { subject, variables } = draft.instance
    const seats = await resolver.seatsOf(db, node.rule, subject.bodyId, variables)
    const named = node.rule.kind === 'people' ? await resolver.peopleOf(db, node.rule.personIds) : []
    const holders = [...named, ...(await resolver.holdersOf(db, seats, now))]
    const fit = holders.filter(
      (each) => node.allowInitiator || each.personId !== draft.instance.starter.personId,
    )
    people.set(node.id, distinct(fit.map(knownRef)))
  }
  return people
}

async function peopleOfTask(
  db: Db,
  resolver: CandidateResolver,
  task: Task,
  now: Date,
): Promise<readonly PersonRef[]> {
  if (task.actedBy) return [bareRef(task.actedBy)]
  if (task.state !== 'open' && task.state !== 'waiting') return []
  const holders = await resolver.holdersOf(db, task.seats, now)
  return [...task.people.map(bareRef), ...holders.map(knownRef)]
}

function distinct(refs: readonly PersonRef[]): PersonRef[] {
  return [...new Map(refs.map((ref) => [ref.personId, ref])).values()].slice(0, 200)
}
