/** SQL that reads what approved requests hold of the contracts with a provider: the ledger of commitments, by where it is supplied. */
import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'

interface HeldRow {
  readonly body_path: string
  readonly region_path: string
  /** `2026-09` */
  readonly month: string
  /** 分 */
  readonly amount: string
}

/**
 * By body and month from a day on, billed or not: bills are taken off here by what they charge under each contract. What is not placed yet is nobody's; a line over several providers counts by its units. Only what stands
 * with the provider is read of the ledger, and is summed before anything else is looked up: of its resources, what renewals by themselves
 * and requests about them hold, and of what was placed there, the lines.
 */
export async function listHeldWith(
  db: Db,
  providerBodyId: string,
  fromDay: string,
): Promise<readonly HeldRow[]> {
  const { rows } = await sql<HeldRow>`
    with lines as (
      select l.request_id, l.number, 1::numeric as share
      from resource r join request_line l on l.resource_id = r.id where r.provider_body_id = ${providerBodyId}
      union all
      select l.request_id, l.number, sum(mine.quantity)::numeric / (select sum(p.quantity) from placement p
          where p.request_id = l.request_id and p.request_line_id = l.id and p.state = 'claimed')
      from placement mine join request_line l on l.id = mine.request_line_id and l.request_id = mine.request_id
      where mine.provider_body_id = ${providerBodyId} and mine.state = 'claimed' and l.resource_id is null
      group by l.id),
    held as (
      select c.body_id, c.month, sum(c.amount_minor * lines.share) as amount
      from lines join budget_commitment c on c.request_id = lines.request_id and c.line_number = lines.number
      where c.month >= ${fromDay}::date and c.kind <> 'spend' group by c.body_id, c.month
      union all
      select c.body_id, c.month, sum(c.amount_minor)
      from budget_commitment c join resource r on r.id = c.resource_id
      where r.provider_body_id = ${providerBodyId} and c.month >= ${fromDay}::date and c.kind <> 'spend'
      group by c.body_id, c.month)
    select o.path as body_path, g.path as region_path, to_char(h.month, 'YYYY-MM') as month,
      round(sum(h.amount))::bigint::text as amount
    from held h join body_directory o on o.id = h.body_id join region g on g.id = o.region_id
    group by o.path, g.path, h.month having sum(h.amount) <> 0`.execute(db)
  return rows
}

interface PayerRow {
  readonly body_path: string
  readonly region_path: string
}

export async function findPayer(db: Db, bodyId: string): Promise<PayerRow | undefined> {
  const { rows } = await sql<PayerRow>`select o.path as body_path, r.path as region_path
    from body_directory o join region r on r.id = o.region_id where o.id = ${bodyId}`.execute(db)
  return rows[0]
}

export async function listNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from body_directory
    where id = any (${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
