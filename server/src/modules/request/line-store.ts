import type { Amounts, Dimension, RequestLine } from '@yunheng/contract'
import { type SqlBool, sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/index.ts'

/** The plan of a line in words, as it was when the line was written. */
export type PlanWords = NonNullable<RequestLine['plan']>

export interface LineRow {
  readonly id: string
  readonly requestId: string
  readonly number: number
  readonly planId: string | null
  readonly plan: PlanWords | null
  readonly resourceId: string | null
  readonly resourceName: string | null
  readonly quantity: number
  readonly parameters: Readonly<Record<string, unknown>>
  /** Number of the line with the server that it is attached to. */
  readonly serverLine: number | null
  readonly reason: string | null
  readonly amounts: Amounts
  readonly aboveRecommended: readonly Dimension[]
  readonly state: RequestLine['state']
  readonly deliveredAt: Date | null
}

export async function listLines(db: Db, requestId: string): Promise<readonly LineRow[]> {
  const rows = await db
    .selectFrom('request_line')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('number')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    requestId: row.request_id,
    number: row.number,
    planId: row.plan_id,
    plan: row.plan as PlanWords | null,
    resourceId: row.resource_id,
    resourceName: row.resource_name,
    quantity: row.quantity,
    parameters: row.parameters as Record<string, unknown>,
    serverLine: row.server_line,
    reason: row.reason,
    amounts: row.amounts as Amounts,
    aboveRecommended: row.above_recommended as Dimension[],
    state: row.state,
    deliveredAt: row.delivered_at,
  }))
}

/** What was filled in for these lines, by their ids. */
export async function listLineParameters(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('request_line')
    .select(['id', 'parameters'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, row.parameters as Record<string, unknown>]))
}

/** Puts these lines in place of all that were there: only before anything was allocated. */
export async function replaceLines(tx: Tx, requestId: string, lines: readonly LineRow[]): Promise<void> {
  await tx.deleteFrom('request_line').where('request_id', '=', requestId).execute()
  if (lines.length === 0) return
  await tx
    .insertInto('request_line')
    .values(
      lines.map((line) => ({
        id: line.id,
        request_id: requestId,
        number: line.number,
        plan_id: line.planId,
        plan: line.plan === null ? null : JSON.stringify(line.plan),
        resource_id: line.resourceId,
        resource_name: line.resourceName,
        quantity: line.quantity,
        parameters: JSON.stringify(line.parameters),
        server_line: line.serverLine,
        reason: line.reason,
        amounts: JSON.stringify(line.amounts),
        above_recommended: [...line.aboveRecommended],
        state: line.state,
        delivered_at: line.deliveredAt,
      })),
    )
    .execute()
}

export async function updateLineStates(
  tx: Tx,
  requestId: string,
  lineIds: readonly string[],
  state: LineRow['state'],
  deliveredAt?: Date,
): Promise<void> {
  if (lineIds.length === 0) return
  await tx
    .updateTable('request_line')
    .set(deliveredAt ? { state, delivered_at: deliveredAt } : { state })
    .where('request_id', '=', requestId)
    .where('id', 'in', [...lineIds])
    .execute()
}

/** Open requests that speak of one of these resources: resource → number of the request. */
export async function listBusyResources(
  db: Db,
  resourceIds: readonly string[],
  exceptRequestId: string | null,
): Promise<ReadonlyMap<string, string>> {
  if (resourceIds.length === 0) return new Map()
  let query = db
    .selectFrom('request_line')
    .innerJoin('request', 'request.id', 'request_line.request_id')
    .select(['request_line.resource_id', 'request.no'])
    .where('request_line.resource_id', 'in', [...resourceIds])
    .where('request.state', 'in', ['in-approval', 'returned', 'approved', 'provisioning', 'partly-delivered'])
  if (exceptRequestId !== null) query = query.where('request.id', '<>', exceptRequestId)
  const rows = await query.execute()
  return new Map(
    rows.flatMap((row) => (row.resource_id === null ? [] : [[row.resource_id, row.no] as const])),
  )
}

