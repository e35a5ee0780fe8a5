/** Where a figure of the results leads: to the notices that it is of. Pure. */
import { type Place, to } from '../../paths.ts'

export const RESULT_FIGURES = ['planned', 'done', 'billed'] as const
export type ResultFigure = (typeof RESULT_FIGURES)[number]

/** Planned by the month of the day, done and billed by the month in which it was done. */
export function noticesBehind(
  figure: ResultFigure,
  { month, bodyId }: { readonly month: string; readonly bodyId?: string },
): Place {
  const own = bodyId === undefined ? {} : { bodyId }
  if (figure === 'planned') return to('savingNotices', { ...own, dueMonth: month })
  return to('savingNotices', { ...own, doneMonth: month, ...(figure === 'billed' ? { billed: 'true' } : {}) })
}
