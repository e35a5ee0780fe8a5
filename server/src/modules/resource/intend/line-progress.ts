import type { Text } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import { wordsOf } from '../../../platform/errors.ts'
import { listGroundUnder } from '../ground-store.ts'
import { RESOURCE_KIND_WORDS } from '../kind-words.ts'
import { mostPressing } from '../reconcile/conditions.ts'
import { isSettled, type ResourceRow } from '../resource.ts'
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
    readonly problem: Text | null
  }[]
  /** Ground under what the line builds which is not as intended yet, and why in words. */
  readonly waitsFor: readonly {
    readonly id: string
    readonly name: string
    readonly kind: ResourceRow['kind']
    readonly text: Text
    /** Something stands in its way; otherwise it is on its way. */
    readonly failing: boolean
  }[]
}

const NONE: LineProgress = { wanted: 0, ready: 0, failing: 0, resources: [], waitsFor: [] }

/**
 * How far the resources of each line are, its changes included. Ready means: as intended. A line whose resources are
 * given back counts those that are gone. What a new resource stands on (the system's project, network, router and default
 * group, shared with other lines) counts as well: a server is no use to anybody while its router has not joined its
 * network.
 */
export async function progressOfLines(
  db: Db,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, LineProgress>> {
  const byLine = new Map<string, LineProgress>(lineIds.map((id) => [id, NONE]))
  const rows = await listResourcesOfLines(db, lineIds)
  for (const row of rows) {
    // Withdrawn before it ever worked: built elsewhere instead, or cancelled.
    if (row.presence === 'absent' && row.provisioned_at === null) continue
    for (const lineId of new Set([row.request_line_id, row.change_line_id])) {
      const before = lineId === null ? undefined : byLine.get(lineId)
      if (lineId !== null && before !== undefined) byLine.set(lineId, counted(before, row, lineId))
    }
  }
  return withGround(db, byLine, rows)
}

async function withGround(
  db: Db,
  byLine: ReadonlyMap<string, LineProgress>,
  rows: readonly ResourceRow[],
): Promise<ReadonlyMap<string, LineProgress>> {
  const built = rows.filter((row) => row.presence === 'present' && row.project_id !== null)
  const ground = await listGroundUnder(db, [...new Set(built.flatMap((row) => row.project_id ?? []))])
  const unsettled = ground.filter((part) => !isSettled(part))
  if (unsettled.length === 0) return byLine
  return new Map(
    [...byLine].map(([lineId, progress]) => {
      const own = built.filter((row) => row.request_line_id === lineId)
      const under = unsettled.filter((part) => own.some((row) => isUnder(part, row)))
      return [lineId, { ...progress, waitsFor: under.map(toWaiting) }]
    }),
  )
}

/** The project is under all that the system has on a cloud; the rest of the ground is of one network zone. */
function isUnder(part: ResourceRow, row: ResourceRow): boolean {
  if (part.ground === 'project') return part.id === row.project_id
  return part.project_id === row.project_id && part.network_zone === row.network_zone
}

function toWaiting(part: ResourceRow): LineProgress['waitsFor'][number] {
  const { id, name, kind } = part
  const problem = problemOf(part)
  const words = RESOURCE_KIND_WORDS[kind]
  return {
    id,
    name,
    kind,
    failing: problem !== null,
    text: {
      zh: problem === null ? `等待${words.zh} ${name} 就绪` : `${words.zh} ${name}：${problem.zh}`,
      en:
        problem === null
          ? `Waits for the ${words.en.toLowerCase()} ${name} to be ready`
          : `${words.en} ${name}: ${problem.en}`,
    },
  }
}

function counted(before: LineProgress, row: ResourceRow, lineId: string): LineProgress {
  const isChange = row.change_line_id === lineId
  const settledAt = isChange ? row.change_settled_at : row.provisioned_at
  const ready = settledAt !== null || row.released_at !== null
  const problem = ready ? null : problemOf(row)
  return {
    ...before,
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
export function problemOf(row: Pick<ResourceRow, 'conditions'>): Text | null {
  const condition = mostPressing(
    row.conditions.filter(({ type }) => type !== 'Waiting' && type !== 'WorkOrder'),
  )
  return condition === null ? null : wordsOf(condition.reason, condition.details)
}
