import { usageOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../platform/http/index.ts'
import { exportUsage } from './read/export-usage.ts'
import { pageOfUsage } from './read/list-usage.ts'
import { usageOfResource, usageOfSystem } from './read/usage-of.ts'

export const meteringRoutes: readonly Route[] = [
  route(operations.list, (ctx, { query }) =>
    pageOfUsage(ctx, ctx.authz.require(ctx, 'list', 'usage'), query, query),
  ),
  route(operations.export, (ctx, { query }) => exportUsage(ctx, query)),
  route(operations.ofResource, (ctx, { params, query }) => usageOfResource(ctx, params.id, query)),
  route(operations.ofSystem, (ctx, { params, query }) => usageOfSystem(ctx, params.id, query)),
]
