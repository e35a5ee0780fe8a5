import type { BodyOf, consolidationOperations as operations } from '@yunheng/contract'
import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { findCloud, findPool, type HostOfPool } from '../../cloud/index.ts'
import { toDrainGuests, toDrainHost } from '../consolidate/advise-drain.ts'
import type { DrainStep } from '../consolidate/drain.ts'
import { planDrain } from '../consolidate/plan-drain.ts'
import { savingOf } from '../consolidate/saving.ts'
import {
  type ConsolidationRow,
  findConsolidation,
  hasOpenConsolidation,
  insertConsolidation,
} from './consolidation-store.ts'
import { listMovable, type PoolEstate, readEstate } from './read-estate.ts'

/**
 * Makes a plan of the advice: the cheapest hosts first, as many as are asked for, by moves of servers of ours that run as
 * intended. Nothing is moved before a second person has approved it.
 *
 * @throws `consolidation.cloud_cannot`, `consolidation.nothing_to_free`, `consolidation.open_already`.
 */
export async function proposeConsolidation(
  ctx: Ctx,
  poolId: string,
  { hosts, reason }: BodyOf<typeof operations.propose>,
): Promise<ConsolidationRow> {
  return ctx.inTx(async (tx) => {
    const pool = ctx.authz.authorised(ctx, 'create', 'consolidation', await findPool(tx, poolId))
    const cloud = await elevated(tx, () => findCloud(tx, pool.cloud_id))
    if (!cloud?.abilities?.includes('migrate')) refuse('consolidation.cloud_cannot')
    if (await hasOpenConsolidation(tx, poolId)) refuse('consolidation.open_already')
    const known = await readEstate(tx, poolId)
    const movable = await listMovable(tx, known)
    const steps = planOf(known, movable).slice(0, hosts)
    if (steps.length === 0) refuse('consolidation.nothing_to_free')
    const host = new Map(known.estate.hosts.map((one) => [one.id, one]))
    const saving = savingOf(
      steps.map((step) => host.get(step.hostId)?.idleWatts ?? null),
      [],
      {},
    )
    const { actor } = ctx
    const id = ctx.ids.next()
    const plan = {
      id,
      pool_id: poolId,
      cloud_id: pool.cloud_id,
      provider_body_id: pool.provider_id,
      state: 'proposed' as const,
      reason: reason.trim(),
      hosts: steps.length,
      kwh_per_year: String(saving.kwhPerYear),
      amount_minor_per_year: String(saving.amountMinorPerYear),
      proposed_by: personIdOf(actor),
      proposed_by_name: actor.kind === 'nobody' ? '' : actor.name,
      proposed_at: ctx.clock.now(),
    }
    const moves = toMoves(id, steps, known, host)
    await insertConsolidation(tx, plan, moves)
    const after = { poolId, hosts: steps.length, moves: moves.length, reason: plan.reason }
    await ctx.audit(tx, { noun: 'consolidation', objectId: id, bodyId: pool.provider_id, after })
    await ctx.emit(tx, {
      type: 'consolidation.proposed',
      noun: 'consolidation',
      id,
      bodyId: pool.provider_id,
    })
    return (await findConsolidation(tx, id)) as ConsolidationRow
  })
}

const planOf = (known: PoolEstate, movable: ReadonlySet<string>): readonly DrainStep[] =>
  planDrain(
    known.estate.hosts.map(toDrainHost),
    toDrainGuests(known, ({ resourceId }) => resourceId !== null && movable.has(resourceId)),
  ).steps

function toMoves(
  id: string,
  steps: readonly DrainStep[],
  { estate }: PoolEstate,
  host: ReadonlyMap<string, HostOfPool>,
) {
  const guests = new Map(estate.guests.map((guest) => [guest.id, guest]))
  return steps
    .flatMap((step) => step.moves)
    .flatMap((move, index) => {
      const guest = guests.get(move.guestId)
      if (!guest?.resourceId) return []
      return [
        {
          consolidation_id: id,
          position: index + 1,
          guest: guest.id,
          resource_id: guest.resourceId,
          from_host_id: move.fromHostId,
          from_name: host.get(move.fromHostId)?.name ?? '',
          to_host_id: move.toHostId,
          to_name: host.get(move.toHostId)?.name ?? '',
          vcpus: String(guest.takes.vcpus),
          memory_mib: String(guest.takes.memoryMiB),
        },
      ]
    })
}
