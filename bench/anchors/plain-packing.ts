/** The two plain ways to pack: machines as they come onto the fullest host that takes them, and largest first onto the first. */
import type { BatchMachine } from '../../server/src/modules/placement/index.ts'

type Host = Pick<BatchMachine, 'vcpus' | 'memoryMiB'>
interface Open {
  vcpus: number
  memoryMiB: number
  readonly groups: Set<string>
}

/** @returns hosts in use. */
export function bestFitAsTheyCome(machines: readonly BatchMachine[], host: Host): number {
  return packed(machines, host, (open, machine) => {
    let best: Open | null = null
    for (const one of open)
      if (takes(one, machine) && (best === null || freeOf(one, host) < freeOf(best, host))) best = one
    return best
  })
}

/** @returns hosts in use. */
export function firstFitLargestFirst(machines: readonly BatchMachine[], host: Host): number {
  const share = (one: Host) => Math.max(one.vcpus / host.vcpus, one.memoryMiB / host.memoryMiB)
  const sorted = [...machines].sort((a, b) => share(b) - share(a))
  return packed(sorted, host, (open, machine) => open.find((one) => takes(one, machine)) ?? null)
}

const freeOf = (open: Open, host: Host) => open.vcpus / host.vcpus + open.memoryMiB / host.memoryMiB

const takes = (open: Open, { vcpus, memoryMiB, apartGroup }: BatchMachine) =>
  open.vcpus >= vcpus && open.memoryMiB >= memoryMiB && (apartGroup === null || !open.groups.has(apartGroup))

function packed(
  machines: readonly BatchMachine[],
  host: Host,
  choose: (open: readonly Open[], machine: BatchMachine) => Open | null,
): number {
  let hosts = 0
  for (const members of Map.groupBy(machines, (one) => one.zone).values()) {
    const open: Open[] = []
    for (const machine of members) {
      let chosen = choose(open, machine)
      if (chosen === null) {
        chosen = { vcpus: host.vcpus, memoryMiB: host.memoryMiB, groups: new Set() }
        open.push(chosen)
      }
      chosen.vcpus -= machine.vcpus
      chosen.memoryMiB -= machine.memoryMiB
      if (machine.apartGroup !== null) chosen.groups.add(machine.apartGroup)
    }
    hosts += open.length
  }
  return hosts
}
