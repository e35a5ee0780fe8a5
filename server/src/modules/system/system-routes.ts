import { systemOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../platform/http/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { advanceSystem } from './advance-system.ts'
import { createSystem } from './create-system.ts'
import { exportSystems } from './export-systems.ts'
import { retireSystem, type SystemPorts } from './retire-system.ts'
import { findSystem, listSystems } from './system-store.ts'
import { toSystem } from './system-view.ts'
import { updateSystem } from './update-system.ts'
import { waveRoutes } from './wave/wave-routes.ts'

export function createSystemRoutes(ports: SystemPorts): readonly Route[] {
  return [
    route(operations.list, async (ctx, { query }) =>
      listSystems(
        ctx.authz.require(ctx, 'list', 'system'),
        query,
        query,
        dayInChina(ctx.clock.now()),
        (row) => toSystem(ctx, row),
      ),
    ),
    route(operations.export, (ctx, { query }) => exportSystems(ctx, query, dayInChina(ctx.clock.now()))),
    route(operations.get, async (ctx, { params }) =>
      toSystem(ctx, ctx.authz.authorised(ctx, 'view', 'system', await findSystem(ctx.db, params.id))),
    ),
    route(operations.create, async (ctx, { body }) => toSystem(ctx, await createSystem(ctx, body))),
    route(operations.update, async (ctx, { params, body }) =>
      toSystem(ctx, await updateSystem(ctx, params.id, body)),
    ),
    route(operations.advance, async (ctx, { params, body }) =>
      toSystem(ctx, await advanceSystem(ctx, params.id, body.version, body.to)),
    ),
    route(operations.retire, async (ctx, { params, body }) =>
      toSystem(ctx, await retireSystem(ctx, ports, params.id, body)),
    ),
    ...waveRoutes,
  ]
}
