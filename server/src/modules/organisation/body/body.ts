import type { BodyCreate, ReasonCode } from '@yunheng/contract'
import type { RegionRow } from '../region/region-store.ts'
import type { BodyRow } from './body-store.ts'

/** Levels at which a regulator may stand: an informatisation authority at county level or above (R27). */
const REGULATOR_LEVELS: ReadonlySet<RegionRow['level']> = new Set(['province', 'city', 'county'])

export function refuseBodyAt(kind: BodyRow['kind'], region: Pick<RegionRow, 'level'>): ReasonCode | null {
  const isRegulator = kind === 'regulator-bureau' || kind === 'regulator-centre'
  return isRegulator && !REGULATOR_LEVELS.has(region.level) ? 'body.kind_not_at_level' : null
}

/** What only a guide (R47) or only a provider (R49) has, and then must have. */
export function refuseParticulars(
  of: Pick<BodyCreate, 'kind' | 'guideField' | 'providerType'>,
): ReasonCode | null {
  if ((of.kind === 'guide') !== (of.guideField !== undefined)) return 'body.guide_field_needed'
  if ((of.kind === 'provider') !== (of.providerType !== undefined)) return 'body.provider_type_needed'
  return null
}

/** A parent stands in the same region or in one above it. */
export function refuseParent(
  parent: Pick<BodyRow, 'closed_at'> & { readonly region_path: string },
  region: Pick<RegionRow, 'path'>,
): ReasonCode | null {
  if (parent.closed_at !== null) return 'body.closed'
  return `${region.path}/`.startsWith(`${parent.region_path}/`) ? null : 'body.parent_elsewhere'
}

export function refuseChange(body: Pick<BodyRow, 'closed_at'>): ReasonCode | null {
  return body.closed_at === null ? null : 'body.closed'
}

/** Who answers for the security of a cloud builds or runs one (R44). */
export function refuseLead(body: Pick<BodyRow, 'closed_at' | 'kind'>): ReasonCode | null {
  if (body.kind !== 'provider' && body.kind !== 'platform-provider') return 'body.not_a_provider'
  return refuseChange(body)
}
