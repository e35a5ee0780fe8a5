/** SQL on which lines may pay for what, and how much of each is left. */
import type { BudgetPurpose } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { isWithinBody } from '../organisation/index.ts'
import type { LineRoom } from './budget.ts'

interface Payer {
  readonly bodyId: string
  readonly systemId: string
}

/** The system's project is known, and is not the one that the line is for. */
export const ofOtherProject = (filingId: RawBuilder<unknown>, systemId: RawBuilder<unknown>) =>
  sql<boolean>`${filingId} is not null and exists (select from project_directory p
    where p.system_id = ${systemId} and p.filing_id <> ${filingId})`

/** A line that comes into force. */
export interface NewLine {
  readonly bodyId: string
  readonly systemId: string | null
  readonly filingId: string | null
  readonly fiscalYear: number
  readonly purpose: BudgetPurpose
}

/** Of entries (`e`) those that no line pays for, and this one would. */
export function isForNewLine(line: NewLine): RawBuilder<boolean> {
  const { bodyId, systemId, filingId, fiscalYear, purpose } = line
  return sql<boolean>`e.budget_id is null and e.fiscal_year = ${fiscalYear} and ${isWithinBody('e.body_id', bodyId)}
    ${systemId === null ? sql`` : sql`and e.system_id = ${systemId}`}
    ${filingId === null ? sql`` : sql`and not (${ofOtherProject(sql`${filingId}::uuid`, sql`e.system_id`)})`}
    ${
      purpose === 'migration'
        ? sql`and exists (select from system s where s.id = e.system_id and s.deployment = 'to-migrate')`
        : sql``
    }`
}

/**
 * Lines in force of a year (`b`) that may pay for a system (`asked`) of this body. Lines of the body and of those above it are looked up
 * once, however many systems there are.
 */
const candidates = (bodyId: string, systemIds: readonly string[], fiscalYear: number) => sql`
  (select one.system_id, exists (select from system s where s.id = one.system_id and s.deployment = 'to-migrate') as to_migrate
    from unnest(${[...systemIds]}::uuid[]) as one (system_id) offset 0) as asked
  join (select line.*, payer.path as payer_path from body_directory me
      join body_directory payer on me.path like payer.path || '%'
      join budget line on line.body_id = payer.id and line.fiscal_year = ${fiscalYear} and line.state = 'active'
        and line.purpose in ('cloud', 'migration')
      where me.id = ${bodyId} offset 0) as b
    on (b.system_id is null or b.system_id = asked.system_id) and (b.purpose = 'cloud' or asked.to_migrate)
      and not (${ofOtherProject(sql`b.filing_id`, sql`asked.system_id`)})`

/**
 * Lines in force that may pay for a system of this body in a year, in their order: the body's own before those above, for the system
 * before for its project before for all, the oldest first. A line of a project pays for no system that is known to be of another one.
 * For a system that is yet to migrate, maintenance funds come before all others, and what is set aside for migration serves it as well
 * (R271).
 */
export async function listPayingLines(
  tx: Tx,
  { bodyId, systemId }: Payer,
  fiscalYear: number,
  how: { readonly lock: boolean },
): Promise<readonly LineRoom[]> {
  // In the order of their ids, whoever locks them; only then are they counted. What is given back of them does not wait.
  if (how.lock)
    await sql`select from budget where id in (select b.id from ${candidates(bodyId, [systemId], fiscalYear)})
      order by id for no key update`.execute(tx)
  return (await listPayingLinesOf(tx, { bodyId, systemIds: [systemId] }, fiscalYear)).get(systemId) ?? []
}

/** The same for many systems of a body: however many there are, the room of each line is read once. */
export async function listPayingLinesOf(
  tx: Tx,
  { bodyId, systemIds }: { readonly bodyId: string; readonly systemIds: readonly string[] },
  fiscalYear: number,
): Promise<ReadonlyMap<string, readonly LineRoom[]>> {
  if (systemIds.length === 0) return new Map()
  const { rows } = await sql<{ readonly system_id: string; readonly id: string }>`select asked.system_id, b.id
    from ${candidates(bodyId, systemIds, fiscalYear)}
    order by (b.fund_source = 'maintenance' and asked.to_migrate) desc, length(b.payer_path) desc, b.system_id is null,
      exists (select from project_directory p where p.system_id = asked.system_id and p.filing_id = b.filing_id) desc,
      b.created_at, b.id`.execute(tx)
  const rooms = await roomsOf(tx, [...new Set(rows.map(({ id }) => id))])
  return new Map(
    [...Map.groupBy(rows, (row) => row.system_id)].map(([systemId, lines]) => [
      systemId,
      lines.flatMap(({ id }) => rooms.get(id) ?? []),
    ]),
  )
}

async function roomsOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, LineRoom>> {
  const { rows } = await sql<{
    readonly id: string
    readonly no: string
    readonly name: string
    readonly amount: string
    readonly committed: string
    readonly actual: string
    readonly permitted: string
  }>`select b.id, b.no, b.name, b.amount_minor::text as amount,
      coalesce(s.committed_minor, 0)::text as committed, coalesce(s.actual_minor, 0)::text as actual,
      coalesce((select sum(p.amount_minor) from budget_permit p where p.budget_id = b.id), 0)::text as permitted
    from budget b left join budget_line_sum s on s.budget_id = b.id
    where b.id = any (${[...ids]}::uuid[])`.execute(tx)
  return new Map(
    rows.map(({ id, no, name, amount, committed, actual, permitted }) => [
      id,
      {
        id,
        no,
        name,
        amountMinor: Number(amount),
        committedMinor: Number(committed),
        actualMinor: Number(actual),
        permittedMinor: Number(permitted),
      },
    ]),
  )
}

/** Any line in force, of any year, that may pay for this body. */
export async function hasPayingLines(tx: Tx, { bodyId }: Pick<Payer, 'bodyId'>): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from budget b
    join body_directory payer on payer.id = b.body_id join body_directory me on me.id = ${bodyId}
    where me.path like payer.path || '%' and b.state = 'active' and b.purpose in ('cloud', 'migration')) as found`.execute(
    tx,
  )
  return rows[0]?.found === true
}
