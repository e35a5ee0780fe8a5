import { mostOf, type Size } from './fill.ts'
import type { Pattern } from './patterns.ts'

/** One machine of a batch that is to be carried by new hosts. */
export interface BatchMachine extends Size {
  readonly id: string
  /** Only in this zone; null where any will do. */
  readonly zone: string | null
  /** Machines of one such group stand on hosts of their own (anti-affinity); null for none. */
  readonly apartGroup: string | null
}

/** Machines of each host. */
export type Seated = readonly (readonly string[])[]

/** A host while its seats are given out. */
interface Table {
  readonly free: { vcpus: number; memoryMiB: number }
  readonly machineIds: string[]
  readonly groups: Set<string>
}

/**
 * Gives every machine a seat of its size, members of a group that must stand apart at different hosts. Seats of one size
 * are taken in turn, so that a group spreads by itself; who finds no seat goes wherever there is room, else to a new host.
 */
export function seat(
  patterns: readonly Pattern[],
  bySize: readonly (readonly BatchMachine[])[],
  host: Size,
): Seated {
  const tables = patterns.flatMap(({ hosts }) => Array.from({ length: hosts }, () => newTable(host)))
  const left: BatchMachine[] = []
  bySize.forEach((members, size) => {
    left.push(...takeSeats(members, seatsOf(patterns, size), tables))
  })
  for (const machine of left) sitAnywhere(machine, tables, host)
  return tables.filter((table) => table.machineIds.length > 0).map((table) => table.machineIds)
}

const newTable = (host: Size): Table => ({
  free: { vcpus: host.vcpus, memoryMiB: host.memoryMiB },
  machineIds: [],
  groups: new Set(),
})

interface Seats {
  readonly table: number
  count: number
}

function seatsOf(patterns: readonly Pattern[], size: number): Seats[] {
  const seats: Seats[] = []
  let table = 0
  for (const { counts, hosts } of patterns) {
    const count = counts[size] ?? 0
    for (let nth = 0; nth < hosts; nth += 1, table += 1) if (count > 0) seats.push({ table, count })
  }
  return seats
}

/** @returns those who found none. */
function takeSeats(
  members: readonly BatchMachine[],
  seats: Seats[],
  tables: readonly Table[],
): readonly BatchMachine[] {
  const left: BatchMachine[] = []
  let at = 0
  for (const machine of groupsFirst(members)) {
    let tried = 0
    while (tried < seats.length && isBarred(machine, tables[(seats[at] as Seats).table] as Table)) {
      at = (at + 1) % seats.length
      tried += 1
    }
    const found = tried < seats.length ? (seats[at] as Seats) : null
    if (found === null) {
      left.push(machine)
      continue
    }
    sit(machine, tables[found.table] as Table)
    found.count -= 1
    if (found.count === 0) {
      // The last one takes the empty place in the ring: their order carries no meaning.
      const last = seats.pop() as Seats
      if (at < seats.length) seats[at] = last
    } else at += 1
    if (at >= seats.length) at = 0
  }
  return left
}

/** The largest groups choose first. */
function groupsFirst(members: readonly BatchMachine[]): readonly BatchMachine[] {
  const groups = Map.groupBy(members, (one) => one.apartGroup)
  const single = groups.get(null) ?? []
  groups.delete(null)
  const grouped = [...groups.values()].sort((a, b) => b.length - a.length).flat()
  return [...grouped, ...single]
}

const isBarred = ({ apartGroup }: BatchMachine, table: Table) =>
  apartGroup !== null && table.groups.has(apartGroup)

function sit(machine: BatchMachine, table: Table): void {
  table.machineIds.push(machine.id)
  table.free.vcpus -= machine.vcpus
  table.free.memoryMiB -= machine.memoryMiB
  if (machine.apartGroup !== null) table.groups.add(machine.apartGroup)
}

function sitAnywhere(machine: BatchMachine, tables: Table[], host: Size): void {
  const open = tables.find((table) => mostOf(machine, table.free) >= 1 && !isBarred(machine, table))
  const table = open ?? newTable(host)
  if (open === undefined) tables.push(table)
  sit(machine, table)
}
