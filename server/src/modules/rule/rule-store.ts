import type { RuleItemInput } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import { afterKey, type Db, type PageRequest, pageOf, type Tables, type Tx } from '../../platform/db/index.ts'

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

export async function findRuleSet(db: Db, id: string): Promise<RuleSetRow | undefined> {
  return (await select(db).where('id', '=', id).executeTakeFirst()) as RuleSetRow | undefined
}

export async function loadRuleSetForUpdate(tx: Tx, id: string): Promise<RuleSetRow | undefined> {
  return (await select(tx).where('id', '=', id).forUpdate().executeTakeFirst()) as RuleSetRow | undefined
}

/** The version that applies on a day: of those that have begun the one that began last, and of two the later number. */
export async function findRulesInForce(db: Db, onDay: string): Promise<RuleSetRow | undefined> {
  return (await select(db)
    .where('published_at', 'is not', null)
    .where('effective_from', '<=', onDay)
    .orderBy('effective_from', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()) as RuleSetRow | undefined
}

/** What a new version is drafted from: the newest that was published, in force or still to come. */
export async function findNewestRules(db: Db): Promise<RuleSetRow | undefined> {
  return (await select(db)
    .where('published_at', 'is not', null)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()) as RuleSetRow | undefined
}

export async function hasDraft(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('rule_set')
    .select('id')
    .where('published_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

export async function nextNumber(tx: Tx): Promise<number> {
  await sql`select pg_advisory_xact_lock(4711, 5)`.execute(tx)
  const { last } = await tx
    .selectFrom('rule_set')
    .select((eb) => eb.fn.max('number').as('last'))
    .executeTakeFirstOrThrow()
  return (last ?? 0) + 1
}

export async function listRuleSets<W>(
  db: Db,
  filter: { readonly state?: 'draft' | 'published' },
  page: PageRequest,
  toWire: (row: RuleSetRow) => W,
) {
  let query = select(db)
  if (filter.state !== undefined)
    query = query.where('published_at', filter.state === 'draft' ? 'is' : 'is not', null)
  const after = afterKey(page, { sort: 'number', id: 'id', cast: 'bigint' }, 'desc')
  if (after) query = query.where(after)
  const rows = await query
    .orderBy('number', 'desc')
    .orderBy('id', 'desc')
    .limit((page.pageSize ?? 50) + 1)
    .execute()
  return pageOf(
    rows,
    page,
    (row) => [String(row.number), row.id],
    (row) => toWire(row as RuleSetRow),
  )
}

export async function insertRuleSet(
  tx: Tx,
  row: {
    readonly id: string
    readonly number: number
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
  const result = await tx
    .updateTable('rule_set')
    .set({ ...columns, version: sql`version + 1` })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function removeRuleSet(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('rule_set').where('id', '=', id).execute()
}
