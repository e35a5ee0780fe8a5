import type { WorkOrderState, WorkOrderTask } from '@yunheng/contract'
import { type Insertable, sql } from 'kysely'
import {
  type Db,
  decodePageToken,
  limitOf,
  type PageRequest,
  pageOf,
  type Tables,
  type Tx,
} from '../../../platform/db/index.ts'
import type { PlanTag } from '../resource.ts'
import type { WitnessSide } from './work-order.ts'

export interface WorkOrderRow {
  readonly id: string
  /** Null: operations dispatched it, and then number, title and who opened it are there. */
  readonly resource_id: string | null
  readonly task: WorkOrderTask
  readonly state: WorkOrderState
  readonly body_id: string | null
  readonly system_id: string | null
  readonly provider_body_id: string
  readonly pool_id: string | null
  readonly resource_name: string | null
  readonly plan: PlanTag | null
  readonly parameters: Readonly<Record<string, unknown>>
  readonly working_days: number
  readonly opened_at: Date
  readonly due_at: Date
  readonly accepted_by: string | null
  readonly delivery_note: string | null
  readonly closed_at: Date | null
  readonly version: number
  readonly no: string | null
  readonly title: string | null
  readonly description: string | null
  readonly cloud_id: string | null
  readonly cloud_name: string | null
  readonly node_id: string | null
  readonly node_name: string | null
  readonly opened_by: string | null
  readonly opened_by_name: string | null
  readonly witness_id: string | null
  readonly witness_name: string | null
  readonly deliveries: number
  readonly overdue_told_at: Date | null
}

/** With the names that a page shows. */
export interface ShownWorkOrder extends WorkOrderRow {
  readonly body_name: string | null
  readonly system_name: string | null
  readonly provider_name: string
  /** Where the resource of a delivery stands. */
  readonly pool_cloud_id: string | null
  readonly pool_cloud_name: string | null
}

function selectOrder(db: Db) {
  return db
    .selectFrom('work_order as w')
    .innerJoin('body_directory as p', 'p.id', 'w.provider_body_id')
    .leftJoin('body_directory as b', 'b.id', 'w.body_id')
    .leftJoin('system_directory as s', 's.id', 'w.system_id')
    .leftJoin('pool_directory as pool', 'pool.id', 'w.pool_id')
    .selectAll('w')
    .select(['b.name as body_name', 'p.name as provider_name', 's.name as system_name'])
    .select(['pool.cloud_id as pool_cloud_id', 'pool.cloud_name as pool_cloud_name'])
}

export async function findWorkOrder(db: Db, id: string): Promise<ShownWorkOrder | undefined> {
  return selectOrder(db).where('w.id', '=', id).executeTakeFirst() as unknown as Promise<
    ShownWorkOrder | undefined
  >
}

export async function loadWorkOrderForUpdate(tx: Tx, id: string): Promise<WorkOrderRow | undefined> {
  return tx
    .selectFrom('work_order')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst() as unknown as Promise<WorkOrderRow | undefined>
}

/** All orders of a resource, oldest first. */
export async function listOrdersOf(tx: Tx, resourceId: string): Promise<readonly WorkOrderRow[]> {
  return (await tx
    .selectFrom('work_order')
    .selectAll()
    .where('resource_id', '=', resourceId)
    .orderBy('id')
    .execute()) as unknown as readonly WorkOrderRow[]
}

export interface WorkOrderFilter {
  readonly state?: WorkOrderState
  readonly overdue?: boolean
  readonly task?: WorkOrderTask
  readonly dispatched?: boolean
  readonly resourceId?: string
  readonly systemId?: string
}

/** In the provider's hands beyond its day; what waits for somebody else's judgement is not late by the provider. */
const isOverdue = (now: Date) => sql<boolean>`(w.state in ('open', 'accepted') and w.due_at < ${now})`

/** Newest first. */
export async function listWorkOrders(db: Db, filter: WorkOrderFilter, page: PageRequest, now: Date) {
  let query = selectOrder(db)
  if (filter.state !== undefined) query = query.where('w.state', '=', filter.state)
  if (filter.resourceId !== undefined) query = query.where('w.resource_id', '=', filter.resourceId)
  if (filter.systemId !== undefined) query = query.where('w.system_id', '=', filter.systemId)
  if (filter.task !== undefined) query = query.where('w.task', '=', filter.task)
  if (filter.dispatched !== undefined)
    query = query.where('w.resource_id', filter.dispatched ? 'is' : 'is not', null)
  if (filter.overdue !== undefined)
    query = query.where(filter.overdue ? isOverdue(now) : sql<boolean>`not ${isOverdue(now)}`)
  if (page.pageToken !== undefined) query = query.where('w.id', '<', decodePageToken(page.pageToken)[1])
  const rows = (await query
    .orderBy('w.id', 'desc')
    .limit(limitOf(page))
    .execute()) as unknown as readonly ShownWorkOrder[]
  return pageOf(
    rows,
    page,
    (row) => [row.id, row.id],
    (row) => row,
  )
}

type Common = 'id' | 'task' | 'provider_body_id' | 'working_days' | 'opened_at' | 'due_at'
type OfResource =
  | 'resource_id'
  | 'body_id'
  | 'system_id'
  | 'pool_id'
  | 'resource_name'
  | 'plan'
  | 'parameters'
