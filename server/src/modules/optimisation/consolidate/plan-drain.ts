import type { DrainGuest, DrainHost, DrainPlan, DrainStep, Move } from './drain.ts'
import { createRooms, type Taker } from './rooms.ts'

/**
 * How many of the hosts of an estate can be freed, and by which moves. The hosts with the fewest machines to move give
 * theirs to the others; the largest number for which everything finds a seat is found by halving. A host either gives or
 * takes: nothing is moved twice, and nothing is ever over-committed on the way. The same estate always gives the same plan.
 */
export function planDrain(hosts: readonly DrainHost[], guests: readonly DrainGuest[]): DrainPlan {
  const guestsOf = Map.groupBy(guests, (one) => one.hostId)
  const places = Map.groupBy(
    hosts
      .filter((host) => host.isInService)
      .map((host): Taker => ({ host, guests: guestsOf.get(host.id) ?? [] })),
    ({ host }) => host.place,
  )
  const occupied = (one: Taker) => one.guests.length > 0
  const steps = [...places.values()].flatMap((all) => drainPlace(all.filter(occupied)))
  return {
    steps: steps.sort((a, b) => a.moves.length - b.moves.length || compare(a.hostId, b.hostId)),
    emptyHostIds: [...places.values()].flat().flatMap((one) => (occupied(one) ? [] : [one.host.id])),
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** How much the load of a host counts beside the number of its machines, when it is chosen: tried one after the other. */
const LOAD_WEIGHTS = [0, 0.3, 1]

/** Of the plans that free the most hosts the one with the fewest moves. */
function drainPlace(takers: readonly Taker[]): readonly DrainStep[] {
  const place = measure(takers)
  let best: readonly DrainStep[] = []
  for (const weight of LOAD_WEIGHTS) {
    const steps = drainInOrder(place, cheapestFirst(place, weight))
    if (steps.length > best.length || (steps.length === best.length && movesOf(steps) < movesOf(best)))
      best = steps
  }
  return best
}

const movesOf = (steps: readonly DrainStep[]) => steps.reduce((sum, step) => sum + step.moves.length, 0)

interface Place {
  readonly takers: readonly Taker[]
  readonly scarce: 'vcpus' | 'memoryMiB'
  readonly load: ReadonlyMap<Taker, number>
}

function measure(takers: readonly Taker[]): Place {
  const total = (of: 'vcpus' | 'memoryMiB') => takers.reduce((sum, { host }) => sum + host[of], 0)
  const used = (of: 'vcpus' | 'memoryMiB') => takers.reduce((sum, one) => sum + usedOf(one, of), 0)
  const scarce =
    used('vcpus') * total('memoryMiB') >= used('memoryMiB') * total('vcpus') ? 'vcpus' : 'memoryMiB'
  const load = new Map(takers.map((one) => [one, usedOf(one, scarce) / one.host[scarce]] as const))
  return { takers, scarce, load }
}

const usedOf = ({ guests }: Taker, of: 'vcpus' | 'memoryMiB') =>
  guests.reduce((sum, guest) => sum + guest[of], 0)

function cheapestFirst({ takers, load }: Place, weight: number): readonly Taker[] {
  const guests = takers.reduce((sum, one) => sum + one.guests.length, 0)
  const loads = takers.reduce((sum, one) => sum + (load.get(one) as number), 0)
  const cost = (one: Taker) =>
    one.guests.length / guests + (weight * (load.get(one) as number)) / Math.max(loads, 1e-12)
  return takers
    .filter((one) => one.guests.every((guest) => guest.isMovable))
    .map((one) => ({ one, cost: cost(one), load: load.get(one) as number }))
    .sort((a, b) => a.cost - b.cost || a.load - b.load || compare(a.one.host.id, b.one.host.id))
    .map(({ one }) => one)
}

/**
 * As many hosts of the order as the volume allows give at once, the largest machines first; one whose machine finds no seat
 * stays and takes. Then whoever else can give, one by one, into what room is left.
 */
function drainInOrder(place: Place, order: readonly Taker[]): readonly DrainStep[] {
  const giving = new Set(order.slice(0, mostByVolume(place, order)))
  const rooms = createRooms(
    place.takers,
    place.takers.filter((one) => !giving.has(one)),
    place.scarce,
  )
  const seats = new Map<DrainGuest, string>()
  const leave = (one: Taker) => {
    for (const guest of one.guests) {
      const hostId = seats.get(guest)
      if (hostId !== undefined) rooms.giveBack(guest, hostId)
      seats.delete(guest)
    }
  }
  const seatAll = (leaving: readonly Taker[], stays: (one: Taker) => void) => {
    const stayed = new Set<Taker>()
    for (const { guest, from } of largestFirst(leaving, place.scarce)) {
      if (stayed.has(from)) continue
      const hostId = rooms.tightest(guest)
      if (hostId === null) {
        stayed.add(from)
        leave(from)
        stays(from)
        continue
      }
      rooms.take(guest, hostId)
      seats.set(guest, hostId)
    }
    return stayed
  }
  for (const one of seatAll([...giving], (stays) => rooms.open(stays))) giving.delete(one)
  for (const one of order) {
    if (giving.has(one) || !rooms.close(one)) continue
    if (seatAll([one], (stays) => rooms.open(stays)).size === 0) giving.add(one)
  }
  return [...giving].map((one) => toStep(one, seats))
}

function largestFirst(leaving: readonly Taker[], scarce: Place['scarce']) {
  const other = scarce === 'vcpus' ? 'memoryMiB' : 'vcpus'
  return leaving
    .flatMap((from) => from.guests.map((guest) => ({ guest, from })))
    .sort(({ guest: a }, { guest: b }) => b[scarce] - a[scarce] || b[other] - a[other] || compare(a.id, b.id))
}

/** Hosts of the order that can go before what remains is smaller than what is used. */
function mostByVolume({ takers }: Place, order: readonly Taker[]): number {
  const rest = { vcpus: 0, memoryMiB: 0 }
  for (const one of takers) {
    rest.vcpus += one.host.vcpus - usedOf(one, 'vcpus')
    rest.memoryMiB += one.host.memoryMiB - usedOf(one, 'memoryMiB')
  }
  let most = 0
  for (const { host } of order) {
    rest.vcpus -= host.vcpus
    rest.memoryMiB -= host.memoryMiB
    if (rest.vcpus < 0 || rest.memoryMiB < 0) break
    most += 1
  }
  return most
}

function toStep({ host, guests }: Taker, seats: ReadonlyMap<DrainGuest, string>): DrainStep {
  return {
    hostId: host.id,
    moves: guests.map(
      (guest): Move => ({
        guestId: guest.id,
        fromHostId: host.id,
        toHostId: seats.get(guest) as string,
      }),
    ),
  }
}
