import type { PlacementBond } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { BondRow } from './bond-store.ts'

export function toBond(ctx: Ctx, row: BondRow): PlacementBond {
  return {
    id: row.id,
    kind: row.kind,
    level: row.level,
    strength: row.strength,
    system: { id: row.system_id, name: row.system_name },
    other: { id: row.other_id, name: row.other_name },
    reason: row.reason,
    standing: row.standing,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    actions: { remove: ctx.authz.allowance(ctx.actor, 'delete', 'placement-bond') },
  }
}
