/** SQL that shows what nobody manages, with whose it seems to be and on whose list it stands. */
import { ADOPTABLE_KINDS, type AdoptableKind, type AdoptionRule } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import {
  containing,
  type Db,
  decodePageToken,
  limitOf,
  type PageRequest,
  pageOf,
} from '../../../platform/db/index.ts'

export interface ItemFilter {
  readonly cloudId?: string
  readonly kind?: AdoptableKind
  readonly rule?: AdoptionRule
  readonly proposed?: boolean
  readonly bodyId?: string
  readonly systemId?: string
  readonly assigned?: boolean
  readonly q?: string
}

export interface OpenItem {
  readonly id: string
  readonly cloud_id: string
  readonly cloud_name: string
  readonly kind: AdoptableKind
  readonly external_id: string
  readonly project_name: string | null
  readonly name: string
  readonly state: string
  readonly spec: Readonly<Record<string, unknown>>
  readonly attributes: Readonly<Record<string, unknown>>
  readonly first_seen_at: Date
  readonly rule: AdoptionRule | null
  readonly found: string | null
  readonly system_id: string | null
  readonly system_name: string | null
  readonly system_code: string | null
  readonly body_id: string | null
  readonly body_name: string | null
  readonly list_id: string | null
  readonly list_no: string | null
  readonly list_body_id: string | null
  readonly list_body_name: string | null
}

/** Conditions over `i` (the thing) and `p` (its proposal). */
export function conditionsOf(filter: ItemFilter): RawBuilder<boolean> {
  const all: RawBuilder<unknown>[] = [
    sql`i.tag is null and i.vanished_at is null and not i.is_ignored`,
    sql`i.kind = any(${sql.val([...ADOPTABLE_KINDS])}::text[])`,
  ]
  if (filter.cloudId !== undefined) all.push(sql`i.cloud_id = ${filter.cloudId}`)
  if (filter.kind !== undefined) all.push(sql`i.kind = ${filter.kind}`)
  if (filter.rule !== undefined) all.push(sql`p.rule = ${filter.rule}`)
  if (filter.proposed !== undefined)
    all.push(filter.proposed ? sql`p.item_id is not null` : sql`p.item_id is null`)
  if (filter.bodyId !== undefined) all.push(sql`p.body_id = ${filter.bodyId}`)
  if (filter.systemId !== undefined) all.push(sql`p.system_id = ${filter.systemId}`)
  if (filter.assigned !== undefined) {
    const taken = sql`exists (select from adoption_entry e where e.item_id = i.id and e.state in ('assigned', 'approved', 'taken-in'))`
    all.push(filter.assigned ? taken : sql`not ${taken}`)
  }
  if (filter.q !== undefined) {
    const part = containing(filter.q)
    all.push(sql`(i.name ilike ${part} or i.external_id = ${filter.q})`)
  }
  return sql<boolean>`${sql.join(all, sql` and `)}`
}

export async function listOpenItems<W>(
  db: Db,
  filter: ItemFilter,
  page: PageRequest,
  toWire: (row: OpenItem) => W,
) {
  const after =
    page.pageToken === undefined ? sql`` : sql`and i.id > ${decodePageToken(page.pageToken)[1]}::uuid`
  const result = await sql<OpenItem>`
    select i.id, i.cloud_id, c.name as cloud_name, i.kind, i.external_id, pr.name as project_name, i.name, i.state, i.spec,
      i.attributes, i.first_seen_at, p.rule, p.found, p.system_id, s.name as system_name, s.code as system_code, p.body_id,
      b.name as body_name, l.id as list_id, l.no as list_no, l.body_id as list_body_id, lb.name as list_body_name
    from inventory_directory i
    join cloud c on c.id = i.cloud_id
    left join adoption_proposal p on p.item_id = i.id
    left join system_directory s on s.id = p.system_id
    left join body_directory b on b.id = p.body_id
    left join inventory_directory pr on pr.cloud_id = i.cloud_id and pr.kind = 'project' and pr.external_id = i.project_ref
    left join adoption_entry e on e.item_id = i.id and e.state in ('assigned', 'approved', 'taken-in')
    left join adoption_list l on l.id = e.list_id
    left join body_directory lb on lb.id = l.body_id
    where ${conditionsOf(filter)} ${after}
    order by i.id limit ${limitOf(page)}`.execute(db)
  return pageOf(result.rows, page, (row) => [row.id, row.id], toWire)
}
