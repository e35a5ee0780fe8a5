import type { Db } from '../../../platform/db/index.ts'
import { wordsOf } from '../../../platform/errors.ts'
import { mostPressing } from '../reconcile/conditions.ts'
import type { ResourceRow } from '../resource.ts'
import { listResourcesOfLines } from '../resource-store.ts'

export interface LineProgress {
  readonly wanted: number
  readonly ready: number
  readonly failing: number
  readonly resources: readonly {
    readonly id: string
    readonly name: string
    readonly kind: ResourceRow['kind']
    readonly placementId: string | null
    readonly ready: boolean
    readonly problem: { readonly zh: string; readonly en: string } | null
  }[]
}

const NONE: LineProgress = { wanted: 0, ready: 0, failing: 0, resources: [] }

/**
 * How far the resources of each line are, its changes included. Ready means: as intended. A line whose resources are
 * given back counts those that are gone.
 */
export async function progressOfLines(
  db: Db,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, LineProgress>> {
  const byLine = new Map<string, LineProgress>(lineIds.map((id) => [id, NONE]))
  for (const row of await listResourcesOfLines(db, lineIds)) {
    // Withdrawn before it ever worked: built elsewhere instead, or cancelled.
    if (row.presence === 'absent' && row.provisioned_at === null) continue
    for (const lineId of new Set([row.request_line_id, row.change_line_id])) {
      const before = lineId === null ? undefined : byLine.get(lineId)
      if (lineId !== null && before !== undefined) byLine.set(lineId, counted(before, row, lineId))
    }
  }
  return byLine
}

function counted(before: LineProgress, row: ResourceRow, lineId: string): LineProgress {
  const isChange = row.change_line_id === lineId
  const settledAt = isChange ? row.change_settled_at : row.provisioned_at
  const ready = settledAt !== null || row.released_at !== null
  const problem = ready ? null : problemOf(row)
  return {
    wanted: before.wanted + 1,
    ready: before.ready + (ready ? 1 : 0),
    failing: before.failing + (problem === null ? 0 : 1),
    resources: [
      ...before.resources,
      { id: row.id, name: row.name, kind: row.kind, placementId: row.placement_id, ready, problem },
    ],
  }
}

/** What people must know of; waiting for one's turn is no problem. */
export function problemOf(row: Pick<ResourceRow, 'conditions'>): { zh: string; en: string } | null {
  const condition = mostPressing(
    row.conditions.filter(({ type }) => type !== 'Waiting' && type !== 'WorkOrder'),
  )
  return condition === null ? null : wordsOf(condition.reason, condition.details)
}
