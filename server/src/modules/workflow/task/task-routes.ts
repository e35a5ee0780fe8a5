import { workflowOperations as operations, type TaskDetail, type Task as TaskWire } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { loadInstance } from '../instance/instance-store.ts'
import { handsOf } from '../people/hands.ts'
import type { WorkflowParts } from '../ports.ts'
import { loadSeen } from './act-on-task.ts'
import { addSigners } from './add-signers.ts'
import { assignTask } from './assign-task.ts'
import { decideTask } from './decide-task.ts'
import { removeSigner } from './remove-signer.ts'
import { returnTask } from './return-task.ts'
import { describeTask } from './task-detail.ts'
import { countTodo, listDone, listTodo, type TaskFilter, type TaskListRow } from './task-store.ts'
import { toTask } from './task-view.ts'
import { transferTask } from './transfer-task.ts'

export function createTaskRoutes(parts: WorkflowParts): readonly Route[] {
  return [
    route(operations.taskList, (ctx, { query }) => listTasks(ctx, parts, query)),
    route(operations.taskCount, async (ctx) => {
      const { hands, db, personId } = await mine(ctx, parts)
      return countTodo(db, hands, personId, ctx.clock.now())
    }),
    route(operations.taskGet, (ctx, { params }) => viewTask(ctx, parts, params.id)),
    route(operations.taskComplete, (ctx, { params, body }) =>
      decideTask(ctx, parts, params.id, 'complete', body),
    ),
    route(operations.taskApprove, (ctx, { params, body }) =>
      decideTask(ctx, parts, params.id, 'approve', body),
    ),
    route(operations.taskReject, (ctx, { params, body }) =>
      decideTask(ctx, parts, params.id, 'reject', body),
    ),
    route(operations.taskReturn, (ctx, { params, body }) => returnTask(ctx, parts, params.id, body)),
    route(operations.taskTransfer, (ctx, { params, body }) => transferTask(ctx, parts, params.id, body)),
    route(operations.taskAddSign, (ctx, { params, body }) => addSigners(ctx, parts, params.id, body)),
    route(operations.taskRemoveSign, (ctx, { params, body }) => removeSigner(ctx, parts, params.id, body)),
    route(operations.taskAssign, (ctx, { params, body }) => assignTask(ctx, parts, params.id, body)),
  ]
}

/** The caller's hands, and a handle that sees beyond his scope: lists filter by hand, not by body. */
async function mine(ctx: Ctx, parts: WorkflowParts) {
  ctx.authz.require(ctx, 'list', 'task')
  const { db } = ctx.asSystem('workflow')
  assert(ctx.actor.kind === 'person', 'sessions belong to people')
  return { db, personId: ctx.actor.personId, hands: await handsOf(db, ctx, parts.resolver) }
}

export async function listTasks(
  ctx: Ctx,
  parts: WorkflowParts,
  query: TaskFilter & {
    readonly box: 'todo' | 'done'
    readonly pageToken?: string
    readonly pageSize?: number
  },
): Promise<{ items: TaskWire[]; nextPageToken: string | null }> {
  const { db, hands, personId } = await mine(ctx, parts)
  const now = ctx.clock.now()
  const view = (row: TaskListRow) => toTask(row, hands, now)
  return query.box === 'todo'
    ? listTodo(db, hands, personId, query, now, query, view)
    : listDone(db, personId, query, query, view)
}

/** @throws `common.not_found` for whoever may not know of the task. */
export async function viewTask(ctx: Ctx, parts: WorkflowParts, id: string): Promise<TaskDetail> {
  return ctx.inTx(async (tx) => {
    const seen = ctx.authz.authorised(ctx, 'view', 'task', await loadSeen(tx, ctx, parts, id))
    return elevated(tx, async () => {
      const loaded = await loadInstance(tx, seen.instanceId)
      assert(loaded, 'an instance is never removed')
      return describeTask(tx, ctx, parts, loaded, id, seen.hands)
    })
  })
}