type Dispatched =
  | 'no'
  | 'title'
  | 'description'
  | 'body_id'
  | 'system_id'
  | 'cloud_id'
  | 'cloud_name'
  | 'node_id'
  | 'node_name'
  | 'opened_by'
  | 'opened_by_name'
  | 'witness_id'
  | 'witness_name'
type NewWorkOrder = Pick<WorkOrderRow, Common | OfResource>
type NewDispatch = Pick<WorkOrderRow, Common | Dispatched>

/** @returns the row as it stands. */
export async function insertWorkOrder(tx: Tx, order: NewWorkOrder | NewDispatch): Promise<WorkOrderRow> {
  const plan = 'plan' in order ? order.plan : null
  const parameters = 'parameters' in order ? order.parameters : {}
  return tx
    .insertInto('work_order')
    .values({
      ...order,
      state: 'open',
      plan: plan === null ? null : JSON.stringify(plan),
      parameters: JSON.stringify(parameters),
    })
    .returningAll()
    .executeTakeFirstOrThrow() as unknown as Promise<WorkOrderRow>
}

/** `PD2026-000042`. */
export async function nextDispatchNo(tx: Tx, year: string): Promise<string> {
  const result = await sql<{ n: string }>`select nextval('work_order_no')::text as n`.execute(tx)
  return `PD${year}-${(result.rows[0]?.n ?? '').padStart(6, '0')}`
}

export async function updateWorkOrder(
  tx: Tx,
  id: string,
  change: Partial<Pick<WorkOrderRow, 'state' | 'accepted_by' | 'delivery_note' | 'closed_at' | 'deliveries'>>,
): Promise<void> {
  await tx
    .updateTable('work_order')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}

/** In the provider's hands beyond their day, and nobody was told yet. */
export async function listUntoldOverdue(db: Db, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('work_order as w')
    .select('w.id')
    .where(isOverdue(now))
    .where('w.closed_at', 'is', null)
    .where('w.overdue_told_at', 'is', null)
    .orderBy('w.due_at')
    .orderBy('w.id')
    .limit(500)
    .execute()
  return rows.map(({ id }) => id)
}

/** A note of the platform's own: what people see and act on stays as it is, and so does its version. */
export async function markOverdueTold(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('work_order').set({ overdue_told_at: at }).where('id', '=', id).execute()
}

export async function insertSignature(tx: Tx, row: Insertable<Tables['work_order_witness']>): Promise<void> {
  await tx.insertInto('work_order_witness').values(row).execute()
}

/** Who signed, for every delivery. */
export async function listSignatures(db: Db, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('work_order_witness as s')
    .innerJoin('body_directory as b', 'b.id', 's.body_id')
    .select(['s.work_order_id', 's.delivery', 's.side', 's.person_name', 's.statement', 's.at'])
    .select('b.name as body_name')
    .where('s.work_order_id', 'in', [...ids])
    .orderBy('s.id')
    .execute()
}

/** Sides that signed for what is delivered now. */
export async function listSignedSides(
  db: Db,
  order: Pick<WorkOrderRow, 'id' | 'deliveries'>,
): Promise<readonly WitnessSide[]> {
  const all = await listSignatures(db, [order.id])
  return all.filter((one) => one.delivery === order.deliveries).map((one) => one.side)
}

export interface OrderFigures {
  readonly open: number
  readonly inHand: number
  readonly overdue: number
  /** Dispatched and reported as done: operations judge it. */
  readonly toPass: number
  /** Destructions that wait for witnesses or for operations. */
  readonly destructions: number
}

/** All of them in one statement, under the caller's sight. */
export async function countForHome(db: Db, now: Date): Promise<OrderFigures> {
  const result = await sql<OrderFigures>`select
      (count(*) filter (where state = 'open'))::int as open,
      (count(*) filter (where state = 'accepted'))::int as "inHand",
      (count(*) filter (where ${isOverdue(now)}))::int as overdue,
      (count(*) filter (where state = 'delivered' and resource_id is null))::int as "toPass",
      (count(*) filter (where state = 'delivered' and task = 'destruction'))::int as destructions
    from work_order w where closed_at is null`.execute(db)
  return result.rows[0] as OrderFigures
}

export async function insertStep(tx: Tx, step: Insertable<Tables['work_order_step']>): Promise<void> {
  await tx.insertInto('work_order_step').values(step).execute()
}

export async function listSteps(db: Db, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('work_order_step')
    .selectAll()
    .where('work_order_id', 'in', [...ids])
    .orderBy('id')
    .execute()
}

export async function insertEvidence(
  tx: Tx,
  evidence: Insertable<Tables['work_order_evidence']>,
): Promise<void> {
  await tx.insertInto('work_order_evidence').values(evidence).execute()
}

export async function listEvidence(db: Db, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('work_order_evidence as e')
    .innerJoin('blob', 'blob.id', 'e.blob_id')
    .select(['e.id', 'e.work_order_id', 'e.blob_id', 'e.note', 'e.added_by', 'e.added_at'])
    .select(['blob.file_name', 'blob.media_type', 'blob.size_bytes', 'blob.digest'])
    .where('e.work_order_id', 'in', [...ids])
    .orderBy('e.id')
    .execute()
}
