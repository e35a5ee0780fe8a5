/** R270: new projects with what the cloud can carry, and the lines of the budget that name them. */
import { type BudgetPurpose, type FilingItemKind, SHOWN_LINES_MAX, type Text } from '@yunheng/contract'
import { sql } from 'kysely'
import { type Db, type PageRequest, readPage } from '../../../platform/db/index.ts'
import { isWithinBody } from '../../organisation/index.ts'

export interface InfrastructureItem {
  readonly number: number
  readonly kind: FilingItemKind
  readonly name: string
  readonly costMinor: number | null
  readonly document: string | null
  readonly isApproved: boolean
  readonly offeringCode: string | null
  readonly offeringTitle: Text | null
}

export interface LineOfCheck {
  readonly id: string
  readonly no: string
  readonly name: string
  readonly fiscalYear: number
  readonly purpose: BudgetPurpose
  readonly state: 'proposed' | 'active'
  readonly amountMinor: number
}

/** The columns of a line `b`, as JSON. */
export const lineAsJson = sql`jsonb_build_object('id', b.id, 'no', b.no, 'name', b.name, 'fiscalYear', b.fiscal_year,
  'purpose', b.purpose, 'state', b.state, 'amountMinor', b.amount_minor)`

const isInfrastructure = sql`(i.kind in ('machine-room', 'own-cloud-expansion') or i.offering_code is not null)`
const lines = sql`budget b where b.filing_id = f.id and b.state <> 'declined'`

/** Newest first, each with those items and its lines. */
export async function listInfrastructure(db: Db, filter: { readonly bodyId?: string }, page: PageRequest) {
  let query = db
    .selectFrom('project_filing as f')
    .innerJoin('body_directory as owner', 'owner.id', 'f.body_id')
    .select([
      'f.id',
      'f.no',
      'f.name',
      'f.state',
      'f.created_at',
      'owner.id as body_id',
      'owner.name as body_name',
      sql<string | null>`case when f.connection = 'exempt' then f.exemption ->> 'document' end`.as(
        'exempt_by',
      ),
      sql<number>`(select count(*)::int from ${lines})`.as('budgets'),
      sql<string>`(select coalesce(sum(b.amount_minor), 0)::bigint from ${lines})`.as('budgeted_minor'),
      sql<
        readonly LineOfCheck[]
      >`(select coalesce(jsonb_agg(each.line order by each.created_at desc, each.id desc), '[]')
        from (select ${lineAsJson} as line, b.created_at, b.id from ${lines}
          order by b.created_at desc, b.id desc limit ${SHOWN_LINES_MAX}) as each)`.as('lines'),
      sql<
        readonly InfrastructureItem[]
      >`(select coalesce(jsonb_agg(jsonb_build_object('number', i.number, 'kind', i.kind,
        'name', i.name, 'costMinor', i.cost_minor, 'document', i.requirement_document, 'isApproved', i.approved_at is not null,
        'offeringCode', i.offering_code, 'offeringTitle', o.title) order by i.number), '[]')
        from project_filing_item i left join offering_directory o on o.code = i.offering_code
        where i.filing_id = f.id and ${isInfrastructure})`.as('items'),
    ])
    .where('f.nature', '=', 'new')
    .where('f.state', 'in', ['submitted', 'accepted'])
    .where(sql<boolean>`(exists (select from project_filing_item i where i.filing_id = f.id and ${isInfrastructure})
      or exists (select from ${lines} and b.purpose in ('machine-room', 'network', 'hardware')))`)
  if (filter.bodyId !== undefined) query = query.where(isWithinBody('f.body_id', filter.bodyId))
  return readPage(
    query,
    page,
    { sort: 'f.created_at', id: 'f.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    (row) => row,
  )
}
