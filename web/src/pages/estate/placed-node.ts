import type { Estate, EstateCloud, EstateNode } from '@yunheng/contract'
import { layoutMap, type Spot } from './map-layout.ts'

export interface PlacedNode {
  readonly cloud: EstateCloud
  readonly node: EstateNode
  readonly spot: Spot
}

/** Nodes with coordinates on the picture, the others apart. */
export function placeNodes(estate: Estate) {
  const all = estate.clouds.flatMap((cloud) => cloud.nodes.map((node) => ({ cloud, node })))
  const located = all.flatMap(({ node: { id, latitude, longitude } }) =>
    latitude === null || longitude === null ? [] : [{ id, latitude, longitude }],
  )
  const layout = layoutMap(located.length > 0 ? located : [{ id: '', latitude: 0, longitude: 0 }])
  const placed = all.flatMap((one): PlacedNode[] => {
    const spot = layout.spots.get(one.node.id)
    return spot ? [{ ...one, spot }] : []
  })
  return { layout, placed, unplaced: all.filter(({ node }) => !layout.spots.has(node.id)) }
}
