/** The plain greedy drain: the emptiest host gives all it has to the fullest that take it, or stays; then the next emptiest. */
import type { DrainGuest, DrainHost } from '../../server/src/modules/optimisation/index.ts'

interface Node {
  readonly host: DrainHost
  guests: DrainGuest[]
  vcpus: number
  memoryMiB: number
}

export function plainDrain(
  hosts: readonly DrainHost[],
  guests: readonly DrainGuest[],
): { readonly freed: number; readonly moves: number } {
  const nodes = hosts
    .filter((host) => host.isInService)
    .map((host): Node => ({ host, guests: [], vcpus: host.vcpus, memoryMiB: host.memoryMiB }))
  const byId = new Map(nodes.map((node) => [node.host.id, node]))
  for (const guest of guests) {
    const node = byId.get(guest.hostId)
    if (node !== undefined) put(node, guest)
  }
  let [freed, moves] = [0, 0]
  const emptiestFirst = [...nodes].sort((a, b) => b.vcpus - a.vcpus)
  for (const source of emptiestFirst) {
    if (source.guests.length === 0) continue
    const leaving = [...source.guests].sort((a, b) => b.vcpus - a.vcpus)
    const moved: { readonly guest: DrainGuest; readonly to: Node }[] = []
    for (const guest of leaving) {
      const to = guest.isMovable ? fullest(nodes, source, guest) : null
      if (to === null) break
      put(to, guest)
      moved.push({ guest, to })
    }
    if (moved.length < leaving.length) {
      for (const { guest, to } of moved) takeOut(to, guest)
      continue
    }
    source.guests = []
    source.vcpus = source.host.vcpus
    source.memoryMiB = source.host.memoryMiB
    freed += 1
    moves += moved.length
  }
  return { freed, moves }
}

function fullest(nodes: readonly Node[], source: Node, guest: DrainGuest): Node | null {
  let best: Node | null = null
  for (const node of nodes) {
    if (node === source || node.guests.length === 0 || node.host.place !== source.host.place) continue
    if (node.vcpus < guest.vcpus || node.memoryMiB < guest.memoryMiB) continue
    if (best !== null && node.vcpus >= best.vcpus) continue
    if (guest.apartGroup !== null && node.guests.some((one) => one.apartGroup === guest.apartGroup)) continue
    best = node
  }
  return best
}

function put(node: Node, guest: DrainGuest): void {
  node.guests.push(guest)
  node.vcpus -= guest.vcpus
  node.memoryMiB -= guest.memoryMiB
}

function takeOut(node: Node, guest: DrainGuest): void {
  node.guests.splice(node.guests.lastIndexOf(guest), 1)
  node.vcpus += guest.vcpus
  node.memoryMiB += guest.memoryMiB
}
