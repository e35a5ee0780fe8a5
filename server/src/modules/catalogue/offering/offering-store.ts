import type {
  Bilingual as BilingualSchema,
  OfferingContent,
  OfferingOwner,
  Plan,
  Static,
} from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import {
  containing,
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'

type Bilingual = Static<typeof BilingualSchema>

export type OfferingRow = Selectable<Tables['offering']>

/** An offering with one of its content versions. */
export interface OfferingWithContent extends OfferingRow, Omit<OfferingContent, 'plans' | 'owner'> {
  readonly owner: OfferingOwner | null
  readonly version_id: string
  readonly number: number
  readonly version_published_at: Date | null
  readonly plans: readonly Plan[]
}

export interface OfferingFilter {
  readonly q?: string
  readonly family?: OfferingRow['family']
  readonly serviceClass?: OfferingRow['service_class']
  readonly part?: OfferingRow['part']
  readonly state?: 'draft' | 'published' | 'withdrawn'
}

function selectOffering(db: Db) {
  return db
    .selectFrom('offering as o')
    .innerJoin('offering_version as v', 'v.offering_id', 'o.id')
    .selectAll('o')
    .select([
      'v.id as version_id',
      'v.number',
      'v.title',
      'v.owner',
      'v.summary',
      'v.fulfilment',
      'v.sla',
      'v.compatibility',
      'v.published_at as version_published_at',
      sql<Plan[]>`(select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'code', p.code, 'title', p.title,
        'isRecommended', p.is_recommended, 'dimensions', p.dimensions, 'parameters', p.parameters)
        || case when p.is_domestic is null then '{}' else jsonb_build_object('isDomestic', p.is_domestic) end
        order by p.position), '[]')
        from plan p where p.offering_version_id = v.id)`.as('plans'),
    ])
}

/** The published version, or the draft where nothing was published yet. */
const CURRENT = sql<boolean>`v.number = coalesce(o.published_number, o.draft_number)`

export async function findOffering(
  db: Db,
  id: string,
  number?: number,
): Promise<OfferingWithContent | undefined> {
  const query = selectOffering(db).where('o.id', '=', id)
  const row = await (number === undefined
    ? query.where(CURRENT)
    : query.where('v.number', '=', number)
  ).executeTakeFirst()
  return row as OfferingWithContent | undefined
}

export interface VersionRow extends Selectable<Tables['offering_version']> {
  readonly plans: readonly { readonly code: string; readonly title: Bilingual }[]
}

const VERSIONS_MAX = 200

/** The newest first; bounded. */
export async function listVersions(db: Db, offeringId: string): Promise<readonly VersionRow[]> {
  const rows = await db
    .selectFrom('offering_version as v')
    .selectAll('v')
    .select(
      sql<VersionRow['plans']>`(select coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'title', p.title)
        order by p.position), '[]') from plan p where p.offering_version_id = v.id)`.as('plans'),
    )
    .where('v.offering_id', '=', offeringId)
    .orderBy('v.number', 'desc')
    .limit(VERSIONS_MAX)
    .execute()
  return rows
}

export async function findOfferingByCode(db: Db, code: string): Promise<OfferingRow | undefined> {
  return db.selectFrom('offering').selectAll().where('code', '=', code).executeTakeFirst()
}

export async function loadOfferingForUpdate(tx: Tx, id: string): Promise<OfferingRow | undefined> {
  return tx.selectFrom('offering').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function listOfferings<W>(
  db: Db,
  filter: OfferingFilter,
  page: PageRequest,
  toWire: (row: OfferingWithContent) => W,
) {
  let query = selectOffering(db).where(CURRENT)
  if (filter.q !== undefined) {
    const part = containing(filter.q)
    query = query.where(
      sql<boolean>`(v.title->>'zh' ilike ${part} or v.title->>'en' ilike ${part} or o.code ilike ${part})`,
    )
  }
  if (filter.family !== undefined) query = query.where('o.family', '=', filter.family)
  if (filter.serviceClass !== undefined) query = query.where('o.service_class', '=', filter.serviceClass)
  if (filter.part !== undefined) query = query.where('o.part', '=', filter.part)
  if (filter.state !== undefined) query = query.where(stateCondition(filter.state))
  return readPage(
    query,
    page,
    { sort: 'o.code', id: 'o.id', cast: 'text', direction: 'asc' },
    (row) => [row.code, row.id],
    (row) => toWire(row as unknown as OfferingWithContent),
  )
}

function stateCondition(state: NonNullable<OfferingFilter['state']>) {
  switch (state) {
    case 'draft':
      return sql<boolean>`o.published_number is null and o.withdrawn_at is null`
    case 'published':
      return sql<boolean>`o.published_number is not null and o.withdrawn_at is null`
    case 'withdrawn':
      return sql<boolean>`o.withdrawn_at is not null`
  }
}

export async function insertOffering(tx: Tx, offering: Insertable<Tables['offering']>): Promise<void> {
  await tx.insertInto('offering').values(offering).execute()
}

/** @returns false when the version is stale. */
export function updateOffering(
  tx: Tx,
  id: string,
  version: number,
  change: Partial<Pick<OfferingRow, 'published_number' | 'draft_number' | 'withdrawn_at'>>,
): Promise<boolean> {
  return updateVersion(tx, 'offering', id, version, change)
}

/** Writes the content of a draft version anew, plans included. Published versions refuse it by a trigger. */
export async function replaceContent(
  tx: Tx,
  version: {
    readonly id: string
    readonly offeringId: string
    readonly number: number
    readonly createdAt: Date
  },
  content: OfferingContent,
  planIds: readonly string[],
): Promise<void> {
  const columns = {
    title: JSON.stringify(content.title),
    owner: content.owner ?? null,
    summary: JSON.stringify(content.summary),
    fulfilment: JSON.stringify(content.fulfilment),
    sla: JSON.stringify(content.sla),
    compatibility: content.compatibility === null ? null : JSON.stringify(content.compatibility),
  }
  await tx
    .insertInto('offering_version')
    .values({
      id: version.id,
      offering_id: version.offeringId,
      number: version.number,
      created_at: version.createdAt,
      ...columns,
    })
    .onConflict((oc) => oc.column('id').doUpdateSet(columns))
    .execute()
  await tx.deleteFrom('plan').where('offering_version_id', '=', version.id).execute()
  await tx
    .insertInto('plan')
    .values(
      content.plans.map((plan, position) => ({
        id: planIds[position] as string,
        offering_version_id: version.id,
        position,
        code: plan.code,
        title: JSON.stringify(plan.title),
        is_recommended: plan.isRecommended,
        is_domestic: plan.isDomestic ?? null,
        dimensions: JSON.stringify(plan.dimensions),
        parameters: JSON.stringify(plan.parameters),
      })),
    )
    .execute()
}

export async function findVersionId(tx: Tx, offeringId: string, number: number): Promise<string | undefined> {
  const row = await tx
    .selectFrom('offering_version')
    .select('id')
    .where('offering_id', '=', offeringId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row?.id
}

export async function updatePublished(tx: Tx, versionId: string, now: Date): Promise<void> {
  await tx.updateTable('offering_version').set({ published_at: now }).where('id', '=', versionId).execute()
}

/** A plan with the offering version it belongs to: what a request line points at (R92). */
export interface PlanInOffering extends Plan {
  readonly offeringId: string
  readonly offeringCode: string
  readonly offeringTitle: Bilingual
  readonly offeringVersionId: string
  readonly itemVersion: number
  readonly fulfilment: OfferingContent['fulfilment']
  /** Published and not withdrawn, in this very version or an older one. */
  readonly isPublished: boolean
  /** The newest published version of its offering: what new requests choose from. */
  readonly isCurrent: boolean
}

export async function findPlans(db: Db, planIds: readonly string[]): Promise<readonly PlanInOffering[]> {
  if (planIds.length === 0) return []
  const rows = await selectPlans(db)
    .where('p.id', 'in', [...planIds])
    .execute()
  return rows.map(toPlan)
}

/** What the catalogue offers today: the plans of the newest published versions. */
export async function listCurrentPlans(db: Db): Promise<readonly PlanInOffering[]> {
  const rows = await selectPlans(db)
    .whereRef('v.number', '=', 'o.published_number')
    .where('o.withdrawn_at', 'is', null)
    .orderBy('o.code')
    .orderBy('p.position')
    .execute()
  return rows.map(toPlan)
}

function selectPlans(db: Db) {
  return db
    .selectFrom('plan as p')
    .innerJoin('offering_version as v', 'v.id', 'p.offering_version_id')
    .innerJoin('offering as o', 'o.id', 'v.offering_id')
    .select([
      'p.id',
      'p.code',
      'p.title',
      'p.is_recommended',
      'p.is_domestic',
      'p.dimensions',
      'p.parameters',
      'o.id as offering_id',
      'o.code as offering_code',
      'o.published_number',
      'o.withdrawn_at',
      'v.id as version_id',
      'v.number',
      'v.title as offering_title',
      'v.fulfilment',
      'v.published_at',
    ])
}

type SelectedPlan = Awaited<ReturnType<ReturnType<typeof selectPlans>['execute']>>[number]

function toPlan(row: SelectedPlan): PlanInOffering {
  return {
    id: row.id,
    code: row.code,
    title: row.title as Bilingual,
    isRecommended: row.is_recommended,
    ...(row.is_domestic !== null && { isDomestic: row.is_domestic }),
    dimensions: row.dimensions as Plan['dimensions'],
    parameters: row.parameters as Plan['parameters'],
    offeringId: row.offering_id,
    offeringCode: row.offering_code,
    offeringTitle: row.offering_title as Bilingual,
    offeringVersionId: row.version_id,
    itemVersion: row.number,
    fulfilment: row.fulfilment as OfferingContent['fulfilment'],
    isPublished: row.published_at !== null && row.withdrawn_at === null,
    isCurrent: row.withdrawn_at === null && row.published_number === row.number,
  }
}
