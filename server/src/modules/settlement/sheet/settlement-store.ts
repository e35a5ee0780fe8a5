/** SQL on settlement sheets and their lines. */
import type { SettlementLineKind, SettlementOpenPoint, SettlementState } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'

export interface SettlementRow {
  readonly id: string
  readonly no: string
  readonly contract_id: string
  readonly contract_no: string
  readonly contract_name: string
  readonly body_id: string
  readonly body_name: string
  readonly provider_body_id: string
  readonly provider_name: string
  /** First day. */
  readonly quarter: string
  readonly state: SettlementState
  /** 分 */
  readonly due: string
  readonly payable: string
  readonly paid: string
  readonly open_points: readonly SettlementOpenPoint[]
  readonly calculated_at: Date
  readonly drawn_up_by: string
  readonly drawn_up_by_name: string
  readonly sent_by: string | null
  readonly sent_by_name: string | null
  readonly sent_at: Date | null
  readonly answered_by_name: string | null
  readonly answered_at: Date | null
  readonly objection: string | null
  readonly approved_by_name: string | null
  readonly approved_at: Date | null
  readonly comment: string | null
  readonly version: number
}

const COLUMNS = sql`s.id, s.no, s.contract_id, coalesce(c.no, '') as contract_no, coalesce(c.name, '') as contract_name, s.body_id,
  coalesce(o.name, '') as body_name, s.provider_body_id, coalesce(p.name, '') as provider_name, s.quarter::text as quarter,
  s.state, s.due::text as due, s.payable::text as payable, s.open_points, s.calculated_at, s.drawn_up_by, s.drawn_up_by_name,
  s.sent_by, s.sent_by_name, s.sent_at, s.answered_by_name, s.answered_at, s.objection, s.approved_by_name, s.approved_at,
  s.comment, s.version,
  (select coalesce(sum(x.amount), 0)::text from contract_payment x where x.settlement_id = s.id) as paid`
const FROM = sql`settlement s left join service_contract c on c.id = s.contract_id
  left join body_directory o on o.id = s.body_id left join body_directory p on p.id = s.provider_body_id`

export async function findSettlement(db: Db, id: string): Promise<SettlementRow | undefined> {
  const { rows } = await sql<SettlementRow>`select ${COLUMNS} from ${FROM} where s.id = ${id}`.execute(db)
  return rows[0]
}

export async function loadSettlementForUpdate(tx: Tx, id: string): Promise<SettlementRow | undefined> {
  await sql`select from settlement where id = ${id} for update`.execute(tx)
  return findSettlement(tx, id)
}

export interface SettlementFilter {
  /** First day. */
  readonly quarter?: string | undefined
  readonly state?: SettlementState | undefined
  readonly providerBodyId?: string | undefined
  readonly contractId?: string | undefined
}

