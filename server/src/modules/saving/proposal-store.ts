/** SQL on proposals, and on what a judging came to beside them. */
import type { SavingEvidence, SavingKind, SavingRule, SavingWhyNot } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import {
  afterKey,
  containing,
  type Db,
  limitOf,
  type PageRequest,
  pageOf,
  type Tx,
} from '../../platform/db/index.ts'
import { isWithinBody } from '../organisation/index.ts'

export interface ProposalToSave {
  readonly id: string
  readonly resource_id: string
  readonly rule: SavingRule
  readonly kind: SavingKind
  readonly body_id: string
  readonly system_id: string
  readonly provider_body_id: string
  readonly vcpus: number | null
  readonly memory_mib: number | null
  readonly proposed_vcpus: number | null
  readonly proposed_memory_mib: number | null
  /** Whole 分 as decimal text. */
  readonly saving_fen: string | null
  readonly saved_vcpus: number
  readonly saved_memory_mib: number
  readonly saved_storage_gib: number
  readonly evidence: readonly SavingEvidence[]
}

export interface ProposalRow extends ProposalToSave {
  readonly resource_name: string
  readonly body_name: string
  readonly system_name: string
  readonly provider_name: string
  readonly rank: string
  readonly found_on: string
  readonly judged_on: string
  readonly rule_set_id: string
  readonly rule_set_number: number
  /** The open notice about it. */
  readonly notice_id: string | null
}

/** As found today. The same finding goes on from the day it was first found; another rule begins anew. */
export async function saveProposals(
  tx: Tx,
  proposals: readonly ProposalToSave[],
  judging: { readonly today: string; readonly ruleSetId: string },
): Promise<void> {
  if (proposals.length === 0) return
  const columns = `id, resource_id, rule, kind, body_id, system_id, provider_body_id, vcpus, memory_mib, proposed_vcpus,
    proposed_memory_mib, saving_fen, saved_vcpus, saved_memory_mib, saved_storage_gib, evidence`
  const renewed = columns
    .split(',')
    .map((column) => column.trim())
    .filter((column) => !['id', 'resource_id', 'kind'].includes(column))
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')
  await sql`insert into saving_proposal (${sql.raw(columns)}, found_on, judged_on, rule_set_id)
    select ${sql.raw(columns)}, ${judging.today}::date, ${judging.today}::date, ${judging.ruleSetId}::uuid
    from jsonb_to_recordset(${JSON.stringify(proposals)}::jsonb) as p (id uuid, resource_id uuid, rule text, kind text,
      body_id uuid, system_id uuid, provider_body_id uuid, vcpus int, memory_mib int, proposed_vcpus int,
      proposed_memory_mib int, saving_fen bigint, saved_vcpus int, saved_memory_mib int, saved_storage_gib int,
      evidence jsonb)
    order by resource_id
    on conflict (resource_id) do update set ${sql.raw(renewed)}, judged_on = excluded.judged_on,
      rule_set_id = excluded.rule_set_id,
      found_on = case when saving_proposal.rule = excluded.rule then saving_proposal.found_on else excluded.found_on end`.execute(
    tx,
  )
}

