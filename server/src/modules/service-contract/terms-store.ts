/** SQL on the terms of contracts: versions that are added, never changed. */
import type { PaymentNode } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Authorised } from '../../platform/authz/index.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import type { ContractRow } from './contract-store.ts'

export interface TermsRow {
  readonly contract_id: string
  readonly number: number
  /** 分 */
  readonly ceiling: string | null
  readonly warn_percent: number
  readonly price_basis: string
  readonly price_version_id: string | null
  /** Of that version. */
  readonly price_name: string | null
  readonly price_from: string | null
  readonly price_to: string | null
  /** Null: settled by its resources. */
  readonly settled_percent: number | null
  readonly nodes: readonly PaymentNode[]
  readonly document: string
  readonly reason: string
  readonly entered_by_name: string
  readonly entered_at: Date
}

const COLUMNS = sql`t.contract_id, t.number, t.ceiling::text as ceiling, t.warn_percent, t.price_basis, t.price_version_id,
  t.settled_percent,  p.name as price_name, p.effective_from::text as price_from, p.effective_to::text as price_to, t.nodes, t.document, t.reason,
  t.entered_by_name, t.entered_at`
const FROM = sql`contract_terms t left join price_version p on p.id = t.price_version_id`
const VERSIONS_MAX = 200

/** The latest first. */
export async function listTerms(db: Db, contractId: string): Promise<readonly TermsRow[]> {
  const { rows } = await sql<TermsRow>`select ${COLUMNS} from ${FROM} where t.contract_id = ${contractId}
    order by t.number desc limit ${VERSIONS_MAX}`.execute(db)
  return rows
}

/** Those in force: the latest version. */
export async function findTerms(db: Db, contractId: string): Promise<TermsRow | undefined> {
  const { rows } = await sql<TermsRow>`select ${COLUMNS} from ${FROM} where t.contract_id = ${contractId}
    order by t.number desc limit 1`.execute(db)
  return rows[0]
}

export async function insertTerms(
  tx: Tx,
  contract: Authorised<ContractRow, 'modify'>,
  row: Omit<TermsRow, 'contract_id' | 'price_name' | 'price_from' | 'price_to'>,
): Promise<void> {
  await sql`insert into contract_terms (contract_id, number, ceiling, warn_percent, price_basis, price_version_id, settled_percent,
      nodes, document, reason, entered_by_name, entered_at)
    values (${contract.id}, ${row.number}, ${row.ceiling}, ${row.warn_percent}, ${row.price_basis}, ${row.price_version_id},
      ${row.settled_percent}, ${JSON.stringify(row.nodes)}::jsonb, ${row.document}, ${row.reason}, ${row.entered_by_name},
      ${row.entered_at})`.execute(tx)
}

/** A contract with a provider of the platform, and whose charges it may be about. */
export interface Lease {
  readonly id: string
  readonly body_path: string
  /** A regulator contracts for its region, anybody else for what lies below him. */
  readonly is_of_regulator: boolean
  readonly region_path: string
  readonly starts_on: string
  /** The last day: of its term, or on which it was terminated. */
  readonly ends_on: string
  /** Of the provider’s agreed months the part that it names itself, by its latest terms; null: what its resources cost. */
  readonly settled_percent: number | null
}

export async function listLeasesWith(db: Db, providerBodyId: string): Promise<readonly Lease[]> {
  const { rows } =
    await sql<Lease>`select c.id, o.path as body_path, o.kind like 'regulator-%' as is_of_regulator,
      r.path as region_path, c.starts_on::text as starts_on, least(c.ends_on, c.terminated_on)::text as ends_on,
      (select t.settled_percent from contract_terms t where t.contract_id = c.id order by t.number desc limit 1) as settled_percent
    from service_contract c join body_directory o on o.id = c.body_id join region r on r.id = o.region_id
    where c.provider_body_id = ${providerBodyId} order by c.id`.execute(db)
  return rows
}

/** Two contracts with one provider that name their parts at once count each other. */
export async function lockParts(tx: Tx, providerBodyId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(1460, hashtext(${providerBodyId}))`.execute(tx)
}

/** Contracts in force that name a ceiling: those to be watched. */
export async function listWithCeiling(db: Db, today: string, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select c.id from service_contract c
    where c.terminated_on is null and ${today}::date between c.starts_on and c.ends_on and c.provider_body_id is not null
      and (select t.ceiling from contract_terms t where t.contract_id = c.id order by t.number desc limit 1) is not null
    order by c.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}
