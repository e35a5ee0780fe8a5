import { powerScheduleOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { endSchedule, endStay, letStay } from './act-on-schedule.ts'
import { changeSchedule, previewChange } from './change-schedule.ts'
import { makeSchedule } from './make-schedule.ts'
import { listSchedules } from './schedule-store.ts'
import { describeSchedule, previewSchedule, summariseSchedules, toScheduleItem } from './schedule-view.ts'

export const scheduleRoutes: readonly Route[] = [
  route(operations.list, (ctx, { query }) =>
    listSchedules(ctx.authz.require(ctx, 'list', 'power-schedule'), query, query, (row) =>
      toScheduleItem(ctx, row),
    ),
  ),
  route(operations.summary, (ctx) =>
    summariseSchedules(ctx, ctx.authz.require(ctx, 'list', 'power-schedule')),
  ),
  route(operations.get, (ctx, { params }) => describeSchedule(ctx, params.id)),
  route(operations.preview, (ctx, { body }) => previewSchedule(ctx, body)),
  route(operations.create, async (ctx, { body }) =>
    describeSchedule(ctx, (await makeSchedule(ctx, body)).id),
  ),
  route(operations.stay, async (ctx, { params, body }) =>
    describeSchedule(ctx, (await letStay(ctx, params.id, body)).id),
  ),
  route(operations.endStay, async (ctx, { params, body }) =>
    describeSchedule(ctx, (await endStay(ctx, params.id, body)).id),
  ),
  route(operations.previewChange, (ctx, { params, body }) => previewChange(ctx, params.id, body)),
  route(operations.change, async (ctx, { params, body }) =>
    describeSchedule(ctx, (await changeSchedule(ctx, params.id, body)).id),
  ),
  route(operations.end, async (ctx, { params, body }) =>
    describeSchedule(ctx, (await endSchedule(ctx, params.id, body.version)).id),
  ),
]
