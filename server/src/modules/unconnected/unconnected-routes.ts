import { unconnectedPlatformOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { modifyPlatform, renewCredential, revokePlatform } from './change-platform.ts'
import { exportPlatforms } from './export-platforms.ts'
import { type Registered, registerPlatform } from './register-platform.ts'
import { countPlatform, reportFigures } from './tell-figures.ts'
import {
  countMissing,
  findPlatform,
  listPlatforms,
  listReports,
  type PlatformRow,
  sumPlatforms,
} from './unconnected-store.ts'
import { calendarOf, toPlatform, toReport, toSummary } from './unconnected-view.ts'

const noun = 'unconnected-platform'

const shown = async (ctx: Ctx, row: PlatformRow) => toPlatform(ctx, row, await calendarOf(ctx, ctx.db))

const withCredential = async (ctx: Ctx, { row, credential }: Registered) => ({
  platform: await shown(ctx, row),
  credential,
})

async function seen(ctx: Ctx, id: string): Promise<PlatformRow> {
  return ctx.authz.authorised(
    ctx,
    'view',
    noun,
    await findPlatform(ctx.db, id, await calendarOf(ctx, ctx.db)),
  )
}

export const unconnectedRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', noun)
    const calendar = await calendarOf(ctx, db)
    return listPlatforms(db, query, query, calendar, (row) => toPlatform(ctx, row, calendar))
  }),
  route(operations.export, (ctx, { query }) => exportPlatforms(ctx, query)),
  route(operations.summary, async (ctx) => {
    const db = ctx.authz.require(ctx, 'list', noun)
    const calendar = await calendarOf(ctx, db)
    return toSummary(await sumPlatforms(db, calendar), await countMissing(db, calendar), ctx.clock.now())
  }),
  route(operations.get, async (ctx, { params }) => shown(ctx, await seen(ctx, params.id))),
  route(operations.reports, async (ctx, { params, query }) =>
    listReports(ctx.db, (await seen(ctx, params.id)).id, query, toReport),
  ),
  route(operations.create, async (ctx, { body }) => withCredential(ctx, await registerPlatform(ctx, body))),
  route(operations.modify, async (ctx, { params, body }) =>
    shown(ctx, await modifyPlatform(ctx, params.id, body)),
  ),
  route(operations.count, async (ctx, { params, body }) =>
    shown(ctx, await countPlatform(ctx, params.id, body)),
  ),
  route(operations.renewCredential, async (ctx, { params, body }) =>
    withCredential(ctx, await renewCredential(ctx, params.id, body.version)),
  ),
  route(operations.revoke, async (ctx, { params, body }) =>
    shown(ctx, await revokePlatform(ctx, params.id, body)),
  ),
  route(operations.report, async (ctx, { params, body }, http) =>
    toReport(await reportFigures(ctx, http.bearer, params.day, body)),
  ),
]
