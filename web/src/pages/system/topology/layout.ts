/** A system's resources as boxes in columns, alike ones together, so that a hundred can still be read. Pure. */
import type { ResourceItem, SystemTopology } from '@yunheng/contract'

type Kind = ResourceItem['kind']

/** What carries what, from the way in on the left to what is kept on the right. */
const COLUMN: Readonly<Partial<Record<Kind, number>>> = {
  'floating-ip': 0,
  'load-balancer': 0,
  router: 0,
  service: 0,
  network: 1,
  subnet: 1,
  'security-group': 1,
  server: 2,
  volume: 3,
  bucket: 3,
  snapshot: 4,
}
const LAST = 4
/** Said in the table only: they hold everything, and would draw a line to everything. */
const LEFT_OUT: ReadonlySet<Kind> = new Set<Kind>(['project', 'key-pair'])
/** More alike ones than this become one box. */
export const ALIKE_MAX = 3

export interface Box {
  readonly key: string
  readonly kind: Kind
  /** One resource, or all that are alike. */
  readonly items: readonly ResourceItem[]
  readonly x: number
  readonly y: number
}

export interface Frame {
  readonly cloudId: string
  readonly name: string
  readonly isSimulated: boolean
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Line {
  readonly key: string
  readonly from: Box
  readonly to: Box
}

export interface TopologyLayout {
  readonly width: number
  readonly height: number
  readonly frames: readonly Frame[]
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
  /** Groups of alike ones, open or not, so that an open one can be closed again. */
  readonly groups: readonly { readonly key: string; readonly kind: Kind; readonly count: number }[]
}

export const BOX_WIDTH = 176
export const BOX_HEIGHT = 48
const GAP_X = 56
const GAP_Y = 14
const PAD = 16
/** Room for the name of the cloud, with a line that runs above the first boxes below it. */
const HEAD = 40
const FRAME_GAP = 24

export function layoutTopology(topology: SystemTopology, open: ReadonlySet<string>): TopologyLayout {
  const drawn = topology.items.filter(({ kind }) => !LEFT_OUT.has(kind))
  const groupOf = groupsOf(drawn, topology.links)
  const members = Map.groupBy(drawn, (item) => groupOf.get(item.id) ?? item.id)
  const isOne = (key: string) => (members.get(key)?.length ?? 0) > ALIKE_MAX && !open.has(key)
  const boxKeyOf = (item: ResourceItem) => {
    const group = groupOf.get(item.id) ?? item.id
    return isOne(group) ? group : item.id
  }
  // No room for columns at the right that hold nothing.
  const last = Math.max(0, ...drawn.map(({ kind }) => COLUMN[kind] ?? LAST))
  const width = 2 * PAD + (last + 1) * BOX_WIDTH + last * GAP_X
  const byCloud = Map.groupBy(drawn, ({ cloud }) => cloud.id)
  const frames: Frame[] = []
  const boxes = new Map<string, Box>()
  let top = 0
  for (const [cloudId, items] of byCloud) {
    const columns = new Map<number, number>()
    for (const [key, alike] of Map.groupBy(items.toSorted(inOrder), boxKeyOf)) {
      const [first] = alike
      if (first === undefined) continue
      const column = COLUMN[first.kind] ?? LAST
      const row = columns.get(column) ?? 0
      columns.set(column, row + 1)
      boxes.set(key, {
        key,
        kind: first.kind,
        items: alike,
        x: PAD + column * (BOX_WIDTH + GAP_X),
        y: top + HEAD + row * (BOX_HEIGHT + GAP_Y),
      })
    }
    const rows = Math.max(1, ...columns.values())
    const height = HEAD + rows * (BOX_HEIGHT + GAP_Y) - GAP_Y + PAD
    const { name, isSimulated } = (items[0] as ResourceItem).cloud
    frames.push({ cloudId, name, isSimulated, x: 0, y: top, width, height })
    top += height + FRAME_GAP
  }
  return {
    width,
    height: Math.max(0, top - FRAME_GAP),
    frames,
    boxes: [...boxes.values()],
    lines: linesOf(topology.links, drawn, boxKeyOf, boxes),
    groups: [...members]
      .filter(([, alike]) => alike.length > ALIKE_MAX)
      .map(([key, alike]) => ({ key, kind: (alike[0] as ResourceItem).kind, count: alike.length })),
  }
}

const inOrder = (a: ResourceItem, b: ResourceItem) =>
  a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name, 'zh', { numeric: true })

/**
 * Alike: the same kind, on the same cloud, standing on the same things — or on things that are alike themselves, as forty
 * volumes of forty servers of one subnet.
 */
function groupsOf(
  items: readonly ResourceItem[],
  links: SystemTopology['links'],
): ReadonlyMap<string, string> {
  const byId = new Map(items.map((item) => [item.id, item]))
  const standsOn = Map.groupBy(links, (link) => link.resourceId)
  const known = new Map<string, string>()
  const keyOf = (item: ResourceItem, depth: number): string => {
    const cached = known.get(item.id)
    if (cached !== undefined) return cached
    const below = (standsOn.get(item.id) ?? []).flatMap(({ standsOnId }) => {
      const other = byId.get(standsOnId)
      // A ring of links would not be of our making; whatever made it, the picture ends.
      return other === undefined || depth > 8 ? [] : [keyOf(other, depth + 1)]
    })
    const isGround = item.kind === 'network' || item.kind === 'subnet' || item.kind === 'router'
    const key = isGround
      ? `${item.kind}:${item.id}`
      : `${item.kind}@${item.cloud.id}[${[...new Set(below)].sort().join(' ')}]`
    known.set(item.id, key)
    return key
  }
  return new Map(items.map((item) => [item.id, keyOf(item, 0)]))
}

/** One line between two boxes, however many of their members stand on each other. */
function linesOf(
  links: SystemTopology['links'],
  items: readonly ResourceItem[],
  boxKeyOf: (item: ResourceItem) => string,
  boxes: ReadonlyMap<string, Box>,
): readonly Line[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  const lines = new Map<string, Line>()
  for (const { resourceId, standsOnId } of links) {
    const [upper, lower] = [byId.get(resourceId), byId.get(standsOnId)]
    if (!upper || !lower) continue
    const [from, to] = [boxes.get(boxKeyOf(upper)), boxes.get(boxKeyOf(lower))]
    if (!from || !to || from === to) continue
    const key = `${from.key}>${to.key}`
    lines.set(key, { key, from, to })
  }
  return [...lines.values()]
}
