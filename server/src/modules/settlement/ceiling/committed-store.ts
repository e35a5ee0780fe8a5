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

/** By body and month from a day on. What is not placed yet is nobody's; a line over several providers counts by its units. */
export async function listHeldWith(
  db: Db,
  providerBodyId: string,
  fromDay: string,
): Promise<readonly HeldRow[]> {
  const { rows } = await sql<HeldRow>`
    with held as (
      select c.body_id, c.month, c.request_id, c.line_number, c.resource_id, sum(c.amount_minor) as amount
      from budget_commitment c where c.month >= ${fromDay}::date
      group by c.body_id, c.month, c.request_id, c.line_number, c.resource_id having sum(c.amount_minor) <> 0)
    select o.path as body_path, r.path as region_path, to_char(h.month, 'YYYY-MM') as month,
      round(sum(h.amount * coalesce(placed.share, 1)))::bigint::text as amount
    from held h
      left join request_line l on l.request_id = h.request_id and l.number = h.line_number
      left join resource one on one.id = coalesce(h.resource_id, l.resource_id)
      left join lateral (
        select sum(p.quantity) filter (where p.provider_body_id = ${providerBodyId})::numeric / sum(p.quantity) as share
        from placement p where p.request_id = h.request_id and p.request_line_id = l.id and p.state = 'claimed'
      ) placed on h.resource_id is null and l.resource_id is null
      join body_directory o on o.id = h.body_id join region r on r.id = o.region_id
    where one.provider_body_id = ${providerBodyId} or placed.share > 0
    group by o.path, r.path, h.month`.execute(db)
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
