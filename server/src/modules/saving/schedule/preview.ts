import { POWER_PREVIEW_DAYS, type PowerSchedulePreview, type PowerWindow } from '@yunheng/contract'
import { moneyOrNull } from './money.ts'
import type { Look } from './schedule-reconciler.ts'
import { estimateSaving, type ServersToRate } from './schedule-saving.ts'
import { daysAhead, nextSwitch, offHoursOf, type Schedule } from './windows.ts'

/** What the next days bring, when it switches next, and what these hours save. */
export function previewOf(
  { calendar, now, stays }: Pick<Look, 'calendar' | 'now' | 'stays'>,
  schedule: Schedule,
  windows: readonly PowerWindow[],
  toRate: ServersToRate,
): PowerSchedulePreview {
  const { perMonth, unpriced, countsInFull } = estimateSaving(windows, toRate)
  const staysUntil = stays.find(({ resource_id: id }) => id === null)?.until_at.getTime() ?? 0
  const next = nextSwitch(schedule, calendar, now, POWER_PREVIEW_DAYS, staysUntil)
  return {
    days: daysAhead(schedule, calendar, now, POWER_PREVIEW_DAYS),
    next: next && { at: next.at.toISOString(), to: next.to },
    offHoursPerWeek: offHoursOf(windows),
    perMonth: moneyOrNull(perMonth),
    unpriced,
    countsInFull,
  }
}
