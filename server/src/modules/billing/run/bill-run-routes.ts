import { type BodyOf, billRunOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { listRuns, seenRun, startRun, stopRun } from '../../../platform/run/index.ts'
import { BILL_RUN, type BillRunRow, TAKEN } from './bill-run.ts'
import { listBillsOfRun, listBillsToTreat } from './bill-run-store.ts'
import { toBillItem, toBillRun } from './bill-run-view.ts'

const shown = async (ctx: Ctx, row: Promise<BillRunRow>) => toBillRun(ctx, await row)

const start = (ctx: Ctx, { verb, of }: BodyOf<typeof operations.start>) =>
  startRun(ctx, BILL_RUN, {
    own: { verb },
    filters: 'filters' in of ? of.filters : null,
    chosen: 'billIds' in of ? of.billIds.length : null,
    find: (tx) => listBillsToTreat(tx, 'billIds' in of ? of : { ...of, state: TAKEN[verb] }),
  })

export const billRunRoutes: readonly Route[] = [
  route(operations.list, (ctx, { query }) =>
    listRuns(ctx.authz.require(ctx, 'list', 'bill-run'), BILL_RUN, query, (row) => toBillRun(ctx, row)),
  ),
  route(operations.start, (ctx, { body }) => shown(ctx, start(ctx, body))),
  route(operations.get, (ctx, { params }) => shown(ctx, seenRun(ctx, BILL_RUN, params.id))),
  route(operations.items, async (ctx, { params, query }) => {
    await seenRun(ctx, BILL_RUN, params.id)
    return listBillsOfRun(ctx.db, params.id, query, query, toBillItem)
  }),
  route(operations.stop, (ctx, { params }) => shown(ctx, stopRun(ctx, BILL_RUN, params.id))),
]
