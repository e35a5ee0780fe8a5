import type { Difference, DriftChoice, DriftSort, ResourceKind } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../platform/db/index.ts'
import type { DriftRow } from './drift-store.ts'

export async function insertAcceptance(
  tx: Tx,
  of: Pick<DriftRow, 'id' | 'digest' | 'body_id' | 'provider_body_id'>,
  accepted: { readonly reason: string; readonly until: string; readonly person: string; readonly at: Date },
): Promise<void> {
  const fields = { ...accepted, digest: of.digest }
  await tx
    .insertInto('drift_acceptance')
    .values({ subject_id: of.id, body_id: of.body_id, provider_body_id: of.provider_body_id, ...fields })
    .onConflict((oc) => oc.column('subject_id').doUpdateSet(fields))
    .execute()
}

export async function removeAcceptance(tx: Tx, subjectId: string): Promise<void> {
  await tx.deleteFrom('drift_acceptance').where('subject_id', '=', subjectId).execute()
}

export interface NewDecision {
  readonly id: string
  readonly choice: DriftChoice
  readonly reason: string
  readonly until: string | null
  readonly actor: string
  readonly at: Date
}

export async function insertDecision(tx: Tx, of: DriftRow, decision: NewDecision): Promise<void> {
  await tx
    .insertInto('drift_decision')
    .values({
      ...decision,
      subject_id: of.id,
      sort: of.sort,
      kind: of.kind,
      name: of.name,
      cloud_id: of.cloud_id,
      cloud_name: of.cloud_name,
      differences: JSON.stringify(of.differences),
      body_id: of.body_id,
      provider_body_id: of.provider_body_id,
    })
    .execute()
}

export type DecisionRow = Selectable<Tables['drift_decision']> & {
  readonly kind: ResourceKind
  readonly sort: DriftSort
  readonly choice: DriftChoice
  readonly differences: readonly Difference[]
}

/** Latest first. */
export async function listDecisions<W>(
  db: Db,
  filter: { readonly cloudId?: string; readonly choice?: DriftChoice },
  page: PageRequest,
  toWire: (row: DecisionRow) => W,
) {
  let query = db.selectFrom('drift_decision').selectAll()
  if (filter.cloudId !== undefined) query = query.where('cloud_id', '=', filter.cloudId)
  if (filter.choice !== undefined) query = query.where('choice', '=', filter.choice)
  return readPage(
    query,
    page,
    { sort: 'id', id: 'id', cast: 'uuid', direction: 'desc' },
    (row) => [row.id, row.id],
    (row) => toWire(row as DecisionRow),
  )
}

export interface RemovalRow {
  readonly item_id: string
  readonly resource_id: string
  readonly wanted_at: Date
  readonly cloud_id: string
  readonly kind: string
  readonly external_id: string
  readonly project_ref: string | null
  /** Gone from the cloud already, as far as is known. */
  readonly vanished_at: Date | null
  /** Its resource was given back, and its tag is still that of the resource. */
  readonly is_leftover: boolean
}

export async function insertRemoval(
  tx: Tx,
  of: Pick<DriftRow, 'id' | 'resource_id' | 'provider_body_id'>,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('drift_removal')
    .values({
      item_id: of.id,
      resource_id: of.resource_id as string,
      wanted_at: now,
      provider_body_id: of.provider_body_id,
    })
    .onConflict((oc) => oc.column('item_id').doUpdateSet({ wanted_at: now, problem: null }))
    .execute()
}

export async function findRemoval(db: Db, itemId: string): Promise<RemovalRow | undefined> {
  const { rows } =
    await sql<RemovalRow>`select m.item_id, m.resource_id, m.wanted_at, i.cloud_id, i.kind, i.external_id,
      i.project_ref, i.vanished_at,
      (i.vanished_at is null and i.resource_id = m.resource_id and r.released_at is not null) as is_leftover
    from drift_removal m join inventory_item i on i.id = m.item_id left join resource_directory r on r.id = m.resource_id
    where m.item_id = ${itemId}`.execute(db)
  return rows[0]
}

export async function removeRemoval(tx: Tx, itemId: string): Promise<void> {
  await tx.deleteFrom('drift_removal').where('item_id', '=', itemId).execute()
}

export async function updateRemovalProblem(
  tx: Tx,
  itemId: string,
  problem: { readonly reason: string; readonly details: Readonly<Record<string, string>> } | null,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('drift_removal')
    .set({ problem: problem === null ? null : JSON.stringify(problem), tried_at: now })
    .where('item_id', '=', itemId)
    .execute()
}

const SWEEP_BATCH = 100

export async function listRemovals(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('drift_removal')
    .select('item_id')
    .orderBy('wanted_at')
    .limit(SWEEP_BATCH)
    .execute()
  return rows.map((row) => row.item_id)
}
