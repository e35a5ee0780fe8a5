import type { Tx } from '../../../platform/db/index.ts'
import { isSimulated } from '../../cloud/index.ts'
import { listResourcesById, progressOfLines, type ResourceRow } from '../../resource/index.ts'
import type { LineProgress } from '../doors.ts'
import { listBodyNames, listPoolNames } from '../request-store.ts'

type Line = { readonly lineId: string; readonly resourceId: string | null }

/**
 * How far each line is. A new or changed resource is known by the line; one that is to be given back is ready when it is
 * gone, and known by its id.
 */
export async function progressOf(
  tx: Tx,
  _requestId: string,
  lines: readonly Line[],
): Promise<ReadonlyMap<string, LineProgress>> {
  const byLine = await progressOfLines(
    tx,
    lines.map((line) => line.lineId),
  )
  const own = lines.flatMap((line) => byLine.get(line.lineId)?.resources.map((each) => each.id) ?? [])
  const named = lines.flatMap((line) => line.resourceId ?? [])
  const rows = new Map((await listResourcesById(tx, [...own, ...named])).map((row) => [row.id, row]))
  const pools = await listPoolNames(tx, [...new Set([...rows.values()].map((row) => row.pool_id))])
  const providers = await listBodyNames(tx, [
    ...new Set([...rows.values()].map((row) => row.provider_body_id)),
  ])
  const placementsOf = (list: readonly ResourceRow[]): LineProgress['placements'] =>
    [...Map.groupBy(list, (row) => row.placement_id ?? '')].flatMap(([placementId, group]) => {
      const row = group[0] as ResourceRow
      const pool = pools.get(row.pool_id)
      if (placementId === '' || !pool) return []
      return [
        {
          placementId,
          pool: { id: row.pool_id, name: pool.name },
          cloud: { id: pool.cloudId, name: pool.cloudName, isSimulated: isSimulated(pool.cloudKind) },
          provider: { id: row.provider_body_id, name: providers.get(row.provider_body_id)?.name ?? '' },
          quantity: new Set(group.map((each) => each.unit)).size,
        },
      ]
    })
  return new Map(
    lines.map((line) => {
      const known = byLine.get(line.lineId)?.resources ?? []
      const waitsFor = byLine.get(line.lineId)?.waitsFor ?? []
      const row = line.resourceId === null ? undefined : rows.get(line.resourceId)
      // A change is known by its line; of a release or renewal there is only the resource itself.
      const resources =
        known.length > 0 || !row
          ? known.map(({ id, name, kind, ready, problem }) => ({ id, name, kind, ready, problem }))
          : [{ id: row.id, name: row.name, kind: row.kind, ready: row.released_at !== null, problem: null }]
      const shown = resources.flatMap((each) => rows.get(each.id) ?? [])
      return [line.lineId, { lineId: line.lineId, placements: placementsOf(shown), resources, waitsFor }]
    }),
  )
}
