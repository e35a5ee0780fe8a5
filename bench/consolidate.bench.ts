/**
 * Consolidation of 3,000 hosts that carry 150,000 virtual cores. The anchor is the plain greedy drain in the same run. Two
 * estates: `spread`, as OpenStack's default weigher leaves it (each machine to the host with the most free memory, then
 * two in five deleted), and `scattered`, where machines stand by chance. Every move of ours is replayed by a checker of the
 * bench: no host over its limit at any moment, no two of a group together, nothing to or from a host in maintenance, every
 * freed host empty. `fewest` is what nobody can go below: the machines of the hosts that have the fewest.
 *   npm run bench -- consolidate [seeds] [hosts]
 */
import {
  type DrainGuest,
  type DrainHost,
  type DrainPlan,
  planDrain,
} from '../server/src/modules/optimisation/index.ts'
import { plainDrain } from './anchors/plain-drain.ts'
import { median } from './kit/pairs.ts'
import { type Dice, seeded } from './kit/seeded.ts'

const GOAL = 0.8
const GOAL_MS = 3_000
const LIMIT = { vcpus: 128, memoryMiB: 512 * 1024 }
/** Virtual cores that each host carries in the middle. */
const CARRIED = 50
const GIB_PER_CORE: readonly (readonly [number, number])[] = [
  [1, 1],
  [2, 4],
  [4, 4],
  [8, 1],
]
const CORES: readonly (readonly [number, number])[] = [
  [1, 15],
  [2, 25],
  [4, 28],
  [8, 18],
  [16, 9],
  [32, 4],
  [64, 1],
]
const [SEEDS = 5, HOSTS = 3_000] = process.argv.slice(2).map(Number)

interface Estate {
  readonly hosts: readonly DrainHost[]
  readonly guests: readonly DrainGuest[]
}

const figures = { spread: [] as number[], scattered: [] as number[] }
let [wrong, slowestMs, freedLess] = [0, 0, 0]
for (const kind of ['spread', 'scattered'] as const)
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const estate = estateOf(seeded(seed), kind)
    const plain = plainDrain(estate.hosts, estate.guests)
    const started = performance.now()
    const plan = planDrain(estate.hosts, estate.guests)
    const tookMs = performance.now() - started
    slowestMs = Math.max(slowestMs, tookMs)
    wrong += faultsOf(estate, plan)
    const [freed, moves] = [plan.steps.length, plan.steps.reduce((sum, step) => sum + step.moves.length, 0)]
    if (freed < plain.freed) freedLess += 1
    const ratio = moves / freed / (plain.moves / plain.freed)
    figures[kind].push(ratio)
    console.log(
      `  ${kind} ${seed}: ${estate.guests.length} machines; ours ${freed} freed, ${(moves / freed).toFixed(2)} moves each, ${Math.round(tookMs)} ms; plain ${plain.freed} freed, ${(plain.moves / plain.freed).toFixed(2)} each; ratio ${ratio.toFixed(3)}; fewest ${fewest(estate, freed).toFixed(2)}`,
    )
  }
console.log(
  `consolidate-scattered ratio=${median(figures.scattered).toFixed(3)}; slowest ${Math.round(slowestMs)} ms (goal ${GOAL_MS}); freed fewer than the plain drain in ${freedLess}; faults found ${wrong}`,
)
const ratio = median(figures.spread)
console.log(
  `consolidate ours=${ratio.toFixed(3)} anchor=1 ratio=${ratio.toFixed(3)} goal=${GOAL} ${ratio <= GOAL && slowestMs <= GOAL_MS && freedLess === 0 && wrong === 0 ? 'pass' : 'short'}`,
)

