import { type RawBuilder, sql } from 'kysely'
import { monthOf, type Window, windowOfMonth } from '../civil-month.ts'

/**
 * Hours of usage, whether they stand one by one or are folded, as a part of a statement: `subject_id, hour, meter, holding, quantity,
 * of_day`.
 *
 * @param window within one month.
 * @param which a condition on `subject_id`.
 */
export function usageHours({ from, to }: Window, which: RawBuilder<unknown>): RawBuilder<unknown> {
  const month = windowOfMonth(monthOf(from))
  return sql`(select subject_id, hour, meter, holding, quantity, of_day from usage
      where hour >= ${from} and hour < ${to} and ${which}
    union all
    select subject_id, h.hour, meter, holding, quantity, of_day from usage_span
      cross join lateral generate_series(greatest(from_hour, ${from}::int), least(to_hour, ${to}::int) - 1) as h (hour)
      where from_hour >= ${month.from} and from_hour < ${to} and to_hour > ${from} and ${which})`
}
