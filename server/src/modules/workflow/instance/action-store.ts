/** The only SQL on `task_action`, the append-only history (办理记录). */

import type { Selectable } from 'kysely'
import { actingPerson } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Db, Tables, Tx } from '../../../platform/db/index.ts'
import type { ActionDraft, Person } from '../engine/state.ts'

export type ActionRow = Omit<Selectable<Tables['task_action']>, 'to_people'> & {
  readonly to_people: readonly Person[]
}

export async function insertActions(
  tx: Tx,
  ctx: Ctx,
  instanceId: string,
  actions: readonly ActionDraft[],
  onBehalfOf: Person | null,
): Promise<void> {
  if (actions.length === 0) return
  const actor = actingPerson(ctx.actor)
  await tx
    .insertInto('task_action')
    .values(
      actions.map((each) => {
        const who = each.bySystem ? null : actor
        return {
          id: ctx.ids.next(),
          instance_id: instanceId,
          step_id: each.stepId,
          task_id: each.taskId,
          node_id: each.nodeId,
          act: each.act,
          actor_id: who?.personId ?? null,
          actor_name: who?.name ?? null,
          actor_role: who?.post?.role ?? null,
          actor_body_id: who?.post?.bodyId ?? null,
          behalf_id: who ? (onBehalfOf?.personId ?? null) : null,
          behalf_name: who ? (onBehalfOf?.name ?? null) : null,
          comment: each.comment,
          to_node_id: each.toNodeId,
          to_people: JSON.stringify(each.toPeople),
          at: ctx.clock.now(),
        }
      }),
    )
    .execute()
}

export async function listActions(
  db: Db,
  instanceId: string,
): Promise<readonly (ActionRow & { readonly actor_body_name: string | null })[]> {
  const rows = await db
    .selectFrom('task_action as a')
    .leftJoin('body_directory as b', 'b.id', 'a.actor_body_id')
    .selectAll('a')
    .select('b.name as actor_body_name')
    .where('a.instance_id', '=', instanceId)
    .orderBy('a.id')
    .limit(1000)
    .execute()
  return rows.map((row) => ({ ...row, to_people: row.to_people as Person[] }))
}

/** Whether the task was passed on by name: then the rule's own posts no longer say who may take it. */
export async function wasHandedOver(db: Db, taskId: string): Promise<boolean> {
  const row = await db
    .selectFrom('task_action')
    .select('id')
    .where('task_id', '=', taskId)
    .where('act', 'in', ['transfer', 'assign'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
