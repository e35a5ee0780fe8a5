/** SQL on invoices of settlement sheets: entered, and withdrawn at most. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'

export interface InvoiceRow {
  readonly id: string
  readonly settlement_id: string
  readonly number: string
  readonly issued_on: string
  /** 分, tax included; and what was paid on it. */
  readonly amount: string
  readonly paid: string
  /** In percent. */
  readonly tax_rate: string
  readonly seller_tax_id: string
  readonly blob_id: string
  readonly file_name: string
  readonly digest: string
  readonly entered_by_name: string
  readonly entered_at: Date
  readonly withdrawn_by_name: string | null
  readonly withdrawn_at: Date | null
  readonly withdrawn_reason: string | null
}

/** As the rules see it. */
export const standingOf = (row: InvoiceRow) => ({
  settlementId: row.settlement_id,
  amount: BigInt(row.amount),
  paid: BigInt(row.paid),
  isWithdrawn: row.withdrawn_at !== null,
})

const INVOICES_MAX = 200
const COLUMNS = sql`i.id, i.settlement_id, i.number, i.issued_on::text as issued_on, i.amount::text as amount,
  trim_scale(i.tax_rate)::text as tax_rate, i.seller_tax_id, i.blob_id, i.file_name, i.digest, i.entered_by_name, i.entered_at,
  i.withdrawn_by_name, i.withdrawn_at, i.withdrawn_reason,
  (select coalesce(sum(p.amount), 0)::text from contract_payment p where p.invoice_id = i.id) as paid`

/** In the order in which they were entered. */
export async function listInvoices(db: Db, settlementId: string): Promise<readonly InvoiceRow[]> {
  const { rows } = await sql<InvoiceRow>`select ${COLUMNS} from settlement_invoice i
    where i.settlement_id = ${settlementId} order by i.id limit ${INVOICES_MAX}`.execute(db)
  return rows
}

export async function findInvoice(db: Db, id: string): Promise<InvoiceRow | undefined> {
  const { rows } =
    await sql<InvoiceRow>`select ${COLUMNS} from settlement_invoice i where i.id = ${id}`.execute(db)
  return rows[0]
}

/** 分 of those that count; all of them count towards how many there may be. */
export async function sumInvoices(
  db: Db,
  settlementId: string,
): Promise<{ readonly invoiced: bigint; readonly isFull: boolean }> {
  const { rows } = await sql<{ invoiced: string; count: number }>`select count(*)::int as count,
      coalesce(sum(amount) filter (where withdrawn_at is null), 0)::text as invoiced
    from settlement_invoice where settlement_id = ${settlementId}`.execute(db)
  return { invoiced: BigInt(rows[0]?.invoiced ?? 0), isFull: (rows[0]?.count ?? 0) >= INVOICES_MAX }
}

export async function insertInvoice(
  tx: Tx,
  row: Omit<InvoiceRow, 'paid' | 'withdrawn_by_name' | 'withdrawn_at' | 'withdrawn_reason'>,
): Promise<void> {
  await sql`insert into settlement_invoice (id, settlement_id, number, issued_on, amount, tax_rate, seller_tax_id, blob_id,
      file_name, digest, entered_by_name, entered_at)
    values (${row.id}, ${row.settlement_id}, ${row.number}, ${row.issued_on}::date, ${row.amount}, ${row.tax_rate}::numeric,
      ${row.seller_tax_id}, ${row.blob_id}, ${row.file_name}, ${row.digest}, ${row.entered_by_name}, ${row.entered_at})`.execute(
    tx,
  )
}

export async function updateWithdrawn(
  tx: Tx,
  id: string,
  by: { readonly name: string; readonly at: Date; readonly reason: string },
): Promise<void> {
  await sql`update settlement_invoice set withdrawn_by_name = ${by.name}, withdrawn_at = ${by.at},
    withdrawn_reason = ${by.reason} where id = ${id}`.execute(tx)
}
