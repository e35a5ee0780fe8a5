/** SQL on payments of contracts, and on the warnings that were given. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'

export interface PaymentRow {
  readonly id: string
  readonly contract_id: string
  readonly settlement_id: string | null
  readonly settlement_no: string | null
  /** Null: paid in advance, or before invoices were kept. */
  readonly invoice_id: string | null
  readonly invoice_number: string | null
  readonly terms_number: number
  readonly node_no: number
  readonly node_name: string
  readonly paid_on: string
  /** 分 */
  readonly amount: string
  readonly voucher_no: string
  readonly note: string
  readonly entered_by_name: string
}

const PAYMENTS_MAX = 200
const COLUMNS = sql`p.id, p.contract_id, p.settlement_id, s.no as settlement_no, p.invoice_id, i.number as invoice_number, p.terms_number, p.node_no, p.node_name,
  p.paid_on::text as paid_on, p.amount::text as amount, p.voucher_no, p.note, p.entered_by_name`

/** The latest first. */
export async function listPayments(
  db: Db,
  of: { readonly contractId: string } | { readonly settlementId: string },
): Promise<readonly PaymentRow[]> {
  const which =
    'contractId' in of ? sql`p.contract_id = ${of.contractId}` : sql`p.settlement_id = ${of.settlementId}`
  const { rows } =
    await sql<PaymentRow>`select ${COLUMNS} from contract_payment p left join settlement s on s.id = p.settlement_id
      left join settlement_invoice i on i.id = p.invoice_id
    where ${which} order by p.paid_on desc, p.id desc limit ${PAYMENTS_MAX}`.execute(db)
  return rows
}

/** 分, of all payments. */
export async function paidOf(db: Db, contractId: string): Promise<bigint> {
  const { rows } = await sql<{
    paid: string
  }>`select coalesce(sum(amount), 0)::text as paid from contract_payment where contract_id = ${contractId}`.execute(
    db,
  )
  return BigInt(rows[0]?.paid ?? 0)
}

export async function paidByNode(db: Db, contractId: string): Promise<ReadonlyMap<number, bigint>> {
  const { rows } = await sql<{ node_no: number; paid: string }>`select node_no, sum(amount)::text as paid
    from contract_payment where contract_id = ${contractId} group by node_no`.execute(db)
  return new Map(rows.map(({ node_no, paid }) => [node_no, BigInt(paid)]))
}

export interface AdvanceRow {
  readonly id: string
  readonly node_name: string
  readonly paid_on: string
  readonly voucher_no: string
  readonly amount: string
  /** Not taken off by another sheet yet. */
  readonly open: string
}

/** Paid in advance and not taken off whole by other sheets, the oldest first. */
export async function listAdvances(
  db: Db,
  contractId: string,
  sheetId: string,
): Promise<readonly AdvanceRow[]> {
  const { rows } = await sql<AdvanceRow>`select a.* from (
      select p.id, p.node_name, p.paid_on::text as paid_on, p.voucher_no, p.amount::text as amount,
        (p.amount + coalesce((select sum(l.amount) from settlement_line l
          where l.payment_id = p.id and l.settlement_id <> ${sheetId}), 0))::text as open
      from contract_payment p where p.contract_id = ${contractId} and p.settlement_id is null
    ) as a where a.open::bigint > 0 order by a.paid_on, a.id limit 200`.execute(db)
  return rows
}

export async function insertPayment(
  tx: Tx,
  row: Omit<PaymentRow, 'settlement_no' | 'invoice_number'> & { readonly entered_at: Date },
): Promise<void> {
  await sql`insert into contract_payment (id, contract_id, settlement_id, invoice_id, terms_number, node_no, node_name, paid_on, amount,
      voucher_no, note, entered_by_name, entered_at)
    values (${row.id}, ${row.contract_id}, ${row.settlement_id}, ${row.invoice_id}, ${row.terms_number}, ${row.node_no}, ${row.node_name},
      ${row.paid_on}::date, ${row.amount}, ${row.voucher_no}, ${row.note}, ${row.entered_by_name}, ${row.entered_at})`.execute(
    tx,
  )
}

/** @returns false where people were told already. */
export async function noteWarning(
  tx: Tx,
  row: {
    readonly contractId: string
    readonly termsNumber: number
    readonly percent: number
    readonly spent: bigint
    readonly at: Date
  },
): Promise<boolean> {
  const result = await sql`insert into contract_warning (contract_id, terms_number, percent, spent, at)
    values (${row.contractId}, ${row.termsNumber}, ${row.percent}, ${row.spent.toString()}, ${row.at})
    on conflict do nothing`.execute(tx)
  return result.numAffectedRows === 1n
}

export async function findLastWarning(
  db: Db,
  contractId: string,
): Promise<{ readonly percent: number } | undefined> {
  const { rows } = await sql<{
    percent: number
  }>`select percent from contract_warning where contract_id = ${contractId}
    order by at desc, percent desc limit 1`.execute(db)
  return rows[0]
}
