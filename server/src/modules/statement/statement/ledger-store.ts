/** SQL: a ledger of a provider's month, resource by resource, as `sumLedgers` adds it up. */
import type { PlatformLedger } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import { type Db, decodePageToken, limitOf, type PageRequest, pageOf } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'

export interface LedgerAsked {
  readonly statementId: string
  readonly providerId: string
  /** `2026-10` */
  readonly month: string
  /** The month as instants. */
  readonly from: Date
  readonly until: Date
  readonly ledger: PlatformLedger
}

export interface LedgerRow {
  readonly id: string
  readonly name: string
  readonly external_id: string | null
  readonly body_id: string | null
  readonly body_name: string | null
  readonly is_approved: boolean
  readonly ended_at: Date | null
  /** 分 */
  readonly amount: string
}

const IS_APPROVED = sql`(r.request_id is not null or r.request_line_id is not null or exists (
  select from adoption_entry a where a.resource_id = r.id and a.state = 'taken-in'))`
const ENDED_AT = sql`case when r.presence = 'absent' then coalesce(r.released_at, r.intended_at) end`

/** Charges of the month beside `s`, a subject of the resource: looked up within the bill of its body. */
const charges = (month: RawBuilder<unknown>) =>
  sql`bill b join charge c on c.bill_id = b.id and c.system_id = s.system_id and c.subject_id = s.id
    where b.body_id = s.body_id and b.month = ${month}`
const isCharged = sql`c.category = 'usage'`

function isOf({ ledger, providerId, statementId, from, until }: LedgerAsked, month: RawBuilder<unknown>) {
  const subjects = sql`select from usage_subject s where s.resource_id = r.id and s.provider_body_id = ${providerId}`
  const isUsed = sql`exists (${subjects} and (
    exists (select from usage_month u where u.month = ${month} and u.subject_id = s.id)
    or exists (select from ${charges(month)} and ${isCharged})))`
  if (ledger === 'measured') return isUsed
  if (ledger === 'approved') return sql`${IS_APPROVED} and ${isUsed}`
  // What stood in the month, of all that either side names.
  return sql`coalesce(${ENDED_AT} > ${from}, true) and exists (
      select from resource_phase p where p.resource_id = r.id and p.at < ${until} and p.condition <> 'over')
    and (${isUsed} or exists (select from statement_line l where l.statement_id = ${statementId}
        and l.resource_key in (r.id::text, lower(r.external_id)))
      or exists (${subjects} and exists (select from ${charges(month)} and c.category = 'adjustment')))`
}

/** In the order of the resources’ ids. */
export async function listLedger<W>(
  db: Db,
  asked: LedgerAsked,
  page: PageRequest,
  toWire: (row: LedgerRow) => W,
): Promise<{ items: W[]; nextPageToken: string | null }> {
  const { providerId, statementId } = asked
  const month = sql`${`${asked.month}-01`}::date`
  const conditions = [sql`r.provider_body_id = ${providerId}`, isOf(asked, month)]
  if (page.pageToken !== undefined) conditions.push(sql`r.id > ${afterId(page.pageToken)}::uuid`)
  const { rows } = await sql<LedgerRow>`select r.id, r.name, r.external_id, r.body_id, o.name as body_name,
      ${IS_APPROVED} as is_approved, ${ENDED_AT} as ended_at,
      (select coalesce(sum((select sum(c.amount) from ${charges(month)} and ${isCharged})), 0)::bigint::text
        from usage_subject s where s.resource_id = r.id and s.provider_body_id = ${providerId}) as amount
    from resource r left join body_directory o on o.id = r.body_id
    where ${sql.join(conditions, sql` and `)} order by r.id limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.id, statementId], toWire)
}

function afterId(token: string): string {
  const [id] = decodePageToken(token)
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : refuse('common.page_token_invalid')
}
