import type { Consolidation, ConsolidationSummary } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { refuseVerb, type Verb } from './consolidation.ts'
import { type ConsolidationRow, listMoves, type MoveRow, type NamedMove } from './consolidation-store.ts'

export const toSummary = (row: ConsolidationRow): ConsolidationSummary => ({
  id: row.id,
  pool: { id: row.pool_id, name: row.pool_name },
  cloud: { id: row.cloud_id, name: row.cloud_name },
  state: row.state,
  reason: row.reason,
  hosts: row.hosts,
  kwhPerYear: Number(row.kwh_per_year),
  saving: { amountMinor: Number(row.amount_minor_per_year), currency: 'CNY' },
  moves: {
    all: row.moves_all,
    done: row.moves_done,
    moving: row.moves_moving,
    skipped: row.moves_skipped,
    failed: row.moves_failed,
  },
  proposedBy: row.proposed_by_name,
  proposedAt: row.proposed_at.toISOString(),
  approvedBy: row.approved_by_name,
  approvedAt: row.approved_at?.toISOString() ?? null,
  endedAt: row.ended_at?.toISOString() ?? null,
})

export async function presentConsolidation(ctx: Ctx, db: Db, row: ConsolidationRow): Promise<Consolidation> {
  const moves = await listMoves(db, row.id)
  const may = (verb: Verb) =>
    ctx.authz.allowance(
      ctx.actor,
      verb === 'approve' ? 'approve' : 'operate',
      'consolidation',
      refuseVerb(row, verb, ctx.actor),
    )
  return {
    ...toSummary(row),
    note: row.note,
    problem: row.problem,
    freed: freedHosts(moves),
    steps: moves.map(toStep),
    version: row.version,
    actions: { approve: may('approve'), pause: may('pause'), resume: may('resume'), stop: may('stop') },
  }
}

function freedHosts(moves: readonly MoveRow[]): { id: string; name: string }[] {
  return [...Map.groupBy(moves, (move) => move.from_host_id).values()]
    .filter((own) => own.every((move) => move.state === 'done'))
    .flatMap(([first]) => (first ? [{ id: first.from_host_id, name: first.from_name }] : []))
}

const toStep = (move: NamedMove): Consolidation['steps'][number] => ({
  position: move.position,
  machine: move.guest,
  name: move.resource_name,
  resourceId: move.resource_id,
  takes: { vcpus: Number(move.vcpus), memoryMiB: Number(move.memory_mib) },
  from: { id: move.from_host_id, name: move.from_name },
  to: { id: move.to_host_id, name: move.to_name },
  state: move.state,
  why: move.why as Consolidation['steps'][number]['why'],
  words: move.words,
  startedAt: move.started_at?.toISOString() ?? null,
  endedAt: move.ended_at?.toISOString() ?? null,
})
