import type { WorkOrderState } from '@yunheng/contract'
import { type Insertable, sql } from 'kysely'
import {
  type Db,
  decodePageToken,
  encodePageToken,
  type PageRequest,
  type Tables,
  type Tx,
} from '../../../platform/db/index.ts'
import type { PlanTag } from '../resource.ts'
import type { WorkOrderTask } from './work-order.ts'

export interface WorkOrderRow {
  readonly id: string
  readonly resource_id: string
  readonly task: WorkOrderTask
  readonly state: WorkOrderState
  readonly body_id: string
  readonly system_id: string
  readonly provider_body_id: string
  readonly pool_id: string
  readonly resource_name: string
  readonly plan: PlanTag | null
  readonly parameters: Readonly<Record<string, unknown>>
  readonly working_days: number
  readonly opened_at: Date
  readonly due_at: Date
  readonly accepted_by: string | null
  readonly delivery_note: string | null
  readonly closed_at: Date | null
  readonly version: number
}

/** With the names that a page shows. */
export interface ShownWorkOrder extends WorkOrderRow {
  readonly body_name: string
  readonly system_name: string
  readonly provider_name: string
  readonly cloud_id: string
  readonly cloud_name: string
}

function selectOrder(db: Db) {
  return db
    .selectFrom('work_order as w')
    .innerJoin('body_directory as b', 'b.id', 'w.body_id')
    .innerJoin('body_directory as p', 'p.id', 'w.provider_body_id')
    .innerJoin('system_directory as s', 's.id', 'w.system_id')
    .innerJoin('pool_directory as pool', 'pool.id', 'w.pool_id')
    .selectAll('w')
    .select(['b.name as body_name', 'p.name as provider_name', 's.name as system_name'])
    .select(['pool.cloud_id', 'pool.cloud_name'])
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
  readonly resourceId?: string
  readonly systemId?: string
}

/** Newest first. */
export async function listWorkOrders(db: Db, filter: WorkOrderFilter, page: PageRequest, now: Date) {
  const size = page.pageSize ?? 50
  let query = selectOrder(db)
  if (filter.state !== undefined) query = query.where('w.state', '=', filter.state)
  if (filter.resourceId !== undefined) query = query.where('w.resource_id', '=', filter.resourceId)
  if (filter.systemId !== undefined) query = query.where('w.system_id', '=', filter.systemId)
  if (filter.overdue === true) query = query.where('w.closed_at', 'is', null).where('w.due_at', '<', now)
  if (filter.overdue === false)
    query = query.where((eb) => eb.or([eb('w.closed_at', 'is not', null), eb('w.due_at', '>=', now)]))
  if (page.pageToken !== undefined) query = query.where('w.id', '<', decodePageToken(page.pageToken)[1])
  const rows = (await query
    .orderBy('w.id', 'desc')
    .limit(size + 1)
    .execute()) as unknown as readonly ShownWorkOrder[]
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  const more = rows.length > size && last !== undefined
  return { rows: shown, nextPageToken: more ? encodePageToken([last.id, last.id]) : null }
}

export async function insertWorkOrder(
  tx: Tx,
  order: Omit<WorkOrderRow, 'version' | 'state' | 'accepted_by' | 'delivery_note' | 'closed_at'>,
): Promise<void> {
  await tx
    .insertInto('work_order')
    .values({
      ...order,
      state: 'open',
      plan: order.plan === null ? null : JSON.stringify(order.plan),
      parameters: JSON.stringify(order.parameters),
    })
    .execute()
}

export async function updateWorkOrder(
  tx: Tx,
  id: string,
  change: Partial<Pick<WorkOrderRow, 'state' | 'accepted_by' | 'delivery_note' | 'closed_at'>>,
): Promise<void> {
  await tx
    .updateTable('work_order')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
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
