import type { HostAmounts, HostFilter, HostTrial, HostWanted } from '@yunheng/contract'
import { packBatch } from '../pack/pack-batch.ts'
import { bestHosts, type Company, firstRefusal, ofKind, take, type Weighable } from './choose-host.ts'

interface Line {
  readonly wanted: HostWanted
  readonly count: number
  readonly company: Company
}

interface Left {
  readonly line: Line
  readonly count: number
}

const HOSTS_SHOWN = 50

/** Where the machines of all lines would go, the largest first; for the rest, how many hosts more it would take. */
export function foreseeHosts(hosts: readonly Weighable[], lines: readonly Line[]): HostTrial {
  const [first] = lines
  const refused = first === undefined ? [] : refusals(hosts, first)
  const on = new Map<string, number>()
  const left: Left[] = []
  let placed = 0
  const largestFirst = [...lines].sort((a, b) => sizeOf(b.wanted.takes) - sizeOf(a.wanted.takes))
  for (const line of largestFirst) {
    const count = placeLine(hosts, line, on)
    placed += count
    if (count < line.count) left.push({ line, count: line.count - count })
  }
  const names = new Map(hosts.map((host) => [host.id, host.name]))
  return {
    placed,
    unplaced: left.reduce((sum, { count }) => sum + count, 0),
    hosts: [...on]
      .sort(([, a], [, b]) => b - a)
      .slice(0, HOSTS_SHOWN)
      .map(([id, machines]) => ({ host: { id, name: names.get(id) ?? '' }, machines })),
    hostCount: on.size,
    refused,
    further: left.length === 0 ? null : further(hosts, left),
  }
}

const sizeOf = ({ vcpus, memoryMiB }: HostAmounts) => vcpus + memoryMiB / 4096

function refusals(hosts: readonly Weighable[], { wanted, company }: Line): HostTrial['refused'] {
  const counted = Map.groupBy(hosts, (host) => firstRefusal(host, wanted, company))
  counted.delete(null)
  return [...counted].map(([filter, some]) => ({ filter: filter as HostFilter, hosts: some.length }))
}

function placeLine(
  hosts: readonly Weighable[],
  { wanted, count, company }: Line,
  on: Map<string, number>,
): number {
  const kind = ofKind(hosts, wanted)
  const apart = new Set(company.apartHostIds)
  let together = company.togetherHostId
  for (let nth = 0; nth < count; nth += 1) {
    const [host] = bestHosts(
      kind,
      wanted,
      { ...company, apartHostIds: apart, togetherHostId: together },
      nth,
      1,
    )
    if (host === undefined) return nth
    take(host, wanted.takes)
    on.set(host.id, (on.get(host.id) ?? 0) + 1)
    if (wanted.apartGroup !== null) apart.add(host.id)
    if (wanted.togetherGroup !== null) together = host.id
  }
  return count
}

/** Hosts of the commonest size among those of the kind that the rest asks for. */
function further(hosts: readonly Weighable[], left: readonly Left[]): HostTrial['further'] {
  const kinds = left.flatMap(({ line }) => ofKind(hosts, line.wanted))
  const bySize = Map.groupBy(kinds, ({ limit }) => `${limit.vcpus} ${limit.memoryMiB} ${limit.storageGiB}`)
  const [commonest] = [...bySize.values()].sort((a, b) => b.length - a.length)
  const each = commonest?.[0]?.limit
  if (each === undefined) return null
  const machines = left.flatMap(({ line: { wanted }, count }, at) =>
    Array.from({ length: count }, (_, nth) => ({
      id: `${at} ${nth}`,
      vcpus: wanted.takes.vcpus,
      memoryMiB: wanted.takes.memoryMiB,
      zone: wanted.zoneId,
      apartGroup: wanted.apartGroup,
    })),
  )
  const packed = packBatch(machines, each)
  return packed.unplaced.length > 0 ? null : { hosts: packed.hosts.length, each }
}
