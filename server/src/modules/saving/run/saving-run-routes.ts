import { type BodyOf, savingRunOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { listRuns, seenRun, startRun, stopRun } from '../../../platform/run/index.ts'
import { SAVING_RUN, type SavingRunRow } from './saving-run.ts'
import { listNoticesOfRun, listToNotify } from './saving-run-store.ts'
import { toSavingItem, toSavingRun } from './saving-run-view.ts'

const shown = async (ctx: Ctx, row: Promise<SavingRunRow>) => toSavingRun(ctx, await row)

const start = (ctx: Ctx, { of }: BodyOf<typeof operations.start>) =>
  startRun(ctx, SAVING_RUN, {
    own: {},
    filters: 'filters' in of ? of.filters : null,
    chosen: 'proposalIds' in of ? of.proposalIds.length : null,
    find: (tx) => listToNotify(tx, of),
  })

export const savingRunRoutes: readonly Route[] = [
  route(operations.list, (ctx, { query }) =>
    listRuns(ctx.authz.require(ctx, 'list', 'saving-run'), SAVING_RUN, query, (row) => toSavingRun(ctx, row)),
  ),
  route(operations.start, (ctx, { body }) => shown(ctx, start(ctx, body))),
  route(operations.get, (ctx, { params }) => shown(ctx, seenRun(ctx, SAVING_RUN, params.id))),
  route(operations.items, async (ctx, { params, query }) => {
    await seenRun(ctx, SAVING_RUN, params.id)
    return listNoticesOfRun(ctx.db, params.id, query, query, toSavingItem)
  }),
  route(operations.stop, (ctx, { params }) => shown(ctx, stopRun(ctx, SAVING_RUN, params.id))),
]
