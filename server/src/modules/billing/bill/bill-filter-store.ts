/** Which bills are meant: the filters of the list, in SQL on `bill`. */
import type { BillState } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'

export interface BillFilter {
  readonly month?: string | undefined
  readonly bodyId?: string | undefined
  readonly state?: BillState | undefined
  readonly unpriced?: boolean | undefined
  readonly closingProposed?: boolean | undefined
  readonly disputeOpen?: boolean | undefined
  readonly waiting?: boolean | undefined
}

/** Proposed to be closed without confirmation, and not decided. */
export const IS_CLOSING_PROPOSED = sql`(bill.closing_at is not null and bill.state in ('sent', 'disputed'))`

export const HAS_OPEN_DISPUTE = sql`exists (select from bill_dispute d where d.bill_id = bill.id and d.outcome is null)`

/** The body is asked, and it is its turn. */
export const WAITS = sql`(bill.state = 'sent' or bill.state = 'disputed'
  and not ${HAS_OPEN_DISPUTE})`

export function conditionsOf(filter: BillFilter): readonly RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (filter.month !== undefined) conditions.push(sql`bill.month = ${`${filter.month}-01`}::date`)
  if (filter.bodyId !== undefined) conditions.push(sql`bill.body_id = ${filter.bodyId}`)
  if (filter.state !== undefined) conditions.push(sql`bill.state = ${filter.state}`)
  if (filter.unpriced !== undefined)
    conditions.push(filter.unpriced ? sql`bill.unpriced_count > 0` : sql`bill.unpriced_count = 0`)
  if (filter.closingProposed !== undefined)
    conditions.push(filter.closingProposed ? IS_CLOSING_PROPOSED : sql`not (${IS_CLOSING_PROPOSED})`)
  if (filter.disputeOpen !== undefined)
    conditions.push(filter.disputeOpen ? HAS_OPEN_DISPUTE : sql`not ${HAS_OPEN_DISPUTE}`)
  if (filter.waiting !== undefined) conditions.push(filter.waiting ? WAITS : sql`not ${WAITS}`)
  return conditions
}
