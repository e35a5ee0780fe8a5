import type { DrainGuest, DrainHost } from './drain.ts'

/** Hosts that take machines, kept by what is free of the scarcer thing, so that the tightest that fits is found at once. */
export interface Rooms {
  /** The host that is left with the least. @returns null when none fits. */
  tightest(guest: DrainGuest): string | null
  take(guest: DrainGuest, hostId: string): void
  giveBack(guest: DrainGuest, hostId: string): void
  /** From now on it takes. */
  open(taker: Taker): void
  /** From now on it takes nothing. @returns false when it has taken something already. */
  close(taker: Taker): boolean
}

export interface Taker {
  readonly host: DrainHost
  readonly guests: readonly DrainGuest[]
}

type Scarce = 'vcpus' | 'memoryMiB'

/** Steps into which the scarcer thing of the largest host is cut. */
const SHELVES = 512
/** Of the tightest hosts so many are compared by both things. */
const COMPARED = 12

interface Room {
  readonly host: DrainHost
  vcpus: number
  memoryMiB: number
  readonly groups: Map<string, number>
  taken: number
}

/** @param all every host that may ever take, @param takers those that take from the beginning */
export function createRooms(all: readonly Taker[], takers: readonly Taker[], scarce: Scarce): Rooms {
  const most = all.reduce((max, { host }) => Math.max(max, host[scarce]), 1)
  const unit = Math.max(1, most / SHELVES)
  const shelves: Set<Room>[] = Array.from({ length: Math.floor(most / unit) + 1 }, () => new Set<Room>())
  const byId = new Map<string, Room>()
  const shelfOf = (room: Room) => shelves[Math.max(0, Math.floor(room[scarce] / unit))] as Set<Room>
  const change = (room: Room, { vcpus, memoryMiB, apartGroup, bond }: DrainGuest, sign: 1 | -1) => {
    room.vcpus -= sign * vcpus
    room.memoryMiB -= sign * memoryMiB
    const count = (group: string) => room.groups.set(group, (room.groups.get(group) ?? 0) + sign)
    if (apartGroup !== null) count(apartGroup)
    if (bond !== undefined) count(groupOf(bond.systemId))
  }
  const shelve = (guest: DrainGuest, hostId: string, sign: 1 | -1) => {
    const room = byId.get(hostId) as Room
    const from = shelfOf(room)
    change(room, guest, sign)
    room.taken += sign
    const to = shelfOf(room)
    if (from === to) return
    from.delete(room)
    to.add(room)
  }
  const open = ({ host, guests }: Taker) => {
    const { vcpus, memoryMiB } = host
    const room: Room = { host, vcpus, memoryMiB, groups: new Map(), taken: 0 }
    for (const guest of guests) change(room, guest, 1)
    byId.set(host.id, room)
    shelfOf(room).add(room)
  }
  takers.forEach(open)
  return {
    open,
    close({ host }) {
      const room = byId.get(host.id)
      if (room === undefined || room.taken > 0) return false
      shelfOf(room).delete(room)
      byId.delete(host.id)
      return true
    },
    tightest: (guest) => tightest(shelves, Math.floor(guest[scarce] / unit), guest)?.host.id ?? null,
    take: (guest, hostId) => shelve(guest, hostId, 1),
    giveBack: (guest, hostId) => shelve(guest, hostId, -1),
  }
}

/** Machines of one system, where it is bound to others. */
const groupOf = (systemId: string) => `system ${systemId}`

function tightest(shelves: readonly Set<Room>[], from: number, guest: DrainGuest): Room | null {
  let best: Room | null = null
  let [least, compared] = [Number.POSITIVE_INFINITY, 0]
  for (let shelf = from; shelf < shelves.length; shelf += 1) {
    for (const room of shelves[shelf] as Set<Room>) {
      if (room.vcpus < guest.vcpus || room.memoryMiB < guest.memoryMiB) continue
      if (guest.apartGroup !== null && (room.groups.get(guest.apartGroup) ?? 0) > 0) continue
      if (guest.bond?.apartFrom.some((systemId) => (room.groups.get(groupOf(systemId)) ?? 0) > 0)) continue
      const left = room.vcpus / room.host.vcpus + room.memoryMiB / room.host.memoryMiB
      if (left < least) [best, least] = [room, left]
      compared += 1
      if (compared === COMPARED) return best
    }
  }
  return best
}
