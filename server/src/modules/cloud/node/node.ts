/** Rules of nodes: grades, and the layout 1+2+N (R12, R23). Pure. */
import type { NodeCreate, NodeIntake, NodeKind, ReasonCode, TopologyFinding } from '@yunheng/contract'

type Finding = TopologyFinding
type Graded = Pick<NodeCreate, 'kind' | 'grade' | 'certificateNo' | 'certificateUntil'>

/** A backbone node has a grade whose certificate is valid (R23). Days compare as text. */
export function refuseGrade(node: Graded, today: string): ReasonCode | null {
  return node.kind === 'backbone' && !hasValidGrade(node, today) ? 'node.grade_required' : null
}

function hasValidGrade(node: Graded, today: string): boolean {
  return (
    node.grade !== null &&
    node.certificateNo !== null &&
    node.certificateUntil !== null &&
    node.certificateUntil >= today
  )
}

/** Edge and department-integrated nodes are assessed and approved first (R2, R109); the others are the city's own layout. */
export const needsIntake = (kind: NodeKind): boolean => kind === 'edge' || kind === 'department-integrated'

/** Where a node stands in its intake after its kind was stated. */
export function intakeAfter(
  kind: NodeKind,
  before: { readonly kind: NodeKind; readonly intake: NodeIntake } | null,
): NodeIntake {
  if (!needsIntake(kind)) return 'managed'
  return before !== null && needsIntake(before.kind) ? before.intake : 'registered'
}

/** Assessed again as often as need be, also after it was kept out; not once it is managed. */
export const refuseAssessing = (intake: NodeIntake): ReasonCode | null =>
  intake === 'managed' ? 'node.intake_passed' : null

export const refuseDeciding = (intake: NodeIntake): ReasonCode | null =>
  intake === 'assessed' ? null : 'node.not_assessed'

type Sited = Pick<NodeCreate, 'kind' | 'latitude' | 'longitude'>

/** Backbone and remote node, either of them changed: 200 km and not a metre less is too near (001 三(二)2). */
export function kmTooNear(one: Sited, others: readonly Sited[]): number | null {
  if (!isLocated(one)) return null
  for (const other of others) {
    const isPair = [one.kind, other.kind].sort().join() === 'backbone,dr-remote'
    if (!isPair || !isLocated(other)) continue
    const km = distanceKm(one, other)
    if (km <= REMOTE_KM_MIN) return km
  }
  return null
}

interface Place {
  readonly id: string
  readonly level: string
}

/** By the regions above both: another prefecture of the same province. */
export function isOtherPrefecture(serves: readonly Place[], stands: readonly Place[]): boolean {
  const at = (line: readonly Place[], level: string) => line.find((one) => one.level === level)?.id
  return (
    at(stands, 'city') !== undefined &&
    at(stands, 'city') !== at(serves, 'city') &&
    at(stands, 'province') === at(serves, 'province')
  )
}

/** 199.9 stays 199.9: rounded to whole kilometres it would read as if it were enough. */
export const kmWords = (km: number): string => (Math.floor(km * 10) / 10).toFixed(1)

export interface PlacedNode extends Graded {
  readonly cloudId: string
  readonly regionId: string
  /** The ids of its region and of those above it, from the top, each after a slash. */
  readonly regionPath: string
  /** Where it stands, if that was stated. */
  readonly siteRegionId: string | null
  readonly latitude: number | null
  readonly longitude: number | null
}

/** A remote disaster-recovery node is further than this from the backbone (001 三(二)2). */
export const REMOTE_KM_MIN = 200

const EARTH_RADIUS_KM = 6371.0088

/** Great-circle distance. */
export function distanceKm(
  a: { readonly latitude: number; readonly longitude: number },
  b: { readonly latitude: number; readonly longitude: number },
): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180
  const [dLat, dLon] = [rad(b.latitude - a.latitude), rad(b.longitude - a.longitude)]
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)))
}

const WANTED: readonly [kind: NodeKind, check: Finding['check'], zh: string, en: string][] = [
  ['backbone', 'backbone-count', '主节点', 'backbone node'],
  ['dr-same-city', 'dr-same-city-count', '同城灾备节点', 'same-city disaster-recovery node'],
  ['dr-remote', 'dr-remote-count', '异地灾备节点', 'remote disaster-recovery node'],
]

type Laid = Pick<PlacedNode, 'cloudId' | 'regionId' | 'regionPath' | 'kind'>

