/** SQL on what is billed once: at most one charge and one refund for each order line and dimension, by a unique index. */
import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../../../platform/db/index.ts'

/** Drafts of one body are rated one after the other: what one of them takes up no other does. */
export async function holdBody(tx: Tx, bodyId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(4731, hashtext(${bodyId}))`.execute(tx)
}

/** Of these order lines, those that another bill has charged. */
export async function listChargedLines(
  tx: Tx,
  billId: string,
  lineIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('charge')
    .select('request_line_id')
    .distinct()
    .where('category', '=', 'once')
    .where('bill_id', '<>', billId)
    .where(sql<SqlBool>`request_line_id = any(${[...lineIds]}::uuid[])`)
    .execute()
  return new Set(rows.flatMap((row) => row.request_line_id ?? []))
}

export interface OnceCharge {
  readonly request_line_id: string
  readonly subject_id: number
  readonly meter: number
  readonly from_hour: number
  readonly to_hour: number
  readonly price_version_id: string
  readonly price_position: number
  readonly billable: string
  /** Less what a dispute has given back already. */
  readonly amount: string
}

/** What bills of this body that were sent have charged once, and no other bill has given back. */
export async function listGivableBack(
  tx: Tx,
  bodyId: string,
  billId: string,
): Promise<readonly OnceCharge[]> {
  const { rows } =
    await sql<OnceCharge>`select c.request_line_id, c.subject_id, c.meter, c.from_hour, c.to_hour,
      c.price_version_id, c.price_position, c.billable::text, (c.amount - coalesce(d.credit, 0))::text as amount
    from charge c join bill b on b.id = c.bill_id left join bill_dispute d on d.bill_id = c.bill_id and d.charge_no = c.no
    where b.body_id = ${bodyId} and b.state <> 'draft' and c.category = 'once' and c.amount > coalesce(d.credit, 0)
      and not exists (select from charge g where g.category = 'once' and g.request_line_id = c.request_line_id
        and g.meter = c.meter and g.amount < 0 and g.bill_id <> ${billId})
    order by c.request_line_id, c.meter`.execute(tx)
  return rows
}

/** 分 of a charge that other bills which were sent have given back since its order was cancelled: nothing of what is not paid once. */
export async function sumGivenBack(tx: Tx, billId: string, no: number): Promise<bigint> {
  const { rows } = await sql<{ back: string }>`select coalesce(-sum(g.amount), 0)::text as back
    from charge c join charge g on g.request_line_id = c.request_line_id and g.meter = c.meter and g.bill_id <> c.bill_id
      and g.category = 'once' and g.amount < 0
      join bill b on b.id = g.bill_id and b.state <> 'draft'
    where c.bill_id = ${billId} and c.no = ${no} and c.category = 'once'`.execute(tx)
  return BigInt(rows[0]?.back ?? 0)
}
