import { placementBondOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { bindSystems } from './bind-systems.ts'
import { listBonds } from './bond-store.ts'
import { toBond } from './bond-view.ts'
import { exportBonds } from './export-bonds.ts'
import { unbindSystems } from './unbind-systems.ts'

export const bondRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) =>
    listBonds(ctx.authz.require(ctx, 'list', 'placement-bond'), query, query, (row) => toBond(ctx, row)),
  ),
  route(operations.export, (ctx, { query }) => exportBonds(ctx, query)),
  route(operations.create, async (ctx, { body }) => toBond(ctx, await bindSystems(ctx, body))),
  route(operations.remove, async (ctx, { params, body }) => {
    await unbindSystems(ctx, params.id, body)
    return null
  }),
]
