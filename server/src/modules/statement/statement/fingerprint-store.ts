/**
 * What a comparison rests on, as one short text: of the same facts it is the same, so that nothing is compared again to learn that
 * nothing has changed. It reads what `gather-store.ts` reads, as sums of hashes of rows, without sorting or writing anything.
 *
 * In it: usage and charges of the month; of each resource that was used or is named, how it is called, whose it is, whether it was
 * approved, and when it ended within the month; corrections, those of months that are agreed included; which months are agreed; the
 * tolerance. Not in it: how many resources stood (a figure beside the ledgers) and the working calendar (days to answer by). The
 * lines of a statement never change.
 */
import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/index.ts'
import { IS_ADJUSTMENT, IS_APART, IS_GIVEN_BACK, type ToCompare, widenBounds } from './gather-store.ts'

export type ToFingerprint = Pick<ToCompare, 'id' | 'providerId' | 'month' | 'until' | 'tolerance'>

/** Rows in whatever order; equal ones count. */
const summed = (cte: string, row: string) =>
  sql.raw(
    `(select count(*) || ':' || coalesce(sum(hashtextextended(${row}::text, 0)), 0) from ${cte} as facts)`,
  )

export async function fingerprintOf(tx: Tx, one: ToFingerprint): Promise<string> {
  await widenBounds(tx)
  const month = sql`${`${one.month}-01`}::date`
  const { rows } = await sql<{ fingerprint: string }>`with subject as materialized (
      select id, resource_id, body_id from usage_subject where provider_body_id = ${one.providerId}
    ), agreed as materialized (
      select id, month from statement where provider_body_id = ${one.providerId} and state = 'agreed' and id <> ${one.id}
    ), held as materialized (
      select s.resource_id, u.meter, u.quantity from usage_month u join subject s on s.id = u.subject_id where u.month = ${month}
    ), charged as materialized (
      select s.resource_id, c.category, c.meter, c.from_hour, c.amount, c.disputed_no is not null as is_apart
      from bill b join charge c on c.bill_id = b.id join subject s on s.id = c.subject_id
      where b.month = ${month} and (c.category = 'usage' or (${IS_ADJUSTMENT}) or (${IS_APART}))
    ), named as materialized (
      select resource_key, bool_or(service_month is not null) as is_corrected from statement_line
      where statement_id = ${one.id} and resource_key <> '' group by resource_key
    ), thing as materialized (
      select r.id, lower(r.external_id) as external_id, r.body_id,
        r.request_id is not null or r.request_line_id is not null or a.resource_id is not null as is_approved,
        least(case when r.presence = 'absent' then coalesce(r.released_at, r.intended_at) end, ${one.until}) as ended_at
      from resource r
        left join (select distinct resource_id from adoption_entry where state = 'taken-in') a on a.resource_id = r.id
      where r.provider_body_id = ${one.providerId} and (r.id in (select resource_id from held)
        or r.id in (select resource_id from charged) or r.id::text in (select resource_key from named)
        or lower(r.external_id) in (select resource_key from named))
    ), corrected as (
      select resource_id from charged where category = 'adjustment' and not is_apart
      union select t.id from thing t join named n on n.is_corrected and n.resource_key in (t.id::text, t.external_id)
    ), before as (
      select s.resource_id, b.month, c.from_hour, c.amount
      from corrected join subject s on s.resource_id = corrected.resource_id join bill b on b.body_id = s.body_id
        join agreed a on a.month = b.month join charge c on c.bill_id = b.id and c.subject_id = s.id and ${IS_ADJUSTMENT}
    ), given_back as (
      select s.resource_id, b.month, c.from_hour, c.amount
      from corrected join subject s on s.resource_id = corrected.resource_id join bill b on b.body_id = s.body_id and b.month < ${month}
        join charge c on c.bill_id = b.id and c.subject_id = s.id and ${IS_GIVEN_BACK}
    )
    select concat_ws(' ', ${`${one.tolerance.lineFen}/${one.tolerance.quantityPermille}`}::text, ${summed('held', 'facts')}, ${summed('charged', 'facts')},
      ${summed('thing', 'facts')}, ${summed('before', 'facts')}, ${summed('given_back', 'facts')}, ${summed('agreed', 'facts.id')}) as fingerprint`.execute(
    tx,
  )
  return rows[0]?.fingerprint ?? ''
}