/** What was not found again is none any more. @returns how many. */
export async function dropProposals(tx: Tx, kept: readonly string[]): Promise<number> {
  const result =
    await sql`delete from saving_proposal where resource_id <> all (${[...kept]}::uuid[])`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

export interface JudgingResult {
  readonly today: string
  readonly at: Date
  readonly ruleSetId: string
  readonly notJudged: readonly {
    readonly body_id: string
    readonly why: SavingWhyNot
    readonly count: number
  }[]
  readonly months: readonly BodyMonth[]
}

export interface BodyMonth {
  readonly month: string
  readonly body_id: string
  readonly servers: number
  readonly cpu_sum: number
  readonly cpu_samples: number
  readonly memory_sum: number
  readonly memory_samples: number
}

export async function saveJudging(tx: Tx, result: JudgingResult): Promise<void> {
  await sql`delete from saving_not_judged`.execute(tx)
  await sql`insert into saving_not_judged (body_id, why, count) select body_id, why, count
    from jsonb_to_recordset(${JSON.stringify(result.notJudged)}::jsonb) as n (body_id uuid, why text, count int)`.execute(
    tx,
  )
  const months = [...new Set(result.months.map(({ month }) => month))]
  await sql`delete from saving_month where month = any (${months}::date[])`.execute(tx)
  await sql`insert into saving_month (month, body_id, servers, cpu_sum, cpu_samples, memory_sum, memory_samples)
    select month, body_id, servers, cpu_sum, cpu_samples, memory_sum, memory_samples
    from jsonb_to_recordset(${JSON.stringify(result.months)}::jsonb) as m (month date, body_id uuid, servers int,
      cpu_sum bigint, cpu_samples bigint, memory_sum bigint, memory_samples bigint)`.execute(tx)
  await sql`insert into saving_judging (judged_on, judged_at, rule_set_id)
    values (${result.today}::date, ${result.at}, ${result.ruleSetId})
    on conflict (is_only) do update set judged_on = excluded.judged_on, judged_at = excluded.judged_at,
      rule_set_id = excluded.rule_set_id`.execute(tx)
}

export interface ProposalFilter {
  readonly rule?: SavingRule
  readonly kind?: SavingKind
  readonly bodyId?: string
  readonly systemId?: string
  readonly q?: string
}

const SELECT = sql`select p.id, p.resource_id, p.rule, p.kind, p.body_id, p.system_id, p.provider_body_id, p.vcpus, p.memory_mib,
      p.proposed_vcpus, p.proposed_memory_mib, p.saving_fen::text as saving_fen, p.saved_vcpus, p.saved_memory_mib,
      p.saved_storage_gib, p.evidence, p.rank::text as rank, p.found_on::text as found_on, p.judged_on::text as judged_on,
      p.rule_set_id, r.name as resource_name, b.name as body_name, s.name as system_name, v.name as provider_name,
      u.number as rule_set_number, n.id as notice_id
    from saving_proposal p
    join resource_directory r on r.id = p.resource_id
    join body_directory b on b.id = p.body_id
    join body_directory v on v.id = p.provider_body_id
    join system_directory s on s.id = p.system_id
    join rule_set u on u.id = p.rule_set_id
    left join saving_notice n on n.resource_id = p.resource_id and n.state in ('sent', 'accepted', 'objected', 'insisted')`

/**
 * Of `saving_proposal p`: an objection about it stands, and it has been the same finding ever since. Who decided that nothing more is asked
 * is not made to ask again the next day; what is found anew after it was not found may be asked again.
 */
export const isWaived = sql`exists (select from saving_notice w where w.resource_id = p.resource_id and w.rule = p.rule
  and w.body_id = p.body_id and w.state = 'waived'
  and p.found_on <= (w.decided_at at time zone 'Asia/Shanghai')::date)`

/** On `saving_proposal p`, `resource_directory r` and `system_directory s`. */
export function conditionsOf(filter: ProposalFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (filter.rule !== undefined) conditions.push(sql`p.rule = ${filter.rule}`)
  if (filter.kind !== undefined) conditions.push(sql`p.kind = ${filter.kind}`)
  if (filter.bodyId !== undefined) conditions.push(isWithinBody('p.body_id', filter.bodyId))
  if (filter.systemId !== undefined) conditions.push(sql`p.system_id = ${filter.systemId}`)
  if (filter.q !== undefined) {
    const part = containing(filter.q)
    conditions.push(sql`(r.name ilike ${part} or s.name ilike ${part})`)
  }
  return conditions
}

/** The most to save first, what has no price last. */
export async function listProposals<W>(
  db: Db,
  filter: ProposalFilter,
  page: PageRequest,
  toWire: (row: ProposalRow) => W,
) {
  const conditions = conditionsOf(filter)
  const after = afterKey(page, { sort: 'p.rank', id: 'p.id', cast: 'bigint' }, 'desc')
  if (after) conditions.push(after)
  const { rows } = await sql<ProposalRow>`
    ${SELECT}
    where ${sql.join(conditions, sql` and `)}
    order by p.rank desc, p.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.rank, row.id], toWire)
}

/** Held until the transaction ends. */
export async function loadProposalForUpdate(tx: Tx, id: string): Promise<ProposalRow | undefined> {
  const { rows } = await sql<ProposalRow>`${SELECT} where p.id = ${id} for update of p`.execute(tx)
  return rows[0]
}

export interface TallyRow {
  readonly count: number
  readonly saving: string
  readonly unpriced: number
  readonly vcpus: number
  readonly memory: number
}

const TALLY = sql.raw(`count(*)::int as count, coalesce(sum(saving_fen), 0)::text as saving,
  (count(*) filter (where saving_fen is null))::int as unpriced, coalesce(sum(saved_vcpus), 0)::int as vcpus,
  coalesce(sum(saved_memory_mib::bigint), 0)::float8 as memory`)

export async function tallyByRule(db: Db): Promise<readonly (TallyRow & { readonly rule: SavingRule })[]> {
  const { rows } = await sql<TallyRow & { readonly rule: SavingRule }>`
    select rule, ${TALLY} from saving_proposal group by rule`.execute(db)
  return rows
}

/** Of one body: what it could save, without what is too small. */
export async function tallyOfBody(db: Db, bodyId: string): Promise<TallyRow> {
  const { rows } = await sql<TallyRow>`
    select ${TALLY} from saving_proposal where body_id = ${bodyId} and rule <> 'undersized'`.execute(db)
  return rows[0] as TallyRow
}

export async function tallyByBody(
  db: Db,
  limit: number,
): Promise<readonly (TallyRow & { readonly id: string; readonly name: string })[]> {
  const { rows } = await sql<TallyRow & { readonly id: string; readonly name: string }>`
    select t.*, b.name from (select body_id as id, ${TALLY} from saving_proposal group by body_id
      order by sum(saving_fen) desc nulls last, body_id limit ${limit}) as t
    join body_directory b on b.id = t.id order by t.saving::numeric desc, t.id`.execute(db)
  return rows
}

export async function sumNotJudged(
  db: Db,
): Promise<readonly { readonly why: SavingWhyNot; readonly count: number }[]> {
  const { rows } = await sql<{ readonly why: SavingWhyNot; readonly count: number }>`
    select why, sum(count)::int as count from saving_not_judged group by why order by why`.execute(db)
  return rows
}

export interface MonthRow {
  readonly month: string
  readonly servers: number
  readonly cpu: number | null
  readonly memory: number | null
}

/** Utilisation of all servers in sight, in percent: every sample counts alike. */
export async function listMonths(db: Db, limit: number): Promise<readonly MonthRow[]> {
  const { rows } = await sql<MonthRow>`
    select to_char(month, 'YYYY-MM') as month, sum(servers)::int as servers,
      (sum(cpu_sum)::float8 / nullif(sum(cpu_samples), 0)::float8 / 10) as cpu,
      (sum(memory_sum)::float8 / nullif(sum(memory_samples), 0)::float8 / 10) as memory
    from saving_month group by month order by month desc limit ${limit}`.execute(db)
  return rows.toReversed()
}

export async function findJudging(
  db: Db,
): Promise<
  { readonly judged_on: string; readonly rule_set_id: string; readonly number: number } | undefined
> {
  const { rows } = await sql<{ judged_on: string; rule_set_id: string; number: number }>`
    select j.judged_on::text as judged_on, j.rule_set_id, u.number from saving_judging j
    join rule_set u on u.id = j.rule_set_id`.execute(db)
  return rows[0]
}