/**
 * The region whose layout the node is part of. An edge node is built close to its application (R109), in a county or a street
 * maybe: it belongs to the nearest region at or above its own in which its cloud has a backbone or recovery.
 */
export function layoutRegion(node: Laid, nodes: readonly Laid[]): string {
  if (node.kind !== 'edge') return node.regionId
  const centres = new Set(
    nodes.filter((one) => one.cloudId === node.cloudId && isCentral(one.kind)).map((one) => one.regionId),
  )
  return node.regionPath.split('/').findLast((id) => centres.has(id)) ?? node.regionId
}

const isCentral = (kind: NodeKind) => kind !== 'edge' && kind !== 'department-integrated'

/** What the layout of one cloud in one region holds and lacks. Clouds of departments only have no layout. */
export function checkLayout(nodes: readonly PlacedNode[], today: string): readonly Finding[] {
  const groups = Map.groupBy(
    nodes.filter((node) => node.kind !== 'department-integrated'),
    (node) => `${node.cloudId} ${layoutRegion(node, nodes)}`,
  )
  return [...groups.values()].flatMap((group) => checkGroup(group, today))
}

function checkGroup(group: readonly PlacedNode[], today: string): Finding[] {
  const [first] = group
  if (first === undefined) return []
  const at = { cloudId: first.cloudId, regionId: layoutRegion(first, group) }
  const findings = WANTED.map(([kind, check, zh, en]): Finding => {
    const count = group.filter((node) => node.kind === kind).length
    return {
      ...at,
      check,
      ok: count === 1,
      zh: `${zh} ${count} 个，应为 1 个。`,
      en: `${count} ${en}${count === 1 ? '' : 's'}; there should be 1.`,
    }
  })
  const backbone = group.find((node) => node.kind === 'backbone')
  const remote = group.find((node) => node.kind === 'dr-remote')
  if (backbone) findings.push({ ...at, ...gradeFinding(backbone, today) })
  if (backbone && remote) findings.push({ ...at, ...distanceFinding(backbone, remote) })
  if (remote) findings.push({ ...at, ...siteFinding(remote) })
  return findings
}

function gradeFinding(backbone: PlacedNode, today: string): Omit<Finding, 'cloudId' | 'regionId'> {
  const ok = hasValidGrade(backbone, today)
  return {
    check: 'backbone-grade',
    ok,
    zh: ok ? '主节点机房等级证书有效。' : '主节点没有有效的国家A级或绿色低碳4A级机房证书。',
    en: ok
      ? 'The backbone’s grade is certified.'
      : 'The backbone has no valid certificate of national grade A or green 4A.',
  }
}

function distanceFinding(backbone: PlacedNode, remote: PlacedNode): Omit<Finding, 'cloudId' | 'regionId'> {
  const check = 'remote-distance' as const
  if (!isLocated(backbone) || !isLocated(remote)) {
    return {
      check,
      ok: false,
      zh: '主节点或异地灾备节点没有登记经纬度，无法核对距离（应大于 200 公里）。',
      en: 'Backbone or remote node have no coordinates, so their distance (more than 200 km) cannot be checked.',
    }
  }
  const km = distanceKm(backbone, remote)
  return {
    check,
    ok: km > REMOTE_KM_MIN,
    zh: `异地灾备节点距主节点 ${kmWords(km)} 公里，应大于 ${REMOTE_KM_MIN} 公里。`,
    en: `The remote node is ${kmWords(km)} km from the backbone; it should be more than ${REMOTE_KM_MIN} km.`,
  }
}

/** A wrong place is refused when it is stated; what is left to find is that nobody stated it. */
function siteFinding({ siteRegionId }: PlacedNode): Omit<Finding, 'cloudId' | 'regionId'> {
  const ok = siteRegionId !== null
  return {
    check: 'remote-place',
    ok,
    zh: ok
      ? '异地灾备节点位于同省的另一地市。'
      : '异地灾备节点没有登记所在地，无法核对是否位于同省的另一地市。',
    en: ok
      ? 'The remote node stands in another prefecture of the province.'
      : 'Where the remote node stands is not stated, so another prefecture of the province cannot be checked.',
  }
}

function isLocated<N extends Pick<PlacedNode, 'latitude' | 'longitude'>>(
  node: N,
): node is N & { latitude: number; longitude: number } {
  return node.latitude !== null && node.longitude !== null
}
