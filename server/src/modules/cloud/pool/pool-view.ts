import type { Pool } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { fromColumns } from '../amounts.ts'
import { isSimulated } from '../cloud/cloud.ts'
import { capacityOf } from './pool.ts'
import type { PoolRow } from './pool-store.ts'

export function toPool(ctx: Ctx, row: PoolRow): Pool {
  const { authz, actor } = ctx
  const isOpen = row.state === 'open'
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    class: row.class,
    networkZone: row.network_zone,
    dedicatedBodyId: row.dedicated_body_id,
    dedicatedBody:
      row.dedicated_body_id === null ? null : { id: row.dedicated_body_id, name: row.dedicated_name ?? '' },
    capacitySource: row.capacity_source,
    total: fromColumns('total', row),
    overCommit: {
      vcpus: trimmed(row.over_commit_vcpus),
      memory: trimmed(row.over_commit_memory),
      storage: trimmed(row.over_commit_storage),
    },
    heldBack: fromColumns('held_back', row),
    accelerator: row.accelerator as Pool['accelerator'],
    fileStorageGiB: row.file_storage_gib === null ? null : Number(row.file_storage_gib),
    mapping: row.mapping as Pool['mapping'],
    ...(row.is_domestic !== null && { isDomestic: row.is_domestic }),
    protectionLevel: row.protection_level,
    cloud: {
      id: row.cloud_id,
      name: row.cloud_name,
      state: row.cloud_state,
      isSimulated: isSimulated(row.cloud_kind),
    },
    provider: { id: row.provider_id, name: row.provider_name },
    node: { id: row.node_id, name: row.node_name, kind: row.node_kind },
    zone: { id: row.zone_id, name: row.zone_name, nativeZone: row.native_zone },
    state: row.state,
    capacity: capacityOf(row),
    observedAt: row.observed_at?.toISOString() ?? null,
    version: row.version,
    actions: {
      modify: authz.allowance(actor, 'modify', 'pool'),
      close: authz.allowance(actor, 'operate', 'pool', isOpen ? null : 'pool.already_so'),
      open: authz.allowance(actor, 'operate', 'pool', isOpen ? 'pool.already_so' : null),
      refresh: authz.allowance(actor, 'operate', 'pool'),
    },
  }
}

/** `4.00` → `4`. */
function trimmed(ratio: string): string {
  return ratio.includes('.') ? ratio.replace(/\.?0+$/, '') : ratio
}