/** The latest quarter first. */
export async function listSettlements<W>(
  db: Db,
  filter: SettlementFilter,
  page: PageRequest,
  toWire: (row: SettlementRow) => W,
) {
  const conditions = [sql`true`]
  if (filter.quarter !== undefined) conditions.push(sql`s.quarter = ${filter.quarter}::date`)
  if (filter.state !== undefined) conditions.push(sql`s.state = ${filter.state}`)
  if (filter.providerBodyId !== undefined) conditions.push(sql`s.provider_body_id = ${filter.providerBodyId}`)
  if (filter.contractId !== undefined) conditions.push(sql`s.contract_id = ${filter.contractId}`)
  const after = afterKey(page, { sort: 's.quarter', id: 's.id', cast: 'timestamptz' }, 'desc')
  if (after) conditions.push(after)
  const { rows } =
    await sql<SettlementRow>`select ${COLUMNS} from ${FROM} where ${sql.join(conditions, sql` and `)}
    order by s.quarter desc, s.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.quarter, row.id], toWire)
}

export async function countSettlements(db: Db, state: SettlementState): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from settlement where state = ${state}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Approved ones of a contract: their quarters and what they came to. */
export async function listSettled(
  db: Db,
  contractId: string,
): Promise<readonly { readonly quarter: string; readonly due: string }[]> {
  const { rows } = await sql<{
    quarter: string
    due: string
  }>`select quarter::text as quarter, due::text as due from settlement
    where contract_id = ${contractId} and state in ('approved', 'paid') order by quarter`.execute(db)
  return rows
}

/** Approved ones that came out below nothing, and that no sheet but this one has carried over. */
export async function listToCarry(
  db: Db,
  contractId: string,
  sheetId: string,
): Promise<readonly { readonly id: string; readonly no: string; readonly payable: string }[]> {
  const { rows } = await sql<{
    id: string
    no: string
    payable: string
  }>`select s.id, s.no, s.payable::text as payable from settlement s
    where s.contract_id = ${contractId} and s.state in ('approved', 'paid') and s.payable < 0 and s.id <> ${sheetId}
      and not exists (select from settlement_line l where l.earlier_id = s.id and l.settlement_id <> ${sheetId})
    order by s.quarter, s.id limit 100`.execute(db)
  return rows
}

export interface LateRow {
  readonly no: string
  readonly quarter: string
  readonly approved_at: Date
  /** Confirmed after it was approved, with a part in its quarter. */
  readonly event_ids: readonly string[]
}

/** Approved sheets of a contract before a quarter, of which SLA events became known afterwards. */
export async function listLate(db: Db, contractId: string, before: string): Promise<readonly LateRow[]> {
  const { rows } =
    await sql<LateRow>`select s.no, s.quarter::text as quarter, s.approved_at, array_agg(e.id) as event_ids
    from settlement s join sla_event e on e.provider_body_id = s.provider_body_id and e.state = 'confirmed'
      and e.decided_at > s.approved_at and e.ends_at > s.quarter::timestamp at time zone 'Asia/Shanghai'
      and e.starts_at < (s.quarter + interval '3 months') at time zone 'Asia/Shanghai'
    where s.contract_id = ${contractId} and s.state in ('approved', 'paid') and s.quarter < ${before}::date
    group by s.id order by s.quarter`.execute(db)
  return rows
}

/** 分 of SLA credits by month that other sheets of the contract gave, in whatever state they are. */
export async function sumGiven(
  db: Db,
  { contractId, sheetId }: { readonly contractId: string; readonly sheetId: string },
  months: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await sql<{ month: string; given: string }>`select to_char(l.month, 'YYYY-MM') as month,
      (-sum(l.amount))::text as given
    from settlement s join settlement_line l on l.settlement_id = s.id and l.kind in ('sla-credit', 'late-credit')
    where s.contract_id = ${contractId} and s.id <> ${sheetId}
      and l.month = any (${months.map((month) => `${month}-01`)}::date[])
    group by l.month`.execute(db)
  return new Map(rows.map(({ month, given }) => [month, BigInt(given)]))
}

export async function insertSettlement(
  tx: Tx,
  row: Pick<
    SettlementRow,
    'id' | 'contract_id' | 'body_id' | 'provider_body_id' | 'quarter' | 'drawn_up_by' | 'drawn_up_by_name'
  > & { readonly now: Date },
): Promise<void> {
  await sql`insert into settlement (id, no, contract_id, body_id, provider_body_id, quarter, calculated_at, drawn_up_by,
      drawn_up_by_name, created_at)
    values (${row.id}, 'JS' || to_char(${row.quarter}::date, 'YYYY') || '-' || lpad(nextval('settlement_no')::text, 6, '0'),
      ${row.contract_id}, ${row.body_id}, ${row.provider_body_id}, ${row.quarter}::date, ${row.now}, ${row.drawn_up_by},
      ${row.drawn_up_by_name}, ${row.now})`.execute(tx)
}

export interface SettlementChange {
  readonly state?: SettlementState
  readonly due?: string
  readonly payable?: string
  readonly open_points?: readonly SettlementOpenPoint[]
  readonly calculated_at?: Date
  readonly drawn_up_by?: string
  readonly drawn_up_by_name?: string
  readonly sent_by?: string | null
  readonly sent_by_name?: string | null
  readonly sent_at?: Date | null
  readonly answered_by_name?: string | null
  readonly answered_at?: Date | null
  readonly objection?: string | null
  readonly approved_by?: string
  readonly approved_by_name?: string
  readonly approved_at?: Date
  readonly comment?: string
}

/** @returns false when the version is stale. */
export async function updateSettlement(
  tx: Tx,
  settlement: Authorised<SettlementRow>,
  version: number,
  change: SettlementChange,
): Promise<boolean> {
  const set = Object.entries(change).map(([column, value]) =>
    column === 'open_points'
      ? sql`open_points = ${[...(value as readonly string[])]}::text[]`
      : sql`${sql.ref(column)} = ${value}`,
  )
  const result = await sql`update settlement set ${sql.join([...set, sql`version = version + 1`])}
    where id = ${settlement.id} and version = ${version}`.execute(tx)
  return result.numAffectedRows === 1n
}

export interface SettlementLineRow {
  readonly no: number
  readonly kind: SettlementLineKind
  /** `2026-09` */
  readonly month: string | null
  readonly amount: string
  readonly said_zh: string
  readonly said_en: string
  readonly statement_id: string | null
  readonly rules_id: string | null
  readonly assessment_id: string | null
  readonly payment_id: string | null
  readonly earlier_id: string | null
  readonly event_ids: readonly string[]
}

export async function listLines(db: Db, settlementId: string): Promise<readonly SettlementLineRow[]> {
  const { rows } =
    await sql<SettlementLineRow>`select no, kind, to_char(month, 'YYYY-MM') as month, amount::text as amount,
      said_zh, said_en, statement_id, rules_id, assessment_id, payment_id, earlier_id, event_ids
    from settlement_line where settlement_id = ${settlementId} order by no`.execute(db)
  return rows
}

/** The sheet is a draft: those before go. */
export async function replaceLines(
  tx: Tx,
  settlementId: string,
  lines: readonly SettlementLineRow[],
): Promise<void> {
  await sql`delete from settlement_line where settlement_id = ${settlementId}`.execute(tx)
  const rows = lines.map((line) => ({
    ...line,
    event_ids: [...line.event_ids],
    month: line.month && `${line.month}-01`,
  }))
  await sql`insert into settlement_line (settlement_id, no, kind, month, amount, said_zh, said_en, statement_id, rules_id,
      assessment_id, payment_id, earlier_id, event_ids)
    select ${settlementId}, x.no, x.kind, x.month, x.amount, x.said_zh, x.said_en, x.statement_id, x.rules_id,
      x.assessment_id, x.payment_id, x.earlier_id, coalesce(array(select jsonb_array_elements_text(x.event_ids)::uuid), '{}')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (no int, kind text, month date, amount bigint, said_zh text,
      said_en text, statement_id uuid, rules_id uuid, assessment_id uuid, payment_id uuid, earlier_id uuid, event_ids jsonb)`.execute(
    tx,
  )
}
