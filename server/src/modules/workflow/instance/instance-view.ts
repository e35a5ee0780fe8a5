/** Instance and history → wire. */
import type { FlowInstance, TaskAction, Text } from '@yunheng/contract'
import type { FlowGraph } from '../definition/graph.ts'
import type { Step } from '../engine/state.ts'
import type { ActionRow } from './action-store.ts'
import type { InstanceRow } from './instance-store.ts'
import { bareRef, titleOf } from './people-view.ts'

export interface CurrentStep extends Pick<Step, 'nodeId' | 'openedAt' | 'dueAt' | 'overdueAt'> {
  readonly name: Text
}

export function toInstance(row: InstanceRow, steps: readonly CurrentStep[], now: Date): FlowInstance {
  return {
    id: row.id,
    version: row.version,
    flowKey: row.flow_key,
    flowName: { zh: row.flow_name_zh, en: row.flow_name_en },
    flowVersionNumber: row.version_number,
    state: row.state,
    outcome: row.outcome,
    subject: toSubject(row),
    starter: toStarter(row),
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    currentSteps: steps.slice(0, 50).map((step) => ({
      nodeId: step.nodeId,
      name: { ...step.name },
      openedAt: step.openedAt.toISOString(),
      dueAt: step.dueAt?.toISOString() ?? null,
      overdue: step.overdueAt !== null || (step.dueAt !== null && step.dueAt < now),
    })),
  }
}

type SubjectRow = Pick<InstanceRow, 'subject_noun' | 'subject_id' | 'title' | 'body_id' | 'body_name'>

export function toSubject(row: SubjectRow) {
  return {
    noun: row.subject_noun,
    id: row.subject_id,
    title: row.title,
    bodyId: row.body_id,
    bodyName: row.body_name,
  }
}

export function toStarter(
  row: Pick<InstanceRow, 'starter_id' | 'starter_name' | 'starter_role' | 'starter_body_id'>,
) {
  return {
    ...bareRef({ personId: row.starter_id, name: row.starter_name }),
    bodyId: row.starter_body_id,
    postName: titleOf(row.starter_role),
  }
}

export function nameOfNode(graph: FlowGraph, nodeId: string | null): Text | null {
  const node = nodeId === null ? undefined : graph.nodes.find((each) => each.id === nodeId)
  return node ? { ...node.name } : null
}

export function toAction(
  graph: FlowGraph,
  row: ActionRow & { readonly actor_body_name: string | null },
): TaskAction {
  const actor = row.actor_id !== null && {
    personId: row.actor_id,
    name: row.actor_name ?? '',
    bodyId: row.actor_body_id,
    bodyName: row.actor_body_name,
    postName: titleOf(row.actor_role),
    onBehalfOf: row.behalf_id === null ? null : { personId: row.behalf_id, name: row.behalf_name ?? '' },
  }
  return {
    id: row.id,
    act: row.act as TaskAction['act'],
    nodeId: row.node_id,
    stepName: nameOfNode(graph, row.node_id),
    actor: actor || null,
    comment: row.comment,
    toNodeId: row.to_node_id,
    toStepName: nameOfNode(graph, row.to_node_id),
    toPeople: row.to_people.slice(0, 50).map(bareRef),
    at: row.at.toISOString(),
  }
}
