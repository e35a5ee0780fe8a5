/** SQL on charges. */
import type { ChargeCategory, Unpriced } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import {
  type Db,
  decodePageToken,
  limitOf,
  type PageRequest,
  pageOf,
  type Tx,
} from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import type { BilledSubject } from '../../metering/index.ts'
import type { DigestedCharge, NumberedCharge } from './bill.ts'

export interface ChargeRow {
  readonly bill_id: string
  readonly no: number
  readonly category: ChargeCategory
  readonly meter: number
  readonly from_hour: number
  readonly to_hour: number
  readonly serving: string
  readonly stopped: string
  readonly unseen: string
  readonly price_version_id: string | null
  readonly price_position: number | null
  readonly factor: string | null
  readonly billable: string | null
  readonly amount: string | null
  readonly unpriced: Unpriced | null
  readonly disputed_no: number | null
  readonly disputed_bill_id: string | null
  readonly disputed_month: string | null
  readonly subject_id: number
  readonly system_id: string
  readonly system_name: string
  readonly resource_id: string
  readonly resource_name: string
  readonly provider_body_id: string
  readonly provider_name: string
  readonly pool_id: string
  readonly offering_code: string | null
  readonly plan_code: string | null
  readonly request_line_id: string | null
  readonly dispute_reason: string | null
  readonly raised_by: string | null
  readonly raised_at: Date | null
  readonly outcome: 'upheld' | 'rejected' | null
  readonly answer: string | null
  readonly credit: string | null
  readonly answered_by: string | null
  readonly answered_at: Date | null
}

const COLUMNS = sql`c.bill_id, c.no, c.category, c.meter, c.from_hour, c.to_hour, c.serving::text, c.stopped::text, c.unseen::text,
  c.price_version_id, c.price_position, c.factor::text, c.billable::text, c.amount::text, c.unpriced, c.disputed_no,
  c.disputed_bill_id, to_char(earlier.month, 'YYYY-MM') as disputed_month,
  c.subject_id, c.system_id, coalesce(sys.name, '') as system_name, s.resource_id, coalesce(r.name, '') as resource_name,
  s.provider_body_id, coalesce(p.name, '') as provider_name, s.pool_id, s.offering_code, s.plan_code, s.request_line_id,
  d.reason as dispute_reason, d.raised_by, d.raised_at, d.outcome, d.answer, d.credit::text, d.answered_by, d.answered_at`
const FROM = sql`charge c join usage_subject s on s.id = c.subject_id left join system_directory sys on sys.id = c.system_id
  left join resource r on r.id = s.resource_id left join body_directory p on p.id = s.provider_body_id
  left join bill_dispute d on d.bill_id = c.bill_id and d.charge_no = c.no left join bill earlier on earlier.id = c.disputed_bill_id`

export interface ChargeFilter {
  readonly systemId?: string | undefined
  readonly offeringCode?: string | undefined
  readonly poolId?: string | undefined
  readonly providerBodyId?: string | undefined
  readonly meter?: number | undefined
  readonly category?: ChargeCategory | undefined
  readonly unpriced?: boolean | undefined
  readonly disputed?: boolean | undefined
  readonly project?: string | undefined
  readonly credit?: boolean | undefined
}

