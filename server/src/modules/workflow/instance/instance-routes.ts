import { workflowOperations as operations } from '@yunheng/contract'
import { assert } from '../../../platform/errors.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import type { WorkflowParts } from '../ports.ts'
import { viewInstance } from './act-on-instance.ts'
import { commentInstance } from './comment-instance.ts'
import { listInstances } from './instance-list-store.ts'
import { toInstance } from './instance-view.ts'
import { urgeInstance } from './urge-instance.ts'
import { voidInstance } from './void-instance.ts'
import { withdrawInstance } from './withdraw-instance.ts'

export function createInstanceRoutes(parts: WorkflowParts): readonly Route[] {
  return [
    route(operations.flowInstanceList, async (ctx, { query }) => {
      const db = ctx.authz.require(ctx, 'list', 'flow-instance')
      const now = ctx.clock.now()
      return listInstances(db, query, now, query, (row) => toInstance(row, row.steps, now))
    }),
    route(operations.flowInstanceListStarted, async (ctx, { query }) => {
      const db = ctx.authz.require(ctx, 'list', 'flow-instance')
      assert(ctx.actor.kind === 'person', 'sessions belong to people')
      const now = ctx.clock.now()
      const filter = { ...query, starterId: ctx.actor.personId }
      return listInstances(db, filter, now, query, (row) => toInstance(row, row.steps, now))
    }),
    route(operations.flowInstanceGet, (ctx, { params }) => viewInstance(ctx, parts, params.id)),
    route(operations.flowInstanceWithdraw, (ctx, { params, body }) =>
      withdrawInstance(ctx, parts, params.id, body),
    ),
    route(operations.flowInstanceVoid, (ctx, { params, body }) => voidInstance(ctx, parts, params.id, body)),
    route(operations.flowInstanceUrge, (ctx, { params, body }) => urgeInstance(ctx, parts, params.id, body)),
    route(operations.flowInstanceComment, (ctx, { params, body }) =>
      commentInstance(ctx, parts, params.id, body),
    ),
  ]
}
