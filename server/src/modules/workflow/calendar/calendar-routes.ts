import { calendarOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { toWorkCalendar } from '../../../platform/worktime/index.ts'
import { findCalendar, findCalendarVersion, listCalendars, listCalendarVersions } from './calendar-store.ts'
import { toCalendar, toCalendarSummary } from './calendar-view.ts'
import { changeCalendar, withYear } from './change-calendar.ts'
import { explainDue } from './explain-due.ts'
import { importYear } from './import-year.ts'

export const calendarRoutes: readonly Route[] = [
  route(operations.calendarList, async (ctx) => {
    const rows = await listCalendars(ctx.authz.require(ctx, 'list', 'calendar'))
    return { items: rows.map((row) => toCalendarSummary(row, ctx.clock.now())) }
  }),
  route(operations.calendarGet, async (ctx, { params, query }) => {
    const calendar = await viewCalendar(ctx, params.id)
    const history = (await listCalendarVersions(ctx.db, calendar.id)).map((each) => ({
      version: each.number,
      createdAt: each.created_at.toISOString(),
      createdBy: each.created_by,
      note: each.note,
    }))
    const current =
      query.version === undefined ? calendar.current : await versionOf(ctx, calendar.id, query.version)
    const actions = { modify: ctx.authz.allowance(ctx.actor, 'modify', 'calendar', null) }
    return { ...toCalendar({ ...calendar, current }), history, actions }
  }),
  route(operations.calendarUpdate, async (ctx, { params, body }) =>
    toCalendar(
      await changeCalendar(ctx, params.id, body.version, (content) => ({
        content: { ...content, weekdays: [...new Set(body.weekdays)].sort(), hours: body.hours },
        hoursSource: body.hoursSource,
        isProductDefault: false,
        note: '修改工作时间',
      })),
    ),
  ),
  route(operations.calendarSetYear, async (ctx, { params, body }) => {
    const { version, ...year } = body
    return toCalendar(
      await changeCalendar(ctx, params.id, version, (content) => ({
        content: withYear(content, year),
        note: `${year.year}：${year.source}`,
      })),
    )
  }),
  route(operations.calendarImport, async (ctx, { params, body }) => importYear(ctx, params.id, body)),
  route(operations.calendarExplain, async (ctx, { params, body }) => {
    const calendar = await viewCalendar(ctx, params.id)
    return explainDue(
      toWorkCalendar(calendar.current.content, calendar.current.number),
      new Date(body.from),
      body,
    )
  }),
]

async function viewCalendar(ctx: Ctx, id: string) {
  return ctx.authz.authorised(ctx, 'view', 'calendar', await findCalendar(ctx.db, id))
}

async function versionOf(ctx: Ctx, id: string, number: number) {
  return (await findCalendarVersion(ctx.db, id, number)) ?? refuse('common.not_found')
}
