import type {
  HostAmounts,
  HostFilter,
  HostWanted,
  PlacementBondKind,
  PlacementBondStrength,
} from '@yunheng/contract'
import type { HostRoom } from '../../cloud/index.ts'

/** A host while it is weighed; what is free of it goes down with what was just given out. */
export type Weighable = Omit<HostRoom, 'free'> & {
  readonly free: { -readonly [K in keyof HostAmounts]: number }
}

/** A bond of the system (亲和约束): the hosts that share its place with the other system; none while that stands nowhere. */
export interface HostsOfBond {
  readonly kind: PlacementBondKind
  readonly strength: PlacementBondStrength
  readonly other: string
  readonly hostIds: ReadonlySet<string>
}

/** Where members of the wanted groups stand, and whoever the system is bound to. */
export interface Company {
  readonly apartHostIds: ReadonlySet<string>
  readonly togetherHostId: string | null
  readonly bonds: readonly HostsOfBond[]
}

export const ALONE: Company = { apartHostIds: new Set(), togetherHostId: null, bonds: [] }

type Passes = (host: Weighable, wanted: HostWanted, company: Company) => boolean

const isIn = (wanted: string | null, own: string | null) => wanted === null || wanted === own

/** In this order: the first that a host does not pass is its reason. What does not change with each claim comes first. */
const KIND_FILTERS: readonly (readonly [HostFilter, Passes])[] = [
  ['cloud', (host, { cloudId }) => isIn(cloudId, host.cloudId)],
  ['zone', (host, { zoneId }) => isIn(zoneId, host.zoneId)],
  ['pool', (host, { poolId }) => isIn(poolId, host.poolId)],
  ['class', (host, { poolClass }) => isIn(poolClass, host.poolClass)],
  ['network-zone', (host, { networkZone }) => isIn(networkZone, host.networkZone)],
  ['domestic', (host, { domesticOnly }) => !domesticOnly || host.isDomestic],
]
const COMPANY_FILTERS: readonly (readonly [HostFilter, Passes])[] = [
  ['apart', (host, _, { apartHostIds }) => !apartHostIds.has(host.id)],
  ['together', (host, _, { togetherHostId }) => isIn(togetherHostId, host.id)],
  ['bond-apart', (host, _, { bonds }) => !isBroken(bonds, 'apart', host.id)],
  ['bond-together', (host, _, { bonds }) => !isBroken(bonds, 'together', host.id)],
  ['room', (host, { takes }) => hasRoom(host, takes)],
]

const isKept = ({ kind, hostIds }: HostsOfBond, hostId: string) =>
  hostIds.size === 0 || hostIds.has(hostId) === (kind === 'together')

const isBroken = (bonds: readonly HostsOfBond[], kind: PlacementBondKind, hostId: string) =>
  bonds.some((bond) => bond.kind === kind && bond.strength === 'must' && !isKept(bond, hostId))

/** Of those that are only preferred. */
const countBroken = (bonds: readonly HostsOfBond[], hostId: string) =>
  bonds.reduce((count, bond) => count + (bond.strength === 'prefer' && !isKept(bond, hostId) ? 1 : 0), 0)

export function hasRoom({ free }: Weighable, takes: HostAmounts): boolean {
  return free.vcpus >= takes.vcpus && free.memoryMiB >= takes.memoryMiB && free.storageGiB >= takes.storageGiB
}

/** Hosts of the kind that is wanted, whatever is free of them. */
export function ofKind(hosts: readonly Weighable[], wanted: HostWanted): readonly Weighable[] {
  return hosts.filter((host) => KIND_FILTERS.every(([, passes]) => passes(host, wanted, ALONE)))
}

export function firstRefusal(host: Weighable, wanted: HostWanted, company: Company): HostFilter | null {
  for (const [filter, passes] of [...KIND_FILTERS, ...COMPANY_FILTERS])
    if (!passes(host, wanted, company)) return filter
  return null
}

/** Steps in which fullness is told apart: within one, chance spreads those who come at the same time. */
const STEPS = 10
/** A bond that is preferred comes before any fullness. */
const STEPS_OF_A_BOND = 2 * STEPS

/**
 * The fullest hosts that still take it, the best first: what is left free in large pieces serves large machines later. Of
 * hosts that are about as full the one where cores and memory run out together comes first by chance, not by name.
 */
export function bestHosts(
  kind: readonly Weighable[],
  wanted: HostWanted,
  company: Company,
  seed: number,
  most: number,
): readonly Weighable[] {
  const best: { readonly host: Weighable; readonly rank: number }[] = []
  let worst = Number.POSITIVE_INFINITY
  for (let index = 0; index < kind.length; index += 1) {
    const host = kind[index] as Weighable
    if (!hasRoom(host, wanted.takes)) continue
    const broken = company.bonds.length === 0 ? 0 : countBroken(company.bonds, host.id)
    const step = Math.floor(leftOf(host, wanted.takes) * STEPS) + broken * STEPS_OF_A_BOND
    if (best.length === most && step >= worst) continue
    const rank = step + chance(seed, index)
    if (best.length === most && rank >= worst) continue
    if (company.apartHostIds.has(host.id) || !isIn(company.togetherHostId, host.id)) continue
    if (isBroken(company.bonds, 'apart', host.id) || isBroken(company.bonds, 'together', host.id)) continue
    let at = best.length
    while (at > 0 && rank < (best[at - 1] as (typeof best)[number]).rank) at -= 1
    best.splice(at, 0, { host, rank })
    if (best.length > most) best.pop()
    worst = (best.at(-1) as (typeof best)[number]).rank
  }
  return best.map(({ host }) => host)
}

/** The share that stays free of the scarcer of cores and memory, once it carries this as well. */
function leftOf({ free, limit }: Weighable, takes: HostAmounts): number {
  return Math.min(
    (free.vcpus - takes.vcpus) / Math.max(1, limit.vcpus),
    (free.memoryMiB - takes.memoryMiB) / Math.max(1, limit.memoryMiB),
  )
}

/** From 0 up to but not including 1; the same for the same claim and host. */
function chance(seed: number, index: number): number {
  let mixed = Math.imul(seed ^ (index + 0x9e3779b9), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296
}

export function take({ free }: Weighable, takes: HostAmounts, times = 1): void {
  free.vcpus -= times * takes.vcpus
  free.memoryMiB -= times * takes.memoryMiB
  free.storageGiB -= times * takes.storageGiB
}
