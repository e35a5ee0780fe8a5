import type { NetworkZone } from '@yunheng/contract'
import { type Insertable, sql, type Updateable } from 'kysely'
import type { Db, Tables, Tx } from '../../platform/db/index.ts'
import { insertLinks } from './link-store.ts'
import { type ResourceRow, referencesOf } from './resource.ts'

/** Columns that hold JSON: they go in as text, and come out as what the types say, since only this file writes them. */
const JSON_COLUMNS = [
  'plan',
  'spec',
  'observed_spec',
  'attributes',
  'differences',
  'conditions',
  'wanted',
  'reserved',
  'allocated',
] as const satisfies readonly (keyof ResourceRow)[]

export type NewResource = Omit<ResourceRow, 'version' | 'settled_generation' | 'generation'>
export type ResourceChange = Partial<Omit<ResourceRow, 'id' | 'kind' | 'body_id' | 'system_id' | 'version'>>

export async function findResource(db: Db, id: string): Promise<ResourceRow | undefined> {
  return toRow(await db.selectFrom('resource').selectAll().where('id', '=', id).executeTakeFirst())
}

/** Locks the row: what is decided about it stays true until the end of the transaction. */
export async function loadResourceForUpdate(tx: Tx, id: string): Promise<ResourceRow | undefined> {
  return toRow(
    await tx.selectFrom('resource').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
  )
}

/** In the order of their ids, so that two who lock several never wait for each other. */
export async function loadResourcesForUpdate(
  tx: Tx,
  by: { readonly ids: readonly string[] } | { readonly requestId: string } | { readonly placementId: string },
): Promise<readonly ResourceRow[]> {
  const query = tx.selectFrom('resource').selectAll().orderBy('id').forUpdate()
  const chosen =
    'ids' in by
      ? query.where('id', 'in', by.ids.length > 0 ? [...by.ids] : [NO_ID])
      : 'requestId' in by
        ? query.where('request_id', '=', by.requestId)
        : query.where('placement_id', '=', by.placementId)
  return (await chosen.execute()).map((row) => toRow(row) as ResourceRow)
}

const NO_ID = '00000000-0000-0000-0000-000000000000'

export async function listResourcesById(db: Db, ids: readonly string[]): Promise<readonly ResourceRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('resource')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  return rows.map((row) => toRow(row) as ResourceRow)
}

/** What a system has: its ground, and what was given back, left out. */
export async function listResourcesOfSystem(db: Db, systemId: string): Promise<readonly ResourceRow[]> {
  const rows = await db
    .selectFrom('resource')
    .selectAll()
    .where('system_id', '=', systemId)
    .where('ground', 'is', null)
    .where('presence', '=', 'present')
    .orderBy('id')
    .limit(5000)
    .execute()
  return rows.map((row) => toRow(row) as ResourceRow)
}

/** Meant to be there, or on its way out and still to be restored: nothing else may take its place. */
const isStanding = sql<boolean>`(presence = 'present' or (cooling_until is not null and released_at is null))`

/** Whose clouds carry what a system has. */
export async function listProvidersOfSystem(db: Db, systemId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('resource')
    .select('provider_body_id')
    .distinct()
    .where('system_id', '=', systemId)
    .where('released_at', 'is', null)
    .execute()
  return rows.map((row) => row.provider_body_id)
}

/** Subnets of a system in one network zone, its ground included. */
export async function listSubnetsOfSystem(
  db: Db,
  systemId: string,
  networkZone: NetworkZone,
): Promise<readonly ResourceRow[]> {
  const rows = await db
    .selectFrom('resource')
    .selectAll()
    .where('system_id', '=', systemId)
    .where('network_zone', '=', networkZone)
    .where('kind', '=', 'subnet')
    .where(isStanding)
    .orderBy('id')
    .limit(1000)
    .execute()
  return rows.map((row) => toRow(row) as ResourceRow)
}

/** Subnets of every system of a body, in whichever zone. */
export async function listSubnetsOfBody(db: Db, bodyId: string): Promise<readonly ResourceRow[]> {
  const rows = await db
    .selectFrom('resource')
    .selectAll()
    .where('body_id', '=', bodyId)
    .where('kind', '=', 'subnet')
    .where(isStanding)
    .orderBy('id')
    .limit(5000)
    .execute()
  return rows.map((row) => toRow(row) as ResourceRow)
}

