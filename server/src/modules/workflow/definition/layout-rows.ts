/** A row for every slot: fewer crossings by barycentre sweeps, then straightened while keeping the order. */
import type { Layering } from './layout-layers.ts'

const SWEEPS = 6

export function placeRows(layering: Layering): ReadonlyMap<string, number> {
  const left = new Map<string, string[]>()
  const right = new Map<string, string[]>()
  for (const joint of layering.joints) {
    left.set(joint.right, [...(left.get(joint.right) ?? []), joint.left])
    right.set(joint.left, [...(right.get(joint.left) ?? []), joint.right])
  }
  const layers = layering.layers.map((layer) => [...layer])
  const rows = new Map<string, number>()
  for (const layer of layers) for (const [index, slot] of layer.entries()) rows.set(slot, index)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0
    for (const layer of forward ? layers.slice(1) : layers.slice(0, -1).reverse())
      sortByNeighbours(layer, rows, forward ? left : right)
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0
    for (const layer of forward ? layers.slice(1) : layers.slice(0, -1).reverse())
      straighten(layer, rows, forward ? left : right)
  }
  return fromZero(rows)
}

function mean(slots: readonly string[] | undefined, rows: ReadonlyMap<string, number>): number | null {
  if (!slots || slots.length === 0) return null
  return slots.reduce((sum, slot) => sum + (rows.get(slot) ?? 0), 0) / slots.length
}

function sortByNeighbours(
  layer: string[],
  rows: Map<string, number>,
  near: ReadonlyMap<string, string[]>,
): void {
  const wish = new Map(layer.map((slot, index) => [slot, mean(near.get(slot), rows) ?? index]))
  const before = new Map(layer.map((slot, index) => [slot, index]))
  layer.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || (before.get(a) ?? 0) - (before.get(b) ?? 0))
  for (const [index, slot] of layer.entries()) rows.set(slot, index)
}

/** Each slot moves to the mean of its neighbours, but stays one row below the slot before it. */
function straighten(
  layer: readonly string[],
  rows: Map<string, number>,
  near: ReadonlyMap<string, string[]>,
): void {
  const wishes = layer.map((slot) => mean(near.get(slot), rows) ?? rows.get(slot) ?? 0)
  const placed: number[] = []
  for (const [index, wish] of wishes.entries()) {
    const floor = index === 0 ? Number.NEGATIVE_INFINITY : (placed[index - 1] as number) + 1
    placed.push(Math.max(Math.round(wish * 2) / 2, floor))
  }
  // What was pushed down as a group is moved back up by half of the push.
  const push = placed.reduce((sum, row, index) => sum + row - (wishes[index] as number), 0) / placed.length
  const shift = Math.round(push)
  for (const [index, slot] of layer.entries()) rows.set(slot, (placed[index] as number) - shift)
}

function fromZero(rows: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const base = rows.size === 0 ? 0 : Math.min(...rows.values())
  return new Map([...rows].map(([slot, row]) => [slot, row - base]))
}