function estateOf(dice: Dice, kind: 'spread' | 'scattered'): Estate {
  const hosts = Array.from({ length: HOSTS }, (_, index) => ({
    id: `h${index}`,
    place: `az-${index % 3}`,
    ...LIMIT,
    isInService: index % 50 !== 7,
  }))
  const free = hosts.map(() => ({ ...LIMIT, groups: new Set<string>() }))
  const wanted = HOSTS * CARRIED
  let guests: DrainGuest[] = []
  const goOn = kind === 'spread' ? wanted / 0.6 : wanted
  for (let carried = 0, nth = 0; carried < goOn; nth += 1) {
    const vcpus = dice.pick(CORES)
    const memoryMiB = vcpus * dice.pick(GIB_PER_CORE) * 1024
    const apartGroup = nth % 4 === 0 ? `g${Math.floor(nth / 12)}` : null
    const at = choose(dice, free, { vcpus, memoryMiB, apartGroup }, kind)
    if (at < 0) continue
    const room = free[at] as (typeof free)[number]
    room.vcpus -= vcpus
    room.memoryMiB -= memoryMiB
    if (apartGroup !== null) room.groups.add(apartGroup)
    carried += vcpus
    guests.push({ id: `m${nth}`, hostId: `h${at}`, vcpus, memoryMiB, apartGroup, isMovable: nth % 200 !== 3 })
  }
  if (kind === 'spread') guests = guests.filter(() => dice.next() < 0.6)
  return { hosts, guests }
}

type Wanted = Pick<DrainGuest, 'vcpus' | 'memoryMiB' | 'apartGroup'>
type Free = Omit<Wanted, 'apartGroup'> & { readonly groups: ReadonlySet<string> }

/** The most free memory of 64 drawn hosts, or any host that takes it. */
function choose(dice: Dice, free: readonly Free[], wanted: Wanted, kind: 'spread' | 'scattered'): number {
  let best = -1
  for (let tried = 0; tried < (kind === 'spread' ? 64 : 20); tried += 1) {
    const at = dice.below(free.length)
    const room = free[at] as Free
    if (room.vcpus < wanted.vcpus || room.memoryMiB < wanted.memoryMiB) continue
    if (wanted.apartGroup !== null && room.groups.has(wanted.apartGroup)) continue
    if (kind === 'scattered') return at
    if (best < 0 || room.memoryMiB > (free[best] as Free).memoryMiB) best = at
  }
  return best
}

function fewest({ hosts, guests }: Estate, freed: number): number {
  const counts = Map.groupBy(guests, (one) => one.hostId)
  const cheapest = hosts
    .filter((host) => host.isInService)
    .map((host) => counts.get(host.id)?.length ?? 0)
    .filter((count) => count > 0)
    .sort((a, b) => a - b)
    .slice(0, freed)
  return cheapest.reduce((sum, count) => sum + count, 0) / freed
}

function faultsOf({ hosts, guests }: Estate, plan: DrainPlan): number {
  const hostOf = new Map(hosts.map((host) => [host.id, host]))
  const guestOf = new Map(guests.map((guest) => [guest.id, guest]))
  const on = new Map(hosts.map((host) => [host.id, new Set<DrainGuest>()]))
  for (const guest of guests) on.get(guest.hostId)?.add(guest)
  let faults = 0
  for (const { hostId, moves } of plan.steps) {
    for (const { guestId, fromHostId, toHostId } of moves) {
      const [guest, from, to] = [guestOf.get(guestId), hostOf.get(fromHostId), hostOf.get(toHostId)]
      const there = on.get(toHostId)
      if (!guest || !from || !to || !there || !on.get(fromHostId)?.delete(guest)) {
        faults += 1
        continue
      }
      const crowd = [...there]
      if (!guest.isMovable || !from.isInService || !to.isInService || from.place !== to.place) faults += 1
      if (guest.apartGroup !== null && crowd.some((one) => one.apartGroup === guest.apartGroup)) faults += 1
      there.add(guest)
      if (crowd.reduce((sum, one) => sum + one.vcpus, guest.vcpus) > to.vcpus) faults += 1
      if (crowd.reduce((sum, one) => sum + one.memoryMiB, guest.memoryMiB) > to.memoryMiB) faults += 1
    }
    if (on.get(hostId)?.size !== 0) faults += 1
  }
  return faults
}
