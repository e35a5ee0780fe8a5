import type { CalendarImportResult, Static } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { compareDays, readDays } from './calendar-import.ts'
import { findCalendar } from './calendar-store.ts'
import { toCalendar } from './calendar-view.ts'
import { changeCalendar, withYear } from './change-calendar.ts'

interface Import {
  readonly version: number
  readonly text: string
  readonly year: number
  readonly source: string
  readonly preview: boolean
}

/** Reads a year from text. With errors, or as a preview, nothing changes and the counts say what would. */
export async function importYear(
  ctx: Ctx,
  id: string,
  input: Import,
): Promise<Static<typeof CalendarImportResult>> {
  const calendar = ctx.authz.authorised(ctx, 'modify', 'calendar', await findCalendar(ctx.db, id))
  const { days, errors } = readDays(input.text, input.year)
  const before = calendar.current.content.years.find((each) => each.year === input.year)?.days ?? []
  const counts = compareDays(before, days)
  const shown = errors.slice(0, 400).map((each) => ({ ...each }))
  if (input.preview || errors.length > 0) {
    await ctx.inTx((tx) =>
      ctx.audit(tx, {
        noun: 'calendar',
        objectId: id,
        bodyId: null,
        after: { preview: true, year: input.year },
      }),
    )
    return { ...counts, errors: shown, calendar: null }
  }
  const changed = await changeCalendar(ctx, id, input.version, (content) => ({
    content: withYear(content, { year: input.year, days, source: input.source }),
    note: `${input.year}：${input.source}`,
  }))
  return { ...counts, errors: [], calendar: toCalendar(changed) }
}
