/** Layers by longest path; edges that close a loop are set aside and drawn backwards. */
export interface Link {
  readonly id: string
  readonly from: string
  readonly to: string
}

export interface Layering {
  readonly layerOf: ReadonlyMap<string, number>
  /** Slots of each layer in their first order: node ids, and one slot for each edge that passes the layer. */
  readonly layers: readonly (readonly string[])[]
  /** Neighbours between slots of adjoining layers. */
  readonly joints: readonly { readonly left: string; readonly right: string }[]
  readonly back: ReadonlySet<string>
  readonly passing: ReadonlyMap<string, readonly { readonly layer: number; readonly slot: string }[]>
}

export function assignLayers(ids: readonly string[], links: readonly Link[]): Layering {
  const known = new Set(ids)
  const fine = links.filter((each) => known.has(each.from) && known.has(each.to))
  const { back, order } = depthFirst(ids, fine)
  const forward = fine.filter((each) => !back.has(each.id))
  const layerOf = new Map<string, number>()
  for (const id of order) {
    const before = forward.filter((each) => each.to === id).map((each) => (layerOf.get(each.from) ?? 0) + 1)
    layerOf.set(id, Math.max(0, ...before))
  }
  const layers: string[][] = []
  const put = (layer: number, slot: string) => {
    while (layers.length <= layer) layers.push([])
    layers[layer]?.push(slot)
  }
  for (const id of order) put(layerOf.get(id) ?? 0, id)
  const joints: { left: string; right: string }[] = []
  const passing = new Map<string, { layer: number; slot: string }[]>()
  for (const link of forward) {
    const stops: { layer: number; slot: string }[] = []
    for (let layer = (layerOf.get(link.from) ?? 0) + 1; layer < (layerOf.get(link.to) ?? 0); layer++) {
      const slot = `~${link.id}~${layer}`
      stops.push({ layer, slot })
      put(layer, slot)
    }
    passing.set(link.id, stops)
    const chain = [link.from, ...stops.map((each) => each.slot), link.to]
    for (const [index, right] of chain.slice(1).entries())
      joints.push({ left: chain[index] as string, right })
  }
  return { layerOf, layers, joints, back, passing }
}

/** Back edges (their target is still open), and the nodes in topological order of the rest. */
function depthFirst(ids: readonly string[], links: readonly Link[]) {
  const state = new Map<string, 'open' | 'closed'>()
  const back = new Set<string>()
  const closed: string[] = []
  const walk = (id: string): void => {
    state.set(id, 'open')
    for (const link of links) {
      if (link.from !== id) continue
      const target = state.get(link.to)
      if (target === 'open') back.add(link.id)
      else if (target === undefined) walk(link.to)
    }
    state.set(id, 'closed')
    closed.push(id)
  }
  for (const id of ids) if (!state.has(id)) walk(id)
  return { back, order: closed.reverse() }
}
