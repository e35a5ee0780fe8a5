import type { Task } from '@yunheng/contract'
import { toStarter, toSubject } from '../instance/instance-view.ts'
import { type Hands, handFor, isRefusal } from '../people/hands.ts'
import type { TaskListRow } from './task-store.ts'

export function toTask(row: TaskListRow, hands: Hands | null, now: Date): Task {
  const hand = hands && handFor(hands, row)
  const isOpen = row.state === 'open' || row.state === 'waiting'
  const late = row.overdue_at !== null || (row.due_at !== null && row.due_at < (row.closed_at ?? now))
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    kind: row.node.step,
    outcome: row.outcome,
    instanceId: row.instance_id,
    flowKey: row.flow_key,
    flowName: { zh: row.flow_name_zh, en: row.flow_name_en },
    nodeId: row.node_id,
    stepName: { ...row.node.name },
    subject: toSubject(row),
    starter: toStarter(row),
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    dueAt: row.due_at?.toISOString() ?? null,
    overdue: late,
    urgedCount: row.urged_count,
    onBehalfOf: isOpen && hand && !isRefusal(hand) ? hand.onBehalfOf && { ...hand.onBehalfOf } : null,
  }
}
