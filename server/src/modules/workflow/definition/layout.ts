/**
 * A small layered layout, left to right: layers by longest path, order by barycentre, straight lanes for edges that
 * pass a layer. Deterministic, so that a picture does not jump between two looks at the same version.
 * (elkjs would do, but its licence does not suit; 100 nodes are enough for an approval flow.)
 */
import type { FlowGraph, FlowNode } from './graph.ts'
import { assignLayers, type Link } from './layout-layers.ts'
import { placeRows } from './layout-rows.ts'

export interface Point {
  readonly x: number
  readonly y: number
}
interface Box {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
export interface Line {
  readonly id: string
  readonly points: readonly Point[]
  readonly back: boolean
}
interface Drawing {
  readonly width: number
  readonly height: number
  readonly nodes: readonly Box[]
  readonly edges: readonly Line[]
}

const SIZE: Readonly<Record<FlowNode['kind'], { readonly width: number; readonly height: number }>> = {
  start: { width: 36, height: 36 },
  end: { width: 36, height: 36 },
  user: { width: 136, height: 60 },
  service: { width: 136, height: 60 },
  exclusive: { width: 44, height: 44 },
  parallel: { width: 44, height: 44 },
  timer: { width: 28, height: 28 },
}
const GAP_X = 56
const ROW = 92
const MARGIN = 24
const LANE = 16

export function layOut(graph: FlowGraph): Drawing {
  const hostOf = new Map(
    graph.nodes.flatMap((each) => (each.kind === 'timer' ? [[each.id, each.attachedTo]] : [])),
  )
  const placed = graph.nodes.filter((each) => each.kind !== 'timer')
  // A boundary timer leaves from its host: for layering, its edges are the host's.
  const links: Link[] = graph.edges.map((edge) => ({
    id: edge.id,
    from: hostOf.get(edge.from) ?? edge.from,
    to: edge.to,
  }))
  const layering = assignLayers(
    placed.map((each) => each.id),
    links,
  )
  const rows = placeRows(layering)
  const columnX = columnsOf(placed, layering.layerOf)
  const backCount = links.filter((each) => layering.back.has(each.id)).length
  const top = MARGIN + backCount * LANE + (backCount > 0 ? LANE : 0)
  const centre = (slot: string) => top + (rows.get(slot) ?? 0) * ROW + ROW / 2
  const boxes = placed.map((node): Box => {
    const size = SIZE[node.kind]
    const column = columnX[layering.layerOf.get(node.id) ?? 0] ?? { x: MARGIN, width: 0 }
    return {
      id: node.id,
      ...size,
      x: column.x + (column.width - size.width) / 2,
      y: centre(node.id) - size.height / 2,
    }
  })
  const byId = new Map(boxes.map((each) => [each.id, each]))
  for (const box of timerBoxes(graph, byId)) byId.set(box.id, box)
  let lane = 0
  const edges = graph.edges.map((edge, index): Line => {
    const from = byId.get(edge.from)
    const to = byId.get(edge.to)
    const link = links[index] as Link
    if (!from || !to)
      return {
        id: edge.id,
        points: [
          { x: 0, y: 0 },
          { x: 0, y: 0 },
        ],
        back: false,
      }
    if (layering.back.has(edge.id))
      return { id: edge.id, points: above(from, to, top - ++lane * LANE), back: true }
    const fromTimer = hostOf.has(edge.from)
    const stops = layering.passing.get(link.id) ?? []
    const via = stops.map((stop) => {
      const column = columnX[stop.layer] ?? { x: 0, width: 0 }
      return { left: column.x, right: column.x + column.width, y: centre(stop.slot) }
    })
    return { id: edge.id, points: tidy(forward(from, to, via, fromTimer)), back: false }
  })
  const nodes = graph.nodes.flatMap((each) => byId.get(each.id) ?? [])
  const rowCount = Math.max(1, ...[...rows.values()].map((row) => row + 1))
  const last = columnX[columnX.length - 1]
  return {
    width: (last ? last.x + last.width : MARGIN) + MARGIN,
    height: top + rowCount * ROW + MARGIN,
    nodes,
    edges,
  }
}

function columnsOf(nodes: readonly FlowNode[], layerOf: ReadonlyMap<string, number>) {
  const widths: number[] = []
  for (const node of nodes) {
    const layer = layerOf.get(node.id) ?? 0
    widths[layer] = Math.max(widths[layer] ?? 0, SIZE[node.kind].width)
  }
  let x = MARGIN
  return Array.from(widths, (width) => {
    const column = { x, width: width ?? 0 }
    x += column.width + GAP_X
    return column
  })
}

/** Timers sit on the lower edge of their host, side by side. */
function timerBoxes(graph: FlowGraph, byId: ReadonlyMap<string, Box>): Box[] {
  const count = new Map<string, number>()
  return graph.nodes.flatMap((node) => {
    if (node.kind !== 'timer') return []
    const host = byId.get(node.attachedTo)
    if (!host) return []
    const index = count.get(host.id) ?? 0
    count.set(host.id, index + 1)
    const { width, height } = SIZE.timer
    const x = host.x + host.width - 8 - width - index * (width + 6)
    return [{ id: node.id, width, height, x, y: host.y + host.height - height / 2 }]
  })
}

interface Passage {
  readonly left: number
  readonly right: number
  readonly y: number
}

function forward(from: Box, to: Box, via: readonly Passage[], fromBelow: boolean): Point[] {
  const start = fromBelow
    ? { x: from.x + from.width / 2, y: from.y + from.height }
    : { x: from.x + from.width, y: from.y + from.height / 2 }
  const points: Point[] = [start]
  let last = start
  if (fromBelow) {
    last = { x: start.x, y: start.y + 10 }
    points.push(last)
  }
  for (const next of [...via, { left: to.x, right: to.x, y: to.y + to.height / 2 }]) {
    const bend = next.left - GAP_X / 2
    points.push({ x: bend, y: last.y }, { x: bend, y: next.y }, { x: next.left, y: next.y })
    last = { x: next.right, y: next.y }
    if (next.right !== next.left) points.push(last)
  }
  return points
}

function above(from: Box, to: Box, y: number): Point[] {
  const x1 = from.x + from.width / 2
  const x2 = to.x + to.width / 2
  return [
    { x: x1, y: from.y },
    { x: x1, y },
    { x: x2, y },
    { x: x2, y: to.y },
  ]
}

/** The path of a return below everything else, the n-th one a lane lower. */
export function arcBelow(drawing: Drawing, from: Box, to: Box, number: number): readonly Point[] {
  const y = drawing.height - MARGIN / 2 + number * LANE
  const x1 = from.x + from.width / 2 - 6
  const x2 = to.x + to.width / 2 + 6
  return [
    { x: x1, y: from.y + from.height },
    { x: x1, y },
    { x: x2, y },
    { x: x2, y: to.y + to.height },
  ]
}

export function heightWithArcs(drawing: Drawing, arcs: number): number {
  return drawing.height + (arcs > 0 ? (arcs + 1) * LANE : 0)
}

/** Drops points that lie on the straight line between their neighbours. */
function tidy(points: readonly Point[]): Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1]
    const after = points[index + 1]
    if (!before || !after) return true
    const vertical = before.x === point.x && point.x === after.x
    const horizontal = before.y === point.y && point.y === after.y
    return !vertical && !horizontal
  })
}
