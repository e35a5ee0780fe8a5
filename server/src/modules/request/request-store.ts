import type { Amounts, RequestKind, RequestPurpose, RequestState } from '@yunheng/contract'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Authorised } from '../../platform/authz/index.ts'
import {
  containing,
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../platform/db/index.ts'
import { isWithinBody } from '../organisation/index.ts'

export type RequestRow = Selectable<Tables['request']> & {
  readonly body_name: string
  readonly preferred_provider_name: string | null
}

export interface RequestFilter {
  readonly state?: readonly RequestState[]
  readonly kind?: RequestKind
  readonly purpose?: RequestPurpose
  readonly bodyId?: string
  readonly systemId?: string
  readonly networkZone?: RequestRow['network_zone']
  readonly poolClass?: RequestRow['pool_class']
  readonly waiting?: boolean
  /** Civil days in Asia/Shanghai, both included. */
  readonly submittedFrom?: string
  readonly submittedTo?: string
  readonly q?: string
}

/** Who looks: decides which drafts are shown, and whose are "mine". */
export interface Viewer {
  readonly personId: string | null
  /** Drafts belong to the department that writes them; to everybody else they do not exist yet. */
  readonly seesDrafts: boolean
}

function selectRequest(db: Db) {
  return db
    .selectFrom('request')
    .innerJoin('body_directory as owner', 'owner.id', 'request.body_id')
    .leftJoin('body_directory as preferred', 'preferred.id', 'request.preferred_provider_id')
    .selectAll('request')
    .select(['owner.name as body_name', 'preferred.name as preferred_provider_name'])
}

export async function findRequest(db: Db, id: string, viewer: Viewer): Promise<RequestRow | undefined> {
  const row = await selectRequest(db).where('request.id', '=', id).executeTakeFirst()
  return row && (row.state !== 'draft' || viewer.seesDrafts) ? row : undefined
}

/**
 * Locks the request: whatever is decided about it (approved or withdrawn?) is decided once. Whoever only writes into its history does not
 * wait (docs/conventions.md, locks).
 */
export async function loadRequestForUpdate(
  tx: Tx,
  id: string,
  viewer: Viewer,
): Promise<RequestRow | undefined> {
  const row = await selectRequest(tx)
    .where('request.id', '=', id)
    .forNoKeyUpdate('request')
    .executeTakeFirst()
  return row && (row.state !== 'draft' || viewer.seesDrafts) ? row : undefined
}

function filtered(db: Db, filter: RequestFilter, viewer: Viewer, mine: boolean) {
  let query = selectRequest(db)
  if (!viewer.seesDrafts) query = query.where('request.state', '<>', 'draft')
  if (filter.state !== undefined && filter.state.length > 0)
    query = query.where('request.state', 'in', [...filter.state])
  if (filter.kind !== undefined) query = query.where('request.kind', '=', filter.kind)
  if (filter.purpose !== undefined) query = query.where('request.purpose', '=', filter.purpose)
  if (filter.bodyId !== undefined) query = query.where(isWithinBody('request.body_id', filter.bodyId))
  if (filter.systemId !== undefined) query = query.where('request.system_id', '=', filter.systemId)
  if (filter.networkZone !== undefined) query = query.where('request.network_zone', '=', filter.networkZone)
  if (filter.poolClass !== undefined) query = query.where('request.pool_class', '=', filter.poolClass)
  if (filter.waiting === true) query = query.where('request.state', '=', 'approved')
  if (filter.waiting === false) query = query.where('request.state', '<>', 'approved')
  if (filter.submittedFrom !== undefined)
    query = query.where(
      'request.submitted_at',
      '>=',
      sql<Date>`(${filter.submittedFrom} || ' 00:00:00+08')::timestamptz`,
    )
  if (filter.submittedTo !== undefined)
    query = query.where(
      'request.submitted_at',
      '<',
      sql<Date>`(${filter.submittedTo} || ' 00:00:00+08')::timestamptz + interval '1 day'`,
    )
  if (filter.q !== undefined) {
    const part = containing(filter.q)
    query = query.where((eb) => eb.or([eb('request.title', 'ilike', part), eb('request.no', 'ilike', part)]))
  }
  if (mine && viewer.personId !== null) query = query.where('request.applicant_id', '=', viewer.personId)
  return query
}

export async function listRequests<W>(
  db: Db,
  filter: RequestFilter & { readonly mine?: boolean },
  viewer: Viewer,
  page: PageRequest,
  toWire: (row: RequestRow) => W,
) {
  const query = filtered(db, filter, viewer, filter.mine === true)
  return readPage(
    query,
    page,
    { sort: 'request.created_at', id: 'request.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    toWire,
  )
}

export async function countRequests(
  db: Db,
  filter: Pick<RequestFilter, 'systemId' | 'bodyId'>,
  viewer: Viewer,
): Promise<readonly { readonly state: RequestState; readonly kind: RequestKind; readonly count: number }[]> {
  let query = db
    .selectFrom('request')
    .select(['state', 'kind', sql<number>`count(*)::int`.as('count')])
    .groupBy(['state', 'kind'])
  if (!viewer.seesDrafts) query = query.where('state', '<>', 'draft')
  if (filter.systemId !== undefined) query = query.where('system_id', '=', filter.systemId)
  if (filter.bodyId !== undefined) query = query.where(isWithinBody('request.body_id', filter.bodyId))
  return query.execute()
}

/** `SQ2026-000042`: one sequence for the platform. Gaps are drafts that were thrown away. */
export async function nextRequestNo(tx: Tx, year: string): Promise<string> {
  const result = await sql<{ n: string }>`select nextval('request_no')::text as n`.execute(tx)
  return `SQ${year}-${(result.rows[0]?.n ?? '').padStart(6, '0')}`
}

export async function insertRequest(tx: Tx, row: Insertable<Tables['request']>): Promise<void> {
  await tx.insertInto('request').values(row).execute()
}

type Change = Omit<Updateable<Tables['request']>, 'id' | 'no' | 'body_id' | 'version' | 'created_at'>

/** @returns false when the version is stale. A null version is for the system's own moves, made under the lock. */
export function updateRequest(
  tx: Tx,
  request: Authorised<RequestRow, 'modify' | 'operate' | 'approve' | 'view'>,
  version: number | null,
  change: Change,
): Promise<boolean> {
  return updateVersion(tx, 'request', request.id, version, change)
}

/** Only what never left the applicant's desk; lines, events and files go with it. */
export async function removeRequest(tx: Tx, request: Authorised<RequestRow, 'delete'>): Promise<void> {
  await tx.deleteFrom('request').where('id', '=', request.id).where('state', '=', 'draft').execute()
}

/** Approved requests that wait for room, longest waiting first. */
export async function listWaiting(db: Db, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('request')
    .select('id')
    .where('state', '=', 'approved')
    .orderBy('decided_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Requests whose resources are on their way. */
export async function listMoving(db: Db, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('request')
    .select('id')
    .where('state', 'in', ['provisioning', 'partly-delivered'])
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export async function listMovingOfSystem(db: Db, systemId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('request')
    .select('id')
    .where('state', 'in', ['provisioning', 'partly-delivered'])
    .where('system_id', '=', systemId)
    .execute()
  return rows.map((row) => row.id)
}

/** Earlier requests of the same system, newest first. */
export async function listHistory(
  db: Db,
  systemId: string,
  exceptId: string,
  limit: number,
): Promise<readonly RequestRow[]> {
  return selectRequest(db)
    .where('request.system_id', '=', systemId)
    .where('request.id', '<>', exceptId)
    .where('request.state', '<>', 'draft')
    .orderBy('request.created_at', 'desc')
    .orderBy('request.id', 'desc')
    .limit(limit)
    .execute()
}

/** Submitted requests for a class and zone, other than this one, that have no room yet: they compete for it. */
export async function sumCompeting(
  db: Db,
  request: Pick<RequestRow, 'pool_class' | 'network_zone'> & { readonly id: string | null },
): Promise<{ readonly count: number; readonly amounts: Amounts }> {
  const row = await db
    .selectFrom('request')
    .select([
      sql<number>`count(*)::int`.as('count'),
      sql<string>`coalesce(sum(vcpus), 0)`.as('vcpus'),
      sql<string>`coalesce(sum(memory_mib), 0)`.as('memory_mib'),
      sql<string>`coalesce(sum(storage_gib), 0)`.as('storage_gib'),
      sql<string>`coalesce(sum(floating_ips), 0)`.as('floating_ips'),
      sql<string>`coalesce(sum(cards), 0)`.as('cards'),
    ])
    .where('state', 'in', ['in-approval', 'approved'])
    .where('kind', 'in', ['new', 'change'])
    .where('pool_class', '=', request.pool_class)
    .where('network_zone', '=', request.network_zone)
    .where('id', 'is distinct from', request.id)
    .executeTakeFirstOrThrow()
  return { count: row.count, amounts: amountsOfRow(row) }
}

export function amountsOfRow(
  row: Pick<RequestRow, 'vcpus' | 'memory_mib' | 'storage_gib' | 'floating_ips' | 'cards'>,
): Amounts {
  return {
    vcpus: Number(row.vcpus),
    memoryMiB: Number(row.memory_mib),
    storageGiB: Number(row.storage_gib),
    floatingIps: Number(row.floating_ips),
    cards: Number(row.cards),
  }
}

export function columnsOfAmounts(amounts: Amounts) {
  return {
    vcpus: String(amounts.vcpus),
    memory_mib: String(amounts.memoryMiB),
    storage_gib: String(amounts.storageGiB),
    floating_ips: String(amounts.floatingIps),
    cards: String(amounts.cards),
  }
}

/** Names of bodies are public among the government (organisation's own view). */
export async function listBodyNames(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string; readonly kind: string }>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('body_directory')
    .select(['id', 'name', 'kind'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

export async function findRequestNo(db: Db, id: string): Promise<string | null> {
  const row = await db.selectFrom('request').select('no').where('id', '=', id).executeTakeFirst()
  return row?.no ?? null
}

/** Emergencies whose papers have not come in time and about which nothing has been said yet. */
export async function listPapersOverdue(db: Db, now: Date, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('request')
    .select('id')
    .where('papers_at', 'is', null)
    .where('papers_due_at', '<', now)
    .where('condition', 'is', null)
    .orderBy('papers_due_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Names of pools and their clouds, for those who see what stands on them (cloud's own view). */
export async function listPoolNames(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { name: string; cloudId: string; cloudName: string; cloudKind: string }>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('pool_directory')
    .select(['id', 'name', 'cloud_id', 'cloud_name', 'cloud_kind'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(
    rows.map((row) => [
      String(row.id),
      {
        name: row.name ?? '',
        cloudId: row.cloud_id ?? '',
        cloudName: row.cloud_name ?? '',
        cloudKind: row.cloud_kind ?? '',
      },
    ]),
  )
}
