import { migrationWaveOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { assignSystems } from './assign-systems.ts'
import { changeWave, createWave } from './plan-wave.ts'
import { dropWave } from './remove-wave.ts'
import { toPlacement } from './wave.ts'
import { countPlacement, findWave, listWaves } from './wave-store.ts'
import { toWave } from './wave-view.ts'

export const waveRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) =>
    listWaves(ctx.authz.require(ctx, 'list', 'migration-wave'), query, query, (row) => toWave(ctx, row)),
  ),
  route(operations.get, async (ctx, { params }) =>
    toWave(ctx, ctx.authz.authorised(ctx, 'view', 'migration-wave', await findWave(ctx.db, params.id))),
  ),
  route(operations.create, async (ctx, { body }) => toWave(ctx, await createWave(ctx, body))),
  route(operations.update, async (ctx, { params, body }) =>
    toWave(ctx, await changeWave(ctx, params.id, body)),
  ),
  route(operations.remove, async (ctx, { params }) => {
    await dropWave(ctx, params.id)
    return null
  }),
  route(operations.assign, async (ctx, { params, body }) => {
    const { assigned, wave } = await assignSystems(ctx, params.id, body.systemIds)
    return { assigned, wave: toWave(ctx, wave) }
  }),
  route(operations.placement, async (ctx) => {
    const now = ctx.clock.now()
    return toPlacement(await countPlacement(ctx.authz.require(ctx, 'list', 'system'), dayInChina(now)), now)
  }),
]
