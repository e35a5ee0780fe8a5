import type { RuleItemInput, RuleRegion } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../platform/db/index.ts'

export type RuleSetRow = Omit<Selectable<Tables['rule_set']>, 'items'> & {
  readonly items: readonly RuleItemInput[]
}

export interface RuleSetContent {
  readonly effectiveFrom: string
  readonly reason: string
  readonly items: readonly RuleItemInput[]
  readonly changes: number
}

const select = (db: Db) => db.selectFrom('rule_set').selectAll()
/** The versions of one level: a region's, or the whole platform's. */
const ofLevel = (db: Db, regionId: string | null) =>
  select(db).where(sql<boolean>`region_id is not distinct from ${regionId}::uuid`)

export async function findRuleSet(db: Db, id: string): Promise<RuleSetRow | undefined> {
  return (await select(db).where('id', '=', id).executeTakeFirst()) as RuleSetRow | undefined
}

/** The versions in force on a day, one for each level that has any. */
export async function listIdsInForce(db: Db, onDay: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('rule_set')
    .distinctOn('region_id')
    .select(['id', 'region_id'])
    .where('published_at', 'is not', null)
    .where('effective_from', '<=', onDay)
    .orderBy('region_id')
    .orderBy('effective_from', 'desc')
    .orderBy('number', 'desc')
    .execute()
  return new Set(rows.map(({ id }) => id))
}

export async function loadRuleSetForUpdate(tx: Tx, id: string): Promise<RuleSetRow | undefined> {
  return (await select(tx).where('id', '=', id).forUpdate().executeTakeFirst()) as RuleSetRow | undefined
}

/** How versions are called, in the order that was asked for. */
export async function listRuleSetNames(db: Db, ids: readonly string[]) {
  const rows = await db
    .selectFrom('rule_set')
    .leftJoin('region', 'region.id', 'rule_set.region_id')
    .select(['rule_set.id', 'rule_set.number', 'region.name as regionName'])
    .where('rule_set.id', 'in', [...ids])
    .execute()
  return ids.flatMap((id) => rows.filter((row) => row.id === id))
}

/** The version of a level that applies on a day: of those that have begun the one that began last, and of two the later number. */
export async function findRulesInForce(
  db: Db,
  regionId: string | null,
  onDay: string,
): Promise<RuleSetRow | undefined> {
  return (await ofLevel(db, regionId)
    .where('published_at', 'is not', null)
    .where('effective_from', '<=', onDay)
    .orderBy('effective_from', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()) as RuleSetRow | undefined
}

/** What a new version is drafted from: the newest that was published, in force or still to come. */
export async function findNewestRules(db: Db, regionId: string | null): Promise<RuleSetRow | undefined> {
  return (await ofLevel(db, regionId)
    .where('published_at', 'is not', null)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()) as RuleSetRow | undefined
}

export async function hasDraft(db: Db, regionId: string | null): Promise<boolean> {
  const row = await ofLevel(db, regionId).where('published_at', 'is', null).executeTakeFirst()
  return row !== undefined
}

export async function nextNumber(tx: Tx, regionId: string | null): Promise<number> {
  await sql`select pg_advisory_xact_lock(4711, 5)`.execute(tx)
  const last = await ofLevel(tx, regionId).orderBy('number', 'desc').limit(1).executeTakeFirst()
  return (last?.number ?? 0) + 1
}

/** Newest first: the numbers of different levels run apart, so the day of drafting orders them. */
export async function listRuleSets<W>(
  db: Db,
  filter: { readonly state?: 'draft' | 'published'; readonly regionId?: string },
  page: PageRequest,
  toWire: (row: RuleSetRow, region: RuleRegion) => W,
) {
  let query = db
    .selectFrom('rule_set')
    .leftJoin('region', 'region.id', 'rule_set.region_id')
    .selectAll('rule_set')
    .select(['region.name as regionName', 'region.level as regionLevel'])
  if (filter.regionId !== undefined) query = query.where('rule_set.region_id', '=', filter.regionId)
  if (filter.state !== undefined)
    query = query.where('published_at', filter.state === 'draft' ? 'is' : 'is not', null)
  return readPage(
    query,
    page,
    { sort: 'rule_set.created_at', id: 'rule_set.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    ({ regionName: name, regionLevel: level, ...row }) =>
      toWire(
        row as RuleSetRow,
        row.region_id === null || name === null || level === null ? null : { id: row.region_id, name, level },
      ),
  )
}

export async function insertRuleSet(
  tx: Tx,
  row: {
    readonly id: string
    readonly number: number
    readonly region_id: string | null
    readonly base_id: string | null
    readonly drafted_by: string | null
    readonly drafted_by_name: string
    readonly published_by_name?: string
    readonly published_at?: Date
    readonly created_at: Date
  },
  content: RuleSetContent,
): Promise<void> {
  await tx
    .insertInto('rule_set')
    .values({ ...row, ...toColumns(content) })
    .execute()
}

function toColumns({ effectiveFrom, reason, items, changes }: RuleSetContent) {
  return { effective_from: effectiveFrom, reason: reason.trim(), items: JSON.stringify(items), changes }
}

/** @returns false when the version is stale. */
export async function updateRuleSet(
  tx: Tx,
  id: string,
  version: number,
  change:
    | { readonly content: RuleSetContent; readonly draftedBy: string | null; readonly draftedByName: string }
    | { readonly publishedAt: Date; readonly publishedBy: string | null; readonly publishedByName: string },
): Promise<boolean> {
  const columns =
    'content' in change
      ? { ...toColumns(change.content), drafted_by: change.draftedBy, drafted_by_name: change.draftedByName }
      : {
          published_at: change.publishedAt,
          published_by: change.publishedBy,
          published_by_name: change.publishedByName,
        }
  return updateVersion(tx, 'rule_set', id, version, columns)
}

export async function removeRuleSet(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('rule_set').where('id', '=', id).execute()
}
