import type { InventoryChange, InventoryItem } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { ChangeRow, ShownItem } from './list-items.ts'

export function toItem(ctx: Ctx, row: ShownItem): InventoryItem {
  const { actor, authz } = ctx
  return {
    id: row.id,
    cloud: { id: row.cloud_id, name: row.cloud_name },
    kind: row.kind as InventoryItem['kind'],
    externalId: row.external_id,
    projectRef: row.project_ref,
    projectName: row.project_name,
    name: row.name,
    state: row.state,
    nativeState: row.native_state,
    fault: row.fault,
    standing: row.standing,
    // Of another thing's tag only that it is one: its resource is not this.
    resource:
      row.resource_id === null || row.resource_name === null
        ? null
        : { id: row.resource_id, name: row.resource_name },
    withoutPlan: row.without_plan,
    tag: row.tag,
    ignored: row.ignored_reason === null ? null : { reason: row.ignored_reason, until: row.ignored_until },
    spec: row.spec as InventoryItem['spec'],
    attributes: row.attributes as InventoryItem['attributes'],
    createdAt: row.cloud_created_at?.toISOString() ?? null,
    firstSeenAt: row.first_seen_at.toISOString(),
    knownSince: row.known_since.toISOString(),
    vanishedAt: row.vanished_at?.toISOString() ?? null,
    actions: {
      ignore: authz.allowance(
        actor,
        'operate',
        'inventory',
        row.standing === 'unmanaged' ? null : 'inventory.not_unmanaged',
      ),
      unignore: authz.allowance(
        actor,
        'operate',
        'inventory',
        row.ignored_reason === null ? 'inventory.not_ignored' : null,
      ),
    },
  }
}

export function toChange(row: ChangeRow): InventoryChange {
  return {
    id: row.id,
    sort: row.sort,
    differences: row.differences as InventoryChange['differences'],
    by: row.scan_id === null ? 'look' : 'scan',
    at: row.at.toISOString(),
  }
}
