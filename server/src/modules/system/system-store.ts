import { type Insertable, type Selectable, sql } from 'kysely'
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

export type SystemRow = Selectable<Tables['system']> & {
  readonly body_name: string
  readonly person_name: string | null
  readonly wave_name: string | null
}

export interface SystemFilter {
  readonly bodyId?: string
  readonly q?: string
  readonly kind?: SystemRow['kind']
  readonly lifecycle?: SystemRow['lifecycle']
  readonly deployment?: SystemRow['deployment']
  readonly networkZone?: SystemRow['network_zone']
  readonly protectionLevel?: number
  readonly gap?: 'no-wave' | 'no-responsible-person' | 'exemption-expired'
  readonly waveId?: string
  readonly project?: string
}

function selectSystem(db: Db) {
  return db
    .selectFrom('system')
    .innerJoin('body_directory as owner', 'owner.id', 'system.body_id')
    .leftJoin('person', 'person.id', 'system.responsible_person_id')
    .selectAll('system')
    .leftJoin('migration_wave as wave', 'wave.id', 'system.wave_id')
    .select(['owner.name as body_name', 'person.name as person_name', 'wave.name as wave_name'])
}

export async function findSystem(db: Db, id: string): Promise<SystemRow | undefined> {
  return selectSystem(db).where('system.id', '=', id).executeTakeFirst()
}

export async function loadSystemForUpdate(tx: Tx, id: string): Promise<SystemRow | undefined> {
  return selectSystem(tx).where('system.id', '=', id).forUpdate('system').executeTakeFirst()
}

export async function listSystems<W>(
  db: Db,
  filter: SystemFilter,
  page: PageRequest,
  today: string,
  toWire: (row: SystemRow) => W,
) {
  let query = selectSystem(db)
  if (filter.bodyId !== undefined) query = query.where(isWithinBody('system.body_id', filter.bodyId))
  if (filter.q !== undefined) {
    const part = containing(filter.q)
    query = query.where((eb) => eb.or([eb('system.name', 'ilike', part), eb('system.code', 'ilike', part)]))
  }
  if (filter.kind !== undefined) query = query.where('system.kind', '=', filter.kind)
  if (filter.lifecycle !== undefined) query = query.where('system.lifecycle', '=', filter.lifecycle)
  if (filter.deployment !== undefined) query = query.where('system.deployment', '=', filter.deployment)
  if (filter.networkZone !== undefined) query = query.where('system.network_zone', '=', filter.networkZone)
  if (filter.protectionLevel !== undefined)
    query = query.where('system.protection_level', '=', filter.protectionLevel)
  if (filter.waveId !== undefined) query = query.where('system.wave_id', '=', filter.waveId)
  if (filter.project !== undefined)
    query = query.where(
      sql<boolean>`system.id in (select d.system_id from project_directory d where d.project_no = ${filter.project})`,
    )
  if (filter.gap !== undefined) query = query.where(gapCondition(filter.gap, today))
  return readPage(
    query,
    page,
    { sort: 'system.name', id: 'system.id', cast: 'text', direction: 'asc' },
    (row) => [row.name, row.id],
    toWire,
  )
}

/** Neither on the cloud nor in a wave (R20); whose exemption has run out has no other excuse. */
export const neitherNor = (
  today: string,
) => sql<boolean>`(system.lifecycle <> 'retired' and system.wave_id is null
  and (system.deployment = 'to-migrate' or (system.exemption->>'validUntil')::date < ${today}::date))`

/** What is missing in the ledger: shown as lists of their own (R20, R46). */
function gapCondition(gap: NonNullable<SystemFilter['gap']>, today: string) {
  const open = sql`system.lifecycle <> 'retired'`
  switch (gap) {
    case 'no-wave':
      return neitherNor(today)
    case 'no-responsible-person':
      return sql<boolean>`${open} and system.responsible_person_id is null`
    case 'exemption-expired':
      return sql<boolean>`${open} and (system.exemption->>'validUntil')::date < ${today}::date`
  }
}

export async function insertSystem(tx: Tx, system: Insertable<Tables['system']>): Promise<void> {
  await tx.insertInto('system').values(system).execute()
}

/** @returns false when the version is stale. */
export function updateSystem(
  tx: Tx,
  system: Authorised<SystemRow, 'modify' | 'delete'>,
  version: number,
  change: Partial<Omit<Insertable<Tables['system']>, 'id' | 'body_id' | 'code' | 'version' | 'created_at'>>,
): Promise<boolean> {
  return updateVersion(tx, 'system', system.id, version, change)
}

/** Over the whole platform, since codes are unique over all of it. */
export async function isCodeTaken(tx: Tx, code: string): Promise<boolean> {
  const row = await tx.selectFrom('system_directory').select('id').where('code', '=', code).executeTakeFirst()
  return row !== undefined
}
