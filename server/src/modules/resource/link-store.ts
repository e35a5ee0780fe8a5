/** SQL on what stands on what. */
import type { ExpressionBuilder } from 'kysely'
import type { Db, Tables, Tx } from '../../platform/db/index.ts'
import type { Neighbour } from './reconcile/next-action.ts'
import type { ResourceRow } from './resource.ts'

/** Notes what each of these stands on, by intent. */
export async function insertLinks(
  tx: Tx,
  of: readonly (readonly [id: string, standsOn: readonly string[]])[],
): Promise<void> {
  const rows = of.flatMap(([id, standsOn]) =>
    [...new Set(standsOn)].map((other) => ({ resource_id: id, stands_on_id: other })),
  )
  if (rows.length > 0) await tx.insertInto('resource_link').values(rows).execute()
}

/** What these stand on, by intent. */
export async function listLinks(db: Db, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('resource_link')
    .selectAll()
    .where('resource_id', 'in', [...ids])
    .orderBy('resource_id')
    .orderBy('stands_on_id')
    .execute()
}

/** What it stands on (its project first) and what stands on it, as the reconciler needs to know them. */
export async function listNeighbours(
  db: Db,
  row: Pick<ResourceRow, 'id' | 'project_id' | 'ground'>,
): Promise<{ readonly foundation: readonly NeighbourRef[]; readonly burden: readonly NeighbourRef[] }> {
  const foundation = await selectNeighbour(db)
    .where((eb) =>
      eb.or([
        eb('id', 'in', linksFrom(eb, row.id)),
        ...(row.project_id === null ? [] : [eb('id', '=', row.project_id)]),
      ]),
    )
    .execute()
  const burden = await selectNeighbour(db)
    .where((eb) =>
      eb.or([
        eb('id', 'in', linksTo(eb, row.id)),
        ...(row.ground === 'project' ? [eb('project_id', '=', row.id)] : []),
      ]),
    )
    .where('released_at', 'is', null)
    .limit(500)
    .execute()
  return { foundation: foundation.map(toNeighbour), burden: burden.map(toNeighbour) }
}

type ResourceBuilder = ExpressionBuilder<Tables, 'resource'>

const linksFrom = (eb: ResourceBuilder, id: string) =>
  eb.selectFrom('resource_link').select('stands_on_id').where('resource_id', '=', id)
const linksTo = (eb: ResourceBuilder, id: string) =>
  eb.selectFrom('resource_link').select('resource_id').where('stands_on_id', '=', id)

function selectNeighbour(db: Db) {
  return db
    .selectFrom('resource')
    .select([
      'id',
      'name',
      'kind',
      'external_id',
      'observed_state',
      'presence',
      'released_at',
      'state',
      'agreement',
    ])
    .orderBy('id')
}

type NeighbourRow = Awaited<ReturnType<ReturnType<typeof selectNeighbour>['execute']>>[number]

export type NeighbourRef = Neighbour & Pick<ResourceRow, 'state' | 'agreement'>

function toNeighbour(row: NeighbourRow): NeighbourRef {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    externalId: row.external_id,
    isReady: row.external_id !== null && row.observed_state === 'ready' && row.released_at === null,
    isReleased: row.released_at !== null,
    state: row.state,
    agreement: row.agreement,
  }
}
