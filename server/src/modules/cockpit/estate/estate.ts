/** Puts the estate together out of its rows (R1, R12): sums upward, age downward. Pure. */
import type {
  Estate,
  EstateCapacity,
  EstateCloud,
  EstateLink,
  EstateNode,
  EstatePool,
  EstateSums,
  EstateZone,
} from '@yunheng/contract'
import {
  type CloudRow,
  capacityOf,
  distanceKm,
  isSimulated,
  layoutRegion,
  type PlacedNodeRow,
  type PoolRow,
  placedOf,
  plus,
  REMOTE_KM_MIN,
  ZERO,
  type ZoneRow,
} from '../../cloud/index.ts'
import type { CloudAge } from '../../inventory/index.ts'

export interface EstateRows {
  readonly clouds: readonly CloudRow[]
  readonly nodes: readonly PlacedNodeRow[]
  readonly zones: readonly ZoneRow[]
  readonly pools: readonly PoolRow[]
  readonly ages: ReadonlyMap<string, CloudAge>
}

/** What a cloud tells of its capacity is old after an hour. */
const POOL_OLD_MS = 3_600_000
const NONE: EstateCapacity = { limit: ZERO, reserved: ZERO, allocated: ZERO }

export function estateOf(rows: EstateRows, now: Date): Pick<Estate, 'clouds' | 'links' | 'remoteKmMin'> {
  const poolsOf = Map.groupBy(rows.pools, (row) => row.zone_id)
  const zonesOf = Map.groupBy(rows.zones, (row) => row.node_id)
  const nodesOf = Map.groupBy(rows.nodes, (row) => row.cloud_id)
  const clouds = rows.clouds.map((cloud): EstateCloud => {
    const age = rows.ages.get(cloud.id)
    // Nobody knows how old it is: it is not taken for the present.
    const isOld = age?.isOld ?? true
    const mine = nodesOf.get(cloud.id) ?? []
    const nodes = mine.map((node): EstateNode => {
      const zones = (zonesOf.get(node.id) ?? []).map((zone): EstateZone => {
        const pools = (poolsOf.get(zone.id) ?? []).map((pool) => toPool(pool, isOld, now))
        return { id: zone.id, name: zone.name, capacity: sum(pools), pools }
      })
      return { ...toNode(node, backboneOf(mine, node)), capacity: sum(zones), zones }
    })
    return {
      id: cloud.id,
      name: cloud.name,
      provider: { id: cloud.provider_body_id, name: cloud.provider_name },
      state: cloud.state,
      isSimulated: isSimulated(cloud.kind),
      lastProbedAt: cloud.last_probed_at?.toISOString() ?? null,
      completeSince: age?.completeSince?.toISOString() ?? null,
      isOld,
      capacity: sum(nodes),
      nodes,
    }
  })
  return {
    clouds,
    links: rows.clouds.flatMap(({ id }) => linksOf(nodesOf.get(id) ?? [])),
    remoteKmMin: REMOTE_KM_MIN,
  }
}

function toPool(row: PoolRow, cloudIsOld: boolean, now: Date): EstatePool {
  const { limit, reserved, allocated, isOverCommitted } = capacityOf(row)
  const isObserved = row.capacity_source === 'observed'
  const isStale =
    isObserved && (row.observed_at === null || now.getTime() - row.observed_at.getTime() > POOL_OLD_MS)
  return {
    id: row.id,
    name: row.name,
    class: row.class,
    networkZone: row.network_zone,
    state: row.state,
    capacity: { limit, reserved, allocated },
    isOverCommitted,
    observedAt: isObserved ? (row.observed_at?.toISOString() ?? null) : null,
    isOld: cloudIsOld || isStale,
  }
}

function toNode(
  row: PlacedNodeRow,
  backbone: PlacedNodeRow | undefined,
): Omit<EstateNode, 'capacity' | 'zones'> {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    intake: row.intake,
    region: { id: row.region_id, name: row.region_name ?? '' },
    latitude: row.latitude,
    longitude: row.longitude,
    grade: row.grade,
    certificateUntil: row.certificate_until,
    kmToBackbone: backbone === undefined || backbone.id === row.id ? null : kmBetween(backbone, row),
  }
}

/** Of the layout that the node is part of: one cloud in one region (R12). */
function backboneOf(nodes: readonly PlacedNodeRow[], node: PlacedNodeRow): PlacedNodeRow | undefined {
  const region = layoutRegion(placedOf(node), nodes.map(placedOf))
  return nodes.find((one) => one.kind === 'backbone' && one.region_id === region)
}

function linksOf(nodes: readonly PlacedNodeRow[]): readonly EstateLink[] {
  return nodes.flatMap((node): EstateLink[] => {
    if (node.kind !== 'dr-same-city' && node.kind !== 'dr-remote') return []
    const backbone = backboneOf(nodes, node)
    if (backbone === undefined) return []
    const km = kmBetween(backbone, node)
    const isFarEnough = node.kind === 'dr-same-city' || km === null ? null : km > REMOTE_KM_MIN
    return [{ fromNodeId: backbone.id, toNodeId: node.id, kind: node.kind, km, isFarEnough }]
  })
}

function kmBetween(a: PlacedNodeRow, b: PlacedNodeRow): number | null {
  if (a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null) return null
  const km = distanceKm(
    { latitude: a.latitude, longitude: a.longitude },
    { latitude: b.latitude, longitude: b.longitude },
  )
  return Math.round(km * 10) / 10
}

function sum(parts: readonly { readonly capacity: EstateCapacity }[]): EstateCapacity {
  const of = (key: keyof EstateCapacity): EstateSums =>
    parts.reduce((total, part) => plus(total, part.capacity[key]), NONE[key])
  return { limit: of('limit'), reserved: of('reserved'), allocated: of('allocated') }
}