/** In their order on the bill. */
export async function listCharges<W>(
  db: Db,
  billId: string,
  filter: ChargeFilter,
  page: PageRequest,
  toWire: (row: ChargeRow) => W,
): Promise<{ items: W[]; nextPageToken: string | null }> {
  const conditions: RawBuilder<unknown>[] = [sql`c.bill_id = ${billId}`]
  if (filter.systemId !== undefined) conditions.push(sql`c.system_id = ${filter.systemId}`)
  // `none`: what was never ordered, and systems without an approval, as in the spending that leads here.
  if (filter.offeringCode !== undefined)
    conditions.push(sql`coalesce(nullif(s.offering_code, ''), 'none') = ${filter.offeringCode}`)
  if (filter.project !== undefined)
    conditions.push(sql`coalesce((select a.project_no from project_directory a where a.system_id = c.system_id), 'none')
      = ${filter.project}`)
  if (filter.poolId !== undefined) conditions.push(sql`s.pool_id = ${filter.poolId}`)
  if (filter.providerBodyId !== undefined) conditions.push(sql`s.provider_body_id = ${filter.providerBodyId}`)
  if (filter.meter !== undefined) conditions.push(sql`c.meter = ${filter.meter}`)
  if (filter.category !== undefined) conditions.push(sql`c.category = ${filter.category}`)
  if (filter.unpriced !== undefined)
    conditions.push(filter.unpriced ? sql`c.amount is null` : sql`c.amount is not null`)
  if (filter.disputed !== undefined)
    conditions.push(filter.disputed ? sql`d.bill_id is not null` : sql`d.bill_id is null`)
  if (filter.credit !== undefined)
    conditions.push(filter.credit ? sql`c.disputed_no is not null` : sql`c.disputed_no is null`)
  if (page.pageToken !== undefined) conditions.push(sql`c.no > ${afterNo(page.pageToken)}`)
  const { rows } =
    await sql<ChargeRow>`select ${COLUMNS} from ${FROM} where ${sql.join(conditions, sql` and `)}
    order by c.no limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [String(row.no), billId], toWire)
}

function afterNo(token: string): number {
  const [no] = decodePageToken(token)
  return /^\d{1,9}$/.test(no) ? Number(no) : refuse('common.page_token_invalid')
}

export async function findCharge(db: Db, billId: string, no: number): Promise<ChargeRow | undefined> {
  const { rows } = await sql<ChargeRow>`select ${COLUMNS} from ${FROM}
    where c.bill_id = ${billId} and c.no = ${no}`.execute(db)
  return rows[0]
}

export const subjectOf = (row: ChargeRow): BilledSubject => ({ ...row, id: row.subject_id })

export interface SystemSum {
  readonly system_id: string
  readonly name: string
  readonly amount: string
  readonly charges: number
  readonly unpriced: number
}

/** The dearest first. */
export async function sumBySystem(db: Db, billId: string, limit: number): Promise<readonly SystemSum[]> {
  const { rows } = await sql<SystemSum>`select g.*, coalesce(sys.name, '') as name from (
      select system_id, coalesce(sum(amount), 0)::text as amount, count(*)::int as charges,
        count(*) filter (where amount is null)::int as unpriced, coalesce(sum(amount), 0) as sorted
      from charge where bill_id = ${billId} group by system_id order by sorted desc, system_id limit ${limit}
    ) as g left join system_directory sys on sys.id = g.system_id order by g.sorted desc, g.system_id`.execute(
    db,
  )
  return rows
}

export async function listUsedVersions(db: Db, billId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select distinct price_version_id as id from charge
    where bill_id = ${billId} and price_version_id is not null`.execute(db)
  return rows.map((row) => row.id)
}

/** All that was rated together with a charge: the same clause, dimension and stretch. */
export async function sumGroup(
  db: Db,
  row: ChargeRow,
): Promise<{
  readonly billable: string
  readonly discounted: string
  readonly amount: string
  readonly charges: number
}> {
  const { rows } = await sql<{ billable: string; discounted: string; amount: string; charges: number }>`select
      coalesce(sum(billable), 0)::text as billable, coalesce(sum(billable * factor), 0)::text as discounted,
      coalesce(sum(amount), 0)::text as amount, count(*)::int as charges from charge
    where bill_id = ${row.bill_id} and category = 'usage' and price_version_id = ${row.price_version_id}
      and price_position = ${row.price_position} and meter = ${row.meter} and from_hour = ${row.from_hour}
      and to_hour = ${row.to_hour}`.execute(db)
  return rows[0] as { billable: string; discounted: string; amount: string; charges: number }
}

const BATCH = 10_000

/** Makes these the charges of a draft. */
export async function replaceCharges(
  tx: Tx,
  billId: string,
  charges: readonly NumberedCharge[],
): Promise<void> {
  await sql`delete from charge where bill_id = ${billId}`.execute(tx)
  for (let at = 0; at < charges.length; at += BATCH)
    await insertCharges(tx, billId, charges.slice(at, at + BATCH))
}