export async function listResourcesOfLines(
  db: Db,
  lineIds: readonly string[],
): Promise<readonly ResourceRow[]> {
  if (lineIds.length === 0) return []
  const rows = await db
    .selectFrom('resource')
    .selectAll()
    .where((eb) =>
      eb.or([eb('request_line_id', 'in', [...lineIds]), eb('change_line_id', 'in', [...lineIds])]),
    )
    .orderBy('id')
    .execute()
  return rows.map((row) => toRow(row) as ResourceRow)
}

export const insertResource = (tx: Tx, row: NewResource): Promise<void> => insertResources(tx, [row])

/** They may stand on each other. */
export async function insertResources(tx: Tx, rows: readonly NewResource[]): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insertInto('resource')
    .values(rows.map((row) => toColumns(row) as Insertable<Tables['resource']>))
    .execute()
  await insertLinks(
    tx,
    rows.map((row) => [row.id, referencesOf(row.spec)]),
  )
}

/** Changes what should be: counts the generation and the version, and follows the references of a new spec. */
export async function updateIntent(tx: Tx, row: ResourceRow, change: ResourceChange): Promise<void> {
  await tx
    .updateTable('resource')
    .set({ ...toColumns(change), generation: sql`generation + 1`, version: sql`version + 1` })
    .where('id', '=', row.id)
    .execute()
  if (change.spec === undefined) return
  await tx.deleteFrom('resource_link').where('resource_id', '=', row.id).execute()
  await insertLinks(tx, [[row.id, referencesOf(change.spec)]])
}

/** Writes what was observed, or what belongs to the ledger alone (a term): nothing that a person's version guards. */
export async function updateFacts(tx: Tx, id: string, change: ResourceChange): Promise<void> {
  await tx
    .updateTable('resource')
    .set(toColumns(change) as Updateable<Tables['resource']>)
    .where('id', '=', id)
    .execute()
}

/** @returns whether this was the first to ask; another one (who lost his lease, say) may have been faster. */
export async function claimFirstAsk(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('resource')
    .set({ asked_at: now })
    .where('id', '=', id)
    .where('asked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Whether anything that was placed so is still to be given back. */
export async function hasUnreleased(tx: Tx, placementId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('resource')
    .select('id')
    .where('placement_id', '=', placementId)
    .where('released_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether anything of the system stands on any cloud, or is on its way there. */
export async function hasResources(db: Db, systemId: string): Promise<boolean> {
  const row = await db
    .selectFrom('resource')
    .select('id')
    .where('system_id', '=', systemId)
    .where('released_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Which of these systems have anything on a cloud, or on its way there. */
export async function listSystemsWithResources(
  db: Db,
  systemIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (systemIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('resource')
    .select('system_id')
    .distinct()
    .where('system_id', 'in', [...systemIds])
    .where('released_at', 'is', null)
    .execute()
  return new Set(rows.map((row) => row.system_id))
}

export async function listDueLooks(db: Db, now: Date, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('resource')
    .select('id')
    .where('look_at', '<=', now)
    .orderBy('look_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export async function countOfKind(
  tx: Tx,
  of: { readonly systemId: string; readonly kind: ResourceRow['kind'] },
): Promise<number> {
  const row = await tx
    .selectFrom('resource')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('system_id', '=', of.systemId)
    .where('kind', '=', of.kind)
    .where('released_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

function toColumns(change: Partial<ResourceRow>): Record<string, unknown> {
  const columns: Record<string, unknown> = { ...change }
  for (const column of JSON_COLUMNS) {
    if (change[column] !== undefined)
      columns[column] = change[column] === null ? null : JSON.stringify(change[column])
  }
  return columns
}

export function toRow(row: unknown): ResourceRow | undefined {
  return row as ResourceRow | undefined
}

/** How many of these resources belong to the system, stand on the cloud and are wanted. */
export async function countOwn(
  tx: Tx,
  ids: readonly string[],
  place: { readonly systemId: string; readonly cloudId: string; readonly kind?: ResourceRow['kind'] },
): Promise<number> {
  const query = tx
    .selectFrom('resource')
    .select('id')
    .where('id', 'in', [...ids])
    .where('system_id', '=', place.systemId)
    .where('cloud_id', '=', place.cloudId)
    .where('presence', '=', 'present')
  const rows = await (place.kind === undefined ? query : query.where('kind', '=', place.kind)).execute()
  return rows.length
}
