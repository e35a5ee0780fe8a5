import type { ReasonCode, Region } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { RegionEntry, RegionRow } from './region-store.ts'

/** Closed regions stay as they were. */
export function refuseRegion(region: Pick<RegionRow, 'closed_at'>): ReasonCode | null {
  return region.closed_at === null ? null : 'region.closed'
}

export function toRegion({ authz, actor }: Ctx, row: RegionEntry): Region {
  const refusal = refuseRegion(row)
  const inUse = row.body_count + row.part_count > 0 ? 'region.has_open_parts' : null
  // Nothing stands below a community.
  const lowest = row.level === 'community' ? 'region.level_not_below' : null
  return {
    id: row.id,
    parentId: row.parent_id,
    level: row.level,
    code: row.code,
    name: row.name,
    bodyCount: row.body_count,
    partCount: row.part_count,
    closedAt: row.closed_at?.toISOString() ?? null,
    version: row.version,
    actions: {
      modify: authz.allowance(actor, 'modify', 'region', refusal),
      close: authz.allowance(actor, 'delete', 'region', refusal ?? inUse),
      'add-below': authz.allowance(actor, 'create', 'region', refusal ?? lowest),
    },
  }
}