async function insertCharges(tx: Tx, billId: string, all: readonly NumberedCharge[]): Promise<void> {
  await sql`insert into charge (bill_id, no, category, subject_id, system_id, meter, from_hour, to_hour, serving, stopped, unseen,
      price_version_id, price_position, factor, billable, amount, unpriced, disputed_no, disputed_bill_id,
      request_line_id)
    select ${billId}::uuid, * from unnest(${column(all, (one) => one.no)}::int[], ${column(all, (one) => one.category)}::text[],
      ${column(all, (one) => one.subject)}::int[], ${column(all, (one) => one.systemId)}::uuid[],
      ${column(all, (one) => one.meter)}::smallint[], ${column(all, (one) => one.window.from)}::int[],
      ${column(all, (one) => one.window.to)}::int[], ${column(all, (one) => one.serving)}::bigint[],
      ${column(all, (one) => one.stopped)}::bigint[], ${column(all, (one) => one.unseen)}::bigint[],
      ${column(all, (one) => one.price?.versionId)}::uuid[], ${column(all, (one) => one.price?.position)}::int[],
      ${column(all, (one) => one.price?.factor)}::bigint[], ${column(all, (one) => one.billable)}::numeric[],
      ${column(all, (one) => one.amount)}::bigint[], ${column(all, (one) => one.unpriced)}::text[],
      ${column(all, (one) => one.disputed?.no)}::int[], ${column(all, (one) => one.disputed?.billId)}::uuid[],
      ${column(all, (one) => one.lineId)}::uuid[])`.execute(tx)
}

/**
 * A column as PostgreSQL writes an array. Numbers, ids and words of our own need no quoting; the driver, which quotes whatever
 * comes, takes ten times as long.
 */
function column(
  all: readonly NumberedCharge[],
  of: (one: NumberedCharge) => number | bigint | string | null | undefined,
): string {
  return `{${all.map((one) => of(one) ?? 'NULL').join(',')}}`
}

interface StoredCharge {
  readonly no: number
  readonly category: ChargeCategory
  readonly subject_id: number
  readonly meter: number
  readonly from_hour: number
  readonly to_hour: number
  readonly serving: string
  readonly stopped: string
  readonly unseen: string
  readonly price_version_id: string | null
  readonly price_position: number | null
  readonly factor: string | null
  readonly billable: string | null
  readonly amount: string | null
  readonly unpriced: Unpriced | null
  readonly disputed_no: number | null
  readonly disputed_bill_id: string | null
}

/** Every charge of a bill as it is stored, for its digest. */
export async function* readCharges(db: Db, billId: string): AsyncGenerator<DigestedCharge> {
  for (let after = 0; ; ) {
    const { rows } =
      await sql<StoredCharge>`select no, category, subject_id, meter, from_hour, to_hour, serving::text,
        stopped::text, unseen::text, price_version_id, price_position, factor::text, billable::text, amount::text, unpriced,
        disputed_no, disputed_bill_id from charge where bill_id = ${billId} and no > ${after} order by no limit ${BATCH}`.execute(
        db,
      )
    for (const row of rows) yield toDigested(row)
    if (rows.length < BATCH) return
    after = (rows.at(-1) as StoredCharge).no
  }
}

const big = (text: string | null) => (text === null ? null : BigInt(text))

const toDigested = (row: StoredCharge): DigestedCharge => ({
  no: row.no,
  category: row.category,
  subject: row.subject_id,
  meter: row.meter,
  fromHour: row.from_hour,
  toHour: row.to_hour,
  serving: BigInt(row.serving),
  stopped: BigInt(row.stopped),
  unseen: BigInt(row.unseen),
  price:
    row.price_version_id === null || row.price_position === null || row.factor === null
      ? null
      : { versionId: row.price_version_id, position: row.price_position, factor: BigInt(row.factor) },
  billable: big(row.billable),
  amount: big(row.amount),
  unpriced: row.unpriced,
  disputedNo: row.disputed_no,
  disputedBillId: row.disputed_bill_id,
})
