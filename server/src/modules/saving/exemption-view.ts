import type { SavingExemption } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { refuseDeciding, refuseWithdrawing } from './exemption.ts'
import type { ExemptionRow } from './exemption-store.ts'

export function toExemption(
  { authz, actor }: Pick<Ctx, 'authz' | 'actor'>,
  row: ExemptionRow,
): SavingExemption {
  const decided = refuseDeciding(row)
  return {
    id: row.id,
    sort: row.sort,
    state: row.state,
    system: { id: row.system_id, name: row.system_name },
    body: { id: row.body_id, name: row.body_name },
    resource: row.resource_id === null ? null : { id: row.resource_id, name: row.resource_name ?? '' },
    from: row.from_day,
    until: row.until_day,
    reason: row.reason,
    basis: row.basis,
    declaredBy: row.declared_by,
    declaredAt: row.declared_at.toISOString(),
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decision: row.decision,
    version: row.version,
    actions: {
      accept: authz.allowance(actor, 'approve', 'saving-exemption', decided),
      refuse: authz.allowance(actor, 'approve', 'saving-exemption', decided),
      withdraw: authz.allowance(actor, 'delete', 'saving-exemption', refuseWithdrawing(row)),
    },
  }
}
