import { ADOPTABLE_KINDS } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/index.ts'
import { listCurrentPlans } from '../../catalogue/index.ts'
import type { FilledRow, Named } from './judge.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Everything that the rows name, in two questions however many there are. */
export async function findNamed(tx: Tx, cloudId: string, rows: readonly FilledRow[]): Promise<Named> {
  const ids = [...new Set(rows.map((row) => row.itemId).filter((id) => UUID.test(id)))]
  const codes = [...new Set(rows.map((row) => row.systemCode.toLowerCase()))]
  const items = await sql<{ id: string; kind: string; no: string | null }>`
    select i.id, i.kind, l.no from inventory_directory i
    left join adoption_entry e on e.item_id = i.id and e.state in ('assigned', 'approved', 'taken-in')
    left join adoption_list l on l.id = e.list_id
    where i.cloud_id = ${cloudId} and i.id = any(${sql.val(ids)}::uuid[]) and i.tag is null and i.vanished_at is null
      and not i.is_ignored and i.kind = any(${sql.val([...ADOPTABLE_KINDS])}::text[])`.execute(tx)
  const systems = await sql<{
    id: string
    code: string
    body_id: string
    name: string
    short_name: string
    retired_at: Date | null
  }>`select s.id, lower(s.code) as code, s.body_id, b.name, b.short_name, s.retired_at
    from system_directory s join body_directory b on b.id = s.body_id
    where lower(s.code) = any(${sql.val(codes)}::text[])`.execute(tx)
  const plans = await listCurrentPlans(tx)
  return {
    plans: new Map(plans.map((plan) => [`${plan.offeringCode}/${plan.code}`.toLowerCase(), plan])),
    items: new Map(items.rows.map(({ id, kind, no }) => [id, { isFree: no === null, listNo: no, kind }])),
    systems: new Map(
      systems.rows.map((row) => [
        row.code,
        {
          id: row.id,
          bodyId: row.body_id,
          bodyName: row.name,
          bodyShortName: row.short_name,
          isRetired: row.retired_at !== null,
        },
      ]),
    ),
  }
}
