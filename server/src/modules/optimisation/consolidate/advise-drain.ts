import type { DrainPlan } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { findPool, type GuestOfPool, type HostOfPool } from '../../cloud/index.ts'
import { placeOf } from '../plan/consolidation.ts'
import { type PoolEstate, readEstate } from '../plan/read-estate.ts'
import type { DrainGuest, DrainHost, DrainStep } from './drain.ts'
import { planDrain } from './plan-drain.ts'
import { type Coefficients, savingOf } from './saving.ts'

const STEPS_SHOWN = 50
const EMPTY_SHOWN = 200

/** Which moves would free hosts of this pool, as it was last seen. Nothing is changed and nothing is kept. */
export async function adviseDrain(
  ctx: Ctx,
  poolId: string,
  { steps: most = STEPS_SHOWN, ...coefficients }: { readonly steps?: number } & Partial<Coefficients>,
): Promise<DrainPlan> {
  const { pool, known } = await ctx.inTx(async (tx) => ({
    pool: ctx.authz.authorised(ctx, 'view', 'drain-plan', await findPool(tx, poolId)),
    known: await readEstate(tx, poolId),
  }))
  const { estate } = known
  const plan = planDrain(estate.hosts.map(toDrainHost), toDrainGuests(known))
  const hostOf = new Map(estate.hosts.map((host) => [host.id, host]))
  const guestOf = new Map(estate.guests.map((guest) => [guest.id, guest]))
  const named = (id: string) => ({ id, name: hostOf.get(id)?.name ?? '' })
  const wattsOf = (id: string) => hostOf.get(id)?.idleWatts ?? null
  return {
    pool: { id: pool.id, name: pool.name },
    observedAt: estate.observedAt?.toISOString() ?? null,
    hosts: estate.hosts.filter((host) => host.state === 'in-service').length,
    machines: estate.guests.length,
    freed: plan.steps.length,
    moves: plan.steps.reduce((sum, step) => sum + step.moves.length, 0),
    emptyCount: plan.emptyHostIds.length,
    empty: plan.emptyHostIds.slice(0, EMPTY_SHOWN).map(named),
    steps: plan.steps.slice(0, most).map((step) => toStep(step, named, guestOf, wattsOf)),
    saving: savingOf(
      plan.steps.map((step) => wattsOf(step.hostId)),
      plan.emptyHostIds.map(wattsOf),
      coefficients,
    ),
  }
}

export const toDrainHost = (host: HostOfPool): DrainHost => ({
  id: host.id,
  place: placeOf(host),
  vcpus: host.limit.vcpus,
  memoryMiB: host.limit.memoryMiB,
  isInService: host.state === 'in-service',
})

/**
 * Machines, and what is promised and not built yet: its room is not free, and its host has to stay on. A machine that
 * stands beside the system that its own belongs with stays, since a step moves one machine at a time.
 */
export function toDrainGuests(
  { estate, promised, bonds }: Pick<PoolEstate, 'estate' | 'promised' | 'bonds'>,
  mayMove: (guest: GuestOfPool) => boolean = () => true,
): readonly DrainGuest[] {
  return [
    ...estate.guests.map((guest): DrainGuest => {
      const bond = bonds.get(guest.id)
      return {
        id: guest.id,
        hostId: guest.hostId,
        vcpus: guest.takes.vcpus,
        memoryMiB: guest.takes.memoryMiB,
        apartGroup: guest.apartGroup,
        ...(bond && { bond }),
        isMovable: guest.isMovable && bond?.isHeld !== true && mayMove(guest),
      }
    }),
    ...promised.map(({ systemId, ...claim }) => ({
      ...claim,
      apartGroup: null,
      ...(systemId !== null && { bond: { systemId, apartFrom: [] } }),
      isMovable: false,
    })),
  ]
}

function toStep(
  { hostId, moves }: DrainStep,
  named: (id: string) => { id: string; name: string },
  guestOf: ReadonlyMap<string, GuestOfPool>,
  wattsOf: (id: string) => number | null,
): DrainPlan['steps'][number] {
  return {
    host: named(hostId),
    idleWatts: wattsOf(hostId),
    moves: moves.map(({ guestId, toHostId }) => {
      const { resourceId, takes } = guestOf.get(guestId) as GuestOfPool
      return { machine: guestId, resourceId, takes, to: named(toHostId) }
    }),
  }
}
