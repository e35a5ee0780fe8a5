/** On which host a new project stands: a pure choice, kept with its reasons. */

export interface HostRoom {
  readonly name: string
  readonly vcpus: number
  readonly memoryMiB: number
  readonly vcpusTaken: number
  readonly memoryMiBTaken: number
}

export interface Choice {
  readonly host: string
  readonly because: 'most-free-memory'
  /** What each host had free, best first. */
  readonly candidates: readonly {
    readonly host: string
    readonly freeMemoryMiB: number
    readonly freeVcpus: number
  }[]
}

/**
 * The host with the most memory that nobody was promised: memory is not over-committed here, so it runs out first. Of
 * equals the one with more free processors, then by name, so that the same hosts give the same choice.
 */
export function choose(hosts: readonly HostRoom[]): Choice | null {
  const candidates = hosts
    .map((host) => ({
      host: host.name,
      freeMemoryMiB: host.memoryMiB - host.memoryMiBTaken,
      freeVcpus: host.vcpus - host.vcpusTaken,
    }))
    .sort(
      (a, b) => b.freeMemoryMiB - a.freeMemoryMiB || b.freeVcpus - a.freeVcpus || (a.host < b.host ? -1 : 1),
    )
  const best = candidates[0]
  return best === undefined ? null : { host: best.host, because: 'most-free-memory', candidates }
}
