/** A consolidation plan: its states, and what is looked at again before each step. Pure. */
import type { ConsolidationObstacle, ConsolidationState, ReasonCode } from '@yunheng/contract'
import type { Actor } from '../../../platform/context.ts'
import type { EstateOfPool, GuestOfPool, HostOfPool } from '../../cloud/index.ts'
import type { HostBond } from '../../placement/index.ts'

export type Verb = 'approve' | 'pause' | 'resume' | 'stop'

const NEXT: Readonly<Record<ConsolidationState, Partial<Record<Verb, ConsolidationState>>>> = {
  proposed: { approve: 'running', stop: 'stopped' },
  running: { pause: 'paused', stop: 'stopped' },
  paused: { resume: 'running', stop: 'stopped' },
  done: {},
  stopped: {},
}

export const stateAfter = (state: ConsolidationState, verb: Verb): ConsolidationState | null =>
  NEXT[state][verb] ?? null

export function refuseVerb(
  plan: { readonly state: ConsolidationState; readonly proposed_by: string | null },
  verb: Verb,
  actor: Actor,
): ReasonCode | null {
  if (stateAfter(plan.state, verb) === null) return 'consolidation.not_in_this_state'
  const own = verb === 'approve' && actor.kind === 'person' && actor.personId === plan.proposed_by
  return own ? 'consolidation.same_person' : null
}

/** Machines move only within a zone, between hosts of one hypervisor and, where it is known, one kind of processor. */
export const placeOf = (host: HostOfPool) => `${host.nativeZone} ${host.hypervisor} ${host.isDomestic}`

export interface MoveToDo {
  readonly guest: string
  readonly from_host_id: string
  readonly to_host_id: string
}

/** Room that is promised on a host and not built yet. */
export interface Promised {
  readonly hostId: string
  readonly systemId: string | null
  readonly vcpus: number
  readonly memoryMiB: number
}

/** Why a move cannot be done as things stand now; null when it can. */
export function findObstacle(
  move: MoveToDo,
  estate: Pick<EstateOfPool, 'hosts' | 'guests'>,
  promised: readonly Promised[],
  /** Whether the platform works on the server otherwise, or it is not as intended. */
  isBusy: boolean,
  /** What binds the systems of machines to others at a host, by machine. */
  bonds: ReadonlyMap<string, HostBond> = new Map(),
): ConsolidationObstacle | null {
  const guest = estate.guests.find((one) => one.id === move.guest)
  const host = (id: string) => estate.hosts.find((one) => one.id === id)
  const [from, to] = [host(move.from_host_id), host(move.to_host_id)]
  if (guest === undefined) return 'machine-gone'
  if (guest.hostId !== move.from_host_id) return 'machine-elsewhere'
  const bond = bonds.get(guest.id)
  if (!guest.isMovable || bond?.isHeld) return 'machine-bound'
  if (isBusy) return 'machine-busy'
  if (to === undefined || to.state !== 'in-service') return 'host-not-in-service'
  if (from === undefined || placeOf(from) !== placeOf(to)) return 'other-place'
  const there = estate.guests.filter((one) => one.hostId === to.id)
  if (guest.apartGroup !== null && there.some((one) => one.apartGroup === guest.apartGroup)) return 'apart'
  const claims = promised.filter((one) => one.hostId === to.id)
  const systems = [...there.map((one) => bonds.get(one.id)?.systemId), ...claims.map((one) => one.systemId)]
  if (bond?.apartFrom.some((systemId) => systems.includes(systemId))) return 'apart'
  return hasRoom(to, guest, there, claims) ? null : 'no-room'
}

function hasRoom(
  { limit }: HostOfPool,
  { takes }: GuestOfPool,
  there: readonly GuestOfPool[],
  promised: readonly Promised[],
): boolean {
  const taken = (of: 'vcpus' | 'memoryMiB') =>
    there.reduce((sum, one) => sum + one.takes[of], 0) + promised.reduce((sum, one) => sum + one[of], 0)
  return (
    taken('vcpus') + takes.vcpus <= limit.vcpus && taken('memoryMiB') + takes.memoryMiB <= limit.memoryMiB
  )
}
