/** SQL on disputes of charges, and on what they give back. */
import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/index.ts'

export async function insertDispute(
  tx: Tx,
  dispute: {
    readonly billId: string
    readonly no: number
    readonly reason: string
    readonly by: string
    readonly at: Date
  },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into bill_dispute (bill_id, charge_no, reason, raised_by, raised_at)
    values (${dispute.billId}, ${dispute.no}, ${dispute.reason}, ${dispute.by}, ${dispute.at})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export async function answerDisputed(
  tx: Tx,
  answer: {
    readonly billId: string
    readonly no: number
    readonly outcome: 'upheld' | 'rejected'
    readonly answer: string
    readonly credit: bigint | null
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  await sql`update bill_dispute set outcome = ${answer.outcome}, answer = ${answer.answer},
      credit = ${answer.credit === null ? null : answer.credit.toString()}::bigint, answered_by = ${answer.by},
      answered_at = ${answer.at} where bill_id = ${answer.billId} and charge_no = ${answer.no}`.execute(tx)
}

/** What a dispute gives back: a charge of its own after all others. */
export async function insertCredit(
  tx: Tx,
  billId: string,
  disputedNo: number,
  credit: bigint,
): Promise<void> {
  await sql`insert into charge (bill_id, no, category, subject_id, system_id, meter, from_hour, to_hour, serving, stopped, unseen,
      price_version_id, price_position, factor, billable, amount, disputed_no)
    select bill_id, (select max(no) + 1 from charge where bill_id = ${billId}), 'adjustment', subject_id, system_id, meter,
      from_hour, to_hour, 0, 0, 0, price_version_id, price_position, factor, 0, ${(-credit).toString()}::bigint, no
    from charge where bill_id = ${billId} and no = ${disputedNo}`.execute(tx)
}

/** A charge of a bill that was closed without confirmation, of which so much is given back on a later one. */
export interface LateCredit {
  readonly bill_id: string
  readonly charge_no: number
  readonly subject_id: number
  readonly meter: number
  readonly from_hour: number
  readonly to_hour: number
  readonly price_version_id: string
  readonly price_position: number
  readonly factor: string
  readonly credit: string
}

/**
 * What disputes of such bills have brought, and no other bill gives back: from now on this one does. Claimed before it is read, so
 * that two drafts that are rated at once never give back the same.
 */
export async function claimLateCredits(
  tx: Tx,
  bodyId: string,
  billId: string,
): Promise<readonly LateCredit[]> {
  await sql`update bill_dispute d set credited_bill_id = ${billId} from bill b
    where b.id = d.bill_id and b.body_id = ${bodyId} and b.is_unconfirmed and d.credit is not null
      and d.credited_bill_id is null and not exists (select from charge g
        where g.bill_id = d.bill_id and g.disputed_no = d.charge_no and g.disputed_bill_id is null)`.execute(
    tx,
  )
  const { rows } =
    await sql<LateCredit>`select d.bill_id, d.charge_no, c.subject_id, c.meter, c.from_hour, c.to_hour,
      c.price_version_id, c.price_position, c.factor::text, d.credit::text
    from bill_dispute d join bill b on b.id = d.bill_id join charge c on c.bill_id = d.bill_id and c.no = d.charge_no
    where d.credited_bill_id = ${billId} order by b.month, d.charge_no`.execute(tx)
  return rows
}
