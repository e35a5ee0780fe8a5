/** The ground of a system on a cloud, as rows: what its resources share. */
import type { Db, Tx } from '../../platform/db/index.ts'
import type { ResourceRow } from './resource.ts'
import { toRow } from './resource-store.ts'

export async function listGroundForUpdate(
  tx: Tx,
  of: { readonly cloudId: string; readonly systemId: string },
): Promise<readonly ResourceRow[]> {
  const rows = await tx
    .selectFrom('resource')
    .selectAll()
    .where('cloud_id', '=', of.cloudId)
    .where('system_id', '=', of.systemId)
    .where('ground', 'is not', null)
    .where('released_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map((row) => toRow(row) as ResourceRow)
}

/** The ground that belongs to these projects, they themselves included, as far as it is meant to be there. */
export async function listGroundUnder(
  db: Db,
  projectIds: readonly string[],
): Promise<readonly ResourceRow[]> {
  if (projectIds.length === 0) return []
  const rows = await db
    .selectFrom('resource')
    .selectAll()
    .where('ground', 'is not', null)
    .where('presence', '=', 'present')
    .where((eb) => eb.or([eb('id', 'in', [...projectIds]), eb('project_id', 'in', [...projectIds])]))
    .orderBy('id')
    .execute()
  return rows.map((row) => toRow(row) as ResourceRow)
}

/** Whether anything of the system on this cloud still needs the ground. */
export async function hasBuilding(tx: Tx, projectId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('resource')
    .select('id')
    .where('project_id', '=', projectId)
    .where('ground', 'is', null)
    .where('released_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The project of a system on a cloud, while it is meant to be. */
export async function findProject(
  tx: Tx,
  of: { readonly systemId: string; readonly cloudId: string },
): Promise<ResourceRow | undefined> {
  return toRow(
    await tx
      .selectFrom('resource')
      .selectAll()
      .where('cloud_id', '=', of.cloudId)
      .where('system_id', '=', of.systemId)
      .where('ground', '=', 'project')
      .where('presence', '=', 'present')
      .executeTakeFirst(),
  )
}
