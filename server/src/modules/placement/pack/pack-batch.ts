import { mostOf, type Size } from './fill.ts'
import { patternsFor, volume } from './patterns.ts'
import { type BatchMachine, type Seated, seat } from './seat.ts'

export interface PackedHost {
  readonly zone: string | null
  readonly machineIds: readonly string[]
}

export interface Packed {
  readonly hosts: readonly PackedHost[]
  /** Machines that are larger than a host. */
  readonly unplaced: readonly string[]
  /** No packing whatever does with fewer: by volume, or by the largest group that must stand apart. */
  readonly fewestHosts: number
}

/**
 * Onto how few hosts of one kind a batch can go. Sizes are counted, not machines, so that 50,000 of them cost little more
 * than 500; who sits where is settled afterwards. The same batch always gives the same answer.
 */
export function packBatch(machines: readonly BatchMachine[], host: Size): Packed {
  const fitting = machines.filter((one) => mostOf(one, host) >= 1)
  const hosts: PackedHost[] = []
  let fewestHosts = 0
  for (const [zone, members] of byZone(fitting)) {
    const packed = packZone(members, host)
    hosts.push(...packed.seated.map((machineIds) => ({ zone, machineIds })))
    fewestHosts += packed.fewest
  }
  return {
    hosts,
    unplaced: machines.filter((one) => mostOf(one, host) < 1).map((one) => one.id),
    fewestHosts,
  }
}

/** What may stand anywhere joins the zone that carries most already, where it mixes best. */
function byZone(machines: readonly BatchMachine[]): ReadonlyMap<string | null, readonly BatchMachine[]> {
  const zones = Map.groupBy(machines, (one) => one.zone)
  const anywhere = zones.get(null)
  const [largest] = [...zones]
    .filter(([zone]) => zone !== null)
    .sort(([a, x], [b, y]) => y.length - x.length || (String(a) < String(b) ? -1 : 1))
  if (anywhere === undefined || largest === undefined) return zones
  zones.delete(null)
  zones.set(largest[0], [...largest[1], ...anywhere])
  return zones
}

function packZone(
  machines: readonly BatchMachine[],
  host: Size,
): { readonly seated: Seated; readonly fewest: number } {
  const bySize = [...Map.groupBy(machines, (one) => `${one.vcpus} ${one.memoryMiB}`).values()].sort(
    ([a], [b]) => (b as Size).vcpus - (a as Size).vcpus || (b as Size).memoryMiB - (a as Size).memoryMiB,
  )
  const sizes = bySize.map(([first]) => first as Size)
  const demand = bySize.map((members) => members.length)
  const groups = Map.groupBy(
    machines.filter((one) => one.apartGroup !== null),
    (one) => one.apartGroup,
  )
  const largest = Math.max(0, ...[...groups.values()].map((members) => members.length))
  return {
    seated: seat(patternsFor(host, sizes, demand), bySize, host),
    fewest: Math.max(Math.ceil(volume(host, sizes, demand) - 1e-9), largest),
  }
}
