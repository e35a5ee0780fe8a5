/** The only SQL on `flow` and `flow_version`. */
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'
import type { FlowGraph } from '../definition/graph.ts'

export type FlowRow = Selectable<Tables['flow']> & {
  readonly published_number: number | null
  readonly is_product_default: boolean
  readonly running: number
}
export type FlowVersionRow = Omit<Selectable<Tables['flow_version']>, 'graph'> & {
  readonly graph: FlowGraph | null
  readonly flow_key: string
}
export type VersionHead = Omit<Selectable<Tables['flow_version']>, 'graph' | 'bpmn'>

function selectFlow(db: Db) {
  return db
    .selectFrom('flow')
    .leftJoin('flow_version as p', (join) =>
      join.onRef('p.flow_id', '=', 'flow.id').on('p.state', '=', 'published'),
    )
    .selectAll('flow')
    .select(['p.number as published_number', 'p.is_product_default'])
    .select(
      sql<number>`(select count(*)::int from flow_instance i join flow_version v on v.id = i.flow_version_id
        where v.flow_id = flow.id and i.state = 'running')`.as('running'),
    )
}

type Selected = Omit<FlowRow, 'is_product_default'> & { readonly is_product_default: boolean | null }
const toRow = (row: Selected): FlowRow => ({ ...row, is_product_default: row.is_product_default ?? false })

export async function listFlows<W>(
  db: Db,
  filter: { readonly subjectNoun?: string },
  page: PageRequest,
  toWire: (row: FlowRow) => W,
) {
  let query = selectFlow(db)
  if (filter.subjectNoun !== undefined) query = query.where('flow.subject_noun', '=', filter.subjectNoun)
  return readPage(
    query,
    page,
    { sort: 'flow.key', id: 'flow.id', cast: 'text', direction: 'asc' },
    (row) => [row.key, row.id],
    (row) => toWire(toRow(row)),
  )
}

export async function findFlow(db: Db, id: string): Promise<FlowRow | undefined> {
  const row = await selectFlow(db).where('flow.id', '=', id).executeTakeFirst()
  return row && toRow(row)
}

export async function findFlowByKey(db: Db, key: string): Promise<FlowRow | undefined> {
  const row = await selectFlow(db).where('flow.key', '=', key).executeTakeFirst()
  return row && toRow(row)
}

/** Locks the flow: publishing and numbering of versions happen one at a time. */
export async function loadFlowForUpdate(tx: Tx, id: string): Promise<FlowRow | undefined> {
  await tx.selectFrom('flow').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
  return findFlow(tx, id)
}

export async function insertFlow(tx: Tx, flow: Insertable<Tables['flow']>): Promise<boolean> {
  const result = await tx
    .insertInto('flow')
    .values(flow)
    .onConflict((oc) => oc.column('key').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function listVersionHeads(db: Db, flowId: string): Promise<readonly VersionHead[]> {
  return db
    .selectFrom('flow_version')
    .select(['id', 'flow_id', 'number', 'state', 'source', 'is_product_default', 'note', 'version'])
    .select(['created_by', 'created_at', 'published_by', 'published_at'])
    .where('flow_id', '=', flowId)
    .orderBy('number', 'desc')
    .limit(200)
    .execute()
}

function selectVersion(db: Db) {
  return db
    .selectFrom('flow_version')
    .innerJoin('flow', 'flow.id', 'flow_version.flow_id')
    .selectAll('flow_version')
    .select('flow.key as flow_key')
}

const toVersion = (row: { graph: unknown } & Omit<FlowVersionRow, 'graph'>): FlowVersionRow => ({
  ...row,
  graph: row.graph as FlowGraph | null,
})

export async function findVersion(db: Db, id: string): Promise<FlowVersionRow | undefined> {
  const row = await selectVersion(db).where('flow_version.id', '=', id).executeTakeFirst()
  return row && toVersion(row)
}

export async function loadVersionForUpdate(tx: Tx, id: string): Promise<FlowVersionRow | undefined> {
  const row = await selectVersion(tx)
    .where('flow_version.id', '=', id)
    .forUpdate('flow_version')
    .executeTakeFirst()
  return row && toVersion(row)
}

export async function findPublished(db: Db, key: string): Promise<FlowVersionRow | undefined> {
  const row = await selectVersion(db)
    .where('flow.key', '=', key)
    .where('flow_version.state', '=', 'published')
    .executeTakeFirst()
  return row && toVersion(row)
}

export async function listPublishedKeys(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('flow')
    .innerJoin('flow_version as p', 'p.flow_id', 'flow.id')
    .select('flow.key')
    .where('p.state', '=', 'published')
    .execute()
  return new Set(rows.map((row) => row.key))
}

/** Roles whose decision the flows in force ask for, about subjects of this noun. */
export async function listDecidingRoles(db: Db, subjectNoun: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('flow_version')
    .innerJoin('flow', 'flow.id', 'flow_version.flow_id')
    .select('flow_version.graph')
    .where('flow.subject_noun', '=', subjectNoun)
    .where('flow_version.state', '=', 'published')
    .execute()
  const nodes = rows.flatMap((row) => (row.graph as FlowGraph | null)?.nodes ?? [])
  return new Set(
    nodes.flatMap((node) => (node.kind === 'user' && node.rule.kind === 'role' ? [node.rule.role] : [])),
  )
}

/** Whether the flow has had exactly this definition, in whatever state. */
export async function hasBpmn(db: Db, flowId: string, bpmn: string): Promise<boolean> {
  const row = await db
    .selectFrom('flow_version')
    .select('id')
    .where('flow_id', '=', flowId)
    .where('bpmn', '=', bpmn)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

interface NewFlowVersion {
  readonly id: string
  readonly flowId: string
  readonly bpmn: string
  readonly graph: FlowGraph | null
  readonly source: string
  readonly isProductDefault: boolean
  readonly note: string
  readonly createdBy: string | null
  readonly at: Date
}

/** The next number of the flow; the flow row is locked. Always a draft. */
export async function insertDraft(tx: Tx, next: NewFlowVersion): Promise<void> {
  await tx
    .insertInto('flow_version')
    .values({
      id: next.id,
      flow_id: next.flowId,
      number: sql`(select coalesce(max(number), 0) + 1 from flow_version where flow_id = ${next.flowId})`,
      state: 'draft',
      bpmn: next.bpmn,
      graph: next.graph && JSON.stringify(next.graph),
      source: next.source,
      is_product_default: next.isProductDefault,
      note: next.note,
      created_by: next.createdBy,
      created_at: next.at,
    })
    .execute()
}

export async function updateDraft(
  tx: Tx,
  row: Authorised<FlowVersionRow, 'modify'>,
  change: {
    readonly bpmn: string
    readonly graph: FlowGraph | null
    readonly source: string
    readonly note: string
  },
): Promise<void> {
  await tx
    .updateTable('flow_version')
    .set({ ...change, graph: change.graph && JSON.stringify(change.graph), version: sql`version + 1` })
    .where('id', '=', row.id)
    .execute()
}

/** The version becomes the one that new instances take; the one before it retires. */
export async function updatePublished(
  tx: Tx,
  row: Pick<FlowVersionRow, 'id' | 'flow_id'>,
  by: string,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('flow_version')
    .set({ state: 'retired', version: sql`version + 1` })
    .where('flow_id', '=', row.flow_id)
    .where('state', '=', 'published')
    .execute()
  await tx
    .updateTable('flow_version')
    .set({ state: 'published', published_by: by, published_at: at, version: sql`version + 1` })
    .where('id', '=', row.id)
    .execute()
}
