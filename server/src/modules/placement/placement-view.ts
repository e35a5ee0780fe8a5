import type { Placement, ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { toExplanation } from './explanation.ts'
import { listMoves, listNames, type PlacementRow } from './placement-store.ts'

/** Whether a placement may be moved, by its own state; what is built already is found out by the move itself. */
export function refuseMove(row: Pick<PlacementRow, 'state'>): ReasonCode | null {
  return row.state === 'released' ? 'placement.released' : null
}

export async function toPlacements(ctx: Ctx, rows: readonly PlacementRow[]): Promise<Placement[]> {
  const names = await listNames(ctx.db, rows)
  const moves = Map.groupBy(
    await listMoves(
      ctx.db,
      rows.map((row) => row.id),
    ),
    (move) => move.placement_id,
  )
  const named = (id: string) => ({ id, name: names.get(id) ?? '' })
  return rows.map((row) => ({
    id: row.id,
    requestId: row.request_id,
    requestLineId: row.request_line_id,
    body: named(row.body_id),
    system: named(row.system_id),
    pool: named(row.pool_id),
    cloud: named(row.cloud_id),
    provider: named(row.provider_body_id),
    state: row.state,
    amounts: row.amounts,
    explanation: toExplanation(row.explanation, row.wanted),
    moves: (moves.get(row.id) ?? []).slice(0, 50).map((move) => ({
      at: move.at.toISOString(),
      fromPool: { id: move.from_pool_id, name: move.from_name },
      toPool: { id: move.to_pool_id, name: move.to_name },
      reason: move.reason,
      actor: move.actor,
    })),
    createdAt: row.created_at.toISOString(),
    releasedAt: row.released_at?.toISOString() ?? null,
    version: row.version,
    actions: { move: ctx.authz.allowance(ctx.actor, 'operate', 'placement', refuseMove(row)) },
  }))
}
