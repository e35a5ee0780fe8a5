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
