import type { CloudState, ProbeFinding as FindingSchema, Static } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import {
  containing,
  type Db,
  elevated,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'

export type Finding = Static<typeof FindingSchema>
export type CloudRow = Selectable<Tables['cloud']> & { readonly provider_name: string }

export interface CloudFilter {
  readonly providerBodyId?: string
  readonly state?: CloudState
  readonly q?: string
}

function selectCloud(db: Db) {
  return db
    .selectFrom('cloud')
    .innerJoin('body_directory as provider', 'provider.id', 'cloud.provider_body_id')
    .selectAll('cloud')
    .select('provider.name as provider_name')
}

export async function findCloud(db: Db, id: string): Promise<CloudRow | undefined> {
  return selectCloud(db).where('cloud.id', '=', id).executeTakeFirst()
}

/** Kinds of resource that are not to be had there, whoever asks. */
export async function listLacks(tx: Tx, id: string): Promise<readonly string[]> {
  const row = await elevated(tx, () =>
    tx.selectFrom('cloud').select('lacks').where('id', '=', id).executeTakeFirst(),
  )
  return row?.lacks ?? []
}

export async function loadCloudForUpdate(tx: Tx, id: string): Promise<CloudRow | undefined> {
  return selectCloud(tx).where('cloud.id', '=', id).forUpdate('cloud').executeTakeFirst()
}

export async function listClouds<W>(
  db: Db,
  filter: CloudFilter,
  page: PageRequest,
  toWire: (row: CloudRow) => W,
) {
  let query = selectCloud(db)
  if (filter.providerBodyId !== undefined)
    query = query.where('cloud.provider_body_id', '=', filter.providerBodyId)
  if (filter.state !== undefined) query = query.where('cloud.state', '=', filter.state)
  if (filter.q !== undefined) query = query.where('cloud.name', 'ilike', containing(filter.q))
  return readPage(
    query,
    page,
    { sort: 'cloud.name', id: 'cloud.id', cast: 'text', direction: 'asc' },
    (row) => [row.name, row.id],
    toWire,
  )
}

const CLOUDS_MAX = 500

/** Every cloud that is visible, by name; bounded. */
export async function listAllClouds(db: Db): Promise<readonly CloudRow[]> {
  return selectCloud(db).orderBy('cloud.name').orderBy('cloud.id').limit(CLOUDS_MAX).execute()
}

const SWEEP_BATCH = 100

/** Clouds in service that were not looked at since an instant, longest ago first. */
export async function listUnprobed(db: Db, before: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('cloud')
    .select('id')
    .where('state', '<>', 'suspended')
    .where((eb) => eb.or([eb('last_probed_at', 'is', null), eb('last_probed_at', '<', before)]))
    .orderBy(sql`last_probed_at nulls first`)
    .limit(SWEEP_BATCH)
    .execute()
  return rows.map((row) => row.id)
}

export async function insertCloud(tx: Tx, cloud: Insertable<Tables['cloud']>): Promise<void> {
  await tx.insertInto('cloud').values(cloud).execute()
}

/** @returns false when the version is stale. */
export function updateCloud(
  tx: Tx,
  cloud: Authorised<CloudRow, 'modify' | 'operate'>,
  version: number,
  change: Partial<Insertable<Tables['cloud']>>,
): Promise<boolean> {
  return updateVersion(tx, 'cloud', cloud.id, version, change)
}

/** What was observed: not a person's change, so the version stays. */
export async function updateProbed(
  tx: Tx,
  id: string,
  probed: { readonly state: CloudState; readonly findings: readonly Finding[]; readonly now: Date },
): Promise<void> {
  await tx
    .updateTable('cloud')
    .set({ state: probed.state, findings: JSON.stringify(probed.findings), last_probed_at: probed.now })
    .where('id', '=', id)
    .execute()
}

/** Written only when it is another: it is looked at every few minutes. */
export async function updateAbilities(
  tx: Tx,
  id: string,
  { abilities, lacks }: { readonly abilities: readonly string[]; readonly lacks: readonly string[] },
): Promise<void> {
  await tx
    .updateTable('cloud')
    .set({ abilities: [...abilities], lacks: [...lacks] })
    .where('id', '=', id)
    .where(
      sql<boolean>`(abilities, lacks) is distinct from (${[...abilities]}::text[], ${[...lacks]}::text[])`,
    )
    .execute()
}

export async function updateCapacityObserved(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.updateTable('cloud').set({ capacity_observed_at: now }).where('id', '=', id).execute()
}

export async function removeCloud(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('cloud').where('id', '=', id).execute()
}
