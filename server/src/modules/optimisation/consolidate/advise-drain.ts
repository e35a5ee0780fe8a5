import type { DrainPlan } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { findPool, type GuestOfPool, type HostOfPool, listEstateOfPool } from '../../cloud/index.ts'
import { listUnbuiltClaims } from '../../placement/index.ts'
import { placeOf } from '../plan/consolidation.ts'
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
  const { pool, estate, unbuilt } = await ctx.inTx(async (tx) => ({
    pool: ctx.authz.authorised(ctx, 'view', 'drain-plan', await findPool(tx, poolId)),
    estate: await listEstateOfPool(tx, poolId),
    unbuilt: await listUnbuiltClaims(tx, poolId),
  }))
  const plan = planDrain(estate.hosts.map(toDrainHost), [
    ...estate.guests.map(toDrainGuest),
    // Room that is promised is not free, and its host has to stay on.
    ...unbuilt.map((claim) => ({ ...claim, apartGroup: null, isMovable: false })),
  ])
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

export const toDrainGuest = (guest: GuestOfPool): DrainGuest => ({
  id: guest.id,
  hostId: guest.hostId,
  vcpus: guest.takes.vcpus,
  memoryMiB: guest.takes.memoryMiB,
  apartGroup: guest.apartGroup,
  isMovable: guest.isMovable,
})

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
