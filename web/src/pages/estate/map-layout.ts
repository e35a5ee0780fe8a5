/** Where nodes stand on the picture: an equirectangular projection true at the middle latitude. Pure. */
export interface Located {
  readonly id: string
  readonly latitude: number
  readonly longitude: number
}

export interface Spot {
  readonly id: string
  /** Where the mark is drawn. */
  readonly x: number
  readonly y: number
  /** Where the node really stands. */
  readonly realX: number
  readonly realY: number
}

export interface GridLine {
  readonly degrees: number
  readonly at: number
}

export interface MapLayout {
  readonly width: number
  readonly height: number
  readonly spots: ReadonlyMap<string, Spot>
  readonly meridians: readonly GridLine[]
  readonly parallels: readonly GridLine[]
  /** A round number of kilometres, and how long it is. */
  readonly scale: { readonly km: number; readonly length: number }
  /** Whether marks were moved so that they do not cover each other. */
  readonly isMoved: boolean
}

const WIDTH = 960
const HEIGHT = 560
const PAD = 70
/** Marks nearer than this are drawn apart. */
const NEAR = 26
const KM_PER_DEGREE = 111.195
/** Half a degree is the least that is shown: a single city does not fill the page with noise. */
const SPAN_MIN = 0.5
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 45] as const
const SCALES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000] as const

export function layoutMap(nodes: readonly Located[]): MapLayout {
  const lat = rangeOf(nodes.map((node) => node.latitude))
  const lon = rangeOf(nodes.map((node) => node.longitude))
  const squeeze = Math.max(0.1, Math.cos((((lat.min + lat.max) / 2) * Math.PI) / 180))
  const perDegree = Math.min(
    (WIDTH - 2 * PAD) / ((lon.max - lon.min) * squeeze),
    (HEIGHT - 2 * PAD) / (lat.max - lat.min),
  )
  const x = (longitude: number) => WIDTH / 2 + (longitude - (lon.min + lon.max) / 2) * squeeze * perDegree
  const y = (latitude: number) => HEIGHT / 2 - (latitude - (lat.min + lat.max) / 2) * perDegree
  const spots = spread(
    nodes.map((node) => {
      const [realX, realY] = [x(node.longitude), y(node.latitude)]
      return { id: node.id, x: realX, y: realY, realX, realY }
    }),
  )
  const kmPerUnit = KM_PER_DEGREE / perDegree
  const km = SCALES.findLast((one) => one / kmPerUnit <= 200) ?? SCALES[0]
  return {
    width: WIDTH,
    height: HEIGHT,
    spots: new Map(spots.map((spot) => [spot.id, spot])),
    meridians: linesOf(WIDTH / 2, (lon.min + lon.max) / 2, squeeze * perDegree, WIDTH),
    parallels: linesOf(HEIGHT / 2, (lat.min + lat.max) / 2, -perDegree, HEIGHT),
    scale: { km, length: km / kmPerUnit },
    isMoved: spots.some((spot) => spot.x !== spot.realX || spot.y !== spot.realY),
  }
}

function rangeOf(values: readonly number[]) {
  const [min, max] = [Math.min(...values), Math.max(...values)]
  const missing = Math.max(0, SPAN_MIN - (max - min)) / 2
  return { min: min - missing, max: max + missing }
}

/** Round degrees across the picture, at most about eight. @param perDegree negative where it grows downward. */
function linesOf(
  middle: number,
  degreesAtMiddle: number,
  perDegree: number,
  size: number,
): readonly GridLine[] {
  const span = size / Math.abs(perDegree)
  const step = STEPS.find((one) => span / one <= 8) ?? STEPS.at(-1) ?? 45
  const first = Math.ceil((degreesAtMiddle - span / 2) / step)
  const last = Math.floor((degreesAtMiddle + span / 2) / step)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const degrees = Math.round((first + index) * step * 10) / 10
    return { degrees, at: middle + (degrees - degreesAtMiddle) * perDegree }
  })
}

/** Who stands nearer than {@link NEAR} to the first of a group is put on a ring around it, in a fixed order. */
function spread(spots: readonly Spot[]): readonly Spot[] {
  const groups: Spot[][] = []
  for (const spot of spots) {
    const group = groups.find(
      ([first]) => first !== undefined && Math.hypot(first.x - spot.x, first.y - spot.y) < NEAR,
    )
    if (group) group.push(spot)
    else groups.push([spot])
  }
  return groups.flatMap((group) => {
    if (group.length === 1) return group
    const radius = Math.max(NEAR, (group.length * NEAR) / (2 * Math.PI) + 6)
    const centre = {
      x: group.reduce((total, { x }) => total + x, 0) / group.length,
      y: group.reduce((total, { y }) => total + y, 0) / group.length,
    }
    return group.map((spot, index) => {
      const angle = (2 * Math.PI * index) / group.length - Math.PI / 2
      return { ...spot, x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) }
    })
  })
}