/** Requests under way that speak of this resource, or own one of these lines. */
export async function findRequestsOfLines(
  db: Db,
  lineIds: readonly string[],
  resourceId: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('request_line')
    .innerJoin('request', 'request.id', 'request_line.request_id')
    .select('request.id')
    .distinct()
    .where('request.state', 'in', ['provisioning', 'partly-delivered'])
    .where((eb) =>
      eb.or([
        eb('request_line.resource_id', '=', resourceId),
        ...(lineIds.length > 0 ? [eb('request_line.id', 'in', [...lineIds])] : []),
      ]),
    )
    .execute()
  return rows.map((row) => row.id)
}

/** A line of something new that was delivered, for whoever bills it. */
export interface DeliveredLine {
  readonly id: string
  readonly planId: string
  readonly quantity: number
  readonly parameters: Readonly<Record<string, unknown>>
  readonly deliveredAt: Date
}

/** Of these lines, those that were delivered from then until then and not cancelled since; in the order of their ids. */
export async function listDeliveredLines(
  db: Db,
  ids: readonly string[],
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly DeliveredLine[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('request_line')
    .select(['id', 'plan_id', 'quantity', 'parameters', 'delivered_at'])
    .where(sql<SqlBool>`id = any(${[...ids]}::uuid[])`)
    .where('resource_id', 'is', null)
    .where('state', '<>', 'cancelled')
    .where('delivered_at', '>=', from)
    .where('delivered_at', '<', to)
    .orderBy('id')
    .execute()
  return rows.flatMap(({ id, plan_id: planId, quantity, parameters, delivered_at: deliveredAt }) =>
    planId === null || deliveredAt === null
      ? []
      : [{ id, planId, quantity, parameters: parameters as Record<string, unknown>, deliveredAt }],
  )
}

/** Of these lines, those that were given up. */
export async function listCancelledLines(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('request_line')
    .select('id')
    .where(sql<SqlBool>`id = any(${[...ids]}::uuid[])`)
    .where('state', '=', 'cancelled')
    .execute()
  return new Set(rows.map((row) => row.id))
}

/** Of which request these lines are, and their number there: what the budget knows them by. */
export interface CommittedLine {
  readonly requestId: string
  readonly requestNo: string
  readonly number: number
}

export async function listOrderLines(
  db: Db,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, CommittedLine>> {
  if (lineIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('request_line as l')
    .innerJoin('request as r', 'r.id', 'l.request_id')
    .select(['l.id', 'l.request_id as requestId', 'r.no as requestNo', 'l.number'])
    .where(sql<SqlBool>`l.id = any(${[...lineIds]}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, ...line }) => [id, line]))
}

/** Lines of changes and renewals by the resource that they speak of, the oldest first. */
export async function listLinesAddedTo(
  db: Db,
  resourceIds: readonly string[],
): Promise<ReadonlyMap<string, readonly CommittedLine[]>> {
  if (resourceIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('request_line as l')
    .innerJoin('request as r', 'r.id', 'l.request_id')
    .select(['l.resource_id as resourceId', 'l.request_id as requestId', 'r.no as requestNo', 'l.number'])
    .where(sql<SqlBool>`l.resource_id = any(${[...resourceIds]}::uuid[])`)
    .where('r.kind', 'in', ['change', 'renew'])
    .orderBy('r.no')
    .orderBy('l.number')
    .execute()
  return Map.groupBy(rows, (row) => row.resourceId ?? '')
}

/** Lines of changes and renewals that speak of these resources. */
export async function listAddingLines(
  db: Db,
  resourceIds: readonly string[],
): Promise<readonly { readonly requestId: string; readonly number: number }[]> {
  if (resourceIds.length === 0) return []
  return db
    .selectFrom('request_line')
    .innerJoin('request', 'request.id', 'request_line.request_id')
    .select(['request_line.request_id as requestId', 'request_line.number'])
    .where('request_line.resource_id', 'in', [...resourceIds])
    .where('request.kind', 'in', ['change', 'renew'])
    .orderBy('request_line.request_id')
    .execute()
}
